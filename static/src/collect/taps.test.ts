import 'fake-indexeddb/auto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { router } from './router'
import { draft } from './state/draft'
import { phone } from './state/phone'
import { lastKey } from './store/ops'
import { category, open, site, type Page } from './testing/app'

let page: Page
const find = (selector: string, text: string): HTMLElement => page.find(selector, text)
const tap = (selector: string, text: string): Promise<void> => page.tap(selector, text)
const digits = (keys: string): Promise<void> => page.digits(keys)

beforeAll(async () => {
  page = await open({
    sites: [site], 'picked:p-1': { siteId: site.id, at: 0 },
    categories: [category('paper.occ', '黄板纸'), category('plastic.pet', '饮料瓶'), category('battery.lead_acid', '铅蓄电池', { gate: 'LICENSED', needs: ['hazwaste_licence'] })],
    [lastKey('p-1', site.id)]: [{ category: 'paper.occ', method: 'SCALE', unit: 'JIN', typed: '25', grams: 12_500, unitPrice: 8000, priceUnit: 'KG' }],
  })
  await vi.waitFor(() => find('.cat', '黄板纸'))
})

describe('a record', () => {
  it('that repeats the last one takes two taps and the digits, without a network', async () => {
    page.taps = 0
    await tap('.cat', '黄板纸')
    await vi.waitFor(() => find('.pad button', '7'))
    await digits('13.5')
    await tap('.save', '记一笔')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect(page.taps).toBe(2)
    const ops = await page.ops()
    expect(ops).toHaveLength(1)
    expect(ops[0]!.body).toMatchObject({
      siteId: site.id, delivery: 'SITE', trigger: 'WALK_IN',
      lines: [{ category: 'paper.occ', method: 'SCALE', unit: 'JIN', typed: '13.5', grams: 6750, unitPrice: 8000, priceUnit: 'KG' }],
    })
    expect(await page.db.get('kv', 'draft:p-1')).toBeUndefined()
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
    await page.digits('')
    expect(await page.ops()).toHaveLength(2)
  })

  it('is kept while it is typed', async () => {
    await tap('.cat', '黄板纸')
    await digits('7')
    expect(await page.db.get('kv', 'draft:p-1')).toMatchObject({ entry: { mass: '7' }, siteId: site.id })
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
      const ops = await page.db.getAllFromIndex('outbox', 'n')
      expect(ops.slice(-2).map((op) => op.kind)).toEqual(['pickup', 'void'])
      expect(ops[ops.length - 1]!.after).toEqual([ops[ops.length - 2]!.id])
    })
    expect(find('.strip b', '黄板纸')).toBeTruthy()
    expect(document.querySelector('.strip .btn')).toBeNull()
  })
})
