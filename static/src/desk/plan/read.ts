// What the planner's pages ask the server.

import { raw } from '@/api/client'

/** Reads one answer. Query parts that are empty are left out. Throws a Problem. */
export async function read<T>(path: string, query: Record<string, string | undefined> = {}, signal?: AbortSignal): Promise<T> {
  const search = new URLSearchParams(Object.entries(query).filter((e): e is [string, string] => !!e[1])).toString()
  const answer = await raw(`/api/v1${path}${search ? '?' + search : ''}`, { signal })
  return (await answer.json()) as T
}
