// Which column is read as what: what the server found, and what the person changed of it.

import type { Preview, Settings } from './wire'

/** Of each column: the target that it is read as, or '' for one that is left out. */
export type Mapping = string[]

export function firstMapping(p: Preview): Mapping {
  return p.columns.map((c) => c.target ?? '')
}

/** assign reads column i as target; a target has one column of the person's choice, so that it leaves the others. */
export function assign(m: Mapping, i: number, target: string): Mapping {
  return m.map((old, k) => (k === i ? target : target !== '' && old === target ? '' : old))
}

/** settingsOf writes only what differs from the server's own finding: a target of other columns is mapped, one of none is set empty. */
export function settingsOf(p: Preview, m: Mapping, source: string, datum: Settings['datum'], constants: Record<string, string>): Settings {
  const columnsOf = (list: Mapping, target: string) => list.flatMap((t, i) => (t === target ? [i] : []))
  const first = firstMapping(p)
  const s: Settings = { source: source.trim(), datum, map: {}, set: {} }
  for (const { key } of p.targets) {
    const was = columnsOf(first, key)
    const is = columnsOf(m, key)
    if (is.length > 0 && is.join() !== was.join()) s.map[key] = p.columns[is[0]!]!.header
    if (is.length === 0 && was.length > 0) s.set[key] = ''
  }
  for (const [key, value] of Object.entries(constants)) if (value !== '' && columnsOf(m, key).length === 0) s.set[key] = value
  return s
}

/** missing lists the required targets that no column and no constant gives. */
export function missing(p: Preview, m: Mapping, constants: Record<string, string>): string[] {
  return p.targets.filter((t) => t.required && !m.includes(t.key) && !constants[t.key]).map((t) => t.key)
}

/** needsPosition reports that a file of positions has none: a kind with lon and lat, and neither them nor one position column. */
export function needsPosition(p: Preview, m: Mapping): boolean {
  const has = (key: string) => m.includes(key)
  return p.format === 'csv' || p.format === 'xlsx' ? p.targets.some((t) => t.key === 'lon') && !has('position') && !(has('lon') && has('lat')) : false
}
