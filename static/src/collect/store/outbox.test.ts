import fc from 'fast-check'
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { Phone, poison, Server, who, type Mood } from '../testing/phone'
import { backup } from './backup'
import { lastKey, look, unsent } from './ops'
import { keepPhoto } from './photos'
import { strictly, type PickupOp } from './db'

describe('Outbox', () => {
  it('saves the record, its number and the end of the draft in one transaction', async () => {
    const phone = await Phone.fresh()
    await phone.db.put('kv', { lines: [] }, 'draft:p-1')
    await phone.box.pickup(who, { ...(await phone.log()).body, siteId: 's-1' }, { draft: 'draft:p-1' })
    const ops = (await phone.ops()) as PickupOp[]
    expect(ops.map((op) => [op.seq, op.n, op.state])).toEqual([[1, 1, 'captured'], [2, 2, 'captured']])
    expect(ops[1]!.body).toMatchObject({ orgId: 'o-1', deviceId: 'd-1', seq: 2 })
    expect(await phone.db.get('kv', 'draft:p-1')).toBeUndefined()
    expect(await phone.db.get('kv', lastKey('p-1', 's-1'))).toMatchObject([{ category: 'paper.occ', grams: 12_500 }])
  })

  it('shows a corrected value as the last one, and counts the old version no more once the server has the new one', async () => {
    const phone = await Phone.fresh()
    const { id, body } = await phone.log()
    const { orgId: _o, deviceId: _d, seq: _s, ...content } = body
    await phone.drain.run()
    expect((await phone.db.get('records', id))?.pickup.state).toBe('accepted')
    const line = { ...body.lines[0]!, grams: 13_500, typed: '13.5' }
    const fix = await phone.box.pickup(who, { ...content, lines: [line], replaces: id })
    const last = () => phone.db.get('kv', lastKey('p-1', 's-1'))
    expect(await last()).toMatchObject([{ category: 'paper.occ', grams: 13_500, of: fix.id }])
    expect((await phone.db.get('records', id))?.pickup.state).toBe('accepted') // until it is there, the server counts the old one
    await phone.drain.run()
    expect((await phone.db.get('records', id))?.pickup).toMatchObject({ state: 'superseded', replacedBy: fix.id })
    expect((await phone.db.getAll('records')).filter((r) => r.pickup.state === 'accepted').map((r) => r.id)).toEqual([fix.id])

    // A correction of the correction that was at another place: there it is the last one now, here there is none.
    await phone.box.pickup(who, { ...content, siteId: 's-2', lines: [line], replaces: fix.id })
    expect(await last()).toEqual([])
    expect(await phone.db.get('kv', lastKey('p-1', 's-2'))).toMatchObject([{ grams: 13_500 }])
  })

  it('keeps the draft and takes no number if the disk is full', async () => {
    const phone = await Phone.fresh()
    await phone.db.put('kv', { lines: [] }, 'draft:p-1')
    const uncloneable = { siteId: 's-1', lines: [() => 1] } as never
    await expect(phone.box.pickup(who, uncloneable, { draft: 'draft:p-1' })).rejects.toThrow()
    expect(await phone.ops()).toEqual([])
    expect(await phone.db.get('kv', 'draft:p-1')).toBeDefined()
    expect((await phone.log()).seq).toBe(1)
  })

  it('sends a void after its record, and the record although it was taken back', async () => {
    const phone = await Phone.fresh()
    const op = await phone.log()
    await phone.box.void(who, op.id, '刚记就撤销')
    phone.server.moods = [500]
    expect(await phone.drain.run()).toBe('done')
    expect(phone.server.stored.size).toBe(0) // the void did not overtake
    phone.now += 600_000
    await phone.drain.run()
    expect(phone.server.stored.get(op.id)?.state).toBe('voided')
  })

  it('takes a void whose first answer was lost for done', async () => {
    const phone = await Phone.fresh()
    const op = await phone.log()
    await phone.drain.run()
    await phone.box.void(who, op.id, '记错了')
    phone.server.moods = ['lost']
    await phone.drain.run()
    phone.now += 600_000
    await phone.drain.run()
    expect((await phone.ops()).map((o) => o.state)).toEqual(['sent', 'sent'])
  })

  it('adds a paper once although its first answer was lost', async () => {
    const phone = await Phone.fresh()
    const op = await phone.log()
    await phone.box.paper(who, op.id, { kind: 'unit_certificate', number: '12' })
    phone.server.moods = ['ok', 'lost']
    await phone.drain.run()
    phone.now += 600_000
    await phone.drain.run()
    expect(phone.server.stored.get(op.id)?.papers).toHaveLength(1)
  })

  it('stops at a lost session, keeps all, and goes on after signing in', async () => {
    const phone = await Phone.fresh()
    await phone.log()
    await phone.log()
    phone.server.moods = ['ok', 401]
    expect(await phone.drain.run()).toBe('sign_in')
    expect((await phone.ops()).map((o) => o.state)).toEqual(['sent', 'captured'])
    phone.server.signedIn = true
    await phone.drain.run()
    expect(phone.server.order).toHaveLength(2)
  })

  it('sends nothing under another person’s session, and tells them only the number', async () => {
    const phone = await Phone.fresh()
    await phone.log()
    phone.server.person = 'p-2'
    expect(await phone.drain.run()).toBe('other_person')
    phone.person = 'p-2'
    expect(await phone.drain.run()).toBe('nothing')
    expect(await look(phone.db, 'p-2')).toEqual({ ops: [], photos: [], othersOps: 1 })
    expect(phone.server.stored.size).toBe(0)
  })

  it('honours Retry-After', async () => {
    const phone = await Phone.fresh()
    await phone.log()
    phone.server.moods = [503]
    expect(await phone.drain.run()).toBe('later')
    expect((await phone.ops())[0]!.nextAt).toBeGreaterThanOrEqual(phone.now + 1000)
    expect(await phone.drain.run()).toBe('nothing')
  })

  it('ends a conflict by a correction under a new id, or by the server’s copy', async () => {
    for (const mine of [true, false]) {
      const phone = await Phone.fresh()
      const op = await phone.log('一')
      await phone.drain.run()
      await phone.box.change(op.id, (o) => ({ ...(o as PickupOp), state: 'queued', body: { ...(o as PickupOp).body, note: '二' } }))
      await phone.drain.run()
      const stuck = (await phone.ops())[0] as PickupOp
      expect(stuck).toMatchObject({ state: 'needs_me', lastError: { status: 409, stored: { note: '一' } } })
      if (mine) await phone.box.sendAsCorrection(who, stuck)
      else await phone.box.keepServers(op.id)
      await phone.drain.run()
      expect((await phone.ops()).filter(unsent)).toEqual([])
      expect(Array.from(phone.server.stored.values()).map((p) => [p.note, p.replaces])).toEqual(mine ? [['一', undefined], ['二', op.id]] : [['一', undefined]])
    }
  })

  it('discards with what was to follow, and keeps it for 30 days', async () => {
    const phone = await Phone.fresh()
    const op = await phone.log(poison)
    await phone.box.void(who, op.id, '记错了')
    await phone.drain.run()
    await phone.box.discard(op.id, '记重了')
    expect((await phone.ops()).map((o) => [o.state, o.discarded?.reason])).toEqual([['discarded', '记重了'], ['discarded', '记重了']])
    phone.now += 29 * 86_400_000
    await phone.box.sweep()
    expect(await phone.ops()).toHaveLength(2)
    phone.now += 2 * 86_400_000
    await phone.box.sweep()
    expect(await phone.ops()).toHaveLength(0)
  })

  it('sends a photo after its record, also when the first try fails, and keeps its bytes for two weeks more', async () => {
    const phone = await Phone.fresh()
    await strictly(phone.db, ['photos'], (tx) => tx.objectStore('photos').put({ hash: 'h1', personId: 'p-1', orgId: 'o-1', type: 'image/jpeg', data: new ArrayBuffer(3), takenAt: 1, attempts: 0, nextAt: 0 }))
    await phone.log('', ['h1'])
    phone.server.moods = ['ok', 'offline']
    expect(await phone.drain.run()).toBe('later')
    expect((await phone.db.get('photos', 'h1'))?.data).toBeDefined()
    phone.now += 600_000
    await phone.drain.run()
    expect(Array.from(phone.server.photos)).toEqual(['o-1 h1'])
    expect(await phone.db.get('photos', 'h1')).toMatchObject({ sentAt: phone.now })
    phone.now += 13 * 86_400_000
    await phone.box.sweep()
    expect((await phone.db.get('photos', 'h1'))?.data).toBeDefined()
    phone.now += 2 * 86_400_000
    await phone.box.sweep()
    expect((await phone.db.get('photos', 'h1'))?.data).toBeUndefined()
  })
})

