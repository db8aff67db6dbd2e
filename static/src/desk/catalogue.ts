import { computed, shallowRef } from 'vue'
import { api, ask } from '@/api/client'
import type { CategoryEntry } from '@/api/wire'
import { lang } from '@/i18n/core'
import { term } from '@/i18n/term'
import type { Choice } from './parts/Pick.vue'

const entries = shallowRef<Map<string, CategoryEntry>>(new Map())
let asked: Promise<void> | undefined

/** Fetches the catalogue once; a failed try is tried again by the next page. */
export function useCatalogue(): void {
  asked ??= ask(api.GET('/api/v1/catalogue'))
    .then((c) => { entries.value = new Map(c.categories.map((e) => [e.key, e])) })
    .catch(() => { asked = undefined })
}

/** A category of the catalogue, if it is known. */
export function category(key: string | undefined): CategoryEntry | undefined {
  return key ? entries.value.get(key) : undefined
}

/** The name of a category in the page's language; until the catalogue is here, a blank of the same height. */
export function categoryName(key: string | undefined): string {
  const found = category(key)
  if (found) return lang.value === 'en' ? found.en : found.zh
  return entries.value.size > 0 ? term('group', 'other') : '…'
}

/** The categories as choices, by group, in the catalogue's order. */
export const categoryChoices = computed<Choice[]>(() =>
  [...entries.value.values()].map((e) => ({
    value: e.key, text: lang.value === 'en' ? e.en : e.zh, more: `${e.key} ${e.en} ${e.zh}`, group: term('group', e.group),
  })),
)
