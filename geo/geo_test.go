package geo_test

import (
	"math"
	"testing"

	"liangwang/geo"

	"pgregory.net/rapid"
)

func TestMetres(t *testing.T) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			for _, metres := range []float64{1, 50, 1000, 10_000, 50_000} {
				for deg := range 24 {
					b := destination(p.at, float64(deg)*15, metres)
					limit := metres * 0.0001
					if metres <= 1000 {
						limit = min(limit, 0.002)
					}
					if got := geo.Metres(p.at, b); math.Abs(got-metres) > limit {
						t.Errorf("%v to %v: %.4f m, the geodesic is %.4f", p.at, b, got, metres)
					}
				}
			}
		})
	}
}

func TestMetres_symmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPoint(t, "a"), drawPoint(t, "b")
		there, back := geo.Metres(a, b), geo.Metres(b, a)
		if there != back || there < 0 || math.IsNaN(there) {
			t.Fatalf("%v there, %v back", there, back)
		}
		if geo.Metres(a, a) != 0 {
			t.Fatal("a place is 0 m from itself")
		}
	})
}

func TestOnEarth(t *testing.T) {
	for p, want := range map[geo.Point]bool{{180, -90}: true, {180.1, 0}: false, {0, 90.1}: false, {math.Inf(1), 0}: false} {
		if geo.OnEarth(p) != want {
			t.Errorf("%v: want %v", p, want)
		}
	}
	if geo.OnEarth(geo.Point{math.NaN(), 0}) {
		t.Error("NaN is not on Earth")
	}
}

var places = []struct {
	name string
	at   geo.Point
}{
	{"Jining", geo.Point{116.6, 35.4}}, {"equator", geo.Point{0, 0}}, {"Mohe", geo.Point{122.5, 53.5}},
	{"Sydney", geo.Point{151.2, -33.9}}, {"date line", geo.Point{179.9999, -17}}, {"Svalbard", geo.Point{15.6, 78.2}},
}

func drawPoint(t *rapid.T, name string) geo.Point {
	return geo.Point{rapid.Float64Range(-180, 180).Draw(t, name+" lon"), rapid.Float64Range(-90, 90).Draw(t, name+" lat")}
}