describe('a record of another organisation than the session’s', () => {
  const bytes = new Uint8Array([1, 2, 3]).buffer

  it('gets its photo, its paper and its void', async () => {
    const phone = await Phone.fresh()
    const hash = await keepPhoto(phone.db, who, 'image/jpeg', bytes, phone.now)
    const slip = await keepPhoto(phone.db, who, 'image/jpeg', new Uint8Array([4]).buffer, phone.now)
    const op = await phone.log('', [hash], 'o-2')
    await phone.box.paper({ ...who, orgId: op.orgId }, op.id, { kind: 'unit_certificate', photo: slip })
    phone.server.moods = ['ok', 'lost'] // the paper is asked after by a read before it goes again
    await phone.drain.run()
    phone.now += 600_000
    await phone.drain.run()
    await phone.box.void({ ...who, orgId: op.orgId }, op.id, '记错了')
    await phone.drain.run()
    expect((await phone.ops()).map((o) => o.state)).toEqual(['sent', 'sent', 'sent'])
    expect(phone.server.stored.get(op.id)).toMatchObject({ orgId: 'o-2', state: 'voided', papers: [{ photo: slip }] })
    expect(Array.from(phone.server.photos).sort()).toEqual([`o-2 ${hash}`, `o-2 ${slip}`].sort())
    expect((await look(phone.db, 'p-1')).photos).toEqual([])
  })

  it('has its picture sent although another one’s record shows the same', async () => {
    const phone = await Phone.fresh()
    const hash = await keepPhoto(phone.db, who, 'image/jpeg', bytes, phone.now)
    await phone.log('', [hash], 'o-1')
    await phone.log('', [hash], 'o-2')
    await phone.drain.run()
    expect(Array.from(phone.server.photos).sort()).toEqual([`o-1 ${hash}`, `o-2 ${hash}`])
    expect(await phone.db.get('photos', hash)).toMatchObject({ sentAt: phone.now })
    await keepPhoto(phone.db, who, 'image/jpeg', bytes, phone.now) // the same picture once more, for a third one
    await phone.log('', [hash], 'o-3')
    await phone.drain.run()
    expect(phone.server.photos.size).toBe(3)
    expect((await look(phone.db, 'p-1')).photos).toEqual([])
  })

  it('that the person may not act for any more stays here whole, and goes into the file', async () => {
    const phone = await Phone.fresh()
    const hash = await keepPhoto(phone.db, who, 'image/jpeg', bytes, phone.now)
    const op = await phone.log('要留着', [hash], 'o-2')
    const fine = await phone.log('', [], 'o-1')
    phone.server.moods = [403]
    await phone.drain.run()
    expect((await phone.ops()).map((o) => [o.id, o.state])).toEqual([[op.id, 'refused'], [fine.id, 'sent']])
    expect(phone.server.photos.size).toBe(0)
    for (let day = 0; day < 60; day++) {
      phone.now += 86_400_000
      await phone.drain.run()
      await phone.box.sweep()
    }
    const file = await backup(phone.db, 'p-1', 'd-1', phone.now)
    expect(file.operations).toMatchObject([{ id: op.id, state: 'refused', orgId: 'o-2', body: { note: '要留着', photos: [hash] } }])
    expect(file.photos).toEqual([{ hash, type: 'image/jpeg', base64: 'AQID' }])
    await phone.box.retry(op.id) // the membership is back
    await phone.drain.run()
    expect([(await phone.ops()).find((o) => o.id === op.id)?.state, Array.from(phone.server.photos)]).toEqual(['sent', [`o-2 ${hash}`]])
  })
})

