import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstView, LAYERS, parseView, questionOf, radius, viewQuery, type View } from './address'

describe('the view in the address', () => {
  it('is empty for the first view', () => {
    expect(viewQuery(firstView())).toEqual({})
    expect(parseView({})).toEqual(firstView())
  })

  const view: fc.Arbitrary<View> = fc.record({
    show: fc.constantFrom('coverage', 'routes', 'fusion'), at: fc.constantFrom('', '2026-11-23', '2024-02-29'), within: fc.integer({ min: 50, max: 3000 }),
    network: fc.constantFrom('any', 'A', 'B', 'AB'), category: fc.constantFrom('', 'paper.occ', 'weee'), weight: fc.constantFrom('households', 'people'),
    off: fc.subarray([...LAYERS]), near: fc.constantFrom('50', '100', '300'), level: fc.constantFrom('ZONE', 'SUBDISTRICT', 'COMMUNITY'),
    pick: fc.option(fc.record({ kind: fc.constantFrom('site', 'area', 'route', 'gap'), id: fc.constantFrom('018f0000-0000-7000-8000-000000000001', '116.70000,35.40000') }), { nil: null }),
    place: fc.option(fc.record({ lon: fc.constantFrom(116.67, -0.12), lat: fc.constantFrom(35.4, -33.5), zoom: fc.constantFrom(12, 15.25) }), { nil: null }),
  }) as fc.Arbitrary<View>

  it('comes back as it was written', () => {
    fc.assert(fc.property(view, (v) => { expect(parseView(viewQuery(v))).toEqual(v) }))
  })

  it.each([
    ['a day that does not exist', { at: '2026-13-41' }, { at: '' }],
    ['a radius that is no number', { within: 'far' }, { within: 300 }],
    ['a radius beyond what is asked', { within: '99999' }, { within: 3000 }],
    ['a network that there is not', { network: 'C' }, { network: 'any' }],
    ['a picked thing of another kind', { pick: 'person:1' }, { pick: null }],
    ['a place beyond the earth', { map: '200,95,12' }, { place: null }],
    ['a place of two numbers', { map: '116,35' }, { place: null }],
    ['a parameter given twice', { show: ['routes', 'fusion'] }, { show: 'routes' }],
    ['every layer on', { off: '' }, { off: [] }],
    ['a layer that there is not', { off: 'gap,moon' }, { off: ['gap'] }],
  ])('reads %s', (_name, query, want) => {
    expect(parseView(query)).toMatchObject(want)
  })

  it('never breaks on what a link may hold', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('at', 'within', 'network', 'off', 'pick', 'map', 'category', 'near', 'level', 'show', 'weight'), fc.string()), (q) => {
      expect(questionOf(parseView(q)).within).toBeGreaterThanOrEqual(50)
    }))
  })
})

describe('radius', () => {
  it.each([[12, 50], [300.4, 300], [Number.NaN, 300], [1e9, 3000]])('brings %d to %d', (given, want) => expect(radius(given)).toBe(want))
})
