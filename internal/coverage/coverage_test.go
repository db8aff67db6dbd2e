package coverage_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"liangwang/geo"
	"liangwang/internal/coverage"
	"liangwang/internal/recycle"
)

// register is a fixed register, the same on every day.
type register struct{ snap recycle.Snapshot }

func (r *register) On(context.Context, recycle.Day) (*recycle.Snapshot, error) { return &r.snap, nil }

func clock() time.Time { return time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC) }

func service(snap recycle.Snapshot) *coverage.Service {
	snap.Day = "2026-11-23"
	return &coverage.Service{Register: &register{snap}, Now: clock}
}

// at is a place some metres east and north of a corner of the zone.
func at(east, north float64) geo.Point {
	return geo.Point{116.6 + east/90_800, 35.4 + north/110_950}
}

func site(n int, networks string, p geo.Point) recycle.SiteVersion {
	v := recycle.SiteVersion{SiteID: recycle.SiteID(fmt.Sprintf("s%03d", n)), SiteFacts: recycle.SiteFacts{Name: fmt.Sprintf("示范小区-%03d", n),
		Kind: "RC_POINT_STD", State: recycle.SiteActive, OperatorName: "示范公司", Hours: "Mo-Su 08:00-18:00", Place: recycle.PlaceAt(p)}}
	for _, n := range networks {
		v.InA, v.InB = v.InA || n == 'A', v.InB || n == 'B'
	}
	return v
}

func point(households, people int64, p geo.Point) recycle.DemandVersion {
	return recycle.DemandVersion{DemandFacts: recycle.DemandFacts{Households: households, People: people, Place: recycle.PlaceAt(p)}}
}

// square is an area from one corner to another.
func square(id string, level recycle.AreaLevel, a, b geo.Point, households int64) recycle.AreaVersion {
	ring := geo.Ring{a, {b[0], a[1]}, b, {a[0], b[1]}, a}
	return recycle.AreaVersion{AreaID: recycle.AreaID(id), AreaFacts: recycle.AreaFacts{Name: id, Level: level, Households: households,
		People: 2 * households, Shape: geo.WKB(geo.MultiPolygon{{ring}})}}
}

// The figure is the same as asking every demand point and every site, for each network, category, weight and area.
func TestService_Service_bruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	spot := func() geo.Point { return at(r.Float64()*4000, r.Float64()*4000) }
	var snap recycle.Snapshot
	for n := range 60 {
		v := site(n, []string{"A", "B", "AB"}[n%3], spot())
		if n%7 == 0 {
			v.State = recycle.SiteSuspended
		}
		if n%11 == 0 {
			v.Kind = "TRANSFER"
		}
		if n%2 == 0 {
			v.Categories = "paper.occ,plastic.pet"
		}
		snap.Sites = append(snap.Sites, v)
	}
	for range 800 {
		snap.Demand = append(snap.Demand, point(int64(r.IntN(90)), int64(r.IntN(300)), spot()))
	}
	for n := range 4 { // overlapping, and a level above them all
		snap.Areas = append(snap.Areas, square(fmt.Sprint("c", n), recycle.LevelCommunity, at(float64(n)*900, 0), at(float64(n)*900+1300, 2500), 9))
	}
	snap.Areas = append(snap.Areas, square("zone", recycle.LevelZone, at(-1, -1), at(4001, 4001), 9))
	s := service(snap)
	for _, network := range []string{"any", "A", "B"} {
		for _, category := range []recycle.Category{"", "paper", "plastic.pet", "plast", "glass.flat"} {
			for _, weight := range coverage.Weights() {
				for _, within := range []float64{120, 300, 1000} {
					got, err := s.Service(t.Context(), recycle.CoverageQuery{Network: network, Category: category, Weight: weight, Within: within})
					if err != nil {
						t.Fatal(err)
					}
					check(t, &snap, got)
				}
			}
		}
	}
}

