import type { ProblemBody, ProblemField } from './wire'

/** A request that did not succeed. `code` is stable; `sentence` turns it into words. Status 0: no answer came. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly fields: ProblemField[]
  /** With a conflict: what the server holds. */
  readonly stored: unknown
  /** Seconds after which another try makes sense; 0 if the server did not say. */
  readonly retryAfter: number

  constructor(body: Partial<ProblemBody> & { code: string; status: number }, retryAfter = 0) {
    super(body.code)
    this.name = 'Problem'
    this.code = body.code
    this.status = body.status
    this.fields = body.errors ?? []
    this.stored = body.stored
    this.retryAfter = retryAfter
  }

  /** The code of a rejected field, by the end of its location ("net", "lines[0].grams"); undefined if it was not named. */
  field(path: string): string | undefined {
    return this.fields.find((f) => f.location === path || f.location.endsWith('.' + path))?.code
  }
}

/** Makes a Problem of anything thrown: a fetch that found no network has no code of its own. */
export function asProblem(err: unknown): Problem {
  if (err instanceof Problem) return err
  if (err instanceof DOMException && err.name === 'AbortError') return new Problem({ code: 'client.aborted', status: 0 })
  if (err instanceof TypeError && /fetch|network|load/i.test(err.message)) return new Problem({ code: 'client.offline', status: 0 })
  console.error(err)
  return new Problem({ code: 'client.error', status: 0 })
}

/** Reads the problem of an answer that is not ok; a proxy's HTML page becomes its status alone. */
export function problemOf(body: unknown, response: Response): Problem {
  const retry = Number(response.headers.get('Retry-After')) || 0
  const known = typeof body === 'object' && body !== null && typeof (body as ProblemBody).code === 'string'
  if (known) return new Problem({ ...(body as ProblemBody), status: response.status }, retry)
  return new Problem({ code: `http.${response.status}`, status: response.status }, retry)
}
