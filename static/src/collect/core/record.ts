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
export function remember(before: readonly LastLine[], lines: readonly Line[], of: string): LastLine[] {
  const fresh = firsts(lines, of)
  return [...fresh, ...before.filter((b) => !has(fresh, b))].slice(0, 12)
}

/**
 * Puts the lines of a correction in the place of those that it corrects. What another record said of a category stays: it is later,
 * or the corrected line would not have stood behind it. A line that does not say of which record it is, is known by what it holds.
 */
export function relearn(before: readonly LastLine[], old: { id: string; lines: readonly Line[] }, lines: readonly Line[], of: string): LastLine[] {
  const corrected = (b: LastLine) => (b.of ? b.of === old.id : old.lines.some((l) => l.category === b.category && (l.grams ?? 0) === (b.grams ?? 0) && (l.pieces ?? 0) === (b.pieces ?? 0)))
  const at = before.findIndex(corrected)
  if (at < 0) return before.slice()
  const others = before.filter((b) => !corrected(b))
  others.splice(at, 0, ...firsts(lines, of).filter((l) => !has(others, l)))
  return others.slice(0, 12)
}

const has = (list: readonly LastLine[], line: LastLine): boolean => list.some((l) => l.category === line.category)
const firsts = (lines: readonly Line[], of: string): LastLine[] => lines.filter((l, i) => lines.findIndex((o) => o.category === l.category) === i).map((l) => ({ ...l, of }))
