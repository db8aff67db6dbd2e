import { newId } from '../core/uuid7'
import { openDb } from '../store/db'
import type { Me } from '../wire'
import { draft, restoreDraft } from './draft'
import { phone } from './phone'
import { follow } from './position'
import { refresh, restore } from './refresh'
import { checkSession, met } from './session'
import { reload, send, sweep, wireWork } from './work'
import { registerWorker, whileTyping } from './update'

/** Opens the phone: what it knows first, then the server. Resolves as soon as the pages can be used. */
export async function boot(): Promise<void> {
  try {
    const db = await openDb('lw-collect', () => { phone.fatal = 'outdated' })
    wireWork(db, met)
    phone.deviceId = ((await db.get('kv', 'device')) as string | undefined) ?? newId()
    await db.put('kv', phone.deviceId, 'device')
    phone.me = (await db.get('kv', 'me')) as Me | undefined
    await restore()
    await restoreDraft()
    await reload()
  } catch (e) {
    phone.fatal = (e as DOMException)?.name === 'VersionError' ? 'outdated' : 'storage'
    return
  }
  phone.online = navigator.onLine
  phone.ready = true
  listen()
  void contact()
  void sweep().catch(() => undefined)
  whileTyping(() => !!draft.value)
  void registerWorker()
  phone.persisted = await navigator.storage?.persist?.().catch(() => undefined)
}

/** Meets the server: who is signed in, what waits, what is new. */
export async function contact(): Promise<void> {
  if (phone.sending !== 'sign_in') await checkSession()
  if (phone.sending === 'sign_in' || phone.sending === 'other_person') return
  await send()
  await refresh()
}

function listen(): void {
  window.addEventListener('online', () => { phone.online = true; void send('now').then(refresh) })
  window.addEventListener('offline', () => { phone.online = false; if (phone.sending !== 'sign_in') phone.sending = 'offline' })
  document.addEventListener('visibilitychange', () => {
    follow()
    phone.now = Date.now()
    if (document.visibilityState === 'visible') void contact()
  })
  setInterval(() => { phone.now = Date.now() }, 5_000)
  setInterval(() => {
    if (document.visibilityState !== 'visible' || phone.sending === 'sign_in' || phone.sending === 'other_person') return
    if (phone.ops.some((op) => op.state === 'captured' || op.state === 'queued') || phone.photos.length) void send()
  }, 15_000)
}
