package recycle

import "slices"

// Role is what a person does for an organisation.
type Role string

// The roles.
const (
	Collector       Role = "collector"
	YardOperator    Role = "yard_operator"
	Dispatcher      Role = "dispatcher"
	CompanyOperator Role = "company_operator"
	ShopClerk       Role = "shop_clerk"
	MarketClerk     Role = "market_clerk"
	Appraiser       Role = "appraiser"
	Planner         Role = "planner"
	TrafficOfficer  Role = "traffic_officer"
	PropertyGuard   Role = "property_guard"
	Keeper          Role = "keeper"
	UnitOfficer     Role = "unit_officer"
	Arbiter         Role = "arbiter"
	Auditor         Role = "auditor"
	Admin           Role = "admin"
)

// Roles lists every Role in display order.
func Roles() []Role {
	return []Role{Collector, YardOperator, Dispatcher, CompanyOperator, ShopClerk, MarketClerk, Appraiser, Planner,
		TrafficOfficer, PropertyGuard, Keeper, UnitOfficer, Arbiter, Auditor, Admin}
}

// RoleKinds returns the kinds of organisation in which r may be held. The role admin is held in the zone's own organisation
// alone, which its kind does not say: ask MayHold.
func RoleKinds(r Role) []OrgKind {
	switch r {
	case Collector, Dispatcher:
		return []OrgKind{RecyclingCompany}
	case YardOperator:
		return []OrgKind{RecyclingCompany, Processor}
	case CompanyOperator:
		return []OrgKind{RecyclingCompany, MakerSeller, Processor, Market, PropertyManager}
	case ShopClerk, Appraiser:
		return []OrgKind{RecyclingCompany, MakerSeller, Market}
	case MarketClerk:
		return []OrgKind{Market}
	case PropertyGuard:
		return []OrgKind{PropertyManager}
	case Keeper, UnitOfficer:
		return []OrgKind{Government, PublicInstitution}
	case Planner, TrafficOfficer, Arbiter, Auditor, Admin:
		return []OrgKind{Government}
	}
	return nil
}

// MayHold reports whether r may be held in o.
func MayHold(o *Org, r Role) bool {
	return slices.Contains(RoleKinds(r), o.Kind) && (r != Admin || o.Zone)
}
