// The company's day on the demo zone: today's comparison, its records, what needs a fix, a ticket at the weighbridge, files that equal the screen.
import fs from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, look, sizes, watchCsp } from './look'
import { browse, enter, startServer, type Running } from './server'
import { rowsOf } from './xlsx'

let server: Running
let browser: Browser
const open: BrowserContext[] = []
const pictures = process.env.LW_E2E_SHOTS

beforeAll(async () => {
  server = await startServer()
  browser = await browse()
})
afterAll(async () => {
  for (const context of open) await context.close()
  await browser?.close()
  await server?.stop()
})

async function pageOf(role: string, viewport?: { width: number; height: number }): Promise<{ page: Page; notes: string[] }> {
  const context = await enter(browser, server, role, viewport)
  open.push(context)
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  return { page, notes }
}

async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForLoadState('networkidle')
}

const number = (text: string | null) => Number((text ?? '').replace(/[^\d.-]/g, ''))
const cells = (row: Locator) => row.locator('td').allInnerTexts()

async function exported(page: Page): Promise<(string | number)[][]> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^导出/ }).click()])
  return rowsOf(fs.readFileSync(await file.path()))
}

describe('the company operator', () => {
  it('sees today’s comparison, and the file equals it', async () => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office')
    const rows = page.locator('table.compare tbody tr')
    await rows.first().waitFor()
    const shown = await rows.count()
    const foot = await cells(page.locator('table.compare tfoot tr'))
    const sheet = await exported(page)
    const total = sheet.at(-1)!
    expect(sheet.filter((r) => /^\d{4}-\d\d-\d\d$/.test(String(r[0])))).toHaveLength(shown)
    expect(total[0]).toBe('合计')
    expect(total[2]).toBeCloseTo(number(foot[1]!), 0)
    expect(total[4]).toBeCloseTo(number(foot[2]!), 0)
    const summed = (column: number) => sheet.filter((r) => /^\d{4}/.test(String(r[0]))).reduce((s, r) => s + Number(r[column]), 0)
    expect(summed(2)).toBeCloseTo(Number(total[2]), 3)
    expect(summed(4)).toBeCloseTo(Number(total[4]), 3)
    expect(notes).toEqual([])
  })

  it('goes from a row to the records that make it', async () => {
    const { page } = await pageOf('company_operator')
    await visit(page, '/office?day=2026-11-22')
    const row = page.locator('table.compare tbody tr').first()
    const collected = await row.locator('td.in').getAttribute('title')
    await row.click()
    await page.waitForURL(/\/office\/records\?.*category=/)
    await page.locator('.vrow').first().waitFor()
    const url = new URL(page.url())
    expect([url.searchParams.get('from'), url.searchParams.get('to')]).toEqual(['2026-11-22', '2026-11-22'])
    const list = await page.context().request.get('/api/v1/pickups', { params: { from: '2026-11-22', to: '2026-11-22', category: url.searchParams.get('category')!, limit: '200' } }).then((r) => r.json())
    const grams = list.items.filter((p: { state: string }) => p.state === 'accepted').flatMap((p: { lines: { category: string; grams?: number }[] }) => p.lines).filter((l: { category: string }) => l.category === url.searchParams.get('category')).reduce((s: number, l: { grams?: number }) => s + (l.grams ?? 0), 0)
    expect(number(collected)).toBeCloseTo(grams / 1000, 1)
  })

  it('exports exactly the records that are listed', async () => {
    const { page } = await pageOf('company_operator')
    await visit(page, '/office/records?from=2026-11-22&to=2026-11-22')
    await page.locator('.vrow').first().waitFor()
    const kilograms = await page.locator('.sum .amount').getAttribute('title')
    const lines = Number(/(\d[\d,]*) 行/.exec(await page.locator('.sum').innerText())![1]!.replace(',', ''))
    const sheet = await exported(page)
    const total = sheet.at(-1)!
    const head = sheet.findIndex((r) => r.includes('公斤'))
    const counted = sheet.slice(head + 1, -1).filter((r) => r[9] === '已入账' || r[9] === '已计入')
    expect(counted.length).toBe(lines)
    expect(Number(total[10])).toBeCloseTo(number(kilograms), 3)
    expect(counted.reduce((s, r) => s + Number(r[6]), 0)).toBeCloseTo(number(kilograms), 3)
  })

  it('supplies what a record lacks, and it counts', async () => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office/fix')
    await page.locator('.vrow').first().waitFor()
    const before = Number(await page.locator('.side .count').innerText())
    const row = page.locator('.vrow', { hasText: '有许可证' }).first()
    await row.click()
    const panel = page.locator('.fix')
    await panel.waitFor()
    expect(await panel.getByRole('button', { name: '放行' }).isDisabled()).toBe(true)
    expect(await panel.locator('#override-why').innerText()).toMatch(/没有放行的规定|暂不能放行/)
    await panel.getByRole('button', { name: '补上' }).click()
    expect(await panel.locator('#paper-fault').innerText()).toContain('至少一样')
    for (let round = 0; round < 6 && (await panel.isVisible()); round++) {
      await panel.getByLabel('编号').fill(`证-${round + 1}`)
      await Promise.all([page.waitForResponse((r) => r.url().endsWith('/papers')), panel.getByRole('button', { name: '补上' }).click()])
      await page.waitForTimeout(300)
    }
    await page.locator('.detail .tag', { hasText: '已计入' }).waitFor()
    await page.locator('.side .count', { hasText: String(before - 1) }).waitFor()
    expect(notes).toEqual([])
  })

  it('corrects a record under a new id, and voids another with a reason', async () => {
    const { page } = await pageOf('company_operator')
    await visit(page, '/office/records?from=2026-11-22&to=2026-11-22&state=accepted&category=paper.occ')
    await page.locator('.vrow').first().click()
    const old = new URL(page.url()).searchParams.get('id')!
    await page.keyboard.press('e')
    const dialog = page.locator('dialog[open]')
    await dialog.locator('fieldset').first().getByLabel('公斤').fill('77.7')
    await Promise.all([page.waitForResponse((r) => r.request().method() === 'PUT' && r.status() === 201), dialog.getByRole('button', { name: '保存更正' }).click()])
    await page.waitForURL((u) => u.searchParams.get('id') !== old)
    const made = await page.context().request.get(`/api/v1/pickups/${new URL(page.url()).searchParams.get('id')}`).then((r) => r.json())
    const first = await page.context().request.get(`/api/v1/pickups/${old}`).then((r) => r.json())
    expect([made.replaces, made.lines[0].grams, first.state, first.replacedBy]).toEqual([old, 77_700, 'superseded', made.id])

    await page.getByRole('button', { name: '作废', exact: true }).click()
    const ask = page.locator('dialog[open]')
    await ask.getByRole('button', { name: '作废', exact: true }).click()
    expect(await ask.locator('#reason-fault').innerText()).toBe('请写明理由')
    await ask.getByLabel('为什么作废').fill('同一袋记了两次')
    await ask.getByRole('button', { name: '作废', exact: true }).click()
    await page.locator('.detail .tag', { hasText: '已作废' }).waitFor()
    expect(await page.locator('.detail').innerText()).toContain('同一袋记了两次')
  })

  it('finds a site, a collector and a day by the one search box', async () => {
    const { page } = await pageOf('company_operator')
    await visit(page, '/office')
    await page.keyboard.press('/')
    await page.keyboard.type('11-20')
    await page.locator('[role=option]', { hasText: '11-20' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/day=2026-11-20/)
    await page.keyboard.press('/')
    await page.keyboard.type('示范收运员')
    await page.locator('[role=option]').first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/collectorId=/)
    await page.locator('.vrow').first().waitFor()
  })
})

