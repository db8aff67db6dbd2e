package geo_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"liangwang/geo"
)

func TestParseGeoJSON_good(t *testing.T) {
	square := geo.Ring{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}
	tests := []struct {
		name, text string
		want       geo.Geometry
		id, rest   string
	}{
		{"point", `{"type":"Point","coordinates":[116.6,35.4]}`, geo.Point{116.6, 35.4}, "", ""},
		{"height", ` {"coordinates":[1,2,30.5],"type":"Point"} `, geo.Point{1, 2}, "", ""},
		{"exponents", `{"type":"Point","coordinates":[1.5e1,-2E-1]}`, geo.Point{15, -0.2}, "", ""},
		{"byte order mark", "\ufeff" + `{"type":"Point","coordinates":[1,2]}`, geo.Point{1, 2}, "", ""},
		{"points", `{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`, geo.MultiPoint{{1, 2}, {3, 4}}, "", ""},
		{"line", `{"type":"LineString","coordinates":[[1,2],[1,2]]}`, geo.LineString{{1, 2}, {1, 2}}, "", ""},
		{"lines", `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}`, geo.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, "", ""},
		{"polygon", `{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}`, geo.Polygon{square}, "", ""},
		{"multipolygon", `{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]]]}`, geo.MultiPolygon{{square}}, "", ""},
		{"collection", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`, geo.Collection{geo.Point{1, 2}}, "", ""},
		{"feature", `{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":[1]},"x":{}}`, geo.Point{1, 2}, "7", `{"a":[1]}`},
		{"feature, null properties", `{"type":"Feature","id":"甲\u4e59","geometry":{"type":"Point","coordinates":[1,2]},"properties":null}`, geo.Point{1, 2}, "甲乙", ""},
		{"feature in a collection", `{"crs":{"type":"name","properties":{"name":"x"}},"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}],"type":"FeatureCollection"}`, geo.Point{1, 2}, "", ""},
		{"boundary without type", `{"coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]]],"center":["1","1"],"name":"任城区"}`, geo.MultiPolygon{{square}}, "", `{"center":["1","1"],"name":"任城区"}`},
		{"polygon without type", `{"coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}`, geo.Polygon{square}, "", ""},
		{"line without type", `{"coordinates":[[0,0],[2,0]]}`, geo.LineString{{0, 0}, {2, 0}}, "", ""},
		{"point without type", `{"coordinates":[0,1]}`, geo.Point{0, 1}, "", ""},
		{"escaped keys", `{"ty\u0070e":"Poi\u006et","coordinates":[1,2]}`, geo.Point{1, 2}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := geo.ParseGeoJSON([]byte(tt.text), geo.Limits{})
			if err != nil || len(got) != 1 || got[0].Err != nil {
				t.Fatalf("%v, %+v", err, got)
			}
			f := got[0]
			if !reflect.DeepEqual(f.Geometry, tt.want) || f.ID != tt.id || string(f.Properties) != tt.rest || f.Number != 1 {
				t.Errorf("%+v %s", f, f.Properties)
			}
		})
	}
	if got, err := geo.ParseGeoJSON([]byte(`{"type":"FeatureCollection","features":[]}`), geo.Limits{}); err != nil || len(got) != 0 {
		t.Errorf("an empty collection: %v, %v", got, err)
	}
}

// What concerns the whole document, with the place.
func TestParseGeoJSON_unreadable(t *testing.T) {
	long := geo.Limits{Bytes: 100, Features: 2, Vertices: 4}
	tests := []struct {
		name, text   string
		code         geo.Code
		line, column int
	}{
		{"empty", "", geo.CodeTruncated, 1, 1},
		{"only a mark", "\ufeff", geo.CodeTruncated, 1, 2},
		{"cut off", `{"type":"Point","coordinates":[1,`, geo.CodeTruncated, 1, 34},
		{"cut off in a word", `{"type":nul`, geo.CodeTruncated, 1, 12},
		{"cut off in a string", `{"type":"Poi`, geo.CodeTruncated, 1, 13},
		{"cut off in an escape", `{"type":"\u00`, geo.CodeTruncated, 1, 14},
		{"cut off in a number", `{"type":-`, geo.CodeTruncated, 1, 10},
		{"NaN", "{\"type\":\"Point\",\n \"coordinates\":[NaN,2]}", geo.CodeNotANumber, 2, 17},
		{"nan", `{"a":nan}`, geo.CodeNotANumber, 1, 6},
		{"minus infinity", `{"a":-Infinity}`, geo.CodeNotANumber, 1, 6},
		{"columns are characters", `{"名":x}`, geo.CodeSyntax, 1, 6},
		{"missing comma", `{"a":1 "b":2}`, geo.CodeSyntax, 1, 8},
		{"comma before the end", `{"a":1,}`, geo.CodeSyntax, 1, 8},
		{"leading zero", `{"a":01}`, geo.CodeSyntax, 1, 7},
		{"leading plus", `{"a":+1}`, geo.CodeSyntax, 1, 6},
		{"no digits", `{"a":1.}`, geo.CodeSyntax, 1, 8},
		{"bad escape", `{"a":"\x"}`, geo.CodeSyntax, 1, 8},
		{"tab in a string", "{\"a\":\"\t\"}", geo.CodeSyntax, 1, 7},
		{"two values", `{} {}`, geo.CodeSyntax, 1, 4},
		{"mark inside", "{}\ufeff", geo.CodeSyntax, 1, 3},
		{"UTF-16", "\xff\xfe{\x00}\x00", geo.CodeNotUTF8, 1, 1},
		{"GB18030", "{\"a\":\n\"\xbc\xc3\xc4\xfe\"}", geo.CodeNotUTF8, 2, 2},
		{"null", `null`, geo.CodeNotGeoJSON, 1, 1},
		{"array", ` []`, geo.CodeNotGeoJSON, 1, 2},
		{"no type", `{}`, geo.CodeNotGeoJSON, 1, 1},
		{"type is an object", `{"type":{}}`, geo.CodeNotGeoJSON, 1, 9},
		{"small letters", `{"type":"featurecollection","features":[]}`, geo.CodeNotGeoJSON, 1, 9},
		{"TopoJSON", `{"type":"Topology"}`, geo.CodeNotGeoJSON, 1, 9},
		{"no features", `{"type":"FeatureCollection"}`, geo.CodeNotGeoJSON, 1, 1},
		{"features is an object", `{"type":"FeatureCollection","features":{}}`, geo.CodeNotGeoJSON, 1, 40},
		{"two types", `{"type":"FeatureCollection","type":"Feature","features":[]}`, geo.CodeDuplicate, 1, 36},
		{"too large", `{"type":"Point","coordinates":[1,2]` + strings.Repeat(" ", 100) + `}`, geo.CodeTooLarge, 1, 101},
		{"too many features", `{"type":"FeatureCollection","features":[0,0,0]}`, geo.CodeTooManyFeatures, 1, 45},
		{"key without quotes", `{a:1}`, geo.CodeSyntax, 1, 2},
		{"key without colon", `{"a" 1}`, geo.CodeSyntax, 1, 6},
		{"comma alone", `[,1]`, geo.CodeSyntax, 1, 2},
		{"true", `true`, geo.CodeNotGeoJSON, 1, 1},
		{"false", `false `, geo.CodeNotGeoJSON, 1, 1},
		{"too many vertices", `{"type":"LineString","coordinates":[[1,2],[1,2],[1,2],[1,2],[1,2]]}`, geo.CodeTooManyVertices, 1, 61},
		{"too deep", `{"a":` + strings.Repeat("[", 11) + strings.Repeat("]", 11) + `}`, geo.CodeTooDeep, 1, 16},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := geo.ParseGeoJSON([]byte(tt.text), long)
			var e *geo.Error
			if !errors.As(err, &e) || got != nil {
				t.Fatalf("%v, %v", got, err)
			}
			if e.Code != tt.code || e.Line != tt.line || e.Column != tt.column {
				t.Errorf("%v (%s at byte %d)", e, e.Code, e.Offset)
			}
		})
	}
}

