import { plain } from './plain'

/** Writes a unit price: two decimals at least. */
export function price(value: number): string {
  const text = plain(value, 4)
  const decimals = text.split('.')[1]?.length ?? 0
  return decimals >= 2 ? text : (Number(text)).toFixed(2)
}
