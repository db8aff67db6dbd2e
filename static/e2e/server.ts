// Runs the built program for a test: its own port, and its own copy of a demo that is made once.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'

/** The clock of the tests: a Monday in the afternoon, so that the day has records. */
export const now = '2026-11-23T06:52:00Z'
const readyMs = 240_000

const here = path.dirname(fileURLToPath(import.meta.url))
const program = process.env.LW_BIN ?? path.resolve(here, '../../bin/liangwang')

/** A server of this test's own. */
export interface Running { url: string; data: string; stop: () => Promise<void> }

/** Starts the program on a copy of the demo. Further flags go to `serve`. */
export async function startServer(flags: string[] = []): Promise<Running> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-e2e-'))
  fs.cpSync(await demo(), data, { recursive: true })
  const { child, url } = await serve(data, ['--demo', '--demo-now', now, ...flags])
  return { url, data, stop: async () => { await end(child); fs.rmSync(data, { recursive: true, force: true }) } }
}

/** Runs a command of the program and returns what it prints; `input` is its standard input. */
export type Command = (input: string, ...args: string[]) => string

/** Starts the program on a database of its own, at the machine's own time, which `bring` fills by commands. */
export async function startPlain(bring: (run: Command) => void): Promise<Running> {
  if (!fs.existsSync(program)) throw new Error(`${program} is missing: run make build, or set LW_BIN`)
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-e2e-'))
  bring((input, ...args) => execFileSync(program, ['--data', data, ...args], { input, encoding: 'utf8' }))
  const { child, url } = await serve(data, [])
  return { url, data, stop: async () => { await end(child); fs.rmSync(data, { recursive: true, force: true }) } }
}

/** Runs a command on the data of a server, which may run or not, and returns what it prints. */
export function command(data: string, input: string, ...args: string[]): string {
  return execFileSync(program, ['--data', data, ...args], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
}

/** Starts the program on data that stay when it stops; at a port, if one is given: a browser's memory belongs to the address. */
export async function startOn(data: string, flags: string[] = [], port?: number): Promise<Running> {
  const { child, url } = await serve(data, flags, port)
  return { url, data, stop: () => end(child) }
}

/** The prepared demo: LW_E2E_DEMO names a directory, else it is made once for this program and kept for the other tests. */
export async function demo(): Promise<string> {
  if (process.env.LW_E2E_DEMO) return process.env.LW_E2E_DEMO
  if (!fs.existsSync(program)) throw new Error(`${program} is missing: run make build, or set LW_BIN`)
  const kept = path.join(os.tmpdir(), `lw-e2e-demo-${fs.statSync(program).mtimeMs.toFixed(0)}`)
  if (fs.existsSync(kept)) return kept
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-e2e-making-'))
  const { child } = await serve(made, ['--demo', '--demo-now', now])
  await end(child)
  try { fs.renameSync(made, kept) } catch { fs.rmSync(made, { recursive: true, force: true }) } // another test was faster
  return kept
}

async function serve(data: string, flags: string[], at?: number): Promise<{ child: ChildProcess; url: string }> {
  const port = at ?? await freePort()
  const secure = flags.includes('--tls-cert')
  const child = spawn(program, ['serve', '--data', data, '--addr', `127.0.0.1:${port}`, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const keep = (chunk: Buffer) => { said = (said + chunk.toString()).slice(-4000) }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  for (const end = Date.now() + readyMs; Date.now() < end; await new Promise((r) => setTimeout(r, 200))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`)
    if (await listens(port) && (secure || (await fetch(`http://127.0.0.1:${port}/readyz`).then((r) => r.ok, () => false)))) return { child, url: `http${secure ? 's' : ''}://127.0.0.1:${port}` }
  }
  child.kill('SIGKILL')
  throw new Error(`the server was not ready: ${said}`)
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => { socket.end(); resolve(true) })
    socket.on('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** Chromium, speaking Chinese; CHROMIUM names another one than the system's. */
export function browse(): Promise<Browser> {
  const found = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => fs.existsSync(f)) ?? spawnSync('which', ['chromium']).stdout.toString().trim()
  return chromium.launch({ executablePath: found, args: ['--no-sandbox', '--lang=zh-CN'] })
}

/** A browser window of its own, signed in as a demo role. */
export async function enter(browser: Browser, server: Running, role: string, viewport = { width: 1440, height: 900 }): Promise<BrowserContext> {
  const phone = viewport.width < 600
  const context = await browser.newContext({ baseURL: server.url, viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', hasTouch: phone, isMobile: phone, acceptDownloads: true })
  const answer = await context.request.post('/api/v1/session/demo', { data: { role, deviceId: deviceOf(role), deviceName: '电脑浏览器' } })
  if (!answer.ok()) throw new Error(`no demo session for ${role}: ${answer.status()} ${await answer.text()}`)
  return context
}

function deviceOf(role: string): string {
  const tail = Buffer.from(role.padEnd(6)).toString('hex').slice(0, 12)
  return `01941d72-0800-7000-8000-${tail}`
}
