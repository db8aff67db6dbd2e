package recycle

import (
	"encoding/json"

	"liangwang/geo"
)

// CoverageQuery is one question about service coverage. Empty fields mean today, 300 m, any network, any category, households.
type CoverageQuery struct {
	At       Day
	Within   float64 // metres
	Network  string
	Category Category // a key of the catalogue or a group of it; sites that name no categories do not count then
	Weight   string
}

// PlanTable is the rows of exactly what is shown, with the question that they answer. A row has a cell per column: text, int64, float64
// or nil.
type PlanTable struct {
	What    string
	Columns []string // keys
	Rows    [][]any
	Shapes  []geo.Geometry // of each row; nil where there is none
	About   []PlanFact     // the filter, and the counts of the screen
}

// PlanFact is one line about a table.
type PlanFact struct {
	Key   string
	Value any
}

// SitePair is a fused place of two records: A of network A alone, B of network B alone.
type SitePair struct {
	A, B   *SiteVersion
	Metres float64
}

// FusionRate is the fusion rate (F1): fused places among the places of sorted waste. A pair is counted once, where its record of
// network B stands.
type FusionRate struct {
	At      Day
	Version int64
	Within  float64 // metres between the two of a pair
	Places  int     // of both networks, a pair once
	MSW     int     // of network B
	Fused   int
	Records int // fused in one record
	Rate    *float64
	Areas   []AreaFusion
	Pairs   []SitePair
}

// AreaFusion is the part of one area, by the place's side of network B.
type AreaFusion struct {
	ID    AreaID
	Name  string
	Level AreaLevel
	Fused int
	MSW   int
	Rate  *float64
}

// PlanLayers is what the planner's map shows of a day.
type PlanLayers struct {
	At       Day
	Version  int64
	Areas    json.RawMessage // FeatureCollection: id, level, name, households, people, settlement
	Routes   json.RawMessage // FeatureCollection: id, name, code, lengthM, vehicle
	Sites    []LayerSite     // with a position, in whatever state, by name
	Unplaced int             // sites without one
	Pairs    []SitePair
	Bounds   []float64 // minLon, minLat, maxLon, maxLat of the areas, else of the sites; empty without either
}

// LayerSite is a site with the form in which it is fused: FormRecord, FormPair or empty.
type LayerSite struct {
	*SiteVersion
	Form string
}

// RouteQuery is one question about route coverage. Empty fields mean today, 50, 100 and 300 m, any network.
type RouteQuery struct {
	At      Day
	Within  []float64 // metres, at most 8; the answer has them ascending, each once
	Network string
}

// RouteCoverage says which open sites lie along the planned routes. Counts stand in the order of Within.
type RouteCoverage struct {
	At         Day
	Version    int64
	Network    string
	Within     []float64
	Sites      int // open ones that count; FusedSites of them are fused, a pair on its side of network B
	FusedSites int
	Counts     []int // sites along any route
	Fused      []int
	Routes     []RouteRow
	Covered    []CoveredSite // within the largest distance of any route, by the name of the site
}

// RouteRow is one route.
type RouteRow struct {
	ID      RouteID
	Name    string
	Code    string
	Vehicle string
	LengthM float64
	Counts  []int
	Fused   []int
}

// CoveredSite is a site and its nearest route.
type CoveredSite struct {
	Site   *SiteVersion
	Route  *RouteVersion
	Metres float64
}

// ServiceCoverage is the answer about service coverage (F2).
type ServiceCoverage struct {
	CoverageQuery
	Version   int64 // of the register's data
	Sites     int   // register entries of open sites that count
	Places    int   // the same with a fused pair counted once
	Points    int   // demand points; Covered of them
	Covered   int
	Total     int64    // weight of all demand
	Reached   int64    // weight of the covered part
	Share     *float64 // Reached / Total; nil without demand
	Areas     []AreaCoverage
	Uncovered Uncovered
}

// AreaCoverage is the part of one area. Several areas may hold a point: it counts in each, and once in the total.
type AreaCoverage struct {
	ID         AreaID
	Name       string
	Level      AreaLevel
	Settlement Settlement
	Bounded    bool // false: it has no border, so nothing is known of it
	Points     int
	Total      int64
	Reached    int64
	Share      *float64
	Sites      int // register entries that count inside
	Places     int // the same with a fused pair counted once, where its record of network B stands
}

// Uncovered are the demand points out of reach: Count in all. Listed are those with the most households, then people, whatever the
// weight asked for, so that a gap has the same places in each; the weightiest come first.
type Uncovered struct {
	Count  int
	Points []UncoveredPoint
}

// UncoveredPoint is a demand point and the metres to the nearest site that counts; -1 if there is none.
type UncoveredPoint struct {
	At         geo.Point
	Weight     int64 // Households or People, by the question
	Households int64
	People     int64
	Metres     float64
}
