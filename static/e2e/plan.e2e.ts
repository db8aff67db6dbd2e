// The planner's pages in Chromium against the built program, on a small zone made here, and on the Hong Kong files where they are at hand
// (LW_SHARED). What is on the screen is compared with what the API says.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, look, sizes, watchCsp } from './look'

const bin = process.env.LW_BIN ?? path.resolve(import.meta.dirname, '../../bin/liangwang')
const shared = process.env.LW_SHARED
const password = 'planner-of-the-zone'
const phone = '13800000002'
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-plan-'))
const stops: (() => void)[] = []
let browser: Browser

/** A server on its own port and data. */
interface Zone { base: string; run: (...args: string[]) => string }

async function freePort(): Promise<number> {
  return new Promise((done) => {
    const s = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as net.AddressInfo
      s.close(() => done(port))
    })
  })
}

async function zone(name: string, bring: (run: Zone['run']) => void): Promise<Zone> {
  const data = path.join(dir, name)
  const run = (...args: string[]) => execFileSync(bin, ['--data', data, ...args], { input: args.includes('--password-stdin') ? password : undefined, encoding: 'utf8' }) // a command that reads nothing may end before it is told
  run('user', 'add', '--org', '示范高新区', '--role', 'admin', '--phone', '13800000000', '--name', '管理员', '--password-stdin')
  run('user', 'add', '--org', '示范高新区', '--role', 'planner', '--phone', phone, '--name', '示范规划员', '--password-stdin')
  bring(run)
  const port = await freePort()
  const server: ChildProcess = spawn(bin, ['--data', data, 'serve', '--addr', `127.0.0.1:${port}`], { stdio: 'ignore' })
  stops.push(() => server.kill('SIGTERM'))
  const base = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(base + '/livez').then((r) => r.ok, () => false)) return { base, run }
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error('the server does not answer')
}

// A zone of two subdistricts: one well served, one with a village 3 km from any site.
const square = (id: string, level: string, name: string, x: number, y: number, w: number, h: number) => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]] }, properties: { id, level, name } })
function smallZone(run: Zone['run']) {
  const file = (name: string, text: string) => {
    const at = path.join(dir, name)
    fs.writeFileSync(at, text)
    return at
  }
  const areas = { type: 'FeatureCollection', features: [square('s1', 'SUBDISTRICT', '甲街道', 116.6, 35.4, 0.05, 0.05), square('s2', 'SUBDISTRICT', '乙街道', 116.65, 35.4, 0.05, 0.05), square('c1', 'COMMUNITY', '示范村-001', 116.68, 35.43, 0.02, 0.02)] }
  run('import', 'areas', file('areas.geojson', JSON.stringify(areas)))
  const sites = ['网点编号,网点名称,网点类型,网络,经度,纬度,运营单位,营业时间,状态']
  const places: [string, string, number, number, string][] = [['RC_POINT_STD', 'AB', 116.61, 35.41, 'active'], ['RC_POINT_STD', 'A', 116.63, 35.43, 'active'], ['MSW_DROP', 'B', 116.6302, 35.4301, 'active'], ['MSW_DROP', 'B', 116.66, 35.41, 'active'], ['RC_POINT_SELF', 'A', 116.64, 35.445, 'suspended'], ['TRANSFER', 'A', 116.65, 35.42, 'active']]
  places.forEach(([kind, nets, lon, lat, state], i) => sites.push(`P-${i + 1},示范网点-00${i + 1},${kind},${nets},${lon},${lat},示范公司,Mo-Su 08:00-18:00,${state}`))
  run('import', 'sites', file('sites.csv', sites.join('\n') + '\n'))
  const demand = ['编号,经度,纬度,户数,人口']
  for (let i = 0; i < 60; i++) demand.push(`D${i},${(116.605 + (i % 8) * 0.009).toFixed(5)},${(35.405 + Math.floor(i / 8) * 0.005).toFixed(5)},${10 + i},${30 + 3 * i}`)
  for (let i = 0; i < 5; i++) demand.push(`V${i},${(116.69 + i * 0.0004).toFixed(5)},35.44000,40,100`)
  run('import', 'demand', file('demand.csv', demand.join('\n') + '\n'))
  const routes = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'LineString', coordinates: [[116.605, 35.41], [116.66, 35.4105]] }, properties: { id: 'r1', name: '示范一线' } }, { type: 'Feature', geometry: { type: 'LineString', coordinates: [[116.62, 35.45], [116.63, 35.4303]] }, properties: { id: 'r2', name: '示范二线' } }] }
  run('import', 'routes', file('routes.geojson', JSON.stringify(routes)))
}

