// Fuzzes every target of the repository for a share of the seconds given (60), one after the other, and says how many inputs each tried.
// What breaks a target is kept in its testdata/fuzz by go itself: commit it with the mend.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const seconds = Number(process.argv[2] ?? 60)
const targets = []
for (const top of ['geo', 'internal', 'cmd']) {
  for (const f of fs.readdirSync(path.join(root, top), { recursive: true }).filter(f => f.endsWith('_test.go')).sort()) {
    const file = path.join(root, top, f)
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/^func (Fuzz\w+)\(f \*testing\.F\)/gm)) targets.push({ name, dir: './' + path.relative(root, path.dirname(file)) })
  }
}
if (!targets.length) { console.error('no fuzz targets'); process.exit(1) }
const each = Math.max(1, Math.floor(seconds / targets.length)) + 's'
let failed = 0
for (const { name, dir } of targets) {
  const { status, stdout, stderr } = spawnSync('go', ['test', '-tags=' + (process.env.TAGS ?? 'nomsgpack'), '-run=^$', `-fuzz=^${name}$`, `-fuzztime=${each}`, dir], { cwd: root, encoding: 'utf8' })
  const tried = [...stdout.matchAll(/execs: (\d+)/g)].at(-1)?.[1] ?? '0'
  console.log(`${status ? '✗' : '✓'} ${name.padEnd(20)} ${dir.padEnd(22)} ${tried.padStart(9)} inputs in ${each}`)
  if (status) { failed++; console.log(stdout + stderr) }
}
console.log(`${targets.length} targets, ${failed} failed`)
process.exit(failed ? 1 : 0)
