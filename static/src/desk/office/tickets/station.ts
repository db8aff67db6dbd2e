import { api, ask } from '@/api/client'
import type { Ticket } from '@/api/wire'

/** What a station took in on a day, grams, and what its entry says that it can take; no capacity is known: undefined. */
export interface StationLoad { siteId: string; name: string; grams: number; capacity?: number }

/** Sums the nets that count by station, the fullest first. A ticket without a station belongs to none. */
export function loadsOf(tickets: Pick<Ticket, 'siteId' | 'siteName' | 'state' | 'net'>[]): StationLoad[] {
  const loads = new Map<string, StationLoad>()
  for (const t of tickets) {
    if (!t.siteId || t.state !== 'stored') continue
    const load = loads.get(t.siteId) ?? { siteId: t.siteId, name: t.siteName ?? '', grams: 0 }
    loads.set(t.siteId, { ...load, grams: load.grams + t.net })
  }
  return [...loads.values()].sort((a, b) => b.grams - a.grams)
}

/** By how much a station is over what it can take, grams; 0 if it is not, or if nobody said what it can. */
export const excess = (l: StationLoad): number => (l.capacity ? Math.max(0, l.grams - l.capacity) : 0)

/** Reads what the acting organisation's stations took in on a day. */
export async function readLoads(day: string, signal: AbortSignal): Promise<StationLoad[]> {
  const tickets: Ticket[] = []
  let cursor: string | undefined
  do {
    const page = await ask(api.GET('/api/v1/tickets', { params: { query: { from: day, to: day, side: 'weighed', state: 'stored', limit: 200, cursor } }, signal }))
    tickets.push(...page.items)
    cursor = page.next || undefined
  } while (cursor)
  return Promise.all(loadsOf(tickets).map(async (l) => {
    const { site } = await ask(api.GET('/api/v1/sites/{siteId}', { params: { path: { siteId: l.siteId } }, signal }))
    return { ...l, capacity: site.capacityKgDay ? Math.round(site.capacityKgDay * 1000) : undefined }
  }))
}
