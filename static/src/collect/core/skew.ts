/** How far this phone's clock is behind the server's (milliseconds), and when by the phone's clock that was measured. */
export interface Skew { ms: number; at: number }

/**
 * Measures the skew from one contact. The header Date is cut to the second, so its middle is taken; the answer was written
 * between the two moments of the phone.
 */
export function measure(date: string | null, asked: number, answered: number): Skew | undefined {
  const server = date ? Date.parse(date) : NaN
  if (isNaN(server) || answered < asked) return undefined
  const ms = server + 500 - (asked + answered) / 2
  const blur = 500 + (answered - asked) / 2
  return { ms: Math.abs(ms) <= blur ? 0 : Math.round(ms), at: answered }
}

/** Of two measurements the one nearer to a moment of the phone's clock. */
export function nearer(a: Skew, b: Skew, to: number): Skew {
  return Math.abs(a.at - to) <= Math.abs(b.at - to) ? a : b
}
