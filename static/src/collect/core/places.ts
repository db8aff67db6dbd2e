import type { Site } from '../wire'

/** A position of this phone by WGS-84, the radius in metres that it is sure of, and when it was taken (phone's clock). */
export interface Fix { lon: number; lat: number; accuracyM: number; at: number }

/** Within how many metres a site is taken without asking. */
export const nearEnough = 50

/** Metres between a fix and a site on a local plane with the earth's radii there: good for a proposal, not for a figure. */
export function metres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const phi = ((a.lat + b.lat) / 2) * (Math.PI / 180)
  const w = Math.sqrt(1 - 0.00669438 * Math.sin(phi) ** 2)
  const north = (b.lat - a.lat) * (Math.PI / 180) * ((6378137 * (1 - 0.00669438)) / w ** 3)
  const east = (b.lon - a.lon) * (Math.PI / 180) * (6378137 / w) * Math.cos(phi)
  return Math.sqrt(north * north + east * east)
}

/** A site with how far it is; undefined without a fix or a position of its own. */
export interface Near { site: Site; metres?: number }

/** Sorts sites by distance from a fix, those without a position last; without a fix the order stays. */
export function byDistance(sites: readonly Site[], fix?: Pick<Fix, 'lon' | 'lat'>): Near[] {
  const near = sites.map((site): Near => ({
    site, metres: fix && site.lon !== undefined && site.lat !== undefined ? metres(fix, { lon: site.lon, lat: site.lat }) : undefined,
  }))
  if (fix) near.sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity))
  return near
}

/** The place that a new record proposes, and why. */
export interface Proposal {
  site?: Site
  metres?: number
  why: 'near' // within reach of the phone
    | 'picked' // the person chose it
    | 'last' // no position: the one of last time
    | 'far' // the nearest is too far to be taken without asking
    | 'none' // nothing is known
}

/** What the person chose by hand: a site, or no site (null), and where the phone was then. */
export interface Picked { siteId: string | null; at: number; lon?: number; lat?: number }

const leftBehind = 200 // metres after which a choice by hand is over
const pickLasts = 12 * 3600_000

/** Proposes the place of the next record. `now` is the phone's clock. */
export function propose(sites: readonly Site[], fix: Fix | undefined, picked: Picked | undefined, now: number): Proposal {
  const nearest = fix ? byDistance(sites, fix)[0] : undefined
  if (picked && now - picked.at < pickLasts && !moved(picked, fix)) {
    const site = sites.find((s) => s.id === picked.siteId)
    if (site) return { site, metres: fix && distance(site, fix), why: fix ? 'picked' : 'last' }
    if (picked.siteId === null && fix) return { why: 'picked', metres: nearest?.metres }
  }
  if (nearest?.metres !== undefined) {
    const reach = Math.max(nearEnough, Math.min(fix!.accuracyM, 2 * nearEnough))
    return { site: nearest.site, metres: nearest.metres, why: nearest.metres <= reach ? 'near' : 'far' }
  }
  const last = picked && sites.find((s) => s.id === picked.siteId)
  return last ? { site: last, why: 'last' } : { why: 'none' }
}

function distance(site: Site, fix: Fix): number | undefined {
  return site.lon === undefined || site.lat === undefined ? undefined : metres(fix, { lon: site.lon, lat: site.lat })
}

function moved(picked: Picked, fix?: Fix): boolean {
  if (!fix || picked.lon === undefined || picked.lat === undefined) return false
  return metres(fix, { lon: picked.lon, lat: picked.lat }) > leftBehind + fix.accuracyM
}
