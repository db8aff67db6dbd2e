import { onMounted, onUnmounted } from 'vue'

/** Binds single keys to actions on a page, but not while someone types or a dialog is open. */
export function useKeys(actions: Record<string, () => void>): void {
  function press(e: KeyboardEvent) {
    const busy = e.target instanceof HTMLElement && e.target.closest('input,textarea,select,dialog,[role=combobox]')
    if (busy || e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return
    const act = actions[e.key.toLowerCase()]
    if (!act) return
    e.preventDefault()
    act()
  }
  onMounted(() => addEventListener('keydown', press))
  onUnmounted(() => removeEventListener('keydown', press))
}
