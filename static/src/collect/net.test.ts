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
  it('tells which life of the data an answer is of, also one that refuses, but never a stranger’s', async () => {
    const epochs: (string | null)[] = []
    const answers = [json(200, {}, { 'Lw-Epoch': 'a.1' }), json(401, {}, { 'Lw-Epoch': 'b.2' }), new Response(null, { status: 204, headers: { 'Lw-Epoch': 'b.2' } }),
      new Response('<html>Wi-Fi</html>', { headers: { 'Content-Type': 'text/html', 'Lw-Epoch': 'c.3' } })]
    const n = makeNet(async () => answers.shift()!, () => 0, () => undefined, (e) => epochs.push(e))
    for (let i = 0; i < 4; i++) await n.ask('/x')
    expect(epochs).toEqual(['a.1', 'b.2', 'b.2'])
  })
  it('takes a failure of fetch for no network', async () => expect(await net(new TypeError('x')).net.ask('/x')).toMatchObject({ status: 0, code: 'client.offline' }))
})
