package recycle

import (
	"database/sql"
	"slices"
	"strings"

	"liangwang/geo"
)

// SiteKind is what a site is (DOMAIN §2.2).
type SiteKind string

// SiteKinds lists every SiteKind in display order.
func SiteKinds() []SiteKind {
	return []SiteKind{
		"MSW_DROP", "MSW_STATION", "RC_POINT_DEMO", "RC_POINT_STD", "RC_POINT_SELF", "RC_POINT_MOBILE", "RC_VILLAGE", "TEMP_BULKY",
		"TRANSFER", "SORTING_COMP", "SORTING_SPEC", "YARD", "DISMANTLER", "MARKET_2H", "GONGWUCANG", "REUSE",
	}
}

// BackEnd reports whether k is a node behind the front line (DOMAIN §2.2): residents hand over nothing there, and it is no
// place of the two networks for coverage or fusion.
func (k SiteKind) BackEnd() bool {
	return slices.Contains([]SiteKind{"TRANSFER", "SORTING_COMP", "SORTING_SPEC", "YARD", "DISMANTLER", "MARKET_2H", "GONGWUCANG", "REUSE"}, k)
}

// SiteState is where a site stands in its life (WORKFLOWS §3.4).
type SiteState string

// The states of a site.
const (
	SiteProposed          SiteState = "proposed"
	SiteSurveyed          SiteState = "surveyed"
	SiteApproved          SiteState = "approved"
	SiteUnderConstruction SiteState = "under_construction"
	SiteAcceptancePending SiteState = "acceptance_pending"
	SiteActive            SiteState = "active"
	SiteSuspended         SiteState = "suspended"
	SiteRectification     SiteState = "rectification"
	SiteRelocating        SiteState = "relocating"
	SiteClosing           SiteState = "closing"
	SiteClosed            SiteState = "closed"
	SiteRejected          SiteState = "rejected"
)

// SiteStates lists every SiteState in the order of a site's life.
func SiteStates() []SiteState {
	return []SiteState{SiteProposed, SiteSurveyed, SiteApproved, SiteUnderConstruction, SiteAcceptancePending, SiteActive,
		SiteSuspended, SiteRectification, SiteRelocating, SiteClosing, SiteClosed, SiteRejected}
}

// Site is the identity of a place of the register. What is true of it stands in its versions. The register has one owner, the
// zone: so its id alone is its key.
type Site struct {
	ID           SiteID `gorm:"primaryKey"`
	CreatedAt    Instant
	CreatedByOrg OrgID  // the zone, or the company that proposed it
	Token        string // 128 random bits in hexadecimal: what its QR code says, never the id
}

// SiteVersion is what is true of a site from ValidFrom to ValidTo. A second change on one day replaces that day's version.
type SiteVersion struct {
	SiteID       SiteID `gorm:"primaryKey"`
	ValidFrom    Day    `gorm:"primaryKey"`
	ValidTo      Day    // last day; LastDay for the newest
	SiteFacts    `gorm:"embedded"`
	ImportID     ImportID // the import that wrote it; empty if a person did
	ChangedBy    PersonID
	ChangedAt    Instant
	Reason       string // of a change of state, in words
	EvidenceNote string // norm check, survey, coverage difference: a note attached by hand
}

// TableName implements gorm's schema.Tabler.
func (SiteVersion) TableName() string { return "site_versions" }

// SiteFacts is what a version says.
type SiteFacts struct {
	Name            string
	Kind            SiteKind
	State           SiteState
	InA             bool  `gorm:"column:in_a"` // member of network A, 再生资源回收网络
	InB             bool  `gorm:"column:in_b"` // member of network B, 生活垃圾分类网络
	OperatorOrgID   OrgID // who runs it, if it is an organisation of the register
	OperatorName    string
	Categories      string // keys of the catalogue, comma-separated, sorted
	LocalCategories string // words of the source that have no key, comma-separated
	Address         string
	District        string // label of the source, not computed
	Hours           string // as given, e.g. "Mo-Su 08:00-18:00" or a mobile stop's timetable; not judged yet
	AreaM2          sql.Null[float64]
	CapacityKgDay   sql.Null[float64]
	ServiceArea     []byte // WKB polygon by WGS-84, or nil
	Place           `gorm:"embedded"`
	Note            string
}

// Place is an optional position by WGS-84 with what the source said. All null: it has none.
type Place struct {
	Lon, Lat sql.Null[float64]
	RawLon   string // as given, by RawDatum
	RawLat   string
	RawDatum geo.Datum
	Outside  string // code of what is doubtful about the position ("position.zero" …); empty if nothing
}

// Point returns the position, and whether there is one.
func (p Place) Point() (geo.Point, bool) {
	return geo.Point{p.Lon.V, p.Lat.V}, p.Lon.Valid && p.Lat.Valid
}

// PlaceAt returns a Place at p, WGS-84.
func PlaceAt(p geo.Point) Place {
	known := func(v float64) sql.Null[float64] { return sql.Null[float64]{V: v, Valid: true} }
	return Place{Lon: known(p.Lon()), Lat: known(p.Lat()), RawDatum: geo.WGS84}
}

// Open reports whether material can be handed over at a site with these facts: it is active, and no back-end node. Hours are not
// judged.
func (f *SiteFacts) Open() bool { return f.State == SiteActive && !f.Kind.BackEnd() }

// Fused reports whether one record is a member of both networks (F1, form "record").
func (f *SiteFacts) Fused() bool { return f.InA && f.InB }

// ProposalOf reports whether org may still change these facts by itself: it runs the site, which is only proposed. What is further
// on is the planner's to change.
func (f *SiteFacts) ProposalOf(org OrgID) bool {
	return f.State == SiteProposed && f.OperatorOrgID == org && org != ""
}

// UnpublishedSiteStates lists the states of a site that is nobody's business yet, or never was.
func UnpublishedSiteStates() []SiteState {
	return []SiteState{SiteProposed, SiteSurveyed, SiteRejected}
}

// RunBy reports whether org operates the site.
func (f *SiteFacts) RunBy(org OrgID) bool { return org != "" && f.OperatorOrgID == org }

// SeenBy reports whether a sees a site with these facts: everybody what is published, the government everything, a company its own
// proposals.
func (f *SiteFacts) SeenBy(a Actor) bool {
	return !slices.Contains(UnpublishedSiteStates(), f.State) || a.OrgKind == Government || f.RunBy(a.OrgID)
}

// CategoryKeys returns the keys of Categories.
func (f *SiteFacts) CategoryKeys() []Category {
	if f.Categories == "" {
		return nil
	}
	var keys []Category
	for k := range strings.SplitSeq(f.Categories, ",") {
		keys = append(keys, Category(k))
	}
	return keys
}

// Validate reports every field that cannot be true.
func (f *SiteFacts) Validate() error {
	var c Check
	c.That(f.Name != "" && IsText(f.Name, MaxName), "name", "text")
	c.That(isKnown(f.Kind, SiteKinds()), "kind", "oneOf")
	c.That(isKnown(f.State, SiteStates()), "state", "oneOf")
	c.That(f.InA || f.InB || f.Kind.BackEnd(), "networks", "required")
	for path, text := range map[string]string{"operatorName": f.OperatorName, "localCategories": f.LocalCategories, "address": f.Address,
		"district": f.District, "hours": f.Hours, "note": f.Note} {
		c.That(IsText(text, 2000), path, "text")
	}
	if p, ok := f.Point(); ok {
		c.That(geo.OnEarth(p), "position", "range")
	}
	return c.Err("site.invalid")
}
