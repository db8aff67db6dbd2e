import { shallowRef } from 'vue'
import type enTerms from '@/i18n/en/terms'
import zh, { type Messages } from './zh'
import type { PageMessages } from './zh-pages'

/** The languages of the pages; Chinese is always there, English is loaded when it is chosen. */
export type Lang = 'zh-CN' | 'en'

const storageKey = 'lw.lang'

/** The sentences of the first page in the page's language. */
export const t = shallowRef<Messages>(zh)
/** The language of the page. */
export const lang = shallowRef<Lang>('zh-CN')
/** English, once it was chosen. */
export const english = shallowRef<{ pages: PageMessages; terms: typeof enTerms } | undefined>()

/** Switches the language now and for the next visits. */
export async function setLang(next: Lang): Promise<void> {
  if (next === 'en') {
    const [first, pages, terms] = await Promise.all([import('./en'), import('./en-pages'), import('@/i18n/en/terms')])
    english.value = { pages: pages.default, terms: terms.default }
    t.value = first.default
  } else t.value = zh
  lang.value = next
  document.documentElement.lang = next
  try { localStorage.setItem(storageKey, next) } catch { /* it then holds for this visit */ }
}

/** Takes the language of the last visit. */
export async function restoreLang(): Promise<void> {
  let last: string | null = null
  try { last = localStorage.getItem(storageKey) } catch { /* a browser that keeps nothing */ }
  if (last === 'en') await setLang('en').catch(() => undefined)
}

/** The name of a category in the page's language. */
export function nameOf(c: { zh: string; en: string } | undefined): string {
  return c ? (lang.value === 'en' ? c.en : c.zh) : '–'
}
