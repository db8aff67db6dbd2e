import { afterEach, describe, expect, it, vi } from 'vitest'
import { setLang } from '@/i18n/core'
import problemsEn from '@/i18n/en/problems'
import problemsZh from '@/i18n/zh/problems'
import { ask, fileName, onSignedOut, raw } from './client'
import { asProblem, Problem, problemOf } from './problem'
import { sentence } from './sentence'
import { uuidv7 } from './uuid'

afterEach(() => { setLang('zh-CN'); vi.unstubAllGlobals() })
const problem = (code: string, status: number, errors?: Problem['fields']) => new Problem({ code, status, errors })

describe('sentence', () => {
  it.each([
    { name: 'a known code', p: problem('auth.failed', 401), want: /手机号或密码/ },
    { name: 'an unknown code of a known family', p: problem('vehicle.not_found', 404), want: /找不到这一项/ },
    { name: 'an unknown code with a known status', p: problem('x.y', 412), want: /刷新/ },
    { name: 'a server that broke', p: problem('x.y', 500), want: /你填的还在/ },
    { name: 'nothing known at all', p: problem('x.y', 418), want: /再试/ },
    { name: 'rejected fields, each reason once', p: problem('ticket.invalid', 422, [{ location: 'body.net', code: 'grossLessTare' }, { location: 'body.tare', code: 'grossLessTare' }]), want: /^有几处要改：毛重减皮重要等于净重。/ },
    { name: 'a field code that has no words yet', p: problem('ticket.invalid', 422, [{ location: 'body.net', code: 'brandNew' }]), want: /内容不对/ },
    { name: 'no network', p: asProblem(new TypeError('Failed to fetch')), want: /看看网络/ },
  ])('$name', ({ p, want }) => expect(sentence(p)).toMatch(want))

  it('says what to do next, in whole sentences', () => {
    for (const [code, text] of Object.entries(problemsZh.codes)) expect(text, code).toMatch(/。$/)
    for (const [code, text] of Object.entries(problemsEn.codes)) expect(text, code).toMatch(/\.$/)
  })
  it('speaks English', () => { setLang('en'); expect(sentence(problem('server.busy', 503))).toMatch(/busy/) })
})

describe('problem', () => {
  it('reads a problem with its stored copy and its delay', () => {
    const p = problemOf({ code: 'pickup.conflict', status: 409, stored: { id: '1' } }, new Response(null, { status: 409, headers: { 'Retry-After': '7' } }))
    expect([p.code, p.status, p.stored, p.retryAfter]).toEqual(['pickup.conflict', 409, { id: '1' }, 7])
  })
  it('takes a proxy’s page by its status', () => expect(problemOf('<html>', new Response(null, { status: 502 })).code).toBe('http.502'))
  it('finds a field by the end of its place', () => expect(problem('x.invalid', 422, [{ location: 'body.lines[0].grams', code: 'range' }]).field('lines[0].grams')).toBe('range'))
})

describe('client', () => {
  it('unwraps an answer', async () => expect(await ask(Promise.resolve({ data: 7, response: new Response() }))).toBe(7))
  it('throws the problem of a failure', async () => {
    await expect(ask(Promise.resolve({ error: { code: 'ticket.not_found' }, response: new Response(null, { status: 404 }) }))).rejects.toMatchObject({ code: 'ticket.not_found', status: 404 })
  })
  it('tells once the session is over, but not for a failed sign-in', async () => {
    const told = vi.fn()
    const stop = onSignedOut(told)
    const fail = (code: string) => ask(Promise.resolve({ error: { code }, response: new Response(null, { status: 401 }) })).catch(() => undefined)
    await fail('auth.failed')
    expect(told).toHaveBeenCalledTimes(0)
    await fail('auth.required')
    expect(told).toHaveBeenCalledTimes(1)
    stop()
  })
  it('says that nothing answered', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(raw('/x')).rejects.toMatchObject({ code: 'client.offline' })
  })
  it.each([
    { name: 'UTF-8', header: "attachment; filename=\"x.xlsx\"; filename*=UTF-8''%E5%AF%B9%E7%85%A7.xlsx", want: '对照.xlsx' }, { name: 'plain', header: 'attachment; filename="x.xlsx"', want: 'x.xlsx' },
    { name: 'broken escape', header: "attachment; filename*=UTF-8''%E5%; filename=\"x.xlsx\"", want: 'x.xlsx' }, { name: 'none', header: null, want: undefined },
  ])('reads the file name: $name', ({ header, want }) => expect(fileName(header)).toBe(want))
})

describe('uuidv7', () => {
  it('is a UUIDv7 that carries its time', () => {
    const id = uuidv7(0x0123_4567_89ab)
    expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
  it('is another one each time', () => expect(new Set(Array.from({ length: 1000 }, () => uuidv7(1))).size).toBe(1000))
})
