import { deliveryOf } from '../core/record'
import { entryOf, lineOf, newEntry, unitsOf, type Entry } from '../core/quantity'
import type { Category, Line, Pickup, PickupBody } from '../wire'
import { draft, draftKey, linesOf, setDraft, worthKeeping, written, type Draft } from './draft'
import { categoryByKey, currentFix, phone, proposal, siteById } from './phone'
import { savePickup } from './work'

const blank = (siteId?: string): Draft => ({ siteId, lines: [], understood: [], photos: [], papers: [], note: '', sellerKind: '' })

const withCurrent = (d: Draft): Draft => ({ ...d, lines: linesOf(d), entry: undefined, current: undefined, edits: undefined })

/** Begins to type a category: in a new record at the proposed place, or as one more line of the record at hand. */
export function startCategory(c: Category): void {
  const p = proposal.value
  const before = draft.value && worthKeeping(draft.value) ? withCurrent(draft.value) : undefined
  const d = before ?? blank(p.why === 'far' || p.why === 'none' ? undefined : p.site?.id)
  setDraft({ ...d, entry: fresh(d, c), current: undefined })
}

const fresh = (d: Draft, c: Category): Entry => newEntry(c, phone.last[d.siteId ?? '']?.find((l) => l.category === c.key))

/** Gives the quantity under the keys to another category; in a unit that this one does not know it falls away. */
export function switchCategory(c: Category): void {
  const d = draft.value
  const old = d?.entry
  if (!d || !old) return startCategory(c)
  const entry = fresh(d, c)
  setDraft({ ...d, entry, current: undefined })
  if (unitsOf(c).indexOf(old.unit) >= 0) setEntry({ ...entry, unit: old.unit, mass: old.mass, massUnit: old.massUnit, pieces: old.pieces, method: old.method })
}

/** Whether something under the keys would be lost by turning to another line: it has no quantity, or one that is not taken. */
export const unfinished = (d: Draft): boolean => !!d.entry && !d.current && (!!d.edits || !!d.entry.mass || !!d.entry.pieces)

/** Takes a finished line under the keys again; it stays as it is until a key is pressed. False if it cannot be. */
export function openLine(i: number): boolean {
  const d = draft.value
  if (!d || unfinished(d)) return false
  const lines = linesOf(d)
  const line = lines[i]
  const c = line && categoryByKey.value.get(line.category)
  if (!c) return false
  setDraft({ ...d, lines: lines.filter((_, n) => n !== i), entry: entryOf(line, c), current: line, edits: { at: i, was: line } })
  return true
}

/** Takes a line away: a finished one by its place, or the one under the keys. */
export function dropLine(i: number): void {
  const d = draft.value
  if (!d) return
  if (d.edits?.at === i) return setDraft({ ...d, entry: undefined, current: undefined, edits: undefined })
  const at = d.edits && d.edits.at > i ? d.edits.at - 1 : d.edits?.at
  const n = d.edits && d.edits.at < i ? i - 1 : i
  setDraft({ ...d, lines: d.lines.filter((_, k) => k !== n), ...(d.edits ? { edits: { ...d.edits, at: at! } } : {}) })
}

/** Leaves what is under the keys: a line that was being changed stays as it was. */
export function leaveEntry(): void {
  if (draft.value) setDraft(withCurrent({ ...draft.value, current: undefined }))
}

/** Moves the line under the keys to the finished ones; false if it has no quantity. */
export function finishLine(): boolean {
  const d = draft.value
  if (!d?.current) return false
  setDraft(withCurrent(d))
  return true
}

/** Changes the line under the keys. */
export function setEntry(entry: Entry): void {
  if (draft.value) setDraft({ ...draft.value, entry, current: lineOf(entry, categoryByKey.value.get(entry.category)?.gramsPerPiece) })
}

/** Begins a correction of a record that the server holds, or writes one anew that the server would not take. A single line is at once under the keys. */
export function startFrom(body: PickupBody | Pickup, c: { corrects?: string; instead?: string }): void {
  setDraft({
    ...blank(body.siteId), lines: body.lines.map(({ amount: _amount, ...l }: Line & { amount?: number }) => l),
    understood: body.lines.map((l) => l.category), // what their gates say was read when they were logged
    photos: body.photos ?? [], papers: body.papers ?? [], note: body.note ?? '', sellerKind: body.sellerKind ?? '',
    delivery: body.delivery, trigger: body.trigger, origin: body.origin,
    ...(c.corrects ? { corrects: { id: c.corrects, orgId: body.orgId, occurredAt: body.occurredAt, where: body.where && { ...body.where, datum: 'WGS84' as const } } } : {}),
    ...(c.instead ? { instead: c.instead, corrects: body.replaces ? { id: body.replaces, orgId: body.orgId, occurredAt: body.occurredAt, where: body.where } : undefined } : {}),
  })
  if (body.lines.length === 1) openLine(0)
}

/** Whether the draft has a place: a site, or a position. */
export const hasPlace = (d: Draft): boolean => !!(d.siteId || currentFix.value || d.corrects?.where)

/** A record that is written anew stays with its organisation, unless the person may not act for that one any more. */
function orgOfGivenUp(id?: string): string | undefined {
  const op = phone.ops.find((o) => o.id === id)
  return op && op.state !== 'refused' ? op.orgId : undefined
}

let saving = false

/** Saves the draft as a record; undefined if a press before this one is still at it. */
export async function saveDraft(): Promise<string | undefined> {
  const d = draft.value
  if (!d || saving) return undefined
  saving = true
  try {
    await written()
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
    const op = await savePickup(body, draftKey(), d.corrects?.orgId ?? orgOfGivenUp(d.instead), d.instead)
    draft.value = undefined
    return op.id
  } finally {
    saving = false
  }
}
