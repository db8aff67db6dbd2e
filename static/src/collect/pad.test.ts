import 'fake-indexeddb/auto'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { router } from './router'
import { draft, linesOf, setDraft } from './state/draft'
import { phone } from './state/phone'
import { reload } from './state/reload'
import { lastKey, row } from './store/ops'
import { category, open, site, type Page } from './testing/app'
import type { Line, Pickup } from './wire'

const occ = category('paper.occ', '黄板纸', { mostGrams: 720_000, mostPrice: 60_000 })
const tv = category('weee.tv', '电视机', { unit: 'PIECE_KG', gramsPerPiece: 18_000, mostGrams: 2_000_000, mostPieces: 111 })
let page: Page

const stored = (id: string, lines: Line[]): Pickup => ({
  id, orgId: 'o-1', siteId: site.id, day: phone.now ? new Date(phone.now + 8 * 3600_000).toISOString().slice(0, 10) : '', occurredAt: new Date().toISOString(), receivedAt: new Date().toISOString(),
  skewMs: 0, state: 'accepted', delivery: 'SITE', trigger: 'WALK_IN', origin: 'RESIDENT', lines, grams: 12_500, pieces: 0, amount: 0, missing: [], papers: [], photos: [], photosPending: [],
}) as unknown as Pickup

/** Opens a record of today that the server holds, and its 更正. */
async function correct(id: string, lines: Line[]): Promise<void> {
  await page.db.put('records', row('p-1', stored(id, lines)))
  await reload()
  await router.push('/collect/records/' + id)
  await vi.waitFor(() => page.find('.act .btn', '更正'))
  await page.tap('.act .btn', '更正')
  await vi.waitFor(() => page.find('h1', '更正'))
}
const last = async () => { const ops = await page.ops(); return ops[ops.length - 1]! }

beforeAll(async () => {
  page = await open({
    sites: [site], 'picked:p-1': { siteId: site.id, at: 0 }, categories: [occ, category('plastic.pet', '饮料瓶', { mostGrams: 420_000 }), tv],
    [lastKey('p-1', site.id)]: [{ category: 'paper.occ', method: 'SCALE', unit: 'KG', typed: '12.5', grams: 12_500 }],
  })
})
beforeEach(async () => {
  setDraft(undefined)
  await router.push('/collect')
  await vi.waitFor(() => page.find('.cat', '黄板纸'))
})

describe('更正', () => {
  it('opens the one line with its value, and says what it is', async () => {
    await correct('r-1', [{ category: 'paper.occ', method: 'SCALE', grams: 12_500, unit: 'KG', typed: '12.5' }])
    expect(page.find('output b').textContent).toBe('12.5')
    expect(page.find('.save').textContent).toContain('保存更正')
    expect(page.text()).not.toContain('记一笔')
    page.taps = 0
    await page.digits('<<3')
    expect(page.find('output b').textContent).toBe('123') // from 12.5 two keys back
    await page.tap('.save', '保存更正')
    expect(page.taps).toBe(1)
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body).toMatchObject({ replaces: 'r-1', lines: [{ category: 'paper.occ', grams: 123_000, typed: '123' }] })
    await vi.waitFor(() => expect(page.find('.cat', '黄板纸').textContent).toContain('上次 123 公斤'))
    expect(page.text()).toContain('另有 1 笔更正还没送达')
    await vi.waitFor(() => page.find('.strip b', '黄板纸 123 公斤'))
    expect(document.querySelector('.strip .btn')).toBeNull() // 撤销 would void the record, not the correction
  })

  it('changes one line of several where it stands; the first digit begins anew', async () => {
    await correct('r-2', [
      { category: 'paper.occ', method: 'SCALE', grams: 12_500, unit: 'KG', typed: '12.5' },
      { category: 'plastic.pet', method: 'ESTIMATE', grams: 3000, unit: 'JIN', typed: '6', unitPrice: 22_000, priceUnit: 'KG' },
      { category: 'weee.tv', method: 'COUNT', grams: 42_000, pieces: 2, unit: 'PIECE', typed: '2' },
    ])
    expect(document.querySelector('.pad')).toBeNull()
    await page.tap('.line', '饮料瓶')
    expect([page.find('output b').textContent, page.find('output span').textContent]).toEqual(['6', '斤'])
    await page.digits('7.5')
    await page.tap('.line', '已有 3 行') // the keys leave room for one
    await page.tap('.line', '电视机') // only looked at: it keeps what it weighed
    await page.tap('.save', '保存更正')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body.lines).toEqual([
      { category: 'paper.occ', method: 'SCALE', grams: 12_500, unit: 'KG', typed: '12.5' },
      { category: 'plastic.pet', method: 'ESTIMATE', grams: 3750, unit: 'JIN', typed: '7.5', unitPrice: 22_000, priceUnit: 'KG' },
      { category: 'weee.tv', method: 'COUNT', grams: 42_000, pieces: 2, unit: 'PIECE', typed: '2' },
    ])
  })

  it('gives a line another category, and loses none that was emptied', async () => {
    await correct('r-3', [
      { category: 'paper.occ', method: 'SCALE', grams: 12_500, unit: 'KG', typed: '12.5' },
      { category: 'weee.tv', method: 'COUNT', pieces: 1, unit: 'PIECE', typed: '1' },
    ])
    const before = (await page.ops()).length
    await page.tap('.line', '黄板纸')
    await page.digits('<<<<')
    await page.tap('.save', '保存更正')
    expect(page.find('[role=alert]').textContent).toContain('先按数字')
    expect((await page.ops()).length).toBe(before)
    expect(linesOf(draft.value!).map((l) => l.category)).toEqual(['paper.occ', 'weee.tv']) // whoever leaves now finds it as it was
    await page.digits('9')
    await page.tap('.bar .chev', '换品类')
    await vi.waitFor(() => page.find('.cat', '饮料瓶'))
    await page.tap('.cat', '饮料瓶')
    await vi.waitFor(() => page.find('.line', '饮料瓶'))
    await page.tap('.line', '电视机')
    await page.tap('.lines .on .x')
    await page.tap('.save', '保存更正')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body.lines).toEqual([{ category: 'plastic.pet', method: 'SCALE', grams: 9000, unit: 'KG', typed: '9' }])
  })
})

