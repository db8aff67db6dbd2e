package geo_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"liangwang/geo"

	"github.com/paulmach/orb/encoding/wkt"
)

// lint says what the door finds in the files that two other checkers call bad; "" is what those call bad for style only
// (winding order, superfluous members, digits) and the door lets in.
var lint = map[string]geo.Code{
	"bad-duplicate-properties": geo.CodeDuplicate, "bad-featurelist": geo.CodeNesting, "bad-json": geo.CodeSyntax, "bad-object-type": geo.CodeNotGeoJSON,
	"bad-polygon-interiorring-rhr": "", "bad-polygonloop": geo.CodeNesting, "bad-properties-as-array": geo.CodeProperties, "badcoord": geo.CodePositionNumber,
	"badcoordtype": geo.CodeNesting, "badfeature": geo.CodeNotFeature, "badfeature-no-properties": geo.CodeGeometryNull, "badfeatureid": geo.CodeID,
	"bbox-4or6elements": "", "bbox-contains-string": "", "bbox-string": "", "different-first-last": geo.CodeRingOpen, "different-first-size": "",
	"excessive_precision_truncated": "", "expected_object": geo.CodeProperties, "false": geo.CodeGeometryType, "feature_changed_semantics": "",
	"featurecollection": geo.CodeNotGeoJSON, "featurecollection-obj": geo.CodeNotGeoJSON, "featurecollection-type-case": geo.CodeNotGeoJSON,
	"featurecollection_changed_semantics": "", "geometry_changed_semantics": "", "geometrycollection_nested": geo.CodeCollectionNested, "geometrycollection_single": "",
	"multiple_problems": geo.CodeID, "multipoint-multidimension": geo.CodeNesting, "multipoint-nocoordinates": geo.CodeGeometryEmpty,
	"multipoint-nondimension": geo.CodeNesting, "nofeaturetype": geo.CodeNotFeature, "notype": geo.CodeNotGeoJSON, "point": geo.CodeGeometryEmpty,
	"point-labeled-as-a-multipolygon": geo.CodeNesting, "point-string": geo.CodePositionNumber, "point-toofew": geo.CodePositionLength,
	"point-toomany": geo.CodePositionLength, "polygon_winding_order": "", "rootstring": geo.CodeNotGeoJSON, "short-line": geo.CodeLineShort,
	"short-linearring": geo.CodeRingShort, "short-multilinestring": geo.CodeLineShort, "stringcoord": geo.CodePositionNumber, "unknowntype": geo.CodeNotGeoJSON,
}

func TestFiles_lint(t *testing.T) {
	dir := shared("08-fixtures/geojson-lint")
	if dir == "" {
		return
	}
	bad, _ := filepath.Glob(filepath.Join(dir, "bad/*.geojson"))
	if len(bad) != len(lint) {
		t.Errorf("%d bad files, %d judged", len(bad), len(lint))
	}
	for _, name := range bad {
		want, known := lint[strings.TrimSuffix(filepath.Base(name), ".geojson")]
		if got := firstCode(readFile(t, name)); got != want || !known {
			t.Errorf("%s: %q, want %q", filepath.Base(name), got, want)
		}
	}
	good, _ := filepath.Glob(filepath.Join(dir, "good/*.geojson"))
	if len(good) != 18 {
		t.Errorf("%d good files", len(good))
	}
	for _, name := range good {
		var want geo.Code
		switch filepath.Base(name) {
		case "nullgeometry.geojson":
			want = geo.CodeGeometryNull // legal, but nothing to put on a map
		case "issue82.geojson":
			want = geo.CodeOutside // in no datum of ours
		}
		if got := firstCode(readFile(t, name)); got != want {
			t.Errorf("%s: %q, want %q", filepath.Base(name), got, want)
		}
	}
}

func firstCode(data []byte) geo.Code {
	features, err := geo.ParseGeoJSON(data, geo.Limits{})
	var e *geo.Error
	if errors.As(err, &e) {
		return e.Code
	}
	for _, f := range features {
		if f.Err != nil {
			return f.Err.Code
		}
	}
	return ""
}

