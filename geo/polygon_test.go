package geo_test

import (
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"liangwang/geo"

	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func rect(west, south, east, north float64) geo.Ring {
	return geo.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func TestContains(t *testing.T) {
	yard := geo.MultiPolygon{
		{rect(0, 0, 10, 10), rect(4, 4, 6, 6)}, // with a hole
		{rect(20, 0, 30, 10)},
		{{{40, 0}, {50, 10}, {40, 10}, {40, 0}}}, // slanted
	}
	tests := []struct {
		name string
		at   geo.Point
		want bool
	}{
		{"inside", geo.Point{1, 1}, true}, {"in the hole", geo.Point{5, 5}, false}, {"another part", geo.Point{25, 5}, true},
		{"between the parts", geo.Point{15, 5}, false}, {"below", geo.Point{5, -1}, false}, {"above", geo.Point{5, 11}, false},
		{"left edge", geo.Point{0, 5}, true}, {"right edge", geo.Point{10, 5}, true}, {"top edge", geo.Point{5, 10}, true},
		{"bottom edge", geo.Point{5, 0}, true}, {"corner", geo.Point{10, 10}, true}, {"corner of the hole", geo.Point{4, 6}, true},
		{"edge of the hole", geo.Point{5, 4}, true}, {"level with an edge", geo.Point{12, 10}, false}, {"level with a corner", geo.Point{-1, 0}, false},
		{"on the slant", geo.Point{43.125, 3.125}, true}, {"a hair right of it", geo.Point{math.Nextafter(43.125, 44), 3.125}, false},
		{"a hair left of it", geo.Point{math.Nextafter(43.125, 43), 3.125}, true}, {"not a number", geo.Point{math.NaN(), 5}, false},
	}
	ix := geo.NewAreas([]geo.MultiPolygon{nil, yard, {}})
	if ix.Len() != 3 {
		t.Error(ix.Len())
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := geo.Contains(yard, tt.at); got != tt.want {
				t.Errorf("%v", got)
			}
			if got := ix.Containing(tt.at); (len(got) == 1 && got[0] == 1) != tt.want {
				t.Errorf("the index says %v", got)
			}
		})
	}
	if geo.Contains(nil, geo.Point{}) || geo.Contains(geo.MultiPolygon{nil, {nil}}, geo.Point{}) {
		t.Error("nothing contains nothing")
	}
}

// Two districts with a common border leave no gap between them and overlap only on it.
func TestContains_commonBorder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) float64 { return rapid.Float64Range(116, 117).Draw(t, name) }
		a, b := geo.Point{draw("ax"), 35}, geo.Point{draw("bx"), 36}
		west := geo.MultiPolygon{{{{115, 35}, a, b, {115, 36}, {115, 35}}}}
		east := geo.MultiPolygon{{{b, a, {118, 35}, {118, 36}, b}}}
		hairs := float64(rapid.IntRange(-1, 1).Draw(t, "hairs")) * 1.4e-14
		ix := geo.NewAreas([]geo.MultiPolygon{west, east})
		for i := range 200 {
			f := (float64(i) + rapid.Float64Range(0, 1).Draw(t, "along")) / 200
			p := geo.Point{a[0] + f*(b[0]-a[0]) + hairs, 35 + f}
			inWest, inEast := geo.Contains(west, p), geo.Contains(east, p)
			if !inWest && !inEast {
				t.Fatal("a gap")
			}
			if exactly := onLine(a, b, p); exactly != (inWest && inEast) {
				t.Fatalf("exactly on the border: %v, in both: %v", exactly, inWest && inEast)
			}
			if got := ix.Containing(p); slices.Contains(got, 0) != inWest || slices.Contains(got, 1) != inEast {
				t.Fatal("the index", got)
			}
		}
	})
}

// onLine says with fractions whether p lies on the line through a and b.
func onLine(a, b, p geo.Point) bool {
	diff := func(u, v float64) *big.Rat {
		return new(big.Rat).Sub(new(big.Rat).SetFloat64(u), new(big.Rat).SetFloat64(v))
	}
	left := new(big.Rat).Mul(diff(b[0], a[0]), diff(p[1], a[1]))
	return left.Cmp(new(big.Rat).Mul(diff(b[1], a[1]), diff(p[0], a[0]))) == 0
}

// A polygon around a centre, its corners in order of direction, so that no edges cross.
func drawStar(t *rapid.T, name string) geo.Polygon {
	n := rapid.IntRange(3, 40).Draw(t, name+" corners")
	centre := geo.Point{rapid.Float64Range(116, 117).Draw(t, name+" lon"), rapid.Float64Range(35, 36).Draw(t, name+" lat")}
	var ring geo.Ring
	for i := range n {
		sin, cos := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
		r := rapid.Float64Range(0.01, 0.2).Draw(t, name+" radius")
		ring = append(ring, geo.Point{centre[0] + r*cos, centre[1] + r*sin})
	}
	return geo.Polygon{append(ring, ring[0])}
}

