// The stories of the demo zone, each with who finds it and on which page.

import type { Role } from '@/api/wire'

export interface Story {
  key: 'scales' | 'late' | 'village' | 'pair'
  role: 'company_operator' | 'planner'
  path: string
}

const STORIES: Story[] = [
  { key: 'scales', role: 'company_operator', path: '/office/compare' },
  { key: 'village', role: 'planner', path: '/plan?within=1000' },
  { key: 'pair', role: 'planner', path: '/plan?show=fusion' },
  { key: 'late', role: 'company_operator', path: '/office/records' },
]

/** storiesOf lists the stories that a visitor can look for, given the roles that they may enter. */
export function storiesOf(roles: Role[]): Story[] {
  return STORIES.filter((s) => roles.includes(s.role))
}
