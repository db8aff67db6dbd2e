import 'fake-indexeddb/auto'
import { createApp, nextTick } from 'vue'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import App from './App.vue'
import { router } from './router'
import { boot } from './state/boot'
import { draft } from './state/draft'
import { phone } from './state/phone'
import { lastKey } from './store/ops'
import { openDb, type Db, type PickupOp } from './store/db'

const site = { id: '01930000-0001-7000-8000-000000000001', name: '示范小区-012 交投点', kind: 'RC_POINT_STD', networks: ['A', 'B'], lon: 116.63, lat: 35.4 }
const org = { id: 'o-1', name: '示意公司', kind: 'RECYCLING_COMPANY' }
const category = (key: string, zh: string, gate = 'FREE', needs: string[] = []) => ({ key, zh, en: key, group: key.split('.')[0], unit: 'KG', gate, needs, sendTo: [] })

let db: Db
let taps = 0
const settle = async (): Promise<void> => { for (let i = 0; i < 8; i++) { await new Promise((r) => setTimeout(r, 5)); await nextTick() } }
const find = (selector: string, text: string): HTMLElement => {
  const found = Array.from(document.querySelectorAll<HTMLElement>(selector)).find((e) => (e.textContent ?? '').trim().startsWith(text))
  if (!found) throw new Error(`no ${selector} “${text}” on ${router.currentRoute.value.fullPath}: ${document.body.textContent}`)
  return found
}
async function tap(selector: string, text: string): Promise<void> {
  taps++
  find(selector, text).click()
  await settle()
}
async function digits(keys: string): Promise<void> {
  for (const k of keys.split('')) find('.pad button', k).click() // digits are what the record says: they are not counted
  await settle()
}
const saved = async (): Promise<PickupOp[]> => (await db.getAllFromIndex('outbox', 'n')).filter((op): op is PickupOp => op.kind === 'pickup')

beforeAll(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
  db = await openDb()
  await db.put('kv', { personId: 'p-1', name: '示意', phone: '', org, roles: ['collector'], orgs: [{ ...org, roles: ['collector'] }], demo: true }, 'me')
  await db.put('kv', [site], 'sites')
  await db.put('kv', [category('paper.occ', '黄板纸'), category('plastic.pet', '饮料瓶'), category('battery.lead_acid', '铅蓄电池', 'LICENSED', ['hazwaste_licence'])], 'categories')
  await db.put('kv', { siteId: site.id, at: 0 }, 'picked:p-1')
  await db.put('kv', [{ category: 'paper.occ', method: 'SCALE', unit: 'JIN', typed: '25', grams: 12_500, unitPrice: 8000, priceUnit: 'KG' }], lastKey('p-1', site.id))
  await Promise.all([import('./views/Pad.vue'), import('./views/Categories.vue'), import('./parts/SavedStrip.vue'), import('./state/work')]) // as the phone does
  await boot()
  document.body.innerHTML = '<div id="app"></div>'
  await router.push('/collect')
  createApp(App).use(router).mount('#app')
  await settle()
  await vi.waitFor(() => find('.cat', '黄板纸'))
})
afterAll(() => vi.unstubAllGlobals())

describe('a record', () => {
  it('that repeats the last one takes two taps and the digits, without a network', async () => {
    taps = 0
    await tap('.cat', '黄板纸')
    await vi.waitFor(() => find('.pad button', '7'))
    await digits('13.5')
    await tap('.save', '记一笔')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect(taps).toBe(2)
    const ops = await saved()
    expect(ops).toHaveLength(1)
    expect(ops[0]!.body).toMatchObject({
      siteId: site.id, delivery: 'SITE', trigger: 'WALK_IN',
      lines: [{ category: 'paper.occ', method: 'SCALE', unit: 'JIN', typed: '13.5', grams: 6750, unitPrice: 8000, priceUnit: 'KG' }],
    })
    expect(await db.get('kv', 'draft:p-1')).toBeUndefined()
    await vi.waitFor(() => find('.strip b', '黄板纸 13.5 斤'))
    expect(document.body.textContent).toContain('已存在手机')
  })

  it('is saved once however fast the button is pressed', async () => {
    await tap('.cat', '饮料瓶')
    await digits('3')
    const button = find('.save', '记一笔')
    button.click()
    button.click()
    button.click()
    await settle()
    expect(await saved()).toHaveLength(2)
  })

  it('is kept while it is typed', async () => {
    await tap('.cat', '黄板纸')
    await digits('7')
    expect(await db.get('kv', 'draft:p-1')).toMatchObject({ entry: { mass: '7' }, siteId: site.id })
    await tap('.back', '')
    await vi.waitFor(() => find('.begun', '黄板纸 7 斤'))
    await tap('.begun .btn', '丢掉')
    expect(draft.value).toBeUndefined()
  })

  it('of a gated category says where it goes before anything is saved', async () => {
    await tap('.cat', '全部品类')
    await vi.waitFor(() => find('.cat', '铅蓄电池'))
    await tap('.cat', '铅蓄电池')
    await vi.waitFor(() => find('.gate h2', '这一类不能随便收'))
    expect(document.querySelector('.pad')).toBeNull()
    expect(find('.gate dd', '危险废物经营许可证')).toBeTruthy()
    await tap('.act .btn', '不收了')
    expect(phone.ops).toHaveLength(2)
    expect(draft.value).toBeUndefined()
  })

  it('can be taken back within ten seconds; the void follows it', async () => {
    await tap('.cat', '黄板纸')
    await digits('9')
    await tap('.save', '记一笔')
    await vi.waitFor(() => find('.strip .btn', '撤销'))
    await tap('.strip .btn', '撤销')
    await vi.waitFor(async () => {
      const ops = await db.getAllFromIndex('outbox', 'n')
      expect(ops.slice(-2).map((op) => op.kind)).toEqual(['pickup', 'void'])
      expect(ops[ops.length - 1]!.after).toEqual([ops[ops.length - 2]!.id])
    })
    expect(find('.strip b', '黄板纸')).toBeTruthy()
    expect(document.querySelector('.strip .btn')).toBeNull()
  })
})
