import { nextTick } from 'vue'
import { createRouter, createWebHistory, START_LOCATION, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/wire'
import { common } from '@/i18n/common'
import { planRoutes } from './plan/routes'
import { adminRoles, importRoles, officeRoles, yardRoles } from './roles'
import { greet, holds, homeOf, loadSession, session } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without the frame (menu, search). */
    bare?: boolean
    /** Who may see it; absent: everyone who is signed in; 'public': everyone. */
    roles?: Role[] | 'public'
    /** The page's name, for the window's title. */
    title?: () => string
  }
}

const title = (key: keyof typeof common.value.nav) => () => common.value.nav[key]

const officeRoutes: RouteRecordRaw[] = [
  { path: '/office', component: () => import('./office/today/Today.vue'), meta: { roles: officeRoles, title: title('today') } },
  { path: '/office/receive', component: () => import('./office/tickets/Receive.vue'), meta: { roles: yardRoles, title: title('receive') } },
  { path: '/office/records', component: () => import('./office/records/Records.vue'), meta: { roles: officeRoles, title: title('records') } },
  { path: '/office/fix', component: () => import('./office/records/ToFix.vue'), meta: { roles: officeRoles, title: title('fix') } },
  { path: '/office/tickets', component: () => import('./office/tickets/Tickets.vue'), meta: { roles: [...officeRoles, ...yardRoles], title: title('tickets') } },
  { path: '/office/compare', component: () => import('./office/compare/Compare.vue'), meta: { roles: officeRoles, title: title('compare') } },
  { path: '/office/sellers', component: () => import('./office/sellers/Sellers.vue'), meta: { roles: ['company_operator'], title: title('sellers') } },
  { path: '/office/import', component: () => import('./import/Import.vue'), meta: { roles: importRoles, title: title('import') } },
]

const adminRoutes: RouteRecordRaw[] = [
  { path: '/admin', redirect: '/admin/people' },
  { path: '/admin/people', component: () => import('./admin/People.vue'), meta: { roles: adminRoles, title: title('people') } },
  { path: '/admin/backup', component: () => import('./admin/Backups.vue'), meta: { roles: adminRoles, title: title('backup') } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: () => import('./start/Start.vue'), meta: { bare: true, roles: 'public' } },
    { path: '/signin', component: () => import('./signin/SignIn.vue'), meta: { bare: true, roles: 'public' } },
    { path: '/me', component: () => import('./me/Me.vue'), meta: { title: title('me') } },
    ...officeRoutes,
    ...planRoutes,
    ...adminRoutes,
    { path: '/:rest(.*)*', component: () => import('./shell/NotFound.vue'), meta: { bare: true, roles: 'public' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (to.meta.roles === 'public') {
    await greet().catch(() => undefined) // the start page says itself when the server cannot be reached
    return true
  }
  try {
    await loadSession()
  } catch {
    return true // the frame shows that the server cannot be reached, and a way to try again
  }
  if (!session.me) return { path: '/signin', query: { next: to.fullPath } }
  return true
})

router.afterEach(async (to, from) => {
  setTitle(to)
  if (from === START_LOCATION || to.path === from.path) return
  await nextTick()
  // What had the focus may have gone with the old page, as the form of a sign-in: then the new page has it.
  if (!document.activeElement || document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
})

/** Sets the window's title from the page's name. */
export function setTitle(to: RouteLocationNormalized): void {
  const name = to.meta.title?.()
  document.title = name ? `${name} · ${common.value.brand}` : common.value.brand
}

/** Whether the signed-in person may see a page. */
export function maySee(to: Pick<RouteLocationNormalized, 'meta'>): boolean {
  const { roles } = to.meta
  return !roles || roles === 'public' || holds(...roles)
}

/** Goes to where a person's work begins; the phone's page is a build of its own. */
export async function goHome(next?: unknown): Promise<void> {
  if (!session.me) return
  const wanted = typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') ? next : undefined
  const path = wanted && maySee(router.resolve(wanted)) ? wanted : homeOf(session.me)
  if (path.startsWith('/collect')) location.assign(path)
  else await router.push(path)
}
