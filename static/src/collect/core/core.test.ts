import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { typed } from '../format'
import { hoursText } from '../hours'
import { lineAmount, sumLines } from './amount'
import { dayOf } from './clock'
import { ask, papersOf, passes } from './gate'
import { metres, propose, type Fix } from './places'
import { plain } from './plain'
import { steady, tiles } from './propose'
import { entryOf, gramsOf, lineOf, mostOf, newEntry, press, scaled, tooMuch, unlikely, dear, withUnit, type Entry } from './quantity'
import { deliveryOf, relearn, remember } from './record'
import { measure, nearer } from './skew'
import { idMaker } from './uuid7'
import type { Category, Line, Site } from '../wire'

describe('idMaker', () => {
  it('makes canonical ids of version 7 that only grow, whatever the clock does', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 300 }), (moves) => {
      let now = 1_700_000_000_000
      const make = idMaker(() => now, (b) => crypto.getRandomValues(b))
      let last = ''
      for (const m of moves) {
        now += m
        const id = make()
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(id > last).toBe(true)
        last = id
      }
    }))
  })
  it('keeps 5,000 ids of one millisecond in order', () => {
    const make = idMaker(() => 1, (b) => b.fill(255))
    const ids = Array.from({ length: 5000 }, make)
    expect(new Set(ids).size).toBe(5000)
    expect(ids.slice().sort()).toEqual(ids)
  })
})

describe('lineAmount', () => {
  const cases: { name: string; grams?: number; pieces?: number; unitPrice: number; priceUnit: 'KG' | 'PIECE'; want: number }[] = [
    { name: 'half a fen goes up', grams: 500, unitPrice: 9100, priceUnit: 'KG', want: 46 },
    { name: 'whole', grams: 12_500, unitPrice: 8000, priceUnit: 'KG', want: 1000 },
    { name: 'pieces', pieces: 3, unitPrice: 155_050, priceUnit: 'PIECE', want: 4652 },
    { name: 'most of both', grams: 100_000_000, unitPrice: 9_999_999_999, priceUnit: 'KG', want: 9_999_999_999_000 },
    { name: 'no quantity of its basis', pieces: 2, unitPrice: 8000, priceUnit: 'KG', want: 0 },
  ]
  for (const c of cases) it(c.name, () => expect(lineAmount(c)).toBe(c.want))

  it('equals exact arithmetic', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.integer({ min: 1, max: 90_000_000 }), (grams, unitPrice) => {
      expect(BigInt(lineAmount({ grams, unitPrice, priceUnit: 'KG' }))).toBe((BigInt(grams) * BigInt(unitPrice) + 50_000n) / 100_000n)
    }))
  })
  it('adds rounded lines', () => {
    const line = { category: 'a', method: 'SCALE' as const, grams: 500, unitPrice: 9100, priceUnit: 'KG' as const }
    expect(sumLines([line, line, line]).amount).toBe(138)
  })
})

