import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

/** What a page reads from the server, and where that stands. Data stay while a newer answer is on its way. */
export interface Load<T> {
  data: ShallowRef<T | undefined>
  problem: Ref<Problem | null>
  busy: Ref<boolean>
  reload: () => Promise<void>
}

/** Reads now and whenever one of sources changes. An answer that a newer question overtook is dropped. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, sources: WatchSource[] = []): Load<T> {
  const data = shallowRef<T>()
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  let running: AbortController | undefined

  async function reload() {
    running?.abort()
    const mine = (running = new AbortController())
    busy.value = true
    try {
      const answer = await read(mine.signal)
      if (mine !== running) return
      data.value = answer
      problem.value = null
    } catch (err) {
      if (mine !== running) return
      problem.value = asProblem(err)
    } finally {
      if (mine === running) busy.value = false
    }
  }

  watch(sources, reload, { immediate: true })
  onScopeDispose(() => running?.abort())
  return { data, problem, busy, reload }
}