describe('a quantity', () => {
  it('far beyond the usual is asked about once, and saved by one more tap', async () => {
    const before = (await page.ops()).length
    page.taps = 0
    await page.tap('.cat', '黄板纸')
    await page.digits('99999')
    await page.tap('.save', '记一笔')
    expect(page.find('.odd h2').textContent).toBe('这一笔 99,999 公斤，比平常大很多。再看一眼？')
    expect((await page.ops()).length).toBe(before)
    expect(page.find('.odd .primary').textContent).toBe('改') // not what saves it
    await page.tap('.odd .btn', '改')
    expect(page.find('output b').textContent).toBe('99999')
    page.taps -= 2 // the tap back, and the one that asks again
    await page.tap('.save', '记一笔')
    await page.tap('.odd .btn', '没错，记下')
    expect(page.taps).toBe(3)
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body.lines).toMatchObject([{ grams: 99_999_000 }])
  })

  it('with a price that nobody pays is asked about, and 改 leads to the price', async () => {
    await page.tap('.cat', '黄板纸')
    await page.digits('5')
    await page.tap('.pricekey', '单价')
    await page.digits('999')
    await page.tap('.save', '记一笔')
    expect(page.find('.odd h2').textContent).toBe('单价 999.00 元/公斤，比行情高很多。再看一眼？')
    expect(page.find('.odd .primary').textContent).toBe('改') // what stores it all the same is never the first choice
    await page.tap('.odd .btn', '改')
    expect(page.find('output b').textContent).toBe('999')
    await page.digits('<<<')
    await page.digits('1')
    await page.tap('.save', '记一笔')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body.lines).toMatchObject([{ grams: 5000, unitPrice: 10_000, priceUnit: 'KG' }])
  })

  it('in one of several lines is named, and opened again', async () => {
    await page.tap('.cat', '饮料瓶')
    await page.digits('4200')
    await page.tap('.row3 .btn', '再加一种')
    await vi.waitFor(() => page.find('.cat', '黄板纸'))
    await page.tap('.cat', '黄板纸')
    await page.digits('12')
    await page.tap('.save', '记一笔')
    expect(page.find('.odd h2').textContent).toBe('饮料瓶 4,200 公斤，比平常大很多。再看一眼？')
    await page.tap('.odd .btn', '改')
    await page.digits('4.2')
    await page.tap('.save', '记一笔')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body.lines.map((l) => l.grams)).toEqual([4200, 12_000])
  })

  it('beyond the largest says which that is, and is never dropped beside another line', async () => {
    const before = (await page.ops()).length
    await page.tap('.cat', '饮料瓶')
    await page.digits('3')
    await page.tap('.row3 .btn', '再加一种')
    await vi.waitFor(() => page.find('.cat', '黄板纸'))
    await page.tap('.cat', '黄板纸')
    await page.digits('999999')
    expect(page.find('.save small').textContent).toBe('太大了，最多 100,000 公斤')
    await page.tap('.save', '记一笔')
    expect(page.find('[role=alert]').textContent).toContain('太大了，最多 100,000 公斤')
    expect((await page.ops()).length).toBe(before)
    await page.tap('.seg label:nth-of-type(2) input')
    expect(page.find('.save small').textContent).toBe('太大了，最多 200,000 斤')
  })

  it('that was counted is stored with the weight that the page shows', async () => {
    await page.tap('.cat', '电视机')
    await page.digits('2')
    expect(page.find('output small').textContent).toBe('约 36 公斤')
    expect(page.find('.save small').textContent).toBe('合计 2 件 · 约 36 公斤')
    await page.tap('.save', '记一笔')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    expect((await last()).body.lines).toEqual([{ category: 'weee.tv', method: 'COUNT', grams: 36_000, pieces: 2, unit: 'PIECE', typed: '2' }])
    await vi.waitFor(() => page.find('.strip b', '电视机 2 件'))
  })
})

describe('a zone without sites', () => {
  it('says what to do, and logs by position', async () => {
    phone.sites = []
    phone.sitesKnown = true
    phone.picked = undefined
    phone.position = 'denied'
    await vi.waitFor(() => page.find('.note', '这个区还没有网点'))
    expect(page.find('.site b').textContent).toBe('不在网点')
    await router.push('/collect/site')
    await vi.waitFor(() => page.find('.empty h2', '这个区还没有网点'))
    expect(page.find('.rows .row').textContent).toContain('打开手机的定位')
    await router.push('/collect')
    await vi.waitFor(() => page.find('.cat', '黄板纸'))
    await page.tap('.cat', '黄板纸')
    await page.digits('5')
    await page.tap('.save', '记一笔')
    expect(page.find('[role=alert]').textContent).toContain('手机也没有定位')
    phone.fix = { lon: 116.63, lat: 35.4, accuracyM: 12, at: Date.now() }
    phone.now = Date.now()
    await page.tap('.save', '记一笔')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/collect'))
    const { body } = await last()
    expect([body.siteId, body.where, body.delivery]).toEqual([undefined, { lon: 116.63, lat: 35.4, accuracyM: 12, datum: 'WGS84' }, 'DOORSTEP'])
    expect(page.find('.site small').textContent).toBe('只记位置 · 定位准到 12 米')
    expect(draft.value).toBeUndefined()
  })
})
