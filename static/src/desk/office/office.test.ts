import { describe, expect, it, vi } from 'vitest'
import type { CategoryEntry, CompareRow, Pickup, Ticket } from '@/api/wire'
import { reasonText, weightOf, diffText } from './reasons'
import cases from './reasons.cases.json'
import { maySendPhotos, photoFault } from './records/photo'
import { contents, correctionOf, doubtsOf, draftAmount, draftOf, flagText, lineFaults, newLine, parsePrice, quantityOf, recategorise, timeDoubtful } from './records/record'
import { correctionDraft, emptyDraft, isDirty, netOf, ticketBody, ticketFaults, type TicketDraft } from './tickets/ticket'

const now = Date.parse('2026-11-23T06:52:00Z')
const draft = (change: Partial<TicketDraft>): TicketDraft => ({ ...emptyDraft({ deliveredOrgId: 'o', category: 'paper.occ' }), ...change })

describe('ticket form', () => {
  it.each([
    { name: 'gross less tare', d: { gross: '2,846', tare: '2450' }, want: {} },
    { name: 'a net alone', d: { net: '12.5' }, want: {} },
    { name: 'nothing weighed', d: {}, want: { net: 'net' } },
    { name: 'tare over gross', d: { gross: '10', tare: '11' }, want: { tare: 'tareOver' } },
    { name: 'equal: a net of nothing', d: { gross: '10', tare: '10' }, want: { net: 'net' } },
    { name: 'gross without tare', d: { gross: '10' }, want: { tare: 'grossAlone' } },
    { name: 'tare without gross', d: { tare: '10' }, want: { gross: 'grossAlone' } },
    { name: 'not a number', d: { gross: '1o', tare: '1' }, want: { gross: 'gross' } },
    { name: 'nobody delivered', d: { deliveredOrgId: '', net: '1' }, want: { deliveredOrgId: 'deliveredOrgId' } },
    { name: 'a time to come', d: { net: '1', weighedAt: '2026-11-23T15:30' }, want: { weighedAt: 'future' } },
    { name: 'a clock a little ahead', d: { net: '1', weighedAt: '2026-11-23T14:55' }, want: {} },
  ])('$name', ({ d, want }) => expect(ticketFaults(draft(d), 'KG', now)).toEqual(want))

  it('counts pieces where pieces are counted', () => {
    expect(ticketFaults(draft({ pieces: '3' }), 'PIECE', now)).toEqual({})
    expect(ticketFaults(draft({ net: '3' }), 'PIECE', now)).toEqual({ pieces: 'pieces' })
    expect(ticketFaults(draft({ pieces: '3' }), 'KG', now)).toEqual({ net: 'net' })
  })
  it('computes the net exactly', () => expect(netOf(draft({ gross: '0.3', tare: '0.1' }))).toBe(200))
  it('sends grams, and leaves out what is empty', () => {
    expect(ticketBody(draft({ gross: '2846', tare: '2450', plate: ' 鲁h·d05080 ' }), 'T')).toEqual({ deliveredOrgId: 'o', kind: 'WEIGHBRIDGE', category: 'paper.occ', gross: 2_846_000, tare: 2_450_000, net: 396_000, plate: '鲁H·D05080', weighedAt: 'T' })
  })
  it('is dirty once something was typed', () => expect([isDirty(draft({})), isDirty(draft({ gross: '1' }))]).toEqual([false, true]))
  it('opens a correction with what was stored, under an id of its own', () => {
    const t = { id: 't1', deliveredOrgId: 'o', category: 'paper.occ', kind: 'WEIGHBRIDGE', gross: 2_846_000, tare: 2_450_000, net: 396_000, weighedAt: '2026-11-23T06:41:00Z', number: '磅-1' } as Ticket
    const d = correctionDraft(t)
    expect(d).toMatchObject({ gross: '2846.0', tare: '2450.0', net: '', replaces: 't1', weighedAt: '2026-11-23T14:41' })
    expect(d.id).not.toBe('t1')
    expect(ticketBody(d, 'T')).toMatchObject({ net: 396_000, replaces: 't1', weighedAt: '2026-11-23T06:41:00.000Z' })
  })
})

