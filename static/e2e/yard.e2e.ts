// The yard's day on the demo zone: tickets by the keyboard alone, numbers that others use up, questions before what is unlikely, versions of a ticket.
import path from 'node:path'
import type { Browser, BrowserContext, Locator, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ticket } from '@/api/wire'
import { listen, look, sizes, watchCsp } from './look'
import { browse, enter, startServer, type Running } from './server'

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

async function pageOf(role: string, viewport?: { width: number; height: number }, dark = false): Promise<{ page: Page; notes: string[] }> {
  const context = await enter(browser, server, role, viewport)
  open.push(context)
  const page = await context.newPage()
  if (dark) await page.emulateMedia({ colorScheme: 'dark' })
  const notes = listen(page)
  await watchCsp(page)
  return { page, notes }
}

async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForLoadState('networkidle')
}

let made = 0
const newId = () => `01a206b6-81c1-7c30-9d26-${String(++made).padStart(12, '0')}`
const isPut = (r: { request(): { method(): string }; url(): string }) => r.request().method() === 'PUT' && r.url().includes('/tickets/')
const read = (page: Page, url: string) => page.context().request.get(`/api/v1${url}`).then((r) => r.json())
const companyOf = async () => (await read((await pageOf('company_operator')).page, '/session')).org as { id: string; name: string }

/** Opens the form with who delivers and the category filled in, as after a first ticket of the day. */
async function form(page: Page, company: string): Promise<Locator> {
  await visit(page, '/office/receive')
  const f = page.locator('form.ticket')
  for (const [label, text] of [['交货单位', company], ['品类', '黄板纸']] as const) {
    const field = f.getByRole('combobox', { name: label })
    await field.click()
    await page.keyboard.type(text)
    await page.getByRole('option', { name: text }).first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => field.getAttribute('aria-expanded')).not.toBe('true')
  }
  await expect.poll(() => f.locator('[name=number]').inputValue()).not.toBe('')
  return f
}
const store = (page: Page): Promise<Response> => Promise.all([page.waitForResponse(isPut), page.keyboard.press('Control+Enter')]).then(([r]) => r)

describe('the form by the keyboard alone', () => {
  it('goes on with Enter, from lists and selects too, and stores in the last field or with Ctrl and Enter anywhere', async () => {
    const company = await companyOf()
    const { page, notes } = await pageOf('yard_operator')
    const puts: string[] = []
    page.on('request', (r) => { if (r.method() === 'PUT' && r.url().includes('/tickets/')) puts.push(r.url()) })
    await visit(page, '/office/receive')
    const at = () => page.evaluate(() => { const e = document.activeElement!; return e.getAttribute('name') ?? e.getAttribute('aria-label') ?? e.tagName })
    const list = page.locator('form.ticket').getByRole('combobox', { name: '交货单位' })
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type(company.name)
    await page.keyboard.press('Enter')
    await expect.poll(at).toBe('品类')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('黄板纸')
    await page.keyboard.press('Enter')
    await expect.poll(at).toBe('plate')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    expect(await at(), 'a list with a choice is left as it is').toBe('plate')
    const typed: [string, string][] = [['plate', '鲁HD00009'], ['number', ''], ['gross', '2610'], ['tare', '2500'], ['kind', ''], ['scale', ''], ['time', '']]
    for (const [field, text] of typed) {
      expect(await at()).toBe(field)
      if (text) await page.keyboard.type(text)
      await page.keyboard.press('Enter')
      expect(puts, `Enter in ${field} stores nothing`).toEqual([])
    }
    expect(await at()).toBe('note')
    const [answer] = await Promise.all([page.waitForResponse(isPut), page.keyboard.press('Enter')])
    expect([answer.status(), (await answer.json()).net]).toEqual([201, 110_000])
    await expect.poll(at).toBe('plate')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('3000')
    await page.keyboard.press('Enter')
    await page.keyboard.type('2500')
    await page.locator('form.ticket').locator('select[name=kind]').focus()
    expect((await store(page)).status()).toBe(201)
    await page.locator('form.ticket [name=gross]').fill('2700')
    await page.locator('form.ticket [name=tare]').fill('2500')
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type(company.name)
    expect((await store(page)).status(), 'from within an open list').toBe(201)
    expect(notes).toEqual([])
  })

  it('does not send half a ticket from a select', async () => {
    const { page } = await pageOf('yard_operator')
    await visit(page, '/office/receive')
    const puts: string[] = []
    page.on('request', (r) => { if (r.method() === 'PUT') puts.push(r.url()) })
    await page.locator('select[name=kind]').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await page.locator('form.ticket .field-error').first().waitFor()
    expect(puts).toEqual([])
  })
})

