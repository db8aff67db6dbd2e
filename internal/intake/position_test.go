package intake

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"liangwang/geo"
)

func at(lon, lat string) given {
	x, okX := parseNumber(lon)
	y, okY := parseNumber(lat)
	return given{lon: lon, lat: lat, at: geo.Point{x, y}, number: okX && okY, datum: geo.WGS84}
}

// The extent is the median and 8 times the median distance from it, at least 5 km each way; one far point does not stretch it.
func TestExtent(t *testing.T) {
	var spread, tight []given
	for i := range 101 {
		spread = append(spread, at(strconv.FormatFloat(116+float64(i)*0.01, 'f', -1, 64), strconv.FormatFloat(35+float64(i)*0.02, 'f', -1, 64)))
		tight = append(tight, at("116.5", "35.5"))
	}
	for _, far := range []given{at("0", "0"), at("10", "60"), at("x", "35"), at("35", "116")} {
		spread, tight = append(spread, far), append(tight, far)
	}
	tests := []struct {
		name     string
		in       []given
		lon, lat float64 // half a side, degrees
	}{
		{"spread", spread, 8 * 0.25, 8 * 0.5},
		{"tight", tight, 5000 / 90800.0, 5000 / 110950.0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := extent(tt.in).box
			lon, lat := (b.Max[0]-b.Min[0])/2, (b.Max[1]-b.Min[1])/2
			if math.Abs(lon/tt.lon-1) > 0.05 || math.Abs(lat/tt.lat-1) > 0.05 {
				t.Errorf("%v x %v, want %v x %v", lon, lat, tt.lon, tt.lat)
			}
		})
	}
	if b := extent(nil); !b.any || !b.has(geo.Point{1, 2}) {
		t.Error("without a position every place is within")
	}
}

func TestJudge(t *testing.T) {
	taipei := &bounds{box: geo.Bound{Min: geo.Point{121.45, 24.95}, Max: geo.Point{121.67, 25.22}}}
	tests := []struct {
		name, lon, lat, code string
		wrong                bool
	}{
		{"inside", "121.5369444", "25.05111111", "", false},
		{"none", "", "", "position.missing", true},
		{"a word", "121.5", "n/a", "position.missing", true},
		{"hexadecimal", "0x79", "25", "position.missing", true},
		{"infinite", "Inf", "25", "position.missing", true},
		{"beyond, swapped", "24.97756851", "121.5556885", "position.swapped", true},
		{"beyond", "12", "95", "position.range", true},
		{"zero", "0", "0.0", "position.zero", false},
		{"a degree", "121.54983", "24.149912", "position.degree", false},
		{"degrees, minutes, seconds, a zero lost", "121.3129453", "25.2568788", "position.dms", false},
		{"degrees, minutes, seconds", "121.3526354", "25.03364716", "position.dms", false},
		{"another city", "120.988108", "24.778289", "position.outside", false},
		{"decimal commas", "121,5369444", "25,05111111", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			place, code, wrong := judge(at(tt.lon, tt.lat), taipei)
			if code != tt.code || wrong != tt.wrong || place.Lon.Valid == wrong {
				t.Errorf("%q, wrong %v, %+v", code, wrong, place)
			}
			if !wrong && (place.RawLon != tt.lon || place.Outside != tt.code) {
				t.Errorf("%+v", place)
			}
		})
	}
}

// Nothing is repaired: what is stored is what was given, by WGS-84.
func TestJudge_property(t *testing.T) {
	b := &bounds{box: geo.Bound{Min: geo.Point{116, 35}, Max: geo.Point{117, 36}}}
	rapid.Check(t, func(t *rapid.T) {
		lon, lat := rapid.Float64Range(-400, 400).Draw(t, "lon"), rapid.Float64Range(-200, 200).Draw(t, "lat")
		g := at(strconv.FormatFloat(lon, 'f', 6, 64), strconv.FormatFloat(lat, 'f', 6, 64))
		place, code, wrong := judge(g, b)
		p, ok := place.Point()
		switch {
		case wrong == geo.OnEarth(g.at), ok == wrong:
			t.Fatalf("%v: wrong %v, stored %v", g.at, wrong, ok)
		case ok && p != g.at:
			t.Fatalf("%v became %v", g.at, p)
		case (code == "") != b.has(g.at):
			t.Fatalf("%v: %q", g.at, code)
		}
	})
}