func TestContains_likeOrb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var areas []geo.MultiPolygon
		for range rapid.IntRange(1, 12).Draw(t, "areas") {
			areas = append(areas, geo.MultiPolygon{drawStar(t, "area"), drawStar(t, "second part")})
		}
		ix := geo.NewAreas(areas)
		for range 20 {
			p := geo.Point{rapid.Float64Range(115.7, 117.3).Draw(t, "x"), rapid.Float64Range(34.7, 36.3).Draw(t, "y")}
			found := map[int]bool{}
			for _, i := range ix.Containing(p) {
				found[i] = true
			}
			for i, m := range areas {
				in := geo.Contains(m, p)
				if in != found[i] {
					t.Fatalf("area %d, %v: %v, the index %v", i, p, in, found[i])
				}
				if orbs := planar.MultiPolygonContains(m, p); orbs != in {
					t.Fatalf("area %d, %v: %v, orb %v", i, p, in, orbs)
				}
			}
		}
	})
}

func TestLabelPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		polygon := drawStar(t, "star")
		m := geo.MultiPolygon{{rect(115.99, 35.99, 115.991, 35.991)}, polygon}
		p, ok := geo.LabelPoint(m)
		if !ok || !geo.Contains(m, p) {
			t.Fatalf("%v is not in %v", p, m)
		}
		ring := geo.MultiPolygon{{rect(0, 0, 10, 10), rect(1, 1, 9, 9)}}
		if p, _ := geo.LabelPoint(ring); !geo.Contains(ring, p) {
			t.Fatalf("%v is in the hole", p)
		}
	})
	if _, ok := geo.LabelPoint(geo.MultiPolygon{nil, {nil}}); ok {
		t.Error("nothing has no label")
	}
}

// quadrature is the area between two parallels and two meridians by adding up small pieces of M·N·cos φ.
func quadrature(west, south, east, north float64) float64 {
	const rad, e2, n = math.Pi / 180, axisF * (2 - axisF), 20_000
	var sum float64
	for i := range n {
		sin, cos := math.Sincos((south + (north-south)*(float64(i)+0.5)/n) * rad)
		w2 := 1 - e2*sin*sin
		sum += axisA * axisA * (1 - e2) * cos / (w2 * w2)
	}
	return sum * (north - south) * rad / n * (east - west) * rad
}

func TestArea(t *testing.T) {
	for _, tt := range []struct {
		name                     string
		west, south, east, north float64
	}{
		{"zone", 116.54, 35.35, 116.76, 35.49}, {"yard", 116.6, 35.4, 116.6003, 35.4002}, {"southern", -60, -34, -59, -33}, {"over the equator", 0, -1, 1, 0.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := quadrature(tt.west, tt.south, tt.east, tt.north)
			ring := rect(tt.west, tt.south, tt.east, tt.north)
			if got := geo.Area(geo.MultiPolygon{{ring}}); math.Abs(got-want) > want*1e-8 {
				t.Errorf("%f m², want %f", got, want)
			}
			half := geo.Ring{ring[0], ring[1], ring[2], ring[0]}
			other := geo.Ring{ring[2], ring[3], ring[0], ring[2]}
			if got := geo.Area(geo.MultiPolygon{{half}, {other}}); math.Abs(got-want) > want*1e-8 {
				t.Errorf("in two triangles %f m², want %f", got, want)
			}
			ring.Reverse()
			if got := geo.Area(geo.MultiPolygon{{ring, half}}); math.Abs(got-geo.Area(geo.MultiPolygon{{other}})) > want*1e-8 {
				t.Errorf("with a hole %f m²", got)
			}
		})
	}
	if got := geo.Area(geo.MultiPolygon{{rect(-180, -90, 180, 90)}}); math.Abs(got-510065621724088) > 1e6 { // NIMA TR8350.2
		t.Errorf("the Earth: %f", got)
	}
	if geo.Area(nil) != 0 || geo.Area(geo.MultiPolygon{nil, {nil}, {{{0, 0}, {1, 1}}}}) != 0 {
		t.Error("nothing has no area")
	}
}

