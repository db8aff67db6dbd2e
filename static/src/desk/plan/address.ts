// What the planner looks at, as it stands in the address: a link shows a colleague the same thing.

import type { Question } from './read'
import type { Level, NetworkFilter, Weight } from './wire'

export const LAYERS = ['fused', 'a', 'b', 'back', 'cover', 'gap', 'routes', 'areas', 'communities'] as const
export type Layer = (typeof LAYERS)[number]
export type Show = 'coverage' | 'routes' | 'fusion'
export type PickKind = 'site' | 'area' | 'route' | 'gap'
export interface Pick {
  kind: PickKind
  id: string
}
/** Where the map stands: WGS-84 degrees and an OpenLayers zoom. */
export interface Place {
  lon: number
  lat: number
  zoom: number
}

export interface View {
  show: Show
  /** The day of the register; empty is today. */
  at: string
  /** Metres. */
  within: number
  network: NetworkFilter
  category: string
  weight: Weight
  off: Layer[]
  pick: Pick | null
  place: Place | null
  /** Metres from a route, one of NEAR. */
  near: string
  /** The level that the area table lists. */
  level: Level
}

/** The radii that norms name (DOMAIN F2); any whole number of metres between MIN_WITHIN and MAX_WITHIN is allowed. */
export const RADII = [120, 200, 300, 500, 1000]
export const MIN_WITHIN = 50
export const MAX_WITHIN = 3000
/** The distances from a route that the route figure is asked for, metres. */
export const NEAR = ['50', '100', '300'] as const
/** Community borders are hidden until asked for: at first they are noise. */
const OFF: Layer[] = ['communities']

export function firstView(): View {
  return { show: 'coverage', at: '', within: 300, network: 'any', category: '', weight: 'households', off: [...OFF], pick: null, place: null, near: '50', level: 'SUBDISTRICT' }
}

type Query = Record<string, unknown>

const one = (v: unknown): string => (Array.isArray(v) ? one(v[0]) : typeof v === 'string' ? v : '')
const among = <T extends string>(v: string, all: readonly T[], otherwise: T): T => (all.includes(v as T) ? (v as T) : otherwise)

/** radius brings any input to a whole number of metres that the server takes. */
export function radius(v: number): number {
  return Number.isFinite(v) ? Math.min(MAX_WITHIN, Math.max(MIN_WITHIN, Math.round(v))) : 300
}

/** parseView reads a query; whatever it cannot read becomes the default, so that no link can break the page. */
export function parseView(q: Query): View {
  const first = firstView()
  const at = one(q.at)
  const off = one(q.off)
  return {
    show: among(one(q.show), ['coverage', 'routes', 'fusion'] as const, first.show),
    at: /^\d{4}-\d{2}-\d{2}$/.test(at) && !Number.isNaN(Date.parse(at)) ? at : '',
    within: one(q.within) === '' ? first.within : radius(Number(one(q.within))),
    network: among(one(q.network), ['any', 'A', 'B', 'AB'] as const, first.network),
    category: /^[a-z0-9_.]{1,60}$/.test(one(q.category)) ? one(q.category) : '',
    weight: among(one(q.weight), ['households', 'people'] as const, first.weight),
    off: q.off === undefined ? first.off : LAYERS.filter(l => off.split(',').includes(l)),
    pick: parsePick(one(q.pick)),
    place: parsePlace(one(q.map)),
    near: among(one(q.near), NEAR, '50'),
    level: among(one(q.level), ['ZONE', 'SUBDISTRICT', 'COMMUNITY'] as const, first.level),
  }
}

function parsePick(text: string): Pick | null {
  const m = /^(site|area|route|gap):([0-9a-zA-Z,._-]{1,80})$/.exec(text)
  return m ? { kind: m[1] as PickKind, id: m[2]! } : null
}

function parsePlace(text: string): Place | null {
  const n = text.split(',').map(Number)
  if (n.length !== 3 || n.some(v => !Number.isFinite(v))) return null
  const [lon, lat, zoom] = n as [number, number, number]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 2 && zoom <= 22 ? { lon, lat, zoom } : null
}

/** viewQuery writes a view; defaults are left out so that the plain address stays plain. */
export function viewQuery(v: View): Record<string, string> {
  const first = firstView()
  const q: Record<string, string> = {}
  if (v.show !== first.show) q.show = v.show
  if (v.at) q.at = v.at
  if (v.within !== first.within) q.within = String(v.within)
  if (v.network !== first.network) q.network = v.network
  if (v.category) q.category = v.category
  if (v.weight !== first.weight) q.weight = v.weight
  if (v.off.join() !== first.off.join()) q.off = LAYERS.filter(l => v.off.includes(l)).join(',')
  if (v.near !== first.near) q.near = v.near
  if (v.level !== first.level) q.level = v.level
  if (v.pick) q.pick = `${v.pick.kind}:${v.pick.id}`
  if (v.place) q.map = [v.place.lon.toFixed(5), v.place.lat.toFixed(5), v.place.zoom.toFixed(2)].join(',')
  return q
}

/** questionOf is what every figure and every export is asked with: the same filter, so the same numbers. */
export function questionOf(v: View): Question {
  return { within: v.within, network: v.network, weight: v.weight, ...(v.at && { at: v.at }), ...(v.category && { category: v.category }) }
}
