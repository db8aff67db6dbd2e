package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Coverage is what the operations need of the coverage feature.
type Coverage interface {
	Layers(ctx context.Context, at recycle.Day) (*recycle.PlanLayers, error)
	Service(ctx context.Context, q recycle.CoverageQuery) (*recycle.ServiceCoverage, error)
	Routes(ctx context.Context, q recycle.RouteQuery) (*recycle.RouteCoverage, error)
	Fusion(ctx context.Context, at recycle.Day, within float64) (*recycle.FusionRate, error)
	Export(ctx context.Context, what string, q recycle.CoverageQuery, within []float64) (*recycle.PlanTable, error)
	GeoJSON(t *recycle.PlanTable) json.RawMessage
}

// Basemap is the zone's own vector layers, as one GeoJSON document with the version of the register's data.
type Basemap interface {
	Basemap(ctx context.Context) (json.RawMessage, int64, error)
}

// PlanMap is what the planner's map shows of a day.
type PlanMap struct {
	At       recycle.Day `json:"at"`
	Areas    any         `json:"areas" doc:"GeoJSON FeatureCollection: id, level, name, households, people, settlement"`
	Routes   any         `json:"routes" doc:"GeoJSON FeatureCollection: id, name, code, lengthM, vehicle"`
	Sites    []MapSite   `json:"sites" doc:"With a position, in whatever state"`
	Unplaced int         `json:"unplaced" doc:"Sites without a position"`
	Pairs    []MapPair   `json:"pairs" doc:"Fused places of two records"`
	Bounds   []float64   `json:"bounds" doc:"minLon, minLat, maxLon, maxLat; empty without anything to show"`
}

// MapSite is a site on the map.
type MapSite struct {
	ID       recycle.SiteID    `json:"id"`
	Name     string            `json:"name"`
	Kind     recycle.SiteKind  `json:"kind"`
	State    recycle.SiteState `json:"state"`
	Networks []string          `json:"networks"`
	Form     string            `json:"form,omitempty" enum:"record,pair" doc:"How it is fused; absent if it is not"`
	Operator string            `json:"operator"`
	Outside  string            `json:"outside,omitempty" doc:"What is doubtful about the position"`
	Open     bool              `json:"open" doc:"Active and no back-end node: it counts"`
	Lon      float64           `json:"lon"`
	Lat      float64           `json:"lat"`
}

// MapPair is a fused place of two records.
type MapPair struct {
	A         recycle.SiteID `json:"a" doc:"Of network A alone"`
	AName     string         `json:"aName"`
	AOperator string         `json:"aOperator"`
	B         recycle.SiteID `json:"b" doc:"Of network B alone"`
	BName     string         `json:"bName"`
	BOperator string         `json:"bOperator"`
	DistanceM float64        `json:"distanceM"`
}

// CoverageFigure is a service coverage (F2) with its parts.
type CoverageFigure struct {
	At        recycle.Day      `json:"at"`
	WithinM   float64          `json:"withinM"`
	Network   string           `json:"network" enum:"any,A,B,AB"`
	Category  recycle.Category `json:"category,omitempty"`
	Weight    string           `json:"weight" enum:"households,people"`
	Sites     int              `json:"sites" doc:"Register entries of open sites that count"`
	Places    int              `json:"places" doc:"The same with a fused pair counted once"`
	Points    int              `json:"points" doc:"Demand points"`
	Covered   int              `json:"coveredPoints"`
	Total     int64            `json:"total" doc:"Weight of all demand"`
	Reached   int64            `json:"reached" doc:"Weight within reach"`
	Share     *float64         `json:"share,omitempty" doc:"Absent without demand"`
	Areas     []AreaFigure     `json:"areas"`
	Uncovered UncoveredBody    `json:"uncovered"`
}