// What Turf calls valid passes the door; what it calls invalid is found there, by [geo.Crossing], or is listed here.
func TestFiles_turfValid(t *testing.T) {
	dir := shared("08-fixtures/turf/boolean-valid")
	if dir == "" {
		return
	}
	touching := []string{"multipoly-with-2-vertices-touching.geojson", "polygon-with-hole-2-vertices-touching.geojson", // a hole that cuts off a corner
		"multipolygons-overlap.geojson", "polygon-with-puncture.geojson", "polygon-with-spike.geojson"} // overlapping parts, edges there and back
	good, _ := filepath.Glob(filepath.Join(dir, "true/*/*.geojson"))
	for _, name := range good {
		if code := firstCode(readFile(t, name)); code != "" {
			t.Errorf("%s: %s", name, code)
		}
	}
	bad, _ := filepath.Glob(filepath.Join(dir, "false/*/*.geojson"))
	for _, name := range bad {
		if code := firstCode(readFile(t, name)); (code == "") != slices.Contains(touching, filepath.Base(name)) {
			t.Errorf("%s: %q", filepath.Base(name), code)
		}
	}
	if len(good) < 10 || len(bad) < 10 {
		t.Errorf("%d good, %d bad", len(good), len(bad))
	}
}

// Turf measures on a sphere of 6371.0088 km, which is up to 0.6 % off, and farther than a hundred kilometres we do not claim to
// be right.
func TestFiles_turfDistances(t *testing.T) {
	dir := shared("08-fixtures/turf")
	if dir == "" {
		return
	}
	var want map[string]float64
	readJSON(t, filepath.Join(dir, "point-to-line-distance/out/distances.json"), &want)
	judged := 0
	for name, distance := range want {
		raw := readFile(t, filepath.Join(dir, "point-to-line-distance/in", name+".geojson"))
		var about struct {
			Properties struct{ Units string }
		}
		unmarshal(t, raw, &about)
		features := parseFile(t, filepath.Join(dir, "point-to-line-distance/in", name+".geojson"))
		if features[0].Err != nil || features[1].Err != nil {
			continue // longitudes beyond 180
		}
		p, line := features[0].Geometry.(geo.Point), features[1].Geometry.(geo.LineString)
		kilometres := distance * map[string]float64{"": 1, "kilometers": 1, "miles": 1.609344, "meters": 0.001}[about.Properties.Units]
		if kilometres > 30 || longest(line) > 100_000 {
			continue
		}
		judged++
		if got := geo.MetresToLine(p, line) / 1000; math.Abs(got/kilometres-1) > 0.006 {
			t.Errorf("%s: %.4f km, Turf %.4f", name, got, kilometres)
		}
	}
	if judged < 10 {
		t.Errorf("only %d judged", judged)
	}
	for _, name := range []string{"route1", "route2"} {
		var feet float64
		readJSON(t, filepath.Join(dir, "length/out", name+".json"), &feet)
		metres := feet * 0.3048
		lines := parseFile(t, filepath.Join(dir, "length/in", name+".geojson"))[0].Geometry.(geo.LineString)
		if got := geo.Length(lines); math.Abs(got/metres-1) > 0.006 {
			t.Errorf("%s: %.0f m, Turf %.0f", name, got, metres)
		}
	}
}

func longest(line geo.LineString) (metres float64) {
	for i := 1; i < len(line); i++ {
		metres = max(metres, geo.Metres(line[i-1], line[i]))
	}
	return metres
}

// geosCase is one case of GEOS' own tests: two geometries and what is true of them.
type geosCase struct {
	Desc  string `xml:"desc"`
	A     string `xml:"a"`
	B     string `xml:"b"`
	Tests []struct {
		Op struct {
			Name  string `xml:"name,attr"`
			First string `xml:"arg1,attr"`
			Third string `xml:"arg3,attr"`
			Value string `xml:",chardata"`
		} `xml:"op"`
	} `xml:"test"`
}

func geosCases(t *testing.T, name string) []geosCase {
	var run struct {
		Cases []geosCase `xml:"case"`
	}
	if err := xml.Unmarshal(readFile(t, name), &run); err != nil {
		t.Fatal(err)
	}
	return run.Cases
}

