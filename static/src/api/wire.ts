// The wire shapes by name, and the operations that the pages call. Masses are integer grams, money integer fen, prices 1/10000
// yuan; an Instant is RFC 3339 in UTC, a Day "2026-11-23" in Shanghai.
export type Instant = string
export type Day = string
export type Role =
  | 'collector' | 'yard_operator' | 'dispatcher' | 'company_operator' | 'shop_clerk' | 'market_clerk' | 'appraiser' | 'planner'
  | 'traffic_officer' | 'property_guard' | 'keeper' | 'unit_officer' | 'arbiter' | 'auditor' | 'admin'

export interface OrgRef { id: string; name: string; kind: string }
export interface Me {
  personId: string; name: string; phone: string; org: OrgRef; roles: Role[]; orgs: (OrgRef & { roles: Role[] })[]
  demo: boolean; today: Day; serverTime: Instant; deviceId: string; needsFix: number
}
export interface Device { id: string; name: string; createdAt: Instant; lastContactAt: Instant; current: boolean }
export interface StartFigures { places: number; fused: number; pickups: number; tickets: number; coverage300: number }
export interface Start { demo: boolean; today: Day; demoRoles: Role[]; figures?: StartFigures }

export type CategoryUnit = 'KG' | 'PIECE' | 'PIECE_KG'
export interface CategoryEntry {
  key: string; zh: string; en: string; group: string; unit: CategoryUnit; value: string; sort: number
  gate: 'FREE' | 'UNIT_CERT' | 'LICENSED' | 'NOT_BOUGHT'; needs: string[]; sendTo: string[]; gramsPerPiece?: number
}
export interface Catalogue { day: Day; categories: CategoryEntry[] }

export interface Site {
  id: string; name: string; kind: string; state: string; networks: ('A' | 'B')[]; fused: boolean; operatorOrgId?: string
  operatorName: string; categories: string[]; address: string; district: string; hours: string; lon?: number; lat?: number
}
export interface SiteDetail { site: Site }

export type PickupState = 'accepted' | 'needs_fix' | 'voided' | 'superseded' | 'duplicate'
export type Method = 'SCALE' | 'ESTIMATE' | 'COUNT'
export interface PickupLine {
  category: string; method: Method; grams?: number; pieces?: number; unit?: string; typed?: string
  unitPrice?: number; priceUnit?: string; amount?: number
}
export interface Paper { kind: string; number?: string; photo?: string }
export interface Where { lon: number; lat: number; accuracyM: number; datum: 'WGS84' | 'GCJ02' | 'BD09' | 'CGCS2000' }
export interface Missing { line: number; code: string; who: string[]; needs: string[] }
export interface Flag { code: string; amount: number }
export interface PickupBody {
  orgId: string; siteId?: string; occurredAt: Instant; where?: Where; note?: string; delivery: string; trigger: string; origin: string
  sellerKind?: string; vehicle?: { orgId: string; id: string }; replaces?: string; deviceId?: string; seq?: number
  lines: PickupLine[]; photos?: string[]; papers?: Paper[]
}
export interface Pickup extends PickupBody {
  id: string; collectorId: string; collectorName?: string; receivedAt: Instant; sentAt?: Instant; skewMs: number; day: Day
  state: PickupState; missing: Missing[]; stateReason?: string; replacedBy?: string; duplicateOf?: string; siteName?: string
  grams: number; pieces: number; amount: number; flags: Flag[]; photosPending: string[]
}
export interface PickupTotals {
  pickups: number; lines: number; grams: number; pieces: number; amount: number; notCounted: { pickups: number; grams: number }
}
export interface PickupList { items: Pickup[]; next?: string; totals: PickupTotals }

export type TicketKind = 'WEIGHBRIDGE' | 'SITE_SCALE' | 'DOORSTEP_SCALE' | 'SMART_BOX' | 'ESTIMATED'
export interface TicketBody {
  deliveredOrgId: string; kind: TicketKind; siteId?: string; scaleNo: string; number: string; category: string
  gross?: number; tare?: number; net: number; pieces?: number; vehicle?: { orgId: string; id: string }; plate?: string
  weighedAt: Instant; note?: string; replaces?: string
}
export interface Ticket extends TicketBody {
  id: string; orgId: string; orgName: string; deliveredOrgName: string; operatorId?: string; receivedAt: Instant; day: Day
  state: 'stored' | 'superseded' | 'voided'; stateReason?: string; replacedBy?: string
}
export interface TicketList { items: Ticket[]; next?: string; totals: { tickets: number; grams: number; pieces: number } }
export interface TicketRecent {
  scaleNo?: string; siteId?: string; siteName?: string; kind?: TicketKind; categories: string[]; orgs: OrgRef[]
}

export interface Quantity { n: number; grams: number; pieces: number }
export interface Reason { code: string; limitGrams?: number; pct?: number; method?: string; ticketKind?: string; count?: number }
export interface CompareRow {
  day?: Day; category?: string; collected: Quantity; received: Quantity; diffGrams: number; diffPieces: number; share: number | null
  reason: Reason[]; needsFix: { n: number; grams: number }
}
export interface TodoItem { code: string; count: number; params: Record<string, string>; link: string }
export interface CompanyDay {
  day: Day; shownDay: Day; why?: string; asOf: Instant
  collected: { pickups: number; people: number; lines: number; grams: number; pieces: number; estimatedShare: number }
  received: { tickets: number; grams: number; pieces: number }
  diff: { grams: number; share: number | null }
  series: { day: Day; collected: number; received: number }[]
  rows: CompareRow[]; total: CompareRow; todo: TodoItem[]; needsFix: { pickups: number; grams: number }
}
export interface SearchHit { kind: 'site' | 'person' | 'vehicle' | 'ticket' | 'pickup' | 'day'; id: string; label: string; detail: string }
export interface PersonRef { id: string; name: string; roles: Role[] }

