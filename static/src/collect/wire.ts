// The shapes of the wire by the names that the phone uses, all from the server's OpenAPI document. Masses are integer grams, money
// integer fen, prices 1/10000 yuan a kilogram or piece; an Instant is RFC 3339 in UTC, a Day "2026-11-23" in Shanghai.
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type Me = Schemas['Me']
export type Device = Schemas['DeviceBody']
export type Start = Schemas['StartBody']
export type Category = Schemas['CategoryBody']
export type Catalogue = Schemas['CatalogueBody']
export type Gate = Category['gate']
export type Site = Schemas['SiteBrief']
export type Method = Schemas['Method']
/** The units that a person types in here. */
export type Unit = 'KG' | 'JIN' | 'PIECE'
export type Line = Schemas['LineBody']
export type Paper = Schemas['PaperBody']
export type SellerBody = Schemas['SellerBody']
export type SellerRow = Schemas['SellerRow']
export type Where = Schemas['Position']
export type PickupBody = Schemas['PickupBody']
export type Pickup = Schemas['LoggedPickup']
export type MyDay = Schemas['MyDay']
export type LastLines = Schemas['ListLastLineBody']
export type Field = Schemas['ProblemField']
