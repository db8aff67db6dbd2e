import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { api, ask } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { Ticket } from '@/api/wire'
import { session } from '../../session'

/**
 * What names a ticket: its id, and who weighed, for an id is unique within its organisation only. Empty is one's own organisation, or, of
 * an address that names none, whoever the server finds.
 */
export interface TicketName { id: string; org: string }

export const nameOf = (t: Pick<Ticket, 'id' | 'orgId'>): TicketName => ({ id: t.id, org: t.orgId === session.me?.org.id ? '' : t.orgId })
export const keyOf = (n: TicketName): string => (n.id ? `${n.org}/${n.id}` : '')
const is = (t: Ticket, n: TicketName) => t.id === n.id && t.orgId === (n.org || session.me?.org.id)

/** The ticket that is shown: the listed one if the list has it, else the server's answer. `put` shows a changed one at once. */
export function useTicket(name: Ref<TicketName>, listed: Ref<Ticket[]>): { ticket: ShallowRef<Ticket | undefined>; problem: ShallowRef<Problem | null>; put: (t: Ticket) => void } {
  const ticket = shallowRef<Ticket>()
  const problem = shallowRef<Problem | null>(null)
  let asked = 0
  watch([() => keyOf(name.value), listed], async () => {
    const mine = ++asked
    const n = name.value
    problem.value = null
    if (!n.id) return void (ticket.value = undefined)
    const found = listed.value.find((t) => is(t, n))
    if (found) return void (ticket.value = found)
    if (ticket.value && is(ticket.value, n)) return
    try {
      const one = await ask(api.GET('/api/v1/tickets/{ticketId}', { params: { path: { ticketId: n.id }, query: { orgId: n.org || undefined } } }))
      if (mine === asked) ticket.value = one
    } catch (err) {
      if (mine === asked) [ticket.value, problem.value] = [undefined, asProblem(err)]
    }
  }, { immediate: true })
  return { ticket, problem, put: (t) => { ticket.value = t } }
}
