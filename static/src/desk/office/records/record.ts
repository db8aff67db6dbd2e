import { api, ask } from '@/api/client'
import type { Paper, Pickup, PickupBody, PickupLine } from '@/api/wire'
import { uuidv7 } from '@/api/uuid'
import { lineAmount } from '@/collect/core/amount'
import { dear, unlikely } from '@/collect/core/quantity'
import { kilograms, massText, parseKilograms } from '@/format/mass'
import { count, distance, unitPrice } from '@/format/number'
import { duration } from '@/format/time'
import { office } from '@/i18n/office'
import { term } from '@/i18n/term'
import { category, categoryName } from '../../catalogue'

/** The colour of a state; its word stands beside it. */
export const stateTone = { accepted: 'ok', needs_fix: 'need', voided: '', superseded: '', duplicate: 'wait' } as const

/** The lines of a record, or of a category alone. */
export const linesOf = (p: Pickup, only?: string): PickupLine[] => p.lines.filter((l) => !only || l.category === only)

/** What a record holds in a few words: its first category (or the one that the list is of), and how many lines there are. */
export function contents(p: Pickup, only?: string): string {
  const first = categoryName(linesOf(p, only)[0]?.category)
  return p.lines.length > 1 ? `${first} ${office.value.records.more(p.lines.length)}` : first
}

/** What a record weighs and counts, of a category alone where the list is of one: what its totals add up. */
export function quantityOf(p: Pickup, only?: string): { grams: number; pieces: number } {
  return linesOf(p, only).reduce((s, l) => ({ grams: s.grams + (l.grams ?? 0), pieces: s.pieces + (l.pieces ?? 0) }), { grams: 0, pieces: 0 })
}

/** The minutes by which one may ask for late records; by the first of them a record is marked. */
export const lateSteps = [60, 10, 1440] as const
export const lateMark = lateSteps[0] * 60_000

/** Whether the phone's clock cannot be right: then the time that is shown is the one at which the record arrived, as its day is. */
export const timeDoubtful = (p: Pickup): boolean => p.flags.some((f) => f.code === 'time_uncertain')