// scaled reads the WKT of a case, whose plane is hundreds wide, as degrees.
func scaled(t *testing.T, text string) geo.Geometry {
	g, err := wkt.Unmarshal(strings.Join(strings.Fields(text), " "))
	if err != nil {
		return nil // EMPTY inside of something and the like
	}
	raw := geo.AppendGeoJSON(nil, g, -1)
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil // NaN
	}
	shrink(v)
	raw, _ = json.Marshal(v)
	features, err := geo.ParseGeoJSON(raw, geo.Limits{})
	if err != nil || features[0].Err != nil {
		return nil
	}
	return features[0].Geometry
}

// shrink divides numbers by a power of two, which keeps every one exact.
func shrink(v any) {
	switch v := v.(type) {
	case map[string]any:
		shrink(v["coordinates"])
	case []any:
		for i := range v {
			if n, ok := v[i].(float64); ok {
				v[i] = n / 16
			} else {
				shrink(v[i])
			}
		}
	}
}

func TestFiles_geosContains(t *testing.T) {
	dir := shared("08-fixtures/geos")
	if dir == "" {
		return
	}
	judged := 0
	for _, c := range geosCases(t, filepath.Join(dir, "general-TestRelatePA.xml")) {
		points, area := scaled(t, c.A), scaled(t, c.B)
		if points == nil || area == nil {
			t.Logf("not for us: %s", c.Desc)
			continue
		}
		m, ok := area.(geo.MultiPolygon)
		if !ok {
			m = geo.MultiPolygon{area.(geo.Polygon)}
		}
		all, many := points.(geo.MultiPoint)
		if !many {
			all = geo.MultiPoint{points.(geo.Point)}
		}
		inside := 0
		for _, p := range all {
			if geo.Contains(m, p) {
				inside++
			}
		}
		for _, op := range c.Tests {
			want := strings.TrimSpace(op.Op.Value) == "true"
			switch {
			case strings.EqualFold(op.Op.Name, "coveredBy") && op.Op.First == "A":
				if judged++; (inside == len(all)) != want {
					t.Errorf("%s: %d of %d inside, covered by: %v", c.Desc, inside, len(all), want)
				}
			case strings.EqualFold(op.Op.Name, "intersects"):
				if judged++; (inside > 0) != want {
					t.Errorf("%s: %d of %d inside, intersects: %v", c.Desc, inside, len(all), want)
				}
			}
		}
	}
	if judged < 10 {
		t.Errorf("only %d judged", judged)
	}
}

// No polygon that GEOS calls valid crosses itself; of those it does not, three have edges that cross between their ends.
func TestFiles_geosValid(t *testing.T) {
	dir := shared("08-fixtures/geos")
	if dir == "" {
		return
	}
	crossing := 0
	for _, c := range geosCases(t, filepath.Join(dir, "general-TestValid.xml")) {
		var m geo.MultiPolygon
		switch g := scaled(t, c.A).(type) {
		case geo.Polygon:
			m = geo.MultiPolygon{g}
		case geo.MultiPolygon:
			m = g
		default:
			continue
		}
		for _, op := range c.Tests {
			_, crosses := geo.Crossing(m)
			if valid := strings.TrimSpace(op.Op.Value) == "true"; valid && crosses {
				t.Errorf("%s: valid, but crosses itself", c.Desc)
			} else if crosses {
				crossing++
			}
		}
	}
	if crossing != 3 { // the others touch, overlap or are nested, which is not what Crossing looks for
		t.Errorf("%d found to cross", crossing)
	}
}

// The fuzz target's seeds from the harness that stalled or broke another decoder.
func TestFiles_fuzzSeeds(t *testing.T) {
	dir := os.Getenv("LW_SHARED")
	if dir == "" {
		return
	}
	files, _ := filepath.Glob(filepath.Join(dir, "harness/fuzz/testdata/fuzz/Fuzz*/*"))
	for _, name := range files {
		_, quoted, _ := strings.Cut(string(readFile(t, name)), "[]byte(")
		data, err := strconv.Unquote(strings.TrimSuffix(strings.TrimSpace(quoted), ")"))
		if err != nil {
			t.Fatal(name, err)
		}
		if code := firstCode([]byte(data)); code == "" {
			t.Errorf("%s: let in as GeoJSON", name)
		}
		if g, err := geo.ParseWKB([]byte(data), geo.Limits{}); err == nil {
			t.Errorf("%s: let in as WKB: %v", name, g)
		}
	}
}
