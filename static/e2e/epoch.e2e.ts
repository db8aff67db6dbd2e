// The phone after a disaster: what it sent after the backup is gone on the server that comes back; it hears so by the epoch, sends that
// again by itself, and in the end each record is there once.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listen } from './look'
import { browse, command, startOn, type Running } from './server'

const password = 'first-password'
const phone = '13800000012'
const company = '甲回收公司'
let top: string
let data: string
let backups: string
let server: Running
let browser: Browser

beforeAll(async () => {
  top = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-e2e-epoch-'))
  data = path.join(top, 'data')
  backups = path.join(top, 'backups')
  const add = (org: string, role: string, number: string, name: string, ...more: string[]) => command(data, password, 'user', 'add', '--org', org, '--role', role, '--phone', number, '--name', name, '--password-stdin', ...more)
  add('示范高新区', 'admin', '13800000010', '示范管理员')
  add(company, 'company_operator', '13800000011', '示范经办员', '--kind', 'RECYCLING_COMPANY')
  add(company, 'collector', phone, '示范收运员')
  server = await startOn(data)
  browser = await browse()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  fs.rmSync(top, { recursive: true, force: true })
})

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('手机号').fill(phone)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** Logs cardboard of so many kilograms. */
async function log(page: Page, kg: number): Promise<void> {
  await page.locator('.cat', { hasText: '黄板纸' }).click()
  for (const k of String(kg)) await page.locator('.pad').getByRole('button', { name: k, exact: true }).click()
  await page.locator('.save').click()
  await page.locator('.strip b', { hasText: `${kg} 公斤` }).waitFor()
}

const delivered = (page: Page) => page.getByRole('link', { name: /都已送达/ }).waitFor({ timeout: 60_000 })

/** What the company's clerk sees: the kilograms of the records that count, and how many records there are in all. */
async function onServer(): Promise<{ kg: number[]; voided: number; pieces: number; photos: number }> {
  const context = await browser.newContext({ baseURL: server.url })
  const signed = await context.request.post('/api/v1/session', { data: { phone: '13800000011', password, deviceId: '01941d72-0800-7000-8000-0000000000bb', deviceName: '电脑浏览器' } })
  expect(signed.status()).toBe(200)
  const list = await (await context.request.get('/api/v1/pickups?limit=200')).json() as { items: { grams: number; state: string; photos: string[]; photosPending: string[] }[] }
  await context.close()
  return {
    kg: list.items.filter((i) => i.state === 'accepted').map((i) => i.grams / 1000).sort((a, b) => a - b), voided: list.items.filter((i) => i.state === 'voided').length,
    pieces: list.items.length, photos: list.items.reduce((n, i) => n + i.photos.length - i.photosPending.length, 0),
  }
}

it('sends again what the restored server has lost, each once', async () => {
  const port = Number(new URL(server.url).port)
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 360, height: 780 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: true, hasTouch: true, permissions: ['geolocation'], geolocation: { longitude: 116.6, latitude: 35.4, accuracy: 8 } })
  const page = await context.newPage()
  const notes = listen(page)
  await page.goto('/collect/signin')
  await signIn(page)
  await page.locator('.cat', { hasText: '黄板纸' }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  for (const kg of [11, 12, 13]) await log(page, kg)
  await delivered(page)
  command(data, '', 'backup', '--to', backups)

  for (const kg of [21, 22, 23]) await log(page, kg)
  const png = await page.evaluate(() => Object.assign(document.createElement('canvas'), { width: 400, height: 300 }).toDataURL('image/png').split(',')[1]!)
  await page.locator('.cat', { hasText: '黄板纸' }).click()
  for (const k of '25') await page.locator('.pad').getByRole('button', { name: k, exact: true }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'p.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
  await page.getByText('照片 1 张').waitFor()
  await page.locator('.save').click()
  await log(page, 24)
  await delivered(page)
  await page.goto('/collect/records')
  await page.locator('.rows .row', { hasText: '24' }).first().click()
  await page.getByRole('button', { name: '作废', exact: true }).click()
  await page.locator('.confirm label', { hasText: '记错了' }).click()
  await page.getByRole('button', { name: '作废这 1 笔' }).click()
  await expect.poll(onServer, { timeout: 30_000, interval: 500 }).toEqual({ kg: [11, 12, 13, 21, 22, 23, 25], voided: 1, pieces: 8, photos: 1 })

  await server.stop() // and its disk is lost
  fs.rmSync(data, { recursive: true, force: true })
  await page.goto('/collect') // the phone's own copy of the program
  await page.locator('.cat', { hasText: '黄板纸' }).waitFor()
  await log(page, 31) // meanwhile work goes on
  command(data, '', 'restore', '--from', backups)
  server = await startOn(data, [], port)
  expect(await onServer()).toEqual({ kg: [11, 12, 13], voided: 0, pieces: 3, photos: 0 })

  await page.goto('/collect') // every session ended with the restore: they sign in anew, and nothing else
  await page.getByLabel('手机号').or(page.getByRole('link', { name: /登录/ })).first().waitFor()
  if (!await page.getByLabel('手机号').isVisible()) await page.goto('/collect/signin')
  await signIn(page)
  await expect.poll(onServer, { timeout: 60_000, interval: 500 }).toEqual({ kg: [11, 12, 13, 21, 22, 23, 25, 31], voided: 1, pieces: 9, photos: 1 })
  await delivered(page)
  command(data, '', 'ledger', 'verify')
  command(data, '', 'audit', 'verify')
  const told = notes.filter((n) => !/ERR_CONNECTION_REFUSED|401|Failed to (load|fetch)/.test(n))
  expect(told).toEqual([])
  await context.close()
})
