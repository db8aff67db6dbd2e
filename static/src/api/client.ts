import createClient from 'openapi-fetch'
import { ref } from 'vue'
import { asProblem, Problem, problemOf } from './problem'
import type { paths } from './wire'

/** The typed client: api.GET('/api/v1/company/day', { params: { query: { day } } }). Wrap each call in `ask`. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin', querySerializer: { array: { style: 'form', explode: false } } })

/** True while the server says that it found damaged data and only reads. */
export const damaged = ref(false)

function heard(response: Response): void { damaged.value = response.headers.get('Lw-State') === 'damaged' }

api.use({ onResponse: ({ response }) => heard(response) })

interface Result<T> { data?: T; error?: unknown; response: Response }

const lostSession = new Set<() => void>()

/** Calls f when the server says that the session is over, but not for a failed sign-in. Returns how to stop. */
export function onSignedOut(f: () => void): () => void {
  lostSession.add(f)
  return () => lostSession.delete(f)
}

/** Unwraps an answer, or throws its Problem. */
export async function ask<T>(call: Promise<Result<T>>): Promise<T> {
  let result: Result<T>
  try {
    result = await call
  } catch (err) {
    throw asProblem(err)
  }
  if (result.response.ok) return result.data as T
  throw noticed(problemOf(result.error, result.response))
}

/** Sends raw bytes or fetches a file: for imports, photos and exports, which are no JSON. Throws a Problem as `ask` does. */
export async function raw(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (err) {
    throw asProblem(err)
  }
  heard(response)
  if (response.ok) return response
  throw noticed(problemOf(await response.json().catch(() => null), response))
}

/** Fetches a file and hands it to the browser as a download under the server's name for it. Returns that name. */
export async function download(path: string, query: Record<string, string | undefined>): Promise<string> {
  const search = new URLSearchParams(Object.entries(query).filter((e): e is [string, string] => !!e[1]))
  return keep(await raw(`${path}?${search}`))
}

/** Hands the file of an answer to the browser as a download under the server's name for it. Returns that name. */
export async function keep(response: Response): Promise<string> {
  const name = fileName(response.headers.get('Content-Disposition')) ?? 'liangwang.xlsx'
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000) // Safari reads it after the click returns
  return name
}

/** Reads the name of a Content-Disposition header, the UTF-8 form first. */
export function fileName(header: string | null): string | undefined {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(header ?? '')?.[1]
  if (encoded) {
    try { return decodeURIComponent(encoded) } catch { /* a broken escape: the plain form then */ }
  }
  return /filename="?([^";]+)"?/i.exec(header ?? '')?.[1]
}

function noticed(problem: Problem): Problem {
  if (problem.status === 401 && problem.code === 'auth.required') lostSession.forEach((f) => f())
  return problem
}
