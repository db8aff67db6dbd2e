import { describe, expect, it } from 'vitest'
import { excess, loadsOf } from './station'

const ticket = (siteId: string | undefined, net: number, state = 'stored') => ({ siteId, siteName: siteId && `${siteId} 站`, net, state: state as 'stored' })

describe('the load of a station', () => {
  it('is the sum of the tickets that count, by station, the fullest first', () => {
    const loads = loadsOf([ticket('a', 100), ticket('b', 1_000_000), ticket('a', 50), ticket('b', 2_000_000), ticket('a', 7_000_000, 'voided'), ticket('a', 9_000_000, 'superseded'), ticket(undefined, 5)])
    expect(loads).toEqual([{ siteId: 'b', name: 'b 站', grams: 3_000_000 }, { siteId: 'a', name: 'a 站', grams: 150 }])
  })

  it.each([
    { name: 'below', grams: 1_799_999, capacity: 1_800_000, want: 0 },
    { name: 'just full', grams: 1_800_000, capacity: 1_800_000, want: 0 },
    { name: 'over', grams: 3_800_000, capacity: 1_800_000, want: 2_000_000 },
    { name: 'nobody said what it can take', grams: 3_800_000, capacity: undefined, want: 0 },
  ])('is over its capacity or not: $name', ({ grams, capacity, want }) => {
    expect(excess({ siteId: 'a', name: '', grams, capacity })).toBe(want)
  })
})
