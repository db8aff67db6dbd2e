import { derived } from './amount'
import { plain } from './plain'
import type { Category, Line, Method, Unit } from '../wire'

/** The largest values that one line may hold, as the server has them. */
export const maxGrams = 100_000_000
export const maxPieces = 100_000
export const maxPrice = 1_000_000_000

/**
 * What a decimal text is worth in units of 10^-places, as an integer, or undefined if it is no such number. Text is never turned
 * into a float: "0.29" is 290 grams and not 289.99….
 */
export function scaled(text: string, places: number): number | undefined {
  const m = /^(\d*)(?:\.(\d*))?$/.exec(text)
  if (!m || !(m[1] || m[2])) return undefined
  const fraction = m[2] ?? ''
  if (fraction.length > places) return undefined
  const value = Number((m[1] || '0') + fraction + '0'.repeat(places - fraction.length))
  return Number.isSafeInteger(value) ? value : undefined
}

/** What the keypad is writing: a mass in its unit, a count, or a price. */
export type Field = 'mass' | 'pieces' | 'price'

const decimals: Record<Field, number> = { mass: 3, pieces: 0, price: 4 }
const longest: Record<Field, number> = { mass: 6, pieces: 5, price: 6 } // digits before the point

/** The text after a key was pressed; the same text if the key does nothing there. Keys are "0".."9", "." and "back". */
export function press(text: string, key: string, field: Field): string {
  if (key === 'back') return text.slice(0, -1)
  if (key === '.') return decimals[field] === 0 || text.indexOf('.') >= 0 ? text : (text || '0') + '.'
  const dot = text.indexOf('.')
  if (dot >= 0) return text.length - dot > decimals[field] ? text : text + key
  if (text === '0') return key
  return text.length >= longest[field] ? text : text + key
}

/** Grams of a typed mass; undefined if it is none or too much. 1 斤 is 500 g; half a gram rounds up. */
export function gramsOf(text: string, unit: 'KG' | 'JIN'): number | undefined {
  const thousandths = scaled(text, 3)
  if (thousandths === undefined) return undefined
  const grams = unit === 'KG' ? thousandths : Math.floor((thousandths + 1) / 2)
  return grams <= maxGrams ? grams : undefined
}

/** What is being typed for one category. */
export interface Entry {
  category: string
  unit: Unit // what the keypad writes while it writes no price
  mass: string
  massUnit: 'KG' | 'JIN'
  pieces: string
  method: Method
  price: string // yuan a massUnit, or a piece where only pieces count
}

/** How a category may be written: the units of its keypad, the usual one first. */
export function unitsOf(c: Pick<Category, 'unit'>): Unit[] {
  return c.unit === 'KG' ? ['KG', 'JIN'] : c.unit === 'PIECE' ? ['PIECE'] : ['PIECE', 'KG', 'JIN']
}

/** How the quantity of an entry may have been found. */
export function methodsOf(e: Pick<Entry, 'unit' | 'mass'>): Method[] {
  return e.unit === 'PIECE' && !e.mass ? ['COUNT', 'ESTIMATE'] : ['SCALE', 'ESTIMATE']
}

/** An empty entry for a category, in the unit and with the price of the last time. */
export function newEntry(c: Pick<Category, 'key' | 'unit'>, last?: Partial<Line>): Entry {
  const units = unitsOf(c)
  const unit = units.find((u) => u === last?.unit) ?? units[0]!
  const e: Entry = {
    category: c.key, unit, mass: '', massUnit: unit === 'JIN' ? 'JIN' : 'KG', pieces: '', method: unit === 'PIECE' ? 'COUNT' : 'SCALE', price: '',
  }
  if (last?.method && methodsOf(e).indexOf(last.method) >= 0) e.method = last.method
  if (last?.unitPrice && last.priceUnit === (unit === 'PIECE' ? 'PIECE' : 'KG')) {
    e.price = plain(unit === 'JIN' ? last.unitPrice / 2 : last.unitPrice, 4)
  }
  return e
}

/** Changes the unit of an entry; what was typed stays, and a price per 公斤 becomes one per 斤. */
export function withUnit(e: Entry, unit: Unit): Entry {
  const next = { ...e, unit }
  if (unit !== 'PIECE' && unit !== e.massUnit) {
    const price = scaled(e.price, 4)
    next.massUnit = unit
    if (price !== undefined && pricedBy(e) === 'KG') next.price = plain(unit === 'JIN' ? Math.round(price / 2) : price * 2, 4)
  }
  const methods = methodsOf(next)
  if (methods.indexOf(next.method) < 0) next.method = methods[0]!
  return next
}

