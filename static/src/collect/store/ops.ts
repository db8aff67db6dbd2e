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

/** The row that keeps a record as the server showed it. */
export const row = (personId: string, pickup: Pickup): RecordRow => ({ id: pickup.id, personId, day: pickup.day, pickup })

/** Everything of a person that this phone still knows, oldest first, and what of it is not sent. Of other persons only the number is told. */
export async function look(db: Db, personId: string | undefined): Promise<{ ops: Op[] } & Waiting> {
  const all = await db.getAllFromIndex('outbox', 'n')
  const ops = all.filter((op) => op.personId === personId)
  const wanted = new Set(ops.filter((op) => op.state !== 'discarded').flatMap(photoHashes))
  const photos = (await db.getAll('photos')).filter((p) => !p.sentAt && p.personId === personId && wanted.has(p.hash))
  return { ops, photos, othersOps: all.filter((op) => op.personId !== personId && unsent(op)).length }
}
