import type { CompareRow } from '@/api/wire'

/** How the rows of a comparison are put together. */
export type By = 'day,category' | 'day' | 'category'

/** Adds rows of one day, or of one category, to one; a sum is not judged by a tolerance, so it has no codes. The order is that of the first of each. */
export function group(rows: CompareRow[], by: By): CompareRow[] {
  if (by === 'day,category') return rows
  const sums = new Map<string, CompareRow>()
  for (const row of rows) {
    const key = (by === 'day' ? row.day : row.category) ?? ''
    const sum = sums.get(key)
    sums.set(key, sum ? added(sum, row) : start(row, by))
  }
  return [...sums.values()].map(finish)
}

/** The sum of all rows. */
export function total(rows: CompareRow[]): CompareRow {
  const none: CompareRow = { byPieces: false, codes: [], collected: zero(), received: zero(), diff: 0, estimatedGrams: 0, fix: { grams: 0, n: 0 } }
  return finish(rows.reduce(added, none))
}

const zero = () => ({ n: 0, grams: 0, pieces: 0 })

function start(row: CompareRow, by: By): CompareRow {
  const { collected, received, estimatedGrams, fix } = row
  return { byPieces: false, codes: [], collected, received, estimatedGrams, fix, diff: 0, ...(by === 'day' ? { day: row.day } : { category: row.category }) }
}

function added(a: CompareRow, b: CompareRow): CompareRow {
  const sum = (x: CompareRow['collected'], y: CompareRow['collected']) => ({ n: x.n + y.n, grams: x.grams + y.grams, pieces: x.pieces + y.pieces })
  return { ...a, collected: sum(a.collected, b.collected), received: sum(a.received, b.received), estimatedGrams: a.estimatedGrams + b.estimatedGrams, fix: { n: a.fix.n + b.fix.n, grams: a.fix.grams + b.fix.grams } }
}

/** The base of the share is the measured side if part of the other was estimated, else the mean of both, as the server has it for a day's total. */
function finish(row: CompareRow): CompareRow {
  const diff = row.received.grams - row.collected.grams
  const base = row.estimatedGrams > 0 ? row.received.grams : (row.received.grams + row.collected.grams) / 2
  return { ...row, diff, ...(base > 0 && { shareBp: Math.round((diff / base) * 10_000) }) }
}
