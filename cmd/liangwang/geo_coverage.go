package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"liangwang/geo"
	"liangwang/geo/coverage"
	"liangwang/internal/intake"
	"liangwang/internal/recycle"
)

// routeAnswer is the JSON of geo route-coverage; distances are keys.
type routeAnswer struct {
	Sites   int            `json:"sites"`
	Within  map[string]int `json:"within"` // sites near any route
	Routes  []routeRow     `json:"routes"`
	Covered []coveredRow   `json:"covered"` // the sites within the largest distance, each with its nearest route
}

type routeRow struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	LengthM float64        `json:"length_m"`
	Within  map[string]int `json:"within"`
}

type coveredRow struct {
	Site      string  `json:"site"`
	Route     string  `json:"route"`
	DistanceM float64 `json:"distance_m"`
}

func newRouteCoverageCmd(a *app) *cobra.Command {
	var f geoFlags
	var sites, routes []string
	var within string
	cmd := &cobra.Command{
		Use:     "route-coverage",
		Short:   "Which sites lie within some metres of a planned route 线路覆盖",
		Example: "  liangwang geo route-coverage --sites points.csv --routes a.json --routes b.json --within 50,100,300 --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			answer, err := f.routeCoverage(a, sites, routes, within)
			if err != nil {
				return err
			}
			return f.printRoutes(a, &answer)
		},
	}
	f.register(cmd)
	cmd.Flags().StringSliceVar(&sites, "sites", nil, "file of sites, may be repeated")
	cmd.Flags().StringSliceVar(&routes, "routes", nil, "file of routes, may be repeated")
	cmd.Flags().StringVar(&within, "within", "50,100,300", "distances in metres")
	return cmd
}

func (f *geoFlags) routeCoverage(a *app, siteFiles, routeFiles []string, within string) (answer routeAnswer, err error) {
	if len(siteFiles) == 0 || len(routeFiles) == 0 {
		return answer, errors.New("--sites and --routes are needed")
	}
	reach, err := distances(within)
	if err != nil {
		return answer, err
	}
	sites, err := f.places(a, siteFiles, recycle.ImportSites, "")
	if err != nil {
		return answer, err
	}
	routes, err := f.shapes(a, routeFiles, recycle.ImportRoutes)
	if err != nil {
		return answer, err
	}
	lines := make([]geo.MultiLineString, len(routes))
	for i, r := range routes {
		lines[i], _ = r.Geometry.(geo.MultiLineString) // as intake.Shapes promises
	}
	r := coverage.Routes(pointsOf(sites), lines, reach)
	answer = routeAnswer{Sites: len(sites), Within: counted(r.Within, r.Sites), Routes: []routeRow{}, Covered: []coveredRow{}}
	for i, route := range routes {
		answer.Routes = append(answer.Routes, routeRow{route.ID, route.Name, round(geo.LengthOf(lines[i])), counted(r.Within, r.Routes[i])})
	}
	for _, n := range r.Nearest[:f.first(len(r.Nearest))] {
		answer.Covered = append(answer.Covered, coveredRow{sites[n.Site].ID, routes[n.Route].ID, round(n.Metres)})
	}
	return answer, nil
}

func siteCount(n int) string { return strconv.Itoa(n) + " sites" }

func (f *geoFlags) printRoutes(a *app, answer *routeAnswer) error {
	if f.json {
		return a.printJSON(answer)
	}
	if f.csv {
		var rows [][]any
		for _, c := range answer.Covered {
			rows = append(rows, []any{c.Site, c.Route, c.DistanceM})
		}
		return a.printCSV([]string{"site", "route", "distance_m"}, rows)
	}
	text := fmt.Sprintf("%d sites; near any route: %s\n", answer.Sites, byDistance(answer.Within, siteCount))
	for _, r := range answer.Routes {
		text += fmt.Sprintf("route %s %s, %.0f m: %s\n", r.ID, r.Name, r.LengthM, byDistance(r.Within, siteCount))
	}
	_, err := fmt.Fprint(a.stdout, text)
	return err
}

// serviceAnswer is the JSON of geo service-coverage.
type serviceAnswer struct {
	Demand    int              `json:"demand"`
	Weight    float64          `json:"weight"`
	WeighedBy string           `json:"weighed_by"` // the column whose numbers are summed up; "": every point is 1
	Within    map[string]share `json:"within"`
	Areas     []serviceArea    `json:"areas"`
}

type share struct {
	Count  int     `json:"count"`
	Weight float64 `json:"weight"`
}

func (s share) String() string { return fmt.Sprintf("%d points, weight %s", s.Count, metres(s.Weight)) }

type serviceArea struct {
	ID     string           `json:"id"`
	Name   string           `json:"name"`
	Demand int              `json:"demand"`
	Weight float64          `json:"weight"`
	Within map[string]share `json:"within"`
}

