import type { Role } from '@/api/wire'

/** Who works in the office, or looks at its work. */
export const officeRoles: Role[] = ['company_operator', 'dispatcher']
/** Who weighs. */
export const yardRoles: Role[] = ['yard_operator']
/** Who may bring files in. */
export const importRoles: Role[] = ['planner', 'company_operator']
