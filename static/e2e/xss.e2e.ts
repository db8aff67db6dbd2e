// What people type stays text: texts that would become elements or run stand in every text field, and every page shows them as they are.
// LW_XSS says how many; make matrix-full takes 200.
import type { APIRequestContext, Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, watchCsp } from './look'
import { fitting, payloads } from './payloads'
import { browse, startPlain, type Running } from './server'

const many = Number(process.env.LW_XSS ?? 6)
const details = many < 50 ? 2 : 40 // records that are opened one by one
const doubts = ['numberUsed', 'grossOver', 'tareFar', 'tareNew', 'tareLight'].map((d) => 'sure=' + d).join('&')
const password = 'first-password'
const phones = { planner: '13800000001', operator: '13800000002', collector: '13800000003', yard: '13800000004' }
type Who = keyof typeof phones

let server: Running
let browser: Browser
const contexts = {} as Record<Who, BrowserContext>
const id = (n: number) => `01941d72-0800-7000-8000-${n.toString(16).padStart(12, '0')}`
const now = Date.now()
const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
const today = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)

beforeAll(async () => {
  server = await startPlain((run) => {
    const add = (who: Who, org: string, role: string, n: number, ...more: string[]) => run(password, 'user', 'add', '--org', org, '--role', role, '--phone', phones[who], '--name', fitting(n, 50), '--password-stdin', ...more)
    run(password, 'user', 'add', '--org', fitting(3, 60), '--role', 'admin', '--phone', '13800000000', '--name', fitting(4, 50), '--password-stdin')
    add('planner', fitting(3, 60), 'planner', 5)
    add('operator', fitting(6, 60), 'company_operator', 7, '--kind', 'RECYCLING_COMPANY')
    add('collector', fitting(6, 60), 'collector', 8)
    add('yard', fitting(9, 60), 'yard_operator', 10, '--kind', 'PROCESSOR')
  })
  browser = await browse()
  for (const [i, who] of (Object.keys(phones) as Who[]).entries()) {
    const phone = who === 'collector'
    const context = await browser.newContext({ baseURL: server.url, viewport: phone ? { width: 360, height: 780 } : { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: phone, hasTouch: phone, permissions: ['geolocation'], geolocation: { longitude: 116.6, latitude: 35.4, accuracy: 8 } })
    await good(context.request.post('/api/v1/session', { data: { phone: phones[who], password, deviceId: id(i), deviceName: fitting(i + 11, 100) } }))
    contexts[who] = context
  }
  await fill()
})
afterAll(async () => {
  for (const context of Object.values(contexts)) await context.close()
  await browser?.close()
  await server?.stop()
})

async function good(answer: Promise<{ ok: () => boolean; status: () => number; text: () => Promise<string>; json: () => Promise<unknown>; url: () => string }>): Promise<Record<string, unknown>> {
  const a = await answer
  if (!a.ok()) throw new Error(`${a.url()}: ${a.status()} ${await a.text()}`)
  return await a.json() as Record<string, unknown>
}

/** The n-th object of each kind has the n-th payload in each of its texts. */
async function fill(): Promise<void> {
  const r = Object.fromEntries(Object.entries(contexts).map(([who, c]) => [who, c.request])) as Record<Who, APIRequestContext>
  const orgOf = async (who: Who) => ((await good(r[who].get('/api/v1/session'))).org as { id: string }).id
  const company = await orgOf('operator')
  for (let n = 0; n < many; n++) {
    const p = (most: number) => fitting(n, most)
    const site = { name: p(200), kind: 'RC_POINT_STD', networks: ['A'], state: 'active', operatorOrgId: n % 2 ? company : undefined, operatorName: p(200), localCategories: p(200), address: p(200), district: p(200), hours: p(200), note: p(200), reason: p(200), evidence: p(200), position: { lon: 116.6 + n / 5000, lat: 35.4 } }
    await good(r.planner.put(`/api/v1/sites/${id(1000 + n)}`, { data: site }))
    await good(r.planner.post(`/api/v1/sites/${id(1000 + n)}/state`, { data: { to: 'rectification', reason: p(200), evidence: p(200) } }))
    await good(r.planner.post(`/api/v1/sites/${id(1000 + n)}/state`, { data: { to: 'active', reason: p(200), evidence: p(200) } }))
    await good(r.operator.put(`/api/v1/vehicles/${id(2000 + n)}`, { data: { number: `${n} ${p(40)}`, type: 'E_TRICYCLE', use: 'NON_OPERATING', energy: 'BEV', emission: 'NONE', terminalId: p(50), ownerName: p(200) } }))
    await good(r.operator.put(`/api/v1/keys/${id(6000 + n)}`, { data: { name: p(60), scopes: ['tickets.read'], days: 1 } }))
    const gated = n % 3 === 0
    const line = gated ? { category: 'battery.lithium_power', method: 'SCALE', pieces: 1, grams: 1000, typed: p(20) } : { category: 'paper.occ', method: 'SCALE', grams: 1000 + n, unit: 'KG', typed: p(20) }
    await good(r.collector.put(`/api/v1/pickups/${id(3000 + n)}`, { data: { orgId: company, siteId: id(1000 + n), occurredAt: at(n % 30 + 1), note: p(500), delivery: 'SITE', trigger: 'WALK_IN', origin: 'RESIDENT', vehicle: { orgId: company, id: id(2000 + n) }, lines: [line], papers: [{ kind: p(50), number: p(100) }] } }))
    if (n % 4 === 1) await good(r.operator.post(`/api/v1/pickups/${id(3000 + n)}/void`, { data: { reason: p(200) } }))
    await good(r.yard.put(`/api/v1/tickets/${id(4000 + n)}?${doubts}`, { data: { deliveredOrgId: company, kind: 'WEIGHBRIDGE', siteId: id(1000 + n), scaleNo: p(50), number: p(50), category: 'paper.occ', gross: 22_400, tare: 10_000, net: 12_400, plate: p(20), weighedAt: at(1), note: p(500) } }))
    if (n % 4 === 1) await good(r.yard.post(`/api/v1/tickets/${id(4000 + n)}/void`, { data: { reason: p(200) } }))
  }
  const csv = '名称,经度,纬度,地址,电话\n' + payloads.slice(0, many).map((p, i) => `"${p.replaceAll('"', '""').replaceAll('\u2028', '')}",${i % 2 ? 116.6 : 'x'},35.4,"${p.replaceAll('"', '""').replaceAll('\u2028', '')}",1`).join('\n') + '\n'
  for (const who of ['planner', 'operator'] as Who[]) {
    const name = id(who === 'planner' ? 5000 : 5001), source = fitting(3, 60)
    await good(r[who].put(`/api/v1/imports/${name}?kind=sites&name=${encodeURIComponent(fitting(2, 60))}`, { data: Buffer.from(csv), headers: { 'Content-Type': 'application/octet-stream' } }))
    const report = await good(r[who].post(`/api/v1/imports/${name}/check`, { data: { source, newSource: true } }))
    await good(r[who].post(`/api/v1/imports/${name}/commit`, { data: { source, newSource: true, digest: report.digest } }))
  }
}

/** A page that tells when a text became more than text. */
async function watched(who: Who): Promise<{ page: Page; notes: string[]; seen: () => number }> {
  const page = await contexts[who].newPage()
  const notes = listen(page)
  await watchCsp(page)
  await page.addInitScript(() => { (window as unknown as { xss: () => void }).xss = () => console.error('a text ran as a script') })
  page.on('dialog', (d) => { notes.push('dialog ' + d.message()); void d.dismiss() })
  page.on('request', (q) => { if (new URL(q.url()).hostname === 'xss.invalid') notes.push('request ' + q.url()) })
  let seen = 0
  Object.assign(page, { count: (n: number) => { seen += n } })
  return { page, notes, seen: () => seen }
}

/** The elements of a page that only a text can have brought. */
function more(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const away = [...document.querySelectorAll<HTMLAnchorElement & HTMLImageElement>('[href],[src]')].filter((e) => [e.href, e.src].some((to) => typeof to === 'string' && /^[a-z]+:\/\/xss\.invalid/i.test(to))) // a link of ours may carry the text
    const brought = [...document.querySelectorAll('[data-xss],[onerror],[onload],[onfocus],[ontoggle],[onmouseover],[href^="javascript:" i],[src^="javascript:" i],[action^="javascript:" i],[srcdoc],base,[style*="xss.invalid"]')]
    return [...brought, ...away].map((e) => e.outerHTML.slice(0, 200))
  })
}

