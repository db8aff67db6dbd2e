// Counts what the test runners report, from their machine-readable output only.

/** A tally of tests; `failures` are names with what they printed, for whoever has to mend them. */
export const tally = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] })

/**
 * Adds one line of `go test -json` at a time; `end()` returns the tally. A package that fails without a failing test (it does
 * not compile, it panics, it runs out of time) counts as one failure.
 */
export function goCounter() {
  const sum = tally(), output = new Map(), failedIn = new Map()
  const key = e => e.Package + ' ' + (e.Test ?? '')
  return {
    line(text) {
      let e
      try { e = JSON.parse(text) } catch { return void output.set(' ', (output.get(' ') ?? '') + text + '\n') }
      if (e.Action === 'build-output') { // belongs to a package that is named only when it fails
        output.set('build ' + e.ImportPath, (output.get('build ' + e.ImportPath) ?? '') + e.Output)
      } else if (e.Action === 'output') {
        output.set(key(e), (output.get(key(e)) ?? '') + e.Output)
      } else if (e.Test && e.Action === 'pass') {
        sum.passed++; output.delete(key(e))
      } else if (e.Test && e.Action === 'skip') {
        sum.skipped++; output.delete(key(e))
      } else if (e.Test && e.Action === 'fail') {
        sum.failed++; failedIn.set(e.Package, true)
        sum.failures.push({ name: key(e), output: output.get(key(e)) ?? '' })
      } else if (!e.Test && e.Action === 'fail' && !failedIn.has(e.Package)) {
        sum.failed++
        sum.failures.push({ name: e.Package, output: (output.get('build ' + e.FailedBuild) ?? '') + (output.get(key(e)) ?? '') })
      }
    },
    end: () => sum,
  }
}

/** Returns the tally of a report of Vitest's JSON reporter. A file that fails before its tests run counts as one failure. */
export function countVitest(report) {
  const sum = tally()
  for (const file of report.testResults) {
    const before = sum.failed
    for (const test of file.assertionResults) {
      if (test.status === 'passed') sum.passed++
      else if (test.status === 'failed') { sum.failed++; sum.failures.push({ name: test.fullName, output: test.failureMessages.join('\n') }) }
      else sum.skipped++
    }
    if (file.status === 'failed' && sum.failed === before) { sum.failed++; sum.failures.push({ name: file.name, output: file.message ?? '' }) }
  }
  if (!report.success && sum.failed === 0) { sum.failed++; sum.failures.push({ name: 'vitest', output: 'an error outside of the tests' }) }
  return sum
}
