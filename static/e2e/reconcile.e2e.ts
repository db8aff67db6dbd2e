// What the company's figures give away on the demo zone: a scale that weighs light, a phone that sends late; lists in the order of their times, corrections at the desk.
import fs from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kilograms, massText } from '@/format/mass'
import { listen, look, watchCsp } from './look'
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

async function pageOf(role: string): Promise<{ page: Page; notes: string[] }> {
  const context = await enter(browser, server, role)
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

async function exported(page: Page): Promise<(string | number)[][]> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^导出/ }).click()])
  return rowsOf(fs.readFileSync(await file.path()))
}

describe('what a scale and a phone do to the figures', () => {
  it('shows the scale that weighs light, with the tickets behind it, and the file has the same', async () => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office/compare?from=2026-11-09&to=2026-11-22&by=scale')
    const rows = page.locator('table.scales tbody tr')
    await rows.first().waitFor()
    const light = page.locator('table.scales tbody tr', { hasText: '一直偏轻' })
    expect(await light.count()).toBe(1)
    const said = (await light.innerText()).replace(/\s+/g, ' ')
    expect(said).toMatch(/2 号地磅/)
    const share = number(await light.locator('.share').evaluate((td) => td.firstChild!.textContent))
    expect([share < -6, share > -9]).toEqual([true, true])
    const whole = await page.context().request.get('/api/v1/company/compare?from=2026-11-09&to=2026-11-22&by=day').then((r) => r.json())
    expect(number(await page.locator('table.scales tfoot .got').innerText())).toBeCloseTo(whole.total.received.grams / 1000, 1)

    const got = await rows.evaluateAll((list) => list.map((r) => ['.got', '.rest'].map((c) => r.querySelector('td' + c)!.textContent!.trim())))
    const sheet = await exported(page)
    const lines = sheet.slice(sheet.findIndex((r) => r[0] === '过磅单位') + 1)
    const kg = (v: string | number | undefined) => kilograms(Math.round(Number(v) * 1000))
    expect(lines.slice(0, -1).map((r) => [kg(r[5]), kg(r[14])])).toEqual(got)
    expect([lines.at(-1)![0], kg(lines.at(-1)![5])]).toEqual(['合计', await page.locator('table.scales tfoot .got').innerText()])
    expect(lines.find((r) => r[13] === '一直偏轻')![2]).toBe('2 号地磅')

    const received = number(await light.locator('.got').innerText())
    await light.click()
    await page.waitForURL(/\/office\/tickets\?.*scaleNo=/)
    await page.locator('.sum .amount').waitFor()
    expect(number(await page.locator('.sum .amount').getAttribute('title'))).toBeCloseTo(received, 1)

    await visit(page, '/office/compare?from=2026-11-09&to=2026-11-22&by=station')
    await rows.first().waitFor()
    expect(number(await page.locator('table.scales tfoot .got').innerText())).toBeCloseTo(whole.total.received.grams / 1000, 1)
    expect(notes).toEqual([])
  })

  it('finds the phone that sends a day late, by whom and how late', async () => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office/records?from=2026-11-16&to=2026-11-22')
    await page.locator('.vrow').first().waitFor()
    await page.getByLabel('晚到', { exact: true }).selectOption({ label: '晚到超过 24 小时' })
    await page.waitForURL(/late=1440/)
    await page.locator('.notice', { hasText: '收到比发生晚了 24 小时以上' }).waitFor()
    await page.locator('.vrow .late').first().waitFor()
    const sum = await page.locator('.sum').innerText()
    const sheet = await exported(page)
    const head = sheet.find((r) => r[0] === '业务日')!
    const lines = sheet.slice(sheet.indexOf(head) + 1, -1)
    expect(lines.length).toBeGreaterThan(20)
    expect([...new Set(lines.map((r) => r[3]))]).toHaveLength(1)
    expect(lines.every((r) => Number(r[head.indexOf('晚到（分钟）')]) >= 1440)).toBe(true)
    expect(new Set(lines.filter((r) => r[9] === '已计入').map((r) => r[11])).size).toBe(number(/([\d,]+) 笔/.exec(sum)![1]!))
    expect(await page.locator('.vrow .late').first().innerText()).toMatch(/^晚到 \d+ 小时，.+ 收到$/)
    expect(notes).toEqual([])
  })

  it('lists records and tickets by the time that it shows, and says no correction late', async () => {
    const { page, notes } = await pageOf('company_operator')
    const clocks = (of: string) => page.locator(of).evaluateAll((cells) => cells.map((c) => c.textContent!.trim().slice(0, 5)).slice(0, 40))
    const falling = (list: string[]) => expect(list).toEqual([...list].sort().reverse())
    await visit(page, '/office/records?from=2026-11-21&to=2026-11-21&state=accepted')
    await page.locator('.vrow').first().waitFor()
    const times = await clocks('.vrow .at')
    expect(times.length).toBeGreaterThan(15)
    falling(times)
    await page.locator('.vrow').first().click()
    await page.keyboard.press('e')
    const dialog = page.locator('dialog[open]')
    await dialog.getByLabel('备注').fill('核对过')
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'PUT' && r.status() === 201), dialog.getByRole('button', { name: '保存更正' }).click()])
    const made = await answer.json()
    expect([made.replaces !== undefined, made.lateMs]).toEqual([true, undefined])
    await page.waitForURL((u) => u.searchParams.get('id') === made.id)
    await page.locator('.detail .facts dt', { hasText: '更正于' }).waitFor()
    expect(await page.locator('.detail').innerText()).not.toContain('晚到')
    falling(await clocks('.vrow .at'))
    expect(notes).toEqual([])
  })
})

