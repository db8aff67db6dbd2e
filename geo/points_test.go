package geo_test

import (
	"math"
	"slices"
	"testing"

	"liangwang/geo"

	"pgregory.net/rapid"
)

// drawSpread draws positions: most in a town, some anywhere, some twice, some at the date line and the poles, some nowhere.
func drawSpread(t *rapid.T, n int) []geo.Point {
	all := make([]geo.Point, 0, n)
	for range n {
		var p geo.Point
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			p = drawPoint(t, "anywhere")
		case 1:
			p = geo.Point{rapid.SampledFrom([]float64{180, -180, 179.999, -179.999}).Draw(t, "lon"), rapid.Float64Range(35, 35.1).Draw(t, "lat")}
		case 2:
			p = geo.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.SampledFrom([]float64{90, -90, 89.9, 89.99}).Draw(t, "lat")}
		case 3:
			p = geo.Point{math.NaN(), 200}
		case 4:
			if len(all) > 0 {
				p = all[rapid.IntRange(0, len(all)-1).Draw(t, "again")]
			}
		default:
			p = geo.Point{rapid.Float64Range(116.5, 116.6).Draw(t, "lon"), rapid.Float64Range(35.4, 35.5).Draw(t, "lat")}
		}
		all = append(all, p)
	}
	return all
}

func bruteWithin(points []geo.Point, p geo.Point, within float64) []geo.Near {
	var all []geo.Near
	for i, q := range points {
		if !geo.OnEarth(q) || !geo.OnEarth(p) {
			continue
		}
		if d := geo.Metres(p, q); d <= within {
			all = append(all, geo.Near{Index: i, Metres: d})
		}
	}
	slices.SortStableFunc(all, func(a, b geo.Near) int {
		if a.Metres < b.Metres {
			return -1
		}
		if a.Metres > b.Metres {
			return 1
		}
		return 0
	})
	return all
}

func TestPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawSpread(t, rapid.IntRange(0, 120).Draw(t, "n"))
		ix := geo.NewPoints(points)
		for _, p := range drawSpread(t, 6) {
			within := rapid.SampledFrom([]float64{math.Inf(1), 0, 50, 3000, 2e6}).Draw(t, "within")
			if len(points) > 0 && geo.OnEarth(points[0]) && geo.OnEarth(p) && rapid.Bool().Draw(t, "at the limit") {
				within = geo.Metres(p, points[0])
			}
			want := bruteWithin(points, p, within)
			if got := ix.Within(p, within); !slices.Equal(got, want) {
				t.Fatalf("within %v of %v: %v, want %v", within, p, got, want)
			}
			k := rapid.IntRange(0, 5).Draw(t, "k")
			if got := ix.NearestK(p, k, within); !slices.Equal(got, want[:min(k, len(want))]) {
				t.Fatalf("%d nearest to %v: %v, want %v", k, p, got, want)
			}
			got, ok := ix.Nearest(p, within)
			if ok != (len(want) > 0) || ok && got != want[0] {
				t.Fatalf("nearest to %v: %v, want %v", p, got, want)
			}
		}
	})
}

func TestPoints_many(t *testing.T) {
	points := make([]geo.Point, 50_000)
	for i := range points { // a lattice: many equal coordinates, many ties
		points[i] = geo.Point{116 + float64(i%250)*0.001, 35 + float64(i/250)*0.001}
	}
	points = append(points, geo.Point{0, 0}, geo.Point{-179, -89})
	ix := geo.NewPoints(points)
	for i := 0; i < len(points); i += 997 {
		if got, ok := ix.Nearest(points[i], 10); !ok || got.Index != i || got.Metres != 0 {
			t.Fatalf("%d: %v", i, got)
		}
		if i < 50_000 {
			if got := ix.Within(points[i], 200); !slices.Equal(got, bruteWithin(points, points[i], 200)) {
				t.Fatalf("%d: %v", i, got)
			}
		}
	}
	if got, _ := ix.Nearest(geo.Point{1, 1}, math.Inf(1)); got.Index != 50_000 {
		t.Error(got)
	}
	same := geo.NewPoints(make([]geo.Point, 10_000))
	if got := same.NearestK(geo.Point{}, 3, 0); len(got) != 3 || got[2].Index != 2 {
		t.Error("all in one place:", got)
	}
}

func BenchmarkPoints(b *testing.B) {
	points := make([]geo.Point, 10_000)
	for i := range points {
		points[i] = geo.Point{116.54 + math.Mod(float64(i)*0.618034, 1)*0.22, 35.35 + math.Mod(float64(i)*0.754878, 1)*0.14}
	}
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			geo.NewPoints(points)
		}
	})
	ix := geo.NewPoints(points)
	i := 0
	b.Run("nearest", func(b *testing.B) {
		for b.Loop() {
			i++
			ix.Nearest(geo.Point{116.54 + math.Mod(float64(i)*0.4, 0.22), 35.35 + math.Mod(float64(i)*0.3, 0.14)}, math.Inf(1))
		}
	})
	b.Run("every one", func(b *testing.B) {
		for b.Loop() {
			i++
			p := geo.Point{116.54 + math.Mod(float64(i)*0.4, 0.22), 35.35 + math.Mod(float64(i)*0.3, 0.14)}
			least := math.Inf(1)
			for _, q := range points {
				least = min(least, geo.Metres(p, q))
			}
		}
	})
}
