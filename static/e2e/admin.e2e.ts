// The administrator's pages on a server of its own: who exists, an invitation that works, an account that is closed and opened, the
// backup and its drill; and after a restore everybody and every device is confirmed or closed.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, look, sizes, watchCsp } from './look'
import { browse, command, startOn, type Running } from './server'

const pictures = process.env.LW_E2E_SHOTS
const password = 'first-password'
const phones = { admin: '13800000010', clerk: '13800000011', collector: '13800000012' }
let top: string
let data: string
let backups: string
let server: Running
let browser: Browser
const open: BrowserContext[] = []

beforeAll(async () => {
  top = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-e2e-admin-'))
  data = path.join(top, 'data')
  backups = path.join(top, 'backups')
  const add = (org: string, role: string, phone: string, name: string, ...more: string[]) => command(data, password, 'user', 'add', '--org', org, '--role', role, '--phone', phone, '--name', name, '--password-stdin', ...more)
  add('示范高新区', 'admin', phones.admin, '示范管理员')
  add('甲回收公司', 'company_operator', phones.clerk, '示范经办员', '--kind', 'RECYCLING_COMPANY')
  add('甲回收公司', 'collector', phones.collector, '示范收运员')
  server = await startOn(data, ['--backup-dir', backups])
  browser = await browse()
})
afterAll(async () => {
  for (const context of open) await context.close()
  await browser?.close()
  await server?.stop()
  fs.rmSync(top, { recursive: true, force: true })
})

async function newPage(viewport: { width: number; height: number } = sizes[0]): Promise<{ page: Page; notes: string[] }> {
  const phone = viewport.width < 600
  const context = await browser.newContext({ baseURL: server.url, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: phone, hasTouch: phone })
  open.push(context)
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  return { page, notes }
}

