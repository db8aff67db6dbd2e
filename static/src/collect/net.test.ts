import { describe, expect, it } from 'vitest'
import { makeNet } from './net'

const net = (res: Response | Error) => {
  const heard: number[] = []
  return { heard, net: makeNet(async () => { if (res instanceof Error) throw res; return res }, () => Date.UTC(2026, 10, 23, 6), (s) => heard.push(s.ms)) }
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })

describe('makeNet', () => {
  it('reads an answer and the clock', async () => {
    const { net: n, heard } = net(json(200, { id: 'a' }, { Date: 'Mon, 23 Nov 2026 06:10:00 GMT' }))
    expect(await n.ask('/x')).toEqual({ ok: true, status: 200, body: { id: 'a' } })
    expect(heard).toEqual([600_500])
  })
  it('follows the program’s own clock where it is not the machine’s', async () => {
    const answers = [json(200, { serverTime: '2026-11-22T06:10:00.500Z' }, { Date: 'Mon, 23 Nov 2026 06:10:00 GMT' }), json(200, {}, { Date: 'Mon, 23 Nov 2026 06:10:00 GMT' })]
    const heard: number[] = []
    const n = makeNet(async () => answers.shift()!, () => Date.UTC(2026, 10, 23, 6, 10, 0, 500), (s) => heard.push(s.ms))
    await n.ask('/session')
    await n.ask('/x')
    expect(heard).toEqual([-86_400_000, -86_400_000])
  })
  it('reads a problem', async () => {
    const p = new Response(JSON.stringify({ code: 'server.busy' }), { status: 503, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '3' } })
    expect(await net(p).net.ask('/x')).toMatchObject({ ok: false, status: 503, code: 'server.busy', retryAfter: 3 })
  })
  it('takes a stranger’s page for no answer, and not its clock', async () => {
    const { net: n, heard } = net(new Response('<html>Wi-Fi</html>', { headers: { 'Content-Type': 'text/html', Date: 'Mon, 23 Nov 2020 06:10:00 GMT' } }))
    expect(await n.ask('/x')).toMatchObject({ ok: false, status: 0, code: 'client.stranger' })
    expect(heard).toEqual([])
  })
  it('takes a failure of fetch for no network', async () => expect(await net(new TypeError('x')).net.ask('/x')).toMatchObject({ status: 0, code: 'client.offline' }))
})
