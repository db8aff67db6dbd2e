import { describe, expect, it } from 'vitest'
import type { CompareRow, Pickup, Ticket } from '@/api/wire'
import { reasonText, weightOf } from './reasons'
import { correctionOf, draftOf, flagText, lineFaults } from './records/record'
import { correctionDraft, emptyDraft, isDirty, netOf, nextNumber, ticketBody, ticketFaults, type TicketDraft } from './tickets/ticket'

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
  it.each([['磅-0412', '磅-0413'], ['磅-0999', '磅-1000'], ['A9', 'A10'], ['无号', ''], ['', '']])('counts on from %s', (last, want) => expect(nextNumber(last)).toBe(want))
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
const row = (change: Partial<CompareRow>): CompareRow => ({ byPieces: false, codes: ['equal'], collected: quantity(1, 1000), received: quantity(1, 1000), diff: 0, estimatedGrams: 0, fix: { n: 0, grams: 0 }, day: '2026-11-23', category: 'paper.occ', method: 'SCALE', ...change })

describe('reasons', () => {
  it.each([
    { name: 'equal', r: row({}), want: '一点不差', weight: 'fine' },
    { name: 'equal to the piece', r: row({ byPieces: true }), want: '一件不差', weight: 'fine' },
    { name: 'within', r: row({ codes: ['within'], limit: 12_100 }), want: '在容差 ±12.1 公斤内：秤对地磅', weight: 'fine' },
    { name: 'over, weakest method estimate', r: row({ codes: ['over_tolerance'], limit: 30_000, method: 'ESTIMATE' }), want: '超出容差 ±30 公斤：估对地磅', weight: 'need' },
    { name: 'not weighed, and one to fix', r: row({ codes: ['no_receipt', 'needs_fix_open'], fix: { n: 2, grams: 1 } }), want: '收了还没过磅；2 笔还在待补正', weight: 'wait' },
    { name: 'only records to fix: nothing could be equal', r: row({ codes: ['equal', 'needs_fix_open'], collected: quantity(0, 0), received: quantity(0, 0), fix: { n: 1, grams: 1 } }), want: '1 笔还在待补正', weight: 'wait' },
    { name: 'a sum is not judged', r: row({ codes: [] }), want: '不单独判断，看每天每品类', weight: 'fine' },
  ])('$name', ({ r, want, weight }) => { expect(reasonText(r)).toBe(want); expect(weightOf(r)).toBe(weight) })
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
    d.lines[0]!.category = 'paper.book'
    expect(correctionOf(p, d, p.occurredAt).lines[0]).not.toHaveProperty('unitPrice')
  })
  it.each([
    { name: 'weighed', l: { category: 'c', method: 'SCALE', kg: '1', pieces: '' }, want: [] }, { name: 'weighed without a weight', l: { category: 'c', method: 'SCALE', kg: '', pieces: '3' }, want: ['kg'] },
    { name: 'counted', l: { category: 'c', method: 'COUNT', kg: '', pieces: '3' }, want: [] }, { name: 'counted without pieces', l: { category: 'c', method: 'COUNT', kg: '3', pieces: '' }, want: ['pieces'] },
    { name: 'estimated by pieces', l: { category: 'c', method: 'ESTIMATE', kg: '', pieces: '3' }, want: [] }, { name: 'no category', l: { category: '', method: 'SCALE', kg: '1', pieces: '' }, want: ['category'] },
  ] as const)('$name', ({ l, want }) => expect(Object.keys(lineFaults(l))).toEqual([...want]))
  it('says flags in words', () => expect([flagText('far_from_site', 84), flagText('clock_skew', -720_000), flagText('no_position', 0), flagText('brand_new', 1)]).toEqual(['定位离网点 84 米', '手机时钟差 12 分钟，已按服务器时间校正', '记的时候没有定位', '其他']))
})