type Step = { do: 'log' | 'poison' | 'crash' | 'void' } | { do: 'drain'; moods: Mood[]; twice: boolean } | { do: 'wait'; ms: number }
const mood = fc.constantFrom<Mood>('ok', 'ok', 'ok', 'offline', 'lost', 'lost', 'stranger', 500, 503, 401)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'log' }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'poison' }, { do: 'crash' }, { do: 'void' }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('drain' as const), moods: fc.array(mood, { maxLength: 6 }), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400_000 }) }) },
)

describe('any sequence of saves, crashes, dead networks and answers', () => {
  it('loses no record, stores none twice, and lets no bad one block the rest', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const phone = await Phone.fresh(new Server())
      const saved: string[] = []
      const bad: string[] = []
      for (const s of steps) {
        switch (s.do) {
          case 'log': saved.push((await phone.log('n' + saved.length)).id); break
          case 'poison': bad.push((await phone.log(poison)).id); break
          case 'crash': phone.crash(); break
          case 'void': if (saved.length) await phone.box.void(who, saved[saved.length - 1]!, '记错了'); break
          case 'wait': phone.now += s.ms; break
          case 'drain': {
            phone.server.signedIn = true
            phone.server.moods = s.moods.slice()
            const first = phone.drain.run()
            if (s.twice) await Promise.all([first, phone.drain.run()])
            await first
          }
        }
      }
      phone.server.signedIn = true
      phone.server.moods = []
      for (let i = 0; i < 3; i++) {
        phone.now += 600_000
        await phone.drain.run()
      }
      const ops = await phone.ops()
      const pickups = ops.filter((op): op is PickupOp => op.kind === 'pickup')
      // What was saved is there, once, and says so; what the server never takes waits for the person and is still whole.
      expect(pickups.map((op) => op.id).sort()).toEqual([...saved, ...bad].sort())
      expect(Array.from(phone.server.stored.keys()).sort()).toEqual(saved.slice().sort())
      for (const op of pickups) expect(op.state).toBe(bad.indexOf(op.id) >= 0 ? 'needs_me' : 'sent')
      expect(pickups.map((op) => op.seq)).toEqual(pickups.map((_, i) => i + 1))
      // A void arrived too, and no other record was voided.
      const voids = new Set(ops.filter((op) => op.kind === 'void').map((op) => op.target))
      for (const [id, p] of phone.server.stored) expect(p.state).toBe(voids.has(id) ? 'voided' : 'accepted')
    }), { numRuns: 150 })
  }, 60_000)

  it('first arrivals keep the order of saving while only the network fails', async () => {
    const network = fc.constantFrom<Mood>('ok', 'offline', 'lost', 'stranger', 503)
    await fc.assert(fc.asyncProperty(fc.array(fc.array(network, { maxLength: 5 }), { minLength: 1, maxLength: 8 }), async (rounds) => {
      const phone = await Phone.fresh(new Server())
      const saved: string[] = []
      for (const moods of rounds) {
        saved.push((await phone.log('n' + saved.length)).id, (await phone.log('m' + saved.length)).id)
        phone.server.moods = moods.slice()
        await phone.drain.run()
        phone.now += 30_000
        await phone.box.retryAll(who.personId)
      }
      phone.server.moods = []
      phone.now += 600_000
      await phone.drain.run()
      expect(phone.server.order).toEqual(saved)
    }), { numRuns: 60 })
  }, 60_000)
})
