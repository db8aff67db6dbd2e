import { deliveryOf } from '../core/record'
import { lineOf, newEntry, type Entry } from '../core/quantity'
import type { Category, Line, Pickup, PickupBody } from '../wire'
import { draft, draftKey, linesOf, setDraft, worthKeeping, written, type Draft } from './draft'
import { currentFix, phone, proposal, siteById } from './phone'
import { savePickup } from './work'

const blank = (siteId?: string): Draft => ({ siteId, lines: [], understood: [], photos: [], papers: [], note: '', sellerKind: '' })

const withCurrent = (d: Draft): Draft => ({ ...d, lines: linesOf(d), entry: undefined, current: undefined })

/** Begins to type a category: in a new record at the proposed place, or as one more line of the record at hand. */
export function startCategory(c: Category): void {
  const p = proposal.value
  const before = draft.value && worthKeeping(draft.value) ? withCurrent(draft.value) : undefined
  const d = before ?? blank(p.why === 'far' || p.why === 'none' ? undefined : p.site?.id)
  const last = phone.last[d.siteId ?? '']?.find((l) => l.category === c.key)
  setDraft({ ...d, entry: newEntry(c, last), current: undefined })
}

/** Moves the line under the keys to the finished ones; false if it has no quantity. */
export function finishLine(): boolean {
  const d = draft.value
  const line = d?.entry && lineOf(d.entry)
  if (!d || !line) return false
  setDraft({ ...d, lines: [...d.lines, line], entry: undefined, current: undefined })
  return true
}

/** Changes the line under the keys. */
export function setEntry(entry: Entry): void {
  if (draft.value) setDraft({ ...draft.value, entry, current: lineOf(entry) })
}

/** Begins a correction of a record that the server holds, or writes one anew that the server would not take. */
export function startFrom(body: PickupBody | Pickup, c: { corrects?: string; instead?: string }): void {
  setDraft({
    ...blank(body.siteId), lines: body.lines.map(({ amount: _amount, ...l }: Line & { amount?: number }) => l),
    photos: body.photos ?? [], papers: body.papers ?? [], note: body.note ?? '', sellerKind: body.sellerKind ?? '',
    delivery: body.delivery, trigger: body.trigger, origin: body.origin,
    ...(c.corrects ? { corrects: { id: c.corrects, orgId: body.orgId, occurredAt: body.occurredAt, where: body.where && { ...body.where, datum: 'WGS84' as const } } } : {}),
    ...(c.instead ? { instead: c.instead, corrects: body.replaces ? { id: body.replaces, orgId: body.orgId, occurredAt: body.occurredAt, where: body.where } : undefined } : {}),
  })
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
