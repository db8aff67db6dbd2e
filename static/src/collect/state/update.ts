import { phone, unsentOps } from './phone'

let waiting: ServiceWorker | undefined
let confirmed = false

/** Registers the worker that lets the page open without a network, and notices new versions. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  const sw = navigator.serviceWorker
  let reloaded = false
  sw.addEventListener('controllerchange', () => {
    if (!confirmed || reloaded) return // the first install takes over silently
    reloaded = true
    location.reload()
  })
  try {
    const registration = await sw.register('/sw.js', { scope: '/collect' })
    const look = () => {
      if (registration.waiting && sw.controller) {
        waiting = registration.waiting
        phone.update = true
      }
    }
    look()
    registration.addEventListener('updatefound', () => {
      const next = registration.installing
      next?.addEventListener('statechange', () => { if (next.state === 'installed') look() })
    })
    void sw.ready.then(() => { phone.offlineReady = true })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void registration.update().catch(() => undefined)
      else if (waiting && !unsentOps.value.length && !typing()) update() // nobody looks, nothing waits, nothing is being typed
    })
  } catch { /* the page works with a network; 我的 says that it does not without */ }
}

let typing: () => boolean = () => false
/** Tells when a record is being typed, during which nothing is updated. */
export function whileTyping(is: () => boolean): void { typing = is }

/** Goes to the new version now. Unsent records and the draft are in the database and stay. */
export function update(): void {
  confirmed = true
  waiting?.postMessage('activate')
}
