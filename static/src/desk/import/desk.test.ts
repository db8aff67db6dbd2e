import { effectScope, nextTick } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { raw } from '@/api/client'
import { useImport } from './desk'

vi.mock('@/api/client', () => ({ raw: vi.fn(), keep: vi.fn() }))
vi.mock('./mapping', () => ({ firstMapping: () => [], manyOutside: () => false, missing: () => [], needsPosition: () => false, settingsOf: (_p: unknown, _m: unknown, source: string) => ({ source }) }))

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.setItem('k', JSON.stringify({ step: 'columns', preview: { id: 'i' }, mapping: [], source: 'a', datum: 'WGS84', constants: {} }))
})
afterEach(() => { vi.useRealTimers(); sessionStorage.clear() })

it('answers whoever asks for the dry run right after a choice: the check that was to come does not overtake it', async () => {
  const answers: ((r: Response) => void)[] = []
  vi.mocked(raw).mockImplementation(() => new Promise((done) => { answers.push(done) }))
  const scope = effectScope()
  const desk = scope.run(() => useImport('k'))!
  desk.source.value = 'b'
  await nextTick() // the check of the new choice is due in a moment
  const asked = desk.check() // 下一步
  await vi.advanceTimersByTimeAsync(1000)
  answers[1]!(new Response('{"digest":"d"}'))
  await asked
  expect([answers.length, desk.report.value?.digest, desk.checking.value]).toEqual([2, 'd', false])
  scope.stop()
})
