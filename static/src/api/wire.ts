// The wire shapes by the names that the pages use; all of them come from the server's OpenAPI document (make gen). Masses are integer
// grams, money integer fen, prices 1/10000 yuan; an Instant is RFC 3339 in UTC, a Day "2026-11-23" in Shanghai.
import type { components, paths } from './schema'

export type { paths }
type Schemas = components['schemas']

export type Instant = string
export type Day = string
export type Me = Schemas['Me']
export type Role = Me['roles'][number]
export type OrgRef = Schemas['OrgBrief']
export type OrgRow = Schemas['OrgRow']
export type Device = Schemas['DeviceBody']
export type Person = Schemas['PersonBody']
export type PeopleList = Schemas['PeopleBody']
export type PersonDevice = Schemas['PersonDevice']
export type Invitation = Schemas['InvitationBody']
export type ApiKey = Schemas['KeyRow']
export type Scope = Schemas['Scope']
export type Backup = Schemas['BackupBody']
export type Drill = Schemas['DrillBody']
export type Start = Schemas['StartBody']
export type StartFigures = Schemas['StartFigures']

export type Catalogue = Schemas['CatalogueBody']
export type CategoryEntry = Schemas['CategoryBody']
export type CategoryUnit = CategoryEntry['unit']
export type Site = Schemas['Site']

export type Pickup = Schemas['LoggedPickup']
export type PickupBody = Schemas['PickupBody']
export type PickupLine = Schemas['LineBody'] & { amount?: number }
export type PickupState = Pickup['state']
export type PickupList = Schemas['PickupList']
export type Paper = Schemas['PaperBody']
export type SellerBody = Schemas['SellerBody']
export type SellerRow = Schemas['SellerRow']
export type IDType = Schemas['IDType']
export type RevealReason = Schemas['RevealReason']
export type Missing = Schemas['Missing']

export type Ticket = Schemas['KeptTicket']
export type TicketBody = Schemas['TicketBody']
export type TicketKind = Ticket['kind']
export type TicketDoubt = Schemas['TicketDoubt']
export type TicketList = Schemas['TicketList']

export type CompanyDay = Schemas['CompanyDayBody']
export type CompareTable = Schemas['CompareTable']
export type CompareRow = Schemas['CompareRow']
export type ScaleTable = Schemas['ScaleTable']
export type ScaleRow = Schemas['ScaleRow']
export type TodoItem = Schemas['TodoBody']
export type SearchHit = Schemas['FoundBody']
export type PersonRef = Schemas['ColleagueBody']

export type ProblemBody = Schemas['Problem']
export type ProblemField = Schemas['ProblemField']

type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never
export type PickupFilter = Query<'/api/v1/pickups'>
export type TicketFilter = Query<'/api/v1/tickets'>
