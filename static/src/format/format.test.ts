import { afterEach, describe, expect, it } from 'vitest'
import { setLang } from '@/i18n/core'
import { kilograms, limitText, mass, massText, parseKilograms, quantityText, signedMass } from './mass'
import { count, distance, fixed, signedPercent, unitPrice, yuan } from './number'
import { addDays, clock, dayLong, dayOf, dayText, duration, instantOf, isDay, localOf, timeExact, timeText } from './time'

afterEach(() => setLang('zh-CN'))

describe('mass', () => {
  it.each([
    { name: 'nothing', grams: 0, want: '0.0 公斤' },
    { name: 'a few grams are not rounded away', grams: 7, want: '0.007 公斤' },
    { name: 'kilograms with one decimal', grams: 412_500, want: '412.5 公斤' },
    { name: 'just below the tonne', grams: 999_940, want: '999.9 公斤' },
    { name: 'the tonne', grams: 1_000_000, want: '1.00 吨' },
    { name: 'many tonnes', grams: 1_234_567_890, want: '1,234.57 吨' },
    { name: 'negative', grams: -870_000, want: '-870.0 公斤' },
  ])('$name', ({ grams, want }) => expect(massText(grams)).toBe(want))

  it('keeps the exact value beside the rounded one', () => expect(mass(6_840_123)).toEqual({ value: '6.84', unit: '吨', exact: '6,840.123 公斤' }))
  it('signs a difference', () => expect([signedMass(12_000).value, signedMass(-12_000).value, signedMass(0).value]).toEqual(['+12.0', '-12.0', '0.0']))
  it('speaks English', () => { setLang('en'); expect([massText(412_500), massText(6_840_000)]).toEqual(['412.5 kg', '6.84 t']) })
  it('says pieces beside the mass', () => expect([quantityText(45_000, 1), quantityText(0, 3), quantityText(0, 0)]).toEqual(['45.0 公斤 · 1 件', '3 件', '0.0 公斤']))
  it('drops needless zeros of a limit', () => expect([10_000, 12_100, 1_800_000, 20_000_000, 1_850_000, 0].map(limitText)).toEqual(['10 公斤', '12.1 公斤', '1.8 吨', '20 吨', '1.85 吨', '0 公斤']))

  it.each([
    { name: 'whole', typed: '12', want: 12_000 }, { name: 'decimal', typed: '12.5', want: 12_500 }, { name: 'to the gram', typed: '0.001', want: 1 },
    { name: 'separators and blanks', typed: ' 1,234.5 ', want: 1_234_500 }, { name: 'full width', typed: '１２．５', want: 12_500 }, { name: 'still typing', typed: '12.', want: 12_000 },
    { name: 'too fine', typed: '1.0001', want: undefined }, { name: 'negative', typed: '-1', want: undefined }, { name: 'words', typed: '十二', want: undefined }, { name: 'empty', typed: '', want: undefined }, { name: 'exponent', typed: '1e3', want: undefined },
  ])('reads $name', ({ typed, want }) => expect(parseKilograms(typed)).toBe(want))
  it('reads back what it writes', () => { for (const g of [1, 999, 12_345, 99_999_999]) expect(parseKilograms(kilograms(g, 3))).toBe(g) })
})

describe('number', () => {
  it('never writes minus nothing', () => expect([fixed(-0), signedPercent(-0.0001), signedPercent(0.0001)]).toEqual(['0', '0.0 %', '0.0 %']))
  it('signs a share, and says when there is none', () => expect([signedPercent(0.042), signedPercent(-1), signedPercent(null), signedPercent(undefined)]).toEqual(['+4.2 %', '-100.0 %', '–', '–']))
  it('writes counts, money, prices and distances', () => expect([count(100312), yuan(123450), unitPrice(9100), unitPrice(9125), distance(38.4), distance(1234)]).toEqual(['100,312', '1,234.50 元', '0.91', '0.9125', '38 米', '1.2 公里']))
})

describe('time', () => {
  const today = '2026-11-23'
  it('is Shanghai’s wherever the computer stands', () => expect([dayOf('2026-11-22T16:00:00Z'), dayOf('2026-11-22T15:59:59Z'), clock('2026-11-23T06:10:00.000Z')]).toEqual(['2026-11-23', '2026-11-22', '14:10']))
  it.each([
    { name: 'today', day: '2026-11-23', want: '今天' }, { name: 'yesterday', day: '2026-11-22', want: '昨天' }, { name: 'this year', day: '2026-11-20', want: '11-20' }, { name: 'another year', day: '2025-12-31', want: '2025-12-31' },
  ])('says $name', ({ day, want }) => expect(dayText(day, today)).toBe(want))
  it('says an instant', () => expect([timeText('2026-11-23T06:10:00Z', today), timeExact('2026-11-23T06:10:05Z')]).toEqual(['今天 14:10', '2026-11-23 14:10:05']))
  it('crosses months and years', () => expect([addDays('2026-03-01', -1), addDays('2024-02-28', 1), addDays('2026-12-31', 1)]).toEqual(['2026-02-28', '2024-02-29', '2027-01-01']))
  it('knows the weekday', () => expect(dayLong(today, today)).toBe('11-23 星期一'))
  it('refuses days that do not exist', () => expect(['2026-02-30', '2026-1-1', 'x', '', null].map(isDay)).toEqual([false, false, false, false, false]))
  it('goes from a form to an instant and back', () => expect([instantOf('2026-11-23T14:10'), localOf('2026-11-23T06:10:00.000Z'), instantOf('')]).toEqual(['2026-11-23T06:10:00.000Z', '2026-11-23T14:10', undefined]))
  it('writes lengths of time', () => expect([duration(12 * 60_000), duration(-7_200_000), duration(30_000)]).toEqual(['12 分钟', '2 小时', '1 分钟']))
})
