// The company's day on the demo zone: today's comparison, its records, what needs a fix, a ticket at the weighbridge, files that equal the screen.
import fs from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kilograms, massText } from '@/format/mass'
import { signedPercent } from '@/format/number'
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

describe('a record that repeats another', () => {
  it('is marked, does not count, and counts again when it was none', async () => {
    const { page, notes } = await pageOf('company_operator')
    const { items } = await page.context().request.get('/api/v1/pickups?from=2026-11-20&to=2026-11-20&state=accepted&limit=200').then((r) => r.json()) as { items: { id: string; siteId?: string; grams: number }[] }
    const one = items.find((p) => p.grams > 0 && p.siteId && items.some((o) => o.siteId === p.siteId && o.id !== p.id))!
    await visit(page, `/office/records?from=2026-11-20&to=2026-11-20&id=${one.id}`)
    const kept = async () => Math.round(number(await page.locator('.sum .amount').first().getAttribute('title')) * 1000)
    const before = await kept()
    await page.getByRole('button', { name: '标记重复' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.locator('.choice').first().click()
    await dialog.getByRole('button', { name: '标记重复' }).click()
    await page.locator('.detail .tag', { hasText: '重复' }).waitFor()
    await expect.poll(kept).toBe(before - one.grams)
    await page.getByRole('button', { name: '不是重复' }).click()
    await dialog.getByLabel('为什么').fill('两袋一样重，是两次')
    await dialog.getByRole('button', { name: '恢复计入' }).click()
    await page.locator('.detail .tag', { hasText: '已计入' }).waitFor()
    await expect.poll(kept).toBe(before)
    expect(notes).toEqual([])
  })
})

describe('a record without a site', () => {
  it('says that there is a position only, and where and how sure it is', async () => {
    const { page, notes } = await pageOf('company_operator')
    const { items } = await page.context().request.get('/api/v1/pickups?from=2026-11-22&to=2026-11-22&limit=200').then((r) => r.json()) as { items: { id: string; siteId?: string; delivery: string; where?: { lon: number; lat: number; accuracyM: number } }[] }
    const one = items.find((p) => !p.siteId && p.where && p.delivery === 'DOORSTEP')!
    await visit(page, `/office/records?from=2026-11-22&to=2026-11-22&id=${one.id}`)
    const said = await page.locator('.detail').innerText()
    expect(said).toContain(`上门，只有定位：东经 ${one.where!.lon.toFixed(5)}，北纬 ${one.where!.lat.toFixed(5)}，误差 ${Math.round(one.where!.accuracyM)} 米`)
    expect(said).not.toContain('网点没有坐标')
    expect(notes).toEqual([])
  })
})

describe('a photo of a paper', () => {
  it('is sent from the office, and seen at the record', async () => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office/fix')
    const { items } = await page.context().request.get('/api/v1/pickups?state=needs_fix&limit=200').then((r) => r.json()) as { items: { id: string; missing: { needs: string[] }[] }[] }
    const id = items.find((p) => p.missing.some((m) => m.needs.includes('licence') || m.needs.includes('unit_certificate')) || p.missing.some((m) => m.needs.length))!.id
    await visit(page, `/office/fix?id=${id}`)
    const panel = page.locator('.fix')
    const png = await page.evaluate(() => {
      const c = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
      c.getContext('2d')!.fillRect(20, 20, 100, 80)
      return c.toDataURL('image/png').split(',')[1]!
    })
    await panel.locator('input[type=file]').setInputFiles({ name: '凭证.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') })
    expect(await panel.locator('#paper-fault').innerText()).toContain('这不是照片')
    await panel.locator('input[type=file]').setInputFiles({ name: '凭证.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
    await panel.getByText('已选 凭证.png').waitFor()
    const [answer] = await Promise.all([page.waitForResponse((r) => r.url().includes('/papers')), panel.getByRole('button', { name: '补上' }).click()])
    const changed = await answer.json() as { papers: { photo?: string }[]; photosPending: string[] }
    expect([answer.status(), changed.papers.filter((p) => p.photo).length, changed.photosPending]).toEqual([200, 1, []])
    await visit(page, `/office/records?from=all&id=${id}`)
    const shown = page.locator('.detail img')
    await expect.poll(() => shown.evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth)).toBe(320)
    expect(notes).toEqual([])
  })
})

describe('a ticket that is wrong', () => {
  it('is corrected by the yard and then voided; the company’s sum follows', async () => {
    const company = await pageOf('company_operator')
    const received = async () => (await company.page.context().request.get('/api/v1/company/compare?from=2026-11-21&to=2026-11-21&by=day').then((r) => r.json())).rows[0].received.grams as number
    const { page, notes } = await pageOf('yard_operator')
    await visit(page, '/office/tickets?from=2026-11-21&to=2026-11-21')
    const mine = (await company.page.context().request.get('/api/v1/session').then((r) => r.json())).org.id as string
    const { items } = await page.context().request.get('/api/v1/tickets?from=2026-11-21&to=2026-11-21&side=weighed&limit=200').then((r) => r.json()) as { items: { id: string; net: number; gross: number; state: string; deliveredOrgId: string }[] }
    const ticket = items.find((t) => t.state === 'stored' && t.deliveredOrgId === mine)!
    const before = await received()
    await visit(page, `/office/tickets?from=2026-11-21&to=2026-11-21&id=${ticket.id}`)
    await page.getByRole('button', { name: '更正', exact: true }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.locator('[name=gross]').fill(String((ticket.gross + 10_000) / 1000))
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/tickets/')), dialog.getByRole('button', { name: '保存更正' }).click()])
    const made = await answer.json()
    expect([answer.status(), made.replaces, made.net]).toEqual([201, ticket.id, ticket.net + 10_000])
    await page.waitForURL((u) => u.searchParams.get('id') === made.id)
    expect(await received()).toBe(before + 10_000)
    await visit(page, `/office/tickets?from=2026-11-21&to=2026-11-21&id=${ticket.id}`)
    await page.locator('.detail .tag', { hasText: '已更正' }).waitFor()
    await visit(page, `/office/tickets?from=2026-11-21&to=2026-11-21&id=${made.id}`)
    await page.getByRole('button', { name: '作废', exact: true }).click()
    await dialog.getByLabel('为什么').fill('车没卸货就走了')
    await dialog.getByRole('button', { name: '作废', exact: true }).click()
    await page.locator('.detail .tag', { hasText: '已作废' }).waitFor()
    expect(await page.locator('.detail').innerText()).toContain('车没卸货就走了')
    expect(await received()).toBe(before - ticket.net)
    expect(notes).toEqual([])
  })
})

describe('the files', () => {
  it.each(['', '&by=day', '&by=category', '&category=paper.occ', '&by=day&category=paper.occ', '&by=category&category=paper.occ', '&open=1'])('hold the comparison as it is shown: %s', async (query) => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, `/office/compare?from=2026-11-14&to=2026-11-19${query}`)
    const row = page.locator('table.compare tbody tr')
    await row.first().waitFor()
    const read = (sides: Locator) => sides.evaluateAll((rows) => rows.map((r) => ['.day', '.name', '.in', '.got', '.diff'].map((c) => r.querySelector('td' + c)?.textContent?.trim() ?? '')))
    const shown = await read(row)
    const foot = (await read(page.locator('table.compare tfoot tr')))[0]!
    const sheet = await exported(page)
    const head = sheet.findIndex((r) => r[0] === '日期')
    const lines = sheet.slice(head + 1, -1)
    expect(lines.map((r) => [String(r[0]).slice(5), query.includes('by=day') ? '' : r[1]])).toEqual(shown.map((r) => [query.includes('by=category') ? '' : /^(\d\d-\d\d) 星期[一二三四五六日]$/.exec(r[0]!)![1], query.includes('by=day') ? '' : r[1]]))
    const grams = (v: string | number | undefined) => Math.round(Number(v) * 1000)
    const kg = (v: string | number | undefined) => kilograms(grams(v))
    for (const [i, r] of lines.entries()) for (const [side, column] of [[2, 2], [3, 4]] as const) {
      const text = shown[i]![side]!
      const pieces = `${r[column + 1]} 件`
      expect([i, text]).toEqual([i, /^\d+ 件/.test(text) ? pieces + massText(grams(r[column])) : kg(r[column]) + (text.includes('件') ? pieces : '')])
    }
    const shares = await page.locator('table.compare td.share').allInnerTexts()
    const said = (v: string | number | undefined) => (v === '' ? '–' : signedPercent(Number(v)))
    expect([...lines.map((r) => said(r[8])), said(sheet.at(-1)![8])]).toEqual(shares)
    expect(await row.evaluateAll((rows) => rows.map((r) => r.querySelector('td.why')!.textContent!.trim()))).toEqual(lines.map((r) => r[9]))
    const total = sheet.at(-1)!
    expect([total[0], kg(total[2]), kg(total[4])]).toEqual(['合计', foot[2], foot[3]])
    for (const column of [2, 4]) expect(lines.reduce((sum, r) => sum + Number(r[column]), 0)).toBeCloseTo(Number(total[column]), 3)
    expect(notes).toEqual([])
  })

  it.each([['company_operator', ''], ['company_operator', '&category=steel.light'], ['yard_operator', '']])('hold the tickets as they are shown: %s %s', async (role, query) => {
    const { page, notes } = await pageOf(role)
    await visit(page, `/office/tickets?from=2026-11-18&to=2026-11-19${query}`)
    await page.locator('.vrow').first().waitFor()
    const sum = await page.locator('.sum').innerText()
    const net = number(await page.locator('.sum .amount').getAttribute('title'))
    const sheet = await exported(page)
    const lines = sheet.slice(sheet.findIndex((r) => r[0] === '业务日') + 1, -1)
    expect(lines.filter((r) => r[13] === '已计入')).toHaveLength(number(/([\d,]+) 张/.exec(sum)![1]!))
    expect(Number(sheet.at(-1)![10])).toBeCloseTo(net, 3)
    expect(lines.filter((r) => r[13] === '已计入').reduce((all, r) => all + Number(r[10]), 0)).toBeCloseTo(net, 3)
    const seen = await page.locator('.vrow').evaluateAll((rows) => rows.map((r) => [r.querySelector('.no')!.firstChild!.textContent!.trim(), r.querySelector('.net b')!.textContent!.trim()]))
    expect(seen).toEqual(lines.slice(0, seen.length).map((r) => [r[2], kilograms(Math.round(Number(r[10]) * 1000))]))
    expect(notes).toEqual([])
  })
})