describe('the number of a ticket', () => {
  it('is the server’s proposal, follows what another person used up, and leaves alone what was typed', async () => {
    const company = await companyOf()
    const { page } = await pageOf('yard_operator')
    const f = await form(page, company.name)
    const number = f.locator('[name=number]')
    const last = (await read(page, '/tickets?side=weighed&limit=1')).items[0] as Ticket
    const proposed = async () => (await read(page, `/tickets/next?siteId=${last.siteId}&scaleNo=${encodeURIComponent(last.scaleNo!)}`)).number as string
    await f.locator('[name=scale]').fill(last.scaleNo!)
    await expect.poll(() => number.inputValue()).toBe(await proposed())
    const first = await proposed()
    const another = { deliveredOrgId: company.id, kind: 'WEIGHBRIDGE', siteId: last.siteId, scaleNo: last.scaleNo, number: first, category: 'paper.occ', net: 5_000, weighedAt: '2026-11-23T06:50:00Z' }
    expect((await page.context().request.put(`/api/v1/tickets/${newId()}`, { data: another })).status()).toBe(201)
    const second = await proposed()
    expect(second).not.toBe(first)
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await expect.poll(() => number.inputValue()).toBe(second)
    await f.locator('[name=net]').fill('12.5')
    const answer = await store(page)
    expect([answer.status(), (await answer.json()).number]).toEqual([201, second])
    await expect.poll(() => number.inputValue()).toBe(await proposed())
    await number.fill('手写-1')
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await page.waitForTimeout(500)
    expect(await number.inputValue()).toBe('手写-1')
  })

  it('that is used already is asked about, and another can be taken', async () => {
    const company = await companyOf()
    const { page, notes } = await pageOf('yard_operator')
    const f = await form(page, company.name)
    const used = ((await read(page, '/tickets?side=weighed&state=stored&limit=50')).items as Ticket[]).find((t) => t.scaleNo && t.number?.startsWith('示'))!
    await f.locator('[name=scale]').fill(used.scaleNo!)
    await f.locator('[name=number]').fill(used.number!)
    await f.locator('[name=net]').fill('33.3')
    const refused = await store(page)
    expect([refused.status(), (await refused.json()).errors]).toEqual([422, [{ location: 'body.number', code: 'numberUsed', param: used.id }]])
    const question = page.getByRole('alertdialog')
    expect(await question.innerText()).toContain(`磅单号 ${used.number} 当天在这台秤上已经用过。`)
    expect(await question.getByRole('link').getAttribute('href')).toContain(used.id)
    const [answer] = await Promise.all([page.waitForResponse(isPut), question.getByRole('button', { name: /^换成/ }).click()])
    expect([answer.status(), (await answer.json()).number === used.number]).toEqual([201, false])
    expect(notes.filter((n) => !n.includes('422'))).toEqual([])
  })
})