describe('quantity', () => {
  it('reads decimals without floats', () => {
    expect(['0.29', '12.5', '1.', '.5', '', '.', '1e3', '0.0001', '-1'].map((s) => scaled(s, 3))).toEqual([290, 12_500, 1000, 500, undefined, undefined, undefined, undefined, undefined])
    expect([gramsOf('1', 'JIN'), gramsOf('0.001', 'JIN'), gramsOf('100000', 'KG'), gramsOf('100001', 'KG')]).toEqual([500, 1, 100_000_000, undefined])
  })
  it('takes keys as a person means them', () => {
    const type = (keys: string, field: 'mass' | 'pieces' | 'price' = 'mass') => keys.split('').reduce((s, k) => press(s, k === '<' ? 'back' : k, field), '')
    expect([type('12.5'), type('.5'), type('007'), type('1.2.3'), type('1.23456'), type('12<3'), type('1.5', 'pieces'), type('12345678')]).toEqual(
      ['12.5', '0.5', '7', '1.23', '1.234', '13', '15', '123456'])
  })
  it('any keys make a line that the server takes, or none', () => {
    const key = fc.constantFrom('0', '1', '5', '9', '.', 'back')
    const unit = fc.constantFrom<'KG' | 'JIN' | 'PIECE'>('KG', 'JIN', 'PIECE')
    fc.assert(fc.property(fc.array(fc.tuple(unit, fc.array(key, { maxLength: 12 })), { maxLength: 4 }), (turns) => {
      let e = newEntry({ key: 'weee.tv', unit: 'PIECE_KG' })
      for (const [u, keys] of turns) {
        e = withUnit(e, u)
        for (const k of keys) e = u === 'PIECE' ? { ...e, pieces: press(e.pieces, k, 'pieces') } : { ...e, mass: press(e.mass, k, 'mass') }
      }
      const l = lineOf(e)
      if (!l) return
      expect((l.grams ?? 0) > 0 || (l.pieces ?? 0) > 0).toBe(true)
      expect(l.method === 'COUNT' ? l.pieces : l.method === 'SCALE' ? l.grams : 1).toBeGreaterThan(0)
      expect(l.typed!.length).toBeLessThanOrEqual(20)
      expect(lineOf(entryOf(l, { key: 'weee.tv', unit: 'PIECE_KG' }))).toMatchObject({ ...(l.grams ? { grams: l.grams } : {}), ...(l.pieces ? { pieces: l.pieces } : {}) })
    }))
  })
  it('keeps both where both are known, and turns a price with its unit', () => {
    let e = { ...newEntry({ key: 'weee.tv', unit: 'PIECE_KG' }), pieces: '2' }
    e = { ...withUnit(e, 'JIN'), mass: '72', price: '0.6' }
    expect(lineOf(e)).toEqual({ category: 'weee.tv', method: 'SCALE', grams: 36_000, pieces: 2, unit: 'JIN', typed: '72', unitPrice: 12_000, priceUnit: 'KG' })
    expect(withUnit(e, 'KG').price).toBe('1.2')
  })
  describe('beyond what a line takes', () => {
    const entry = (e: Partial<Entry>): Entry => ({ ...newEntry({ key: 'weee.tv', unit: 'PIECE_KG' }), unit: 'KG', method: 'SCALE', ...e })
    const cases: { name: string; e: Entry; field: ReturnType<typeof tooMuch>; most?: number }[] = [
      { name: 'the most', e: entry({ mass: '100000' }), field: undefined },
      { name: 'a gram more', e: entry({ mass: '100000.001' }), field: 'mass', most: 100_000 },
      { name: 'in 斤', e: entry({ mass: '200000.5', massUnit: 'JIN', unit: 'JIN' }), field: 'mass', most: 200_000 },
      { name: 'the most in 斤', e: entry({ mass: '200000', massUnit: 'JIN', unit: 'JIN' }), field: undefined },
      { name: 'a price', e: entry({ mass: '1', price: '100000.01' }), field: 'price', most: 100_000 },
      { name: 'the highest price', e: entry({ mass: '1', price: '100000' }), field: undefined },
      { name: 'a price of a 斤', e: entry({ mass: '1', massUnit: 'JIN', unit: 'JIN', price: '50001' }), field: 'price', most: 50_000 },
    ]
    for (const c of cases) {
      it(c.name, () => {
        expect(tooMuch(c.e)).toBe(c.field)
        expect(lineOf(c.e) === undefined).toBe(!!c.field)
        if (c.field) expect(mostOf(c.e, c.field)).toBe(c.most)
      })
    }
  })
  it('asks about more than a category usually has, and never about grams that were worked out', () => {
    const occ = { mostGrams: 720_000 }
    const tv = { mostGrams: 2_000_000, mostPieces: 111 }
    const l = (more: Partial<Line>): Line => ({ category: 'x', method: 'SCALE', ...more })
    expect([unlikely(l({ grams: 720_000 }), occ), unlikely(l({ grams: 720_001 }), occ), unlikely(l({ grams: 1e8 }), undefined), unlikely(l({ pieces: 112, method: 'COUNT' }), tv),
      unlikely(l({ pieces: 111, grams: 2_500_000, unit: 'PIECE', method: 'COUNT' }), tv)]).toEqual([false, true, false, true, false])
  })
  it('asks about a price that nobody pays, by what it is for', () => {
    const c = { mostPrice: 60_000, mostPiecePrice: 3_000_000 }
    const l = (unitPrice?: number, priceUnit?: 'KG' | 'PIECE'): Line => ({ category: 'x', method: 'SCALE', unitPrice, priceUnit })
    expect([l(60_000, 'KG'), l(60_001, 'KG'), l(9_990_000, 'PIECE'), l(3_000_000, 'PIECE'), l()].map((x) => dear(x, c))).toEqual([false, true, true, false, false])
    expect(dear(l(9_990_000, 'KG'), undefined)).toBe(false)
    expect(dear(l(9_990_000, 'KG'), {})).toBe(false)
  })
  it('weighs what was only counted by the catalogue, and gives the count back', () => {
    const tv = { key: 'weee.tv', unit: 'PIECE_KG' as const }
    const e: Entry = { ...newEntry(tv), pieces: '2' }
    const line = lineOf(e, 18_000)!
    expect(line).toEqual({ category: 'weee.tv', method: 'COUNT', grams: 36_000, pieces: 2, unit: 'PIECE', typed: '2' })
    expect(entryOf(line, tv)).toMatchObject({ unit: 'PIECE', pieces: '2', mass: '', method: 'COUNT' })
    expect(lineOf({ ...withUnit(e, 'KG'), mass: '40' }, 18_000)).toMatchObject({ method: 'SCALE', grams: 40_000, pieces: 2, unit: 'KG' })
    expect(lineOf({ ...e, pieces: '99999' }, 18_000)).toEqual({ category: 'weee.tv', method: 'COUNT', pieces: 99_999, unit: 'PIECE', typed: '99999' }) // more than a line weighs
    expect(lineOf(e)).not.toHaveProperty('grams')
    expect([typed(line), typed({ ...line, unit: 'KG', method: 'SCALE' })]).toEqual(['2 件', '2 件 · 36 公斤'])
  })
  it('writes integers as decimals', () => {
    expect([plain(12_500, 3), plain(0, 3), plain(5, 3), plain(1000, 3)]).toEqual(['12.5', '0', '0.005', '1'])
  })
})

