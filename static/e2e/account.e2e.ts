// Accounts on a server of its own, made by commands: another browser is signed out, a password changes, a person acts for two
// organisations, and what a phone captured for the one is complete after the switch to the other.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, look, sizes, watchCsp } from './look'
import { browse, startPlain, type Running } from './server'

let server: Running
let browser: Browser
const open: BrowserContext[] = []
const officer = '13800000011'
const collector = '13800000012'
const password = 'first-password'

beforeAll(async () => {
  server = await startPlain((run) => {
    const add = (org: string, role: string, phone: string, name: string, ...more: string[]) => run(password, 'user', 'add', '--org', org, '--role', role, '--phone', phone, '--name', name, '--password-stdin', ...more)
    add('示范高新区', 'admin', '13800000010', '管理员')
    for (const org of ['甲回收公司', '乙回收公司']) {
      add(org, 'company_operator', officer, '示范经办员', '--kind', 'RECYCLING_COMPANY')
      add(org, 'collector', collector, '示范收运员')
    }
  })
  browser = await browse()
})
afterAll(async () => {
  for (const context of open) await context.close()
  await browser?.close()
  await server?.stop()
})

async function newPage(viewport: { width: number; height: number } = sizes[0]): Promise<{ page: Page; notes: string[] }> {
  const phone = viewport.width < 600
  const context = await browser.newContext({ baseURL: server.url, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: phone, hasTouch: phone, permissions: ['geolocation'], geolocation: { longitude: 116.6, latitude: 35.4, accuracy: 8 } })
  open.push(context)
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  return { page, notes }
}