describe('an unlikely weight', () => {
  it('is asked about: 改 goes back to the field, 没错，记下 stores it', async () => {
    const company = await companyOf()
    const { page } = await pageOf('yard_operator')
    const f = await form(page, company.name)
    await f.locator('[name=gross]').fill('99000')
    await f.locator('[name=tare]').fill('15000')
    expect((await store(page)).status()).toBe(422)
    const question = page.getByRole('alertdialog')
    expect(await question.innerText()).toContain('毛重 99 吨，超过 49 吨。再看一眼？')
    const at = () => page.evaluate(() => { const e = document.activeElement as HTMLInputElement; return e.name || e.innerText })
    expect(await at()).toBe('改')
    await page.keyboard.press('Enter')
    await expect.poll(at).toBe('gross')
    expect(await question.count()).toBe(0)
    expect((await store(page)).status(), 'asked anew').toBe(422)
    await question.getByRole('button', { name: '没错，记下' }).focus()
    const [answer] = await Promise.all([page.waitForResponse(isPut), page.keyboard.press('Enter')])
    const stored = await answer.json() as Ticket
    expect([answer.status(), stored.gross, stored.net]).toEqual([201, 99_000_000, 84_000_000])
    expect((await page.context().request.post(`/api/v1/tickets/${stored.id}/void`, { data: { reason: '试一试' } })).status()).toBe(200)
  })

  it('of a vehicle that the register knows is held against it, and a change of the field withdraws the question', async () => {
    const company = await companyOf()
    const operator = (await pageOf('company_operator')).page
    const lorry = ((await read(operator, '/vehicles?q=')).items as { plate?: string; tareKg: number; grossKg: number }[]).find((v) => v.plate && v.tareKg === 2_500)!
    const { page } = await pageOf('yard_operator')
    const f = await form(page, company.name)
    await f.locator('[name=plate]').fill(lorry.plate!.toLowerCase())
    await f.locator('[name=gross]').fill('4000')
    await f.locator('[name=tare]').fill('3000')
    expect((await store(page)).status()).toBe(422)
    const question = page.getByRole('alertdialog')
    expect(await question.innerText()).toContain('皮重 3.00 吨，这辆车登记的皮重是 2.50 吨，差得多')
    await f.locator('[name=tare]').fill('2550')
    expect(await question.count()).toBe(0)
    await f.locator('[name=gross]').fill(String(lorry.grossKg + 1))
    expect((await store(page)).status()).toBe(422)
    expect(await question.innerText()).toContain('，超过 4.5 吨。再看一眼？')
    await f.locator('[name=gross]').fill('4000')
    expect((await store(page)).status()).toBe(201)
  })
})

describe('an answer that was lost', () => {
  it('is asked for again as the same ticket', async () => {
    const company = await companyOf()
    const { page } = await pageOf('yard_operator')
    const f = await form(page, company.name)
    await f.locator('[name=net]').fill('41.5')
    let lost = 0
    await page.route('**/api/v1/tickets/*', async (route) => {
      if (route.request().method() !== 'PUT' || lost++) return route.continue()
      await route.fetch({ maxRetries: 2 }) // a kept connection may end just then
      await route.abort()
    })
    await page.keyboard.press('Control+Enter')
    await f.locator('.problem').waitFor()
    await page.waitForTimeout(1100) // the clock goes on
    expect((await store(page)).status()).toBe(200)
  })
})