describe('the weighbridge', () => {
  it('writes a ticket by keyboard; the company’s figures move by its net', async () => {
    const company = await pageOf('company_operator')
    await visit(company.page, '/office')
    const before = await company.page.context().request.get('/api/v1/company/day').then((r) => r.json())

    const { page, notes } = await pageOf('yard_operator')
    await visit(page, '/')
    await visit(page, '/office/receive')
    const form = page.locator('form.ticket')
    const org = await company.page.context().request.get('/api/v1/session').then((r) => r.json()).then((me) => me.org.name as string)
    await form.getByRole('combobox', { name: '交货单位' }).click()
    await page.keyboard.type(org)
    await page.keyboard.press('Enter')
    await form.getByRole('combobox', { name: '品类' }).click()
    await page.keyboard.type('黄板纸')
    await page.keyboard.press('Enter')
    await form.locator('[name=plate]').fill('鲁HD00009')
    await form.locator('[name=gross]').fill('2,600.5')
    await form.locator('[name=tare]').fill('2500')
    expect(await form.locator('[name=net]').inputValue()).toBe('100.5')
    await page.reload()
    await form.locator('.notice', { hasText: '接着上次没存的填' }).waitFor()
    expect(await form.locator('[name=gross]').inputValue()).toBe('2,600.5')
    await form.locator('[name=tare]').focus()
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/tickets/')), page.keyboard.press('Control+Enter')])
    expect(answer.status()).toBe(201)
    const ticket = await answer.json()
    expect([ticket.net, ticket.gross, ticket.tare]).toEqual([100_500, 2_600_500, 2_500_000])
    await page.locator('.vrow', { hasText: '100.5' }).first().waitFor()
    expect(await form.locator('[name=gross]').inputValue()).toBe('')

    const after = await company.page.context().request.get('/api/v1/company/day').then((r) => r.json())
    expect(after.table.total.received.grams - before.table.total.received.grams).toBe(100_500)
    await company.page.reload()
    await company.page.locator('table.compare tfoot').waitFor()
    const foot = await cells(company.page.locator('table.compare tfoot tr'))
    expect(number(foot[2]!)).toBeCloseTo(after.table.total.received.grams / 1000, 1)
    expect(notes).toEqual([])
  })

  it('refuses a tare over the gross before anything is sent', async () => {
    const { page } = await pageOf('yard_operator')
    await visit(page, '/office/receive')
    const form = page.locator('form.ticket')
    await form.locator('[name=gross]').fill('10')
    await form.locator('[name=tare]').fill('11')
    await form.getByRole('button', { name: '存磅单' }).click()
    expect(await form.locator('#fault-tare').innerText()).toBe('皮重不能超过毛重')
  })
})

