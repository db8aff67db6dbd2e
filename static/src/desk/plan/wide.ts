import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether there is room for panels beside the map; below it they become a sheet at its foot. */
export function useWide(): Ref<boolean> {
  const media = matchMedia('(min-width: 1000px)')
  const wide = ref(media.matches)
  const changed = () => { wide.value = media.matches }
  media.addEventListener('change', changed)
  onScopeDispose(() => media.removeEventListener('change', changed))
  return wide
}
