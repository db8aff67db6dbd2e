import { openDb } from '../store/db'
import type { Me } from '../wire'
import { restoreDraft } from './draft'
import { phone, setDb } from './phone'
import { reload, restore } from './reload'

/** Opens what the phone knows. Resolves when the pages can be used; the server is met afterwards. */
export async function boot(): Promise<void> {
  try {
    const db = await openDb('lw-collect', () => { phone.fatal = 'outdated' })
    setDb(db)
    phone.deviceId = ((await db.get('kv', 'device')) as string | undefined) ?? (await import('../core/uuid7')).newId()
    await db.put('kv', phone.deviceId, 'device')
    phone.me = (await db.get('kv', 'me')) as Me | undefined
    await restore()
    await restoreDraft()
    await reload()
  } catch (e) {
    phone.fatal = (e as DOMException | undefined)?.name === 'VersionError' ? 'outdated' : 'storage'
    return
  }
  phone.online = navigator.onLine
  phone.ready = true
  document.addEventListener('visibilitychange', () => { phone.now = Date.now() })
  setInterval(() => { phone.now = Date.now() }, 5_000)
  void navigator.storage?.persist?.().then((kept) => { phone.persisted = kept }, () => undefined)
}
