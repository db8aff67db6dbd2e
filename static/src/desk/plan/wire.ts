// The planner's answers as the page works with them (answers.ts brings them here). Positions are WGS-84 degrees, masses and shares are numbers, days are Asia/Shanghai.

export type Network = 'A' | 'B'
export type NetworkFilter = 'any' | Network | 'AB'
export type Weight = 'households' | 'people'
export type Level = 'ZONE' | 'SUBDISTRICT' | 'COMMUNITY'

/** A site as the map draws it. `open`: active and no back-end node, so that it counts. */
export interface MapSite {
  id: string
  name: string
  kind: string
  state: string
  networks: Network[]
  fused: boolean
  /** How it is fused (DOMAIN F1): one record with both memberships, or a pair of records. */
  form?: 'record' | 'pair' | ''
  open?: boolean
  /** What is doubtful about the position; empty if nothing. */
  outside?: string
  lon?: number
  lat?: number
  operatorName?: string
}

export interface AreaProps {
  id: string
  name: string
  level: Level
  households: number
  people: number
  settlement: 'URBAN' | 'RURAL' | ''
}

export interface RouteProps {
  id: string
  name: string
  code: string
  lengthM: number
  vehicle: string
}

/** GeoJSON, only as far as the map reads it. */
export interface Shape {
  type: string
  coordinates: unknown
}
export interface Collection<P> {
  type: 'FeatureCollection'
  features: { type: 'Feature'; geometry: Shape | null; properties: P }[]
}
export type Box = [number, number, number, number]

export interface Pair {
  a: string
  b: string
  aName: string
  bName: string
  distanceM: number
}

/** The other half of a fused pair. */
export interface Mate {
  id: string
  name: string
  distanceM: number
}

export interface PlanMapData {
  at: string
  areas: Collection<AreaProps>
  /** Those with a position. */
  sites: MapSite[]
  unplaced: number
  pairs: Pair[]
  routes: Collection<RouteProps>
  bounds?: Box | null
}

export type GroundLayer = 'road' | 'road_minor' | 'water' | 'green' | 'compound' | 'label'
export type Ground = Collection<{ layer: GroundLayer; name?: string }>

/** An uncovered demand point: longitude, latitude, weight, metres to the nearest open site (null: there is none), households, people. */
export type Uncovered = [number, number, number, number | null, number, number]

export interface AreaCoverage {
  id: string
  name: string
  level: Level
  settlement: string
  /** Whether it has a border; without one nothing is known of it. */
  bounded: boolean
  weight: number
  coveredWeight: number
  share: number | null
  /** Register entries that count, and the places that they make: a fused pair is one. */
  sites: number
  places: number
}

export interface Coverage {
  at: string
  within: number
  network: NetworkFilter
  category: string
  weight: Weight
  /** Register entries of open sites that count, and the places that they make: a fused pair is one. */
  sites: number
  places: number
  demand: { points: number; weight: number }
  covered: { points: number; weight: number }
  share: number | null
  areas: AreaCoverage[]
  uncovered: { count: number; items: Uncovered[] }
}

/** Counts by distance in metres, the keys as the server writes them: "50", "100", "300". */
export type ByDistance = Record<string, number>

export interface RouteFigures {
  id: string
  name: string
  code: string
  lengthM: number
  within: ByDistance
  fused: ByDistance
}

export interface RouteCoverage {
  sites: number
  fusedSites: number
  within: ByDistance
  fused: ByDistance
  routes: RouteFigures[]
  covered: { siteId: string; routeId: string; distanceM: number }[]
}

export interface Fusion {
  rate: number | null
  fusedPlaces: number
  mswPlaces: number
  places: number
  byForm: { record: number; pair: number }
  areas: { id: string; name: string; level: Level; fused: number; msw: number; rate: number | null }[]
  pairs: Pair[]
}

/** What the register says of a site. */
export interface SiteFacts extends MapSite {
  categories: string[]
  localCategories: string
  address: string
  district: string
  hours: string
  areaM2?: number
  capacityKgDay?: number
  rawDatum?: string
  outside: string
  validFrom: string
  validTo: string
}

export interface SiteVersion {
  validFrom: string
  validTo: string
  facts: SiteFacts
  reason: string
  evidence: string
}

export interface SiteDetail {
  site: SiteFacts
  versions: SiteVersion[]
}
