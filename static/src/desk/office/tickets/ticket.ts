import type { CategoryUnit, Ticket, TicketBody, TicketKind } from '@/api/wire'
import { uuidv7 } from '@/api/uuid'
import { kilograms, parseKilograms } from '@/format/mass'
import { instantOf, localOf } from '@/format/time'
import { wholeNumber } from '../records/record'

/**
 * A ticket as it is typed: masses in kilograms. `weighedAt` empty means now. `id` is fixed when the form opens, so that a second try is the same ticket.
 * `proposed` is the number that the server proposed; while `number` is the same, nobody typed one.
 */
export interface TicketDraft {
  id: string; deliveredOrgId: string; category: string; plate: string; gross: string; tare: string; net: string; pieces: string
  kind: TicketKind; scaleNo: string; siteId: string; number: string; proposed: string; weighedAt: string; note: string; replaces: string
}

/** What the next ticket probably shares with the last one. */
export interface Usual { deliveredOrgId?: string; category?: string; kind?: TicketKind; scaleNo?: string; siteId?: string }

/** Opens an empty draft, with what stays the same from ticket to ticket filled in. */
export function emptyDraft(usual: Usual = {}): TicketDraft {
  return {
    id: uuidv7(), deliveredOrgId: usual.deliveredOrgId ?? '', category: usual.category ?? '', plate: '', gross: '', tare: '', net: '', pieces: '', kind: usual.kind ?? 'WEIGHBRIDGE',
    scaleNo: usual.scaleNo ?? '', siteId: usual.siteId ?? '', number: '', proposed: '', weighedAt: '', note: '', replaces: '',
  }
}

/** Opens a draft that corrects t. */
export function correctionDraft(t: Ticket): TicketDraft {
  const kg = (g: number | undefined) => (g ? kilograms(g, g % 100 === 0 ? 1 : 3).replace(/,/g, '') : '')
  return {
    id: uuidv7(), deliveredOrgId: t.deliveredOrgId, category: t.category, plate: t.plate ?? '', gross: kg(t.gross), tare: kg(t.tare), net: t.gross || t.tare ? '' : kg(t.net), pieces: t.pieces ? String(t.pieces) : '',
    kind: t.kind, scaleNo: t.scaleNo ?? '', siteId: t.siteId ?? '', number: t.number ?? '', proposed: '', weighedAt: localOf(t.weighedAt), note: t.note ?? '', replaces: t.id,
  }
}

/** The net in grams: gross less tare where both are given, else what was typed; undefined while it cannot be told. */
export function netOf(d: TicketDraft): number | undefined {
  if (d.gross.trim() || d.tare.trim()) {
    const gross = parseKilograms(d.gross)
    const tare = parseKilograms(d.tare)
    return gross === undefined || tare === undefined ? undefined : gross - tare
  }
  return d.net.trim() ? parseKilograms(d.net) : undefined
}

/** The codes of what is wrong with a draft, by field; the words stand in office.form.need. */
export type TicketFaults = Partial<Record<keyof TicketDraft, 'deliveredOrgId' | 'category' | 'net' | 'gross' | 'tare' | 'tareOver' | 'pieces' | 'weighedAt' | 'future' | 'grossAlone'>>

const aheadMs = 5 * 60_000 // what the server lets a clock be ahead

/** Checks a draft as the server will. `unit` is the category's, `now` the time by this computer. */
export function ticketFaults(d: TicketDraft, unit: CategoryUnit | undefined, now: number): TicketFaults {
  const faults: TicketFaults = {}
  if (!d.deliveredOrgId) faults.deliveredOrgId = 'deliveredOrgId'
  if (!d.category) faults.category = 'category'
  Object.assign(faults, massFaults(d))
  const pieces = d.pieces.trim() ? wholeNumber(d.pieces) : 0
  if (pieces === undefined || (unit === 'PIECE' && pieces === 0)) faults.pieces = 'pieces'
  const net = netOf(d)
  const weighed = net !== undefined && net > 0
  if (!faults.gross && !faults.tare && !faults.net && !weighed && !(unit !== 'KG' && pieces && !d.gross.trim() && !d.net.trim())) faults.net = 'net'
  if (d.weighedAt) {
    const at = instantOf(d.weighedAt)
    if (!at) faults.weighedAt = 'weighedAt'
    else if (Date.parse(at) - now > aheadMs) faults.weighedAt = 'future'
  }
  return faults
}

function massFaults(d: TicketDraft): TicketFaults {
  const faults: TicketFaults = {}
  const given = { gross: d.gross.trim() !== '', tare: d.tare.trim() !== '' }
  const gross = parseKilograms(d.gross)
  const tare = parseKilograms(d.tare)
  if (given.gross && gross === undefined) faults.gross = 'gross'
  if (given.tare && tare === undefined) faults.tare = 'tare'
  if (given.gross && !given.tare) faults.tare = 'grossAlone'
  if (given.tare && !given.gross) faults.gross = 'grossAlone'
  if (gross !== undefined && tare !== undefined && tare > gross) faults.tare = 'tareOver'
  if (!given.gross && !given.tare && d.net.trim() && parseKilograms(d.net) === undefined) faults.net = 'net'
  return faults
}

/** What is sent. Call it for a draft without faults only. `now` stands in for a time that was not typed. */
export function ticketBody(d: TicketDraft, now: string): TicketBody {
  const gross = d.gross.trim() ? parseKilograms(d.gross) : undefined
  const tare = d.tare.trim() ? parseKilograms(d.tare) : undefined
  const pieces = d.pieces.trim() ? wholeNumber(d.pieces) : undefined
  return {
    deliveredOrgId: d.deliveredOrgId, kind: d.kind, category: d.category, net: netOf(d) ?? 0, ...(d.scaleNo.trim() && { scaleNo: d.scaleNo.trim() }), ...(d.number.trim() && { number: d.number.trim() }),
    weighedAt: (d.weighedAt && instantOf(d.weighedAt)) || now, ...(gross !== undefined && tare !== undefined && { gross, tare }), ...(pieces && { pieces }),
    ...(d.plate.trim() && { plate: d.plate.trim().toUpperCase() }), ...(d.siteId && { siteId: d.siteId }), ...(d.note.trim() && { note: d.note.trim() }), ...(d.replaces && { replaces: d.replaces }),
  }
}

/** Whether anything was typed that a reload must not lose. */
export function isDirty(d: TicketDraft): boolean {
  return [d.plate, d.gross, d.tare, d.net, d.pieces, d.note].some((v) => v.trim() !== '')
}
