// The planner's import page in Chromium against the built program, on a small zone made here.
import fs from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { look, sizes } from './look'
import { close, enter, get, open, smallZone, zone, type Zone } from './zone'

let made: Zone
beforeAll(async () => {
  await open()
  made = await zone('made', smallZone)
})
afterAll(close)

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