async function enter(z: Zone, size: { width: number; height: number } = sizes[0], dark = false): Promise<{ context: BrowserContext; page: Page; notes: string[] }> {
  const context = await browser.newContext({ baseURL: z.base, viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: dark ? 'dark' : 'light', isMobile: size.width < 600, hasTouch: size.width < 600, acceptDownloads: true })
  const answer = await context.request.post('/api/v1/session', { data: { phone, password, deviceId: '01900000-0000-7000-8000-0000000000aa', deviceName: '测试浏览器' } })
  expect(answer.status()).toBe(200)
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  return { context, page, notes }
}
const get = async (c: BrowserContext, url: string) => (await (await c.request.get(url)).json()) as any
// Waits until the page has asked for nothing for a while: the load state alone stays idle once it was.
const settled = async (page: Page) => {
  let open = 0
  let last = Date.now()
  const begin = () => { open++; last = Date.now() }
  const end = () => { open--; last = Date.now() }
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  await page.waitForLoadState('networkidle')
  for (const until = Date.now() + 15_000; Date.now() < until && (open > 0 || Date.now() - last < 600);) await page.waitForTimeout(50)
  page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
}
const figure = async (page: Page, name: string) => (await page.locator(`[data-figure=${name}]`).innerText()).replace(/[^\d.]/g, '')
const grouped = (n: number) => n.toLocaleString('en-US')
const cells = async (page: Page) => page.locator('.right table.rows tbody tr').evaluateAll((rows) => rows.map((r) => [...r.querySelectorAll('td')].map((td) => td.textContent!.trim())))

let made: Zone
let real: Zone
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--lang=zh-CN'] })
  made = await zone('made', smallZone)
  real = shared
    ? await zone('hk', (run) => {
      run('import', 'sites', path.join(shared, 'data/01-hk-points-2020/wasteless-2020.csv'))
      for (const name of ['1000410-O', '1201-O']) run('import', 'routes', path.join(shared, `data/05-tracks-devices/hk-routes/${name}.json`), '--source', name)
    })
    : made
})
afterAll(async () => {
  await browser?.close()
  for (const stop of stops) stop()
  fs.rmSync(dir, { recursive: true, force: true })
})

