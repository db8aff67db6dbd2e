package geo_test

import (
	"math"
	"testing"

	"liangwang/geo"
)

func TestMetresToSegment(t *testing.T) {
	for _, place := range places {
		if place.at[1] > 60 {
			continue // Local says so
		}
		t.Run(place.name, func(t *testing.T) {
			for _, size := range []struct{ away, length float64 }{{3, 20}, {50, 400}, {300, 900}, {900, 1000}, {5000, 20_000}, {20_000, 45_000}} {
				for deg := 0; deg < 360; deg += 40 {
					foot := destination(place.at, float64(deg), size.away)
					a := destination(foot, float64(deg)+75, size.length*0.3)
					b := destination(foot, float64(deg)+260, size.length*0.7)
					truth := onGeodesic(place.at, a, b)
					limit := 1e-4 * max(size.away, size.length)
					if max(size.away, size.length) <= 1000 {
						limit = min(limit, 0.002)
					}
					if got := geo.MetresToSegment(place.at, a, b); math.Abs(got-truth) > limit {
						t.Errorf("%v m from a piece of %v m, %d degrees: %.4f, the walk says %.4f", size.away, size.length, deg, got, truth)
					}
				}
			}
		})
	}
}

func TestMetresToLine(t *testing.T) {
	p := geo.Point{116.6, 35.4}
	east := destination(p, 90, 100)
	tests := []struct {
		name string
		at   geo.Point
		line geo.LineString
		want float64
	}{
		{"nothing", p, nil, math.Inf(1)},
		{"one position", p, geo.LineString{east}, 100},
		{"a piece without length", p, geo.LineString{east, east}, 100},
		{"its end", p, geo.LineString{destination(p, 90, 300), east}, 100},
		{"its middle", p, geo.LineString{destination(east, 0, 500), destination(east, 180, 500)}, 100},
		{"on it", p, geo.LineString{destination(p, 20, 400), destination(p, 200, 70)}, 0},
		{"the nearest piece", p, geo.LineString{{118, 35}, {117, 35.41}, east, {117, 35.39}}, 100},
		{"over the date line", geo.Point{180, -17}, geo.LineString{destination(geo.Point{180, -16.99}, 270, 300), destination(geo.Point{180, -16.99}, 90, 300)}, vincenty(geo.Point{180, -17}, geo.Point{180, -16.99})},
		{"beyond the date line", geo.Point{-179.9999, 0}, geo.LineString{{179.9999, -1}, {179.9999, 1}}, vincenty(geo.Point{-179.9999, 0}, geo.Point{179.9999, 0})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := geo.MetresToLine(tt.at, tt.line); math.Abs(got-tt.want) > 0.002 && got != tt.want {
				t.Errorf("%f m, want %f", got, tt.want)
			}
			if got := geo.MetresToLines(tt.at, geo.MultiLineString{nil, tt.line}); math.Abs(got-tt.want) > 0.002 && got != tt.want {
				t.Errorf("in pieces %f m, want %f", got, tt.want)
			}
		})
	}
}

func TestLength(t *testing.T) {
	p := geo.Point{116.6, 35.4}
	q := destination(p, 10, 1000)
	r := destination(q, 100, 500)
	if got := geo.Length(geo.LineString{p, q, q, r}); math.Abs(got-1500) > 0.002 {
		t.Errorf("%f m", got)
	}
	if got := geo.LengthOf(geo.MultiLineString{{p, q}, {r}, {q, p}, nil}); math.Abs(got-2000) > 0.002 {
		t.Errorf("in pieces %f m", got)
	}
}

func TestLocal_Degrees(t *testing.T) {
	for _, place := range places {
		l := geo.NewLocal(place.at)
		for _, metres := range []float64{1, 300, 20_000} {
			lon, lat, ok := l.Degrees(metres)
			if !ok {
				t.Fatalf("%s: no box for %v m", place.name, metres)
			}
			for deg := range 72 {
				q := destination(place.at, float64(deg)*5, metres*0.9999)
				if math.Abs(math.Remainder(q[0]-place.at[0], 360)) > lon || math.Abs(q[1]-place.at[1]) > lat {
					t.Errorf("%s: %v m at %d degrees lies outside the box", place.name, metres, deg*5)
				}
			}
			if lon > 1.2*metres/geo.Metres(place.at, geo.Point{place.at[0] + 0.001, place.at[1]})*0.001 {
				t.Errorf("%s: the box for %v m is %v degrees wide", place.name, metres, lon)
			}
		}
	}
	polar := geo.NewLocal(geo.Point{0, 89.99})
	if _, _, ok := polar.Degrees(5000); ok {
		t.Error("there is no box at the pole")
	}
}
