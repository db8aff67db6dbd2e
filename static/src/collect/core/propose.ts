import type { Category, Line, Site } from '../wire'

/** How the material came, proposed from the kind of the site; no site is a visit at the door. */
export function deliveryOf(site?: Pick<Site, 'kind'>): { delivery: string; trigger: string; origin: string } {
  const is = (delivery: string, trigger: string) => ({ delivery, trigger, origin: 'RESIDENT' })
  switch (site?.kind) {
    case undefined: return is('DOORSTEP', 'BOOKED')
    case 'RC_POINT_SELF': return is('SMART_BOX', 'PERIODIC')
    case 'RC_POINT_MOBILE': return is('MOBILE_STOP', 'WALK_IN')
    case 'MSW_DROP': case 'MSW_STATION': case 'RC_VILLAGE': case 'TEMP_BULKY': return is('COMMUNITY_POINT', 'PERIODIC')
    default: return is('SITE', 'WALK_IN')
  }
}

/** A line of the last time at a site. */
export type LastLine = Partial<Line> & { category: string }

const usual = ['paper.occ', 'plastic.pet', 'steel.light', 'nonferrous.aluminium_can', 'textile.clothes', 'weee.tv', 'paper.book', 'glass.bottle']

/** The categories on the first page: the last ones here first, then what the site accepts, then the usual ones. */
export function tiles(all: readonly Category[], last: readonly LastLine[], site: Pick<Site, 'categories'> | undefined, count: number): Category[] {
  const byKey = new Map(all.map((c) => [c.key, c]))
  const keys = [...last.map((l) => l.category), ...usualOf(site)]
  const seen = new Set<string>()
  const out: Category[] = []
  for (const key of keys) {
    const c = byKey.get(key)
    if (!c || seen.has(key) || out.length >= count) continue
    seen.add(key)
    out.push(c)
  }
  for (const c of all) {
    if (out.length >= count) break
    if (c.gate === 'FREE' && !seen.has(c.key)) out.push(c)
  }
  return out
}

function usualOf(site: Pick<Site, 'categories'> | undefined): string[] {
  const accepted = site?.categories ?? []
  return accepted.length ? [...usual.filter((k) => accepted.indexOf(k) >= 0), ...accepted, ...usual] : usual
}

/** Puts the lines of a new record before those of before; one line a category, at most 12. */
export function remember(before: readonly LastLine[], lines: readonly Line[]): LastLine[] {
  const fresh = lines.filter((l, i) => lines.findIndex((o) => o.category === l.category) === i)
  return [...fresh, ...before.filter((b) => !fresh.some((f) => f.category === b.category))].slice(0, 12)
}
