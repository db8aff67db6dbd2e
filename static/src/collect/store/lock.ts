import type { Db } from './db'

/** Runs one task at a time among all tabs of this phone. */
export interface Lock {
  /** Runs task when it is its turn; undefined without running it if `skip` is set and another tab is at it. */
  run<T>(task: () => Promise<T>, skip?: 'skip'): Promise<T | undefined>
}

/** A lock by the browser's own Web Locks. */
export function webLock(locks: LockManager, name: string): Lock {
  return {
    run: <T>(task: () => Promise<T>, skip?: 'skip') =>
      locks.request(name, { ifAvailable: skip === 'skip' }, async (held) => (held ? task() : undefined)) as Promise<T | undefined>,
  }
}

interface Lease { owner: string; until: number }
const leaseMs = 15_000 // a tab that was killed holds the others up for this long

/** A lock for browsers without Web Locks: a lease in the database, renewed while the task runs. */
export function leaseLock(db: Db, name: string, owner: string, now: () => number = Date.now): Lock {
  const key = 'lease:' + name
  const take = async (): Promise<boolean> => {
    const tx = db.transaction('kv', 'readwrite')
    const lease = (await tx.store.get(key)) as Lease | undefined
    const free = !lease || lease.owner === owner || lease.until < now() || lease.until > now() + 2 * leaseMs
    if (free) await tx.store.put({ owner, until: now() + leaseMs } satisfies Lease, key)
    await tx.done
    return free
  }
  const leave = async (): Promise<void> => {
    const tx = db.transaction('kv', 'readwrite')
    const lease = (await tx.store.get(key)) as Lease | undefined
    if (lease?.owner === owner) await tx.store.delete(key)
    await tx.done
  }
  let inThisTab: Promise<unknown> = Promise.resolve()
  let busy = 0
  return {
    run<T>(task: () => Promise<T>, skip?: 'skip'): Promise<T | undefined> {
      if (skip === 'skip' && busy) return Promise.resolve(undefined)
      busy++
      const turn = inThisTab.then(async () => {
        let renew: ReturnType<typeof setInterval> | undefined
        try {
          while (!(await take())) {
            if (skip === 'skip') return undefined
            await new Promise((r) => setTimeout(r, 250))
          }
          renew = setInterval(() => void take().catch(() => undefined), leaseMs / 3)
          return await task()
        } finally {
          busy--
          clearInterval(renew)
          await leave()
        }
      })
      inThisTab = turn.catch(() => undefined)
      return turn
    },
  }
}

/** The lock that this browser can do. */
export function lockFor(db: Db, name: string, owner: string): Lock {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
  return locks ? webLock(locks, name) : leaseLock(db, name, owner)
}
