import { computed } from 'vue'
import zhTerms from '@/i18n/zh/terms'
import { english, lang } from '.'
import zh from './zh-pages'

type Terms = typeof zhTerms

/** The sentences of the pages after the first in the page's language. */
export const p = computed(() => (lang.value === 'en' && english.value ? english.value.pages : zh))
/** The words for codes in the page's language. */
export const terms = computed<Terms>(() => (lang.value === 'en' && english.value ? english.value.terms : zhTerms))

type Words = { [K in keyof Terms]: Terms[K] extends Record<string, string> ? K : never }[keyof Terms]

/** The word for a code of the wire; a code without one reads 其他, so that no code reaches the page. */
export function word(kind: Words, code: string | undefined): string {
  const words = terms.value[kind] as Record<string, string>
  return (code && words[code]) || terms.value.fallback
}
