import { list, moment } from './format'
import { t } from './i18n'
import { p } from './i18n/pages'
import { phone } from './state/phone'
import type { Op, OpError } from './store/db'
import { unsent } from './store/ops'
import type { Field } from './wire'

/** A failure as a sentence that says what happens next. */
export function errorText(e: { code: string; status: number; fields?: Field[] }): string {
  const sentence = p.value.error[e.code] ?? p.value.status[String(e.status)] ?? p.value.unknownError
  const names = (e.fields ?? []).map((f) => p.value.fields[f.location.replace(/^.*[.\]]/, '')]).filter((n): n is string => !!n)
  return names.length ? `${sentence}：${list(names.filter((n, i) => names.indexOf(n) === i))}` : sentence
}

/** Whether a failure has a sentence of its own; one that has none shows its code, small. */
export const isKnown = (e: OpError): boolean => !!p.value.error[e.code]

/** Why an operation is still here. */
export function why(op: Op): string {
  if (phone.ops.some((o) => op.after.indexOf(o.id) >= 0 && unsent(o))) return p.value.error.parent!
  if (phone.sending === 'sign_in') return p.value.error['auth.required']!
  if (phone.sending === 'other_person') return p.value.error.signedOut!
  if (op.lastError) {
    const again = op.state === 'queued' && op.nextAt > phone.now ? t.value.sep + t.value.foot.retryAt(moment(op.nextAt, phone.now)) : ''
    return errorText(op.lastError).replace(/[。.]$/, '') + again
  }
  return phone.online ? t.value.foot.soon : t.value.foot.noNet
}
