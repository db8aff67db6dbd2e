// The planner's map in Chromium against the built program, on a small zone made here, and on the Hong Kong files where they are at hand
// (LW_SHARED). What is on the screen is compared with what the API says.
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { look, sizes } from './look'
import { cells, close, enter, figure, get, grouped, open, settled, smallZone, zone, type Zone } from './zone'

const shared = process.env.LW_SHARED
let made: Zone
let real: Zone
beforeAll(async () => {
  await open()
  made = await zone('made', smallZone)
  real = shared
    ? await zone('hk', (run) => {
      run('import', 'sites', path.join(shared, 'data/01-hk-points-2020/wasteless-2020.csv'))
      for (const name of ['1000410-O', '1201-O']) run('import', 'routes', path.join(shared, `data/05-tracks-devices/hk-routes/${name}.json`), '--source', name)
    })
    : made
})
afterAll(close)

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

  it('is on the paper whichever way the browser is told to print', async () => {
    const { context, page, notes } = await enter(made)
    await page.goto('/plan')
    await settled(page)
    await page.pdf() // as the browser's own menu does
    const colours = await page.locator('.sheet canvas').evaluate((c: HTMLCanvasElement) => new Set(new Uint32Array(c.getContext('2d')!.getImageData(0, 0, c.width, c.height).data.buffer)).size)
    expect(colours).toBeGreaterThan(20)
    expect(await page.locator('.sheet footer').textContent()).toMatch(/ · \d{4}-\d\d-\d\d \d\d:\d\d 制$/)
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
