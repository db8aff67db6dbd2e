import { lang, t } from './i18n'
import { clockOf, dayOf } from './core/clock'
import { derived } from './core/amount'
import { plain } from './core/plain'
import type { Line } from './wire'

/** Groups the digits of a decimal by thousands. */
export const grouped = (text: string): string => {
  const [whole, fraction] = text.split('.')
  const w = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction ? `${w}.${fraction}` : w
}

/** Writes a mass: 公斤 below a tonne, 吨 above, with no more decimals than it has (three at most). */
export function mass(grams: number): string {
  const u = t.value.unit
  return grams < 1_000_000 ? `${grouped(plain(grams, 3))} ${u.KG}` : `${grouped(plain(Math.round(grams / 1000), 3))} ${u.tonne}`
}

/** Writes a mass in parts, for a figure with a small unit. */
export function massParts(grams: number): [string, string] {
  const text = mass(grams)
  const cut = text.lastIndexOf(' ')
  return [text.slice(0, cut), text.slice(cut + 1)]
}

/** Writes money (fen) with two decimals: "1,234.50". */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const digits = ('00' + Math.abs(fen)).slice(-Math.max(3, String(Math.abs(fen)).length))
  return `${sign}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`
}

/** Writes what was collected: mass, pieces, or both. `write` writes the mass. */
export function quantity(q: { grams?: number; pieces?: number }, write = mass): string {
  const parts: string[] = []
  if (q.pieces) parts.push(`${grouped(String(q.pieces))} ${t.value.unit.PIECE}`)
  if (q.grams || !q.pieces) parts.push(write(q.grams ?? 0))
  return parts.join(' · ')
}

/** Writes a line as it was typed: in 斤 if the person wrote 斤, by pieces if they wrote pieces. */
export function typed(l: Partial<Line>): string {
  const u = t.value.unit
  if (l.unit === 'JIN' && l.grams) return `${l.pieces ? `${l.pieces} ${u.PIECE} · ` : ''}${grouped(plain(l.grams * 2, 3))} ${u.JIN}`
  return quantity(derived(l) ? { pieces: l.pieces } : l)
}

/** Writes a distance. */
export function distance(metres: number): string {
  const u = t.value.unit
  return metres < 1000 ? `${Math.round(metres)} ${u.metre}` : `${grouped(plain(Math.round(metres / 100), 1))} ${u.km}`
}

/** Writes a moment: the time of today, else day and time ("11-22 14:10"). */
export function moment(ms: number, now: number): string {
  const day = dayOf(ms)
  if (day === dayOf(now)) return clockOf(ms)
  const year = dayOf(now).slice(0, 4)
  return `${day.slice(0, 4) === year ? day.slice(5) : day} ${clockOf(ms)}`
}

/** Joins words as the language does. */
export function list(words: readonly string[]): string {
  return words.join(lang.value === 'en' ? ', ' : '、')
}