describe('the planner’s map', () => {
  it('writes the day as the other pages do, and asks for the one that is put in', async () => {
    const { context, page, notes } = await enter(made)
    await page.goto('/plan')
    await settled(page)
    const day = (await get(context, '/api/v1/session')).today as string
    expect(await page.locator('.left .datefield .shown').innerText()).toBe(day.slice(5))
    await page.locator('.left .datefield input').fill(`${Number(day.slice(0, 4)) - 1}-05-06`)
    await page.locator('.left .datefield input').blur()
    await page.waitForURL(`**/plan?at=${Number(day.slice(0, 4)) - 1}-05-06`)
    expect(await page.locator('.left .datefield .shown').innerText()).toBe(`${Number(day.slice(0, 4)) - 1}-05-06`)
    expect(notes).toEqual([])
    await context.close()
  })

  it('shows the sites along the routes as the API counts them', async () => {
    const { context, page, notes } = await enter(real)
    const want = await get(context, '/api/v1/plan/route-coverage?within=50,100,300')
    if (shared) expect([want.counts, want.sites]).toEqual([[23, 41, 99], 3962])
    await page.goto('/plan?show=routes')
    await settled(page)
    for (const [i, d] of ['50', '100', '300'].entries()) {
      await page.locator('.right').getByRole('button', { name: `${d} 米` }).click()
      expect(await figure(page, 'routes')).toBe(String(want.counts[i]))
    }
    const rows = await cells(page)
    for (const r of want.routes) expect(rows).toContainEqual([r.name, (r.lengthM / 1000).toFixed(1), ...r.counts.map(String)])
    expect(notes).toEqual([])
    await context.close()
  })

  it('changes figure, table and shading alike with the radius', async () => {
    const { context, page, notes } = await enter(made)
    await page.goto('/plan')
    await settled(page)
    const seen: string[] = []
    for (const r of [120, 300, 500, 1000]) {
      await page.locator('.left').getByRole('button', { name: String(r), exact: true }).click()
      await settled(page)
      const want = await get(context, `/api/v1/plan/coverage?within=${r}`)
      await expect.poll(() => figure(page, 'coverage'), { timeout: 15_000 }).toBe((want.share * 100).toFixed(1))
      const subs = want.areas.filter((a: any) => a.level === 'SUBDISTRICT').sort((a: any, b: any) => b.total - b.reached - (a.total - a.reached))
      expect(await cells(page)).toEqual(subs.map((a: any) => [a.name, grouped(a.total), `${(a.share * 100).toFixed(1)} %`, grouped(a.total - a.reached)]))
      expect(page.url()).toContain(r === 300 ? '/plan' : `within=${r}`)
      seen.push(await figure(page, 'coverage'))
    }
    expect(new Set(seen).size).toBe(4)
    await page.locator('.left input[type=number]').fill('640')
    await page.keyboard.press('Enter')
    await settled(page)
    expect(page.url()).toContain('within=640')
    const want = await get(context, '/api/v1/plan/coverage?within=640')
    await expect.poll(() => figure(page, 'coverage'), { timeout: 15_000 }).toBe((want.share * 100).toFixed(1))
    for (const _again of [1, 2]) { // a radius beyond what is asked is brought back, and the page says so
      await page.locator('.left input[type=number]').fill('99999')
      await page.keyboard.press('Enter')
      await page.getByText('半径只能是 50 到 3,000 米，已改成 3,000 米。').waitFor()
      expect(await page.locator('.left input[type=number]').inputValue()).toBe('3000')
    }
    await page.locator('.left').getByRole('button', { name: '300', exact: true }).click()
    await page.getByText('半径只能是').waitFor({ state: 'detached' })
    expect(notes).toEqual([])
    await context.close()
  })

  it('finds the same gaps by households and by people, each with both', async () => {
    const { context, page } = await enter(made)
    const gaps: Record<string, string[]> = {}
    for (const weight of ['households', 'people']) {
      await page.goto(`/plan?weight=${weight}&within=120`)
      await settled(page)
      const shown = page.locator('.big-gaps button')
      await shown.first().waitFor()
      gaps[weight] = []
      for (let i = 0; i < (await shown.count()); i++) {
        await shown.nth(i).click()
        await settled(page)
        const facts = await page.locator('.pick-card .facts').innerText()
        gaps[weight].push(`${new URL(page.url()).searchParams.get('pick')} ${facts.replace(/\s+/g, ' ')}`)
        const said = (await page.locator('.pick-card h2').innerText()).replace(/[^\d]/g, '')
        expect(facts.replace(/,/g, '')).toContain(`${said} ${weight === 'people' ? '人' : '户'}`)
      }
    }
    expect([...gaps.people!].sort()).toEqual([...gaps.households!].sort())
    await context.close()
  })

  // Where a position stands on the screen, by the view in the address.
  const onScreen = async (page: Page, lon: number, lat: number) => {
    const [x, y, zoom] = new URL(page.url()).searchParams.get('map')!.split(',').map(Number) as [number, number, number]
    const box = (await page.locator('.map').boundingBox())!
    const perDegree = (256 * 2 ** zoom) / 360
    const north = (l: number) => (Math.log(Math.tan(Math.PI / 4 + (l * Math.PI) / 360)) * 180) / Math.PI
    return { x: box.x + box.width / 2 + (lon - x) * perDegree, y: box.y + box.height / 2 - (north(lat) - north(y)) * perDegree }
  }
  const inSight = async (page: Page, lon: number, lat: number) => {
    const { x, y } = await onScreen(page, lon, lat)
    for (const [dx, dy] of [[0, 0], [-9, -9], [9, 9]] as const)
      if (!(await page.evaluate(([a, b]) => !!document.elementFromPoint(a!, b!)?.closest('.map'), [x + dx, y + dy]))) return `${Math.round(x + dx)}, ${Math.round(y + dy)} is covered`
    return 'in sight'
  }
  for (const size of sizes)
    it(`does not put the card over what it is about at ${size.width}x${size.height}`, async () => {
      const { context, page, notes } = await enter(made, size)
      const phone = size.width < 600
      // The pair stands where the card will be: low on the map, beside the left panel.
      await page.goto(`/plan?map=${phone ? '116.63000,35.43250' : '116.64000,35.43250'},${phone ? 15 : 15}`)
      await settled(page)
      const { x, y } = await onScreen(page, 116.6302, 35.4301)
      if (phone) await page.touchscreen.tap(x, y)
      else await page.mouse.click(x, y)
      await page.locator('.pick-card').waitFor()
      await settled(page)
      expect(await page.locator('.pick-card h2').innerText()).toBe('示范网点-003')
      await expect.poll(() => inSight(page, 116.6302, 35.4301), { timeout: 5_000 }).toBe('in sight')
      expect(await inSight(page, 116.63, 35.43)).toBe('in sight')

      const other = page.locator('.pick-card').getByRole('button', { name: '示范网点-002' })
      expect(await page.locator('.pick-card').innerText()).toMatch(/与它成对\s*示范网点-002 相距 \d+\.\d 米/)
      await other.click()
      await page.waitForURL(/pick=site/)
      await settled(page)
      expect(await page.locator('.pick-card h2').innerText()).toBe('示范网点-002')
      await expect.poll(() => inSight(page, 116.63, 35.43), { timeout: 5_000 }).toBe('in sight')
      expect(await inSight(page, 116.6302, 35.4301)).toBe('in sight')
      const history = (await page.locator('.pick-card .history li').allInnerTexts()).map((t) => t.trim())
      expect(history).toEqual(['最早的登记 至今'])
      expect(notes).toEqual([])
      await context.close()
    })

  it('says what each number of sites counts, the same in legend, figure, card and file', async () => {
    const { context, page } = await enter(made)
    const sites = (await get(context, '/api/v1/plan/map')).sites as any[]
    const cover = await get(context, '/api/v1/plan/coverage')
    const fusion = await get(context, '/api/v1/plan/fusion')
    expect([cover.places, cover.sites]).toEqual([fusion.places, fusion.places + fusion.pairs.length])
    await page.goto('/plan')
    await settled(page)
    const legend = Object.fromEntries(await page.locator('.layers li').evaluateAll((all) => all.map((l) => [l.querySelector('span')!.textContent, l.querySelector('b')?.textContent])))
    expect(legend).toMatchObject({ 融合网点: '2 处', 回收网点: '1 处', 垃圾分类网点: '1 处', 中转与分拣设施: '1 处', 覆盖范围: `${cover.places} 处开放`, 收运线路: '2 条', 全区与街道边界: '2 个街道', '社区、村边界': '1 个' })
    expect(await page.locator('.layers-panel .note').first().innerText()).toContain(`网点共 4 处，其中开放 ${cover.places} 处`)
    await page.locator('.layers-panel .def summary').click()
    const counted = (await page.locator('.layers-panel .def dl').innerText()).replace(/\s+/g, ' ')
    expect(counted).toContain(`网点 4 处（5 条登记） 其中开放 ${cover.places} 处（${cover.sites} 条登记） 中转与分拣设施 1 条 全部登记 ${sites.length} 条`)
    await page.locator('.right .def summary').click()
    expect((await page.locator('.right .def dl').innerText()).replace(/\s+/g, ' ')).toContain(`开放的网点 ${cover.places} 处（${cover.sites} 条登记）`)
    const area = cover.areas.find((a: any) => a.name === '甲街道')
    await page.locator('.right td.name button', { hasText: '甲街道' }).click()
    expect((await page.locator('.pick-card .facts').innerText()).replace(/\s+/g, ' ')).toContain(`开放的网点 ${area.places} 处（${area.sites} 条登记）`)
    await page.locator('.export summary').click()
    expect((await page.locator('.export .line').first().innerText()).replace(/\s+/g, ' ')).toContain(`开放的网点登记${cover.sites} 行`.replace(/(\d)/, ' $1').trim())
    await context.close()
  })

  it('shows the fusion rate with its forms and its pair', async () => {
    const { context, page } = await enter(made)
    const want = await get(context, '/api/v1/plan/fusion')
    expect([want.fused, want.msw, want.records, want.pairs.length]).toEqual([2, 3, 1, 1])
    await page.goto('/plan?show=fusion')
    await settled(page)
    expect(await figure(page, 'fusion')).toBe((want.rate * 100).toFixed(1))
    expect(await page.locator('.forms dd').allInnerTexts()).toEqual(['1', '1', String(want.places)])
    expect(await page.locator('.pairs li').allInnerTexts()).toEqual([expect.stringContaining('示范网点-002 + 示范网点-003')])
    await context.close()
  })

  it.each(['', 'network=B', 'network=AB&within=500', 'weight=people&within=120'])('exports exactly what it shows with "%s"', async (query) => {
    const { context, page } = await enter(made)
    await page.goto('/plan?' + query)
    await settled(page)
    await page.locator('.export summary').click()
    for (const line of await page.locator('.export .line').all()) {
      const rows = Number((await line.locator('small').innerText()).replace(/\D/g, ''))
      if (rows === 0) {
        expect(await line.getByRole('button', { name: 'GeoJSON' }).isDisabled()).toBe(true)
        continue
      }
      const [file] = await Promise.all([page.waitForEvent('download'), line.getByRole('button', { name: 'GeoJSON' }).click()])
      const text = JSON.parse(fs.readFileSync(await file.path(), 'utf8'))
      expect(text.features.length).toBe(rows)
      if ((await line.innerText()).startsWith('没覆盖')) expect(text.features.reduce((s: number, f: any) => s + f.properties.weight, 0)).toBe(Number((await page.locator('.layers li', { hasText: '没覆盖到' }).locator('b').innerText()).replace(/\D/g, '')))
      await page.locator('.export summary').click()
    }
    const [sheet] = await Promise.all([page.waitForEvent('download'), page.locator('.export').getByRole('button', { name: '辖区数字 Excel' }).click()])
    expect(sheet.suggestedFilename()).toMatch(/\.xlsx$/)
    await context.close()
  })

  it('keeps the view in the address, over a reload and back', async () => {
    const { context, page } = await enter(made)
    await page.goto('/plan')
    await settled(page)
    await page.locator('.left').getByRole('button', { name: '分类', exact: true }).click()
    await page.locator('.layers label', { hasText: '收运线路' }).click()
    await page.locator('.right td.name button').first().click()
    await settled(page)
    const url = page.url()
    expect(url).toContain('network=B')
    expect(url).toContain('pick=area')
    const name = await page.locator('.pick-card h2').innerText()
    await page.reload()
    await settled(page)
    expect(await page.locator('.pick-card h2').innerText()).toBe(name)
    expect(await page.locator('.layers label', { hasText: '收运线路' }).locator('input').isChecked()).toBe(false)
    expect(await page.locator('.left').getByRole('button', { name: '分类', exact: true }).getAttribute('aria-pressed')).toBe('true')
    await page.goBack()
    await settled(page)
    expect(await page.locator('.pick-card').count()).toBe(0)
    await context.close()
  })

  it('lets the keyboard reach a site, its entry and its history', async () => {
    const { context, page } = await enter(made)
    await page.goto('/plan')
    await settled(page)
    const press = async (name: string, kind: 'button' | 'link' = 'button') => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab')
        if (await page.evaluate(([n, k]) => document.activeElement?.matches(k === 'link' ? 'a' : 'button') && document.activeElement.textContent?.includes(n!), [name, kind])) return page.keyboard.press('Enter')
      }
      throw new Error('no way by Tab to ' + name)
    }
    await press('清单')
    await press('示范网点-001')
    await settled(page)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('示范网点-001')
    expect(await page.locator('.pick-card').innerText()).toContain('两网融合：一处同属两网')
    expect(await page.locator('.pick-card .history li').count()).toBe(1)
    await page.keyboard.press('Escape')
    await settled(page)
    expect(await page.locator('.pick-card').count()).toBe(0)
    await context.close()
  })
})

