import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { phone } from './state/phone'
import Home from './views/Home.vue'

declare module 'vue-router' {
  interface RouteMeta { tab?: 'log' | 'records' | 'outbox' | 'me'; foot?: boolean; open?: boolean }
}

const places = new Map<string, number>() // how far down a page was left, for the way back

/** The pages of the phone. The first is loaded at once, the others when they are opened. */
export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/collect', component: Home, meta: { tab: 'log', foot: true } },
    { path: '/collect/pad', component: () => import('./views/Pad.vue'), meta: { foot: true } },
    { path: '/collect/more', component: () => import('./views/Extra.vue'), meta: {} },
    { path: '/collect/all', component: () => import('./views/Categories.vue'), meta: {} },
    { path: '/collect/site', component: () => import('./views/Sites.vue'), meta: {} },
    { path: '/collect/records', component: () => import('./views/Records.vue'), meta: { tab: 'records', foot: true } },
    { path: '/collect/records/:id', component: () => import('./views/Detail.vue'), meta: { foot: true } },
    { path: '/collect/need', component: () => import('./views/Need.vue'), meta: { foot: true } },
    { path: '/collect/need/:id', component: () => import('./views/Stuck.vue'), meta: { foot: true } },
    { path: '/collect/outbox', component: () => import('./views/Outbox.vue'), meta: { tab: 'outbox', foot: true } },
    { path: '/collect/me', component: () => import('./views/Me.vue'), meta: { tab: 'me', foot: true } },
    { path: '/collect/signin', component: () => import('./views/SignIn.vue'), meta: { open: true } },
    { path: '/collect/join', component: () => import('./views/Join.vue'), meta: { open: true } },
    { path: '/collect/:rest(.*)*', redirect: '/collect' },
  ],
  scrollBehavior(to, _from, saved) {
    if (saved) void nextTick(() => document.querySelector('main')?.scrollTo(0, places.get(to.fullPath) ?? 0))
  },
})

router.beforeEach((_to, from) => { places.set(from.fullPath, document.querySelector('main')?.scrollTop ?? 0) })
router.beforeEach((to) => (phone.me || to.meta.open || phone.fatal ? true : { path: '/collect/signin' }))

// A page whose file is gone belongs to an older version: load the new one.
router.onError((_e, to) => {
  const key = 'lw.reloaded'
  if (sessionStorage.getItem(key) === to.fullPath) return
  sessionStorage.setItem(key, to.fullPath)
  location.assign(to.fullPath)
})
