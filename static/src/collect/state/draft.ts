import { shallowRef } from 'vue'
import type { Entry } from '../core/quantity'
import type { Line, Paper, PickupBody, Where } from '../wire'
import { db, phone } from './phone'

/** A record that is being typed. It is kept on the phone at every key, so that a reload loses nothing. */
export interface Draft {
  siteId?: string // empty: no site, a position only
  lines: Line[] // finished ones
  entry?: Entry // the one under the keys
  current?: Line // what it comes to so far
  edits?: { at: number; was: Line } // the finished line that is under the keys again: it stands apart from the others
  understood: string[] // categories whose gate was read
  photos: string[]
  papers: Paper[]
  note: string
  sellerKind: PickupBody['sellerKind'] | ''
  delivery?: PickupBody['delivery']
  trigger?: PickupBody['trigger']
  origin?: PickupBody['origin']
  corrects?: { id: string; orgId: string; occurredAt: string; where?: Where } // the version that this one replaces
  instead?: string // an operation that never arrived and that this one is written for
}

/** The draft of the person who is signed in. Change it by setDraft only. */
export const draft = shallowRef<Draft | undefined>()

/** Where the draft stands on the phone. */
export const draftKey = (): string => 'draft:' + (phone.me?.personId ?? '')
let writing: Promise<unknown> = Promise.resolve()

/** Changes the draft and keeps it. */
export function setDraft(next: Draft | undefined): void {
  draft.value = next
  const k = draftKey()
  writing = writing.then(async () => { await (next ? db().put('kv', next, k) : db().delete('kv', k)) }).catch(() => undefined)
}

/** Reads the draft of an earlier visit. */
export async function restoreDraft(): Promise<void> {
  draft.value = phone.me ? ((await db().get('kv', draftKey())) as Draft | undefined) : undefined
}

/** Resolves when the draft on the phone is the one on the page. */
export const written = (): Promise<unknown> => writing

/** All lines as they stand, the one under the keys included; one that is being changed keeps its place, and its value until it has another. */
export function linesOf({ lines, current, edits }: Draft): Line[] {
  const line = current ?? edits?.was
  const at = edits ? edits.at : lines.length
  return line ? [...lines.slice(0, at), line, ...lines.slice(at)] : lines
}

/** Whether something was put in that a person would miss. */
export const worthKeeping = (d: Draft): boolean => linesOf(d).length > 0 || d.photos.length > 0 || d.papers.length > 0 || !!d.note || !!d.corrects || !!d.instead