describe('the import page', () => {
  const csv = (rows: string[]) => ({ name: '新网点.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff编号,网点名称,经度,纬度\n' + rows.join('\n') + '\n') })

  it('dry-runs, says what is wrong, writes once, and changes nothing the second time', async () => {
    const { context, page, notes } = await enter(made)
    const before = (await get(context, '/api/v1/sites?limit=1')).total
    const file = csv(['N-1,新网点一,116.62,35.42', 'N-2,新网点二,116.621,35.421', 'N-3,新网点三,,35.42', 'N-4,新网点四,35.42,116.62'])
    await page.goto('/plan/import?kind=sites')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: '下一步：看结果' }).first().click()
    await page.locator('.counts').waitFor()
    const counts = async () => Object.fromEntries(await page.locator('.counts button').evaluateAll((all) => all.map((b) => [b.className.split(' ')[0], Number(b.querySelector('b')!.textContent!.replace(/\D/g, ''))])))
    expect(await counts()).toMatchObject({ created: 2, changed: 0, unchanged: 0, wrong: 2 })
    const wrong = await page.locator('.data tbody tr').allInnerTexts()
    expect(wrong.join(' ')).toContain('没有位置')
    expect((await get(context, '/api/v1/sites?limit=1')).total).toBe(before)
    await page.getByRole('button', { name: '写入 2 行' }).first().click()
    await page.getByRole('heading', { name: '已写入 2 行' }).waitFor()
    expect((await get(context, '/api/v1/sites?limit=1')).total).toBe(before + 2)

    await page.getByRole('button', { name: '再导一个' }).first().click()
    expect(await page.locator('.past tbody tr').first().innerText()).toContain('新网点')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: '下一步：看结果' }).first().click()
    await page.locator('.counts').waitFor()
    expect(await counts()).toMatchObject({ created: 0, changed: 0, unchanged: 2, wrong: 2 })
    expect(await page.getByRole('button', { name: '没有要写的' }).first().isDisabled()).toBe(true)
    expect(notes).toEqual([])
    await context.close()
  })

  it('knows the page’s own words, names what it did not read, and hands back the wrong rows as they are', async () => {
    const { context, page, notes } = await enter(made, sizes[1], false)
    const text = '\ufeff网点名称,类型,经度,纬度,联网\n示范甲,分类投放点,116.6205,35.4205,是\n+WOO 示范乙,碉堡,116.6206,35.4206,"是,否"\n示范丙,智能回收箱,,,否\n示范丁,大件暂存点,116.6208,35.4208,\n'
    await page.goto('/plan/import?kind=sites')
    await page.locator('input[type=file]').setInputFiles({ name: '新词.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    const network = page.locator('.constants label').filter({ hasText: /^网络/ }).locator('select')
    await network.waitFor()
    expect(await network.evaluate((s: HTMLSelectElement) => s.selectedOptions[0]!.text)).toBe('按类型')
    await page.getByRole('button', { name: '下一步：看结果' }).first().click()
    await page.locator('.counts').waitFor()
    expect(await page.locator('.notice').first().innerText()).toContain('未读的列：联网。')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载这 2 行' }).click()])
    expect(file.suggestedFilename()).toBe('新词-要改的行.csv')
    expect(fs.readFileSync((await file.path())!, 'utf8')).toBe("\ufeff网点名称,类型,经度,纬度,联网,问题\r\n'+WOO 示范乙,碉堡,116.6206,35.4206,\"是,否\",类型：没有这个类型；用登记里的类型，例 交投点、分类投放点、中转站\r\n示范丙,智能回收箱,,,否,经度：没有位置，或者不是数字；补上经纬度再导\r\n")
    await page.getByRole('button', { name: '写入 2 行' }).first().click()
    await page.getByRole('heading', { name: '已写入 2 行' }).waitFor()
    const site = async (q: string) => (await get(context, `/api/v1/sites?q=${encodeURIComponent(q)}`)).items[0]
    expect(await site('示范甲')).toMatchObject({ kind: 'MSW_DROP', networks: ['B'], state: 'active' })
    expect(await site('示范丁')).toMatchObject({ kind: 'TEMP_BULKY', networks: ['A'] })

    // The same file with what is mended: the rest is known, although no column has an id.
    await page.getByRole('button', { name: '再导一个' }).first().click()
    await page.locator('input[type=file]').setInputFiles({ name: '新词.csv', mimeType: 'text/csv', buffer: Buffer.from(text.replace('碉堡', '便民交投点')) })
    await page.getByRole('button', { name: '下一步：看结果' }).first().click()
    await page.getByRole('button', { name: '写入 1 行' }).first().click()
    await page.getByRole('heading', { name: '已写入 1 行' }).waitFor()
    expect(await site('示范乙')).toMatchObject({ kind: 'RC_POINT_STD', networks: ['A'] })
    expect(notes).toEqual([])
    await context.close()
  })

  it('asks whose sites they are that the register has already, and whether so many do lie outside', async () => {
    const { context, page, notes } = await enter(made)
    const rows = ['Q-1,问站一,116.6225,35.4225', 'Q-2,问站二,116.6235,35.4235']
    const send = async (name: string, lines: string[]) => {
      await page.goto('/plan/import?kind=sites')
      await page.locator('input[type=file]').setInputFiles({ ...csv(lines), name })
      await page.getByRole('button', { name: '下一步：看结果' }).first().click()
      await page.locator('.counts').waitFor()
    }
    const write = page.getByRole('button', { name: /^写入/ }).first()
    await send('问表甲.csv', rows)
    await write.click()
    await page.getByRole('heading', { name: '已写入 2 行' }).waitFor()
    const total = (await get(context, '/api/v1/sites?limit=1')).total

    await page.getByRole('button', { name: '再导一个' }).first().click()
    await send('问表乙.csv', rows)
    expect(await page.locator('.asks').innerText()).toContain('2 行与来源“问表甲”的网点相同')
    expect(await write.isDisabled()).toBe(true)
    for (const size of sizes) {
      await page.setViewportSize(size)
      expect(await look(page)).toEqual([])
    }
    await page.setViewportSize(sizes[0])
    await page.getByRole('button', { name: '属于“问表甲”' }).click()
    await page.getByRole('button', { name: '没有要写的' }).first().waitFor()
    expect(await page.locator('.asks').count()).toBe(0)
    expect((await get(context, '/api/v1/sites?limit=1')).total).toBe(total)

    await page.getByRole('button', { name: '回去改对列' }).first().click()
    await page.locator('#import-source').fill('问表丙')
    await page.locator('#import-source').blur()
    await page.getByRole('button', { name: '下一步：看结果' }).first().click()
    await page.getByRole('checkbox', { name: '是新的网点，照建' }).check()
    await write.click()
    await page.getByRole('heading', { name: '已写入 2 行' }).waitFor()
    expect((await get(context, '/api/v1/sites?limit=1')).total).toBe(total + 2)

    await page.getByRole('button', { name: '再导一个' }).first().click()
    await send('上海.csv', ['S-1,远站一,121.47,31.23', 'S-2,远站二,121.48,31.24'])
    expect(await page.locator('.asks').innerText()).toContain('2 行里有 2 行位置可疑')
    expect(await write.isDisabled()).toBe(true)
    await page.getByRole('checkbox', { name: '位置没有错，照写' }).check()
    expect(await write.isDisabled()).toBe(false)
    expect(notes).toEqual([])
    await context.close()
  })

  it.each([
    ['GeoJSON that is cut off', 'x.geojson', '{"type":"FeatureCollection","features":[{"type":"Fea', '不完整'],
    ['a CSV that ends inside a quoted cell', 'x.csv', '编号,名称,经度,纬度\n1,"示范,116.6,35.4\n', '引号'],
    ['GeoJSON with a bare NaN', 'x.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[NaN,35]}}]}', '不是数字'],
  ])('says why it cannot read %s', async (_name, name, text, want) => {
    const { context, page } = await enter(made)
    await page.goto('/plan/import')
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
    const said = page.locator('.problem')
    await said.waitFor()
    expect(await said.innerText()).toContain(want)
    expect(await said.innerText()).toContain('没有写入任何东西')
    await context.close()
  })
})

