package geo_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"liangwang/geo"

	"pgregory.net/rapid"
)

func TestParseDatum(t *testing.T) {
	for name, want := range map[string]geo.Datum{
		"wgs84": geo.WGS84, "WGS-84": geo.WGS84, "EPSG:4326": geo.WGS84, "cgcs2000": geo.CGCS2000, "gcj02": geo.GCJ02,
		"gcj-02": geo.GCJ02, "GCJ_02": geo.GCJ02, "bd09": geo.BD09, "BD-09": geo.BD09, "bd09ll": geo.BD09,
	} {
		if got, err := geo.ParseDatum(name); got != want || err != nil {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "beijing54", "utm"} {
		var e *geo.Error
		if _, err := geo.ParseDatum(name); !errors.As(err, &e) || e.Code != geo.CodeDatum {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDatum_vector(t *testing.T) {
	wgs, gcj, bd := geo.Point{116.62, 35.42}, geo.Point{116.62530929, 35.41956429}, geo.Point{116.6317493, 35.42582063}
	near(t, "to GCJ-02", geo.FromWGS84(wgs, geo.GCJ02), gcj, 6e-9)
	near(t, "to BD-09", geo.FromWGS84(wgs, geo.BD09), bd, 6e-9)
	near(t, "from GCJ-02", geo.ToWGS84(gcj, geo.GCJ02), wgs, 6e-9)
	near(t, "from BD-09", geo.ToWGS84(bd, geo.BD09), wgs, 2e-6)
	near(t, "CGCS2000", geo.ToWGS84(wgs, geo.CGCS2000), wgs, 0)
	london := geo.Point{-0.12, 51.5}
	near(t, "London", geo.FromWGS84(london, geo.GCJ02), london, 0)
	near(t, "London back", geo.ToWGS84(london, geo.GCJ02), london, 0)
}

// Whatever is on Earth in a datum is on Earth in WGS-84.
func TestDatum_edges(t *testing.T) {
	for _, from := range geo.Datums() {
		for _, lon := range []float64{-180, -179.999, 0, 116.6, 179.999, 180} {
			for _, lat := range []float64{-90, -89.999, 0, 35.4, 89.999, 90} {
				if p := geo.ToWGS84(geo.Point{lon, lat}, from); !geo.OnEarth(p) {
					t.Errorf("%v, %v in %s is %v", lon, lat, from, p)
				}
			}
		}
	}
}

func TestDatum_roundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := geo.Point{rapid.Float64Range(73.7, 135).Draw(t, "lon"), rapid.Float64Range(3.9, 53.5).Draw(t, "lat")}
		back, most := geo.ToWGS84(geo.FromWGS84(p, geo.GCJ02), geo.GCJ02), 1e-8
		if math.Abs(p[0]-105) < 1e-12 { // a tenth of a micrometre
			most = 1e-6
		}
		if d := geo.Metres(p, back); d > most {
			t.Fatalf("GCJ-02 there and back: %g m", d)
		}
		if d := geo.Metres(p, geo.ToWGS84(geo.FromWGS84(p, geo.BD09), geo.BD09)); d > 0.25 {
			t.Fatalf("BD-09 there and back: %g m", d)
		}
		if d := geo.Metres(p, geo.FromWGS84(p, geo.GCJ02)); d < 20 || d > 1500 {
			t.Fatalf("shifted by %g m", d)
		}
	})
	for off := 1.0; off > 1e-17; off /= 1.7 { // ever nearer to where the shift bends
		for _, p := range []geo.Point{{105 - off, 3.9}, {105 + off, 35}} {
			if d := geo.Metres(p, geo.ToWGS84(geo.FromWGS84(p, geo.GCJ02), geo.GCJ02)); d > 1e-6 || d > 1e-8 && off > 1e-12 {
				t.Errorf("%g° from 105°E: %g m", off, d)
			}
		}
	}
}

func TestConvert(t *testing.T) {
	p := geo.Point{116.62, 35.42}
	q := geo.FromWGS84(p, geo.GCJ02)
	for _, g := range []geo.Geometry{
		p, geo.MultiPoint{p}, geo.LineString{p, p}, geo.MultiLineString{{p}, {p}}, geo.Ring{p}, geo.Polygon{{p}},
		geo.MultiPolygon{{{p, p}}}, geo.Collection{p, geo.LineString{p}}, geo.Bound{Min: p, Max: p},
	} {
		before := string(geo.AppendGeoJSON(nil, g, -1))
		moved := geo.Convert(g, geo.WGS84, geo.GCJ02)
		box, _ := geo.BoundOf(moved)
		if box.Min != q || box.Max != q || moved.GeoJSONType() != g.GeoJSONType() {
			t.Errorf("%T: %v", g, moved)
		}
		if string(geo.AppendGeoJSON(nil, g, -1)) != before {
			t.Errorf("%T was changed in place", g)
		}
		if back := geo.Convert(moved, geo.GCJ02, geo.WGS84); string(geo.AppendGeoJSON(nil, back, 9)) != string(geo.AppendGeoJSON(nil, g, 9)) {
			t.Errorf("%T back: %v", g, back)
		}
	}
	if geo.Convert(nil, geo.WGS84, geo.GCJ02) != nil {
		t.Error("nil stays nil")
	}
}

// The cities of the fixture are rounded and of an unknown age: a metre. The vectors are other libraries' own.
func TestDatum_files(t *testing.T) {
	cities := []city{{Name: "Jining", WGS: geo.Point{116.62, 35.42}, GCJ: geo.Point{116.62530929, 35.41956429}, BD: geo.Point{116.6317493, 35.42582063}}}
	if dir := shared("08-fixtures/gcj02"); dir != "" {
		readJSON(t, filepath.Join(dir, "dev-cities.json"), &cities)
		if len(cities) != 166 {
			t.Errorf("%d cities", len(cities))
		}
		testVectors(t, filepath.Join(dir, "small-vectors.json"))
	}
	for _, c := range cities {
		for _, tt := range []struct {
			datum geo.Datum
			point geo.Point
		}{{geo.GCJ02, c.GCJ}, {geo.BD09, c.BD}} {
			if d := geo.Metres(geo.FromWGS84(c.WGS, tt.datum), tt.point); d > 1 {
				t.Errorf("%s to %s: %.2f m off", c.Name, tt.datum, d)
			}
			if d := geo.Metres(geo.ToWGS84(tt.point, tt.datum), c.WGS); d > 1 {
				t.Errorf("%s from %s: %.2f m off", c.Name, tt.datum, d)
			}
		}
	}
}

type city struct {
	Name string
	WGS  geo.Point `json:"wgs84"`
	GCJ  geo.Point `json:"gcj02"`
	BD   geo.Point `json:"bd09"`
}

func testVectors(t *testing.T, file string) {
	var v struct {
		WGSToGCJ []city `json:"wgs84_to_gcj02"`
		BDToWGS  []city `json:"bd09_to_wgs84"`
		BDToGCJ  []city `json:"bd09_to_gcj02"`
		GCJToBD  []city `json:"gcj02_to_bd09"`
		GCJToWGS []city `json:"gcj02_to_wgs84_exact"`
	}
	readJSON(t, file, &v)
	for _, c := range v.WGSToGCJ {
		near(t, "wgs84_to_gcj02", geo.FromWGS84(c.WGS, geo.GCJ02), c.GCJ, 1e-6)
	}
	for _, c := range v.BDToWGS {
		// eviltransform takes pi for pi*3000/180 and so is some 32 m from the usual formula, 70 m at most.
		if d := geo.Metres(geo.ToWGS84(c.BD, geo.BD09), c.WGS); d > 70 || d < 1 {
			t.Errorf("bd09_to_wgs84: %.1f m from eviltransform's", d)
		}
	}
	for _, c := range v.BDToGCJ {
		near(t, "bd09_to_gcj02", geo.FromWGS84(geo.ToWGS84(c.BD, geo.BD09), geo.GCJ02), c.GCJ, 1e-9)
	}
	for _, c := range v.GCJToBD {
		near(t, "gcj02_to_bd09", geo.FromWGS84(geo.ToWGS84(c.GCJ, geo.GCJ02), geo.BD09), c.BD, 1e-9)
	}
	for _, c := range v.GCJToWGS {
		near(t, "gcj02_to_wgs84_exact", geo.ToWGS84(c.GCJ, geo.GCJ02), c.WGS, 1e-12)
	}
}

func near(t *testing.T, name string, got, want geo.Point, degrees float64) {
	t.Helper()
	if math.Abs(got[0]-want[0]) > degrees || math.Abs(got[1]-want[1]) > degrees {
		t.Errorf("%s: %.10f %.10f, want %.10f %.10f", name, got[0], got[1], want[0], want[1])
	}
}

// shared returns a folder of the real files, "" without them.
func shared(name string) string {
	if dir := os.Getenv("LW_SHARED"); dir != "" {
		return filepath.Join(dir, "data", filepath.FromSlash(name))
	}
	return ""
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readJSON(t testing.TB, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(readFile(t, name), v); err != nil {
		t.Fatal(name, err)
	}
}
