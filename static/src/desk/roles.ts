import type { Role } from '@/api/wire'

/** Who works in the office, or looks at its work. */
export const officeRoles: Role[] = ['company_operator', 'dispatcher']
/** Who weighs. */
export const yardRoles: Role[] = ['yard_operator']
/** Who keeps the accounts and looks after the backups. */
export const adminRoles: Role[] = ['admin']
/** The roles that have something to do here: those somebody can be invited to. */
export const workingRoles: Role[] = ['collector', 'company_operator', 'dispatcher', 'yard_operator', 'planner', 'auditor', 'admin']
/** Who may bring files in. */
export const importRoles: Role[] = ['planner', 'company_operator']