/** Goes to an address, scrolls whatever scrolls, and returns what became of the texts: nothing, if all is well. */
async function visit(page: Page, url: string): Promise<string[]> {
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  const found: string[] = []
  for (let step = 0; step < Math.min(12, 2 + many / 12); step++) {
    for (const b of await more(page)) found.push(`${url}: ${b}`)
    const shown = await page.evaluate(() => {
      const text = document.body.innerText + [...document.querySelectorAll('input,textarea')].map((e) => (e as HTMLInputElement).value).join(' ')
      for (const e of document.querySelectorAll('*')) if (e.scrollHeight > e.clientHeight + 20 && e.clientHeight > 60) e.scrollTop += e.clientHeight * 0.8
      window.scrollBy(0, innerHeight * 0.8)
      return (text.match(/xss/gi) ?? []).length
    })
    ;(page as unknown as { count: (n: number) => void }).count(shown)
    await page.waitForTimeout(60)
  }
  return found
}

/** Signs in as a phone does, which keeps what it has read. */
async function onPhone(page: Page): Promise<void> {
  await page.goto('/collect/signin')
  await page.getByLabel('手机号').fill(phones.collector)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.locator('.cat').first().waitFor()
}

const some = (base: number) => Array.from({ length: details }, (_, n) => id(base + n))

