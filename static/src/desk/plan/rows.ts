// The rows of the tables beside the map, from the same answers that the map draws.

import type { Layer } from './address'
import type { AreaCoverage, Box, Level, MapSite, RouteFigures, Shape } from './wire'

const BACK_END = ['TRANSFER', 'SORTING_COMP', 'SORTING_SPEC', 'YARD', 'DISMANTLER', 'MARKET_2H', 'GONGWUCANG', 'REUSE']

/** layerOf says which switch a site belongs to: back-end nodes are no places of the two networks (DOMAIN §2.2). */
export function layerOf(s: MapSite): Layer {
  if (BACK_END.includes(s.kind)) return 'back'
  if (s.networks.length === 2 || s.form === 'pair') return 'fused'
  return s.networks[0] === 'B' ? 'b' : 'a'
}

/** isOpen: material can be handed over there; hours are not judged. */
export const isOpen = (s: MapSite): boolean => s.state === 'active'

export interface LayerCounts {
  fused: number
  a: number
  b: number
  back: number
}

/** partner reports whether a record is the recycling side of a fused pair: the place is counted once, on the other side (F1). */
export const isPartner = (s: MapSite): boolean => s.form === 'pair' && s.networks[0] === 'A'

/** countSites counts places by switch: a fused pair is one place. `records` counts the records of the two networks. */
export function countSites(sites: MapSite[]): LayerCounts & { records: number } {
  const n = { fused: 0, a: 0, b: 0, back: 0, records: 0 }
  for (const s of sites) {
    const layer = layerOf(s)
    if (layer !== 'back') n.records++
    if (!isPartner(s)) n[layer as keyof LayerCounts]++
  }
  return n
}

export interface AreaRow extends AreaCoverage {
  /** Weight without a site within the radius. */
  gap: number
}

/** areaRows lists the areas of one level, the largest gap first. Areas without anybody come last. */
export function areaRows(areas: AreaCoverage[], level: Level): AreaRow[] {
  return areas
    .filter(a => a.level === level)
    .map(a => ({ ...a, gap: a.weight - a.coveredWeight }))
    .sort((a, b) => b.gap - a.gap || b.weight - a.weight || (a.name < b.name ? -1 : 1))
}

/** levelsOf lists the levels that the areas have, from the largest. */
export function levelsOf(areas: { level: Level }[]): Level[] {
  return (['ZONE', 'SUBDISTRICT', 'COMMUNITY'] as const).filter(l => areas.some(a => a.level === l))
}

/** routeRows lists routes by how many sites lie within the distance, the fewest first: those are the ones to look at. */
export function routeRows(routes: RouteFigures[], within: string): RouteFigures[] {
  return [...routes].sort((a, b) => (a.within[within] ?? 0) - (b.within[within] ?? 0) || (a.name < b.name ? -1 : 1))
}

/** within reports whether a position lies in a box; a site without one never does. */
export function within(lon: number | undefined | null, lat: number | undefined | null, box: Box): boolean {
  return typeof lon === 'number' && typeof lat === 'number' && lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3]
}

export function meets(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
}

/** boxOf is the bounding box of a GeoJSON geometry, or null if it has no position. */
export function boxOf(shape: Shape | null): Box | null {
  if (!shape) return null
  const box: Box = [180, 90, -180, -90]
  walk(shape.coordinates, box)
  return box[0] <= box[2] ? box : null
}

function walk(c: unknown, box: Box): void {
  if (!Array.isArray(c)) return
  if (typeof c[0] === 'number' && typeof c[1] === 'number') {
    box[0] = Math.min(box[0], c[0])
    box[1] = Math.min(box[1], c[1])
    box[2] = Math.max(box[2], c[0])
    box[3] = Math.max(box[3], c[1])
    return
  }
  for (const child of c) walk(child, box)
}

/** joined is the smallest box around all of them. */
export function joined(boxes: (Box | null | undefined)[]): Box | null {
  const all = boxes.filter((b): b is Box => Array.isArray(b) && b.length === 4 && b.every(Number.isFinite) && b[0] <= b[2])
  if (all.length === 0) return null
  return [Math.min(...all.map(b => b[0])), Math.min(...all.map(b => b[1])), Math.max(...all.map(b => b[2])), Math.max(...all.map(b => b[3]))]
}

/** sitesBox is the box around the sites that have a position. */
export function sitesBox(sites: MapSite[]): Box | null {
  return boxOf({ type: 'MultiPoint', coordinates: sites.filter(s => typeof s.lon === 'number').map(s => [s.lon, s.lat]) })
}
