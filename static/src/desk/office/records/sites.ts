import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { api, ask } from '@/api/client'
import type { Site } from '@/api/wire'
import type { Choice } from '../../parts/Pick.vue'

/** Sites to choose from: those that a typed word finds in the register, and the one that is chosen already. */
export function useSiteChoices(chosen: Ref<string>) {
  const found = shallowRef<Site[]>([])
  const known = shallowRef<Site>()
  const busy = ref(false)
  let turn = 0

  async function find(typed: string) {
    const mine = ++turn
    busy.value = true
    const list = await ask(api.GET('/api/v1/sites', { params: { query: { q: typed.trim(), limit: 20 } } })).then((a) => a.items, () => [])
    if (mine !== turn) return
    found.value = list
    busy.value = false
  }
  watch(chosen, async (id) => {
    if (!id || known.value?.id === id) return
    const listed = found.value.find((s) => s.id === id)
    known.value = listed ?? (await ask(api.GET('/api/v1/sites/{siteId}', { params: { path: { siteId: id } } })).then((d) => d.site, () => undefined))
  }, { immediate: true })

  const choices = computed<Choice[]>(() => {
    const list = found.value.map((s) => ({ value: s.id, text: s.name }))
    const own = known.value
    return own && own.id === chosen.value && !list.some((c) => c.value === own.id) ? [{ value: own.id, text: own.name }, ...list] : list
  })
  return { choices, find, busy }
}