describe('clock', () => {
  it('measures the skew within what the header can say', () => {
    expect(measure('Mon, 23 Nov 2026 06:10:00 GMT', Date.UTC(2026, 10, 23, 6, 0, 0), Date.UTC(2026, 10, 23, 6, 0, 1))?.ms).toBe(600_000)
    expect(measure('Mon, 23 Nov 2026 06:10:00 GMT', Date.UTC(2026, 10, 23, 6, 10, 0, 300), Date.UTC(2026, 10, 23, 6, 10, 0, 400))?.ms).toBe(0)
    expect([measure(null, 1, 2), measure('soon', 1, 2)]).toEqual([undefined, undefined])
    expect(nearer({ ms: 1, at: 0 }, { ms: 2, at: 100 }, 60).ms).toBe(2)
  })
  it('knows the day in Shanghai', () => expect([dayOf(Date.UTC(2026, 10, 22, 15, 59)), dayOf(Date.UTC(2026, 10, 22, 16))]).toEqual(['2026-11-22', '2026-11-23']))
})

describe('propose', () => {
  const at = (id: string, lon: number): Site => ({ id, name: id, kind: 'RC_POINT_STD', networks: ['A'], lon, lat: 35.4 })
  const sites = [at('a', 116.63), at('b', 116.64)]
  const fix = (lon: number, accuracyM = 9): Fix => ({ lon, lat: 35.4, accuracyM, at: 0 })
  it('measures metres', () => expect(Math.round(metres({ lon: 116.63, lat: 35.4 }, { lon: 116.64, lat: 35.4 }))).toBe(908))
  it('proposes the nearest within reach', () => expect(propose(sites, fix(116.6303), undefined, 0)).toMatchObject({ why: 'near', site: { id: 'a' } }))
  it('asks when the nearest is far', () => expect(propose(sites, fix(116.635), undefined, 0).why).toBe('far'))
  it('keeps a choice until the phone has moved on', () => {
    const picked = { siteId: 'a', at: 0, lon: 116.635, lat: 35.4 }
    expect(propose(sites, fix(116.635), picked, 1)).toMatchObject({ why: 'picked', site: { id: 'a' } })
    expect(propose(sites, fix(116.64), picked, 1)).toMatchObject({ why: 'near', site: { id: 'b' } })
  })
  it('without a position takes the last place', () => {
    expect(propose(sites, undefined, { siteId: 'b', at: 0 }, 99 * 3600_000)).toMatchObject({ why: 'last', site: { id: 'b' } })
    expect(propose(sites, undefined, undefined, 0).why).toBe('none')
  })
})

