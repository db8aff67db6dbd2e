import { beforeEach, describe, expect, it, vi } from 'vitest'
import { maybeSignedIn } from '@/api/signedin'

const me = { personId: 'p-1', name: '示范经办员', org: { id: 'o-1', name: '示范公司', kind: 'RECYCLING_COMPANY' }, roles: ['company_operator'], orgs: [], needsFix: 0, serverTime: '2026-11-23T06:52:00Z' }
const answer = (status: number, body: unknown) => new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const asked: string[] = []
let inside = false

vi.stubGlobal('fetch', async (input: Request) => {
  asked.push(`${input.method} ${new URL(input.url, 'http://localhost').pathname}`)
  if (input.method === 'DELETE') inside = false
  return input.method === 'DELETE' ? answer(204, null) : inside ? answer(200, me) : answer(401, { code: 'auth.required', status: 401 })
})

beforeEach(() => {
  localStorage.clear()
  asked.length = 0
  inside = false
  vi.resetModules()
})

describe('who is signed in', () => {
  it('is not asked on the public pages of a first visit', async () => {
    const { greet } = await import('./session')
    await greet()
    expect(asked).toEqual([])
  })

  it('is asked on a page for signed-in people, and a 401 is remembered', async () => {
    const { greet, loadSession, session } = await import('./session')
    localStorage.setItem('lw.signedIn', '1')
    await loadSession()
    expect([asked.length, session.known, session.me, maybeSignedIn()]).toEqual([1, true, null, false])
    await greet()
    expect(asked).toHaveLength(1)
  })

  it('is asked on a public page after a sign-in here, until the sign-out', async () => {
    const first = await import('./session')
    first.enter(me as never)
    inside = true
    vi.resetModules() // the page is loaded anew
    const { greet, leave, session } = await import('./session')
    await greet()
    expect([session.me?.personId, asked]).toEqual(['p-1', ['GET /api/v1/session']])
    await leave()
    expect(maybeSignedIn()).toBe(false)
  })
})
