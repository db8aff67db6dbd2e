import { computed, onScopeDispose, ref, shallowRef, watch, type WatchSource } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

interface Page<T> { items: T[]; next?: string }

/** A list that comes in pages: the first one whenever a source changes, further ones on demand. `first` keeps the first answer's totals. */
export function usePages<T, A extends Page<T>>(read: (cursor: string | undefined, signal: AbortSignal) => Promise<A>, sources: WatchSource[]) {
  const items = shallowRef<T[]>([])
  const first = shallowRef<A>()
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  const next = ref<string>()
  let running: AbortController | undefined

  async function fetchPage(cursor: string | undefined) {
    running?.abort()
    const mine = (running = new AbortController())
    busy.value = true
    try {
      const page = await read(cursor, mine.signal)
      if (mine !== running) return
      if (!cursor) first.value = page
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next.value = page.next || undefined
      problem.value = null
    } catch (err) {
      if (mine === running) problem.value = asProblem(err)
    } finally {
      if (mine === running) busy.value = false
    }
  }

  const reload = () => fetchPage(undefined)
  const more = async () => { if (next.value && !busy.value) await fetchPage(next.value) }
  /** Puts a changed record in the place of its old version. */
  const replace = (same: (old: T) => boolean, item: T) => { items.value = items.value.map((old) => (same(old) ? item : old)) }

  watch(sources, reload, { immediate: true })
  onScopeDispose(() => running?.abort())
  return { items, data: first, problem, busy, reload, more, replace, hasMore: computed(() => !!next.value) }
}
