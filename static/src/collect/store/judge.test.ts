import { describe, expect, it } from 'vitest'
import type { Answer } from '../net'
import type { Pickup } from '../wire'
import { backoff, judge } from './judge'

const op = { kind: 'pickup' as const, target: 'a', attempts: 0 }
const no = (status: number, retryAfter = 0): Answer<Pickup> => ({ ok: false, status, code: 'c', fields: [], retryAfter })

describe('judge', () => {
  const cases: { name: string; answer: Answer<Pickup>; want: object }[] = [
    { name: 'stored', answer: { ok: true, status: 201, body: { id: 'a' } as Pickup }, want: { to: 'sent' } },
    { name: 'a stranger’s page', answer: { ok: true, status: 200, body: { hello: 1 } as never }, want: { to: 'later', stop: true } },
    { name: 'another record', answer: { ok: true, status: 200, body: { id: 'b' } as Pickup }, want: { to: 'later' } },
    { name: 'no network', answer: no(0), want: { to: 'later', stop: true } },
    { name: 'signed out', answer: no(401), want: { to: 'sign_in' } },
    { name: 'forbidden', answer: no(403), want: { to: 'refused' } },
    { name: 'unknown', answer: no(404), want: { to: 'needs_me' } },
    { name: 'conflict', answer: no(409), want: { to: 'needs_me' } },
    { name: 'too large', answer: no(413), want: { to: 'needs_me' } },
    { name: 'invalid', answer: no(422), want: { to: 'needs_me' } },
    { name: 'too many', answer: no(429, 30), want: { to: 'later', wait: 30_000, stop: true } },
    { name: 'broken', answer: no(500), want: { to: 'later', stop: false } },
    { name: 'no room', answer: no(507, 30), want: { to: 'later', wait: 30_000, stop: true } },
    { name: 'busy', answer: no(503, 7), want: { to: 'later', wait: 7000, stop: true } },
  ]
  for (const c of cases) it(c.name, () => expect(judge(op, c.answer, 5)).toMatchObject(c.want))

  it('waits longer each time, and at most five minutes', () => {
    expect([0, 1, 2, 20].map(backoff)).toEqual([2000, 4000, 8000, 300_000])
  })
})
