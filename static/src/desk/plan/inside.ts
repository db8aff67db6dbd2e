// Which area a place lies in, for naming a gap. Only for names: every figure is the server's.

import type { AreaProps, Collection, Shape } from './wire'

/** inside reports whether a position lies in a polygon or multipolygon (even-odd, so that holes count as outside). */
export function inside(lon: number, lat: number, shape: Shape | null): boolean {
  if (!shape || (shape.type !== 'Polygon' && shape.type !== 'MultiPolygon')) return false
  const polygons = (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates) as [number, number][][][]
  return polygons.some((rings) => rings.filter((ring) => inRing(lon, lat, ring)).length % 2 === 1)
}

function inRing(lon: number, lat: number, ring: [number, number][]): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd
  }
  return odd
}

/** areaNameAt names the smallest kind of area that holds a position: its community, else its subdistrict; empty if none does. */
export function areaNameAt(lon: number, lat: number, areas: Collection<AreaProps>): string {
  for (const level of ['COMMUNITY', 'SUBDISTRICT'])
    for (const f of areas.features) if (f.properties.level === level && inside(lon, lat, f.geometry)) return f.properties.name
  return ''
}