async function signIn(page: Page, secret = password): Promise<void> {
  await page.goto('/signin')
  await page.getByLabel('手机号').fill(officer)
  await page.getByLabel('密码').fill(secret)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

const main = (page: Page) => page.waitForURL('**/office')

describe('a person of two organisations', () => {
  it('ends the session of another browser, which is asked to sign in again', async () => {
    const mine = await newPage()
    await signIn(mine.page)
    await main(mine.page)
    const other = await newPage(sizes[1])
    await signIn(other.page)
    await main(other.page)
    await mine.page.goto('/me')
    await mine.page.getByRole('button', { name: '让它退出' }).first().waitFor()
    const others = await mine.page.getByRole('button', { name: '让它退出' }).count()
    await mine.page.locator('li', { hasText: '手机' }).getByRole('button', { name: '让它退出' }).click()
    await mine.page.locator('dialog[open]').getByRole('button', { name: '让它退出' }).click()
    await expect.poll(() => mine.page.getByRole('button', { name: '让它退出' }).count()).toBe(others - 1)
    await other.page.locator('nav a', { hasText: '记录' }).click()
    await other.page.waitForURL('**/signin?**')
    expect(await other.page.locator('form .note').first().innerText()).not.toBe('')
    expect(await look(other.page)).toEqual([])
    expect(mine.notes).toEqual([])
  })

  it('acts for the other organisation, whose records alone are listed', async () => {
    const { page, notes } = await newPage()
    await signIn(page)
    await main(page)
    await page.goto('/me')
    const row = page.locator('.orgs li', { has: page.getByRole('button', { name: '换到这里' }) })
    const name = await row.locator('b').innerText()
    await row.getByRole('button', { name: '换到这里' }).click()
    await page.locator('.orgs li.on', { hasText: name }).waitFor()
    expect(await look(page)).toEqual([])
    await page.goto('/office')
    await page.locator('nav, aside').filter({ hasText: name }).first().waitFor()
    expect((await page.context().request.get('/api/v1/session').then((r) => r.json())).org.name).toBe(name)
    expect(notes).toEqual([])
  })

  it('changes the password: a wrong old one is told, the new one signs in, and sessions elsewhere end', async () => {
    const { page } = await newPage()
    await signIn(page)
    await main(page)
    const other = await newPage()
    await signIn(other.page)
    await main(other.page)
    await page.goto('/me')
    const form = page.locator('form', { has: page.getByLabel('现在的密码') })
    expect(await form.locator('input[type=password]').evaluateAll((all) => all.map((e) => e.getAttribute('autocomplete')))).toEqual(['current-password', 'new-password']) // ASVS 6.2.6, 6.2.7
    await form.getByLabel('现在的密码').fill('not the password')
    await form.getByLabel('新密码').fill('second-password')
    await form.getByRole('button', { name: '改密码' }).click()
    await form.locator('.problem').waitFor()
    await form.getByLabel('现在的密码').fill(password)
    await form.getByRole('button', { name: '改密码' }).click()
    await page.getByText('密码已改').first().waitFor()
    expect((await page.context().request.get('/api/v1/session')).status()).toBe(200)
    expect((await other.page.context().request.get('/api/v1/session')).status()).toBe(401)
    const fresh = await newPage()
    await signIn(fresh.page)
    await fresh.page.locator('.problem').waitFor()
    await signIn(fresh.page, 'second-password')
    await main(fresh.page)
    const back = await page.context().request.put('/api/v1/session/password', { data: { old: 'second-password', new: password } })
    expect(back.status()).toBe(204)
  })
})

describe('a key for a program', () => {
  it('is shown once, may what it says and no more, and ends at once', async () => {
    const { page, notes } = await newPage()
    await signIn(page)
    await main(page)
    await page.goto('/me')
    const card = page.locator('.card', { hasText: '给程序的钥匙' })
    await card.getByText('还没有钥匙').waitFor()
    await card.getByRole('button', { name: '发一把钥匙' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '发钥匙' }).click()
    await dialog.getByText('请写上是哪个程序').waitFor()
    await dialog.getByText('至少选一样').waitFor()
    await dialog.getByLabel('给哪个程序').fill('一号磅房的程序')
    await dialog.getByLabel('看、导出收运记录').check()
    expect(await look(page)).toEqual([])
    await dialog.getByRole('button', { name: '发钥匙' }).click()
    const token = (await dialog.locator('code').innerText()).replace('Authorization: Bearer ', '')
    expect(await look(page)).toEqual([])
    await dialog.getByRole('button', { name: '交好了' }).click()

    const program = await browser.newContext({ baseURL: server.url, extraHTTPHeaders: { Authorization: `Bearer ${token}` } })
    open.push(program)
    const status = async (path: string) => (await program.request.get(path)).status()
    expect([await status('/api/v1/pickups'), await status('/api/v1/tickets'), await status('/api/v1/session')]).toEqual([200, 403, 403])
    await page.setViewportSize(sizes[1])
    await page.reload()
    const row = card.locator('li', { hasText: '一号磅房的程序' })
    await row.waitFor()
    expect((await row.innerText()).replace(/\s+/g, ' ')).toMatch(/看、导出收运记录 ?用到 2\d{3}-\d\d-\d\d · 我发的 · 最近用过 今天/)
    expect(await page.content()).not.toContain(token)
    expect(await look(page)).toEqual([])

    await row.getByRole('button', { name: '停用' }).click()
    await dialog.getByRole('button', { name: '停用' }).click()
    await row.getByText('已停用').waitFor()
    expect(await status('/api/v1/pickups')).toBe(401)
    expect(notes).toEqual([])
  })
})

describe('a phone that captured for one organisation and then acts for the other', () => {
  it('completes the record where it belongs: its photo, its reading, its void', async () => {
    const { page } = await newPage(sizes[1])
    const context = page.context()
    await page.goto('/collect/signin')
    await page.getByLabel('手机号').fill(collector)
    await page.getByLabel('密码').fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.locator('.cat', { hasText: '黄板纸' }).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    const me = await context.request.get('/api/v1/session').then((r) => r.json()) as { org: { id: string }; orgs: { id: string }[] }
    const other = me.orgs.find((o) => o.id !== me.org.id)!.id
    const png = await page.evaluate(() => Object.assign(document.createElement('canvas'), { width: 400, height: 300 }).toDataURL('image/png').split(',')[1]!)

    await context.setOffline(true)
    await page.locator('.cat', { hasText: '黄板纸' }).click()
    for (const k of '25') await page.locator('.pad').getByRole('button', { name: k, exact: true }).click()
    await page.locator('input[type=file]').setInputFiles({ name: 'p.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
    await page.getByText('照片 1 张').waitFor()
    await page.locator('.save').click()
    await page.locator('.strip b', { hasText: '25 公斤' }).waitFor()
    expect((await context.request.put('/api/v1/session/org', { data: { orgId: other } })).status()).toBe(200) // on the same session, elsewhere
    const said: (string | undefined)[] = []
    page.on('request', (r) => { if (r.method() === 'PUT' && r.url().includes('/pickups/')) said.push(r.headers()['lw-app']) })
    await context.setOffline(false)
    await page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 30_000 })

    expect(said).toEqual([expect.stringMatching(/^collect\/\S+$/)])
    const day = await context.request.get('/api/v1/my/day').then((r) => r.json()) as { items: { id: string }[] }
    expect(day.items).toEqual([]) // nothing was captured for the organisation that the session acts for
    await page.goto('/collect/records')
    await page.locator('.rows .row').first().click()
    await page.waitForURL(/\/collect\/records\/.+/)
    const id = page.url().split('/').at(-1)!
    expect((await context.request.get(`/api/v1/pickups/${id}`)).status()).toBe(404)
    const kept = await context.request.get(`/api/v1/pickups/${id}?orgId=${me.org.id}`).then((r) => r.json()) as { state: string; grams: number; photos: string[]; photosPending: string[] }
    expect([kept.state, kept.grams, kept.photos.length, kept.photosPending]).toEqual(['accepted', 25_000, 1, []])

    await page.getByRole('button', { name: '作废', exact: true }).click()
    await page.locator('.confirm label', { hasText: '记错了' }).click()
    await page.getByRole('button', { name: '作废这 1 笔' }).click()
    await expect.poll(async () => (await context.request.get(`/api/v1/pickups/${id}?orgId=${me.org.id}`).then((r) => r.json())).state, { timeout: 20_000 }).toBe('voided')
  })
})
