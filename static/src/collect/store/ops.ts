import type { Pickup } from '../wire'
import type { Db, Op, PhotoRow, RecordRow } from './db'

/** Who acts on this phone now. */
export interface Who { personId: string; orgId: string; deviceId: string }

/** What waits beside the operations: pictures of the person, and how many operations of others. */
export interface Waiting { photos: PhotoRow[]; othersOps: number }

/** Whether an operation still has to reach the server. */
export const unsent = (op: Op): boolean => op.state !== 'sent' && op.state !== 'discarded'

/** The key under which the last lines of a person at a site stand. */
export const lastKey = (personId: string, siteId = ''): string => `last:${personId}:${siteId}`

/** The pictures that an operation names. */
export function photoHashes(op: Op): string[] {
  return op.kind === 'void' ? [] : op.photos
}

/** A picture as far as it matters who has it. */
export type Picture = Pick<PhotoRow, 'hash' | 'personId' | 'sentFor'>

/** Whether an operation names a picture that the server does not have for its organisation. */
export const lacks = (op: Op, p: Picture): boolean =>
  op.personId === p.personId && photoHashes(op).indexOf(p.hash) >= 0 && !(p.sentFor && p.sentFor.indexOf(op.orgId) >= 0)

/** Whether anything that was not given up lacks a picture. */
export const isWanted = (ops: Op[], p: Picture): boolean => ops.some((op) => op.state !== 'discarded' && lacks(op, p))

/** The row that keeps a record as the server showed it. */
export const row = (personId: string, pickup: Pickup): RecordRow => ({ id: pickup.id, personId, day: pickup.day, pickup })

/** Everything of a person that this phone still knows, oldest first, and what of it is not sent. Of other persons only the number is told. */
export async function look(db: Db, personId: string | undefined): Promise<{ ops: Op[] } & Waiting> {
  const all = await db.getAllFromIndex('outbox', 'n')
  const ops = all.filter((op) => op.personId === personId)
  const photos = (await db.getAll('photos')).filter((p) => !p.sentAt && p.personId === personId && isWanted(ops, p))
  return { ops, photos, othersOps: all.filter((op) => op.personId !== personId && unsent(op)).length }
}
