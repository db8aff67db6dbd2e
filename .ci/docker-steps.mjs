// Runs the steps of the Dockerfile without Docker: each stage in a folder of its own, RUN by the shell of this machine; then
// starts the last stage's program as its user, with its environment, and runs the HEALTHCHECK against it until it passes.
// Besides the program's address (the port may be taken here), everything is read from the Dockerfile.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const top = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-docker-'))
const asRoot = process.getuid() === 0
const stages = [] // {name, dir, cwd, env, user, volumes, health, entry, cmd}
let stage

const inside = (s, p) => path.join(s.dir, path.isAbsolute(p) ? p : path.join(s.cwd, p))
const words = text => (text.startsWith('[') ? JSON.parse(text) : text.split(/\s+/))
const value = (text, env) => text.replace(/^"(.*)"$/, '$1').replace(/\$(\w+)/g, (_, n) => env[n] ?? '')

const instructions = {
  FROM(rest) {
    const [, name] = / AS (\S+)$/.exec(rest) ?? []
    const dir = path.join(top, name ?? 'last')
    fs.mkdirSync(dir, { mode: 0o755 })
    stage = { name, dir, cwd: '/', env: {}, user: null, volumes: [], health: null, entry: [], cmd: [] }
    stages.push(stage)
  },
  WORKDIR(rest) { stage.cwd = path.resolve(stage.cwd, rest); fs.mkdirSync(inside(stage, '.'), { recursive: true }) },
  ARG(rest) { const [name, ...v] = rest.split('='); stage.env[name] = process.env[name] ?? v.join('=') },
  ENV(rest) { for (const pair of rest.match(/\w+=("[^"]*"|\S+)/g)) { const i = pair.indexOf('='); stage.env[pair.slice(0, i)] = value(pair.slice(i + 1), stage.env) } },
  RUN(rest) { execFileSync('sh', ['-ec', rest], { cwd: inside(stage, '.'), env: { ...process.env, ...stage.env }, stdio: 'inherit' }) },
  COPY(rest) {
    const flags = Object.fromEntries([...rest.matchAll(/--(\w+)=(\S+)/g)].map(m => [m[1], m[2]]))
    const names = rest.replace(/--\w+=\S+/g, '').trim().split(/\s+/)
    const to = names.pop(), from = flags.from && stages.find(s => s.name === flags.from)
    if (flags.from && !from) throw new Error(`no stage ${flags.from}`)
    for (const name of names) copy(from ? inside(from, name) : path.join(root, name), to, !from)
    if (flags.chown && asRoot) execFileSync('chown', ['-R', flags.chown, inside(stage, to)])
  },
  USER(rest) { stage.user = rest.split(':').map(Number) },
  VOLUME(rest) { stage.volumes.push(rest) },
  EXPOSE() {},
  HEALTHCHECK(rest) { stage.health = words(rest.replace(/^.*?CMD /, '')) },
  ENTRYPOINT(rest) { stage.entry = words(rest) },
  CMD(rest) { stage.cmd = words(rest) },
}

/** Copies a file, or what is in a folder, as COPY does; from the checkout, without what .dockerignore names. */
function copy(from, to, checkout) {
  const ignored = checkout ? fs.readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean).map(n => path.join(root, n)) : []
  const target = inside(stage, to)
  const file = fs.statSync(from).isFile()
  const into = file && (to.endsWith('/') || fs.existsSync(target) && fs.statSync(target).isDirectory()) ? path.join(target, path.basename(from)) : target
  fs.mkdirSync(path.dirname(into), { recursive: true })
  fs.cpSync(from, into, { recursive: true, filter: p => !ignored.includes(p) })
}

function steps() {
  const text = fs.readFileSync(path.join(root, 'Dockerfile'), 'utf8').replace(/^#.*\n/gm, '').replace(/\\\n/g, ' ')
  for (const line of text.split('\n').filter(l => l.trim())) {
    const [, name, rest] = /^(\w+)\s+(.*)$/.exec(line.trim())
    if (!instructions[name]) throw new Error(`the Dockerfile has ${name}, which this script does not know`)
    console.log(`${stage?.name ?? ''} ${line}`)
    instructions[name](rest.trim())
  }
}

const freePort = () => new Promise(done => { const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)) }) })

/** Starts the image's program and returns when its health check has passed and it has stopped in good order. */
async function start() {
  const last = stages.at(-1)
  if (!last.user || last.user.some(id => !(id > 0))) throw new Error('the image runs as root')
  if (!last.health || !last.entry.length) throw new Error('the image has no health check or no entry point')
  fs.chmodSync(top, 0o755)
  const env = { PATH: process.env.PATH, HOME: '/', ...last.env, LW_ADDR: '127.0.0.1:' + await freePort() }
  for (const v of last.volumes) for (const k in env) if (env[k] === v) env[k] = inside(last, v)
  const run = { env, cwd: last.dir, ...(asRoot ? { uid: last.user[0], gid: last.user[1] } : {}) }
  const bin = ([program, ...args]) => [inside(last, program), args]
  const server = spawn(...bin([...last.entry, ...last.cmd]), { ...run, stdio: 'inherit' })
  const ended = new Promise(done => server.on('exit', (code, signal) => done(code ?? signal)))
  try {
    for (let i = 0; ; i++) {
      const check = spawnSync(...bin(last.health), { ...run, encoding: 'utf8', timeout: 5000 })
      if (check.status === 0) break
      if (i === 60 || server.exitCode !== null) throw new Error(`the health check never passed: ${check.stderr}`)
      await new Promise(done => setTimeout(done, 500))
    }
    console.log('the health check passes')
  } finally {
    server.kill('SIGTERM')
    setTimeout(() => server.kill('SIGKILL'), 12_000).unref()
  }
  const code = await ended
  if (code !== 0) throw new Error(`told to stop, the program ended with ${code}`)
  for (const v of last.volumes) if (!fs.readdirSync(inside(last, v)).length) throw new Error(`nothing was stored in ${v}`)
}

try {
  steps()
  await start()
} catch (e) {
  console.error('docker steps:', e.message)
  process.exitCode = 1
} finally {
  fs.rmSync(top, { recursive: true, force: true })
}