describe('a ticket that was corrected', () => {
  it.each(['/office/receive', '/office/tickets'])('leaves the panel of %s to the new version; the old one names it and cannot be printed', async (place) => {
    const company = await companyOf()
    const { page, notes } = await pageOf('yard_operator')
    const id = newId()
    const first = { deliveredOrgId: company.id, kind: 'WEIGHBRIDGE', scaleNo: '试秤', number: `改-${made}`, category: 'paper.occ', net: 700_000, weighedAt: '2026-11-23T06:50:00Z' }
    expect((await page.context().request.put(`/api/v1/tickets/${id}`, { data: first })).status()).toBe(201)
    await page.addInitScript(() => { (window as unknown as { prints: number }).prints = 0; window.print = () => { (window as unknown as { prints: number }).prints++ } })
    const prints = () => page.evaluate(() => (window as unknown as { prints: number }).prints)
    await visit(page, `${place}?id=${id}`)
    const panel = page.locator('.detail')
    const print = panel.getByRole('button', { name: '打印' })
    await print.click()
    await expect.poll(prints).toBe(1)
    await panel.getByRole('button', { name: '更正', exact: true }).click()
    await page.locator('dialog[open] [name=net]').fill('701')
    const [answer] = await Promise.all([page.waitForResponse(isPut), page.locator('dialog[open]').getByRole('button', { name: '保存更正' }).click()])
    const fixed = await answer.json() as Ticket
    expect(answer.status()).toBe(201)
    await page.waitForURL((u) => u.searchParams.get('id') === fixed.id && u.pathname === place)
    await expect.poll(() => panel.locator('.net').innerText()).toContain('701.0')
    expect(await panel.locator('.tag').innerText()).toBe('已计入')
    expect(await print.count()).toBe(1)
    await visit(page, `${place}?id=${id}`)
    expect(await panel.locator('.off-mark').innerText()).toContain('已更正')
    expect(await print.count()).toBe(0)
    await page.emulateMedia({ media: 'print' })
    expect(await panel.locator('.off-mark b').isVisible()).toBe(true)
    expect(await panel.locator('.off-mark a').isVisible()).toBe(false)
    expect(await page.locator('.loads, form.ticket, .vrow').filter({ visible: true }).count(), 'the slip is all there is').toBe(0)
    if (pictures) await page.screenshot({ path: path.join(pictures, `yard-print-${place.split('/').at(-1)}.png`) })
    await page.emulateMedia({ media: 'screen' })
    await panel.getByRole('link', { name: '看更正后的那一张' }).click()
    await page.waitForURL((u) => u.searchParams.get('id') === fixed.id && u.pathname === place)
    await expect.poll(() => panel.locator('.net').innerText()).toContain('701.0')
    expect((await page.context().request.post(`/api/v1/tickets/${fixed.id}/void`, { data: { reason: '别人作废了' } })).status()).toBe(200)
    await print.click()
    await panel.locator('.off-mark', { hasText: '已作废' }).waitFor()
    expect([await prints(), await print.count()], 'what was voided meanwhile is not printed').toEqual([0, 0])
    expect(notes).toEqual([])
  })
})

describe('one id, two weighers', () => {
  it('prints with who weighed, the unit of each mass, and lines to sign on', async () => {
    const company = await companyOf()
    const { page, notes } = await pageOf('yard_operator')
    const id = newId()
    const body = { deliveredOrgId: company.id, kind: 'WEIGHBRIDGE', scaleNo: '印', number: '印-1', category: 'paper.occ', gross: 9_000_000, tare: 4_000_000, net: 5_000_000, weighedAt: '2026-11-23T06:50:00Z' }
    expect((await page.context().request.put(`/api/v1/tickets/${id}`, { data: body })).status()).toBe(201)
    const ticket = await read(page, `/tickets/${id}`)
    await visit(page, `/office/receive?id=${id}&org=${ticket.orgId}`)
    const slip = page.locator('.slip')
    await slip.waitFor()
    expect(await slip.locator('.signs').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await slip.locator('.signs li').allInnerTexts()).toEqual(['司机签字', '过磅员签字', '收货方签字'])
    expect(await slip.locator('.signs').isVisible()).toBe(true)
    const said = (await slip.innerText()).replace(/\s+/g, ' ')
    for (const part of ['5,000.0 公斤', '毛重 9,000.0 公斤', '皮重 4,000.0 公斤', `过磅员 ${ticket.operatorName}`]) expect(said).toContain(part)
    expect(notes).toEqual([])
  })

  it('begins in the first field on a desk', async () => {
    const { page } = await pageOf('yard_operator')
    await page.goto('/login')
    await page.evaluate(() => localStorage.clear())
    await visit(page, '/office/receive')
    await page.locator('form.ticket').waitFor()
    expect(await page.evaluate(() => document.activeElement?.closest('form.ticket') !== null)).toBe(true)
  })

  it('shows the company each ticket as its own', async () => {
    const company = await companyOf()
    const own = (await pageOf('yard_operator')).page
    const other = await browser.newContext({ baseURL: server.url })
    open.push(other)
    expect((await other.request.post('/api/v1/session/demo', { data: { role: 'yard_operator', story: 'yard', deviceId: newId(), deviceName: '磅房' } })).status()).toBe(200)
    const id = newId()
    const body = (net: number) => ({ deliveredOrgId: company.id, kind: 'WEIGHBRIDGE', scaleNo: '同号', number: '同-1', category: 'paper.occ', net, weighedAt: '2026-11-23T06:51:00Z' })
    expect([(await own.context().request.put(`/api/v1/tickets/${id}`, { data: body(81_000) })).status(), (await other.request.put(`/api/v1/tickets/${id}`, { data: body(82_000) })).status()]).toEqual([201, 201])
    const { page, notes } = await pageOf('company_operator')
    await visit(page, '/office/tickets?q=同-1')
    for (const [net, who] of [['81.0', company.name], ['82.0', '示范回收九公司'], ['81.0', company.name]]) {
      await page.locator('.vrow', { hasText: net! }).click()
      await expect.poll(() => page.locator('.detail .net').innerText()).toContain(net!)
      expect(await page.locator('.detail .facts').innerText()).toContain(`过磅单位\n${who}`)
      expect(await page.locator('.vrow[aria-selected=true]').count()).toBe(1)
      await page.reload()
      await expect.poll(() => page.locator('.detail .net').innerText()).toContain(net!)
    }
    await page.keyboard.press('/')
    await page.keyboard.type('同-1')
    const hits = page.locator('[role=option]', { hasText: '同-1' })
    await hits.nth(1).waitFor()
    expect(await hits.count()).toBe(2)
    expect(notes).toEqual([])
  })
})

