import { shallowRef } from 'vue'
import { deliveryOf } from '../core/propose'
import { lineOf, newEntry, type Entry } from '../core/quantity'
import type { Category, Line, Paper, Pickup, PickupBody, Where } from '../wire'
import { currentFix, db, phone, proposal, siteById } from './phone'
import { savePickup } from './work'

/** A record that is being typed. It is kept on the phone at every key, so that a reload loses nothing. */
export interface Draft {
  siteId?: string // empty: no site, a position only
  lines: Line[] // finished ones
  entry?: Entry // the one under the keys
  understood: string[] // categories whose gate was read
  photos: string[]
  papers: Paper[]
  note: string
  sellerKind: string
  delivery?: string
  trigger?: string
  origin?: string
  corrects?: { id: string; orgId: string; occurredAt: string; where?: Where } // the version that this one replaces
  instead?: string // an operation that never arrived and that this one is written for
}

/** The draft of the person who is signed in. Change it by setDraft only. */
export const draft = shallowRef<Draft | undefined>()

const key = (): string => 'draft:' + (phone.me?.personId ?? '')
let writing: Promise<unknown> = Promise.resolve()

/** Changes the draft and keeps it. */
export function setDraft(next: Draft | undefined): void {
  draft.value = next
  const k = key()
  writing = writing.then(async () => { await (next ? db().put('kv', next, k) : db().delete('kv', k)) }).catch(() => undefined)
}

/** Reads the draft of an earlier visit. */
export async function restoreDraft(): Promise<void> {
  draft.value = phone.me ? ((await db().get('kv', key())) as Draft | undefined) : undefined
}

const blank = (siteId?: string): Draft => ({ siteId, lines: [], understood: [], photos: [], papers: [], note: '', sellerKind: '' })

/** Begins to type a category: in a new record at the proposed place, or as one more line of the record at hand. */
export function startCategory(c: Category): void {
  const p = proposal.value
  const d = draft.value ?? blank(p.why === 'far' || p.why === 'none' ? undefined : p.site?.id)
  const last = phone.last[d.siteId ?? '']?.find((l) => l.category === c.key)
  setDraft({ ...d, entry: newEntry(c, last) })
}

/** Moves the line under the keys to the finished ones; false if it has no quantity. */
export function finishLine(): boolean {
  const d = draft.value
  const line = d?.entry && lineOf(d.entry)
  if (!d || !line) return false
  setDraft({ ...d, lines: [...d.lines, line], entry: undefined })
  return true
}

/** All lines as they stand, the one under the keys included. */
export function linesOf(d: Draft): Line[] {
  const line = d.entry && lineOf(d.entry)
  return line ? [...d.lines, line] : d.lines
}

/** Begins a correction of a record that the server holds, or writes one anew that the server would not take. */
export function startFrom(body: PickupBody | Pickup, c: { corrects?: string; instead?: string }): void {
  setDraft({
    ...blank(body.siteId), lines: body.lines.map(({ ...l }) => { delete (l as { amount?: number }).amount; delete (l as { n?: number }).n; return l }),
    photos: body.photos ?? [], papers: body.papers ?? [], note: body.note ?? '', sellerKind: body.sellerKind ?? '',
    delivery: body.delivery, trigger: body.trigger, origin: body.origin,
    ...(c.corrects ? { corrects: { id: c.corrects, orgId: body.orgId, occurredAt: body.occurredAt, where: body.where && { ...body.where, datum: 'WGS84' as const } } } : {}),
    ...(c.instead ? { instead: c.instead, corrects: body.replaces ? { id: body.replaces, orgId: body.orgId, occurredAt: body.occurredAt, where: body.where } : undefined } : {}),
  })
}

/** Whether the draft has a place: a site, or a position. */
export const hasPlace = (d: Draft): boolean => !!(d.siteId || currentFix.value || d.corrects?.where)

let saving = false

/** Saves the draft as a record; undefined if a press before this one is still at it. */
export async function saveDraft(): Promise<string | undefined> {
  const d = draft.value
  if (!d || saving) return undefined
  saving = true
  try {
    await writing
    const fix = currentFix.value
    const usual = deliveryOf(d.siteId ? siteById.value.get(d.siteId) ?? { kind: '' } : undefined)
    const body: Omit<PickupBody, 'orgId' | 'deviceId' | 'seq'> = {
      occurredAt: d.corrects?.occurredAt ?? new Date().toISOString(),
      delivery: d.delivery ?? usual.delivery, trigger: d.trigger ?? usual.trigger, origin: d.origin ?? usual.origin, lines: linesOf(d),
    }
    const where = d.corrects ? d.corrects.where : fix && { lon: fix.lon, lat: fix.lat, accuracyM: fix.accuracyM, datum: 'WGS84' as const }
    if (d.siteId) body.siteId = d.siteId
    if (where) body.where = where
    if (d.note) body.note = d.note
    if (d.sellerKind) body.sellerKind = d.sellerKind
    if (d.photos.length) body.photos = d.photos
    if (d.papers.length) body.papers = d.papers
    if (d.corrects) body.replaces = d.corrects.id
    const op = await savePickup(body, key(), d.corrects?.orgId, d.instead)
    draft.value = undefined
    return op.id
  } finally {
    saving = false
  }
}
