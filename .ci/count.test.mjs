import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countVitest, goCounter } from './count.mjs'

const go = events => { const c = goCounter(); for (const e of events) c.line(typeof e === 'string' ? e : JSON.stringify(e)); return c.end() }

test('go: tests and subtests, each once', () => {
  const sum = go([
    { Action: 'run', Package: 'p', Test: 'TestA' }, { Action: 'output', Package: 'p', Test: 'TestA/x', Output: 'wrong\n' },
    { Action: 'fail', Package: 'p', Test: 'TestA/x' }, { Action: 'fail', Package: 'p', Test: 'TestA' }, { Action: 'pass', Package: 'p', Test: 'TestB' },
    { Action: 'skip', Package: 'p', Test: 'TestC' }, { Action: 'fail', Package: 'p' }, { Action: 'pass', Package: 'q' },
  ])
  assert.deepEqual([sum.passed, sum.failed, sum.skipped], [1, 2, 1])
  assert.equal(sum.failures[0].output, 'wrong\n')
})

test('go: a package that does not compile, or dies', () => {
  const sum = go([
    { ImportPath: 'p [p.test]', Action: 'build-output', Output: 'p/a.go:1: syntax error\n' }, { ImportPath: 'p [p.test]', Action: 'build-fail' },
    { Action: 'fail', Package: 'p', FailedBuild: 'p [p.test]' }, { Action: 'output', Package: 'q', Output: 'panic: out of time\n' }, { Action: 'fail', Package: 'q' },
    'not JSON',
  ])
  assert.equal(sum.failed, 2)
  assert.match(sum.failures[0].output, /syntax error/)
  assert.match(sum.failures[1].output, /out of time/)
})

test('vitest: tests, a file that does not load, an error outside', () => {
  const file = (status, ...tests) => ({ name: 'f', status, message: 'cannot load', assertionResults: tests.map(s => ({ status: s, fullName: s, failureMessages: ['no'] })) })
  const sum = countVitest({ success: false, testResults: [file('failed', 'passed', 'failed', 'skipped'), file('failed'), file('passed', 'passed')] })
  assert.deepEqual([sum.passed, sum.failed, sum.skipped], [2, 2, 1])
  assert.equal(countVitest({ success: false, testResults: [file('passed', 'passed')] }).failed, 1)
})
