import type { RouteRecordRaw } from 'vue-router'
import { common } from '@/i18n/common'
import { devui } from '@/i18n/devui'
import { plan } from '@/i18n/plan'

/** The planner's pages, and the page of parts (demo only). */
export const planRoutes: RouteRecordRaw[] = [
  { path: '/plan', component: () => import('./PlanPage.vue'), meta: { roles: ['planner', 'auditor'], title: () => plan.value.title } },
  { path: '/plan/import', component: () => import('../import/Import.vue'), meta: { roles: ['planner'], title: () => common.value.nav.import } },
  { path: '/dev/ui', component: () => import('../devui/DevUi.vue'), meta: { bare: true, roles: 'public', title: () => devui.value.title } },
]