async function signIn(page: Page, phone: string): Promise<void> {
  await page.goto('/signin')
  await page.getByLabel('手机号').fill(phone)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

const row = (page: Page, name: string) => page.locator('li.person', { hasText: name })

async function asAdmin(viewport?: { width: number; height: number }): Promise<{ page: Page; notes: string[] }> {
  const it = await newPage(viewport)
  await signIn(it.page, phones.admin)
  await it.page.waitForURL('**/admin/people')
  await row(it.page, '示范收运员').waitFor()
  return it
}

async function seen(page: Page, name: string): Promise<void> {
  expect(await look(page, { picture: pictures && path.join(pictures, `admin-${name}-${page.viewportSize()!.width}.png`) })).toEqual([])
}

describe('the administrator', () => {
  it('lists people, closes an account at once and opens it again', async () => {
    const clerk = await newPage()
    await signIn(clerk.page, phones.clerk)
    await clerk.page.waitForURL('**/office')
    const { page, notes } = await asAdmin()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main') // the form that had the focus is gone
    await row(page, '示范经办员').getByText('没有登录过').waitFor({ state: 'detached' })
    await seen(page, 'people')
    await page.getByRole('button', { name: '停用示范经办员' }).click()
    await page.getByRole('dialog').getByText('他在 1 台设备上的登录马上失效').waitFor()
    await seen(page, 'disable')
    await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
    await page.getByRole('button', { name: '恢复示范经办员' }).waitFor()
    expect((await clerk.page.context().request.get('/api/v1/session')).status()).toBe(401)
    await page.getByRole('button', { name: '恢复示范经办员' }).click()
    await page.getByRole('button', { name: '停用示范经办员' }).waitFor()
    expect(await page.getByRole('button', { name: '停用示范管理员' }).isDisabled()).toBe(true)
    await page.getByPlaceholder('姓名里的几个字').fill('收运')
    await page.keyboard.press('Enter')
    await row(page, '示范经办员').waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.get('q')).toBe('收运')
    expect(notes).toEqual([])
  })

  it('revokes one device, which cannot sign in again', async () => {
    const clerk = await newPage()
    await signIn(clerk.page, phones.clerk)
    await clerk.page.waitForURL('**/office')
    const { page } = await asAdmin()
    await row(page, '示范经办员').getByRole('button', { name: /停用这台：示范经办员的/ }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '停用这台' }).click()
    await row(page, '示范经办员').getByText('台已停用').waitFor()
    expect((await clerk.page.context().request.get('/api/v1/session')).status()).toBe(401)
    await signIn(clerk.page, phones.clerk)
    await clerk.page.locator('.problem').waitFor()
  })

  it('invites somebody by a code that works once', async () => {
    for (const size of sizes) {
      const { page, notes } = await asAdmin(size)
      await page.getByRole('button', { name: '邀请一个人' }).click()
      await page.getByRole('button', { name: '生成邀请码' }).click()
      await page.getByRole('dialog').locator('.el-select').click()
      await page.getByRole('option', { name: '甲回收公司' }).click()
      await page.getByRole('option').first().waitFor({ state: 'hidden' })
      await page.getByRole('radio', { name: '收运员' }).check()
      await page.getByLabel('手机号').fill(`1390000${size.width}`.slice(0, 11).padEnd(11, '7'))
      await seen(page, 'invite')
      await page.getByRole('button', { name: '生成邀请码' }).click()
      await page.getByRole('img', { name: '邀请码的二维码' }).waitFor()
      await seen(page, 'invited')
      const link = await page.locator('.made .link').innerText()
      expect(link).toMatch(new RegExp(`^${server.url}/collect/join#[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$`))
      const joined = await page.context().browser()!.newContext({ baseURL: server.url })
      const body = { code: link.split('#')[1], name: '新收运员', deviceId: '01941d72-0800-7000-8000-0000000000aa', deviceName: '手机浏览器' }
      expect([(await joined.request.post('/api/v1/session/join', { data: body })).status(), (await joined.request.post('/api/v1/session/join', { data: body })).status()]).toEqual([200, 422])
      await joined.close()
      expect(notes).toEqual([])
    }
  })

  it('drills the last backup by page and reads what it found', async () => {
    command(data, '', 'backup', '--to', backups)
    for (const size of sizes) {
      const { page, notes } = await asAdmin(size)
      await page.goto('/admin/backup')
      await page.getByText('正常').waitFor()
      await page.getByRole('button', { name: '开始演练' }).click()
      await page.getByText('通过', { exact: true }).waitFor({ timeout: 30_000 })
      expect(await page.locator('tr', { hasText: '人员' }).locator('td').first().innerText()).toMatch(/^[3-5]$/)
      await seen(page, 'backup')
      expect(notes).toEqual([])
    }
  })
})

describe('after a restore', () => {
  it('asks for everybody and every device, until all are confirmed or closed', async () => {
    command(data, '', 'backup', '--to', backups)
    await server.stop()
    command(data, '', 'restore', '--from', backups, '--replace')
    server = await startOn(data, ['--backup-dir', backups])
    const { page, notes } = await asAdmin()
    const banner = page.locator('.notice', { hasText: '没有确认' })
    await banner.waitFor()
    await seen(page, 'restored')
    await page.goto('/admin/backup')
    await page.getByRole('link', { name: '去逐个确认' }).click()
    await page.waitForURL('**/admin/people?toConfirm=1')
    const phone = await asAdmin(sizes[1])
    await phone.page.goto('/admin/people?toConfirm=1')
    await row(phone.page, '示范收运员').waitFor()
    await seen(phone.page, 'restored')
    await page.getByRole('button', { name: '停用示范收运员' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
    await row(page, '示范收运员').waitFor({ state: 'detached' })
    for (let left = await page.locator('li.person').count(); left > 0; left--) {
      await page.getByRole('button', { name: /^确认.*设备$/ }).first().click()
      await expect.poll(() => page.locator('li.person').count()).toBe(left - 1)
    }
    await page.getByText('人员和设备都已确认').waitFor()
    await seen(page, 'settled')
    const collector = await newPage()
    await signIn(collector.page, phones.collector)
    await collector.page.locator('.problem').waitFor()
    expect([...notes, ...phone.notes]).toEqual([])
  })
})
