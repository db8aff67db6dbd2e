// Runs the parts of `make test`, or with "check" the fast ones, one after the other; a part that fails does not stop the next.
// Says how long each took, what the tests measured (bin/test/tables.txt) and ends with one line of counts. What the parts print is kept
// in bin/test/ and shown where it matters.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { countVitest, goCounter, tally } from './count.mjs'

const root = path.resolve(import.meta.dirname, '..')
const logs = path.join(root, 'bin/test')
const tables = path.join(logs, 'tables.txt')
const tags = '-tags=' + (process.env.TAGS ?? 'nomsgpack')
const partLimit = 13 * 60_000 // ms; nothing waits for ever
const shown = 120 // lines of a failed part
const api = ['static/src/api/openapi.json', 'static/src/api/schema.d.ts']

/** Runs a command with its output in the part's log, or to `onLine`; returns its exit status (1 for a signal). */
function sh(part, command, args, { cwd = root, env = {}, onLine } = {}) {
  return new Promise(resolve => {
    const log = fs.openSync(path.join(logs, part + '.log'), 'a')
    fs.writeSync(log, `$ ${[command, ...args].join(' ')}\n`)
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', onLine ? 'pipe' : log, log], timeout: partLimit })
    const read = onLine ? new Promise(done => readline.createInterface({ input: child.stdout }).on('line', onLine).on('close', done)) : null
    child.on('error', e => { fs.writeSync(log, e.message + '\n'); resolve(1) })
    child.on('close', async code => { await read; fs.closeSync(log); resolve(code ?? 1) })
  })
}

/** A check that passes or fails as a whole: each command must exit 0. */
const whole = (part, ...commands) => async () => {
  for (const [command, args, options] of commands) if (await sh(part, command, args, options)) return false
  return true
}

async function unformatted() {
  const found = []
  const code = await sh('gofmt', 'gofmt', ['-l', 'cmd', 'geo', 'internal', 'static/static.go', 'static/static_test.go'], { onLine: l => found.push(l) })
  fs.appendFileSync(path.join(logs, 'gofmt.log'), found.map(f => `not formatted: ${f} (make fmt)\n`).join(''))
  return code === 0 && found.length === 0
}

/** What is generated from the API and committed must be what the API says now. */
async function generated() {
  const before = api.map(content)
  if (await sh('generated', 'make', ['--no-print-directory', 'gen'])) return false
  const stale = api.filter((f, i) => content(f) !== before[i])
  fs.appendFileSync(path.join(logs, 'generated.log'), stale.map(f => `${f} was stale; it is up to date now: commit it\n`).join(''))
  return stale.length === 0
}
const content = f => { try { return fs.readFileSync(path.join(root, f), 'utf8') } catch { return '' } }

// Three packages at once on two cores: some mostly wait, for a disk or for PostgreSQL.
const goTests = (...flags) => async () => {
  const counter = goCounter()
  const code = await sh('go', 'go', ['test', '-json', '-timeout=10m', '-p=3', tags, ...flags, './...'], { onLine: counter.line, env: { LW_TABLE: tables } })
  const sum = counter.end()
  if (code && !sum.failed) { sum.failed = 1; sum.failures.push({ name: 'go test', output: content('bin/test/go.log') }) }
  return sum
}

const vitest = (part, script) => async () => {
  const report = path.join(logs, part + '.json')
  fs.rmSync(report, { force: true })
  await sh(part, 'npm', ['run', '--silent', script, '--', '--reporter=default', '--reporter=json', '--outputFile.json=' + report],
    { cwd: path.join(root, 'static'), env: { NO_COLOR: '1', LW_BIN: path.join(root, 'bin/liangwang') } })
  return fs.existsSync(report) ? countVitest(JSON.parse(fs.readFileSync(report, 'utf8'))) : false
}

const tagged = ['crashtest', 'benchtest'].filter(d => fs.existsSync(path.join(root, 'internal', d))).map(d => './internal/' + d)
const vet = [['go', ['vet', tags, './...']], ['go', ['vet', tags + ',matrixfull', './internal/api']], ...(tagged.length ? [['go', ['vet', tags + ',crashfull,bench', ...tagged]], ['go', ['vet', tags + ',soakfull', './internal/crashtest']]] : [])]

// The order is by what the next part can use of the last one's work: the Go build before the one with -race, not beside it.
const parts = {
  generated, gofmt: unformatted,
  build: whole('build', ['make', ['--no-print-directory', 'build']]),
  vet: whole('vet', ...vet),
  staticcheck: whole('staticcheck', ['go', ['tool', 'staticcheck', tags, './...']]),
  go: goTests('-race'),
  scripts: whole('scripts', ['node', ['--test', '.ci/count.test.mjs']]),
  types: whole('types', ['npm', ['run', '--silent', 'check'], { cwd: path.join(root, 'static') }]),
  vitest: vitest('vitest', 'test'),
  e2e: vitest('e2e', 'e2e'),
  docker: whole('docker', ['node', ['.ci/docker-steps.mjs']]),
}
const names = process.argv[2] === 'check' ? ['gofmt', 'vet', 'staticcheck', 'go', 'scripts', 'types', 'vitest'] : Object.keys(parts)
if (process.argv[2] === 'check') parts.go = goTests()

fs.rmSync(logs, { recursive: true, force: true })
fs.mkdirSync(logs, { recursive: true })
const started = performance.now(), total = tally(), times = []
const seconds = since => ((performance.now() - since) / 1000).toFixed(1).padStart(6) + ' s'
for (const name of names) {
  process.stdout.write(`… ${name}\n`)
  const start = performance.now()
  const answer = await parts[name]()
  const sum = typeof answer === 'object' ? answer : { ...tally(), passed: answer ? 1 : 0, failed: answer ? 0 : 1 }
  for (const k of ['passed', 'failed', 'skipped']) total[k] += sum[k]
  times.push(`${sum.failed ? '✗' : '✓'} ${name.padEnd(12)}${seconds(start)}  ${sum.passed} passed${sum.failed ? `, ${sum.failed} failed` : ''}`)
  for (const f of sum.failures) console.log(`✗ ${f.name}\n${tail(f.output)}`)
  if (sum.failed && !sum.failures.length) console.log(tail(content(`bin/test/${name}.log`)))
}
function tail(text) { return text.trimEnd().split('\n').slice(-shown).join('\n') }

if (fs.existsSync(tables)) console.log(content('bin/test/tables.txt').trimEnd())
console.log('\n' + times.join('\n') + `\n  ${'all'.padEnd(12)}${seconds(started)}\n`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed ? 1 : 0)