describe('a station', () => {
  it('shows at the weighbridge what it took in today beside what it can take, and follows a ticket', async () => {
    const { page, notes } = await pageOf('yard_operator')
    await visit(page, '/office/receive')
    const line = page.locator('.loads li')
    const { items } = await page.context().request.get('/api/v1/tickets?from=2026-11-23&to=2026-11-23&side=weighed&limit=200').then((r) => r.json()) as { items: { siteId: string; siteName: string; net: number; state: string; deliveredOrgId: string }[] }
    const first = items[0]!
    const grams = items.filter((t) => t.state === 'stored' && t.siteId === first.siteId).reduce((sum, t) => sum + t.net, 0)
    expect(await line.innerText()).toBe(`${first.siteName} 今天收 ${(grams / 1e6).toFixed(2)} 吨，这座站一天能收 20 吨`)
    const id = '01a206b6-81c1-7c30-9d26-de51d12aafff'
    const extra = { deliveredOrgId: first.deliveredOrgId, kind: 'WEIGHBRIDGE', siteId: first.siteId, category: 'paper.occ', net: 21_000_000, weighedAt: '2026-11-23T06:50:00Z' }
    expect((await page.context().request.put(`/api/v1/tickets/${id}`, { data: extra })).status()).toBe(201)
    await visit(page, '/office/receive')
    expect(await line.innerText()).toContain(`，超了 ${((grams + 1_000_000) / 1e6).toFixed(2)} 吨`)
    expect(await line.getAttribute('class')).toContain('over')
    expect(await look(page)).toEqual([])
    await page.locator('.vrow').first().click()
    expect(await page.locator('.one .facts').innerText()).toContain(first.siteName)
    await page.locator('.one').getByRole('button', { name: '返回' }).click()
    await page.locator('.one').waitFor({ state: 'detached' })
    expect((await page.context().request.post(`/api/v1/tickets/${id}/void`, { data: { reason: '试一试' } })).status()).toBe(200)
    expect(notes).toEqual([])
  })
})

const pages: Record<string, string[]> = {
  company_operator: ['/office', '/office?day=2026-11-21', '/office/records', '/office/records?from=2020-01-01&to=2020-01-02', '/office/fix', '/office/tickets', '/office/compare', '/office/compare?by=day', '/office/compare?by=category', '/office/compare?by=scale', '/office/compare?by=station', '/office/records?late=60', '/me'],
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
    const notes = listen(page)
    await visit(page, '/signin')
    expect([...(await look(page)), ...notes]).toEqual([])
    await page.getByLabel('手机号').fill('13800000000')
    await page.getByLabel('密码').fill('不对的密码')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.locator('.problem').waitFor()
    expect(await page.locator('.problem').innerText()).toContain('手机号或密码不对')
    expect(await look(page)).toEqual([])
  })
})
