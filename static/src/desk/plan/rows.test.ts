import { describe, expect, it } from 'vitest'
import { changesOf, spanOf, stepsOf } from './history'
import { hoursText, type HourWords } from './hours'
import { areaRows, boxOf, countSites, isPartner, joined, layerOf, levelsOf, routeRows, within } from './rows'
import { areaNameAt } from './inside'
import { scaleBar } from './scale'
import type { AreaCoverage, MapSite, SiteFacts } from './wire'

const site = (over: Partial<MapSite>): MapSite => ({ id: 'x', name: 'x', kind: 'RC_POINT_STD', state: 'active', networks: ['A'], fused: false, form: '', lon: 116.6, lat: 35.4, ...over })

describe('the layer of a site', () => {
  it.each<[string, Partial<MapSite>, string]>([
    ['of network A', {}, 'a'], ['of network B', { kind: 'MSW_DROP', networks: ['B'] }, 'b'], ['of both', { networks: ['A', 'B'], form: 'record' }, 'fused'],
    ['of both, not open', { networks: ['A', 'B'], state: 'suspended' }, 'fused'], ['of a pair', { form: 'pair' }, 'fused'], ['behind the front line', { kind: 'TRANSFER', networks: ['A', 'B'] }, 'back'],
  ])('%s', (_name, over, want) => expect(layerOf(site(over))).toBe(want))

  it('counts a pair as one place, and its records as two', () => {
    const sites = [site({ form: 'pair' }), site({ form: 'pair', networks: ['B'] }), site({}), site({ kind: 'YARD' })]
    expect(countSites(sites)).toEqual({ fused: 1, a: 1, b: 0, back: 1, records: 3 })
    expect(sites.map(isPartner)).toEqual([true, false, false, false])
  })
})

describe('the table of areas', () => {
  const area = (name: string, weight: number, coveredWeight: number, level: AreaCoverage['level'] = 'SUBDISTRICT'): AreaCoverage => ({ id: name, name, level, settlement: '', bounded: true, weight, coveredWeight, share: weight ? coveredWeight / weight : null, sites: 0, places: 0 })
  it('lists one level, the largest gap first', () => {
    const rows = areaRows([area('甲', 100, 90), area('乙', 100, 20), area('丙', 0, 0), area('丁', 9, 0, 'COMMUNITY')], 'SUBDISTRICT')
    expect(rows.map((r) => [r.name, r.gap])).toEqual([['乙', 80], ['甲', 10], ['丙', 0]])
  })
  it('knows its levels from the largest', () => expect(levelsOf([{ level: 'COMMUNITY' }, { level: 'ZONE' }])).toEqual(['ZONE', 'COMMUNITY']))
  it('lists routes with the fewest sites first', () => {
    const route = (name: string, n: number) => ({ id: name, name, code: '', lengthM: 1, within: { 50: n }, fused: {} })
    expect(routeRows([route('a', 3), route('b', 1)], '50').map((r) => r.name)).toEqual(['b', 'a'])
  })
})

describe('boxes', () => {
  it('hold their corners and nothing beyond', () => {
    expect(within(116.6, 35.4, [116.6, 35.4, 116.7, 35.5])).toBe(true)
    expect(within(116.71, 35.4, [116.6, 35.4, 116.7, 35.5])).toBe(false)
    expect(within(undefined, 35.4, [116.6, 35.4, 116.7, 35.5])).toBe(false)
  })
  it('measure any geometry', () => {
    expect(boxOf({ type: 'MultiPolygon', coordinates: [[[[1, 2], [3, 4], [1, 4], [1, 2]]]] })).toEqual([1, 2, 3, 4])
    expect(boxOf(null)).toBeNull()
    expect(joined([null, [1, 2, 3, 4], [0, 3, 2, 9]])).toEqual([0, 2, 3, 9])
    expect(joined([null, undefined])).toBeNull()
  })
})

describe('the scale bar', () => {
  it.each([[1, 110, 100, 100], [10, 110, 1000, 100], [0.4, 110, 20, 50], [38.2, 110, 2000, 52], [0, 110, 0, 0]])('of %d m a pixel in %d pixels is %d m', (mpp, wide, metres, pixels) => {
    expect(scaleBar(mpp, wide)).toEqual({ metres, pixels })
  })
})

describe('hours in words', () => {
  const words: HourWords = { days: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'], every: '每天', holidays: '节假日', always: '全天', off: '不开放', to: '至', and: '、' }
  it.each([
    ['Mo-Su 08:00-18:00', '每天 08:00–18:00'], ['08:00-18:00', '每天 08:00–18:00'], ['24/7', '全天'], ['Mo-Fr 07:30-11:30,14:00-17:00; Sa,Su off', '周一至周五 07:30–11:30、14:00–17:00；周六、周日 不开放'],
    ['PH off', '节假日 不开放'], ['每周三上午', null], ['Mo-Su 8-18', null], ['', null],
  ])('%s', (text, want) => expect(hoursText(text, words)).toBe(want))
})

describe('the history of a site', () => {
  const facts = (over: Partial<SiteFacts>) => ({ ...site({}), operatorName: '', categories: [], localCategories: '', address: '', district: '', hours: '', outside: '', validFrom: '', validTo: '', ...over }) as SiteFacts
  it('names what changed, a new position once', () => expect(changesOf(facts({}), facts({ hours: 'x', lon: 1, lat: 2 }))).toEqual(['hours', 'lon']))
  it('is newest first, and its first version changes nothing', () => {
    const version = (validFrom: string, f: SiteFacts) => ({ validFrom, validTo: '9999-12-31', facts: f, reason: '', evidence: '' })
    const steps = stepsOf([version('2026-09-01', facts({ networks: ['A', 'B'] })), version('1970-01-01', facts({}))])
    expect(steps.map((s) => [s.from, s.first, s.changes])).toEqual([['2026-09-01', false, ['networks']], ['1970-01-01', true, []]])
  })
})

describe('how long an entry held', () => {
  const words = { first: '最早的登记', now: '至今', until: (d: string) => `至 ${d}` }
  it.each([
    ['1970-01-01', '9999-12-31', '最早的登记 至今'], ['1970-01-01', '2026-08-31', '最早的登记 至 2026-08-31'], ['2026-09-01', '9999-12-31', '2026-09-01 至今'], ['2026-09-01', '2026-10-01', '2026-09-01 至 2026-10-01'],
  ])('from %s to %s', (from, to, want) => expect(spanOf({ from, to }, words)).toBe(want))
})

describe('the area around a place', () => {
  const square = (x: number, size: number) => [[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]]
  const area = (name: string, level: 'SUBDISTRICT' | 'COMMUNITY', coordinates: unknown, type = 'Polygon') => ({ type: 'Feature' as const, geometry: { type, coordinates }, properties: { id: name, name, level, households: 0, people: 0, settlement: '' as const } })
  const areas = { type: 'FeatureCollection' as const, features: [area('街道', 'SUBDISTRICT', [square(0, 10)]), area('社区', 'COMMUNITY', [[square(0, 4)], [square(6, 2)]], 'MultiPolygon'), area('有洞', 'COMMUNITY', [square(20, 9), square(22, 2)])] }
  it.each([['in a community', 1, 1, '社区'], ['in its second part', 7, 1, '社区'], ['in the subdistrict alone', 5, 5, '街道'], ['in a hole', 23, 1, ''], ['beside the hole', 21, 1, '有洞'], ['nowhere', 90, 1, '']])('%s', (_name, x, y, want) => {
    expect(areaNameAt(x, y, areas)).toBe(want)
  })
})
