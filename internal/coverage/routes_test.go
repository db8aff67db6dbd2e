package coverage_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Through the feature the counts are those of the files: every row open, in network A; a fused site is counted apart.
func TestService_Routes(t *testing.T) {
	snap, want, fused := made(), "[2 3 4] [[2 3 4] [0 0 1]]", "[1 1 1]"
	if dir := os.Getenv("LW_SHARED"); dir != "" {
		snap, want, fused = hongKong(t, filepath.Join(dir, "data")), "[23 41 99] [[7 16 56] [16 25 43]]", ""
	}
	c, err := service(snap).Routes(t.Context(), recycle.RouteQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var routes [][]int
	for _, r := range c.Routes {
		routes = append(routes, r.Counts)
	}
	if got := fmt.Sprint(c.Counts, " ", routes); got != want || fused != "" && fmt.Sprint(c.Fused) != fused || len(c.Covered) != c.Counts[2] {
		t.Errorf("%s, fused %v, %d covered, want %s", got, c.Fused, len(c.Covered), want)
	}
	for _, site := range c.Covered {
		p, _ := site.Site.Point()
		g, err := geo.ParseWKB(site.Route.Shape, geo.Limits{})
		if lines, ok := g.(geo.MultiLineString); err != nil || !ok || geo.MetresToLines(p, lines) != site.Metres || site.Metres > 300 {
			t.Fatalf("%s is %v m from %s", site.Site.Name, site.Metres, site.Route.Name)
		}
	}
}

// made is four sites beside one road and another road of which one is in reach.
func made() recycle.Snapshot {
	closed := site(9, "A", at(10, 0))
	closed.State = recycle.SiteClosed
	return recycle.Snapshot{
		Sites: []recycle.SiteVersion{site(1, "A", at(100, 30)), site(2, "AB", at(500, -49)), site(3, "B", at(700, 99)), site(4, "A", at(900, -250)), closed},
		Routes: []recycle.RouteVersion{route("r1", geo.MultiLineString{{at(0, 0), at(1000, 0)}}),
			route("r2", geo.MultiLineString{{at(0, -520), at(1000, -520)}})},
	}
}

func route(id string, lines geo.MultiLineString) recycle.RouteVersion {
	return recycle.RouteVersion{RouteID: recycle.RouteID(id), RouteFacts: recycle.RouteFacts{Name: id, Shape: geo.WKB(lines), LengthM: geo.LengthOf(lines)}}
}

func hongKong(t *testing.T, dir string) (snap recycle.Snapshot) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(read(t, filepath.Join(dir, "01-hk-points-2020/wasteless-2020.csv")), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lat, lon := slices.Index(rows[0], "lat"), slices.Index(rows[0], "lgt")
	for n, row := range rows[1:] {
		x, err1 := strconv.ParseFloat(row[lon], 64)
		y, err2 := strconv.ParseFloat(row[lat], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(row)
		}
		snap.Sites = append(snap.Sites, site(n, "A", geo.Point{x, y}))
	}
	for _, file := range []string{"1000410-O.json", "1201-O.json"} {
		features, err := geo.ParseGeoJSON(read(t, filepath.Join(dir, "05-tracks-devices/hk-routes", file)), geo.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range features {
			if lines, ok := f.Geometry.(geo.MultiLineString); ok {
				snap.Routes = append(snap.Routes, route(file, lines))
			}
		}
	}
	return snap
}

func read(t *testing.T, name string) []byte {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
