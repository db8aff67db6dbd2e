// What the planner's pages ask the server.

import { api, ask } from '@/api/client'
import { coverageOf, fusionOf, planMapOf, routesOf, siteDetailOf } from './answers'
import type { NetworkFilter, Weight } from './wire'

/** The question behind a figure, a map and an export: the same one for all, so that they agree. An absent day is today. */
export interface Question {
  at?: string
  within: number
  network: NetworkFilter
  category?: string
  weight: Weight
}

export const readMap = async (at: string | undefined, signal: AbortSignal) => planMapOf(await ask(api.GET('/api/v1/plan/map', { params: { query: { at } }, signal })))
export const readCoverage = async (q: Question, signal: AbortSignal) => coverageOf(await ask(api.GET('/api/v1/plan/coverage', { params: { query: q }, signal })))
export const readRoutes = async (at: string | undefined, network: NetworkFilter, signal: AbortSignal) => routesOf(await ask(api.GET('/api/v1/plan/route-coverage', { params: { query: { at, network, within: '50,100,300' } }, signal })))
export const readFusion = async (at: string | undefined, within: number, signal: AbortSignal) => fusionOf(await ask(api.GET('/api/v1/plan/fusion', { params: { query: { at, within } }, signal })))
export const readGround = async (signal: AbortSignal) => (await ask(api.GET('/api/v1/basemap', { signal }))) as import('./wire').Ground
export const readSite = async (siteId: string, signal: AbortSignal) => siteDetailOf(await ask(api.GET('/api/v1/sites/{siteId}', { params: { path: { siteId } }, signal })))

/** The ids of the sites that count for a question, as the export lists them. */
export async function readCounted(q: Question, signal: AbortSignal): Promise<Set<string>> {
  const answer = await ask(api.GET('/api/v1/plan/export', { params: { query: { ...q, what: 'sites', format: 'geojson' } }, parseAs: 'json', signal }))
  const { features } = answer as unknown as { features: { properties: { id: string } }[] }
  return new Set(features.map((f) => f.properties.id))
}
