import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The named parts of the address as refs: what a person chose is in the link. Empty means absent; writing replaces the entry. */
export function useAddress<K extends string>(...keys: K[]): Record<K, WritableComputedRef<string>> & { change: (values: Partial<Record<K, string>>, push?: 'push') => void } {
  const route = useRoute()
  const router = useRouter()
  const read = (key: K) => { const v = route.query[key]; return (Array.isArray(v) ? v[0] : v) ?? '' }

  function change(values: Partial<Record<K, string>>, push?: 'push') {
    const query = { ...route.query }
    for (const [key, value] of Object.entries(values) as [K, string | undefined][]) {
      if (value) query[key] = value
      else delete query[key]
    }
    void (push ? router.push({ query }) : router.replace({ query }))
  }

  const refs = Object.fromEntries(keys.map((key) => [key, computed({ get: () => read(key), set: (v: string) => change({ [key]: v } as Partial<Record<K, string>>) })]))
  return { ...(refs as Record<K, WritableComputedRef<string>>), change }
}
