// What the map shows now, as lists: every site, area, route and gap can be reached without a pointer.

import type { Gap } from './gaps'
import { boxOf, layerOf, meets, within } from './rows'
import type { Layer, Pick } from './address'
import type { AreaProps, Box, Collection, MapSite, PlanMapData, RouteProps } from './wire'

export type ListKind = 'site' | 'area' | 'route' | 'gap'

export interface Row {
  pick: Pick
  name: string
  detail: string
  layer: Layer
  open: boolean
}

/** Boxes of areas and routes, measured once per answer. */
export function boxesOf(d: PlanMapData): Map<string, Box | null> {
  const boxes = new Map<string, Box | null>()
  for (const c of [d.areas, d.routes] as Collection<{ id: string }>[]) for (const f of c.features) boxes.set(f.properties.id, boxOf(f.geometry))
  return boxes
}

/** Sites in the box. */
export function siteRows(sites: MapSite[], box: Box | null, kindWord: (kind: string) => string, doubtful: string): Row[] {
  const rows: Row[] = []
  for (const s of sites) {
    if (box && !within(s.lon, s.lat, box)) continue
    rows.push({ pick: { kind: 'site', id: s.id }, name: s.name, detail: s.outside ? `${kindWord(s.kind)} · ${doubtful}` : kindWord(s.kind), layer: layerOf(s), open: s.state === 'active' })
  }
  return rows
}

export function areaRowsIn(areas: Collection<AreaProps>, boxes: Map<string, Box | null>, box: Box | null, levelWord: (level: string) => string): Row[] {
  const rank = ['ZONE', 'SUBDISTRICT', 'COMMUNITY']
  return areas.features
    .filter((f) => touches(boxes.get(f.properties.id), box))
    .sort((a, b) => rank.indexOf(a.properties.level) - rank.indexOf(b.properties.level))
    .map(({ properties: p }) => ({ pick: { kind: 'area', id: p.id }, name: p.name, detail: levelWord(p.level), layer: p.level === 'COMMUNITY' ? 'communities' : 'areas', open: true }))
}

export function routeRowsIn(routes: Collection<RouteProps>, boxes: Map<string, Box | null>, box: Box | null, length: (metres: number) => string): Row[] {
  return routes.features
    .filter((f) => touches(boxes.get(f.properties.id), box))
    .map(({ properties: p }) => ({ pick: { kind: 'route', id: p.id }, name: p.name || p.code, detail: length(p.lengthM), layer: 'routes', open: true }))
}

export function gapRows(gaps: Gap[], box: Box | null, name: (g: Gap) => string, detail: (g: Gap) => string): Row[] {
  return gaps.filter((g) => !box || meets(g.box, box)).map((g) => ({ pick: { kind: 'gap', id: g.id }, name: name(g), detail: detail(g), layer: 'gap', open: true }))
}

const touches = (a: Box | null | undefined, box: Box | null): boolean => !box || !a || meets(a, box)
