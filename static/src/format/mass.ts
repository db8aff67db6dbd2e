import { common } from '@/i18n/common'
import { count, fixed } from './number'

const tonne = 1_000_000 // grams

/** A figure and its unit, apart, so that a page can set them in two sizes; `exact` is for the hover. */
export interface Measure { value: string; unit: string; exact: string }

/** Writes grams as kilograms below 1,000 kg (one decimal; three if that would show 0) and as tonnes from there (two decimals). */
export function mass(grams: number): Measure {
  const { unit } = common.value
  const exact = `${kilograms(grams, 3)} ${unit.kg}`
  if (Math.abs(grams) >= tonne) return { value: fixed(grams / tonne, 2), unit: unit.t, exact }
  return { value: kilograms(grams, Math.abs(grams) > 0 && Math.abs(grams) < 50 ? 3 : 1), unit: unit.kg, exact }
}

/** Writes grams with the unit: "412.5 公斤", "6.84 吨". */
export function massText(grams: number): string {
  const m = mass(grams)
  return `${m.value} ${m.unit}`
}

/** Writes a limit in grams without needless zeros: "10 公斤", "1.8 吨". */
export function limitText(grams: number): string {
  const m = mass(grams)
  return `${m.value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')} ${m.unit}`
}

/** Writes grams as bare kilograms, for a column whose head carries the unit. */
export function kilograms(grams: number, digits = 1): string {
  return fixed(grams / 1000, digits)
}

/** Writes what a record holds: its mass, its pieces, or both ("45.0 公斤 · 1 件"). */
export function quantityText(grams: number, pieces: number): string {
  const parts: string[] = []
  if (grams !== 0 || pieces === 0) parts.push(massText(grams))
  if (pieces !== 0) parts.push(`${count(pieces)} ${common.value.unit.piece}`)
  return parts.join(' · ')
}

/** Writes a difference with its sign: "+12.0 公斤", "-0.87 吨". */
export function signedMass(grams: number): Measure {
  const m = mass(grams)
  return grams > 0 ? { ...m, value: '+' + m.value, exact: '+' + m.exact } : m
}

/** Reads kilograms as typed ("1,234.5", "１２．５", with at most three decimals) as grams; undefined if they cannot be. */
export function parseKilograms(typed: string): number | undefined {
  const text = typed.normalize('NFKC').replace(/[,\s]/g, '')
  if (!/^\d{1,7}(\.\d{0,3})?$/.test(text)) return undefined
  const [whole = '', part = ''] = text.split('.')
  return Number(whole) * 1000 + Number(part.padEnd(3, '0'))
}
