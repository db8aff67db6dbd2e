// The scale bar: a round distance that fits.

/** A bar of at most wide pixels for a map of metresPerPixel: its metres (1, 2 or 5 times a power of ten) and its pixels. */
export function scaleBar(metresPerPixel: number, wide: number): { metres: number; pixels: number } {
  const most = metresPerPixel * wide
  if (!(most > 0)) return { metres: 0, pixels: 0 }
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = ([5, 2, 1].find((n) => n * power <= most) ?? 1) * power
  return { metres, pixels: Math.round(metres / metresPerPixel) }
}
