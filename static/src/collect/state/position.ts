import { db, phone } from './phone'

let watch: number | undefined
let wanted = 0

/** Follows the phone's position while a page wants it and can be seen; nothing waits for it. */
export function wantPosition(): () => void {
  wanted++
  follow()
  return () => { wanted--; follow() }
}

document.addEventListener('visibilitychange', follow)

/** Starts or stops following as the page is seen or hidden. */
function follow(): void {
  const on = wanted > 0 && document.visibilityState === 'visible' && !!phone.me
  if (!on) {
    if (watch !== undefined) navigator.geolocation.clearWatch(watch)
    watch = undefined
    return
  }
  if (watch !== undefined) return
  if (!window.isSecureContext || !navigator.geolocation) {
    phone.position = 'off'
    return
  }
  if (!phone.fix) phone.position = 'locating'
  watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      // The time is taken here and not from the fix: some phones stamp fixes by another clock.
      phone.fix = { lon: coords.longitude, lat: coords.latitude, accuracyM: Math.round(coords.accuracy), at: Date.now() }
      phone.position = 'ok'
    },
    (e) => { phone.position = e.code === e.PERMISSION_DENIED ? 'denied' : phone.fix ? 'ok' : 'locating' },
    { enableHighAccuracy: true, maximumAge: 15_000, timeout: 30_000 },
  )
}

/** Keeps what the person chose: a site, or no site (null). */
export async function pick(siteId: string | null): Promise<void> {
  if (!phone.me) return
  const fix = phone.fix && Date.now() - phone.fix.at < 600_000 ? phone.fix : undefined
  phone.picked = { siteId, at: Date.now(), ...(fix ? { lon: fix.lon, lat: fix.lat } : {}) }
  await db().put('kv', phone.picked, 'picked:' + phone.me.personId)
}
