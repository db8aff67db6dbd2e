// A phone and a server for tests: a real IndexedDB in memory, and a server that stores, answers, loses answers and refuses on order.
import { IDBFactory } from 'fake-indexeddb'
import type { Answer, Net } from '../net'
import { idMaker } from '../core/uuid7'
import { openDb, type Db } from '../store/db'
import { Drain } from '../store/drain'
import { leaseLock } from '../store/lock'
import type { Who } from '../store/ops'
import { Outbox } from '../store/outbox'
import type { Me, Pickup, PickupBody } from '../wire'

export const who: Who = { personId: 'p-1', orgId: 'o-1', deviceId: 'd-1' }

/** What the server does with the next request about a record. */
export type Mood = 'ok' | 'offline' | 'lost' | 'stranger' | 500 | 503 | 401 | 403 | 422 | 404
/** Content that the server never takes. */
export const poison = 'poison'

export class Server implements Net {
  stored = new Map<string, Pickup>()
  moods: Mood[] = []
  order: string[] = [] // ids in the order of their first arrival
  arrivals = new Map<string, number>()
  photos = new Set<string>() // 'organisation hash'
  acting = who.orgId // the session's organisation
  person = who.personId
  signedIn = true

  private fail(status: number, code: string, retryAfter = 0, stored?: Pickup): Answer<never> {
    return { ok: false, status, code, fields: [], retryAfter, ...(stored ? { stored } : {}) }
  }

  async ask<T>(path: string, what: { method?: string; body?: unknown } = {}): Promise<Answer<T>> {
    await Promise.resolve()
    if (path === '/session') return this.signedIn ? { ok: true, status: 200, body: { personId: this.person } as Me as T } : this.fail(401, 'auth.required')
    const mood = this.moods.shift() ?? 'ok'
    switch (mood) {
      case 'offline': return this.fail(0, 'client.offline')
      case 'stranger': return this.fail(0, 'client.stranger')
      case 500: return this.fail(500, 'server.internal')
      case 503: return this.fail(503, 'server.busy', 1)
      case 401: this.signedIn = false; return this.fail(401, 'auth.required')
      case 403: return this.fail(403, 'auth.forbidden')
      case 422: return this.fail(422, 'pickup.invalid')
      case 404: return this.fail(404, 'pickup.not_found')
    }
    const answer = this.take(path, what)
    return (mood === 'lost' ? this.fail(0, 'client.timeout') : answer) as Answer<T>
  }

  private take(full: string, what: { method?: string; body?: unknown }): Answer<Pickup | { hash: string }> {
    const [path, query] = full.split('?') as [string, string | undefined]
    const org = new URLSearchParams(query).get('orgId') ?? this.acting
    const photo = /^\/photos\/(.+)$/.exec(path)
    if (photo) { this.photos.add(`${org} ${photo[1]!}`); return { ok: true, status: 200, body: { hash: photo[1]! } } }
    const m = /^\/pickups\/([^/]+)(\/\w+)?$/.exec(path)!
    const [, id, verb] = m as unknown as [string, string, string | undefined]
    const there = this.stored.get(id)
    if ((verb || what.method !== 'PUT') && there && there.orgId !== org) return this.fail(404, 'pickup.not_found')
    if (verb) {
      if (!there) return this.fail(404, 'pickup.not_found')
      if (verb === '/void') {
        if (there.state === 'voided') return this.fail(409, 'pickup.state', 0, there)
        there.state = 'voided'
      } else there.papers = [...(there.papers ?? []), what.body as { kind: string }]
      return { ok: true, status: 200, body: { ...there } }
    }
    if (what.method !== 'PUT') return there ? { ok: true, status: 200, body: { ...there } } : this.fail(404, 'pickup.not_found')
    const body = what.body as PickupBody
    if (body.note === poison) return this.fail(422, 'pickup.invalid')
    this.arrivals.set(id, (this.arrivals.get(id) ?? 0) + 1)
    if (there) return there.note === body.note ? { ok: true, status: 200, body: { ...there } } : this.fail(409, 'pickup.conflict', 0, there)
    const p = { ...body, id, state: 'accepted', day: body.occurredAt.slice(0, 10), missing: [], grams: 0, pieces: 0, amount: 0, photosPending: [], papers: [], photos: [] } as unknown as Pickup
    this.stored.set(id, p)
    this.order.push(id)
    return { ok: true, status: 201, body: { ...p } }
  }
}

/** A phone: what is in memory is lost at a crash, the database is not. */
export class Phone {
  now = 1_700_000_000_000
  box!: Outbox
  drain!: Drain
  person: string | undefined = who.personId
  private readonly make = idMaker(() => this.now, (b) => crypto.getRandomValues(b))

  private constructor(readonly db: Db, readonly server: Server) { this.crash() }

  static async fresh(server = new Server(), factory = new IDBFactory()): Promise<Phone> {
    globalThis.indexedDB = factory
    return new Phone(await openDb('test-' + Math.random()), server)
  }

  /** The page goes and comes back: only the database is left. */
  crash(): void {
    const now = () => this.now
    const skew = () => ({ ms: 0, at: 0 })
    this.box = new Outbox(this.db, { now, newId: this.make, skew })
    this.drain = new Drain({
      db: this.db, net: this.server, lock: leaseLock(this.db, 'test', this.make(), now), app: 'test', now, skew, person: () => this.person,
      changed: () => undefined, met: () => undefined,
    })
  }

  log(note = '', photos: string[] = [], orgId = who.orgId) {
    this.now += 1000
    return this.box.pickup({ ...who, orgId }, {
      occurredAt: new Date(this.now).toISOString(), delivery: 'SITE', trigger: 'WALK_IN', origin: 'RESIDENT', siteId: 's-1', note,
      lines: [{ category: 'paper.occ', method: 'SCALE', grams: 12_500, unit: 'KG', typed: '12.5' }], ...(photos.length ? { photos } : {}),
    })
  }

  ops() { return this.db.getAllFromIndex('outbox', 'n') }
}
