import { nearer, type Skew } from '../core/skew'
import type { Answer, Net } from '../net'
import type { Me, Pickup } from '../wire'
import { strictly, type Db, type Op, type OpError, type PhotoRow, type Tx } from './db'
import { alreadyDone, backoff, judge, type Step } from './judge'
import type { Lock } from './lock'
import { isWanted, row, unsent } from './ops'
import { photoOrgs, pickupPath } from './orgs'

/** How a drain ended. */
export type Drained = 'nothing' | 'done' | 'later' | 'sign_in' | 'busy' | 'other_person'

export interface DrainDeps {
  db: Db; net: Net; lock: Lock; app: string
  now(): number
  skew(): Skew
  /** The person who is signed in on this phone, and of whom alone something is sent. */
  person(): string | undefined
  /** Called after every step, so that the pages follow. */
  changed(): void
  /** Told what the server says of the session. */
  met(me: Me): void
}

/**
 * Sends what waits, oldest first, one drain at a time on this phone. A record that the server does not take stands aside and the
 * next one goes; a dead network, a busy server or a lost session stops the drain. Nothing leaves the outbox but by the server's own
 * answer about it.
 */
export class Drain {
  constructor(private readonly d: DrainDeps) {}

  async run(): Promise<Drained> {
    return (await this.d.lock.run(() => this.all(), 'skip')) ?? 'busy'
  }

  private async all(): Promise<Drained> {
    const person = this.d.person()
    if (!person || !(await this.next(person, new Set())) && !(await this.nextPhoto(person, new Set()))) return 'nothing'
    // Who is signed in is the cookie's word, not ours: another page of this browser may have changed it.
    const me = await this.d.net.ask<Me>('/session')
    if (!me.ok) return me.status === 401 ? 'sign_in' : 'later'
    if (me.body.personId !== person) return 'other_person'
    this.d.met(me.body)
    const ops = await this.ops(person)
    if (ops !== 'done') return ops
    return this.photos(person)
  }

  private async ops(person: string): Promise<Drained> {
    const tried = new Set<string>()
    let failures = 0
    for (let op = await this.next(person, tried); op; op = await this.next(person, tried)) {
      tried.add(op.id)
      const step = await this.send(op)
      if (step.to === 'sign_in') return 'sign_in'
      await this.settle(op.id, step)
      this.d.changed()
      if (step.to === 'later') {
        if (step.stop || ++failures >= 3) return 'later'
      } else failures = 0
    }
    return 'done'
  }

  /** The next operation that may go: due, and nothing that it waits for is still here. */
  private async next(person: string, tried: Set<string>): Promise<Op | undefined> {
    const all = await this.d.db.getAllFromIndex('outbox', 'n')
    const here = new Set(all.filter(unsent).map((op) => op.id))
    return all.find((op) => (op.state === 'captured' || op.state === 'queued') && op.personId === person && op.nextAt <= this.d.now() &&
      !tried.has(op.id) && !op.after.some((id) => here.has(id)))
  }

  private async send(op: Op): Promise<Step> {
    if (op.kind === 'paper' && op.attempts > 0) {
      const seen = await this.d.net.ask<Pickup>(pickupPath(op.target, op.orgId))
      if (seen.ok && alreadyDone(op, seen.body)) return { to: 'sent', answer: seen.body }
      if (!seen.ok && seen.status !== 404) return judge(op, seen, this.d.now()) // not to be known now: added again, it would be there twice
    }
    const a = await this.ask(op)
    if (op.kind !== 'pickup' && !a.ok && (a.status === 409 || a.status === 422 || a.status === 412)) {
      const seen = a.stored ? { ok: true as const, body: a.stored } : await this.d.net.ask<Pickup>(pickupPath(op.target, op.orgId))
      if (seen.ok && alreadyDone(op, seen.body)) return { to: 'sent', answer: seen.body }
    }
    return judge(op, a, this.d.now())
  }

  private ask(op: Op): Promise<Answer<Pickup>> {
    const skew = nearer(op.skew, this.d.skew(), op.createdAt)
    const headers = { 'Lw-Sent-At': new Date(this.d.now()).toISOString(), 'Lw-Skew-Ms': String(skew.ms), 'Lw-App': this.d.app }
    switch (op.kind) {
      case 'pickup': return this.d.net.ask(`/pickups/${op.id}`, { method: 'PUT', body: op.body, headers })
      case 'void': return this.d.net.ask(pickupPath(op.target, op.orgId, '/void'), { method: 'POST', body: op.body, headers })
      case 'paper': return this.d.net.ask(pickupPath(op.target, op.orgId, '/papers'), { method: 'POST', body: op.body, headers })
    }
  }

