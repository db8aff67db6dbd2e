// A small zone for the planner's pages, on a server of its own, and what its tests ask of a page.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { listen, sizes, watchCsp } from './look'

const bin = process.env.LW_BIN ?? path.resolve(import.meta.dirname, '../../bin/liangwang')
const password = 'planner-of-the-zone'
const phone = '13800000002'
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-plan-'))
const stops: (() => void)[] = []
let browser: Browser

/** Starts the browser. */
export async function open() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--lang=zh-CN'] })
}

/** Ends it, and every server. */
export async function close() {
  await browser?.close()
  for (const stop of stops) stop()
  fs.rmSync(dir, { recursive: true, force: true })
}

/** A server on its own port and data. */
export interface Zone { base: string; run: (...args: string[]) => string }

async function freePort(): Promise<number> {
  return new Promise((done) => {
    const s = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as net.AddressInfo
      s.close(() => done(port))
    })
  })
}

export async function zone(name: string, bring: (run: Zone['run']) => void): Promise<Zone> {
  const data = path.join(dir, name)
  const run = (...args: string[]) => execFileSync(bin, ['--data', data, ...args], { input: args.includes('--password-stdin') ? password : undefined, encoding: 'utf8' }) // a command that reads nothing may end before it is told
  run('user', 'add', '--org', '示范高新区', '--role', 'admin', '--phone', '13800000000', '--name', '管理员', '--password-stdin')
  run('user', 'add', '--org', '示范高新区', '--role', 'planner', '--phone', phone, '--name', '示范规划员', '--password-stdin')
  bring(run)
  const port = await freePort()
  const server: ChildProcess = spawn(bin, ['--data', data, 'serve', '--addr', `127.0.0.1:${port}`], { stdio: 'ignore' })
  stops.push(() => server.kill('SIGTERM'))
  const base = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(base + '/livez').then((r) => r.ok, () => false)) return { base, run }
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error('the server does not answer')
}

// A zone of two subdistricts: one well served, one with a village 3 km from any site.
const square = (id: string, level: string, name: string, x: number, y: number, w: number, h: number) => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]] }, properties: { id, level, name } })
export function smallZone(run: Zone['run']) {
  const file = (name: string, text: string) => {
    const at = path.join(dir, name)
    fs.writeFileSync(at, text)
    return at
  }
  const areas = { type: 'FeatureCollection', features: [square('s1', 'SUBDISTRICT', '甲街道', 116.6, 35.4, 0.05, 0.05), square('s2', 'SUBDISTRICT', '乙街道', 116.65, 35.4, 0.05, 0.05), square('c1', 'COMMUNITY', '示范村-001', 116.68, 35.43, 0.02, 0.02)] }
  run('import', 'areas', file('areas.geojson', JSON.stringify(areas)))
  const sites = ['网点编号,网点名称,网点类型,网络,经度,纬度,运营单位,营业时间,状态']
  const places: [string, string, number, number, string][] = [['RC_POINT_STD', 'AB', 116.61, 35.41, 'active'], ['RC_POINT_STD', 'A', 116.63, 35.43, 'active'], ['MSW_DROP', 'B', 116.6302, 35.4301, 'active'], ['MSW_DROP', 'B', 116.66, 35.41, 'active'], ['RC_POINT_SELF', 'A', 116.64, 35.445, 'suspended'], ['TRANSFER', 'A', 116.65, 35.42, 'active']]
  places.forEach(([kind, nets, lon, lat, state], i) => sites.push(`P-${i + 1},示范网点-00${i + 1},${kind},${nets},${lon},${lat},示范公司,Mo-Su 08:00-18:00,${state}`))
  run('import', 'sites', file('sites.csv', sites.join('\n') + '\n'))
  const demand = ['编号,经度,纬度,户数,人口']
  for (let i = 0; i < 60; i++) demand.push(`D${i},${(116.605 + (i % 8) * 0.009).toFixed(5)},${(35.405 + Math.floor(i / 8) * 0.005).toFixed(5)},${10 + i},${30 + 3 * i}`)
  for (let i = 0; i < 5; i++) demand.push(`V${i},${(116.69 + i * 0.0004).toFixed(5)},35.44000,40,100`)
  run('import', 'demand', file('demand.csv', demand.join('\n') + '\n'))
  const routes = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'LineString', coordinates: [[116.605, 35.41], [116.66, 35.4105]] }, properties: { id: 'r1', name: '示范一线' } }, { type: 'Feature', geometry: { type: 'LineString', coordinates: [[116.62, 35.45], [116.63, 35.4303]] }, properties: { id: 'r2', name: '示范二线' } }] }
  run('import', 'routes', file('routes.geojson', JSON.stringify(routes)))
}

export async function enter(z: Zone, size: { width: number; height: number } = sizes[0], dark = false): Promise<{ context: BrowserContext; page: Page; notes: string[] }> {
  const context = await browser.newContext({ baseURL: z.base, viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', colorScheme: dark ? 'dark' : 'light', isMobile: size.width < 600, hasTouch: size.width < 600, acceptDownloads: true })
  const answer = await context.request.post('/api/v1/session', { data: { phone, password, deviceId: '01900000-0000-7000-8000-0000000000aa', deviceName: '测试浏览器' } })
  expect(answer.status()).toBe(200)
  const page = await context.newPage()
  const notes = listen(page)
  await watchCsp(page)
  return { context, page, notes }
}
export const get = async (c: BrowserContext, url: string) => (await (await c.request.get(url)).json()) as any
// Waits until the page has asked for nothing for a while: the load state alone stays idle once it was.
export const settled = async (page: Page) => {
  let open = 0
  let last = Date.now()
  const begin = () => { open++; last = Date.now() }
  const end = () => { open--; last = Date.now() }
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  await page.waitForLoadState('networkidle')
  for (const until = Date.now() + 15_000; Date.now() < until && (open > 0 || Date.now() - last < 600);) await page.waitForTimeout(50)
  page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
}
export const figure = async (page: Page, name: string) => (await page.locator(`[data-figure=${name}]`).innerText()).replace(/[^\d.]/g, '')
export const grouped = (n: number) => n.toLocaleString('en-US')
export const cells = async (page: Page) => page.locator('.right table.rows tbody tr').evaluateAll((rows) => rows.map((r) => [...r.querySelectorAll('td')].map((td) => td.textContent!.trim())))
