// The map's colours are the tokens of the page: read once, read again when the system turns dark or light.

export interface Palette {
  land: string
  water: string
  green: string
  road: string
  roadEdge: string
  block: string
  label: string
  netA: string
  netB: string
  fused: string
  need: string
  accent: string
  surface: string
  ink: string
  ink3: string
  font: string
}

const NAMES: Record<keyof Palette, string> = {
  land: '--map-land', water: '--map-water', green: '--map-green', road: '--map-road', roadEdge: '--map-road-edge', block: '--map-block', label: '--map-label',
  netA: '--net-a', netB: '--net-b', fused: '--fused', need: '--need', accent: '--accent', surface: '--surface', ink: '--ink', ink3: '--ink-3', font: '--font',
}

export function readPalette(): Palette {
  const css = getComputedStyle(document.documentElement)
  const p = {} as Palette
  for (const key of Object.keys(NAMES) as (keyof Palette)[]) p[key] = css.getPropertyValue(NAMES[key]).trim()
  return p
}

/** onScheme calls back when the system's colour scheme changes; the answer stops it. */
export function onScheme(then: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)')
  media.addEventListener('change', then)
  return () => media.removeEventListener('change', then)
}

/** faded writes a token's #rrggbb with an opacity. */
export function faded(hex: string, alpha: number): string {
  const m = /^#([0-9a-f]{6})$/i.exec(hex)
  if (!m) return hex
  const n = parseInt(m[1]!, 16)
  return `rgba(${n >> 16}, ${(n >> 8) & 255}, ${n & 255}, ${alpha})`
}