const pages: Record<string, string[]> = {
  company_operator: ['/office', '/office?day=2026-11-21', '/office/records', '/office/records?from=2020-01-01&to=2020-01-02', '/office/fix', '/office/tickets', '/office/compare', '/office/compare?by=category', '/me'],
  yard_operator: ['/office/receive', '/office/tickets', '/me'],
}
describe.each(sizes)('at $width x $height', (size) => {
  it.each(Object.keys(pages))('%s: every page holds (axe, Latin words, overflow, sizes, CSP)', async (role) => {
    const { page, notes } = await pageOf(role, size)
    const found: string[] = []
    for (const url of pages[role]!) {
      await visit(page, url)
      await page.waitForTimeout(400)
      const picture = pictures && path.join(pictures, `${role}${url.replace(/\W+/g, '-')}-${size.width}.png`)
      for (const note of await look(page, { picture })) found.push(`${url}: ${note}`)
    }
    expect([...found, ...notes]).toEqual([])
  })

  it('the sign-in page holds', async () => {
    const context = await browser.newContext({ baseURL: server.url, viewport: size, locale: 'zh-CN', isMobile: size.width < 600, hasTouch: size.width < 600 })
    open.push(context)
    const page = await context.newPage()
    await visit(page, '/signin')
    expect(await look(page)).toEqual([])
    await page.getByLabel('手机号').fill('13800000000')
    await page.getByLabel('密码').fill('不对的密码')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.locator('.problem').waitFor()
    expect(await page.locator('.problem').innerText()).toContain('手机号或密码不对')
    expect(await look(page)).toEqual([])
  })
})
