import fc from 'fast-check'
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { Phone, Server, who, type Mood } from '../testing/phone'
import type { PickupOp } from './db'
import { takeEpoch } from './epoch'
import { unsent } from './ops'
import { keepPhoto, keepPictures, stale } from './photos'

const day = 86_400_000
const still = { ms: 0, at: 0 }

/** What a server has now, as its backup. */
function backup(s: Server): Server {
  const b = new Server()
  for (const [id, p] of s.stored) b.stored.set(id, { ...p, papers: (p.papers ?? []).slice() })
  b.photos = new Set(s.photos)
  return b
}

/** The server's disk is gone, and the backup of the moment `at` in its place. */
function replace(phone: Phone, by: Server, at: number): Promise<number> {
  phone.server.stored = by.stored
  phone.server.photos = by.photos
  phone.server.arrivals.clear()
  phone.server.moods = []
  return takeEpoch(phone.db, `new.${at}`, still)
}

const states = async (phone: Phone) => (await phone.ops()).map((op) => op.state)

describe('takeEpoch', () => {
  it('sends again what is younger than the backup, its papers, voids and pictures, once each', async () => {
    const phone = await Phone.fresh()
    expect(await takeEpoch(phone.db, 'old.1', still)).toBe(0)
    const early = await phone.log('早')
    await phone.drain.run()
    phone.now += 3 * day // the backup is made now
    const saved = backup(phone.server)
    const at = phone.now
    phone.now += 3_600_000
    const hash = await keepPhoto(phone.db, who, 'image/jpeg', new Uint8Array([1, 2]).buffer, phone.now)
    const a = await phone.log('甲', [hash])
    const b = await phone.log('乙')
    await phone.drain.run()
    await phone.box.void(who, b.id, '记错了')
    await phone.box.paper(who, a.id, { kind: 'unit_certificate', number: '7' })
    await phone.box.void(who, early.id, '也记错了') // of a record that is in the backup
    await phone.drain.run()
    expect(await states(phone)).toEqual(Array(6).fill('sent'))

    expect(await replace(phone, saved, at)).toBe(5)
    expect(phone.server.stored.size).toBe(1)
    await phone.drain.run()
    expect(await states(phone)).toEqual(Array(6).fill('sent'))
    expect(Array.from(phone.server.stored.values()).map((p) => [p.note, p.state])).toEqual([['早', 'voided'], ['甲', 'accepted'], ['乙', 'voided']])
    expect(phone.server.stored.get(a.id)?.papers).toHaveLength(1)
    expect(Array.from(phone.server.photos)).toEqual([`o-1 ${hash}`])
    expect(phone.server.arrivals.has(early.id)).toBe(false)
    expect(await takeEpoch(phone.db, `new.${at}`, still)).toBe(0) // heard again
  })

  it('lets nothing overtake the record that it is about', async () => {
    const phone = await Phone.fresh()
    await takeEpoch(phone.db, 'old.1', still)
    const op = await phone.log('一')
    await phone.drain.run()
    await phone.box.void(who, op.id, '记错了') // made without signal, of a record that was sent
    await replace(phone, new Server(), phone.now - 1000)
    phone.server.moods = [500]
    await phone.drain.run()
    expect(phone.server.stored.size).toBe(0)
    phone.now += 600_000
    await phone.drain.run()
    await phone.drain.run()
    expect(phone.server.stored.get(op.id)?.state).toBe('voided')
    expect(await states(phone)).toEqual(['sent', 'sent'])
  })

  it('asks after a paper before it adds it once more', async () => {
    const phone = await Phone.fresh()
    await takeEpoch(phone.db, 'old.1', still)
    const op = await phone.log('一')
    await phone.box.paper(who, op.id, { kind: 'unit_certificate', number: '7' })
    await phone.drain.run()
    await replace(phone, backup(phone.server), phone.now) // all of it is in the backup: within the day that is sent for safety
    await phone.drain.run()
    expect(phone.server.stored.get(op.id)?.papers).toHaveLength(1)
    expect(await states(phone)).toEqual(['sent', 'sent'])
  })

  it('goes by the server’s word where the phone’s clock was set back', async () => {
    const phone = await Phone.fresh()
    await takeEpoch(phone.db, 'old.1', still)
    const op = await phone.log('一')
    await phone.drain.run()
    const at = phone.now + 100 * day
    await phone.box.change(op.id, (o) => ({ ...o, answer: { ...o.answer!, receivedAt: new Date(at + 1000).toISOString() } }))
    expect(await replace(phone, new Server(), at)).toBe(1)
  })

  it('leaves discarded and refused ones alone', async () => {
    const phone = await Phone.fresh()
    await takeEpoch(phone.db, 'old.1', still)
    await phone.log('一')
    const given = await phone.log('二')
    await phone.drain.run()
    await phone.box.change(given.id, (o) => ({ ...o, state: 'discarded', discarded: { reason: 'x', at: phone.now } }))
    expect(await replace(phone, new Server(), phone.now - day)).toBe(1)
    expect(await states(phone)).toEqual(['queued', 'discarded'])
  })

  it('works although the page is closed right after', async () => {
    const phone = await Phone.fresh()
    await takeEpoch(phone.db, 'old.1', still)
    await phone.log('一')
    await phone.drain.run()
    await replace(phone, new Server(), phone.now - 1000)
    phone.crash()
    await phone.drain.run()
    expect(phone.server.stored.size).toBe(1)
  })
})

