import { shallowRef } from 'vue'
import { list, moment, quantity, typed } from './format'
import { nameOf, t } from './i18n'
import { categoryByKey, phone } from './state/phone'
import type { Op, OpError } from './store/db'
import { unsent } from './store/outbox'
import type { Field, Line } from './wire'

/** What the live region reads out. */
export const announced = shallowRef('')
/** Has something read out, also if it is what was said before. */
export function announce(text: string): void {
  announced.value = ''
  setTimeout(() => { announced.value = text }, 30)
}

/** A failure as a sentence that says what happens next. */
export function errorText(e: { code: string; status: number; fields?: Field[] }): string {
  const sentence = t.value.error[e.code] ?? t.value.status[String(e.status)] ?? t.value.unknownError
  const names = (e.fields ?? []).map((f) => t.value.fields[f.location.replace(/^.*[.\]]/, '')]).filter((n): n is string => !!n)
  return names.length ? `${sentence}：${list(names.filter((n, i) => names.indexOf(n) === i))}` : sentence
}

/** Whether a failure has a sentence of its own; one that has none shows its code, small. */
export const isKnown = (e: OpError): boolean => !!t.value.error[e.code]

/** Why an operation is still here. */
export function why(op: Op): string {
  const earlier = phone.ops.some((o) => op.after.indexOf(o.id) >= 0 && unsent(o))
  if (earlier) return t.value.error.parent!
  if (phone.sending === 'sign_in') return t.value.error['auth.required']!
  if (phone.sending === 'other_person') return t.value.error.signedOut!
  if (op.lastError) {
    const again = op.state === 'queued' && op.nextAt > phone.now ? t.value.sep + t.value.foot.retryAt(moment(op.nextAt, phone.now)) : ''
    return errorText(op.lastError).replace(/[。.]$/, '') + again
  }
  return phone.online ? t.value.foot.soon : t.value.foot.noNet
}

/** The name of a line's category. */
export const categoryName = (key: string): string => nameOf(categoryByKey.value.get(key))

/** Lines in short: "黄板纸 12.5 公斤、饮料瓶 3.2 公斤", or the first and how many more. */
export function linesText(lines: readonly Line[], most = 2): string {
  const parts = lines.slice(0, most).map((l) => `${categoryName(l.category)} ${typed(l)}`)
  if (lines.length > most) parts.push(`+${lines.length - most}`)
  return list(parts)
}

/** What a record says in a sum: "3 笔，41 公斤" without the number. */
export const sumText = (s: { grams: number; pieces: number }): string => quantity(s)
