// What changed from one version of a site to the next.

import type { SiteFacts, SiteVersion } from './wire'

/** The facts that people can tell apart, in the order in which a change is named. */
const FIELDS = ['name', 'state', 'networks', 'kind', 'operatorName', 'address', 'hours', 'categories', 'areaM2', 'capacityKgDay', 'district'] as const
export type HistoryField = (typeof FIELDS)[number] | 'lon'

/** changesOf lists the fields in which two versions differ; a new position is one change, not two. */
export function changesOf(before: SiteFacts, after: SiteFacts): HistoryField[] {
  const text = (v: unknown) => (v === undefined || v === null ? '' : JSON.stringify(v))
  const fields: HistoryField[] = FIELDS.filter((f) => text(before[f]) !== text(after[f]))
  if (before.lon !== after.lon || before.lat !== after.lat) fields.push('lon')
  return fields
}

export interface Step {
  from: string
  to: string
  changes: HistoryField[]
  first: boolean
  facts: SiteFacts
  reason: string
  evidence: string
}

/** stepsOf orders versions newest first, each with what it changed. */
export function stepsOf(versions: SiteVersion[]): Step[] {
  const old = [...versions].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return old.map((v, i) => ({
    from: v.validFrom, to: v.validTo, first: i === 0, facts: v.facts, reason: v.reason, evidence: v.evidence,
    changes: i === 0 ? [] : changesOf(old[i - 1]!.facts, v.facts),
  })).reverse()
}

/** Open ends of the register: what was always so, and what still is. */
const ALWAYS = '1970-01-01'
const isOpenEnd = (day: string): boolean => day >= '9999'

export interface SpanWords {
  first: string
  now: string
  until: (day: string) => string
}

/** spanOf says how long a version held: "最早的登记 至今", "2026-09-01 至今", "最早的登记 至 2026-08-31". */
export function spanOf(s: Pick<Step, 'from' | 'to'>, w: SpanWords): string {
  return `${s.from <= ALWAYS ? w.first : s.from} ${isOpenEnd(s.to) ? w.now : w.until(s.to)}`
}
