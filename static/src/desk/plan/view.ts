// The view as state: read from the address, written back to it.

import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { parseView, viewQuery, type View } from './address'

const settleMs = 250

/** The planner's view. `change` replaces the address (a slider, a move of the map); with 'push' Back returns to what was before. */
export function useView(): { view: ShallowRef<View>; change: (part: Partial<View>, push?: 'push') => void } {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const view = shallowRef(parseView(route.query))
  const text = (v: View) => new URLSearchParams(viewQuery(v)).toString()
  let timer = 0

  const write = (push?: 'push') => {
    clearTimeout(timer)
    if (route.path !== path) return
    const query = viewQuery(view.value)
    void (push ? router.push({ query }) : router.replace({ query }))
  }
  function change(part: Partial<View>, push?: 'push') {
    view.value = { ...view.value, ...part }
    clearTimeout(timer)
    if (push) write('push')
    else timer = window.setTimeout(write, settleMs)
  }
  watch(() => route.query, (query) => {
    if (route.path !== path) return
    const now = parseView(query)
    if (text(now) !== text(view.value)) {
      clearTimeout(timer)
      view.value = now
    }
  })
  onScopeDispose(() => clearTimeout(timer))
  return { view, change }
}