// What concerns one feature: the others stay good.
func TestParseGeoJSON_findings(t *testing.T) {
	ring := func(coordinates string) string { return `{"type":"Polygon","coordinates":[` + coordinates + `]}` }
	tests := []struct {
		name, geometry string
		code           geo.Code
		path           string
	}{
		{"null", `null`, geo.CodeGeometryNull, ".geometry"},
		{"a number", `5`, geo.CodeGeometryType, ".geometry"},
		{"no type", `{"coordinates":[1,2]}`, geo.CodeGeometryType, ".geometry"},
		{"small letters", `{"tYpe":"Polygon","CoordinAtes":[]}`, geo.CodeGeometryType, ".geometry"},
		{"no coordinates", `{"type":"Point"}`, geo.CodeGeometryEmpty, ".geometry"},
		{"empty point", `{"type":"Point","coordinates":[]}`, geo.CodeGeometryEmpty, ".geometry.coordinates"},
		{"empty polygon", `{"type":"Polygon","coordinates":[]}`, geo.CodeGeometryEmpty, ".geometry.coordinates"},
		{"empty ring", `{"type":"MultiPolygon","coordinates":[[[]]]}`, geo.CodeGeometryEmpty, ".geometry.coordinates[0][0]"},
		{"empty collection", `{"type":"GeometryCollection","geometries":[]}`, geo.CodeGeometryEmpty, ".geometry"},
		{"null in a collection", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},null]}`, geo.CodeGeometryType, ".geometry.geometries[1]"},
		{"nested collection", `{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]}]}`, geo.CodeCollectionNested, ".geometry.geometries[0]"},
		{"one number", `{"type":"Point","coordinates":[1]}`, geo.CodePositionLength, ".geometry.coordinates"},
		{"four numbers", `{"type":"Point","coordinates":[1,2,3,4]}`, geo.CodePositionLength, ".geometry.coordinates"},
		{"text", `{"type":"Point","coordinates":[1,"2"]}`, geo.CodePositionNumber, ".geometry.coordinates"},
		{"null latitude", `{"type":"Point","coordinates":[1,null]}`, geo.CodePositionNumber, ".geometry.coordinates"},
		{"huge", `{"type":"Point","coordinates":[1,1e999]}`, geo.CodeNumberRange, ".geometry.coordinates"},
		{"swapped", `{"type":"Point","coordinates":[24.97,121.55]}`, geo.CodeOutside, ".geometry.coordinates"},
		{"too flat", `{"type":"LineString","coordinates":[1,2]}`, geo.CodeNesting, ".geometry.coordinates[0]"},
		{"too deep", `{"type":"Point","coordinates":[[1,2]]}`, geo.CodeNesting, ".geometry.coordinates"},
		{"an object", `{"type":"LineString","coordinates":{}}`, geo.CodeNesting, ".geometry.coordinates"},
		{"short line", `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[1,2]]]}`, geo.CodeLineShort, ".geometry.coordinates[1]"},
		{"short ring", ring(`[[0,0],[1,0],[0,0]]`), geo.CodeRingShort, ".geometry.coordinates[0]"},
		{"open ring", ring(`[[0,0],[1,0],[1,1],[0,1]]`), geo.CodeRingOpen, ".geometry.coordinates[0]"},
		{"flat ring", ring(`[[0,0],[1,1],[2,2],[0,0]]`), geo.CodeRingFlat, ".geometry.coordinates[0]"},
		{"a point of a ring", ring(`[[0,0],[1,0],[1,1,1],[0,0]],[[0,0],[1,0],[true,1],[0,0]]`), geo.CodePositionNumber, ".geometry.coordinates[1][2]"},
		{"type twice", `{"type":"Point","type":"Point","coordinates":[1,2]}`, geo.CodeDuplicate, ".geometry"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			good := `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{}}`
			text := "{\"type\":\"FeatureCollection\",\"features\":[\n" + good + ",\n {\"type\":\"Feature\",\"properties\":{\"n\":1},\"geometry\":" + tt.geometry + "},\n" + good + "]}"
			got, err := geo.ParseGeoJSON([]byte(text), geo.Limits{})
			if err != nil || len(got) != 3 || got[0].Err != nil || got[2].Err != nil {
				t.Fatalf("%v, %+v", err, got)
			}
			f := got[1]
			if f.Err == nil || f.Geometry != nil || f.Line != 3 || f.Column != 2 || f.Number != 2 || string(f.Properties) != `{"n":1}` {
				t.Fatalf("%+v", f)
			}
			if f.Err.Code != tt.code || f.Err.Path != "$.features[1]"+tt.path || f.Err.Line != 3 || f.Err.Number != 2 {
				t.Errorf("%v: %+v", f.Err, *f.Err)
			}
			if text[f.Err.Offset] == ' ' || f.Err.Column != f.Err.Offset-strings.Index(text, "\n {") {
				t.Errorf("byte %d, column %d", f.Err.Offset, f.Err.Column)
			}
		})
	}
	got, _ := geo.ParseGeoJSON([]byte(`{"type":"Point","coordinates":[24.97,121.55]}`), geo.Limits{})
	if got[0].Err.Position != (geo.Point{24.97, 121.55}) {
		t.Error("the position must be there for a repair")
	}
	zone := geo.Limits{Bounds: geo.Bound{Min: geo.Point{116, 35}, Max: geo.Point{117, 36}}}
	got, _ = geo.ParseGeoJSON([]byte(`{"type":"Point","coordinates":[24.97,21.55]}`), zone)
	if got[0].Err == nil || got[0].Err.Code != geo.CodeOutside {
		t.Errorf("out of the bounds: %+v", got[0])
	}
}

func TestParseGeoJSON_features(t *testing.T) {
	tests := []struct {
		name, feature string
		code          geo.Code
	}{
		{"null", `null`, geo.CodeNotFeature},
		{"no type", `{}`, geo.CodeNotFeature},
		{"another type", `{"type":"Featre"}`, geo.CodeNotFeature},
		{"no geometry", `{"type":"Feature","properties":{}}`, geo.CodeGeometryNull},
		{"properties are an array", `{"type":"Feature","properties":[],"geometry":null}`, geo.CodeProperties},
		{"id is an object", `{"type":"Feature","id":{},"properties":{},"geometry":null}`, geo.CodeID},
		{"NUL", `{"type":"Feature","properties":{"a":["x\u0000"]},"geometry":null}`, geo.CodeText},
		{"half a pair", `{"type":"Feature","properties":{"a":"\ud83d"},"geometry":null}`, geo.CodeText},
		{"the other half", `{"type":"Feature","properties":{"a":"\\\udc00"},"geometry":null}`, geo.CodeText},
		{"two halves of a kind", `{"type":"Feature","properties":{"a":"\ud83d\ud83d"},"geometry":null}`, geo.CodeText},
		{"a whole pair", `{"type":"Feature","properties":{"a":"\ud83d\ude00 \\u0000"},"geometry":null}`, geo.CodeGeometryNull},
		{"NUL in the id", `{"type":"Feature","id":"\u0000","geometry":null}`, geo.CodeText},
		{"geometry twice", `{"type":"Feature","geometry":null,"geometry":null}`, geo.CodeDuplicate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := geo.ParseGeoJSON([]byte(`{"type":"FeatureCollection","features":[`+tt.feature+`]}`), geo.Limits{})
			if err != nil || len(got) != 1 || got[0].Err == nil || got[0].Err.Code != tt.code {
				t.Fatalf("%v, %+v", err, got)
			}
		})
	}
	got, err := geo.ParseGeoJSON([]byte(`{"coordinates":[1,2],"name":"\u0000"}`), geo.Limits{})
	if err != nil || got[0].Err == nil || got[0].Err.Code != geo.CodeText {
		t.Errorf("%v, %+v", err, got)
	}
}

// What is meant to stall or to fill the memory is refused at once.
func TestParse_hostile(t *testing.T) {
	deep := strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 5000)
	tests := []struct {
		name string
		text string
	}{
		{"nested collections", deep + strings.Repeat("]}", 5000)},
		{"nested collections, cut off", deep},
		{"nested arrays", `{"type":"Polygon","coordinates":` + strings.Repeat("[", 5_000_000)},
		{"nested properties", `{"type":"Feature","properties":` + strings.Repeat(`{"a":`, 100_000)},
		{"a long number", `{"type":"Point","coordinates":[1` + strings.Repeat("0", 5_000_000) + `,1]}`},
		{"a long fraction", `{"type":"Point","coordinates":[1.` + strings.Repeat("3", 5_000_000) + `,1e400]}`},
		{"many bad features", `{"type":"FeatureCollection","features":[0` + strings.Repeat(",0", 200_000) + `]}`},
		{"one long line of bad rows", `[0` + strings.Repeat(",0", 200_000) + `]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			features, err := geo.ParseGeoJSON([]byte(tt.text), geo.Limits{})
			for _, f := range features {
				if f.Err == nil {
					t.Fatalf("let in: %+v", f)
				}
			}
			_, _ = geo.ParseObjects([]byte(tt.text), geo.Limits{})
			// A tenth of a second when nothing else runs; what is quadratic takes a minute, what recurses dies.
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v (%v)", took, err)
			}
		})
	}
}

