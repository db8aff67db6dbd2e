import type { Skew } from '../core/skew'
import type { LastLine } from '../core/propose'
import { relearn, remember } from '../core/record'
import type { Paper, PickupBody } from '../wire'
import { strictly, type Db, type Op, type PickupOp, type Tx } from './db'
import { lastKey, photoHashes, row, unsent, type Who } from './ops'
import { keepSent, stale } from './photos'

/** What the outbox needs from its surroundings. */
export interface Surroundings { now(): number; newId(): string; skew(): Skew }

const keepDiscarded = 30 * 86_400_000

/**
 * What was done on this phone and has not reached the server. Every method that changes something returns after it is on the disk.
 */
export class Outbox {
  constructor(readonly db: Db, private readonly at: Surroundings) {}

  /**
   * Saves a pickup: it takes the device's next sequence number, and the draft goes, in one transaction, so that a crash leaves
   * either the draft or the record, never both. `settle` is a changed operation to be stored with it; `instead` one that never
   * arrived and is given up for this one (its reason is then the new id).
   */
  async pickup(who: Who, body: Omit<PickupBody, 'orgId' | 'deviceId' | 'seq'>, options: { draft?: string; settle?: Op; instead?: string } = {}): Promise<PickupOp> {
    return strictly(this.db, ['kv', 'outbox', 'records'], async (tx) => {
      const kv = tx.objectStore('kv')
      const seq = (((await kv.get('seq')) as number | undefined) ?? 0) + 1
      await kv.put(seq, 'seq')
      const id = this.at.newId()
      const after = body.replaces ? await parents(tx, body.replaces) : []
      const op: PickupOp = {
        ...(await this.base(tx, who, id, id, after)), kind: 'pickup', seq, photos: photosOf(body),
        body: { ...body, orgId: who.orgId, deviceId: who.deviceId, seq },
      }
      await tx.objectStore('outbox').add(op)
      if (options.draft) await kv.delete(options.draft)
      if (options.settle) await tx.objectStore('outbox').put(options.settle)
      const old = options.instead ? await tx.objectStore('outbox').get(options.instead) : undefined
      if (old && unsent(old)) await tx.objectStore('outbox').put({ ...old, state: 'discarded', discarded: { reason: id, at: this.at.now() } })
      if (body.replaces) await correctLast(tx, who.personId, op)
      else await learn(tx, who.personId, op)
      return op
    })
  }

  /** Saves the wish to void a pickup of one's own; it is sent after the pickup itself. */
  async void(who: Who, target: string, reason: string): Promise<Op> {
    return strictly(this.db, ['kv', 'outbox'], async (tx) => {
      const op: Op = { ...(await this.base(tx, who, this.at.newId(), target, await parents(tx, target))), kind: 'void', body: { reason } }
      await tx.objectStore('outbox').add(op)
      return op
    })
  }

  /** Saves a paper that a stored pickup lacks. */
  async paper(who: Who, target: string, paper: Paper): Promise<Op> {
    return strictly(this.db, ['kv', 'outbox'], async (tx) => {
      const op: Op = {
        ...(await this.base(tx, who, this.at.newId(), target, await parents(tx, target))), kind: 'paper', body: paper,
        photos: paper.photo ? [paper.photo] : [],
      }
      await tx.objectStore('outbox').add(op)
      return op
    })
  }

  private async base(tx: Tx, who: Who, id: string, target: string, after: string[]) {
    const kv = tx.objectStore('kv')
    const n = (((await kv.get('order')) as number | undefined) ?? 0) + 1
    await kv.put(n, 'order')
    return {
      id, n, target, personId: who.personId, orgId: who.orgId, after, state: 'captured' as const, attempts: 0, nextAt: 0,
      createdAt: this.at.now(), skew: this.at.skew(),
    }
  }

  /** Puts an operation back to be tried at once. */
  async retry(id: string): Promise<void> {
    await this.change(id, (op) => (unsent(op) ? { ...op, state: op.attempts ? 'queued' : 'captured', nextAt: 0 } : op))
  }

  /** Gives every waiting operation of a person its chance now. */
  async retryAll(personId: string): Promise<void> {
    await strictly(this.db, ['outbox', 'photos'], async (tx) => {
      for (const op of await tx.objectStore('outbox').getAll()) {
        if (op.personId === personId && op.nextAt && (op.state === 'captured' || op.state === 'queued')) await tx.objectStore('outbox').put({ ...op, nextAt: 0 })
      }
      for (const p of await tx.objectStore('photos').getAll()) {
        if (p.personId === personId && !p.sentAt && p.nextAt) await tx.objectStore('photos').put({ ...p, nextAt: 0 })
      }
    })
  }

