import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapsOf, LINK, WIDEST } from './gaps'
import type { Uncovered } from './wire'

const metre = 1 / 111_195 // degrees of latitude
const at = (east: number, north: number, weight = 1, far: number | null = 400, people = 2 * weight): Uncovered => [116.67 + (east * metre) / Math.cos((35.4 * Math.PI) / 180), 35.4 + north * metre, weight, far, weight, people]

describe('gaps', () => {
  it('there are none without uncovered points', () => expect(gapsOf([])).toEqual([]))

  it('joins what is near and parts what is far, heaviest first', () => {
    const gaps = gapsOf([at(0, 0, 5, 310), at(60, 40, 7, 500), at(5000, 0, 20, 900)])
    expect(gaps.map((g) => [g.weight, g.points, g.nearest, g.farthest])).toEqual([[20, 1, 900, 900], [12, 2, 310, 500]])
  })

  it('says so when there is no open site at all', () => expect(gapsOf([at(0, 0, 3, null)])[0]).toMatchObject({ nearest: null, farthest: null }))

  it('keeps its name when the order of the points changes', () => {
    const points = [at(0, 0, 5), at(60, 40, 7), at(90, 0, 7)]
    expect(gapsOf([...points].reverse())[0]!.id).toBe(gapsOf(points)[0]!.id)
  })

  // Families are larger in one place than in another, so that people and households rank the points differently; they lie so near each
  // other that the gap is too wide to be one.
  const place = fc.tuple(fc.integer({ min: -1500, max: 1500 }), fc.integer({ min: -600, max: 600 }), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 2000 }))
  it('is the same gap with the same households and people, whether households or people rank it', () => {
    fc.assert(fc.property(fc.array(place, { minLength: 40, maxLength: 150, size: 'max' }), (list) => {
      const byHouseholds = list.map(([e, n, homes, people]) => at(e, n, homes, 400, people))
      const byPeople = byHouseholds.map((p): Uncovered => [p[0], p[1], p[5], p[3], p[4], p[5]]).sort((a, b) => b[2] - a[2])
      const said = (points: Uncovered[]) => gapsOf(points).map((g) => `${g.id} ${g.households} ${g.people} ${g.points}`).sort()
      expect(said(byPeople)).toEqual(said(byHouseholds))
      for (const g of gapsOf(byPeople)) expect(g.weight).toBe(g.people)
    }))
  })

  it('cuts a gap that nobody could walk', () => {
    const strip = Array.from({ length: 60 }, (_, i) => at(i * 100, 0))
    const gaps = gapsOf(strip)
    expect(gaps.length).toBeGreaterThan(3)
    for (const g of gaps) expect((g.box[2] - g.box[0]) * 111_195 * Math.cos((35.4 * Math.PI) / 180)).toBeLessThanOrEqual(WIDEST * 1.01)
  })

  it('loses nobody', () => {
    const point = fc.tuple(fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: 0, max: 500 }))
    fc.assert(fc.property(fc.array(point, { maxLength: 200 }), (list) => {
      const gaps = gapsOf(list.map(([e, n, w]) => at(e, n, w)), LINK)
      expect(gaps.reduce((s, g) => s + g.points, 0)).toBe(list.length)
      expect(gaps.reduce((s, g) => s + g.weight, 0)).toBe(list.reduce((s, p) => s + p[2], 0))
    }))
  })

  it('clusters 30,000 points at once', () => {
    const many = Array.from({ length: 30_000 }, (_, i) => at((i * 7919) % 16_000, (i * 104_729) % 24_000))
    const start = performance.now()
    gapsOf(many)
    expect(performance.now() - start).toBeLessThan(1500)
  })
})
