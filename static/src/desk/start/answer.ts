// What the start page reads of the server's answer.

import type { Role, Start } from '@/api/wire'

export const rolesOf = (a: Start | undefined): Role[] => a?.roles ?? []

/** The covered share of the households, or null where nobody lives. */
export function shareOf(a: Start): number | null {
  const f = a.figures
  return f && f.households > 0 ? f.coveredHouseholds / f.households : null
}
