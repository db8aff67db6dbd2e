// The shapes of the wire that the phone uses. Masses are integer grams, money integer fen, prices 1/10000 yuan a kilogram or
// piece; an Instant is RFC 3339 in UTC, a Day "2026-11-23" in Shanghai.
export type Instant = string
export type Day = string
export type Unit = 'KG' | 'JIN' | 'PIECE'
export type Method = 'SCALE' | 'ESTIMATE' | 'COUNT'
export type Gate = 'FREE' | 'UNIT_CERT' | 'LICENSED' | 'NOT_BOUGHT'

export interface OrgRef { id: string; name: string; kind: string }
export interface Me {
  personId: string; name: string; phone: string; org: OrgRef; roles: string[]; orgs: (OrgRef & { roles: string[] })[]
  demo: boolean; today: Day; serverTime: Instant; deviceId: string; needsFix: number
}
export interface Device { id: string; name: string; createdAt: Instant; lastContactAt?: Instant; current: boolean }

export interface Category {
  key: string; zh: string; en: string; group: string; unit: 'KG' | 'PIECE' | 'PIECE_KG'; sort: number
  gate: Gate; needs: string[]; sendTo: string[]; gramsPerPiece?: number
}
export interface Site {
  id: string; name: string; kind: string; inA: boolean; inB: boolean; operatorOrgId?: string
  lon?: number; lat?: number; hours?: string; categories?: string[]
}

export interface Where { lon: number; lat: number; accuracyM: number; datum: 'WGS84' }
export interface Line {
  category: string; method: Method; grams?: number; pieces?: number; unit?: Unit; typed?: string; unitPrice?: number; priceUnit?: 'KG' | 'PIECE'
}
export interface Paper { kind: string; number?: string; photo?: string }
export interface PickupBody {
  orgId: string; siteId?: string; occurredAt: Instant; where?: Where; note?: string; delivery: string; trigger: string; origin: string
  sellerKind?: string; replaces?: string; deviceId?: string; seq?: number; lines: Line[]; photos?: string[]; papers?: Paper[]
}
export interface Missing { line: number; code: string; who: string[]; needs: string[] }
export interface Pickup extends Omit<PickupBody, 'lines'> {
  id: string; collectorId: string; receivedAt: Instant; day: Day; siteName?: string
  state: 'accepted' | 'needs_fix' | 'voided' | 'superseded' | 'duplicate'; missing: Missing[]; stateReason?: string
  replacedBy?: string; grams: number; pieces: number; amount: number; lines: (Line & { amount?: number })[]; photosPending: string[]
}
export interface LastLines { siteId: string; categories: Partial<Line>[] & { category: string }[] }

export interface Field { location: string; code: string; param?: string }
