package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// schemas gives the domain's types their JSON Schema here, so that the domain need not know of OpenAPI.
func schemas(r huma.Registry) {
	alias[recycle.OrgID, uuid](r)
	alias[recycle.PersonID, uuid](r)
	alias[recycle.SiteID, uuid](r)
	alias[recycle.AreaID, uuid](r)
	alias[recycle.DemandID, uuid](r)
	alias[recycle.RouteID, uuid](r)
	alias[recycle.VehicleID, uuid](r)
	alias[recycle.PickupID, uuid](r)
	alias[recycle.TicketID, uuid](r)
	alias[recycle.DeviceID, uuid](r)
	alias[recycle.ImportID, uuid](r)
	alias[recycle.SellerID, uuid](r)
	alias[recycle.IDType, idType](r)
	alias[recycle.APIKeyID, uuid](r)
	alias[recycle.Scope, scope](r)
	alias[recycle.RevealReason, revealReason](r)
	alias[recycle.Method, method](r)
	alias[recycle.Unit, unit](r)
	alias[recycle.OrgKind, orgKind](r)
	alias[recycle.Role, role](r)
	alias[recycle.SiteKind, siteKind](r)
	alias[recycle.SiteState, siteState](r)
	alias[recycle.AreaLevel, areaLevel](r)
	alias[recycle.Delivery, delivery](r)
	alias[recycle.Trigger, trigger](r)
	alias[recycle.Origin, origin](r)
	alias[recycle.SellerKind, sellerKind](r)
	alias[recycle.PickupState, pickupState](r)
	alias[recycle.TicketKind, ticketKind](r)
	alias[recycle.TicketState, ticketState](r)
	alias[recycle.Doubt, ticketDoubt](r)
	alias[recycle.VehicleType, vehicleType](r)
	alias[recycle.VehicleUse, vehicleUse](r)
	alias[recycle.Energy, energy](r)
	alias[recycle.Emission, emission](r)
	alias[recycle.PlateColour, plateColour](r)
	alias[recycle.ImportKind, importKind](r)
	alias[recycle.Gate, gate](r)
	alias[recycle.Basis, basis](r)
	alias[recycle.PhotoHash, photoHash](r)
	alias[recycle.Category, category](r)
	alias[recycle.Grams, grams](r)
	alias[recycle.Instant, instant](r)
	alias[recycle.Day, day](r)
	alias[geo.Datum, datum](r)
}

func alias[From, To any](r huma.Registry) {
	r.RegisterTypeAlias(reflect.TypeFor[From](), reflect.TypeFor[To]())
}

type (
	uuid         string
	photoHash    string
	category     string
	grams        int64
	instant      string
	day          string
	datum        string
	method       string
	unit         string
	orgKind      string
	role         string
	siteKind     string
	siteState    string
	areaLevel    string
	delivery     string
	trigger      string
	origin       string
	sellerKind   string
	idType       string
	scope        string
	revealReason string
	pickupState  string
	ticketKind   string
	ticketState  string
	ticketDoubt  string
	vehicleType  string
	vehicleUse   string
	energy       string
	emission     string
	plateColour  string
	importKind   string
	gate         string
	basis        string
)

func (uuid) Schema(r huma.Registry) *huma.Schema {
	return component(r, "UUIDv7", &huma.Schema{Type: "string", Pattern: recycle.IDPattern})
}

func (photoHash) Schema(r huma.Registry) *huma.Schema {
	return component(r, "PhotoHash", &huma.Schema{Type: "string", Pattern: recycle.HashPattern, Description: "SHA-256 of the bytes as sent"})
}

func (category) Schema(r huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: "string", Description: "A key of the catalogue"}
	s.MinLength, s.MaxLength = new(1), new(50)
	return component(r, "Category", s)
}

func (grams) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Grams", &huma.Schema{Type: "integer", Format: "int64", Description: "Mass in grams"})
}

// TransformSchema implements huma.SchemaTransformer: a price is for a kilogram or for a piece, not for every unit.
func (LineBody) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["priceUnit"] = enum([]recycle.Unit{recycle.Kilogram, recycle.Piece})
	s.Properties["priceUnit"].PrecomputeMessages()
	return s
}

