// The whole page over a real IndexedDB in memory, and the finger that taps it. Import fake-indexeddb/auto before this.
import { createApp, nextTick } from 'vue'
import { vi } from 'vitest'
import App from '../App.vue'
import { router } from '../router'
import { boot } from '../state/boot'
import { openDb, type Db, type PickupOp } from '../store/db'
import type { Category, Site } from '../wire'

export const org = { id: 'o-1', name: '示意公司', kind: 'RECYCLING_COMPANY' }
export const site = { id: '01930000-0001-7000-8000-000000000001', name: '示范小区-012 交投点', kind: 'RC_POINT_STD', networks: ['A', 'B'], lon: 116.63, lat: 35.4 } as Site
export const category = (key: string, zh: string, more: Partial<Category> = {}): Category =>
  ({ key: key as never, zh, en: key, group: key.split('.')[0]!, unit: 'KG', gate: 'FREE', needs: [], sendTo: [], ...more })

/** A phone in a test. Digits are what a record says: they are not counted as taps. */
export interface Page {
  db: Db
  taps: number
  find(selector: string, text?: string): HTMLElement
  tap(selector: string, text?: string): Promise<void>
  digits(keys: string): Promise<void>
  text(): string
  ops(): Promise<PickupOp[]>
}

const settle = async (): Promise<void> => { for (let i = 0; i < 8; i++) { await new Promise((r) => setTimeout(r, 5)); await nextTick() } }

/** Opens the first page for a person who signed in earlier, without a network for good; `known` is what the phone keeps from then, by key. */
export async function open(known: Record<string, unknown>): Promise<Page> {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
  const db = await openDb()
  await db.put('kv', { personId: 'p-1', name: '示意', phone: '', org, roles: ['collector'], orgs: [{ ...org, roles: ['collector'] }], demo: true }, 'me')
  for (const [key, value] of Object.entries(known)) await db.put('kv', value, key)
  await Promise.all([import('../views/Pad.vue'), import('../views/Categories.vue'), import('../views/Detail.vue'), import('../parts/SavedStrip.vue'), import('../state/work')]) // as the phone does
  await boot()
  document.body.innerHTML = '<div id="app"></div>'
  await router.push('/collect')
  createApp(App).use(router).mount('#app')
  await settle()
  const page: Page = {
    db, taps: 0,
    find(selector, text = '') {
      const found = Array.from(document.querySelectorAll<HTMLElement>(selector)).find((e) => (e.textContent ?? '').trim().startsWith(text))
      if (!found) throw new Error(`no ${selector} “${text}” on ${router.currentRoute.value.fullPath}: ${document.body.textContent}`)
      return found
    },
    async tap(selector, text = '') {
      page.taps++
      ;(await vi.waitFor(() => page.find(selector, text))).click()
      await settle()
    },
    async digits(keys) {
      for (const k of keys.split('')) (k === '<' ? page.find('.pad button[aria-label=退格]') : page.find('.pad button', k)).click()
      await settle()
    },
    text: () => document.body.textContent ?? '',
    ops: async () => (await db.getAllFromIndex('outbox', 'n')).filter((op): op is PickupOp => op.kind === 'pickup'),
  }
  return page
}
