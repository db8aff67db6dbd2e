import { shallowRef } from 'vue'
import zhTerms from '@/i18n/zh/terms'
import zh, { type Messages } from './zh'

/** The languages of the pages; Chinese is always there, English is loaded when it is chosen. */
export type Lang = 'zh-CN' | 'en'
type Terms = typeof zhTerms

const storageKey = 'lw.lang'

/** The sentences of the page in its language. */
export const t = shallowRef<Messages>(zh)
/** The words for codes in the page's language. */
export const terms = shallowRef<Terms>(zhTerms)
/** The language of the page. */
export const lang = shallowRef<Lang>('zh-CN')

/** Switches the language now and for the next visits. */
export async function setLang(next: Lang): Promise<void> {
  if (next === 'en') {
    const [words, sentences] = await Promise.all([import('@/i18n/en/terms'), import('./en')])
    terms.value = words.default as Terms
    t.value = sentences.default
  } else {
    terms.value = zhTerms
    t.value = zh
  }
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

type Words = { [K in keyof Terms]: Terms[K] extends Record<string, string> ? K : never }[keyof Terms]

/** The word for a code of the wire; a code without one reads 其他, so that no code reaches the page. */
export function word(kind: Words, code: string | undefined): string {
  const words = terms.value[kind] as Record<string, string>
  return (code && words[code]) || terms.value.fallback
}

/** The name of a category in the page's language. */
export function nameOf(c: { zh: string; en: string } | undefined): string {
  return c ? (lang.value === 'en' ? c.en : c.zh) : terms.value.fallback
}