const quantity = (n: number, grams: number, pieces = 0) => ({ n, grams, pieces })
const row = (change: Partial<CompareRow>): CompareRow => ({ byPieces: false, codes: ['equal'], collected: quantity(1, 1000), received: quantity(1, 1000), diff: 0, estimatedGrams: 0, pending: { collected: quantity(0, 0), received: quantity(0, 0) }, fix: { n: 0, grams: 0 }, day: '2026-11-23', category: 'paper.occ', method: 'SCALE', ...change })

describe('reasons', () => {
  it.each(cases as unknown as { name: string; row: CompareRow; want: string }[])('$name', ({ row, want }) => expect(reasonText(row)).toBe(want))
  it.each([
    { name: 'within', r: row({ codes: ['within'] }), want: 'fine' }, { name: 'over', r: row({ codes: ['over_tolerance'] }), want: 'need' }, { name: 'not collected', r: row({ codes: ['no_collection', 'needs_fix_open'] }), want: 'need' },
    { name: 'not weighed', r: row({ codes: ['no_receipt'] }), want: 'wait' }, { name: 'an open day', r: row({ codes: ['day_open'], unsettled: true }), want: 'wait' }, { name: 'some to fix', r: row({ codes: ['equal', 'needs_fix_open'] }), want: 'wait' }, { name: 'a sum', r: row({ codes: [] }), want: 'fine' },
  ])('$name asks for its due', ({ r, want }) => expect(weightOf(r)).toBe(want))
})

