import type { Line, PickupBody, Site } from '../wire'
import type { LastLine } from './propose'

/** How the material came, proposed from the kind of the site; no site is a visit at the door. */
export function deliveryOf(site?: { kind: Site['kind'] | '' }): Pick<PickupBody, 'delivery' | 'trigger' | 'origin'> {
  const is = (delivery: PickupBody['delivery'], trigger: PickupBody['trigger']) => ({ delivery, trigger, origin: 'RESIDENT' as const })
  switch (site?.kind) {
    case undefined: return is('DOORSTEP', 'BOOKED')
    case 'RC_POINT_SELF': return is('SMART_BOX', 'PERIODIC')
    case 'RC_POINT_MOBILE': return is('MOBILE_STOP', 'WALK_IN')
    case 'MSW_DROP': case 'MSW_STATION': case 'RC_VILLAGE': case 'TEMP_BULKY': return is('COMMUNITY_POINT', 'PERIODIC')
    default: return is('SITE', 'WALK_IN')
  }
}

/** Puts the lines of a new record before those of before; one line a category, at most 12. */
export function remember(before: readonly LastLine[], lines: readonly Line[]): LastLine[] {
  const fresh = lines.filter((l, i) => lines.findIndex((o) => o.category === l.category) === i)
  return [...fresh, ...before.filter((b) => !fresh.some((f) => f.category === b.category))].slice(0, 12)
}
