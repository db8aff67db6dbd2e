import { beforeEach, describe, expect, it } from 'vitest'
import { phone, sumsOf } from './phone'
import type { Op } from '../store/db'
import type { Line, Pickup } from '../wire'

const day = '2026-11-23'
const at = `${day}T06:10:00.000Z`
const line: Line = { category: 'paper.occ', method: 'SCALE', grams: 12_500 }
const record = (id: string, grams: number, more: Partial<Pickup> = {}): Pickup => ({ id, day, occurredAt: at, state: 'accepted', grams, pieces: 0, amount: 0, lines: [], skewMs: 0, ...more }) as unknown as Pickup
const unsent = (id: string, grams: number, replaces?: string): Op => ({ id, kind: 'pickup', target: id, state: 'captured', body: { occurredAt: at, lines: [{ ...line, grams }], ...(replaces ? { replaces } : {}) } }) as unknown as Op

beforeEach(() => { phone.records = []; phone.ops = [] })

describe('the sums of a day', () => {
  const cases: { name: string; records: Pickup[]; ops?: Op[]; counted: [number, number]; unsent: [number, number]; fixes: number }[] = [
    { name: 'count a record', records: [record('a', 12_500)], counted: [1, 12_500], unsent: [0, 0], fixes: 0 },
    { name: 'count a corrected record once', records: [record('a', 12_500, { state: 'superseded' }), record('b', 13_500, { replaces: 'a' })], counted: [1, 13_500], unsent: [0, 0], fixes: 0 },
    { name: 'tell what was not sent beside', records: [record('a', 12_500)], ops: [unsent('b', 7000)], counted: [1, 12_500], unsent: [1, 7000], fixes: 0 },
    { name: 'take an unsent correction for no further record', records: [record('a', 12_500)], ops: [unsent('b', 13_500, 'a')], counted: [1, 12_500], unsent: [0, 0], fixes: 1 },
    { name: 'nor of a record that was not sent itself', records: [], ops: [unsent('a', 12_500), unsent('b', 13_500, 'a')], counted: [0, 0], unsent: [1, 12_500], fixes: 1 },
  ]
  for (const c of cases) {
    it(c.name, () => {
      phone.records = c.records
      phone.ops = c.ops ?? []
      const s = sumsOf(day)
      expect([[s.counted.n, s.counted.grams], [s.unsent.n, s.unsent.grams], s.fixes.n]).toEqual([c.counted, c.unsent, c.fixes])
    })
  }
})