// check compares a figure with every demand point by every site.
func check(t *testing.T, snap *recycle.Snapshot, got *recycle.ServiceCoverage) {
	t.Helper()
	var sites []geo.Point
	for _, v := range snap.Sites {
		of := map[string]bool{"any": true, "A": v.InA, "B": v.InB}[got.Network]
		takes := got.Category == "" || v.Categories != "" && map[recycle.Category]bool{"paper": true, "plastic.pet": true}[got.Category]
		if p, _ := v.Point(); v.State == recycle.SiteActive && v.Kind == "RC_POINT_STD" && of && takes {
			sites = append(sites, p)
		}
	}
	var total, reached, missed int64
	areas := map[recycle.AreaID][2]int64{}
	count := 0
	for _, d := range snap.Demand {
		p, _ := d.Point()
		nearest, w := math.Inf(1), d.Households
		if got.Weight == coverage.People {
			w = d.People
		}
		for _, s := range sites {
			nearest = min(nearest, geo.Metres(p, s))
		}
		total += w
		in := nearest <= got.Within
		if in {
			reached += w
			count++
		} else {
			missed += w
		}
		for _, a := range snap.Areas {
			if p[0] >= corner(a)[0] && p[0] <= corner(a)[2] && p[1] >= corner(a)[1] && p[1] <= corner(a)[3] {
				sum := areas[a.AreaID]
				sum[0] += w
				if in {
					sum[1] += w
				}
				areas[a.AreaID] = sum
			}
		}
	}
	if got.Sites != len(sites) || got.Total != total || got.Reached != reached || got.Covered != count || got.Points != len(snap.Demand) ||
		got.Share == nil || *got.Share != float64(reached)/float64(total) {
		t.Errorf("%+v: %d sites, %d of %d, want %d, %d of %d", got.CoverageQuery, got.Sites, got.Reached, got.Total, len(sites), reached, total)
	}
	for _, a := range got.Areas {
		if want := areas[a.ID]; a.Total != want[0] || a.Reached != want[1] {
			t.Errorf("%+v %s: %d of %d, want %d of %d", got.CoverageQuery, a.Name, a.Reached, a.Total, want[1], want[0])
		}
	}
	var listed int64
	for i, u := range got.Uncovered.Points {
		listed += u.Weight
		if i > 0 && u.Weight > got.Uncovered.Points[i-1].Weight || u.Metres >= 0 && u.Metres <= got.Within || (u.Metres < 0) != (len(sites) == 0) {
			t.Fatalf("%+v: uncovered %+v", got.CoverageQuery, u)
		}
	}
	if got.Uncovered.Count != len(snap.Demand)-count || listed != missed {
		t.Errorf("%+v: %d uncovered of %d, want %d of %d", got.CoverageQuery, got.Uncovered.Count, listed, len(snap.Demand)-count, missed)
	}
}