  private async settle(id: string, step: Exclude<Step, { to: 'sign_in' }>): Promise<void> {
    const now = this.d.now()
    await strictly(this.d.db, ['outbox', 'records'], async (tx) => {
      const op = await tx.objectStore('outbox').get(id)
      if (op) {
        // What the person discarded while it was under way, and the server then took, is sent all the same: the record tells the truth.
        const next: Op = { ...op, attempts: op.attempts + 1 }
        if (step.to === 'sent') {
          next.state = 'sent'
          next.sentAt = now
          next.answer = step.answer
          delete next.lastError
          if (step.answer) await tx.objectStore('records').put(row(op.personId, step.answer))
          if (step.answer && op.kind === 'pickup' && op.body.replaces) await supersede(tx, op.body.replaces, op.id)
        } else if (op.state !== 'discarded') {
          next.lastError = step.error
          next.state = step.to === 'later' ? 'queued' : step.to
          next.nextAt = step.to === 'later' ? now + step.wait : 0
        }
        await tx.objectStore('outbox').put(next)
      }
    })
  }

  private async photos(person: string): Promise<Drained> {
    const tried = new Set<string>()
    for (let next = await this.nextPhoto(person, tried); next; next = await this.nextPhoto(person, tried)) {
      const { photo, orgId } = next
      tried.add(photo.hash + orgId)
      const a = await this.d.net.ask<{ hash: string }>(`/photos/${photo.hash}?orgId=${encodeURIComponent(orgId)}`, { method: 'PUT', raw: photo.data, type: 'application/octet-stream', timeout: 90_000 })
      if (!a.ok && a.status === 401) return 'sign_in'
      await this.settlePhoto(photo.hash, orgId, a)
      this.d.changed()
      if (!a.ok && (a.status === 0 || a.status === 429 || a.status === 503 || a.status === 507)) return 'later'
    }
    return 'done'
  }

  /** The oldest picture that may go, and for which organisation: two records of one picture may be of two. */
  private async nextPhoto(person: string, tried: Set<string>): Promise<{ photo: PhotoRow; orgId: string } | undefined> {
    const ops = await this.d.db.getAll('outbox')
    return (await this.d.db.getAll('photos'))
      .filter((p) => p.personId === person && !p.sentAt && p.data && p.nextAt <= this.d.now())
      .sort((a, b) => a.takenAt - b.takenAt)
      .flatMap((photo) => photoOrgs(ops, photo).map((orgId) => ({ photo, orgId })))
      .find((n) => !tried.has(n.photo.hash + n.orgId))
  }

  private async settlePhoto(hash: string, orgId: string, a: Answer<{ hash: string }>): Promise<void> {
    const now = this.d.now()
    await strictly(this.d.db, ['photos', 'outbox'], async (tx) => {
      const p = await tx.objectStore('photos').get(hash)
      if (p && a.ok && a.body.hash === hash) {
        const { lastError: _old, ...rest } = p
        const sent = { ...rest, sentFor: [...(p.sentFor ?? []), orgId] }
        const more = isWanted(await tx.objectStore('outbox').getAll(), sent)
        await tx.objectStore('photos').put(more ? sent : { ...sent, sentAt: now })
      } else if (p) {
        const error: OpError = a.ok ? { code: 'client.stranger', status: 0, at: now } : { code: a.code, status: a.status, at: now }
        const stuck = !a.ok && a.status >= 400 && a.status < 500 && a.status !== 429 // asked again once a day: a rule may change
        await tx.objectStore('photos').put({ ...p, attempts: p.attempts + 1, nextAt: now + (stuck ? 86_400_000 : backoff(p.attempts)), lastError: error })
      }
    })
  }
}

/** Marks the version that a correction took the place of, as the server did: until it is asked again both would count here. */
async function supersede(tx: Tx, id: string, by: string): Promise<void> {
  const old = await tx.objectStore('records').get(id)
  if (old && (old.pickup.state === 'accepted' || old.pickup.state === 'needs_fix')) {
    await tx.objectStore('records').put({ ...old, pickup: { ...old.pickup, state: 'superseded', replacedBy: by } })
  }
}