// AreaFigure is the part of one area. A point inside several areas counts in each, and once in the total.
type AreaFigure struct {
	ID         recycle.AreaID    `json:"id"`
	Name       string            `json:"name"`
	Level      recycle.AreaLevel `json:"level"`
	Settlement string            `json:"settlement,omitempty" enum:"URBAN,RURAL"`
	Bounded    bool              `json:"bounded" doc:"False: it has no border, so nothing is known of it"`
	Points     int               `json:"points"`
	Total      int64             `json:"total"`
	Reached    int64             `json:"reached"`
	Share      *float64          `json:"share,omitempty"`
	Sites      int               `json:"sites" doc:"Register entries that count"`
	Places     int               `json:"places" doc:"The same with a fused pair counted once, where its record of network B stands"`
}

// UncoveredBody is the demand out of reach: Count points in all, the weightiest listed.
type UncoveredBody struct {
	Count  int          `json:"count"`
	Points [][6]float64 `json:"points" doc:"lon, lat, weight, metres to the nearest site that counts (-1: none), households, people"`
}

// RouteFigure says which open sites lie along the planned routes. Counts stand in the order of Within.
type RouteFigure struct {
	At         recycle.Day   `json:"at"`
	Network    string        `json:"network"`
	Within     []float64     `json:"within" doc:"Metres"`
	Sites      int           `json:"sites"`
	FusedSites int           `json:"fusedSites"`
	Counts     []int         `json:"counts"`
	Fused      []int         `json:"fused"`
	Routes     []RouteRow    `json:"routes"`
	Covered    []CoveredSite `json:"covered" doc:"Within the largest distance: each with its nearest route"`
}

// RouteRow is one route.
type RouteRow struct {
	ID      recycle.RouteID `json:"id"`
	Name    string          `json:"name"`
	Code    string          `json:"code,omitempty"`
	Vehicle string          `json:"vehicle,omitempty"`
	LengthM float64         `json:"lengthM"`
	Counts  []int           `json:"counts"`
	Fused   []int           `json:"fused"`
}

// CoveredSite is a site and its nearest route.
type CoveredSite struct {
	SiteID    recycle.SiteID  `json:"siteId"`
	SiteName  string          `json:"siteName"`
	RouteID   recycle.RouteID `json:"routeId"`
	DistanceM float64         `json:"distanceM"`
}

// FusionFigure is the fusion rate (F1).
type FusionFigure struct {
	At      recycle.Day  `json:"at"`
	WithinM float64      `json:"withinM" doc:"Between the two of a pair"`
	Places  int          `json:"places" doc:"Of both networks, a pair once"`
	MSW     int          `json:"msw" doc:"Places of sorted waste (network B)"`
	Fused   int          `json:"fused"`
	Records int          `json:"records" doc:"Fused in one record; the others are pairs"`
	Rate    *float64     `json:"rate,omitempty"`
	Areas   []AreaFusion `json:"areas"`
	Pairs   []MapPair    `json:"pairs"`
}

// AreaFusion is the part of one area.
type AreaFusion struct {
	ID    recycle.AreaID    `json:"id"`
	Name  string            `json:"name"`
	Level recycle.AreaLevel `json:"level"`
	Fused int               `json:"fused"`
	MSW   int               `json:"msw"`
	Rate  *float64          `json:"rate,omitempty"`
}

type (
	planDay struct {
		At recycle.Day `query:"at"`
	}
	coverageQuery struct {
		At       recycle.Day      `query:"at"`
		Within   float64          `query:"within" minimum:"1" maximum:"20000" default:"300" doc:"Metres"`
		Network  string           `query:"network" enum:"any,A,B,AB" default:"any"`
		Category recycle.Category `query:"category"`
		Weight   string           `query:"weight" enum:"households,people" default:"households"`
	}
	routesQuery struct {
		At      recycle.Day `query:"at"`
		Within  string      `query:"within" maxLength:"80" default:"50,100,300" doc:"Metres, at most 8"`
		Network string      `query:"network" enum:"any,A,B,AB" default:"any"`
	}
	planExport struct {
		CoverageQueryFields
		What   string `query:"what" enum:"sites,uncovered,areas,routes" default:"areas"`
		Format string `query:"format" enum:"geojson,xlsx" default:"xlsx"`
	}
	CoverageQueryFields = coverageQuery
)

type cached[B any] struct {
	Status int
	ETag   string `header:"ETag"`
	Cache  string `header:"Cache-Control"`
	Body   B
}

