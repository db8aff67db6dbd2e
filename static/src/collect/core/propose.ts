import type { Category, Line } from '../wire'

/** A line of the last time at a site. */
export type LastLine = Partial<Line> & { category: string; of?: string /* the record that it is of, if this phone wrote it */ }

const usual = ['paper.occ', 'plastic.pet', 'steel.light', 'nonferrous.aluminium_can', 'textile.clothes', 'weee.tv', 'paper.book', 'glass.bottle']

/** The categories on the first page: the last ones here first, then the usual ones. */
export function tiles(all: readonly Category[], last: readonly LastLine[], count: number): Category[] {
  const byKey = new Map(all.map((c) => [c.key, c]))
  const keys = [...last.map((l) => l.category), ...usual]
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

/**
 * Keeps tiles where the thumb knows them: what was shown stays in its order, and what is new takes the place of what fell out.
 */
export function steady(before: readonly Category[], now: readonly Category[]): Category[] {
  const has = (list: readonly Category[], c: Category) => list.some((o) => o.key === c.key)
  const fresh = now.filter((c) => !has(before, c))
  return before.map((c) => (has(now, c) ? c : fresh.shift())).filter((c): c is Category => !!c).concat(fresh)
}
