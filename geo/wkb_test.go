package geo_test

import (
	"encoding/hex"
	"errors"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"liangwang/geo"

	"github.com/paulmach/orb/encoding/wkb"
)

var shapes = []geo.Geometry{
	geo.Point{116.6, 35.4}, geo.MultiPoint{{1, 2}, {3, 4}}, geo.LineString{{1, 2}, {3, 4}}, geo.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
	geo.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 0}}, {{0.5, 0.1}, {1.5, 0.1}, {1.5, 1}, {0.5, 0.1}}},
	geo.MultiPolygon{{{{0, 0}, {2, 0}, {2, 2}, {0, 0}}}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}},
	geo.Collection{geo.Point{1, 2}, geo.LineString{{1, 2}, {3, 4}}},
}

func TestWKB(t *testing.T) {
	for _, g := range shapes {
		got, err := geo.ParseWKB(geo.WKB(g), geo.Limits{})
		if err != nil || !reflect.DeepEqual(got, g) {
			t.Errorf("%v: %v, %v", g, got, err)
		}
		theirs, err := wkb.Marshal(g)
		if err != nil || string(theirs) != string(geo.WKB(g)) {
			t.Errorf("%T: orb writes %x, we %x (%v)", g, theirs, geo.WKB(g), err)
		}
	}
	box := geo.Bound{Min: geo.Point{0, 0}, Max: geo.Point{1, 2}}
	if got, err := geo.ParseWKB(geo.WKB(box), geo.Limits{}); err != nil || !reflect.DeepEqual(got, box.ToPolygon()) {
		t.Error(got, err)
	}
	if got, err := geo.ParseWKB(geo.WKB(box.ToRing()), geo.Limits{}); err != nil || !reflect.DeepEqual(got, box.ToPolygon()) {
		t.Error(got, err)
	}
	if geo.WKB(nil) != nil {
		t.Error("nil becomes nil")
	}
	big, _ := hex.DecodeString("0000000001" + "3ff0000000000000" + "4000000000000000")
	if got, err := geo.ParseWKB(big, geo.Limits{}); err != nil || got != (geo.Point{1, 2}) {
		t.Error("big-endian:", got, err)
	}
}

func TestParseWKB_bad(t *testing.T) {
	tests := []struct {
		name, hex string
		code      geo.Code
	}{
		{"nothing", "", geo.CodeWKBTruncated},
		{"byte order", "02 01000000", geo.CodeGeometryType},
		{"type 0", "01 00000000", geo.CodeGeometryType},
		{"EWKB", "01 01000020 e6100000", geo.CodeGeometryType},
		{"half a point", "01 01000000 000000000000f03f", geo.CodeWKBTruncated},
		{"empty point", "01 01000000 000000000000f87f 000000000000f87f", geo.CodeOutside},
		{"more behind", "01 01000000 000000000000f03f 000000000000f03f 00", geo.CodeWKBTrailing},
		{"no rings", "01 03000000 00000000", geo.CodeGeometryEmpty},
		{"four thousand million rings", "01 03000000 ffffffff 00000000", geo.CodeWKBTruncated},
		{"four thousand million points", "01 02000000 ffffffff", geo.CodeWKBTruncated},
		{"short line", "01 02000000 01000000 000000000000f03f 000000000000f03f", geo.CodeLineShort},
		{"a line among points", "01 04000000 01000000 01 02000000" + strings.Repeat("00", 16), geo.CodeGeometryType},
		{"nested collection", "01 07000000 01000000 01 07000000 01000000 01 01000000" + strings.Repeat("00", 16), geo.CodeCollectionNested},
		{"flat ring", "01 03000000 01000000 04000000" + strings.Repeat("00", 64), geo.CodeRingFlat},
		{"an old stall", "01 43303041 00000000", geo.CodeGeometryType},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := hex.DecodeString(strings.ReplaceAll(tt.hex, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			g, err := geo.ParseWKB(data, geo.Limits{})
			var e *geo.Error
			if !errors.As(err, &e) || e.Code != tt.code || g != nil {
				t.Errorf("%v, %v", g, err)
			}
		})
	}
	if _, err := geo.ParseWKB(geo.WKB(shapes[3]), geo.Limits{Vertices: 3}); err == nil || err.(*geo.Error).Code != geo.CodeTooManyVertices {
		t.Error(err)
	}
	if _, err := geo.ParseWKB(geo.WKB(shapes[3]), geo.Limits{Bytes: 3}); err == nil || err.(*geo.Error).Code != geo.CodeTooLarge {
		t.Error(err)
	}
	for cut := range geo.WKB(shapes[5]) {
		if _, err := geo.ParseWKB(geo.WKB(shapes[5])[:cut], geo.Limits{}); err == nil {
			t.Errorf("cut off after %d bytes", cut)
		}
	}
}

func FuzzParseWKB(f *testing.F) {
	for _, g := range shapes {
		f.Add(geo.WKB(g))
	}
	f.Add([]byte("\x01C00A\x00\x00\x00\x00"))
	if dir := os.Getenv("LW_SHARED"); dir != "" {
		seed, err := os.ReadFile(dir + "/harness/fuzz/testdata/fuzz/FuzzWKB/27c4941a4f687cb5")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := geo.ParseWKB(data, geo.Limits{})
		if (err == nil) == (g == nil) {
			t.Fatal(g, err)
		}
		use(t, g)
	})
}

func TestAppendGeoJSON(t *testing.T) {
	tests := []struct {
		name     string
		geometry geo.Geometry
		decimals int
		want     string
	}{
		{"as it is", geo.Point{116.62530929, -35.5}, -1, `{"type":"Point","coordinates":[116.62530929,-35.5]}`},
		{"rounded", geo.Point{116.62530929, 35}, 7, `{"type":"Point","coordinates":[116.6253093,35]}`},
		{"hundreds", geo.Point{100, -1e-9}, 7, `{"type":"Point","coordinates":[100,0]}`},
		{"whole degrees", geo.Point{100.4, 20}, 0, `{"type":"Point","coordinates":[100,20]}`},
		{"lines", geo.MultiLineString{{{1, 2}, {3, 4}}}, 7, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{"nothing", nil, 7, `null`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(geo.AppendGeoJSON(nil, tt.geometry, tt.decimals)); got != tt.want {
				t.Errorf("%s", got)
			}
		})
	}
	for _, g := range shapes {
		got, err := geo.ParseGeoJSON(geo.AppendGeoJSON(nil, g, -1), geo.Limits{})
		if err != nil || !reflect.DeepEqual(got[0].Geometry, g) {
			t.Errorf("%v: %v %v", g, got, err)
		}
	}
	if p := (geo.Point{math.Pi, math.E}); string(geo.AppendGeoJSON(nil, p, 3)) != `{"type":"Point","coordinates":[3.142,2.718]}` {
		t.Error("three decimals")
	}
}
