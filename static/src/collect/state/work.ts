import { shallowRef } from 'vue'
import { newId } from '../core/uuid7'
import { nearer } from '../core/clock'
import { makeNet } from '../net'
import type { Op, PickupOp } from '../store/db'
import { Drain, type Drained } from '../store/drain'
import { lockFor, type Lock } from '../store/lock'
import { lastKey, Outbox, type Who } from '../store/outbox'
import { backup } from '../store/backup'
import { keepPhoto, shrink, bytesOf } from '../store/photos'
import type { LastLine } from '../core/propose'
import type { Me, Paper, Pickup } from '../wire'
import { db, phone, setDb, siteById, who } from './phone'
import type { Db } from '../store/db'

/** The way to the server; each contact corrects what is known of the clock. */
export const net = makeNet((...a) => fetch(...a), Date.now, (skew) => {
  phone.skew = skew
  if (database) void database.put('kv', skew, 'skew').catch(() => undefined)
})

/** The version that the phone tells the server. */
export const appVersion = `collect/${import.meta.env.VITE_APP_VERSION || 'dev'}`

let database: Db | undefined
let box: Outbox
let drain: Drain
/** Held while something is sent, and while the person at this phone changes. */
export let lock: Lock
let channel: BroadcastChannel | undefined

/** Wires the outbox to its database; called once at the start. */
export function wireWork(d: Db, met: (me: Me) => void): void {
  database = d
  setDb(d)
  box = new Outbox(d, { now: Date.now, newId, skew: () => phone.skew })
  lock = lockFor(d, 'lw-outbox', newId())
  drain = new Drain({
    db: d, net, lock, app: appVersion, now: Date.now, skew: () => phone.skew, person: () => phone.me?.personId, changed: () => void reload(), met,
  })
  if (typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel('lw-collect')
    channel.onmessage = () => void reload()
  }
}

/** Reads what the pages show from the database, and tells the other tabs if `tell` is set. */
export async function reload(tell?: 'tell'): Promise<void> {
  if (!database) return
  if (tell) channel?.postMessage('changed')
  const person = phone.me?.personId
  const waiting = await box.waiting(person)
  const ops = person ? await box.all(person) : []
  const records = person ? (await database.getAll('records')).filter((r) => r.personId === person).map((r) => r.pickup) : []
  phone.ops = ops
  phone.records = records
  phone.photos = waiting.photos
  phone.othersOps = waiting.othersOps
  phone.lastSent = ops.reduce((last, op) => Math.max(last, op.sentAt ?? 0), phone.lastSent)
}

/** Reads the last lines at a site. */
export async function loadLast(siteId = ''): Promise<void> {
  const me = phone.me
  if (!me || !database) return
  const lines = ((await database.get('kv', lastKey(me.personId, siteId))) as LastLine[] | undefined) ?? []
  phone.last = { ...phone.last, [siteId]: lines }
}

// --- what the person does ---

function acting(): Who {
  const w = who()
  if (!w) throw new Error('nobody is signed in')
  return w
}

/** The record that was saved last in this visit, for the strip at the foot. */
export const latest = shallowRef<{ id: string; at: number } | undefined>()

/**
 * Saves a pickup. It is on the disk when this resolves; sending begins by itself. `orgId` is of the version that it corrects,
 * `instead` the operation that never arrived and that it is written for.
 */
export async function savePickup(body: Parameters<Outbox['pickup']>[1], draft: string, orgId?: string, instead?: string): Promise<PickupOp> {
  const w = acting()
  const op = await box.pickup(orgId ? { ...w, orgId } : w, body, { draft, instead })
  latest.value = { id: op.id, at: Date.now() }
  await reload('tell')
  await loadLast(body.siteId)
  void send()
  return op
}

/** Voids a record of one's own; the wish is saved at once and follows the record. */
export async function voidPickup(id: string, reason: string, undo?: true): Promise<void> {
  const org = orgOf(id)
  await box.void({ ...acting(), ...(org ? { orgId: org } : {}) }, id, reason, undo)
  await reload('tell')
  void send()
}

/** Adds a paper to a record that lacks it. */
export async function addPaper(id: string, paper: Paper): Promise<void> {
  const org = orgOf(id)
  await box.paper({ ...acting(), ...(org ? { orgId: org } : {}) }, id, paper)
  await reload('tell')
  void send()
}

export async function retryOp(id: string): Promise<void> {
  await box.retry(id)
  await reload('tell')
  await send('now')
}

export async function discardOp(id: string, reason: string): Promise<void> {
  await box.discard(id, reason)
  await reload('tell')
  void send()
}

export async function keepServers(id: string): Promise<void> {
  await box.keepServers(id)
  await reload('tell')
  void send()
}

export async function sendAsCorrection(op: PickupOp): Promise<void> {
  await box.sendAsCorrection(acting(), op)
  await reload('tell')
  void send()
}

/** Shrinks a picture, keeps it for sending, and returns its hash. */
export async function takePhoto(file: File): Promise<string> {
  const small = await shrink(file)
  return keepPhoto(db(), acting(), small.type, await bytesOf(small), Date.now())
}

/** Puts the person's outbox into a file that the browser saves. */
export async function exportOutbox(): Promise<void> {
  const w = acting()
  const data = await backup(db(), w.personId, w.deviceId, Date.now())
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: 'application/json' }))
  const a = document.createElement('a')
  a.href = url
  a.download = `待发-${data.madeAt.slice(0, 16).replace(/[T:]/g, '-')}.json`
  document.body.appendChild(a)
  a.click()
  a.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

function orgOf(id: string): string | undefined {
  return phone.records.find((r) => r.id === id)?.orgId ?? phone.ops.find((op) => op.target === id)?.orgId
}

// --- sending ---

let running: Promise<Drained> | undefined
let again = false

/** Sends what waits. `now` gives what waits for another try its chance at once. */
export async function send(now?: 'now'): Promise<void> {
  const me = phone.me
  if (!me || !database) return
  if (now) await box.retryAll(me.personId)
  if (running) {
    again = true
    await running
    return
  }
  do {
    again = false
    phone.sending = 'sending'
    running = drain.run().catch((): Drained => 'later')
    const how = await running
    running = undefined
    phone.sending = how === 'sign_in' || how === 'other_person' ? how
      : how === 'later' ? (phone.online ? 'later' : 'offline') : 'idle'
    await reload('tell')
    phone.retryAt = nextTry()
  } while (again)
}

function nextTry(): number {
  const times = phone.ops.filter((op) => op.state === 'captured' || op.state === 'queued').map((op) => op.nextAt).concat(phone.photos.map((p) => p.nextAt))
  return times.length ? times.reduce((a, b) => Math.min(a, b)) : 0
}

/** What the phone calls a place: the name in its list, else the server's. */
export function placeName(siteId: string | undefined, pickup?: Pickup): string | undefined {
  return siteId ? siteById.value.get(siteId)?.name ?? pickup?.siteName : undefined
}

/** The clock difference that is told with an operation. */
export const skewOf = (op: Op) => nearer(op.skew, phone.skew, op.createdAt)

/** Forgets what need not be kept. */
export const sweep = (): Promise<void> => box.sweep()
