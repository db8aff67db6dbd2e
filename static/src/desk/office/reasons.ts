import type { CompareRow } from '@/api/wire'
import { kilograms, limitText } from '@/format/mass'
import { count, percent } from '@/format/number'
import { common } from '@/i18n/common'
import { office } from '@/i18n/office'
import { problems } from '@/i18n/problems'
import { term } from '@/i18n/term'

/** How much a row asks of a person: 'need' to look, 'wait' for something, 'fine'. */
export type Weight = 'need' | 'wait' | 'fine'

/** The reason of a row in words, the outcome first. A row without codes is a sum: only a day and a category are judged. */
export function reasonText(row: CompareRow): string {
  if (row.codes.length === 0) return [office.value.reason.none, pendingText(row)].filter(Boolean).join(problems.value.and)
  const nothing = row.collected.n === 0 && row.received.n === 0 // then there is nothing that could be equal
  return row.codes.filter((code) => !(nothing && code === 'equal')).map((code) => one(code, row)).filter(Boolean).join(problems.value.and)
}

/** What of a sum has no difference yet: an open day, and what waits to be weighed. */
export function pendingText(row: CompareRow): string {
  const { collected, received } = row.pending
  return collected.n + received.n > 0 ? office.value.reason.pending(kilograms(collected.grams), kilograms(received.grams)) : ''
}

function one(code: string, row: CompareRow): string {
  const words = office.value.reason
  const how = row.method ? words.how(term('method', row.method), term('ticketKind', row.ticketKind ?? 'WEIGHBRIDGE')) : ''
  const limit = row.limit ?? 0
  const bounds = row.limitBp ? percent(row.limitBp / 10_000) : limitText(limit) // the rule's share where that made the limit
  switch (code) {
    case 'equal': return row.byPieces ? words.equalPieces : words.equal
    case 'within': return row.byPieces ? words.within(`${count(limit)} ${common.value.unit.piece}`, how) : words.within(bounds, how)
    case 'over_tolerance': return row.byPieces ? words.overPieces : words.overLimit(bounds, how)
    case 'day_open': return words.dayOpen
    case 'no_receipt': return words.noReceipt
    case 'no_collection': return words.noCollection
    case 'needs_fix_open': return words.needsFix(count(row.fix.n))
  }
  return ''
}

/** How much a row asks of a person. */
export function weightOf(row: CompareRow): Weight {
  if (row.codes.some((c) => c === 'over_tolerance' || c === 'no_collection')) return 'need'
  return row.codes.some((c) => c === 'no_receipt' || c === 'day_open' || c === 'needs_fix_open') ? 'wait' : 'fine'
}

/** One side of a row: pieces first where things are counted, else kilograms. */
export function sideText(q: { grams: number; pieces: number }, counted: boolean): string {
  return counted ? `${count(q.pieces)} ${common.value.unit.piece}` : kilograms(q.grams)
}

/** The difference of a row with its sign, in pieces or kilograms; a dash while there is none yet. */
export function diffText(row: CompareRow): string {
  if (row.unsettled) return '–'
  const sign = row.diff > 0 ? '+' : ''
  return row.byPieces ? `${sign}${count(row.diff)} ${common.value.unit.piece}` : sign + kilograms(row.diff)
}

/** The share of a row as a fraction; null where the server gives none. */
export function shareOf(row: CompareRow): number | null {
  return row.shareBp === undefined ? null : row.shareBp / 10_000
}
