import { measure, type Skew } from './core/skew'
import type { Field, Pickup } from './wire'

/** What came back. Status 0: nothing did (no network, a timeout, or a stranger's page in the way). */
export type Answer<T> =
  | { ok: true; status: number; body: T }
  | { ok: false; status: number; code: string; fields: Field[]; stored?: Pickup; retryAfter: number }

export interface Ask { method?: string; body?: unknown; raw?: ArrayBuffer; type?: string; headers?: Record<string, string>; timeout?: number }

export interface Net {
  ask<T>(path: string, what?: Ask): Promise<Answer<T>>
}

const cut = 500 // milliseconds: a header Date is cut to the second

const nothing = (code: string): Answer<never> => ({ ok: false, status: 0, code, fields: [], retryAfter: 0 })

/**
 * Makes the phone's way to the server. Every answer tells how wrong the phone's clock is. An answer that is not the program's own
 * (a hotel's sign-in page says 200 to everything) counts as none, else a record would be taken for sent. `epoch` is told which life of
 * the server's data an answer is of.
 */
export function makeNet(fetcher: typeof fetch, now: () => number, heard: (skew: Skew) => void,
  epoch: (value: string | null) => void = () => undefined, base = '/api/v1'): Net {
  // A demo's clock may stand at another time than the machine's, which writes Date: the session says the program's own.
  let bias = 0
  const clock = (res: Response, body: unknown, asked: number): void => {
    const date = res.headers.get('Date')
    const own = Date.parse((body as { serverTime?: string } | undefined)?.serverTime ?? '')
    if (date && !isNaN(own)) {
      const off = own - Date.parse(date) - cut
      bias = Math.abs(off) > 10_000 ? off : 0
    }
    const skew = measure(date, asked, now())
    if (skew) heard({ ...skew, ms: skew.ms + bias })
  }
  return {
    async ask<T>(path: string, what: Ask = {}): Promise<Answer<T>> {
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), what.timeout ?? 20_000)
      const asked = now()
      try {
        const res = await fetcher(base + path, {
          method: what.method ?? 'GET',
          headers: {
            Accept: 'application/json',
            ...(what.body !== undefined ? { 'Content-Type': 'application/json' } : what.type ? { 'Content-Type': what.type } : {}),
            ...what.headers,
          },
          body: what.body !== undefined ? JSON.stringify(what.body) : what.raw,
          credentials: 'same-origin', redirect: 'error', cache: 'no-store', signal: abort.signal,
        })
        const type = res.headers.get('Content-Type') ?? ''
        const ours = /\bjson\b/.test(type)
        if (res.ok && res.status !== 204 && !ours) return nothing('client.stranger')
        const body = ours ? await res.json() : undefined
        if (ours || res.status === 204) {
          clock(res, body, asked)
          epoch(res.headers.get('Lw-Epoch'))
        }
        if (res.ok) return { ok: true, status: res.status, body: body as T }
        if (!ours && res.status < 500) return nothing('client.stranger')
        const problem = (body ?? {}) as { code?: string; errors?: Field[]; stored?: Pickup }
        return {
          ok: false, status: res.status, code: problem.code ?? 'server.internal', fields: problem.errors ?? [], stored: problem.stored,
          retryAfter: seconds(res.headers.get('Retry-After')),
        }
      } catch {
        return nothing(abort.signal.aborted ? 'client.timeout' : 'client.offline')
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function seconds(text: string | null): number {
  const n = Number(text)
  return text && n >= 0 ? Math.min(n, 3600) : 0
}
