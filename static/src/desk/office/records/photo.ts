import { raw } from '@/api/client'
import { office } from '@/i18n/office'

const largest = 10 * 1024 * 1024

/** Whether this page may send photos: a browser computes their hash on an encrypted address only (the phone says the same there). */
export const maySendPhotos = (): boolean => !!globalThis.crypto?.subtle

/** What is wrong with a chosen file, in words; empty if nothing is. */
export function photoFault(file: File): string {
  if (!maySendPhotos()) return office.value.fix.photoInsecure
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return office.value.fix.photoBad
  return file.size > largest ? office.value.fix.photoTooBig : ''
}

/** Sends a photo and returns the hash by which a record names it. */
export async function sendPhoto(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const hash = Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('')
  await raw(`/api/v1/photos/${hash}`, { method: 'PUT', body: bytes, headers: { 'Content-Type': 'application/octet-stream' } })
  return hash
}
