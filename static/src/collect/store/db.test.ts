import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { migrations, openDb } from './db'
import { leaseLock } from './lock'

describe('openDb', () => {
  it('brings every older version up and loses nothing', async () => {
    for (let from = 1; from < migrations.length; from++) {
      globalThis.indexedDB = new IDBFactory()
      const old = await openDb('t', undefined, from)
      await old.put('outbox', { id: 'a', n: 1, state: 'queued' } as never)
      await old.put('kv', 7, 'seq')
      await old.put('photos', { hash: 'h', data: new ArrayBuffer(2) } as never)
      old.close()
      const db = await openDb('t')
      expect(Array.from(db.objectStoreNames)).toEqual(['kv', 'outbox', 'photos', 'records'])
      expect(await db.getAllFromIndex('outbox', 'n')).toMatchObject([{ id: 'a' }])
      expect(await db.get('kv', 'seq')).toBe(7)
      expect((await db.get('photos', 'h'))?.data?.byteLength).toBe(2)
      expect(await db.getAllFromIndex('records', 'day')).toEqual([])
      db.close()
    }
  })

  it('refuses a database that a newer version wrote, instead of emptying it', async () => {
    globalThis.indexedDB = new IDBFactory()
    const newer = await openDb('t')
    newer.close()
    await expect(openDb('t', undefined, 1)).rejects.toMatchObject({ name: 'VersionError' })
  })

  it('gives way to a newer tab and says so', async () => {
    globalThis.indexedDB = new IDBFactory()
    let told = 0
    await openDb('t', () => { told++ }, 1)
    const db = await openDb('t')
    expect(told).toBe(1)
    expect(db.version).toBe(migrations.length)
  })
})

describe('leaseLock', () => {
  it('lets one tab in at a time, and the next one after a killed tab', async () => {
    globalThis.indexedDB = new IDBFactory()
    const db = await openDb('t')
    let now = 1000
    const a = leaseLock(db, 'x', 'a', () => now)
    const b = leaseLock(db, 'x', 'b', () => now)
    let free = (): void => undefined
    const holding = a.run(() => new Promise<string>((ok) => { free = () => ok('a') }))
    await new Promise((r) => setTimeout(r, 20))
    expect(await b.run(async () => 'b', 'skip')).toBeUndefined()
    expect(await a.run(async () => 'again', 'skip')).toBeUndefined()
    free()
    expect(await holding).toBe('a')
    expect(await b.run(async () => 'b', 'skip')).toBe('b')
    await db.put('kv', { owner: 'killed', until: now + 10_000 }, 'lease:x')
    expect(await b.run(async () => 'b', 'skip')).toBeUndefined()
    now += 11_000
    expect(await b.run(async () => 'b', 'skip')).toBe('b')
  })
})
