import type { Answer } from '../net'
import type { Pickup } from '../wire'
import type { Op, OpError } from './db'

/** What an answer means for an operation, and for the rest of the outbox. */
export type Step =
  | { to: 'sent'; answer?: Pickup }
  | { to: 'needs_me' | 'refused'; error: OpError } // go on with the next
  | { to: 'later'; error: OpError; wait: number; stop: boolean } // wait milliseconds; stop: the way is blocked for all
  | { to: 'sign_in' } // nothing is lost, nothing goes on

/** The wait after a number of failed attempts, milliseconds: 2 s doubling up to 5 minutes. */
export function backoff(attempts: number): number {
  return Math.min(300_000, 2000 * 2 ** Math.min(attempts, 8))
}

/** Judges the answer to an operation that has been tried `op.attempts` times before. */
export function judge(op: Pick<Op, 'kind' | 'target' | 'attempts'>, a: Answer<Pickup>, now: number): Step {
  if (a.ok) {
    if (a.body && a.body.id === op.target) return { to: 'sent', answer: a.body }
    return later('client.stranger', 0)
  }
  const error: OpError = { code: a.code, status: a.status, at: now }
  if (a.fields.length) error.fields = a.fields
  if (a.stored) error.stored = a.stored
  switch (a.status) {
    case 0: return later(a.code, 0)
    case 401: return { to: 'sign_in' }
    case 403: return { to: 'refused', error }
    case 408: case 425: case 429: case 502: case 503: case 504: case 507:
      return { to: 'later', error, wait: Math.max(a.retryAfter * 1000, backoff(op.attempts)), stop: true }
  }
  // A 500 may be this record's own fault, so the others go on.
  if (a.status >= 500) return { to: 'later', error, wait: backoff(op.attempts + 2), stop: false }
  return { to: 'needs_me', error }

  function later(code: string, status: number): Step {
    return { to: 'later', error: { code, status, at: now }, wait: backoff(op.attempts), stop: true }
  }
}

/**
 * Whether the server's copy already shows what a repeated operation asks for: its first answer was lost on the way, and the second
 * one says "not in this state".
 */
export function alreadyDone(op: Op, stored: Pickup): boolean {
  if (op.kind === 'void') return stored.state === 'voided'
  if (op.kind === 'paper') {
    const want = op.body
    return (stored.papers ?? []).some((p) => p.kind === want.kind && (p.number ?? '') === (want.number ?? '') && (p.photo ?? '') === (want.photo ?? ''))
  }
  return false
}
