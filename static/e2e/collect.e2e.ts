// The collector's phone, over https under a name that is not localhost: three pickups without a network, a reload, and exactly three
// rows; then each page as a person sees it.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authority, type Authority } from './authority'
import { listen, look, watchCsp } from './look'
import { startPlain, startServer, type Running } from './server'

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

interface Line { category: string; method: string; grams?: number; pieces?: number }
interface Day { day: string; pickups: number; grams: number; items: { id: string; grams: number; state: string; lines: Line[]; photos: string[]; photosPending: string[] }[]; needsFix: { id: string }[] }
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

async function type(page: Page, keys: string): Promise<void> {
  for (const k of keys) await page.locator('.pad').getByRole('button', { name: k === '.' ? '小数点' : k === '<' ? '退格' : k, exact: true }).click()
}

async function log(page: Page, keys: string, photo?: string): Promise<void> {
  await page.locator('.cat', { hasText: '黄板纸' }).click()
  await type(page, keys)
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

  for (const scheme of ['light', 'dark'] as const) {
    const shot = (name: string) => (pictures ? { picture: path.join(pictures, `collect-${name}-phone${scheme === 'dark' ? '-dark' : ''}.png`) } : {})

    it(`corrects lines where they stand, counts the record once and shows the new value as the last (${scheme})`, async () => {
      const { context, page, notes } = await phone({ scheme })
      await signIn(page)
      await standAtSite(context, page)
      const before = await dayOf(page)
      await page.locator('.cat', { hasText: '黄板纸' }).click()
      await type(page, '12.5')
      await page.getByRole('button', { name: '再加一种' }).click()
      await page.locator('.cat', { hasText: '电视机' }).click()
      await type(page, '2')
      expect(await page.locator('output small').innerText()).toBe('约 36 公斤')
      await page.locator('.save').click()
      await page.locator('.strip.done').waitFor({ timeout: 20_000 })
      await page.locator('.strip a').click()
      await page.getByText('点数 · 约 36 公斤').waitFor()
      await page.getByRole('button', { name: '更正', exact: true }).click()
      await page.getByRole('heading', { name: '更正', exact: true }).waitFor()
      expect(await look(page, shot('correct'))).toEqual([])
      await page.locator('.line', { hasText: '黄板纸' }).click()
      expect(await page.locator('output').innerText()).toMatch(/^12.5\s+公斤$/)
      await page.waitForTimeout(300)
      expect(await look(page, shot('correct-line'))).toEqual([])
      await type(page, '13')
      await page.getByRole('button', { name: /^保存更正/ }).click()
      await page.locator('.strip b', { hasText: '黄板纸 13 公斤' }).waitFor()
      await page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 20_000 })
      const after = await dayOf(page)
      expect([after.pickups - before.pickups, after.grams - before.grams]).toEqual([1, 13_000 + 36_000])
      expect(await page.locator('.today .figure').first().innerText()).toBe(`${after.pickups} 笔`) // before anything is asked again
      expect(await page.locator('.cat', { hasText: '黄板纸' }).locator('small').innerText()).toBe('上次 13 公斤')
      expect(await page.locator('.cat', { hasText: '电视机' }).locator('small').innerText()).toBe('上次 2 件')
      await page.goto('/collect/records')
      await expect.poll(() => page.locator('.rows .row', { hasText: '黄板纸 12.5 公斤' }).first().locator('.tag').innerText()).toBe('已更正')
      const line = after.items.find((p) => !before.items.some((b) => b.id === p.id) && p.state === 'accepted')!.lines.find((l) => l.category === 'weee.tv')!
      expect([line.method, line.pieces, line.grams]).toEqual(['COUNT', 2, 36_000])
      expect(notes).toEqual([])
      await context.close()
    })

    it(`asks once before it saves an absurd weight, and names the largest it takes (${scheme})`, async () => {
      const { context, page, notes } = await phone({ scheme })
      await signIn(page)
      await standAtSite(context, page)
      await page.locator('.cat', { hasText: '黄板纸' }).click()
      await type(page, '999999')
      expect(await page.locator('.save').innerText()).toContain('太大了，最多 100,000 公斤')
      await page.locator('.save').click({ force: true }) // it says so again, aloud
      await page.getByRole('alert').waitFor()
      expect(await look(page, shot('too-much'))).toEqual([])
      await type(page, '<')
      await page.locator('.save').click()
      await page.getByRole('heading', { name: '这一笔 99,999 公斤，比平常大很多。再看一眼？' }).waitFor()
      expect(await look(page, shot('odd'))).toEqual([])
      expect(await page.locator('.odd .primary').allInnerTexts()).toEqual(['改']) // the thumb's own way is to look again
      for (const name of ['改', '没错，记下']) expect((await page.locator('.odd').getByRole('button', { name }).boundingBox())!.height).toBeGreaterThanOrEqual(64)
      await page.locator('.odd').getByRole('button', { name: '改' }).click()
      expect(await page.locator('output b').innerText()).toBe('99999')
      await page.locator('.save').click()
      await page.locator('.odd').getByRole('button', { name: '没错，记下' }).click()
      await page.getByRole('button', { name: /^撤销/ }).click() // the demo's other tests need no mountain of paper
      await page.locator('.strip small', { hasText: '已撤销' }).waitFor()
      await page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 20_000 })
      expect(notes).toEqual([])
      await context.close()
    })
  }

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