func (instant) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Instant", &huma.Schema{Type: "string", Format: "date-time", Description: "Kept to the millisecond"})
}

func (day) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Day", &huma.Schema{Type: "string", Format: "date", Description: "Business day in Asia/Shanghai"})
}

func (datum) Schema(r huma.Registry) *huma.Schema { return component(r, "Datum", enum(geo.Datums())) }

func (method) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Method", enum(recycle.Methods()))
}
func (unit) Schema(r huma.Registry) *huma.Schema { return component(r, "Unit", enum(recycle.Units())) }
func (orgKind) Schema(r huma.Registry) *huma.Schema {
	return component(r, "OrgKind", enum(recycle.OrgKinds()))
}
func (role) Schema(r huma.Registry) *huma.Schema { return component(r, "Role", enum(recycle.Roles())) }
func (siteKind) Schema(r huma.Registry) *huma.Schema {
	return component(r, "SiteKind", enum(recycle.SiteKinds()))
}
func (siteState) Schema(r huma.Registry) *huma.Schema {
	return component(r, "SiteState", enum(recycle.SiteStates()))
}
func (areaLevel) Schema(r huma.Registry) *huma.Schema {
	return component(r, "AreaLevel", enum(recycle.AreaLevels()))
}
func (delivery) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Delivery", enum(recycle.Deliveries()))
}
func (trigger) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Trigger", enum(recycle.Triggers()))
}
func (origin) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Origin", enum(recycle.Origins()))
}
func (sellerKind) Schema(r huma.Registry) *huma.Schema {
	return component(r, "SellerKind", enum(recycle.SellerKinds()))
}
func (scope) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Scope", enum(recycle.Scopes()))
}
func (idType) Schema(r huma.Registry) *huma.Schema {
	return component(r, "IDType", enum(recycle.IDTypes()))
}
func (revealReason) Schema(r huma.Registry) *huma.Schema {
	return component(r, "RevealReason", enum(recycle.RevealReasons()))
}
func (pickupState) Schema(r huma.Registry) *huma.Schema {
	return component(r, "PickupState", enum(recycle.PickupStates()))
}
func (ticketKind) Schema(r huma.Registry) *huma.Schema {
	return component(r, "TicketKind", enum(recycle.TicketKinds()))
}
func (ticketDoubt) Schema(r huma.Registry) *huma.Schema {
	return component(r, "TicketDoubt", enum(recycle.Doubts()))
}
func (ticketState) Schema(r huma.Registry) *huma.Schema {
	return component(r, "TicketState", enum(recycle.TicketStates()))
}
func (vehicleType) Schema(r huma.Registry) *huma.Schema {
	return component(r, "VehicleType", enum(recycle.VehicleTypes()))
}
func (vehicleUse) Schema(r huma.Registry) *huma.Schema {
	return component(r, "VehicleUse", enum(recycle.VehicleUses()))
}
func (energy) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Energy", enum(recycle.Energies()))
}
func (emission) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Emission", enum(recycle.Emissions()))
}
func (plateColour) Schema(r huma.Registry) *huma.Schema {
	return component(r, "PlateColour", enum(recycle.PlateColours()))
}
func (importKind) Schema(r huma.Registry) *huma.Schema {
	return component(r, "ImportKind", enum(recycle.ImportKinds()))
}
func (gate) Schema(r huma.Registry) *huma.Schema { return component(r, "Gate", enum(recycle.Gates())) }
func (basis) Schema(r huma.Registry) *huma.Schema {
	return component(r, "Basis", enum(recycle.Bases()))
}

func enum[T ~string](values []T) *huma.Schema {
	s := &huma.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

// component registers s under name once and returns a reference: one name in the document, one type in each client.
func component(r huma.Registry, name string, s *huma.Schema) *huma.Schema {
	if _, ok := r.Map()[name]; !ok {
		s.PrecomputeMessages()
		r.Map()[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}
