import { common } from '@/i18n/common'

const formats = new Map<number, Intl.NumberFormat>()

/** Writes a number with thousands separators and exactly `digits` decimals, the same in both languages. */
export function fixed(value: number, digits = 0): string {
  let f = formats.get(digits)
  if (!f) {
    f = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    formats.set(digits, f)
  }
  return f.format(Object.is(value, -0) ? 0 : value).replace('−', '-')
}

/** Writes a whole count: "1,204". */
export function count(value: number): string {
  return fixed(value, 0)
}

/** Writes a share (0.042) as a signed percentage: "+4.2 %"; "–" where there is none. What rounds to nothing has no sign. */
export function signedPercent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–'
  const text = fixed(share * 100, digits)
  const zero = !/[1-9]/.test(text)
  return `${zero ? fixed(0, digits) : share > 0 ? '+' + text : text} %`
}

/** Writes a share (0.12) as a percentage without sign: "12 %". */
export function percent(share: number, digits = 0): string {
  return `${fixed(share * 100, digits)} %`
}

/** Writes money, fen, as yuan: "1,234.50 元". */
export function yuan(fen: number): string {
  return `${fixed(fen / 100, 2)} ${common.value.unit.yuan}`
}

/** Writes a unit price, 1/10000 yuan, as yuan with the decimals that it has, at least two: "0.91". */
export function unitPrice(price: number): string {
  return fixed(price / 10_000, price % 100 === 0 ? 2 : 4)
}

/** Writes a distance in metres: "38 米", "1.2 公里". */
export function distance(metres: number): string {
  const { unit } = common.value
  return metres < 1000 ? `${fixed(Math.round(metres))} ${unit.metre}` : `${fixed(metres / 1000, 1)} ${unit.km}`
}