describe('tiles', () => {
  const c = (key: string, gate: Category['gate'] = 'FREE') => ({ key, gate }) as Category
  const all = [c('x.1'), c('x.2'), c('banned.arms', 'NOT_BOUGHT'), c('paper.occ'), c('x.3')]
  it('begins with the last ones, then the usual, and offers nothing gated by itself', () => {
    expect(tiles(all, [{ category: 'x.3' }], 4).map((t) => t.key)).toEqual(['x.3', 'paper.occ', 'x.1', 'x.2'])
  })
  it('moves no tile under the thumb', () => {
    expect(steady([c('a'), c('b'), c('d')], [c('e'), c('d'), c('a')]).map((t) => t.key)).toEqual(['a', 'e', 'd'])
  })
  it('remembers one line a category', () => {
    const l = (category: string, grams: number) => ({ category, method: 'SCALE' as const, grams })
    expect(remember([l('a', 1), l('b', 1)], [l('b', 2)], 'r').map((x) => [x.category, x.grams, x.of])).toEqual([['b', 2, 'r'], ['a', 1, undefined]])
  })
  describe('after a correction', () => {
    const l = (category: string, grams: number, of?: string) => ({ category, method: 'SCALE' as const, grams, ...(of ? { of } : {}) })
    const cases: { name: string; before: ReturnType<typeof l>[]; old: ReturnType<typeof l>[]; lines: ReturnType<typeof l>[]; want: [string, number][] }[] = [
      { name: 'the new value stands where the old one stood', before: [l('a', 5, 'x'), l('b', 12, 'r')], old: [l('b', 12)], lines: [l('b', 13)], want: [['a', 5], ['b', 13]] },
      { name: 'a later record of the category stays', before: [l('b', 12, 'x')], old: [l('b', 12)], lines: [l('b', 13)], want: [['b', 12]] },
      { name: 'what another phone logged is known by its value', before: [l('a', 5), l('b', 12)], old: [l('b', 12)], lines: [l('b', 13)], want: [['a', 5], ['b', 13]] },
      { name: 'and is left alone if it has another', before: [l('b', 11)], old: [l('b', 12)], lines: [l('b', 13)], want: [['b', 11]] },
      { name: 'another category takes the place, unless it stands there already', before: [l('b', 12, 'r'), l('c', 1, 'r'), l('a', 5, 'x')], old: [l('b', 12), l('c', 1)], lines: [l('d', 12), l('a', 1)], want: [['d', 12], ['a', 5]] },
      { name: 'what was logged at another place goes', before: [l('b', 12, 'r'), l('a', 5, 'x')], old: [l('b', 12)], lines: [], want: [['a', 5]] },
    ]
    for (const c of cases) it(c.name, () => expect(relearn(c.before, { id: 'r', lines: c.old }, c.lines, 'new').map((x) => [x.category, x.grams])).toEqual(c.want))
  })
  it('proposes how it came', () => expect([deliveryOf({ kind: 'RC_POINT_SELF' }).delivery, deliveryOf().delivery]).toEqual(['SMART_BOX', 'DOORSTEP']))
})

describe('gates', () => {
  const scrap = { gate: 'UNIT_CERT' as const, needs: ['seller_unit', 'unit_certificate', 'agent_identity', 'buyer_entitlement'] }
  it('say what is missing, and hold up nothing that is not the person’s to give', () => {
    expect(ask(scrap, '', [])).toEqual({ missing: ['seller_unit', 'unit_certificate', 'agent_identity'], deferred: ['buyer_entitlement'] })
    expect(passes(scrap, 'COMPANY', [{ kind: 'unit_certificate', number: '1' }])).toBe(false)
    expect(passes(scrap, 'COMPANY', [{ kind: 'unit_certificate', number: '1' }, { kind: 'agent_identity', photo: 'h' }])).toBe(false)
    expect(passes(scrap, 'COMPANY', [{ kind: 'unit_certificate', number: '1' }, { kind: 'agent_identity', sellerId: 's' }])).toBe(true)
    expect(passes(scrap, 'NATURAL_PERSON', [{ kind: 'unit_certificate', number: '1' }])).toBe(false)
    expect(papersOf(scrap.needs)).toEqual(['unit_certificate', 'agent_identity'])
    expect(passes({ gate: 'NOT_BOUGHT', needs: [] }, 'COMPANY', [])).toBe(false)
  })
})

describe('hoursText', () => {
  const cases = [
    { given: 'Mo-Sa 09:00-17:00', want: '周一至周六 09:00-17:00' }, { given: 'Mo-Su 06:30-09:00,17:30-20:30', want: '每天 06:30-09:00、17:30-20:30' },
    { given: 'Tu,Sa 08:30-11:30', want: '周二、周六 08:30-11:30' }, { given: '24/7', want: '全天' }, { given: '周二、周五 9点', want: '周二、周五 9点' },
  ]
  for (const c of cases) it(c.given, () => expect(hoursText(c.given)).toBe(c.want))
})
