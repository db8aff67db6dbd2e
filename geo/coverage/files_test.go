package coverage_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"liangwang/geo"
	"liangwang/geo/coverage"
)

// Other people's points, routes and districts, with counts that were found by other programs.

func TestFiles_HongKongRoutes(t *testing.T) {
	dir := shared("")
	if dir == "" {
		return
	}
	sites := hongKong(t, filepath.Join(dir, "01-hk-points-2020/wasteless-2020.csv"))
	if len(sites) != 3962 {
		t.Fatalf("%d sites", len(sites))
	}
	var routes []geo.MultiLineString
	for i, tt := range []struct {
		file   string
		length float64 // as published, to 0.1 %
	}{{"1000410-O.json", 6207.2}, {"1201-O.json", 4260.3}} {
		for _, f := range parse(t, filepath.Join(dir, "05-tracks-devices/hk-routes", tt.file)) {
			routes = append(routes, f.Geometry.(geo.MultiLineString))
		}
		if got := geo.LengthOf(routes[i]); got < tt.length-0.05 || got > tt.length+0.05 {
			t.Errorf("%s is %.1f m long, not %.1f", tt.file, got, tt.length)
		}
	}
	got := coverage.Routes(sites, routes, []float64{50, 100, 300})
	if fmt.Sprint(got.Routes) != "[[7 16 56] [16 25 43]]" || fmt.Sprint(got.Sites) != "[23 41 99]" || len(got.Nearest) != 99 {
		t.Errorf("%v %v %d", got.Routes, got.Sites, len(got.Nearest))
	}
	if want := routesByHand(sites, routes, got.Within); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("not like every one by every one")
	}
}

func hongKong(t *testing.T, name string) (sites []geo.Point) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(read(t, name), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lat, lon := slices.Index(rows[0], "lat"), slices.Index(rows[0], "lgt")
	for _, row := range rows[1:] {
		x, err1 := strconv.ParseFloat(row[lon], 64)
		y, err2 := strconv.ParseFloat(row[lat], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(row)
		}
		sites = append(sites, geo.Point{x, y})
	}
	return sites
}

func TestFiles_TaipeiStops(t *testing.T) {
	dir := shared("02-taipei-trucks")
	if dir == "" {
		return
	}
	var names []string
	var districts []geo.MultiPolygon
	for _, f := range parse(t, filepath.Join(dir, "taipei_town.geojson")) {
		names = append(names, text(t, f.Properties, "TNAME"))
		districts = append(districts, f.Geometry.(geo.MultiPolygon))
	}
	var stops []geo.Point
	var labels []string
	for i, f := range parse(t, filepath.Join(dir, "garbage_truck.geojson")) {
		p, ok := f.Geometry.(geo.Point)
		if !ok {
			if i != 75 || f.Err.Code != geo.CodeOutside {
				t.Errorf("stop %d: %v", i, f.Err)
			}
			p = f.Err.Position
		}
		stops, labels = append(stops, p), append(labels, text(t, f.Properties, "行政區"))
	}
	got := coverage.Assign(stops, geo.NewAreas(districts))
	if got.Inside != 4021 || got.Outside != 19 || got.Several != 0 {
		t.Errorf("%d inside, %d outside, %d several", got.Inside, got.Outside, got.Several)
	}
	agree := 0
	for i, first := range got.First {
		if first >= 0 && names[first] == labels[i] {
			agree++
		}
	}
	if agree != 4012 {
		t.Errorf("%d of the labels agree", agree)
	}
}

