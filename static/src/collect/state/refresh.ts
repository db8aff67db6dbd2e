import { lastKey, row } from '../store/ops'
import { pickupPath } from '../store/orgs'
import type { LastLine } from '../core/propose'
import type { Catalogue, Device, LastLines, Me, MyDay, Pickup, Site } from '../wire'
import { db, phone, today } from './phone'
import { loadLast, reload } from './reload'
import { net, orgOf } from './work'

const hour = 3600_000
let busy = false

/** Learns from the server what the phone needs without one: categories, sites, last lines; and the records of today. */
export async function refresh(): Promise<void> {
  const me = phone.me
  if (!me || busy) return
  busy = true
  try {
    const at = (await db().get('kv', 'learnedAt')) as { at: number } | undefined
    if (!phone.categories.length || !phone.sites.length || !at || Date.now() - at.at > hour) await learn(me)
    await records(me)
  } finally {
    busy = false
  }
}

async function learn(me: Me): Promise<void> {
  const [catalogue, sites] = await Promise.all([net.ask<Catalogue>('/catalogue'), net.ask<{ items: Site[] }>('/sites/phone', { timeout: 60_000 })])
  if (catalogue.ok && catalogue.body.categories.length) {
    await db().put('kv', catalogue.body.categories, 'categories')
    phone.categories = catalogue.body.categories
  }
  if (sites.ok) {
    await db().put('kv', sites.body.items, 'sites')
    phone.sites = sites.body.items
    phone.sitesKnown = true
  }
  if (catalogue.ok && sites.ok) await db().put('kv', { at: Date.now() }, 'learnedAt')
  await learnLast(me)
}

/** On a new phone the last lines come from the server; later this phone knows better. */
async function learnLast(me: Me): Promise<void> {
  const key = 'lastLearned:' + me.personId
  if (await db().get('kv', key)) return
  const last = await net.ask<LastLines>('/my/last')
  if (!last.ok) return
  const bySite = new Map<string, LastLine[]>()
  for (const { siteId, ...line } of last.body.items) bySite.set(siteId ?? '', [...(bySite.get(siteId ?? '') ?? []), line])
  const tx = db().transaction('kv', 'readwrite')
  for (const [siteId, lines] of Array.from(bySite)) {
    const k = lastKey(me.personId, siteId)
    if (!(await tx.store.get(k))) await tx.store.put(lines.slice(0, 12), k)
  }
  await tx.store.put(true, key)
  await tx.done
  for (const siteId of Object.keys(phone.last)) await loadLast(siteId)
}

async function records(me: Me): Promise<void> {
  const day = today.value
  const mine = await net.ask<MyDay>(`/my/day?day=${day}`)
  if (!mine.ok) return
  const got: Pickup[] = [...mine.body.items, ...mine.body.needsFix]
  // A record that needed a fix and is no longer named was settled by the company: ask what became of it.
  for (const p of phone.records) {
    if (p.state !== 'needs_fix' || got.some((g) => g.id === p.id)) continue
    const one = await net.ask<Pickup>(pickupPath(p.id, p.orgId))
    if (one.ok) got.push(one.body)
  }
  if (phone.me?.personId !== me.personId) return
  const tx = db().transaction(['records', 'kv'], 'readwrite')
  for (const p of got) await tx.objectStore('records').put(row(me.personId, p))
  const weekAgo = new Date(Date.parse(day + 'T00:00:00Z') - 8 * 86_400_000).toISOString().slice(0, 10)
  for (const old of await tx.objectStore('records').index('day').getAll(IDBKeyRange.upperBound(weekAgo))) {
    if (old.pickup.state !== 'needs_fix') await tx.objectStore('records').delete(old.id)
  }
  await tx.objectStore('kv').put(Date.now(), 'recordsAt:' + me.personId)
  await tx.done
  phone.recordsAt = Date.now()
  await reload('tell')
}

/** Reads one record from the server and keeps it; false if it cannot be had. */
export async function fetchRecord(id: string): Promise<boolean> {
  const me = phone.me
  const one = await net.ask<Pickup>(pickupPath(id, orgOf(id)))
  if (!one.ok || !me) return false
  await db().put('records', row(me.personId, one.body))
  await reload('tell')
  return true
}

/** The devices that are signed in; undefined without a network. */
export async function devices(): Promise<Device[] | undefined> {
  const a = await net.ask<{ items: Device[] }>('/session/devices')
  return a.ok ? a.body.items : undefined
}
