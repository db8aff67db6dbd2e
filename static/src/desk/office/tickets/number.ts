import { onMounted, onScopeDispose, watch } from 'vue'
import { api, ask } from '@/api/client'
import type { TicketDraft } from './ticket'

const everyMs = 20_000
const typingMs = 300

/** Whether the number of a draft is the server's proposal still, so that a newer one may take its place. */
export const follows = (d: Pick<TicketDraft, 'number' | 'proposed'>): boolean => d.number === (d.proposed ?? '')

/**
 * Keeps the number of a new ticket at what the server proposes, until somebody types one: others at the same scale use numbers up, too.
 * It asks at once, when the scale changes, when the window is looked at again, and every 20 s. `propose` asks now and returns the answer,
 * empty if there is none.
 */
export function useNumber(draft: TicketDraft, isNew: boolean): { propose: () => Promise<string> } {
  let asked = 0
  async function propose(): Promise<string> {
    const mine = ++asked
    const { number } = await ask(api.GET('/api/v1/tickets/next', { params: { query: { siteId: draft.siteId || undefined, scaleNo: draft.scaleNo.trim() || undefined } } })).catch(() => ({ number: '' }))
    const typing = (document.activeElement as HTMLInputElement | null)?.name === 'number'
    if (isNew && mine === asked && !typing && follows(draft) && draft.number !== number) Object.assign(draft, { number, proposed: number })
    return number
  }
  if (!isNew) return { propose }
  const look = () => { if (document.visibilityState === 'visible') void propose() }
  let timer = 0
  let stop = () => {}
  watch(() => [draft.scaleNo, draft.siteId], () => { clearTimeout(timer); timer = window.setTimeout(look, typingMs) })
  onMounted(() => {
    look()
    addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    const clock = setInterval(look, everyMs)
    stop = () => { clearTimeout(timer); clearInterval(clock); removeEventListener('focus', look); document.removeEventListener('visibilitychange', look) }
  })
  onScopeDispose(() => stop())
  return { propose }
}