func TestFiles_Flensburg(t *testing.T) {
	dir := shared("03-points-other")
	if dir == "" {
		return
	}
	features := parse(t, filepath.Join(dir, "stadtteile.geojson"))
	slices.SortFunc(features, func(a, b geo.Feature) int {
		return bytes.Compare([]byte(text(t, a.Properties, "AREA_NAME")), []byte(text(t, b.Properties, "AREA_NAME")))
	})
	var districts []geo.MultiPolygon
	for _, f := range features {
		districts = append(districts, geo.MultiPolygon{f.Geometry.(geo.Polygon)})
	}
	ix := geo.NewAreas(districts)
	for _, tt := range []struct {
		file string
		want []int
	}{
		{"altglas.json", []int{4, 2, 9, 7, 3, 5, 5, 6, 5, 8, 13, 5, 5}},
		{"alttextilien.json", []int{3, 1, 7, 8, 4, 7, 3, 3, 4, 6, 14, 5, 2}},
	} {
		rows, err := geo.ParseObjects(read(t, filepath.Join(dir, tt.file)), geo.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var points []geo.Point
		for _, r := range rows {
			at := r.Values["coords"].([]any)
			x, _ := at[0].(json.Number).Float64()
			y, _ := at[1].(json.Number).Float64()
			points = append(points, geo.Point{x, y})
		}
		if got := coverage.Assign(points, ix); !slices.Equal(got.Areas, tt.want) || got.Outside != 0 {
			t.Errorf("%s: %v, %d outside", tt.file, got.Areas, got.Outside)
		}
	}
}

// Every county has its centre, and the counties together are the city. The boundaries are GCJ-02; the question is the same in any
// datum, and the answer must be too.
func TestFiles_Jining(t *testing.T) {
	dir := shared("04-jining")
	if dir == "" {
		return
	}
	var counties []geo.MultiPolygon
	var city geo.MultiPolygon
	files, _ := filepath.Glob(filepath.Join(dir, "3708??.json"))
	for _, name := range files {
		f := parse(t, name)[0]
		m := f.Geometry.(geo.MultiPolygon)
		var about struct{ Center [2]string }
		if err := json.Unmarshal(f.Properties, &about); err != nil {
			t.Fatal(err)
		}
		x, _ := strconv.ParseFloat(about.Center[0], 64)
		y, _ := strconv.ParseFloat(about.Center[1], 64)
		if !geo.Contains(m, geo.Point{x, y}) {
			t.Errorf("%s: the centre lies outside", name)
		}
		if text(t, f.Properties, "code") == "370800" {
			city = m
		} else {
			counties = append(counties, m)
		}
	}
	if len(counties) != 11 || city == nil {
		t.Fatalf("%d counties", len(counties))
	}
	box, _ := geo.BoundOf(city)
	r := rand.New(rand.NewPCG(370800, 0))
	points := make([]geo.Point, 4000)
	for i := range points {
		points[i] = geo.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
	}
	inCounties, inCity := coverage.Assign(points, geo.NewAreas(counties)), coverage.Assign(points, geo.NewAreas([]geo.MultiPolygon{city}))
	differ := 0
	for i := range points {
		if (inCounties.First[i] >= 0) != (inCity.First[i] >= 0) {
			differ++
		}
	}
	if differ != 0 || inCounties.Several != 0 || inCity.Inside < 1550 || inCity.Inside > 1780 {
		t.Errorf("%d of %d inside, %d differ, %d in several", inCity.Inside, len(points), differ, inCounties.Several)
	}
	moved := geo.Convert(city, geo.GCJ02, geo.WGS84).(geo.MultiPolygon)
	other := 0
	for _, p := range points {
		if geo.Contains(moved, geo.ToWGS84(p, geo.GCJ02)) != geo.Contains(city, p) {
			other++
		}
	}
	if other > 1 { // an edge is not quite straight after the conversion
		t.Errorf("%d points change sides with the datum", other)
	}
}

func parse(t *testing.T, name string) []geo.Feature {
	t.Helper()
	features, err := geo.ParseGeoJSON(read(t, name), geo.Limits{})
	if err != nil {
		t.Fatal(name, err)
	}
	return features
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func text(t *testing.T, raw json.RawMessage, key string) string {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	s, _ := m[key].(string)
	return s
}
