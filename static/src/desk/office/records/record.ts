import { api, ask } from '@/api/client'
import type { Paper, Pickup, PickupBody, PickupLine } from '@/api/wire'
import { uuidv7 } from '@/api/uuid'
import { kilograms, massText, parseKilograms } from '@/format/mass'
import { count, distance } from '@/format/number'
import { duration } from '@/format/time'
import { office } from '@/i18n/office'
import { term } from '@/i18n/term'
import { category, categoryName } from '../../catalogue'

/** The colour of a state; its word stands beside it. */
export const stateTone = { accepted: 'ok', needs_fix: 'need', voided: '', superseded: '', duplicate: 'wait' } as const

/** What a record holds in a few words: its first category, and how many lines more. */
export function contents(p: Pickup): string {
  const first = categoryName(p.lines[0]?.category)
  return p.lines.length > 1 ? `${first} ${office.value.records.more(p.lines.length)}` : first
}

/** The ways in which a record was measured: "秤", "秤、估". */
export function methods(p: Pickup): string {
  return [...new Set(p.lines.map((l) => term('method', l.method)))].join('、')
}

/** A line's quantity in words. */
export function lineText(l: PickupLine): string {
  const parts = []
  if (l.pieces) parts.push(`${count(l.pieces)} ${term('unit', 'PIECE')}`)
  if (l.grams) parts.push(massText(l.grams))
  return parts.join(' · ')
}

/** A flag as a sentence. */
export function flagText(code: string, amount: number): string {
  const words = office.value.flag[code]
  if (typeof words === 'function') return words(code === 'far_from_site' ? distance(amount) : duration(amount))
  return words ?? term('flag', code)
}

const byId = (pickupId: string) => ({ params: { path: { pickupId } } })

export const readPickup = (id: string, signal?: AbortSignal) => ask(api.GET('/api/v1/pickups/{pickupId}', { ...byId(id), signal }))
export const voidPickup = (id: string, reason: string) => ask(api.POST('/api/v1/pickups/{pickupId}/void', { ...byId(id), body: { reason } }))
export const markDuplicate = (id: string, of: string) => ask(api.POST('/api/v1/pickups/{pickupId}/duplicate', { ...byId(id), body: { of } }))
export const markDistinct = (id: string, reason: string) => ask(api.POST('/api/v1/pickups/{pickupId}/not-duplicate', { ...byId(id), body: { reason } }))
export const acceptPickup = (id: string, reason: string) => ask(api.POST('/api/v1/pickups/{pickupId}/accept', { ...byId(id), body: { reason } }))
export const addPaper = (id: string, paper: Paper) => ask(api.POST('/api/v1/pickups/{pickupId}/papers', { ...byId(id), body: paper }))

/** One line of the correction's form: figures as typed. */
export interface DraftLine { category: string; method: PickupLine['method']; kg: string; pieces: string; from?: PickupLine }
/** What a correction may change, as typed. */
export interface Draft { id: string; occurredAt: string; note: string; sellerKind: NonNullable<Pickup['sellerKind']> | ''; lines: DraftLine[] }

/** Opens a correction of p; its id is fixed now, so that a second try is the same record. */
export function draftOf(p: Pickup, occurredAt: string): Draft {
  const lines = p.lines.map((l) => ({ category: l.category, method: l.method, kg: l.grams ? kilograms(l.grams, l.grams % 100 === 0 ? 1 : 3).replace(/,/g, '') : '', pieces: l.pieces ? String(l.pieces) : '', from: l }))
  return { id: uuidv7(), occurredAt, note: p.note ?? '', sellerKind: p.sellerKind ?? '', lines }
}

/** What is wrong with a line of a draft, by field. */
export function lineFaults(l: DraftLine): { category?: string; kg?: string; pieces?: string } {
  const words = office.value.correct
  const grams = l.kg.trim() ? parseKilograms(l.kg) : 0
  const pieces = l.pieces.trim() ? wholeNumber(l.pieces) : 0
  return {
    ...(!l.category && { category: words.needCategory }),
    ...((grams === undefined || (l.method === 'SCALE' && grams === 0) || (l.method === 'ESTIMATE' && grams === 0 && !pieces)) && { kg: words.needKg }),
    ...((pieces === undefined || (l.method === 'COUNT' && pieces === 0)) && { pieces: words.needPieces }),
  }
}

/** Reads a whole number as typed; undefined if it is none. */
export function wholeNumber(typed: string): number | undefined {
  const text = typed.normalize('NFKC').replace(/[,\s]/g, '')
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

/** The new version that a draft makes of p. What the form does not show stays as it was. */
export function correctionOf(p: Pickup, draft: Draft, occurredAt: string): PickupBody {
  return {
    orgId: p.orgId, occurredAt, delivery: p.delivery, trigger: p.trigger, origin: p.origin, replaces: p.id, lines: draft.lines.map(lineOf),
    ...(draft.note.trim() && { note: draft.note.trim() }), ...(p.siteId && { siteId: p.siteId }), ...(p.where && { where: p.where }), ...(draft.sellerKind && { sellerKind: draft.sellerKind }),
    ...(p.vehicle && { vehicle: p.vehicle }), ...(p.photos?.length && { photos: p.photos }), ...(p.papers?.length && { papers: p.papers }),
  }
}

function lineOf(l: DraftLine): PickupLine {
  const grams = l.kg.trim() ? parseKilograms(l.kg) : undefined
  const pieces = l.pieces.trim() ? wholeNumber(l.pieces) : undefined
  const counted = l.method === 'COUNT'
  const { unitPrice, priceUnit } = l.from?.category === l.category ? l.from : {}
  return {
    category: l.category, method: l.method, unit: counted ? 'PIECE' : 'KG', typed: (counted ? l.pieces : l.kg).normalize('NFKC').replace(/[,\s]/g, ''),
    ...(grams && { grams }), ...(pieces && { pieces }), ...(unitPrice && { unitPrice, priceUnit }),
  }
}

/** The method that fits a category, for a new line. */
export function usualMethod(key: string): PickupLine['method'] {
  return category(key)?.unit === 'PIECE' ? 'COUNT' : 'SCALE'
}
