import type { CompareRow, Reason } from '@/api/wire'
import { kilograms, limitText } from '@/format/mass'
import { count, fixed } from '@/format/number'
import { common } from '@/i18n/common'
import { problems } from '@/i18n/problems'
import { office } from '@/i18n/office'
import { term } from '@/i18n/term'

/** How much a row asks of a person: 'need' to look, 'wait' for something, 'fine'. */
export type Weight = 'need' | 'wait' | 'fine'

/** Whether a row is compared by pieces: counted items with pieces on both sides. */
export function byPieces(row: CompareRow): boolean {
  return row.reason.some((r) => r.method === 'COUNT') && row.collected.pieces > 0 && row.received.pieces > 0
}

/** The reason of a row in words, the outcome first. */
export function reasonText(row: CompareRow): string {
  if (row.reason.length === 0) return office.value.reason.none
  const pieces = byPieces(row)
  return row.reason.map((r) => one(r, pieces)).filter(Boolean).join(problems.value.and)
}

function one(r: Reason, pieces: boolean): string {
  const words = office.value.reason
  const how = r.method && r.ticketKind ? words.how(term('method', r.method), term('ticketKind', r.ticketKind)) : ''
  switch (r.code) {
    case 'equal': return pieces ? words.equalPieces : words.equal
    case 'within': return r.limitGrams ? words.within(limitText(r.limitGrams), how) : words.withinPlain
    case 'over_tolerance':
      if (pieces) return words.overPieces
      return r.pct ? words.over(trim(r.pct), how) : words.overLimit(limitText(r.limitGrams ?? 0), how)
    case 'no_receipt': return words.noReceipt
    case 'no_collection': return words.noCollection
    case 'needs_fix_open': return words.needsFix(count(r.count ?? 0))
  }
  return ''
}

function trim(pct: number): string {
  return Number.isInteger(pct) ? fixed(pct) : fixed(pct, 1)
}

/** How much a row asks of a person. */
export function weightOf(row: CompareRow): Weight {
  const codes = row.reason.map((r) => r.code)
  if (codes.some((c) => c === 'over_tolerance' || c === 'no_collection' || c === 'no_receipt')) return 'need'
  return codes.includes('needs_fix_open') ? 'wait' : 'fine'
}

/** One side of a row: pieces first where things are counted, else kilograms. */
export function sideText(q: { grams: number; pieces: number }, counted: boolean): string {
  return counted ? `${count(q.pieces)} ${common.value.unit.piece}` : kilograms(q.grams)
}