func corner(a recycle.AreaVersion) [4]float64 {
	g, _ := geo.ParseWKB(a.Shape, geo.Limits{})
	b, _ := geo.BoundOf(g)
	return [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}

// A fused pair is two entries and one place, where its record of network B stands; alone, each record is a place.
func TestService_Service_places(t *testing.T) {
	s := service(recycle.Snapshot{
		Sites: []recycle.SiteVersion{site(1, "B", at(0, 0)), site(2, "A", at(30, 0)), site(3, "AB", at(500, 0)), site(4, "A", at(600, 0))},
		Areas: []recycle.AreaVersion{square("east", recycle.LevelCommunity, at(10, -9), at(1000, 9), 1), square("west", recycle.LevelCommunity, at(-9, -9), at(10, 9), 1)},
	})
	for _, tt := range []struct {
		network                   string
		sites, places, east, west int
	}{{"any", 4, 3, 2, 1}, {"A", 3, 3, 3, 0}, {"B", 2, 2, 1, 1}, {"AB", 2, 2, 1, 1}} {
		c, err := s.Service(t.Context(), recycle.CoverageQuery{Network: tt.network})
		if err != nil || c.Sites != tt.sites || c.Places != tt.places || c.Areas[0].Places != tt.east || c.Areas[1].Places != tt.west {
			t.Errorf("%s: %d entries, %d places, %+v, %v", tt.network, c.Sites, c.Places, c.Areas, err)
		}
	}
}

// What is not covered is the same by households and by people, each point with both; a list that is too long leaves out the same ones.
func TestService_Service_uncovered(t *testing.T) {
	var snap recycle.Snapshot
	for n := range coverage.MaxUncovered + 50 {
		snap.Demand = append(snap.Demand, point(int64(n%700), int64(2100-n%1900), at(float64(n%200)*20, float64(n/200)*20)))
	}
	s := service(snap)
	said := map[string]map[recycle.UncoveredPoint]bool{}
	for _, weight := range coverage.Weights() {
		c, err := s.Service(t.Context(), recycle.CoverageQuery{Weight: weight})
		if err != nil || c.Uncovered.Count != len(snap.Demand) || len(c.Uncovered.Points) != coverage.MaxUncovered {
			t.Fatalf("%s: %d of %d, %v", weight, len(c.Uncovered.Points), c.Uncovered.Count, err)
		}
		said[weight] = map[recycle.UncoveredPoint]bool{}
		for i, u := range c.Uncovered.Points {
			if u.Weight != map[string]int64{coverage.Households: u.Households, coverage.People: u.People}[weight] || i > 0 && u.Weight > c.Uncovered.Points[i-1].Weight {
				t.Fatalf("%s: %+v", weight, u)
			}
			u.Weight = 0
			said[weight][u] = true
		}
	}
	for u := range said[coverage.People] {
		if !said[coverage.Households][u] {
			t.Fatalf("%+v is listed by people alone", u)
		}
	}
}

// A community without a demand point stands for its own people.
func TestService_Service_communities(t *testing.T) {
	bare := square("c3", recycle.LevelCommunity, at(0, 0), at(1, 1), 500)
	bare.Shape = nil
	s := service(recycle.Snapshot{
		Sites: []recycle.SiteVersion{site(1, "A", at(500, 500))},
		Areas: []recycle.AreaVersion{square("c1", recycle.LevelCommunity, at(0, 0), at(1000, 1000), 70),
			square("c2", recycle.LevelCommunity, at(2000, 0), at(3000, 1000), 30), bare, square("z", recycle.LevelZone, at(-10, -10), at(9000, 9000), 999)},
		Demand: []recycle.DemandVersion{point(5, 0, at(2100, 100))},
	})
	c, err := s.Service(t.Context(), recycle.CoverageQuery{Within: 600})
	if err != nil || c.Points != 2 || c.Total != 75 || c.Reached != 70 {
		t.Errorf("%+v, %v", c, err)
	}
	if a := c.Areas[3]; a.Name != "c3" || a.Bounded || a.Share != nil || c.Areas[0].Name != "z" || c.Areas[0].Total != 75 || c.Areas[0].Sites != 1 {
		t.Errorf("%+v", c.Areas)
	}
	empty, err := service(recycle.Snapshot{}).Service(t.Context(), recycle.CoverageQuery{})
	if err != nil || empty.Share != nil || len(empty.Uncovered.Points) != 0 {
		t.Errorf("%+v, %v", empty, err)
	}
}

func TestService_Fusion(t *testing.T) {
	tests := []struct {
		name  string
		edit  func(a, b *recycle.SiteVersion)
		pairs int
	}{
		{"a pair", func(_, _ *recycle.SiteVersion) {}, 1},
		{"51 m apart", func(a, _ *recycle.SiteVersion) { a.Place = recycle.PlaceAt(at(51, 0)) }, 0},
		{"no operator", func(a, _ *recycle.SiteVersion) { a.OperatorName = "" }, 0},
		{"no hours", func(_, b *recycle.SiteVersion) { b.Hours = "" }, 0},
		{"not open", func(_, b *recycle.SiteVersion) { b.State = recycle.SiteRelocating }, 0},
		{"a station", func(a, _ *recycle.SiteVersion) { a.Kind = "TRANSFER" }, 0},
		{"both of one network", func(a, _ *recycle.SiteVersion) { a.InA, a.InB = false, true }, 0},
		{"one is fused already", func(a, _ *recycle.SiteVersion) { a.InB = true }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := site(1, "A", at(40, 0)), site(2, "B", at(0, 0))
			tt.edit(&a, &b)
			f, err := service(recycle.Snapshot{Sites: []recycle.SiteVersion{a, b}}).Fusion(t.Context(), "", 0)
			if err != nil || len(f.Pairs) != tt.pairs {
				t.Errorf("%+v, %v", f, err)
			}
		})
	}
	snap := recycle.Snapshot{Sites: []recycle.SiteVersion{
		site(1, "B", at(0, 0)), site(2, "A", at(30, 0)), site(3, "A", at(0, 20)), // two candidates: the nearer
		site(4, "AB", at(500, 0)), site(5, "B", at(2000, 0)), site(6, "A", at(4000, 0))},
		Areas: []recycle.AreaVersion{square("z", recycle.LevelZone, at(-9, -9), at(1000, 1000), 1)}}
	f, err := service(snap).Fusion(t.Context(), "", 0)
	if err != nil || f.Records != 1 || len(f.Pairs) != 1 || f.Pairs[0].A.SiteID != "s003" || f.MSW != 3 || f.Fused != 2 || f.Places != 5 || *f.Rate != 2.0/3 ||
		f.Areas[0].MSW != 2 || f.Areas[0].Fused != 2 {
		t.Errorf("%+v, %v", f, err)
	}
	c, err := service(snap).Service(t.Context(), recycle.CoverageQuery{Network: coverage.BothAB})
	if err != nil || c.Sites != 2 {
		t.Errorf("%d fused places cover, %v", c.Sites, err)
	}
}

