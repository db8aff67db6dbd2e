import { newId } from '../core/uuid7'
import { makeNet } from '../net'
import type { PickupOp } from '../store/db'
import { Drain, type Drained } from '../store/drain'
import { lockFor, type Lock } from '../store/lock'
import type { Who } from '../store/ops'
import { Outbox } from '../store/outbox'
import { bytesOf, keepPhoto, shrink } from '../store/photos'
import type { Me, Paper } from '../wire'
import { db, phone, who } from './phone'
import { hearEpoch } from './epoch'
import { loadLast, reload } from './reload'

/** The version that the phone tells the server. */
export const appVersion = `collect/${import.meta.env.VITE_APP_VERSION || 'dev'}`

/** The way to the server; each contact corrects what is known of the clock. */
export const net = makeNet((...a) => fetch(...a), Date.now, (skew) => {
  phone.skew = skew
  void db().put('kv', skew, 'skew').catch(() => undefined)
}, (epoch) => hearEpoch(epoch, () => void send('now')))

/** Follows what the server says of the session. */
export function met(me: Me): void {
  if (phone.me?.personId !== me.personId) return
  phone.me = me
  void db().put('kv', me, 'me').catch(() => undefined)
}

interface Parts { box: Outbox; lock: Lock; drain: Drain }
let made: Parts | undefined

function parts(): Parts {
  if (made) return made
  const lock = lockFor(db(), 'lw-outbox', newId())
  const skew = () => phone.skew
  return (made = {
    lock, box: new Outbox(db(), { now: Date.now, newId, skew }),
    drain: new Drain({
      db: db(), net, lock, app: appVersion, now: Date.now, skew, person: () => phone.me?.personId, changed: () => void reload(), met,
    }),
  })
}

/** Held while something is sent, and while the person at this phone changes. */
export const lock = (): Lock => parts().lock

// --- what the person does ---

/** Who acts now; throws if nobody is signed in. */
export function acting(): Who {
  const w = who()
  if (!w) throw new Error('nobody is signed in')
  return w
}

/**
 * Saves a pickup. It is on the disk when this resolves; sending begins by itself. `orgId` is of the version that it corrects,
 * `instead` the operation that never arrived and that it is written for.
 */
export async function savePickup(body: Parameters<Outbox['pickup']>[1], draft: string, orgId?: string, instead?: string): Promise<PickupOp> {
  const w = acting()
  const op = await parts().box.pickup(orgId ? { ...w, orgId } : w, body, { draft, instead })
  phone.latest = { id: op.id, at: Date.now() }
  await reload('tell')
  for (const siteId of body.replaces ? Object.keys(phone.last) : [body.siteId]) await loadLast(siteId) // a correction may be of another place
  void send()
  return op
}

/** Voids a record of one's own; the wish is saved at once and follows the record. */
export async function voidPickup(id: string, reason: string): Promise<void> {
  const org = orgOf(id)
  await parts().box.void({ ...acting(), ...(org ? { orgId: org } : {}) }, id, reason)
  await reload('tell')
  void send()
}

/** Adds a paper to a record that lacks it. */
export async function addPaper(id: string, paper: Paper): Promise<void> {
  const org = orgOf(id)
  await parts().box.paper({ ...acting(), ...(org ? { orgId: org } : {}) }, id, paper)
  await reload('tell')
  void send()
}

export async function retryOp(id: string): Promise<void> {
  await parts().box.retry(id)
  await reload('tell')
  await send('now')
}

export async function discardOp(id: string, reason: string): Promise<void> {
  await parts().box.discard(id, reason)
  await reload('tell')
  void send()
}

export async function keepServers(id: string): Promise<void> {
  await parts().box.keepServers(id)
  await reload('tell')
  void send()
}

export async function sendAsCorrection(op: PickupOp): Promise<void> {
  await parts().box.sendAsCorrection(acting(), op)
  await reload('tell')
  void send()
}

/** Shrinks a picture, keeps it for sending, and returns its hash. */
export async function takePhoto(file: File): Promise<string> {
  const small = await shrink(file)
  return keepPhoto(db(), acting(), small.type, await bytesOf(small), Date.now())
}

/** The organisation of a record that this phone knows, or knows the other version of. The session may act for another one by now. */
export function orgOf(id: string): string | undefined {
  return (phone.records.find((r) => r.id === id) ?? phone.ops.find((op) => op.target === id) ??
    phone.records.find((r) => r.replaces === id || r.replacedBy === id))?.orgId
}

// --- sending ---

let running: Promise<Drained> | undefined
let again = false

/** Sends what waits. `now` gives what waits for another try its chance at once. */
export async function send(now?: 'now'): Promise<void> {
  const me = phone.me
  if (!me) return
  if (now) await parts().box.retryAll(me.personId)
  if (running) {
    again = true
    await running
    return
  }
  do {
    again = false
    phone.sending = 'sending'
    running = parts().drain.run().catch((): Drained => 'later')
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

/** Forgets what need not be kept. */
export const sweep = (): Promise<void> => parts().box.sweep()
