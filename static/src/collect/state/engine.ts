import { draft } from './draft'
import { phone } from './phone'
import { refresh } from './refresh'
import { checkSession } from './session'
import { registerWorker, whileTyping } from './update'
import { send, sweep } from './work'

/** Meets the server: who is signed in, what waits, what is new. */
export async function contact(): Promise<void> {
  if (phone.sending !== 'sign_in') await checkSession()
  if (phone.sending === 'sign_in' || phone.sending === 'other_person') return
  await send()
  await refresh()
}

/** Starts what goes on behind the pages: sending, learning, keeping the page for times without a network. */
export function start(): void {
  window.addEventListener('online', () => { phone.online = true; void send('now').then(refresh) })
  window.addEventListener('offline', () => { phone.online = false; if (phone.sending !== 'sign_in') phone.sending = 'offline' })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void contact() })
  setInterval(() => {
    if (document.visibilityState !== 'visible' || phone.sending === 'sign_in' || phone.sending === 'other_person') return
    if (phone.ops.some((op) => op.state === 'captured' || op.state === 'queued') || phone.photos.length) void send()
  }, 15_000)
  void contact()
  void sweep().catch(() => undefined)
  whileTyping(() => !!draft.value)
  void registerWorker()
}