const mood = fc.constantFrom<Mood>('ok', 'ok', 'ok', 'offline', 'lost', 500, 503, 401)

describe('a backup, any work, the disk destroyed, a restore, any network', () => {
  it('loses nothing and stores nothing twice', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('log', 'void', 'paper', 'backup', 'sweep'), { maxLength: 30 }), fc.array(fc.array(mood, { maxLength: 5 }), { maxLength: 6 }),
      async (steps, networks) => {
        const phone = await Phone.fresh()
        await takeEpoch(phone.db, 'old.1', still)
        let saved = backup(phone.server)
        let at = phone.now
        const made: PickupOp[] = []
        for (const s of steps) {
          const last = made[made.length - 1]
          phone.now += 40 * 60_000
          if (s === 'log') made.push(await phone.log('n' + made.length))
          else if (s === 'void' && last) await phone.box.void(who, last.id, '记错了')
          else if (s === 'paper' && made[0]) await phone.box.paper(who, made[0].id, { kind: 'unit_certificate', number: String(phone.now) })
          else if (s === 'sweep') await phone.box.sweep()
          await phone.drain.run()
          if (s === 'backup') { saved = backup(phone.server); at = phone.now }
        }
        await replace(phone, saved, at)
        for (const moods of [...networks, [], [], []]) {
          phone.server.signedIn = true
          phone.server.moods = moods.slice()
          await phone.drain.run()
          phone.now += 600_000
        }
        const ops = await phone.ops()
        expect(ops.filter(unsent)).toEqual([])
        expect(Array.from(phone.server.stored.keys()).sort()).toEqual(made.map((op) => op.id).sort())
        const voids = new Set(ops.filter((op) => op.kind === 'void').map((op) => op.target))
        for (const [id, p] of phone.server.stored) {
          expect(p.state).toBe(voids.has(id) ? 'voided' : 'accepted')
          expect((p.papers ?? []).length).toBe(ops.filter((op) => op.kind === 'paper' && op.target === id).length)
        }
      }), { numRuns: 100 })
  }, 60_000)
})

describe('stale', () => {
  const row = (n: number, sentAt: number | undefined, bytes: number) =>
    ({ hash: 'h' + n, personId: 'p', orgId: 'o', type: 'image/jpeg', data: new ArrayBuffer(bytes), takenAt: 0, attempts: 0, nextAt: 0, sentAt })
  it('lets the old go, and of the young the oldest beyond what may be kept, but never an unsent one', () => {
    const now = 100 * day
    const big = keepPictures / 2
    const photos = [row(1, now - 15 * day, 1), row(2, now - day, big), row(3, now - 2 * day, big), row(4, now - 3 * day, big), row(5, undefined, big)]
    expect(stale(photos, now).map((p) => p.hash)).toEqual(['h4', 'h1'])
  })
})
