import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import type { Skew } from '../core/skew'
import type { Paper, Pickup, PickupBody, Field } from '../wire'

/**
 * Where an operation stands. captured: saved here, not tried yet. queued: tried, will be tried again. sent: the server has it.
 * needs_me: the person must decide. refused: the server will never take it; it stays here and can be exported. discarded: given up
 * with a reason, kept for 30 days.
 */
export type OpState = 'captured' | 'queued' | 'sent' | 'needs_me' | 'refused' | 'discarded'

/** Why an operation was not taken, or not yet. Status 0: no answer came. */
export interface OpError { code: string; status: number; fields?: Field[]; stored?: Pickup; at: number }

interface OpBase {
  id: string // of the operation; a pickup's is the pickup's own
  n: number // place among all operations of this phone: they are sent in this order
  target: string // the pickup that it is about
  personId: string
  orgId: string
  after: string[] // operations that the server must have first
  state: OpState
  attempts: number
  nextAt: number // not before this moment (phone's clock)
  createdAt: number // by the phone's clock
  skew: Skew // as measured last before it was saved
  lastError?: OpError
  sentAt?: number
  answer?: Pickup
  discarded?: { reason: string; at: number }
}
export interface PickupOp extends OpBase { kind: 'pickup'; seq: number; body: PickupBody; photos: string[] }
export interface VoidOp extends OpBase { kind: 'void'; body: { reason: string } }
export interface PaperOp extends OpBase { kind: 'paper'; body: Paper; photos: string[] }
/** What a person did on this phone, until the server has it. */
export type Op = PickupOp | VoidOp | PaperOp

/** A picture taken on this phone, by the SHA-256 of its bytes. */
export interface PhotoRow {
  hash: string; personId: string; orgId: string; type: string; data?: ArrayBuffer // dropped when the server has had it for two weeks
  sentFor?: string[] // organisations that the server has it for: it keeps pictures apart as it does records
  takenAt: number; sentAt?: number; attempts: number; nextAt: number; lastError?: OpError
}

/** A record as the server showed it last. */
export interface RecordRow { id: string; personId: string; day: string; pickup: Pickup }

export interface Schema extends DBSchema {
  kv: { key: string; value: unknown }
  outbox: { key: string; value: Op; indexes: { n: number } }
  photos: { key: string; value: PhotoRow }
  records: { key: string; value: RecordRow; indexes: { day: string } }
}
export type Db = IDBPDatabase<Schema>
export type Tx<M extends IDBTransactionMode = 'readwrite'> = IDBPTransaction<Schema, StoreNames<Schema>[], M>

type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>

/** The steps from one version of the database to the next. A step that was ever released is never changed: a phone may stand at any. */
export const migrations: ((db: Db, tx: Upgrade) => void)[] = [
  (db) => {
    db.createObjectStore('kv')
    db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('n', 'n')
    db.createObjectStore('photos', { keyPath: 'hash' })
  },
  (db) => {
    db.createObjectStore('records', { keyPath: 'id' }).createIndex('day', 'day')
  },
]

/**
 * Opens the phone's database and brings it up to `version`. `outdated` is called when another tab wants a newer version: this one
 * has closed the database and must load again.
 */
export function openDb(name = 'lw-collect', outdated: () => void = () => undefined, version = migrations.length): Promise<Db> {
  return openDB<Schema>(name, version, {
    upgrade(db, from, _to, tx) {
      for (let v = from; v < version; v++) migrations[v]!(db, tx as Upgrade)
    },
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
      outdated()
    },
  })
}

/**
 * Does work in one transaction that is on the disk when this resolves; only then may a page say that something is saved. If the
 * work throws, nothing of it is kept: a transaction left alone would commit the half that was done.
 */
export async function strictly<T>(db: Db, stores: StoreNames<Schema>[], work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx: Tx = db.transaction(stores, 'readwrite', { durability: 'strict' })
  try {
    const result = await work(tx)
    await tx.done
    return result
  } catch (e) {
    try { tx.abort() } catch { /* it has ended by itself */ }
    await tx.done.catch(() => undefined)
    throw e
  }
}
