import { computed, shallowReactive } from 'vue'
import { sumLines } from '../core/amount'
import { dayOf } from '../core/clock'
import { propose, type Fix, type Picked } from '../core/places'
import type { LastLine } from '../core/propose'
import type { Skew } from '../core/skew'
import type { Db, Op, PhotoRow, PickupOp } from '../store/db'
import { unsent, type Who } from '../store/ops'
import type { Category, Me, Pickup, Site } from '../wire'

/** How sending stands. */
export type Sending = 'idle' | 'sending' | 'offline' | 'later' | 'sign_in' | 'other_person'

/** What the pages show: values are replaced, never changed in place. Only the modules of state/ write it. */
export const phone = shallowReactive({
  ready: false,
  fatal: '' as '' | 'storage' | 'outdated',
  me: undefined as Me | undefined,
  deviceId: '',
  sending: 'idle' as Sending,
  retryAt: 0,
  online: true,
  now: Date.now(), // ticks; by the phone's clock
  skew: { ms: 0, at: 0 } as Skew,
  lastSent: 0,
  ops: [] as Op[], // of the person, oldest first
  photos: [] as PhotoRow[], // of the person, unsent
  othersOps: 0,
  records: [] as Pickup[], // of the person as the server showed them
  recordsAt: 0, // when the server showed them last
  categories: [] as Category[],
  sites: [] as Site[],
  sitesKnown: false, // whether the list of sites has come, be it empty
  last: {} as Record<string, LastLine[]>, // by site id
  fix: undefined as Fix | undefined,
  position: 'unknown' as 'unknown' | 'locating' | 'ok' | 'denied' | 'off',
  picked: undefined as Picked | undefined,
  persisted: undefined as boolean | undefined,
  offlineReady: false,
  update: false,
  latest: undefined as { id: string; at: number } | undefined, // the record that was saved last in this visit
})

let database: Db | undefined

/** The phone's database; it is there once `phone.ready`. */
export function db(): Db {
  if (!database) throw new Error('the database is not open')
  return database
}
export function setDb(d: Db): void { database = d }

/** Who acts now; undefined if nobody is signed in. */
export function who(): Who | undefined {
  return phone.me && { personId: phone.me.personId, orgId: phone.me.org.id, deviceId: phone.deviceId }
}

/** The server's time as well as this phone knows it; it ticks. */
export const serverNow = computed(() => phone.now + phone.skew.ms)
export const today = computed(() => dayOf(serverNow.value))
export const categoryByKey = computed(() => new Map(phone.categories.map((c) => [c.key, c])))
export const siteById = computed(() => new Map(phone.sites.map((s) => [s.id, s])))
/** Whether the zone has no sites yet: records then have a position only. */
export const noSites = computed(() => phone.sitesKnown && !phone.sites.length)
export const isCollector = computed(() => !phone.me || phone.me.roles.indexOf('collector') >= 0)

/** A position is used for ten minutes; then it is only where the phone was. */
export const currentFix = computed(() => (phone.fix && phone.now - phone.fix.at < 600_000 ? phone.fix : undefined))

/** The place that the next record proposes. */
export const proposal = computed(() => propose(phone.sites, currentFix.value, phone.picked, phone.now))

export const unsentOps = computed(() => phone.ops.filter(unsent))
/** What waits for the person: not what waits for a network. */
export const stuckOps = computed(() => unsentOps.value.filter((op) => op.state === 'needs_me' || op.state === 'refused'))
export const waitingOps = computed(() => unsentOps.value.filter((op) => op.state === 'captured' || op.state === 'queued'))
export const discardedOps = computed(() => phone.ops.filter((op) => op.state === 'discarded'))

/** The pickups that an unsent void on this phone is about. */
export const beingVoided = computed(() => new Set(unsentOps.value.filter((op) => op.kind === 'void').map((op) => op.target)))

/** Records that the server holds and does not count until they are mended. */
export const needsFix = computed(() => phone.records.filter((p) => p.state === 'needs_fix' && !beingVoided.value.has(p.id)))
export const needCount = computed(() => stuckOps.value.length + needsFix.value.length)

/** When something happened by the server's clock, milliseconds: a stored record says how wrong its phone was then. */
export const happened = (p: { occurredAt: string; skewMs?: number }): number => Date.parse(p.occurredAt) + (p.skewMs ?? phone.skew.ms)

/** One entry of a day's list: what the server holds, or what is still here. */
export interface Entry { id: string; at: number; op?: PickupOp; pickup?: Pickup }

/** The entries of a day, newest first: what the server holds of it and what this phone has not sent. */
export function entriesOf(day: string): Entry[] {
  const entries = new Map<string, Entry>()
  for (const pickup of phone.records) {
    if (pickup.day === day) entries.set(pickup.id, { id: pickup.id, at: happened(pickup), pickup })
  }
  for (const op of phone.ops) {
    if (op.kind !== 'pickup' || op.state === 'discarded') continue
    const at = happened(op.body)
    const there = entries.get(op.id)
    if (there) there.op = op
    else if (op.state !== 'sent' && dayOf(at) === day) entries.set(op.id, { id: op.id, at, op })
  }
  return Array.from(entries.values()).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
}

const zero = { n: 0, grams: 0, pieces: 0, amount: 0 }

/** The sums of a day: only what the server accepted counts; the rest is told beside it. An unsent correction is no further record. */
export function sumsOf(day: string) {
  const sums = { counted: { ...zero }, notCounted: { ...zero }, unsent: { ...zero }, fixes: { ...zero } }
  const add = (to: typeof zero, q: { grams: number; pieces: number; amount: number }) => {
    to.n++; to.grams += q.grams; to.pieces += q.pieces; to.amount += q.amount
  }
  for (const e of entriesOf(day)) {
    if (e.pickup?.state === 'accepted') add(sums.counted, e.pickup)
    else if (e.pickup?.state === 'needs_fix') add(sums.notCounted, e.pickup)
    else if (!e.pickup && e.op && !beingVoided.value.has(e.id)) add(e.op.body.replaces ? sums.fixes : sums.unsent, sumLines(e.op.body.lines))
  }
  return sums
}
export const todaySums = computed(() => sumsOf(today.value))

/** What the phone calls a place: the name in its list, else the server's. */
export function placeName(siteId: string | undefined, pickup?: Pickup): string | undefined {
  return siteId ? siteById.value.get(siteId)?.name ?? pickup?.siteName : undefined
}
