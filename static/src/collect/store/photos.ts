import { strictly, type Db, type PhotoRow } from './db'
import type { Who } from './ops'

const longestSide = 1600 // pixels: a slip stays readable, a picture stays below half a megabyte

/** Shrinks a picture to JPEG. Throws if this browser cannot read it. */
export async function shrink(file: Blob): Promise<Blob> {
  const url = URL.createObjectURL(file)
  try {
    const img = new Image()
    await new Promise<void>((ok, bad) => {
      img.onload = () => ok()
      img.onerror = () => bad(new Error('photo.unreadable'))
      img.src = url
    })
    const scale = Math.min(1, longestSide / Math.max(img.naturalWidth, img.naturalHeight, 1))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(img.naturalWidth * scale))
    canvas.height = Math.max(1, Math.round(img.naturalHeight * scale))
    const context = canvas.getContext('2d')
    if (!context) throw new Error('photo.unreadable')
    context.fillStyle = '#fff' // JPEG has no transparency
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(img, 0, 0, canvas.width, canvas.height)
    const out = await new Promise<Blob | null>((ok) => canvas.toBlob(ok, 'image/jpeg', 0.82))
    if (!out) throw new Error('photo.unreadable')
    return out
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** SHA-256 of bytes, lower-case hexadecimal. */
export async function sha256(data: ArrayBuffer): Promise<string> {
  let hex = ''
  for (const v of new Uint8Array(await crypto.subtle.digest('SHA-256', data))) hex += (v < 16 ? '0' : '') + v.toString(16)
  return hex
}

/** Reads a blob's bytes; Blob.arrayBuffer is younger than the oldest browsers here. */
export function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((ok, bad) => {
    const reader = new FileReader()
    reader.onload = () => ok(reader.result as ArrayBuffer)
    reader.onerror = () => bad(new Error('photo.unreadable'))
    reader.readAsArrayBuffer(blob)
  })
}

/** Keeps a picture for sending and returns its hash. The same picture twice is kept once; one that was sent goes again only for another organisation. */
export async function keepPhoto(db: Db, who: Who, type: string, data: ArrayBuffer, now: number): Promise<string> {
  const hash = await sha256(data)
  await strictly(db, ['photos'], async (tx) => {
    const there = await tx.objectStore('photos').get(hash)
    if (there?.data && !there.sentAt && there.personId === who.personId) return
    const sentFor = there?.personId === who.personId ? there.sentFor ?? [] : []
    await tx.objectStore('photos').put({ hash, personId: who.personId, orgId: who.orgId, type, data, sentFor, takenAt: now, attempts: 0, nextAt: 0 })
  })
  return hash
}

/** How long the phone keeps what the server has accepted, whole: a server that lost its disk gets it again. */
export const keepSent = 14 * 86_400_000
/** How much of that may be pictures, bytes; the oldest go first. */
export const keepPictures = 64 << 20

/** The pictures of which the bytes need not be kept any longer, given all of them. */
export function stale(photos: PhotoRow[], now: number): PhotoRow[] {
  let bytes = 0
  return photos.filter((p) => p.data && p.sentAt).sort((a, b) => b.sentAt! - a.sentAt!)
    .filter((p) => (bytes += p.data!.byteLength) > keepPictures || now - p.sentAt! > keepSent)
}
