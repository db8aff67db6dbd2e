// The collector's phone, over https under a name that is not localhost: three pickups without a network, a reload, and exactly three
// rows; then each page as a person sees it.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authority, type Authority } from './authority'
import { listen, look, watchCsp } from './look'
import { startServer, type Running } from './server'

const host = 'liangwang.zone.test'
const pictures = process.env.LW_E2E_SHOTS
const phoneSize = { width: 360, height: 780 }
let ca: Authority
let server: Running
let browser: Browser
let base: string

beforeAll(async () => {
  ca = authority(host)
  server = await startServer(['--tls-cert', ca.cert, '--tls-key', ca.key])
  base = `https://${host}:${new URL(server.url).port}`
  const found = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => fs.existsSync(f))
  browser = await chromium.launch({
    executablePath: found, args: ['--no-sandbox', '--lang=zh-CN', `--host-resolver-rules=MAP ${host} 127.0.0.1`, `--ignore-certificate-errors-spki-list=${ca.pin}`],
  })
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  ca?.remove()
})

interface Day { day: string; pickups: number; grams: number; items: { id: string; grams: number; state: string; photos: string[]; photosPending: string[] }[]; needsFix: { id: string }[] }
const dayOf = (page: Page): Promise<Day> => page.evaluate(async () => (await fetch('/api/v1/my/day')).json())

async function phone(options: { scheme?: 'light' | 'dark'; viewport?: { width: number; height: number } } = {}): Promise<{ context: BrowserContext; page: Page; notes: string[] }> {
  const viewport = options.viewport ?? phoneSize
  const context = await browser.newContext({
    baseURL: base, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: options.scheme ?? 'light',
    hasTouch: viewport.width < 600, isMobile: viewport.width < 600, permissions: ['geolocation'],
  })
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  return { context, page, notes }
}