func TestParseObjects(t *testing.T) {
	text := "\ufeff [{\"name\":\"甲\",\"n\":1.50,\"big\":123456789012345678901,\"at\":[116.6,35.4]},\n {\"a\":1,\"a\":2}, null, {\"t\":\"\\u0000\"}, {}]"
	rows, err := geo.ParseObjects([]byte(text), geo.Limits{})
	if err != nil || len(rows) != 5 {
		t.Fatal(rows, err)
	}
	want := map[string]any{"name": "甲", "n": json.Number("1.50"), "big": json.Number("123456789012345678901"), "at": []any{json.Number("116.6"), json.Number("35.4")}}
	if !reflect.DeepEqual(rows[0].Values, want) || rows[0].Err != nil || rows[0].Line != 1 || rows[0].Column != 4 {
		t.Errorf("%+v", rows[0])
	}
	for i, code := range []geo.Code{1: geo.CodeDuplicate, 2: geo.CodeNotObject, 3: geo.CodeText} {
		if code != "" && (rows[i].Err == nil || rows[i].Err.Code != code || rows[i].Line != 2 || rows[i].Number != i+1) {
			t.Errorf("row %d: %+v", i, rows[i])
		}
	}
	if rows[4].Err != nil || len(rows[4].Values) != 0 {
		t.Errorf("%+v", rows[4])
	}
	for text, code := range map[string]geo.Code{
		`{}`: geo.CodeNotArray, `[`: geo.CodeTruncated, `[{"a":NaN}]`: geo.CodeNotANumber, `[[[[[[[[[[[]]]]]]]]]]]`: geo.CodeTooDeep, `[1,1,1,1]`: geo.CodeTooManyFeatures,
	} {
		var e *geo.Error
		if _, err := geo.ParseObjects([]byte(text), geo.Limits{Features: 3}); !errors.As(err, &e) || e.Code != code {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestError(t *testing.T) {
	_, err := geo.ParseGeoJSON([]byte("{\n  x"), geo.Limits{})
	if got := err.Error(); got != "line 2, column 3: json_syntax" {
		t.Error(got)
	}
	got, _ := geo.ParseGeoJSON([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"phone":"13800000000"}}]}`), geo.Limits{})
	if s := got[0].Err.Error(); s != "line 1, column 70: $.features[0].geometry: geometry_null" || strings.Contains(s, "138") {
		t.Error(s)
	}
}

func FuzzParseGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[116.5,35.4],[116.6,35.4],[116.6,35.5],[116.5,35.4]]]},"properties":{"a":1}}]}`,
		`{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[]]]}}`, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[]}]}`,
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"tYpe":"Polygon","CoordinAtes":[]}}]}`,
		`{"coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]]],"name":"\ud83d\ude00"}`, `[{"a":-1.5e3}]`, `null`, `{"type":"FeatureCollection","features":[null]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		valid := json.Valid(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
		features, err := geo.ParseGeoJSON(data, geo.Limits{})
		if err == nil && !valid {
			t.Fatal("let in what is no JSON")
		}
		var e *geo.Error
		if errors.As(err, &e) && valid && (e.Code == geo.CodeSyntax || e.Code == geo.CodeTruncated || e.Code == geo.CodeNotANumber) {
			t.Fatalf("%v, but it is JSON", err)
		}
		for _, f := range features {
			if (f.Err == nil) == (f.Geometry == nil) {
				t.Fatalf("%+v", f)
			}
			use(t, f.Geometry)
		}
		rows, _ := geo.ParseObjects(data, geo.Limits{})
		for _, r := range rows {
			if (r.Err == nil) == (r.Values == nil) {
				t.Fatalf("%+v", r)
			}
		}
	})
}

// use does with a geometry that was let in what the program will do with it, and takes it out and in again.
func use(t *testing.T, g geo.Geometry) {
	if g == nil {
		return
	}
	if _, ok := geo.BoundOf(g); !ok {
		t.Fatalf("%v has no positions", g)
	}
	again, err := geo.ParseWKB(geo.WKB(g), geo.Limits{})
	if err != nil || !reflect.DeepEqual(again, g) {
		t.Fatalf("%v through WKB: %v, %v", g, again, err)
	}
	features, err := geo.ParseGeoJSON(geo.AppendGeoJSON(nil, g, -1), geo.Limits{})
	if err != nil || features[0].Err != nil || !reflect.DeepEqual(features[0].Geometry, g) {
		t.Fatalf("%v through GeoJSON: %v, %v", g, features, err)
	}
	switch g := g.(type) {
	case geo.Polygon:
		usePolygon(t, geo.MultiPolygon{g})
	case geo.MultiPolygon:
		usePolygon(t, g)
	case geo.LineString:
		geo.Length(g)
		geo.MetresToLine(g[0], g)
	}
}

func usePolygon(t *testing.T, m geo.MultiPolygon) {
	if a := geo.Area(m); !(a >= 0 && a < 1e18) {
		t.Fatalf("area %v of %v", a, m)
	}
	if !geo.Contains(m, m[0][0][0]) {
		t.Fatalf("%v without its border", m)
	}
	if p, ok := geo.LabelPoint(m); !ok || !geo.OnEarth(p) {
		t.Fatalf("label of %v: %v", m, p)
	}
}

func unmarshal(t testing.TB, data []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
}