func TestService_LayersAndExport(t *testing.T) {
	bare := site(3, "A", at(0, 0))
	bare.Place = recycle.Place{}
	line := geo.MultiLineString{{at(0, 5), at(1000, 5)}}
	snap := recycle.Snapshot{
		Sites:  []recycle.SiteVersion{site(1, "B", at(0, 0)), site(2, "A", at(30, 0)), bare, site(4, "AB", at(900, 0))},
		Areas:  []recycle.AreaVersion{square("z", recycle.LevelZone, at(-9, -9), at(1000, 1000), 1)},
		Demand: []recycle.DemandVersion{point(3, 0, at(0, 0)), point(4, 0, at(5000, 0))},
		Routes: []recycle.RouteVersion{{RouteID: "r", RouteFacts: recycle.RouteFacts{Name: "一号线", Shape: geo.WKB(line), LengthM: geo.LengthOf(line)}}},
	}
	s := service(snap)
	l, err := s.Layers(t.Context(), "")
	if err != nil || l.Unplaced != 1 || len(l.Sites) != 3 || l.Sites[0].Form != coverage.FormPair || l.Sites[2].Form != coverage.FormRecord || len(l.Bounds) != 4 {
		t.Errorf("%+v, %v", l, err)
	}
	for what, want := range map[string]int{"sites": 3, "uncovered": 1, "areas": 1, "routes": 1} {
		table, err := s.Export(t.Context(), what, recycle.CoverageQuery{}, nil)
		if err != nil || len(table.Rows) != want || len(table.Shapes) != want || len(table.Rows[0]) != len(table.Columns) {
			t.Errorf("%s: %+v, %v", what, table, err)
			continue
		}
		features, err := geo.ParseGeoJSON(s.GeoJSON(table), geo.Limits{})
		var about struct{ About map[string]any }
		if jerr := json.Unmarshal(s.GeoJSON(table), &about); err != nil || jerr != nil || len(features) != want || features[0].Err != nil || about.About["rows"] != float64(want) {
			t.Errorf("%s: %d features, %v, %v, about %v", what, len(features), err, jerr, about.About)
		}
	}
	for name, q := range map[string]recycle.CoverageQuery{"day": {At: "2026-02-30"}, "within": {Within: -1}, "network": {Network: "C"}, "weight": {Weight: "kg"}} {
		if _, err := s.Service(t.Context(), q); recycle.KindOf(err) != recycle.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Export(t.Context(), "people", recycle.CoverageQuery{}, nil); err == nil {
		t.Error("people can be exported")
	}
	if _, err := s.Routes(t.Context(), recycle.RouteQuery{Within: []float64{math.NaN()}}); err == nil {
		t.Error("within NaN metres")
	}
}
