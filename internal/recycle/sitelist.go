package recycle

import "liangwang/geo"

// SiteDetail is a site with its history.
type SiteDetail struct {
	Site     SiteVersion // what holds today, else the nearest version
	Token    string      // what its QR code says; empty for those who do not manage the site
	Versions []SiteVersion
	Edition  string // of all versions, those included that the reader does not see
	Events   []SiteEvent
	Moves    []SiteOption
}

// SiteOption is a move that the actor may make from today's state, and what it needs ("reason", "evidence", "position").
type SiteOption struct {
	To    SiteState
	Needs []string
}

// SiteFilter says which sites a list holds. Empty fields do not filter.
type SiteFilter struct {
	At       Day    // empty: today
	Query    string // part of the name, the address or the operator's name
	Network  string // "A", "B" or "AB" (one record in both)
	Kind     SiteKind
	State    SiteState
	Operator OrgID
	Box      *geo.Bound
	Cursor   string // SitePage.Next of the page before
	Limit    int
}

// SitePage is a part of a list of sites by name. Total counts all that the filter lets through.
type SitePage struct {
	At    Day
	Sites []SiteVersion
	Next  string // empty on the last page
	Total int
}

// NearSite is a site and how far it is, in metres.
type NearSite struct {
	SiteVersion
	Metres float64
}

// SitePut is a version of a site as a person enters it.
type SitePut struct {
	ID       SiteID
	Facts    SiteFacts
	From     Day // empty: today
	Reason   string
	Evidence string
}
