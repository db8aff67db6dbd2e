// The first page of the demo: its figures are the zone's, each role is one click away, and the page of parts shows every part.
import { type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, look, sizes, watchCsp } from './look'
import { browse, startServer, type Running } from './server'

let server: Running
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await browse()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function visit(path: string, size: { width: number; height: number } = sizes[0], dark = false): Promise<{ page: Page; notes: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({ baseURL: server.url, viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: dark ? 'dark' : 'light', isMobile: size.width < 600, hasTouch: size.width < 600 })
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  return { page, notes, close: () => context.close() }
}

describe('the start page of the demo', () => {
  it('lets a planner in with one click, onto a map of the same figures', async () => {
    const { page, close } = await visit('/')
    const facts = (await page.locator('.facts').innerText()).replace(/\s/g, '')
    expect(facts).toContain('200处网点，其中70处两网融合')
    const coverage = /([\d.]+)%住户300米内有网点/.exec(facts)![1]
    await page.getByRole('button', { name: '规划员' }).first().click()
    await page.waitForURL('**/plan')
    await page.waitForLoadState('networkidle')
    expect(await page.locator('[data-figure=coverage]').innerText()).toContain(coverage)
    expect(await page.locator('.layers b').allInnerTexts()).toEqual(expect.arrayContaining(['70 处', '40 处', '90 处', '7 处']))
    await close()
  })

  it('lets a collector in with one click, ready to log', async () => {
    const { page, close } = await visit('/')
    await page.getByText('进去记一笔').click()
    await page.getByText('收的是什么').waitFor()
    expect(new URL(page.url()).pathname).toBe('/collect')
    await close()
  })

  it('lets a company in, which may import sites alone', async () => {
    const { page, close } = await visit('/')
    await page.getByRole('button', { name: '回收公司' }).first().click()
    await page.waitForURL('**/office')
    await page.goto('/office/import')
    await page.waitForLoadState('networkidle')
    expect(await page.locator('input[type=radio]').count()).toBe(0)
    expect(await page.locator('.notice').innerText()).toContain('待审')
    await close()
  })

  it('takes a story’s finder to the page where it can be found', async () => {
    const { page, close } = await visit('/')
    await page.getByRole('button', { name: /去找：一个村/ }).click()
    await page.waitForURL('**/plan?within=1000')
    await page.waitForLoadState('networkidle')
    const gaps = page.locator('.big-gaps li')
    await expect.poll(() => gaps.first().innerText()).toMatch(/示范村-\d+/)
    await close()
  })

  it('takes the finder of the scales to a row for each scale', async () => {
    const { page, close } = await visit('/')
    await page.getByRole('button', { name: /去找：三台秤/ }).click()
    await page.waitForURL('**/office/compare?by=scale')
    await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(1)
    expect(await page.locator('thead').first().innerText()).toContain('秤')
    await close()
  })

  it('takes the finder of the phone to what arrived more than an hour late, and to nothing else', async () => {
    const { page, close } = await visit('/')
    await page.getByRole('button', { name: /去找：有一部手机/ }).click()
    await page.waitForURL('**/office/records?late=60')
    const rows = page.locator('[role=row], tbody tr').filter({ hasText: /晚到/ })
    await expect.poll(() => rows.count()).toBeGreaterThan(0)
    for (const text of await rows.allInnerTexts()) {
      const [, n, unit] = /晚到 (\d+)[^天时钟]* ?(天|小时|分钟)/.exec(text) ?? [text, '0', '分钟']
      expect(Number(n) * { 天: 1440, 小时: 60, 分钟: 1 }[unit as '天' | '小时' | '分钟'], text).toBeGreaterThanOrEqual(60)
    }
    await close()
  })

  it.each(['/', '/signin', '/collect/signin', '/collect'])('logs nothing on a first visit of %s', async (path) => {
    const { page, notes, close } = await visit(path)
    await page.waitForTimeout(1000)
    expect(notes).toEqual([])
    await close()
  })

  it('knows on a later visit who is signed in, and after the sign-out that nobody is', async () => {
    const { page, notes, close } = await visit('/')
    await page.getByRole('button', { name: '回收公司' }).first().click()
    await page.waitForURL('**/office')
    await page.goto('/')
    await page.getByRole('link', { name: /继续以 示范经办员/ }).waitFor()
    await page.goto('/me')
    await page.getByRole('button', { name: '退出登录' }).click() // ASVS 7.4.4
    await page.waitForURL('**/signin')
    await page.goto('/')
    await page.locator('.roles').waitFor()
    expect(await page.getByRole('link', { name: /继续以/ }).count()).toBe(0)
    expect(notes).toEqual([])
    await close()
  })

  for (const size of sizes) for (const dark of [false, true])
    it(`has nothing to count at ${size.width}x${size.height}${dark ? ', dark' : ''}, nor has the page of parts`, async () => {
      for (const path of ['/', '/dev/ui']) {
        const { page, notes, close } = await visit(path, size, dark)
        expect([path, ...(await look(page)), ...notes]).toEqual([path])
        await close()
      }
    })
})
