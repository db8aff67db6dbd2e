import { backup } from '../store/backup'
import { db } from './phone'
import { acting } from './work'

/** Puts the person's outbox into a file that the browser saves. */
export async function exportOutbox(): Promise<void> {
  const w = acting()
  const data = await backup(db(), w.personId, w.deviceId, Date.now())
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: 'application/json' }))
  const a = document.createElement('a')
  a.href = url
  a.download = `待发-${data.madeAt.slice(0, 16).replace(/[T:]/g, '-')}.json`
  document.body.appendChild(a)
  a.click()
  a.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