export interface ProblemField { location: string; code: string; param?: string }
export interface ProblemBody { type: string; title: string; status: number; code: string; errors?: ProblemField[]; stored?: unknown }

// The operations, in the form that openapi-typescript writes.
export interface Answer<T> { headers: { [name: string]: unknown }; content: { 'application/json': T } }
export interface Failed { headers: { [name: string]: unknown }; content: { 'application/problem+json': ProblemBody } }
export interface Nothing { headers: { [name: string]: unknown }; content?: never }
export type Params<Q, P> = { query?: Q; path: P; header?: never; cookie?: never }
export interface Read<T, Q = Record<never, never>, P = never> {
  parameters: [P] extends [never] ? { query?: Q; path?: never; header?: never; cookie?: never } : Params<Q, P>
  requestBody?: never
  responses: { 200: Answer<T>; default: Failed }
}
export interface Write<B, T, P = never, Q = Record<never, never>> {
  parameters: [P] extends [never] ? { query?: Q; path?: never; header?: never; cookie?: never } : Params<Q, P>
  requestBody: { content: { 'application/json': B } }
  responses: { 200: Answer<T>; default: Failed }
}
export interface Bare<P = never> {
  parameters: [P] extends [never] ? { path?: never } : { path: P }
  requestBody?: never
  responses: { 204: Nothing; default: Failed }
}
export interface ById { id: string }
export interface PickupFilter {
  from?: Day; to?: Day; day?: Day; state?: string; siteId?: string; collectorId?: string; category?: string; q?: string
  mine?: boolean; cursor?: string; limit?: number
}
export interface TicketFilter {
  from?: Day; to?: Day; category?: string; state?: string; q?: string; side?: 'weighed' | 'delivered'; cursor?: string; limit?: number
}

export interface paths {
  '/api/v1/session': {
    get: Read<Me>
    post: Write<{ phone: string; password: string; orgId?: string; deviceId: string; deviceName: string }, Me>
    delete: Bare
  }
  '/api/v1/session/join': { post: Write<{ code: string; password?: string; name?: string; deviceId: string; deviceName: string }, Me> }
  '/api/v1/session/demo': { post: Write<{ role: Role; deviceId: string; deviceName: string }, Me> }
  '/api/v1/session/org': { put: Write<{ orgId: string }, Me> }
  '/api/v1/session/devices': { get: Read<{ items: Device[] }> }
  '/api/v1/session/devices/{deviceId}': { delete: Bare<{ deviceId: string }> }
  '/api/v1/session/password': { put: Write<{ old: string; new: string }, undefined> }
  '/api/v1/start': { get: Read<Start> }
  '/api/v1/catalogue': { get: Read<Catalogue> }
  '/api/v1/orgs': { get: Read<{ items: OrgRef[] }, { kind?: string }> }
  '/api/v1/sites': { get: Read<{ items: Site[]; next?: string; total: number }, { at?: Day; q?: string; kind?: string; limit?: number; cursor?: string }> }
  '/api/v1/sites/{id}': { get: Read<SiteDetail, Record<never, never>, ById> }
  '/api/v1/pickups': { get: Read<PickupList, PickupFilter> }
  '/api/v1/pickups/{id}': { get: Read<Pickup, Record<never, never>, ById>; put: Write<PickupBody, Pickup, ById> }
  '/api/v1/pickups/{id}/papers': { post: Write<Paper, Pickup, ById> }
  '/api/v1/pickups/{id}/void': { post: Write<{ reason: string; undo?: true }, Pickup, ById> }
  '/api/v1/pickups/{id}/duplicate': { post: Write<{ of: string }, Pickup, ById> }
  '/api/v1/pickups/{id}/not-duplicate': { post: Write<{ reason: string }, Pickup, ById> }
  '/api/v1/tickets': { get: Read<TicketList, TicketFilter> }
  '/api/v1/tickets/recent': { get: Read<TicketRecent> }
  '/api/v1/tickets/{id}': { get: Read<Ticket, Record<never, never>, ById>; put: Write<TicketBody, Ticket, ById> }
  '/api/v1/tickets/{id}/void': { post: Write<{ reason: string }, Ticket, ById> }
  '/api/v1/company/day': { get: Read<CompanyDay, { day?: Day }> }
  '/api/v1/company/compare': { get: Read<{ rows: CompareRow[]; total: CompareRow }, { from?: Day; to?: Day; by?: string; category?: string }> }
  '/api/v1/company/search': { get: Read<{ items: SearchHit[] }, { q: string }> }
  '/api/v1/company/people': { get: Read<{ items: PersonRef[] }> }
  '/api/v1/basemap': { get: Read<{ type: 'FeatureCollection'; features: { geometry: { type: string; coordinates: unknown }; properties: { layer: string; name?: string } }[] }> }
}
