import type { LastLine } from '../core/propose'
import { lastKey, look } from '../store/ops'
import type { Category, Site } from '../wire'
import { db, phone } from './phone'

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lw-collect')
if (channel) channel.onmessage = () => void reload()

/** Reads what the pages show of the outbox and the records, and has the other tabs do so if `tell` is set. */
export async function reload(tell?: 'tell'): Promise<void> {
  if (tell) channel?.postMessage('changed')
  const person = phone.me?.personId
  const seen = await look(db(), person)
  const records = person ? (await db().getAll('records')).filter((r) => r.personId === person).map((r) => r.pickup) : []
  if (phone.me?.personId !== person) return // somebody else signed in meanwhile, and has read anew
  phone.ops = seen.ops
  phone.records = records
  phone.photos = seen.photos
  phone.othersOps = seen.othersOps
  phone.lastSent = seen.ops.reduce((last, op) => Math.max(last, op.sentAt ?? 0), 0)
}

/** Reads the last lines at a site. */
export async function loadLast(siteId = ''): Promise<void> {
  const me = phone.me
  if (!me) return
  const lines = ((await db().get('kv', lastKey(me.personId, siteId))) as LastLine[] | undefined) ?? []
  phone.last = { ...phone.last, [siteId]: lines }
}

/** Reads from the phone what an earlier visit learned. */
export async function restore(): Promise<void> {
  const get = async <T>(key: string): Promise<T | undefined> => (await db().get('kv', key)) as T | undefined
  phone.categories = (await get<Category[]>('categories')) ?? []
  const sites = await get<Site[]>('sites')
  phone.sites = sites ?? []
  phone.sitesKnown = !!sites
  phone.skew = (await get<typeof phone.skew>('skew')) ?? phone.skew
  if (phone.me) {
    phone.picked = await get('picked:' + phone.me.personId)
    phone.recordsAt = (await get<number>('recordsAt:' + phone.me.personId)) ?? 0
  }
}