describe('a record of several categories', () => {
  it('weighs in the list of one category what that category weighs, so that the list adds up to its sum', async () => {
    const { page, notes } = await pageOf('company_operator')
    const query = { from: '2026-11-19', to: '2026-11-19', category: 'paper.occ', state: 'accepted' }
    const { items, totals } = await page.context().request.get('/api/v1/pickups', { params: { ...query, limit: '200' } }).then((r) => r.json()) as { items: { lines: { category: string; grams?: number }[] }[]; totals: { grams: number } }
    const grams = items.map((p) => p.lines.filter((l) => l.category === 'paper.occ').reduce((s, l) => s + (l.grams ?? 0), 0))
    expect([grams.reduce((s, g) => s + g, 0), items.some((p) => p.lines.length > 1)]).toEqual([totals.grams, true])
    await visit(page, `/office/records?${new URLSearchParams(query)}`)
    await page.locator('.vrow').first().waitFor()
    const shown = await page.locator('.vrow .how').evaluateAll((cells) => cells.map((c) => c.getAttribute('title')))
    expect(shown.length).toBeGreaterThan(10)
    expect(shown).toEqual(grams.slice(0, shown.length).map(massText))
    await page.locator('.sum', { hasText: '数量只算' }).waitFor()
    expect(notes).toEqual([])
  })
})

describe('a correction at the desk', () => {
  it('takes another site, a price and a photo; the amount follows by the one rule', async () => {
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office/records?from=2026-11-18&to=2026-11-18&state=accepted&category=paper.occ')
    await page.locator('.vrow').first().click()
    const id = new URL(page.url()).searchParams.get('id')!
    const old = await page.context().request.get(`/api/v1/pickups/${id}`).then((r) => r.json()) as { siteId?: string; lines: { grams: number }[] }
    const { items } = await page.context().request.get('/api/v1/sites?q=交投点&limit=5').then((r) => r.json()) as { items: { id: string; name: string }[] }
    const other = items.find((s) => s.id !== old.siteId)!
    await page.keyboard.press('e')
    const dialog = page.locator('dialog[open]')
    const line = dialog.locator('fieldset').first()
    await line.getByLabel('公斤', { exact: true }).fill('12.5')
    await line.getByLabel('单价 元').fill('0.91234')
    await dialog.getByRole('button', { name: '保存更正' }).click()
    expect(await line.locator('.field-error').innerText()).toContain('单价不对')
    await line.getByLabel('单价 元').fill('0.9125')
    await line.getByLabel('单价，每').selectOption('KG')
    expect(await line.locator('output').innerText()).toBe('11.41 元')
    await dialog.getByRole('combobox', { name: '网点' }).click()
    await page.keyboard.type(other.name)
    await dialog.getByRole('option', { name: other.name, exact: true }).click()
    const png = await page.evaluate(() => {
      const c = Object.assign(document.createElement('canvas'), { width: 90, height: 60 })
      c.getContext('2d')!.fillRect(2, 2, 40, 30)
      return c.toDataURL('image/png').split(',')[1]!
    })
    await dialog.locator('input[type=file]').setInputFiles({ name: '补拍.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
    await dialog.locator('.el-select-dropdown').last().waitFor({ state: 'hidden' })
    await page.waitForTimeout(500)
    const faults = await look(page, { picture: pictures && path.join(pictures, 'correct-1440.png') })
    await page.setViewportSize({ width: 360, height: 780 })
    faults.push(...(await look(page, { picture: pictures && path.join(pictures, 'correct-360.png') })))
    await page.setViewportSize({ width: 1440, height: 900 })
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/pickups/')), dialog.getByRole('button', { name: '保存更正' }).click()])
    const made = await answer.json()
    expect([answer.status(), made.siteId, made.lines[0].grams, made.lines[0].unitPrice, made.lines[0].amount]).toEqual([201, other.id, 12_500, 9125, 1141])
    expect([made.photos.length, made.photosPending]).toEqual([1, []])
    await visit(page, `/office/records?from=all&id=${made.id}`)
    await expect.poll(() => page.locator('.detail img').evaluate((i: HTMLImageElement) => i.complete && i.naturalWidth)).toBe(90)
    expect([faults, notes]).toEqual([[], []])
  })

  it('says why it takes no photo on an address without encryption', async () => {
    const { page, notes } = await pageOf('company_operator')
    await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined })) // as on plain http from another machine
    await visit(page, '/office/fix')
    await page.locator('.fix .note', { hasText: '这个地址没有加密，浏览器不让传照片' }).waitFor()
    expect(await page.locator('.fix input[type=file]').count()).toBe(0)
    await page.locator('.vrow').first().click()
    await page.keyboard.press('e')
    await page.locator('dialog[open] .note', { hasText: '这个地址没有加密' }).waitFor()
    expect(notes).toEqual([])
  })
})

describe('the day’s cards', () => {
  it('count what needs a fix on the day that is shown', async () => {
    const { page, notes } = await pageOf('company_operator')
    const read = (day: string) => page.context().request.get(`/api/v1/company/day?day=${day}`).then((r) => r.json())
    const days = ['2026-11-23', '2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18']
    for (const day of days) {
      const d = await read(day)
      if (d.table.total.fix.n === 0 || d.table.total.fix.n === d.fix.n) continue
      await visit(page, `/office?day=${day}`)
      const card = await page.locator('.kpis > div').nth(2).innerText()
      expect(card).toContain(`待补正 ${d.table.total.fix.n} 笔，${massText(d.table.total.fix.grams)}，不计入`)
      expect(notes).toEqual([])
      return
    }
    throw new Error('no day has some and not all of what needs a fix')
  })
})
