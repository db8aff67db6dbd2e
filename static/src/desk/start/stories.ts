// The stories of the demo zone, each with who finds it and on which page.

import type { Role } from '@/api/wire'
import { addDays } from '@/format/time'

export interface Story {
  key: 'scales' | 'late' | 'village' | 'pair' | 'yard'
  role: 'company_operator' | 'planner' | 'yard_operator'
  path: string
  /** The story's own account, where the role's does not see it. */
  account?: string
}

const STORIES: (Omit<Story, 'path'> & { path: string | ((today: string) => string) })[] = [
  { key: 'scales', role: 'company_operator', path: '/office/compare?by=scale' },
  { key: 'yard', role: 'yard_operator', account: 'yard', path: (today) => `/office/tickets?from=${addDays(today, -1)}&to=${addDays(today, -1)}` }, // a whole day
  { key: 'village', role: 'planner', path: '/plan?within=1000' },
  { key: 'pair', role: 'planner', path: '/plan?show=fusion' },
  { key: 'late', role: 'company_operator', path: '/office/records?late=60' },
]

/** storiesOf lists the stories that a visitor can look for on a day, given the roles that they may enter. */
export function storiesOf(roles: Role[], today: string): Story[] {
  return STORIES.filter((s) => roles.includes(s.role)).map((s) => ({ ...s, path: typeof s.path === 'string' ? s.path : s.path(today) }))
}