describe('correction of a record', () => {
  const p = { id: 'p1', orgId: 'o', occurredAt: '2026-11-23T06:10:05.123Z', delivery: 'SITE', trigger: 'WALK_IN', origin: 'RESIDENT', sellerKind: 'NATURAL_PERSON', siteId: 's', photos: ['h'], papers: [], lines: [{ category: 'paper.occ', method: 'SCALE', grams: 12_500, unit: 'KG', typed: '12.5', unitPrice: 9100, priceUnit: 'KG', amount: 1138 }] } as unknown as Pickup
  it('keeps what the form does not show', () => {
    const d = draftOf(p, '2026-11-23T14:10')
    d.lines[0]!.kg = '13'
    expect(correctionOf(p, d, p.occurredAt)).toEqual({ orgId: 'o', occurredAt: p.occurredAt, delivery: 'SITE', trigger: 'WALK_IN', origin: 'RESIDENT', sellerKind: 'NATURAL_PERSON', siteId: 's', photos: ['h'], replaces: 'p1', lines: [{ category: 'paper.occ', method: 'SCALE', unit: 'KG', typed: '13', grams: 13_000, unitPrice: 9100, priceUnit: 'KG' }] })
  })
  it('does not carry a price over to another category', () => {
    const d = draftOf(p, '')
    recategorise(d.lines[0]!, 'paper.book')
    expect(d.lines[0]!.category).toBe('paper.book')
    expect(correctionOf(p, d, p.occurredAt).lines[0]).not.toHaveProperty('unitPrice')
  })
  it.each([
    { name: 'weighed', l: { category: 'c', method: 'SCALE', kg: '1', pieces: '', price: '', per: 'KG' }, want: [] }, { name: 'weighed without a weight', l: { category: 'c', method: 'SCALE', kg: '', pieces: '3', price: '', per: 'KG' }, want: ['kg'] },
    { name: 'counted', l: { category: 'c', method: 'COUNT', kg: '', pieces: '3', price: '', per: 'KG' }, want: [] }, { name: 'counted without pieces', l: { category: 'c', method: 'COUNT', kg: '3', pieces: '', price: '', per: 'KG' }, want: ['pieces'] },
    { name: 'estimated by pieces', l: { category: 'c', method: 'ESTIMATE', kg: '', pieces: '3', price: '', per: 'KG' }, want: [] }, { name: 'no category', l: { category: '', method: 'SCALE', kg: '1', pieces: '', price: '', per: 'KG' }, want: ['category'] },
  ] as const)('$name', ({ l, want }) => expect(Object.keys(lineFaults(l))).toEqual([...want]))
  it('takes a site, a price and photos', () => {
    const d = draftOf(p, '')
    expect([d.siteId, d.lines[0]!.price, d.lines[0]!.per]).toEqual(['s', '0.91', 'KG'])
    Object.assign(d, { siteId: 's2' })
    Object.assign(d.lines[0]!, { price: '１.05', per: 'PIECE', pieces: '3' })
    expect(correctionOf(p, d, 'T', ['h', 'new'])).toMatchObject({ siteId: 's2', photos: ['h', 'new'], lines: [{ unitPrice: 10_500, priceUnit: 'PIECE' }] })
    expect(draftAmount(d.lines[0]!)).toBe(315)
    expect(draftAmount({ ...newLine(), kg: '12.5', price: '0.91' })).toBe(1138)
    Object.assign(d, { siteId: '' })
    Object.assign(d.lines[0]!, { price: '' })
    const body = correctionOf(p, d, 'T')
    expect(['siteId' in body, 'unitPrice' in body.lines[0]!, 'priceUnit' in body.lines[0]!]).toEqual([false, false, false])
  })
  it('reads a price to the ten-thousandth', () => expect(['0.9125', '12', '1,234.5', '0', '0.00001', '-1', '一', '', '100000', '100000.1'].map(parsePrice)).toEqual([9125, 120_000, 12_345_000, 0, undefined, undefined, undefined, undefined, 1_000_000_000, undefined]))
  it('says what of a record is of a category', () => {
    const two = { lines: [{ category: 'a', method: 'SCALE', grams: 1000 }, { category: 'b', method: 'COUNT', grams: 500, pieces: 2 }, { category: 'b', method: 'SCALE', grams: 30 }] } as unknown as Pickup
    expect([quantityOf(two), quantityOf(two, 'b'), quantityOf(two, 'a'), quantityOf(two, 'c')]).toEqual([{ grams: 1530, pieces: 2 }, { grams: 530, pieces: 2 }, { grams: 1000, pieces: 0 }, { grams: 0, pieces: 0 }])
    expect(contents(two, 'b')).toContain('3')
  })
  it('says why a page without encryption sends no photo', () => {
    const file = new File(['x'], 'a.png', { type: 'image/png' })
    expect([maySendPhotos(), photoFault(file), photoFault(new File(['x'], 'a.txt', { type: 'text/plain' }))]).toEqual([true, '', '这不是照片，请选 JPG 或 PNG。'])
    vi.stubGlobal('crypto', {})
    expect([maySendPhotos(), photoFault(file).includes('没有加密')]).toEqual([false, true])
    vi.unstubAllGlobals()
  })
  it('asks about what the phone asks about', () => {
    const entry: CategoryEntry = { key: 'paper.occ', group: 'paper', zh: '黄板纸', en: 'Cardboard', unit: 'KG', gate: 'FREE', needs: [], sendTo: [], mostGrams: 720_000, mostPrice: 60_000 }
    const line = (kg: string, price: string) => ({ ...newLine(), category: 'paper.occ', kg, price })
    expect(doubtsOf([line('12.5', '0.9')], () => entry)).toEqual([])
    expect(doubtsOf([line('12.5', '9999')], () => entry)).toEqual(['单价 … 9,999.00 元/公斤，比行情高很多。再看一眼？'])
    expect(doubtsOf([line('721', '')], () => entry)).toEqual(['… 721.0 公斤，比平常大很多。再看一眼？'])
  })
  it('has no difference before the day is over', () => expect([diffText(row({ unsettled: true })), diffText(row({ diff: -5000 }))]).toEqual(['–', '-5.0']))
  it('trusts no clock that cannot be right', () => expect([[], [{ code: 'time_uncertain', amount: 1, rules: '' }]].map((flags) => timeDoubtful({ flags } as unknown as Pickup))).toEqual([false, true]))
  it('says flags in words', () => expect([flagText('far_from_site', 84), flagText('clock_skew', -720_000), flagText('no_position', 0), flagText('brand_new', 1)]).toEqual(['定位离网点 84 米', '手机时钟差 12 分钟，已按服务器时间校正', '记的时候没有定位', '其他']))
})