describe('the overloaded yard', () => {
  it('is found from the start page, by its own operator', async () => {
    const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: sizes[0] })
    open.push(context)
    const page = await context.newPage()
    const notes = listen(page)
    await page.goto('/')
    await page.getByRole('button', { name: /去找：一座中转站收的比它能收的多/ }).click()
    await page.waitForURL('**/office/tickets?from=2026-11-22&to=2026-11-22')
    const line = page.locator('.loads li.over')
    await line.waitFor()
    expect(await line.innerText()).toMatch(/示范接庄中转站 昨天收 [\d.]+ 吨，这座站一天能收 [\d.]+ 吨，超了 /)
    expect((await page.request.get('/api/v1/session').then((r) => r.json())).name).toBe('示范司磅员-03')
    expect(notes).toEqual([])
  })
})

describe.each(sizes)('at $width x $height', (size) => {
  it.each([false, true])('the yard’s pages hold in each state; dark: %s', async (dark) => {
    const company = await companyOf()
    const { page, notes } = await pageOf('yard_operator', size, dark)
    const found: string[] = []
    const see = async (state: string) => {
      const picture = pictures && path.join(pictures, `yard-${state}-${size.width}${dark ? '-dark' : ''}.png`)
      await page.waitForTimeout(400)
      for (const note of await look(page, { picture })) found.push(`${state}: ${note}`)
    }
    const id = newId()
    const body = { deliveredOrgId: company.id, kind: 'WEIGHBRIDGE', scaleNo: '看秤', number: `看-${made}`, category: 'paper.occ', net: 90_000, weighedAt: '2026-11-23T06:50:00Z' }
    expect((await page.context().request.put(`/api/v1/tickets/${id}`, { data: body })).status()).toBe(201)
    const fixed = newId()
    expect((await page.context().request.put(`/api/v1/tickets/${fixed}`, { data: { ...body, net: 91_000, replaces: id } })).status()).toBe(201)
    await visit(page, '/office/receive')
    await see('receive')
    await visit(page, `/office/receive?id=${id}`)
    await see('receive-corrected')
    await visit(page, '/office/tickets')
    await see('tickets')
    await visit(page, `/office/tickets?id=${id}`)
    await see('tickets-corrected')
    const f = await form(page, company.name)
    await f.locator('[name=scale]').fill('看秤')
    await f.locator('[name=number]').fill(body.number)
    await f.locator('[name=gross]').fill('99000')
    await f.locator('[name=tare]').fill('2500')
    expect((await store(page)).status()).toBe(422)
    await page.getByRole('alertdialog').waitFor()
    await see('question')
    expect([...found, ...notes.filter((n) => !n.includes('422'))]).toEqual([])
  })
})