  /** Gives an unsent operation up, with what was to follow it. It stays here for 30 days, and in the exported file. */
  async discard(id: string, reason: string): Promise<void> {
    await strictly(this.db, ['outbox'], async (tx) => {
      const store = tx.objectStore('outbox')
      const all = await store.getAll()
      const gone = new Set([id])
      for (const op of all.sort((a, b) => a.n - b.n)) {
        if (!unsent(op) || !(gone.has(op.id) || op.after.some((a) => gone.has(a)))) continue
        gone.add(op.id)
        await store.put({ ...op, state: 'discarded', discarded: { reason, at: this.at.now() } })
      }
    })
  }

  /** Ends a conflict in favour of the server's copy. */
  async keepServers(id: string): Promise<void> {
    await strictly(this.db, ['outbox', 'records'], async (tx) => {
      const op = await tx.objectStore('outbox').get(id)
      const stored = op?.lastError?.stored
      if (op && stored) {
        await tx.objectStore('outbox').put({ ...op, state: 'sent', answer: stored, sentAt: this.at.now() })
        await tx.objectStore('records').put(row(op.personId, stored))
      }
    })
  }

  /**
   * Ends a conflict in favour of this phone: the same content goes as a correction, a new record that replaces the server's copy.
   * The first one counts as sent, with the copy that the server holds.
   */
  async sendAsCorrection(who: Who, op: PickupOp): Promise<PickupOp | undefined> {
    const stored = op.lastError?.stored
    if (!stored) return undefined
    const { orgId: _org, deviceId: _device, seq: _seq, ...content } = op.body
    const settled: PickupOp = { ...op, state: 'sent', answer: stored, sentAt: this.at.now() }
    return this.pickup({ ...who, orgId: op.orgId }, { ...content, replaces: op.id }, { settle: settled })
  }

  /** Changes one operation in a transaction of its own. */
  async change(id: string, to: (op: Op) => Op): Promise<void> {
    await strictly(this.db, ['outbox'], async (tx) => {
      const op = await tx.objectStore('outbox').get(id)
      if (op) await tx.objectStore('outbox').put(to(op))
    })
  }

  /** Forgets what need not be kept: sent operations and their pictures after two weeks, discarded ones after 30 days, pictures that nothing refers to. */
  async sweep(): Promise<void> {
    const now = this.at.now()
    await strictly(this.db, ['outbox', 'photos', 'kv'], async (tx) => {
      const used = new Set<string>()
      for (const op of await tx.objectStore('outbox').getAll()) {
        const old = (op.state === 'sent' && now - (op.sentAt ?? 0) > keepSent) || (op.state === 'discarded' && now - op.discarded!.at > keepDiscarded)
        if (old) await tx.objectStore('outbox').delete(op.id)
        else for (const hash of photoHashes(op)) used.add(hash)
      }
      for (const key of await tx.objectStore('kv').getAllKeys()) {
        if (!key.startsWith('draft:')) continue
        const draft = (await tx.objectStore('kv').get(key)) as { photos?: string[]; papers?: Paper[] } | undefined
        for (const hash of draft?.photos ?? []) used.add(hash)
        for (const p of draft?.papers ?? []) if (p.photo) used.add(p.photo)
      }
      const photos = await tx.objectStore('photos').getAll()
      for (const { data: _data, ...rest } of stale(photos, now)) await tx.objectStore('photos').put(rest)
      for (const p of photos) {
        if (!used.has(p.hash) && now - p.takenAt > 86_400_000) await tx.objectStore('photos').delete(p.hash)
      }
    })
  }
}

function photosOf(body: { photos?: string[]; papers?: Paper[] }): string[] {
  const all = [...(body.photos ?? []), ...(body.papers ?? []).flatMap((p) => (p.photo ? [p.photo] : []))]
  return all.filter((h, i) => all.indexOf(h) === i)
}

/** Corrects what stands as the last lines of places: there, and at the place where the corrected version was. */
async function correctLast(tx: Tx, personId: string, { id, body }: PickupOp): Promise<void> {
  const row = await tx.objectStore('records').get(body.replaces!)
  const op = await tx.objectStore('outbox').get(body.replaces!)
  const old = row?.pickup ?? (op?.kind === 'pickup' ? op.body : undefined)
  if (!old) return
  const kv = tx.objectStore('kv')
  const key = lastKey(personId, old.siteId)
  const moved = old.siteId !== body.siteId
  await kv.put(relearn(((await kv.get(key)) as LastLine[] | undefined) ?? [], { id: body.replaces!, lines: old.lines }, moved ? [] : body.lines, id), key)
  if (moved) await learn(tx, personId, { id, body })
}

/** Keeps the lines of a record as the last ones at its place. */
async function learn(tx: Tx, personId: string, { id, body }: Pick<PickupOp, 'id' | 'body'>): Promise<void> {
  const kv = tx.objectStore('kv')
  const key = lastKey(personId, body.siteId)
  await kv.put(remember(((await kv.get(key)) as LastLine[] | undefined) ?? [], body.lines, id), key)
}

/** The unsent operations about a pickup: a later one waits for them. */
async function parents(tx: Tx, target: string): Promise<string[]> {
  return (await tx.objectStore('outbox').getAll()).filter((op) => op.target === target && unsent(op)).map((op) => op.id)
}
