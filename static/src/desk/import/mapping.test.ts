import { describe, expect, it } from 'vitest'
import { assign, firstMapping, missing, needsPosition, settingsOf } from './mapping'
import { draw } from './sketch'
import type { Preview } from './wire'

const preview = (over: Partial<Preview> = {}): Preview => ({
  id: 'x', kind: 'sites', name: 'x.csv', format: 'csv', encoding: 'utf-8', rows: 2, sources: [], suggestedSource: 'x',
  columns: [{ header: '编号', target: 'site_id', samples: [] }, { header: 'name_tc', target: 'name', samples: [] }, { header: 'name_en', target: 'name', samples: [] }, { header: 'x', target: 'lon', samples: [] }, { header: 'y', target: 'lat', samples: [] }, { header: '备用', target: null, samples: [] }],
  targets: ['site_id', 'name', 'lon', 'lat', 'position', 'address', 'kind'].map((key) => ({ key, required: key === 'name' })), ...over,
})

describe('the settings of a mapping', () => {
  const p = preview()
  const first = firstMapping(p)
  const settings = (m: string[], constants: Record<string, string> = {}) => settingsOf(p, m, ' 来源 ', 'GCJ02', constants)
  it('say nothing that the server finds by itself', () => expect(settings(first)).toEqual({ source: '来源', datum: 'GCJ02', map: {}, set: {} }))
  it('map a column that was left out', () => expect(settings(assign(first, 5, 'address')).map).toEqual({ address: '备用' }))
  it('leave a target unread', () => expect(settings(assign(first, 0, '')).set).toEqual({ site_id: '' }))
  it('move a target to another column', () => {
    const m = assign(first, 5, 'name')
    expect(m).toEqual(['site_id', '', '', 'lon', 'lat', 'name'])
    expect(settings(m).map).toEqual({ name: '备用' })
  })
  it('set a constant only where no column says it', () => {
    expect(settings(first, { kind: 'MSW_DROP', address: '' }).set).toEqual({ kind: 'MSW_DROP' })
    expect(settings(assign(first, 5, 'kind'), { kind: 'MSW_DROP' }).set).toEqual({})
  })
})

describe('what a mapping lacks', () => {
  const p = preview()
  it('names the required target that no column gives', () => {
    const none = firstMapping(p).map((t) => (t === 'name' ? '' : t))
    expect(missing(p, none, {})).toEqual(['name'])
    expect(missing(p, none, { name: 'x' })).toEqual([])
  })
  it('asks for a position in a table, not in a map file', () => {
    const none = firstMapping(p).map((t) => (t === 'lat' ? '' : t))
    expect(needsPosition(p, none)).toBe(true)
    expect(needsPosition(p, assign(none, 5, 'position'))).toBe(false)
    expect(needsPosition(preview({ format: 'geojson' }), none)).toBe(false)
  })
})

describe('the sketch', () => {
  it('draws nothing of nothing', () => expect(draw({ points: [], areas: null, bounds: [] })).toBeNull())
  it('keeps a far point at the rim instead of shrinking the rest', () => {
    const d = draw({ points: [[116.6, 35.3, 0], [116.8, 35.5, 0], [35.4, 116.6 - 90, 1]], areas: null, bounds: [116.6, 35.3, 116.8, 35.5] })!
    expect([d.insideCount, d.outsideCount]).toEqual([2, 1])
    const [x] = /M([\d.-]+) /.exec(d.outside)!.slice(1).map(Number)
    expect(x).toBe(4)
    const xs = [...d.inside.matchAll(/M([\d.]+) /g)].map((m) => Number(m[1]))
    expect(xs[1]! - xs[0]!).toBeGreaterThan(150)
  })
  it('draws one point alone', () => expect(draw({ points: [[116.6, 35.3, 0]], areas: null, bounds: [] })?.insideCount).toBe(1))
})