describe('how it looks', () => {
  for (const size of sizes) for (const dark of [false, true])
    it(`has nothing to count at ${size.width}x${size.height}${dark ? ', dark' : ''}`, async () => {
      const { context, page, notes } = await enter(made, size, dark)
      const id = (await get(context, '/api/v1/sites?q=' + encodeURIComponent('示范网点-001'))).items[0].id
      const found: string[] = []
      const see = async (name: string) => {
        await settled(page)
        for (const n of await look(page)) found.push(`${name}: ${n}`)
      }
      for (const url of ['/plan', '/plan?show=routes', '/plan?show=fusion&level=COMMUNITY', `/plan?pick=site:${id}`, '/plan?at=1969-12-31', '/plan/import', '/']) {
        await page.goto(url)
        await see(url)
      }
      await page.goto('/plan')
      await settled(page)
      await page.getByRole('button', { name: '清单' }).click()
      await see('the list')
      await page.goto('/plan/import')
      await page.locator('input[type=file]').setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from('编号,网点名称,经度,纬度,备用\nQ-1,新网点,116.62,35.42,x\nQ-2,新网点,,,\n') })
      await page.locator('select').first().waitFor()
      await see('the columns')
      await page.getByRole('button', { name: '下一步：看结果' }).filter({ visible: true }).click()
      await page.locator('.counts').waitFor()
      await see('the result')
      expect(found).toEqual([])
      expect(notes).toEqual([])
      await context.close()
    })
})