describe('the phone of a new zone', () => {
  it('joins by a code that works once, and without any site says what to do and logs by position', async () => {
    const code: string[] = []
    const zone = await startPlain((run) => {
      run('first-password', 'user', 'add', '--org', '示范新区', '--role', 'admin', '--phone', '13800000010', '--name', '管理员', '--password-stdin')
      run('first-password', 'user', 'add', '--org', '甲回收公司', '--kind', 'RECYCLING_COMPANY', '--role', 'company_operator', '--phone', '13800000011', '--name', '经办员', '--password-stdin')
      code.push((JSON.parse(run('', 'user', 'invite', '--org', '甲回收公司', '--role', 'collector', '--phone', '13800000012', '--name', '收运员', '--json')) as { code: string }).code)
    })
    const shot = (name: string, scheme: string) => (pictures ? { picture: path.join(pictures, `collect-${name}-phone${scheme === 'dark' ? '-dark' : ''}.png`) } : {})
    try {
      for (const [i, scheme] of (['light', 'dark'] as const).entries()) {
        const context = await browser.newContext({
          baseURL: zone.url, viewport: phoneSize, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: scheme, hasTouch: true, isMobile: true,
          permissions: ['geolocation'], geolocation: { longitude: 116.6, latitude: 35.4, accuracy: 8 },
        })
        const page = await context.newPage()
        const notes = listen(page)
        await page.goto('/collect/join#' + code[0]!)
        const join = async () => { await page.getByRole('button', { name: '加入', exact: true }).click() }
        if (i === 0) {
          await page.getByLabel('设一个密码').fill('first-password')
          await join()
        } else { // the same code again, then one that never was
          await join()
          await page.getByRole('alert').filter({ hasText: '这个码用过了，一个码只能用一次。请单位再发一个。' }).waitFor()
          expect(await look(page, shot('join-used', scheme))).toEqual([])
          await page.getByLabel('邀请码').fill('ABCD2345')
          await join()
          await page.getByRole('alert').filter({ hasText: '这个码用过了、过期了或不对。' }).waitFor()
          await page.goto('/collect/signin')
          await page.getByLabel('手机号').fill('13800000012')
          await page.getByLabel('密码').fill('first-password')
          await page.getByRole('button', { name: '登录', exact: true }).click()
          notes.length = 0 // what was refused
        }
        await page.getByText('这个区还没有网点，照样能记').waitFor()
        await page.locator('.site small', { hasText: '只记位置' }).waitFor()
        expect(await page.locator('.site b').innerText()).toBe('不在网点')
        expect(await look(page, shot('home-no-sites', scheme))).toEqual([])
        await page.locator('.site').click()
        await page.getByRole('heading', { name: '这个区还没有网点' }).waitFor()
        expect(await look(page, shot('site-no-sites', scheme))).toEqual([])
        await page.locator('.rows .row', { hasText: '不在网点' }).click()
        await log(page, '6')
        await page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 20_000 })
        const day = await dayOf(page)
        expect([day.pickups, day.grams]).toEqual([i + 1, 6000 * (i + 1)])
        expect(notes).toEqual([])
        await context.close()
      }
    } finally {
      await zone.stop()
    }
  })
})
