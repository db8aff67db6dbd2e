import { computed, ref, type ComputedRef } from 'vue'

/** The languages of the pages; Chinese comes first, and is what a page falls back to. */
export type Lang = 'zh-CN' | 'en'

const storageKey = 'lw.lang'

function remembered(): Lang {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN' // a browser that keeps nothing
  }
}

/** The language of the page. Change it by setLang, which remembers it. */
export const lang = ref<Lang>(remembered())

/** Switches the language, at once and for the next visits. */
export function setLang(next: Lang): void {
  lang.value = next
  document.documentElement.lang = next
  try { localStorage.setItem(storageKey, next) } catch { /* it then holds for this page */ }
}

/**
 * A message catalogue: texts, and functions for texts with figures. The English one has the same keys, which the compiler and a
 * test check. In a template an imported catalogue is used like an object (`office.title`), in a script by its `.value`.
 */
export function catalogue<T extends object>(zh: T, en: T): ComputedRef<T> {
  return computed(() => (lang.value === 'en' ? en : zh))
}
