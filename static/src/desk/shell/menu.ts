import { common } from '@/i18n/common'
import type { Role } from '@/api/wire'
import type { IconName } from '../parts/icons'
import { adminRoles, importRoles, officeRoles, yardRoles } from '../roles'
import { holds, session } from '../session'

/** One entry of the menu: a page that its person works on. */
export interface MenuEntry { path: string; icon: IconName; text: string; count?: number; roles?: Role[] }

/** The menu of the signed-in person, their first work first. Only what is finished is in it. */
export function menu(): MenuEntry[] {
  const { nav } = common.value
  const all: MenuEntry[] = [
    { path: '/office', icon: 'home', text: nav.today, roles: officeRoles },
    { path: '/office/receive', icon: 'truck', text: nav.receive, roles: yardRoles },
    { path: '/office/records', icon: 'list', text: nav.records, roles: officeRoles },
    { path: '/office/fix', icon: 'alert', text: nav.fix, roles: officeRoles, count: session.me?.needsFix },
    { path: '/office/tickets', icon: 'slip', text: nav.tickets, roles: [...officeRoles, ...yardRoles] },
    { path: '/office/compare', icon: 'scale', text: nav.compare, roles: officeRoles },
    { path: '/office/sellers', icon: 'person', text: nav.sellers, roles: ['company_operator'] },
    { path: '/plan', icon: 'map', text: nav.plan, roles: ['planner', 'auditor'] },
    { path: holds('planner') ? '/plan/import' : '/office/import', icon: 'upload', text: nav.import, roles: importRoles },
    { path: '/admin/people', icon: 'people', text: nav.people, roles: adminRoles },
    { path: '/admin/backup', icon: 'box', text: nav.backup, roles: adminRoles },
    { path: '/me', icon: 'person', text: nav.me },
  ]
  return all.filter((e) => !e.roles || holds(...e.roles))
}