/** What a price of an entry is for: pieces where nothing was weighed and pieces are written. */
export function pricedBy(e: Pick<Entry, 'unit' | 'mass'>): 'KG' | 'PIECE' {
  return e.unit === 'PIECE' && !e.mass ? 'PIECE' : 'KG'
}

/** The most that a field of an entry takes, in the unit that it is typed in. */
export function mostOf(e: Pick<Entry, 'unit' | 'mass' | 'massUnit'>, field: Field): number {
  const half = e.massUnit === 'JIN'
  if (field === 'mass') return half ? maxGrams / 500 : maxGrams / 1000
  return field === 'pieces' ? maxPieces : maxPrice / 10_000 / (half && pricedBy(e) === 'KG' ? 2 : 1)
}

/** The field of an entry that holds more than the server takes; undefined if none does. */
export function tooMuch(e: Entry): Field | undefined {
  return (['mass', 'pieces', 'price'] as const).find((f) => (scaled(e[f], decimals[f]) ?? 0) > mostOf(e, f) * 10 ** decimals[f])
}

/** What the catalogue says of the most that a line of a category usually holds, and costs. */
export type Usual = Pick<Category, 'mostGrams' | 'mostPieces' | 'mostPrice' | 'mostPiecePrice'>

/** Whether a line holds so much more than one of its category usually does that a person should look again. */
export function unlikely(line: Line, c: Usual | undefined): boolean {
  return !!c && ((!!c.mostGrams && !derived(line) && (line.grams ?? 0) > c.mostGrams) || (!!c.mostPieces && (line.pieces ?? 0) > c.mostPieces))
}

/** Whether a line has a price that nobody pays for its category. */
export function dear(line: Line, c: Usual | undefined): boolean {
  const most = line.priceUnit === 'PIECE' ? c?.mostPiecePrice : c?.mostPrice
  return !!most && (line.unitPrice ?? 0) > most
}

/**
 * Turns an entry into a line; undefined while there is no quantity, or too much of it. What was only counted gets its grams from the
 * catalogue's unit weight (`each`): an estimate, as a line of pieces says by its unit and method.
 */
export function lineOf(e: Entry, each = 0): Line | undefined {
  if (tooMuch(e)) return undefined
  const grams = e.mass ? gramsOf(e.mass, e.massUnit) : 0
  const pieces = e.pieces ? scaled(e.pieces, 0) : 0
  if (grams === undefined || pieces === undefined || (!grams && !pieces)) return undefined
  const line: Line = { category: e.category, method: e.method }
  const guess = grams ? 0 : pieces * each
  if (grams) line.grams = grams
  else if (guess > 0 && guess <= maxGrams) line.grams = guess
  if (pieces) line.pieces = pieces
  line.unit = grams ? e.massUnit : 'PIECE'
  line.typed = tidy(grams ? e.mass : e.pieces)
  if (line.method === 'SCALE' && !grams) line.method = 'COUNT'
  if (line.method === 'COUNT' && !pieces) line.method = 'SCALE'
  const price = scaled(e.price, 4)
  if (price) {
    const by = grams ? 'KG' : 'PIECE'
    line.unitPrice = by === 'KG' && e.massUnit === 'JIN' ? price * 2 : price
    line.priceUnit = by
  }
  return line
}

/** Turns a line back into what was typed, for a correction. */
export function entryOf(line: Line, c: Pick<Category, 'key' | 'unit'>): Entry {
  const e = newEntry(c, line)
  if (line.grams && !derived(line)) {
    e.massUnit = line.unit === 'JIN' ? 'JIN' : 'KG'
    e.mass = plain(e.massUnit === 'JIN' ? line.grams * 2 : line.grams, 3)
    e.unit = e.massUnit
  }
  if (line.pieces) e.pieces = String(line.pieces)
  e.method = line.method
  if (line.unitPrice) e.price = plain(e.massUnit === 'JIN' && line.priceUnit === 'KG' ? line.unitPrice / 2 : line.unitPrice, 4)
  return e
}

const tidy = (text: string): string => text.replace(/\.$/, '')
