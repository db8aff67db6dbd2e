import type { Skew } from '../core/skew'
import { strictly, type Db, type Op, type PhotoRow } from './db'
import { unsent } from './ops'

const day = 86_400_000

/**
 * Takes over the epoch of the server's data: a random id, a dot, and the moment (milliseconds) of the backup that they were brought back
 * from. If it is another one than before, what was accepted after that moment is gone there: it is to be sent again, in its order, and
 * so are its pictures. To send what is in the backup once more does no harm, so a day more is sent: the phone's clock may have been wrong.
 * Returns how many operations that are.
 */
export async function takeEpoch(db: Db, epoch: string, skew: Skew): Promise<number> {
  return strictly(db, ['kv', 'outbox', 'photos'], async (tx) => {
    const kv = tx.objectStore('kv')
    const known = await kv.get('epoch')
    if (known === epoch) return 0
    await kv.put(epoch, 'epoch')
    if (known === undefined) return 0
    const since = Number(epoch.split('.')[1]) - day
    const all = (await tx.objectStore('outbox').getAll()).sort((a, b) => a.n - b.n)
    const again = all.filter((op) => op.state === 'sent' && !(sent(op, skew) < since))
    const back = new Set(again.map((op) => op.id))
    for (const op of all) {
      if (!unsent(op) && !back.has(op.id)) continue
      const { sentAt: _at, answer: _answer, ...rest } = op
      await tx.objectStore('outbox').put({ ...(back.has(op.id) ? { ...rest, state: 'queued', nextAt: 0 } : op), after: after(op, again) } as Op)
    }
    for (const p of await tx.objectStore('photos').getAll()) {
      if (p.data && !((p.sentAt ?? Infinity) + skew.ms < since)) await tx.objectStore('photos').put(unsentPhoto(p))
    }
    return again.length
  })
}

/** When the server accepted an operation: by its own word, or by the phone's clock as it knows it now. */
function sent(op: Op, skew: Skew): number {
  const received = op.kind === 'pickup' ? Date.parse(op.answer?.receivedAt ?? '') : NaN
  return Math.max((op.sentAt ?? Infinity) + skew.ms, isNaN(received) ? -Infinity : received)
}

/** What an operation waits for, those that go again included: what came before it about its record, or made the record that it corrects. */
function after(op: Op, again: Op[]): string[] {
  const about = op.kind === 'pickup' ? op.body.replaces : op.target
  const before = again.filter((a) => a.n < op.n && a.target === about).map((a) => a.id)
  return op.after.concat(before.filter((id) => op.after.indexOf(id) < 0))
}

function unsentPhoto(p: PhotoRow): PhotoRow {
  const { sentAt: _at, ...rest } = p
  return { ...rest, sentFor: [], nextAt: 0 }
}