async function signIn(page: Page): Promise<void> {
  const said = spawnSync(process.env.LW_BIN ?? path.resolve(import.meta.dirname, '../../bin/liangwang'), ['demo', 'accounts', '--json', '--data', server.data], { encoding: 'utf8' })
  const accounts = JSON.parse(said.stdout) as { role: string; phone: string; password: string }[] | { accounts: { role: string; phone: string; password: string }[] }
  const all = Array.isArray(accounts) ? accounts : accounts.accounts
  const me = all.find((a) => a.role === 'collector')!
  await page.goto('/collect')
  await page.getByLabel('手机号').fill(me.phone)
  await page.getByLabel('密码').fill(me.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.locator('.cat').first().waitFor()
}

/** Puts the phone beside a site of the register. */
async function standAtSite(context: BrowserContext, page: Page): Promise<string> {
  const site = await page.evaluate(async () => ((await (await fetch('/api/v1/sites/phone')).json()) as { items: { name: string; lon?: number; lat?: number }[] }).items.find((s) => s.lon !== undefined)!)
  await context.setGeolocation({ longitude: site.lon!, latitude: site.lat!, accuracy: 9 })
  await expect.poll(() => page.locator('.site small').innerText(), { timeout: 20_000 }).toMatch(/^距你 \d+ 米/)
  return site.name
}

/** A picture as a phone would take it: larger than what is sent. */
const picture = (page: Page): Promise<string> => page.evaluate(() => {
  const c = Object.assign(document.createElement('canvas'), { width: 2000, height: 1500 })
  c.getContext('2d')!.fillRect(300, 300, 900, 600)
  return c.toDataURL('image/png').split(',')[1]!
})

async function log(page: Page, keys: string, photo?: string): Promise<void> {
  await page.locator('.cat', { hasText: '黄板纸' }).click()
  for (const k of keys) await page.locator('.pad').getByRole('button', { name: k === '.' ? '小数点' : k, exact: true }).click()
  if (photo) {
    await page.locator('input[type=file]').setInputFiles({ name: 'p.png', mimeType: 'image/png', buffer: Buffer.from(photo, 'base64') })
    await page.getByText('照片 1 张').waitFor()
  }
  await page.locator('.save').click()
  await page.locator('.strip b', { hasText: `${keys} 公斤` }).waitFor()
}

const offlineReady = (page: Page) => page.evaluate(async () => { await navigator.serviceWorker.ready; return !!(await caches.match('/collect')) })

describe('the collector’s phone over https', () => {
  it('keeps three pickups without a network through a reload, and sends each exactly once', async () => {
    const { context, page, notes } = await phone()
    await signIn(page)
    expect(await page.evaluate(() => [isSecureContext, location.hostname])).toEqual([true, host])
    await standAtSite(context, page)
    expect(await offlineReady(page)).toBe(true)
    const before = await dayOf(page)
    notes.length = 0

    await context.setOffline(true)
    const photo = await picture(page)
    await log(page, '12.5')
    await log(page, '3.25', photo)
    await log(page, '41')
    await page.reload()
    await page.getByRole('link', { name: /待发 3 笔，照片 1 张/ }).waitFor()
    await page.goto('/collect/outbox') // a deep link, still without a network
    await expect.poll(() => page.locator('.rows .row b').allInnerTexts()).toEqual(['黄板纸 12.5 公斤', '黄板纸 3.25 公斤', '黄板纸 41 公斤', '照片'])
    expect(await page.locator('.rows .row small').first().innerText()).toContain('等信号')
    await page.locator('.cat, .tabs a').first().click()
    await page.locator('.cat').first().waitFor()

    await context.setOffline(false)
    await page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 30_000 }) // the photo too: until then it says 照片 1 张
    const after = await dayOf(page)
    const fresh = after.items.filter((p) => !before.items.some((b) => b.id === p.id))
    expect(fresh.map((p) => [p.grams, p.state]).sort()).toEqual([[12_500, 'accepted'], [3250, 'accepted'], [41_000, 'accepted']].sort())
    expect([after.pickups - before.pickups, after.grams - before.grams]).toEqual([3, 56_750])

    expect(fresh.map((p) => [p.photos.length, p.photosPending.length]).sort()).toEqual([[0, 0], [0, 0], [1, 0]])

    // Once more, with all tabs and triggers at hand: nothing is sent again.
    await page.reload()
    await page.locator('.cat').first().waitFor()
    await page.waitForTimeout(1500)
    expect((await dayOf(page)).pickups).toBe(after.pickups)
    expect(await page.locator('.today').innerText()).toContain(`${after.pickups}`)
    expect(notes.filter((n) => !/ERR_INTERNET_DISCONNECTED/.test(n))).toEqual([])
    await context.close()
  })

  it('takes a record back within ten seconds', async () => {
    const { context, page } = await phone()
    await signIn(page)
    await standAtSite(context, page)
    const before = await dayOf(page)
    await log(page, '7')
    await page.getByRole('button', { name: /^撤销/ }).click()
    await page.locator('.strip small', { hasText: '已撤销' }).waitFor()
    await expect.poll(async () => (await dayOf(page)).items.find((p) => !before.items.some((b) => b.id === p.id))?.state, { timeout: 15_000 }).toBe('voided')
    expect((await dayOf(page)).pickups).toBe(before.pickups)
    await context.close()
  })

  it('tells what a gated category needs before it is saved, and brings it back as 需要我', async () => {
    const { context, page } = await phone()
    await signIn(page)
    await standAtSite(context, page)
    await page.getByRole('link', { name: /全部品类/ }).click()
    await page.locator('.cat', { hasText: '铅蓄电池' }).click()
    await page.locator('.gate h2').waitFor()
    expect(await page.locator('.gate').innerText()).toContain('危险废物持证单位')
    await page.getByRole('button', { name: '已经收了，照样记' }).click()
    await page.locator('.pad').getByRole('button', { name: '1', exact: true }).click()
    await page.getByRole('button', { name: /照样记下（待补正）/ }).click()
    await page.getByRole('link', { name: /需要你处理/ }).click({ timeout: 20_000 })
    await page.locator('.row', { hasText: '铅蓄电池' }).first().click()
    await page.getByRole('heading', { name: '为什么待补正' }).waitFor()
    await page.getByLabel('交接凭证编号').fill('JJ-2026-001')
    await page.locator('.paper', { hasText: '交接凭证' }).getByRole('button', { name: '补上' }).click()
    await expect.poll(() => page.locator('.paper h3').allInnerTexts(), { timeout: 15_000 }).toEqual(['危险废物经营许可证'])
    await context.close()
  })

  it('opens every page without a fault, by day and by night, on the phone and on a desk', async () => {
    const found: string[] = []
    for (const [name, options] of Object.entries({ 'phone': {}, 'phone-dark': { scheme: 'dark' as const }, 'desk': { viewport: { width: 1440, height: 900 } } })) {
      const { context, page, notes } = await phone(options)
      await page.goto('/collect/signin')
      await page.getByRole('button', { name: '登录', exact: true }).waitFor()
      const see = async (title: string) => {
        await page.waitForTimeout(300)
        const seen = await look(page, pictures ? { picture: path.join(pictures, `collect-${title}-${name}.png`) } : {})
        found.push(...seen.map((s) => `${title} ${name}: ${s}`))
      }
      await see('signin')
      await page.goto('/collect/join#ABCD2345')
      await page.getByRole('button', { name: '加入' }).waitFor()
      expect(await page.getByLabel('邀请码').inputValue()).toBe('ABCD2345')
      await see('join')
      await signIn(page)
      await standAtSite(context, page)
      notes.length = 0
      await see('home')
      await page.locator('.cat', { hasText: '黄板纸' }).click()
      await page.locator('.pad').getByRole('button', { name: '8', exact: true }).click()
      await see('pad')
      await page.locator('.row3').getByRole('link', { name: '更多' }).click()
      await page.getByLabel('备注').waitFor()
      await see('more')
      for (const at of ['all', 'site', 'records', 'need', 'outbox', 'me']) {
        await page.goto('/collect/' + at)
        await page.locator('h1').waitFor()
        await page.waitForTimeout(700)
        await see(at)
      }
      await page.goto('/collect/records')
      await page.locator('.rows .row').first().click()
      await page.locator('.facts').waitFor()
      await see('record')
      found.push(...notes.map((n) => `${name}: ${n}`))
      await context.close()
    }
    expect(found).toEqual([])
  })

  it('says on an address without encryption what will not work, and logs all the same', async () => {
    const plain = await startServer()
    try {
      const context = await browser.newContext({ baseURL: plain.url.replace('127.0.0.1', host), viewport: phoneSize, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: true, isMobile: true })
      const page = await context.newPage()
      await signIn(page)
      expect(await page.evaluate(() => isSecureContext)).toBe(false)
      await page.getByText('这个地址没有加密，有三样用不了').waitFor()
      expect(await look(page, pictures ? { picture: path.join(pictures, 'collect-insecure-phone.png') } : {})).toEqual([])
      await page.locator('.site').click()
      await page.locator('.rows .row').nth(1).click()
      await page.locator('.site small', { hasText: '没有定位' }).waitFor()
      await log(page, '6')
      await page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 20_000 })
      await context.close()
    } finally {
      await plain.stop()
    }
  })
})