/** The ways in which a record was measured: "秤", "秤、估". */
export function methods(p: Pickup, only?: string): string {
  return [...new Set(linesOf(p, only).map((l) => term('method', l.method)))].join('、')
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
  if (typeof words === 'function') return words(code === 'far_from_site' ? distance(amount) : code === 'price_unlikely' ? unitPrice(amount) : duration(amount))
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
export interface DraftLine { category: string; method: PickupLine['method']; kg: string; pieces: string; price: string; per: 'KG' | 'PIECE' }
/** What a correction may change, as typed. */
export interface Draft { id: string; occurredAt: string; note: string; siteId: string; sellerKind: NonNullable<Pickup['sellerKind']> | ''; lines: DraftLine[] }

/** Opens a correction of p; its id is fixed now, so that a second try is the same record. */
export function draftOf(p: Pickup, occurredAt: string): Draft {
  const lines = p.lines.map((l) => ({ category: l.category, method: l.method, kg: l.grams ? kilograms(l.grams, l.grams % 100 === 0 ? 1 : 3).replace(/,/g, '') : '', pieces: l.pieces ? String(l.pieces) : '', price: l.unitPrice ? String(l.unitPrice / 10_000) : '', per: l.priceUnit === 'PIECE' ? 'PIECE' as const : 'KG' as const }))
  return { id: uuidv7(), occurredAt, note: p.note ?? '', siteId: p.siteId ?? '', sellerKind: p.sellerKind ?? '', lines }
}

/** A new line of a draft. */
export const newLine = (): DraftLine => ({ category: '', method: 'SCALE', kg: '', pieces: '', price: '', per: 'KG' })

/** Gives a line of a draft another category: its price was the other one's, and is gone. */
export function recategorise(l: DraftLine, key: string): void {
  if (key === l.category) return
  const method = usualMethod(key)
  Object.assign(l, { category: key, price: '', per: method === 'COUNT' ? 'PIECE' : 'KG' })
}

/** Reads a unit price in yuan as typed, at most four decimals, as 1/10000 yuan; undefined if it is none. */
export function parsePrice(typed: string): number | undefined {
  const text = typed.normalize('NFKC').replace(/[,\s]/g, '')
  if (!/^\d{1,6}(\.\d{0,4})?$/.test(text)) return undefined
  const [whole = '', part = ''] = text.split('.')
  const price = Number(whole) * 10_000 + Number(part.padEnd(4, '0'))
  return price <= 1_000_000_000 ? price : undefined
}

/** What a line of a draft costs, fen: by the one rule that the phone and the server have. */
export const draftAmount = (l: DraftLine): number => lineAmount(lineOf(l))

/** What is wrong with a line of a draft, by field. */
export function lineFaults(l: DraftLine): { category?: string; kg?: string; pieces?: string; price?: string } {
  const words = office.value.correct
  const grams = l.kg.trim() ? parseKilograms(l.kg) : 0
  const pieces = l.pieces.trim() ? wholeNumber(l.pieces) : 0
  return {
    ...(!l.category && { category: words.needCategory }),
    ...((grams === undefined || (l.method === 'SCALE' && grams === 0) || (l.method === 'ESTIMATE' && grams === 0 && !pieces)) && { kg: words.needKg }),
    ...((pieces === undefined || (l.method === 'COUNT' && pieces === 0)) && { pieces: words.needPieces }),
    ...(l.price.trim() && parsePrice(l.price) === undefined && { price: words.needPrice }),
  }
}

/** What is unlikely about the lines of a draft, as questions: by the rules that the phone asks by. */
export function doubtsOf(lines: readonly DraftLine[], catalogue = category): string[] {
  const { correct, detail } = office.value
  return lines.flatMap((draft) => {
    const line = lineOf(draft)
    const usual = catalogue(line.category)
    const name = categoryName(line.category)
    return [
      ...(unlikely(line, usual) ? [correct.odd(`${name} ${lineText(line)}`)] : []),
      ...(dear(line, usual) ? [correct.dear(`${name} ${unitPrice(line.unitPrice ?? 0)} ${line.priceUnit === 'PIECE' ? detail.perPiece : detail.perKg}`)] : []),
    ]
  })
}

/** Reads a whole number as typed; undefined if it is none. */
export function wholeNumber(typed: string): number | undefined {
  const text = typed.normalize('NFKC').replace(/[,\s]/g, '')
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

/** The new version that a draft makes of p, with photos added to those that it has. What the form does not show stays as it was. */
export function correctionOf(p: Pickup, draft: Draft, occurredAt: string, added: string[] = []): PickupBody {
  const photos = [...new Set([...(p.photos ?? []), ...added])]
  return {
    orgId: p.orgId, occurredAt, delivery: p.delivery, trigger: p.trigger, origin: p.origin, replaces: p.id, lines: draft.lines.map(lineOf),
    ...(draft.note.trim() && { note: draft.note.trim() }), ...(draft.siteId && { siteId: draft.siteId }), ...(p.where && { where: p.where }), ...(draft.sellerKind && { sellerKind: draft.sellerKind }),
    ...(p.vehicle && { vehicle: p.vehicle }), ...(photos.length && { photos }), ...(p.papers?.length && { papers: p.papers }),
  }
}

function lineOf(l: DraftLine): PickupLine {
  const grams = l.kg.trim() ? parseKilograms(l.kg) : undefined
  const pieces = l.pieces.trim() ? wholeNumber(l.pieces) : undefined
  const counted = l.method === 'COUNT'
  const unitPrice = parsePrice(l.price)
  return {
    category: l.category, method: l.method, unit: counted ? 'PIECE' : 'KG', typed: (counted ? l.pieces : l.kg).normalize('NFKC').replace(/[,\s]/g, ''),
    ...(grams && { grams }), ...(pieces && { pieces }), ...(unitPrice && { unitPrice, priceUnit: l.per }),
  }
}

/** The method that fits a category, for a new line. */
export function usualMethod(key: string): PickupLine['method'] {
  return category(key)?.unit === 'PIECE' ? 'COUNT' : 'SCALE'
}