// planners read figures over the whole zone.
func planners() map[string]any { return allow(Zone, recycle.Planner, recycle.Auditor) }

func registerCoverage(g huma.API, s Services) {
	c := s.Coverage
	huma.Register(g, op("getPlanMap", http.MethodGet, "/plan/map", "What the planner's map shows of a day", planners(), 401, 403, 422),
		func(ctx context.Context, in *planDay) (*struct{ Body PlanMap }, error) {
			l, err := c.Layers(ctx, in.At)
			if err != nil {
				return nil, fail(ctx, err)
			}
			return answer(ctx, planMap(l), nil)
		})
	huma.Register(g, op("getCoverage", http.MethodGet, "/plan/coverage", "Service coverage (F2): which part of the demand has an open site in reach", planners(), 401, 403, 422),
		func(ctx context.Context, in *coverageQuery) (*struct{ Body CoverageFigure }, error) {
			f, err := c.Service(ctx, in.query())
			if err != nil {
				return nil, fail(ctx, err)
			}
			return answer(ctx, coverageFigure(f), nil)
		})
	huma.Register(g, op("getRouteCoverage", http.MethodGet, "/plan/route-coverage", "Which open sites lie along the planned routes", planners(), 401, 403, 422),
		func(ctx context.Context, in *routesQuery) (*struct{ Body RouteFigure }, error) {
			within, err := distances(in.Within)
			if err != nil {
				return nil, err
			}
			f, ferr := c.Routes(ctx, recycle.RouteQuery{At: in.At, Within: within, Network: in.Network})
			if ferr != nil {
				return nil, fail(ctx, ferr)
			}
			return answer(ctx, routeFigure(f), nil)
		})
	huma.Register(g, op("getFusion", http.MethodGet, "/plan/fusion", "The fusion rate (F1): fused places among the places of sorted waste", planners(), 401, 403, 422),
		func(ctx context.Context, in *struct {
			At     recycle.Day `query:"at"`
			Within float64     `query:"within" minimum:"1" maximum:"500" default:"50" doc:"Metres between the two of a pair"`
		}) (*struct{ Body FusionFigure }, error) {
			f, err := c.Fusion(ctx, in.At, in.Within)
			if err != nil {
				return nil, fail(ctx, err)
			}
			return answer(ctx, fusionFigure(f), nil)
		})
	basemap := op("getBasemap", http.MethodGet, "/basemap", "The zone's own vector layers, as GeoJSON; may be empty", everyone(), 401)
	basemap.Responses = map[string]*huma.Response{"304": {Description: "What the caller has already"}}
	huma.Register(g, basemap,
		func(ctx context.Context, in *struct {
			NoneMatch string `header:"If-None-Match"`
		}) (*cached[any], error) {
			layers, version, err := s.Basemap.Basemap(ctx)
			if err != nil {
				return nil, fail(ctx, err)
			}
			tag := fmt.Sprintf(`"b%d"`, version)
			if in.NoneMatch == tag {
				return &cached[any]{Status: http.StatusNotModified, ETag: tag}, nil
			}
			return &cached[any]{Status: http.StatusOK, ETag: tag, Cache: "private, max-age=60", Body: layers}, nil
		})
	huma.Register(g, file(op("exportPlan", http.MethodGet, "/plan/export", "Exactly what the map shows, as GeoJSON or a spreadsheet", planners(), 401, 403, 422), xlsxType, geoJSONType),
		func(ctx context.Context, in *planExport) (*huma.StreamResponse, error) { return exportPlan(ctx, s, in) })
}

func (q *coverageQuery) query() recycle.CoverageQuery {
	return recycle.CoverageQuery{At: q.At, Within: q.Within, Network: q.Network, Category: q.Category, Weight: q.Weight}
}

// distances reads metres, comma-separated.
func distances(text string) ([]float64, error) {
	var list []float64
	for part := range strings.SplitSeq(text, ",") {
		d, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(d > 0 && d <= 20_000) || len(list) == 8 {
			return nil, newProblem(http.StatusUnprocessableEntity, "request.invalid", []ProblemField{{Location: "query.within", Code: "pattern"}})
		}
		list = append(list, d)
	}
	return list, nil
}
