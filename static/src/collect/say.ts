import { shallowRef } from 'vue'
import { list, typed } from './format'
import { nameOf } from './i18n'
import { categoryByKey } from './state/phone'
import type { Line } from './wire'

/** What the live region reads out. */
export const announced = shallowRef('')
/** Has something read out, also if it is what was said before. */
export function announce(text: string): void {
  announced.value = ''
  setTimeout(() => { announced.value = text }, 30)
}

/** The name of a line's category. */
export const categoryName = (key: string): string => nameOf(categoryByKey.value.get(key))

/** Lines in short: "黄板纸 12.5 公斤、饮料瓶 3.2 公斤", or the first ones and how many more. */
export function linesText(lines: readonly Line[], most = 2): string {
  const parts = lines.slice(0, most).map((l) => `${categoryName(l.category)} ${typed(l)}`)
  if (lines.length > most) parts.push(`+${lines.length - most}`)
  return list(parts)
}
