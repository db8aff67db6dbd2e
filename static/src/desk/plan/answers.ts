// The server's answers, brought into the shapes that the page works with. A change of the wire is a change of this file.

import type { components } from '@/api/schema'
import type { Box, Coverage, Fusion, MapSite, Pair, PlanMapData, RouteCoverage, SiteDetail, SiteFacts } from './wire'

type Wire = components['schemas']

export function planMapOf(w: Wire['PlanMap']): PlanMapData {
  return {
    at: w.at, areas: w.areas as PlanMapData['areas'], routes: w.routes as PlanMapData['routes'], unplaced: w.unplaced, pairs: w.pairs.map(pairOf),
    bounds: w.bounds.length === 4 ? (w.bounds as Box) : null,
    sites: w.sites.map((s): MapSite => ({
      id: s.id, name: s.name, kind: s.kind, state: s.state, networks: s.networks as MapSite['networks'], form: s.form ?? '', fused: !!s.form, open: s.open, outside: s.outside ?? '', operatorName: s.operator, lon: s.lon, lat: s.lat,
    })),
  }
}

function pairOf(w: Wire['MapPair']): Pair {
  return { a: w.a, aName: w.aName, b: w.b, bName: w.bName, distanceM: w.distanceM }
}

export function coverageOf(w: Wire['CoverageFigure']): Coverage {
  return {
    at: w.at, within: w.withinM, network: w.network, category: w.category ?? '', weight: w.weight, sites: w.sites, places: w.places, share: w.share ?? null,
    demand: { points: w.points, weight: w.total }, covered: { points: w.coveredPoints, weight: w.reached },
    areas: w.areas.map((a) => ({ id: a.id, name: a.name, level: a.level as Coverage['areas'][number]['level'], settlement: a.settlement ?? '', bounded: a.bounded, weight: a.total, coveredWeight: a.reached, share: a.share ?? null, sites: a.sites, places: a.places })),
    uncovered: { count: w.uncovered.count, items: (w.uncovered.points as [number, number, number, number, number, number][]).map((p) => [p[0], p[1], p[2], p[3] < 0 ? null : p[3], p[4], p[5]]) },
  }
}

/** Counts that stand in the order of distances, by distance. */
const byDistance = (within: number[], counts: number[]): Record<string, number> => Object.fromEntries(within.map((d, i) => [String(d), counts[i] ?? 0]))

export function routesOf(w: Wire['RouteFigure']): RouteCoverage {
  return {
    sites: w.sites, fusedSites: w.fusedSites, within: byDistance(w.within, w.counts), fused: byDistance(w.within, w.fused),
    routes: w.routes.map((r) => ({ id: r.id, name: r.name, code: r.code ?? '', lengthM: r.lengthM, within: byDistance(w.within, r.counts), fused: byDistance(w.within, r.fused) })),
    covered: w.covered.map((c) => ({ siteId: c.siteId, routeId: c.routeId, distanceM: c.distanceM })),
  }
}

export function fusionOf(w: Wire['FusionFigure']): Fusion {
  return {
    rate: w.rate ?? null, fusedPlaces: w.fused, mswPlaces: w.msw, places: w.places, byForm: { record: w.records, pair: w.pairs.length }, pairs: w.pairs.map(pairOf),
    areas: w.areas.map((a) => ({ id: a.id, name: a.name, level: a.level as Fusion['areas'][number]['level'], fused: a.fused, msw: a.msw, rate: a.rate ?? null })),
  }
}

export function siteOf(w: Wire['Site']): SiteFacts {
  return {
    id: w.id, name: w.name, kind: w.kind, state: w.state, networks: (w.networks ?? []) as MapSite['networks'], fused: w.fused, operatorName: w.operatorName ?? '', categories: w.categories ?? [], localCategories: w.localCategories ?? '',
    address: w.address ?? '', district: w.district ?? '', hours: w.hours ?? '', areaM2: w.areaM2, capacityKgDay: w.capacityKgDay, rawDatum: w.rawDatum, outside: w.outside ?? '', validFrom: w.validFrom, validTo: w.validTo,
    lon: w.position?.lon, lat: w.position?.lat,
  }
}

export function siteDetailOf(w: Wire['SiteDetail']): SiteDetail {
  return { site: siteOf(w.site), versions: w.versions.map((v) => ({ validFrom: v.validFrom, validTo: v.validTo, facts: siteOf(v as unknown as Wire['Site']), reason: v.reason ?? '', evidence: v.evidence ?? '' })) }
}
