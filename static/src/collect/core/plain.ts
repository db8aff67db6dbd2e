/** Writes an integer of 10^-places without trailing zeros: 12500 with 3 is "12.5". */
export function plain(value: number, places: number): string {
  const s = String(Math.round(value))
  const whole = s.length > places ? s.slice(0, -places) : '0'
  const fraction = ('0'.repeat(places) + s).slice(-places).replace(/0+$/, '')
  return fraction ? `${whole}.${fraction}` : whole
}
