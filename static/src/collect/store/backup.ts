import type { Db } from './db'
import { photoHashes } from './ops'

/** What the exported file holds: everything of one person that the server has not confirmed, whole, with its pictures. */
export interface Backup {
  format: 'liangwang-outbox'
  version: 1
  madeAt: string
  deviceId: string
  operations: unknown[]
  photos: { hash: string; type: string; base64: string }[]
}

/** Makes the file of what a person has not sent, and of what was discarded in the last 30 days. */
export async function backup(db: Db, personId: string, deviceId: string, now: number): Promise<Backup> {
  const operations = (await db.getAllFromIndex('outbox', 'n')).filter((op) => op.personId === personId && op.state !== 'sent')
  const wanted = new Set(operations.flatMap(photoHashes))
  const photos = (await db.getAll('photos')).filter((p) => p.data && !p.sentAt && (wanted.has(p.hash) || p.personId === personId))
  return {
    format: 'liangwang-outbox', version: 1, madeAt: new Date(now).toISOString(), deviceId, operations,
    photos: photos.map((p) => ({ hash: p.hash, type: p.type, base64: base64(new Uint8Array(p.data!)) })),
  }
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode.apply(null, Array.from(bytes.subarray(i, i + 0x8000)))
  return btoa(text)
}