describe('texts that would be more than text', () => {
  const pages: Record<Who, () => string[]> = {
    operator: () => ['/', '/office', `/office/records?from=${today}&to=${today}`, '/office/fix', '/office/tickets?side=delivered', `/office/compare?from=${today}&to=${today}&by=scale`, `/office/compare?from=${today}&to=${today}`, '/office/import', '/me',
      ...payloads.slice(0, details / 2).map((p) => `/office/records?q=${encodeURIComponent(p.slice(0, 50))}`), ...some(3000).map((i) => `/office/records?from=${today}&to=${today}&id=${i}`), ...some(4000).slice(0, details / 2).map((i) => `/office/tickets?side=delivered&id=${i}`)],
    planner: () => ['/plan', '/plan/import', '/me', ...some(1000).map((i) => `/plan?site=${i}`)],
    yard: () => ['/office/receive', '/office/tickets', '/me', ...some(4000).map((i) => `/office/tickets?id=${i}`)],
    collector: () => ['/collect', '/collect/site', '/collect/records', '/collect/need', '/collect/outbox', '/collect/me', '/collect/more', '/collect/all', ...some(3000).map((i, n) => `/collect/${n % 3 ? 'records' : 'need'}/${i}`)],
  }
  it('would be noticed if they became more', async () => {
    const { page, notes } = await watched('operator')
    await page.goto('/me')
    await page.waitForLoadState('networkidle')
    for (const text of ['<b data-xss>x</b>', '<img src=x onerror="xss()">', '<a href="javascript:xss()">x</a>', '<p style="background:url(//xss.invalid)">', '<a href="//xss.invalid/">x</a>']) {
      await page.evaluate((text) => document.querySelector('main,body')!.insertAdjacentHTML('beforeend', `<div id="planted">${text}</div>`), text)
      expect(await more(page), text).not.toEqual([])
      await page.evaluate(() => document.querySelector('#planted')!.remove())
    }
    expect(notes.filter((n) => n.includes('CSP')).length).toBeGreaterThan(0) // and nothing of it ran
    expect(notes.filter((n) => n.includes('ran as a script'))).toEqual([])
  })

  for (const who of Object.keys(pages) as Who[]) {
    it(`stay text on every page of the ${who}`, async () => {
      const { page, notes, seen } = await watched(who)
      const found: string[] = []
      if (who === 'collector') await onPhone(page)
      for (const url of pages[who]()) found.push(...await visit(page, url))
      expect(found).toEqual([]) // ASVS 1.2.1, 1.2.2, 3.2.2
      expect(notes.filter((n) => !n.includes('Failed to load resource'))).toEqual([])
      expect(seen()).toBeGreaterThan(many) // they are there, as text
      console.log(`${who}: ${pages[who]().length} pages, ${many} texts in every field, shown ${seen()} times, 0 became more`)
    }, 900_000)
  }
})