func newServiceCoverageCmd(a *app) *cobra.Command {
	var f geoFlags
	var sites, demand, areas []string
	var within, weight string
	cmd := &cobra.Command{
		Use:   "service-coverage",
		Short: "Which part of the households or people has a site within some metres 服务覆盖",
		Long: "Distances are straight. Every row of the file of sites counts as open. A demand point without a position or a weight counts\n" +
			"among the demand and is covered by nothing, or weighs nothing. What was summed up stands in weighed_by of --json.",
		Example: "  liangwang geo service-coverage --sites sites.csv --demand blocks.csv --weight Pop --within 300,500 --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			answer, err := f.serviceCoverage(a, serviceFiles{sites, demand, areas}, within, weight)
			if err != nil {
				return err
			}
			return f.printService(a, &answer)
		},
	}
	f.register(cmd)
	cmd.Flags().StringSliceVar(&sites, "sites", nil, "file of sites, may be repeated")
	cmd.Flags().StringSliceVar(&demand, "demand", nil, "file of demand points, may be repeated")
	cmd.Flags().StringSliceVar(&areas, "areas", nil, "file of areas, may be repeated")
	cmd.Flags().StringVar(&weight, "weight", "", "column of the file of demand that is summed up; without: the households, else the people, else every point is 1")
	cmd.Flags().StringVar(&within, "within", "300", "distances in metres")
	return cmd
}

type serviceFiles struct{ sites, demand, areas []string }

func (f *geoFlags) serviceCoverage(a *app, files serviceFiles, within, weight string) (answer serviceAnswer, err error) {
	if len(files.sites) == 0 || len(files.demand) == 0 {
		return answer, errors.New("--sites and --demand are needed")
	}
	reach, err := distances(within)
	if err != nil {
		return answer, err
	}
	demandFlags := *f
	f.mapped = nil // --map names columns of the demand here
	sites, err := f.places(a, files.sites, recycle.ImportSites, "")
	if err != nil {
		return answer, err
	}
	if weight == "" {
		if weight, err = demandFlags.weightColumn(a, files.demand); err != nil {
			return answer, err
		}
	}
	points, err := demandFlags.places(a, files.demand, recycle.ImportDemand, weight)
	if err != nil {
		return answer, err
	}
	var shapes []intake.Shape
	var areas *geo.Areas
	if len(files.areas) > 0 {
		if shapes, err = f.shapes(a, files.areas, recycle.ImportAreas); err != nil {
			return answer, err
		}
		areas = geo.NewAreas(polygonsOf(shapes))
	}
	r := coverage.Service(weighed(a, points), pointsOf(sites), areas, reach)
	answer = serviceAnswer{Demand: r.Total.Count, Weight: round(r.Total.Weight), WeighedBy: weight, Within: shares(r.Within, r.Covered), Areas: []serviceArea{}}
	for i, area := range r.Areas {
		answer.Areas = append(answer.Areas, serviceArea{shapes[i].ID, shapes[i].Name, area.Total.Count, round(area.Total.Weight), shares(r.Within, area.Covered)})
	}
	answer.Areas = answer.Areas[:f.first(len(answer.Areas))]
	return answer, nil
}

// weighed returns places as demand, and notes those without a weight.
func weighed(a *app, places []intake.Place) []coverage.Demand {
	list := make([]coverage.Demand, len(places))
	for i, at := range pointsOf(places) {
		list[i] = coverage.Demand{At: at, Weight: places[i].Weight}
		if !places[i].Weighed {
			_, _ = fmt.Fprintf(a.stderr, "line %d: no weight: counted as 0\n", places[i].Line)
		}
	}
	return list
}

func shares(within []float64, covered []coverage.Share) map[string]share {
	m := map[string]share{}
	for i, d := range within {
		m[metres(d)] = share{covered[i].Count, round(covered[i].Weight)}
	}
	return m
}

func (f *geoFlags) printService(a *app, answer *serviceAnswer) error {
	if f.json {
		return a.printJSON(answer)
	}
	if f.csv {
		var rows [][]any
		for _, area := range answer.Areas {
			for _, d := range nearFirst(area.Within) {
				s := area.Within[d]
				rows = append(rows, []any{area.ID, area.Name, area.Demand, area.Weight, d, s.Count, s.Weight})
			}
		}
		return a.printCSV([]string{"id", "name", "demand", "weight", "within_m", "covered", "covered_weight"}, rows)
	}
	by := "every point is 1"
	if answer.WeighedBy != "" {
		by = "the sum of " + answer.WeighedBy
	}
	text := fmt.Sprintf("%d demand points, weight %s (%s)\n", answer.Demand, metres(answer.Weight), by)
	for _, d := range nearFirst(answer.Within) {
		s := answer.Within[d]
		text += fmt.Sprintf("within %s m: %s (%.1f %%)\n", d, s, 100*s.Weight/max(answer.Weight, 1e-9))
	}
	for _, area := range answer.Areas {
		text += fmt.Sprintf("area %s %s: %s; of these %s\n", area.ID, area.Name, share{area.Demand, area.Weight}, byDistance(area.Within, share.String))
	}
	_, err := fmt.Fprint(a.stdout, text)
	return err
}
