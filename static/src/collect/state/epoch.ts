import { db, phone } from './phone'
import { reload } from './reload'

let known = ''
let taking: Promise<void> | undefined

/**
 * Follows the epoch that every answer of the server carries; `renewed` is called when what it had accepted is to be sent again. What cannot
 * be done now is done at the next answer.
 */
export function hearEpoch(epoch: string | null, renewed: () => void): void {
  if (!epoch || epoch === known || taking) return
  taking = (async () => {
    const { takeEpoch } = await import('../store/epoch')
    const n = await takeEpoch(db(), epoch, phone.skew)
    known = epoch
    if (!n) return
    await reload('tell')
    renewed()
  })().catch(() => undefined).then(() => { taking = undefined })
}
