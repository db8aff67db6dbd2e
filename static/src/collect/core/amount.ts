import type { Line } from '../wire'

/** What a line costs in fen, rounded half up as the server does: grams × price ÷ 100,000, or pieces × price ÷ 100. */
export function lineAmount(line: Pick<Line, 'grams' | 'pieces' | 'unitPrice' | 'priceUnit'>): number {
  const price = line.unitPrice ?? 0
  if (!price || !line.priceUnit) return 0
  if (line.priceUnit === 'PIECE') return Math.floor(((line.pieces ?? 0) * price + 50) / 100)
  // grams × price may pass 2^53: the part of the price above 100,000 is whole fen a gram and needs no division.
  const grams = line.grams ?? 0
  const whole = Math.floor(price / 100_000)
  return grams * whole + Math.floor((grams * (price - whole * 100_000) + 50_000) / 100_000)
}

/** Whether the grams of a line were worked out from its pieces and the catalogue's unit weight: its figure is the pieces. */
export const derived = (l: Partial<Line>): boolean => l.unit === 'PIECE' && l.method !== 'SCALE' && !!l.grams

export interface Sum { grams: number; pieces: number; amount: number }

/** Adds up lines: rounded amounts are added, never rounded again. */
export function sumLines(lines: readonly Line[]): Sum {
  return lines.reduce((s, l) => ({
    grams: s.grams + (l.grams ?? 0), pieces: s.pieces + (l.pieces ?? 0), amount: s.amount + lineAmount(l),
  }), { grams: 0, pieces: 0, amount: 0 })
}