func TestCrossing(t *testing.T) {
	bow := geo.MultiPolygon{{rect(0, 0, 1, 1)}, {{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}}
	if p, ok := geo.Crossing(bow); !ok || p != (geo.Point{1, 1}) {
		t.Error(p, ok)
	}
	for _, hole := range []geo.Ring{{{0, 0}, {5, 1}, {1, 5}, {0, 0}}, {{5, 0}, {6, 3}, {4, 3}, {5, 0}}, {{0, 1}, {0, 2}, {3, 2}, {0, 1}}} {
		if p, ok := geo.Crossing(geo.MultiPolygon{{rect(0, 0, 10, 10), hole}}); ok {
			t.Error("touching is not crossing:", p)
		}
	}
	if _, ok := geo.Crossing(geo.MultiPolygon{{rect(0, 0, 10, 10), rect(5, 5, 15, 8)}}); !ok {
		t.Error("a hole through the border")
	}
	rapid.Check(t, func(t *rapid.T) {
		if p, ok := geo.Crossing(geo.MultiPolygon{drawStar(t, "star")}); ok {
			t.Fatal(p)
		}
	})
}

func TestBoundOf(t *testing.T) {
	for _, g := range shapes {
		box, ok := geo.BoundOf(g)
		if want := g.Bound(); !ok || box != want {
			t.Errorf("%T: %v, want %v", g, box, want)
		}
	}
	for _, g := range []geo.Geometry{nil, geo.MultiPoint{}, geo.Polygon{}, geo.MultiPolygon{{}}, geo.Collection{}} {
		if _, ok := geo.BoundOf(g); ok {
			t.Errorf("%T has no box", g)
		}
	}
}

func TestAround(t *testing.T) {
	for _, place := range places {
		box := geo.Around(place.at, 500)
		for deg := range 36 {
			if q := destination(place.at, float64(deg)*10, 499.9); !box.Contains(q) && math.Abs(q[0]-place.at[0]) < 180 {
				t.Errorf("%s: %v outside %v", place.name, q, box)
			}
		}
	}
	if box := geo.Around(geo.Point{10, 89.999}, 5000); box.Min[0] != -180 || box.Max[1] != 90 || box.Min[1] > 89.96 {
		t.Error(box)
	}
}

// The real boundaries: holes, other people's sphere, and the judgement of others on points and polygons.
func TestPolygon_files(t *testing.T) {
	dir := shared("08-fixtures")
	if dir == "" {
		return
	}
	iso := map[string]geo.MultiPolygon{}
	for _, f := range parseFile(t, filepath.Join(dir, "holes/zaf-lso-swz.geojson")) {
		var p struct{ Iso string }
		unmarshal(t, f.Properties, &p)
		iso[p.Iso] = areaOf(t, f)
	}
	for _, tt := range []struct {
		name string
		at   geo.Point
		want string
	}{{"Maseru", geo.Point{27.4833, -29.3167}, "LSO"}, {"Bloemfontein", geo.Point{26.2, -29.1167}, "ZAF"}, {"Mbabane", geo.Point{31.1333, -26.3167}, "SWZ"}} {
		for code, m := range iso {
			if got := geo.Contains(m, tt.at); got != (code == tt.want) {
				t.Errorf("%s in %s: %v", tt.name, code, got)
			}
		}
	}
	area := geo.Area(areaOf(t, parseFile(t, filepath.Join(dir, "turf/area/in/polygon.geojson"))[0]))
	var sphere float64
	readJSON(t, filepath.Join(dir, "turf/area/out/polygon.json"), &sphere)
	if math.Abs(area/sphere-1) > 0.01 { // a continent with edges of 1,000 km, which Turf has on great circles of a sphere
		t.Errorf("%g m², Turf's sphere %g", area, sphere)
	}
}

func parseFile(t testing.TB, name string) []geo.Feature {
	t.Helper()
	features, err := geo.ParseGeoJSON(readFile(t, name), geo.Limits{})
	if err != nil {
		t.Fatal(name, err)
	}
	return features
}

func areaOf(t testing.TB, f geo.Feature) geo.MultiPolygon {
	t.Helper()
	switch g := f.Geometry.(type) {
	case geo.Polygon:
		return geo.MultiPolygon{g}
	case geo.MultiPolygon:
		return g
	}
	t.Fatalf("feature %d is no area: %v", f.Number, f.Err)
	return nil
}

// Every real boundary passes the door; which of them cross themselves is known.
func TestParse_realBoundaries(t *testing.T) {
	root := shared("")
	if root == "" {
		return
	}
	files, _ := filepath.Glob(filepath.Join(root, "04-jining/*.json"))
	files = append(files, filepath.Join(root, "02-taipei-trucks/taipei_town.geojson"), filepath.Join(root, "03-points-other/stadtteile.geojson"))
	n := 0
	for _, name := range files {
		for _, f := range parseFile(t, name) {
			n++
			if p, crosses := geo.Crossing(areaOf(t, f)); crosses {
				t.Logf("%s %d crosses itself at %v", filepath.Base(name), f.Number, p)
			}
		}
	}
	if n != 12+12+12+13 {
		t.Errorf("%d areas", n)
	}
	if _, err := os.Stat(files[0]); err != nil {
		t.Fatal(err)
	}
}
