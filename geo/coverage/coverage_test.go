package coverage_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"liangwang/geo"
	"liangwang/geo/coverage"

	"pgregory.net/rapid"
)

// drawPlaces draws positions: most in a town that lies over a whole degree, some around another place (the date line, the far
// north, the pole), a few anywhere or nowhere, and some twice.
func drawPlaces(t *rapid.T, name string, centre geo.Point, least, most int) []geo.Point {
	n := rapid.IntRange(least, most).Draw(t, name)
	all := make([]geo.Point, 0, n)
	for range n {
		switch kind := rapid.IntRange(0, 29).Draw(t, name+" kind"); {
		case kind == 0:
			all = append(all, geo.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")})
		case kind == 1:
			all = append(all, geo.Point{181, math.NaN()})
		case kind == 2 && len(all) > 0:
			all = append(all, all[rapid.IntRange(0, len(all)-1).Draw(t, "again")])
		default:
			lon := centre[0] + rapid.Float64Range(-0.02, 0.02).Draw(t, "east")/max(math.Cos(centre[1]*math.Pi/180), 1e-3)
			lat := min(centre[1]+rapid.Float64Range(-0.02, 0.02).Draw(t, "north"), 90)
			all = append(all, geo.Point{math.Remainder(lon, 360), lat})
		}
	}
	return all
}

var centres = []geo.Point{{117, 35.99}, {116.6, 35.4}, {180, -17}, {0, 0}, {-179.995, 70}, {30, 87.985}, {10, 89.99}, {151.2, -34}}

func TestRoutes_likeEveryOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centre := rapid.SampledFrom(centres).Draw(t, "centre")
		sites := drawPlaces(t, "sites", centre, 0, 25)
		routes := make([]geo.MultiLineString, rapid.IntRange(0, 5).Draw(t, "routes"))
		for i := range routes {
			for range rapid.IntRange(0, 2).Draw(t, "pieces") {
				var line geo.LineString
				for _, p := range drawPlaces(t, "line", centre, 0, 6) {
					if n := len(line); geo.OnEarth(p) && (n == 0 || math.Abs(math.Remainder(p[0]-line[n-1][0], 360)) < 179) { // half a turn may go either way
						line = append(line, p)
					}
				}
				routes[i] = append(routes[i], line)
			}
		}
		within := []float64{300, 50, rapid.SampledFrom([]float64{0, 100, 2000, 30_000}).Draw(t, "D"), 50}
		if len(sites) > 0 && len(routes) > 0 {
			if d := geo.MetresToLines(sites[0], routes[0]); d < 1000 {
				within = append(within, d) // just reached
			}
		}
		got := coverage.Routes(sites, routes, within)
		if want := routesByHand(sites, routes, got.Within); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%v\nwant %v", got, want)
		}
	})
}

// routesByHand compares every site with every route.
func routesByHand(sites []geo.Point, routes []geo.MultiLineString, within []float64) coverage.RouteResult {
	r := coverage.RouteResult{Within: within, Sites: make([]int, len(within)), Routes: make([][]int, len(routes))}
	for j := range routes {
		r.Routes[j] = make([]int, len(within))
	}
	for i, site := range sites {
		if !geo.OnEarth(site) {
			continue
		}
		best := coverage.Nearest{Site: i, Route: -1, Metres: math.Inf(1)}
		for j, route := range routes {
			d := geo.MetresToLines(site, route)
			if d < best.Metres {
				best.Route, best.Metres = j, d
			}
			for k := range within {
				if d <= within[k] {
					r.Routes[j][k]++
				}
			}
		}
		for k := range within {
			if best.Metres <= within[k] {
				r.Sites[k]++
			}
		}
		if best.Metres <= within[len(within)-1] {
			r.Nearest = append(r.Nearest, best)
		}
	}
	return r
}

func TestRoutes(t *testing.T) {
	line := geo.LineString{{116.6, 35.4}, {116.61, 35.4}}
	north := func(metres float64) geo.Point { return geo.Point{116.605, 35.4 + metres/110_949} }
	sites := []geo.Point{north(10), north(-80), north(400), {0, 0}}
	routes := []geo.MultiLineString{nil, {line}, {line, {{0, 0}}}}
	got := coverage.Routes(sites, routes, []float64{100, 50, 100, math.NaN(), -1})
	if !slices.Equal(got.Within, []float64{50, 100}) || !slices.Equal(got.Sites, []int{2, 3}) {
		t.Errorf("%+v", got)
	}
	if fmt.Sprint(got.Routes) != "[[0 0] [1 2] [2 3]]" || len(got.Nearest) != 3 || got.Nearest[1].Route != 1 || got.Nearest[2].Route != 2 {
		t.Errorf("%+v", got)
	}
	if d := got.Nearest[1].Metres; math.Abs(d-80) > 0.1 || d != geo.MetresToLine(sites[1], line) {
		t.Errorf("%v m", d)
	}
	if none := coverage.Routes(sites, routes, nil); len(none.Sites) != 0 || none.Nearest != nil {
		t.Errorf("%+v", none)
	}
}

// One long piece between towns, with sites along its way: it bends away from the straight line in degrees by kilometres.
func TestRoutes_longPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := geo.Point{rapid.Float64Range(-180, 180).Draw(t, "ax"), rapid.Float64Range(-80, 80).Draw(t, "ay")}
		size := rapid.SampledFrom([]float64{0.01, 0.1, 1, 5}).Draw(t, "size")
		b := geo.Point{math.Remainder(a[0]+rapid.Float64Range(-1, 1).Draw(t, "bx")*size, 360), a[1] + rapid.Float64Range(-1, 1).Draw(t, "by")*size}
		var sites []geo.Point
		for range 20 {
			f := rapid.Float64Range(-0.1, 1.1).Draw(t, "along")
			x, y := math.Remainder(b[0]-a[0], 360)*f, (b[1]-a[1])*f
			off := rapid.Float64Range(-0.02, 0.02).Draw(t, "off") * size
			sites = append(sites, geo.Point{math.Remainder(a[0]+x-off, 360), a[1] + y + off})
		}
		routes := []geo.MultiLineString{{{a, b}}}
		within := []float64{50, 1000}
		got := coverage.Routes(sites, routes, within)
		if want := routesByHand(sites, routes, within); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%v\nwant %v", got, want)
		}
	})
}

func TestService_likeEveryOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centre := rapid.SampledFrom(centres).Draw(t, "centre")
		sites := drawPlaces(t, "sites", centre, 0, 12)
		var demand []coverage.Demand
		for _, p := range drawPlaces(t, "demand", centre, 0, 60) {
			demand = append(demand, coverage.Demand{At: p, Weight: float64(rapid.IntRange(0, 6).Draw(t, "weight"))})
		}
		areas := []geo.MultiPolygon{
			{{{{centre[0] - 1, centre[1] - 1}, {centre[0], centre[1] - 1}, {centre[0], centre[1]}, {centre[0] - 1, centre[1] - 1}}}},
			nil,
			{geo.Bound{Min: geo.Point{-180, -90}, Max: geo.Point{180, 89.99}}.ToPolygon()},
		}
		within := []float64{500, rapid.SampledFrom([]float64{0, 0.5, 50, 1500, 40_000, 3e7}).Draw(t, "R"), 120}
		if len(sites) > 0 && len(demand) > 0 && geo.OnEarth(sites[0]) && geo.OnEarth(demand[0].At) {
			within = append(within, geo.Metres(demand[0].At, sites[0]))
		}
		got := coverage.Service(demand, sites, geo.NewAreas(areas), within)
		if want := serviceByHand(demand, sites, areas, got.Within); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%v\nwant %v", got, want)
		}
	})
}

func serviceByHand(demand []coverage.Demand, sites []geo.Point, areas []geo.MultiPolygon, within []float64) coverage.ServiceResult {
	share := func() []coverage.Share { return make([]coverage.Share, len(within)) }
	add := func(s *coverage.Share, w float64) { s.Count, s.Weight = s.Count+1, s.Weight+w }
	r := coverage.ServiceResult{Within: within, Covered: share()}
	for range areas {
		r.Areas = append(r.Areas, coverage.AreaShare{Covered: share()})
	}
	for _, d := range demand {
		nearest := math.Inf(1)
		for _, s := range sites {
			if geo.OnEarth(s) && geo.OnEarth(d.At) {
				nearest = min(nearest, geo.Metres(d.At, s))
			}
		}
		reach := 0
		for reach < len(within) && nearest > within[reach] {
			reach++
		}
		r.Reach = append(r.Reach, uint8(reach))
		add(&r.Total, d.Weight)
		for k := reach; k < len(within); k++ {
			add(&r.Covered[k], d.Weight)
		}
		for i, m := range areas {
			if !geo.Contains(m, d.At) {
				continue
			}
			add(&r.Areas[i].Total, d.Weight)
			for k := reach; k < len(within); k++ {
				add(&r.Areas[i].Covered[k], d.Weight)
			}
		}
	}
	return r
}

func TestService(t *testing.T) {
	site := geo.Point{116.6, 35.4}
	east := func(metres float64) geo.Point { return geo.Point{116.6 + metres/90_870, 35.4} }
	demand := []coverage.Demand{{east(0), 1}, {east(299), 2}, {east(301), 4}, {east(499), 8}, {east(-5000), 16}}
	border := geo.Bound{Min: geo.Point{116.6, 35.3}, Max: geo.Point{116.7, 35.5}}.ToPolygon()
	got := coverage.Service(demand, []geo.Point{site}, geo.NewAreas([]geo.MultiPolygon{{border}, {border}}), []float64{500, 300})
	if got.Total != (coverage.Share{Count: 5, Weight: 31}) || got.Covered[0] != (coverage.Share{Count: 2, Weight: 3}) || got.Covered[1] != (coverage.Share{Count: 4, Weight: 15}) {
		t.Errorf("%+v", got)
	}
	for _, a := range got.Areas { // the site's own place lies on the border of both
		if a.Total.Weight != 15 || a.Covered[0].Weight != 3 || a.Covered[1].Weight != 15 {
			t.Errorf("%+v", a)
		}
	}
	if !slices.Equal(got.Reach, []uint8{0, 0, 1, 1, 2}) {
		t.Error(got.Reach)
	}
	empty := coverage.Service(demand, nil, nil, []float64{300})
	if empty.Total.Count != 5 || empty.Covered[0].Count != 0 || len(empty.Areas) != 0 {
		t.Errorf("%+v", empty)
	}
}

// Places a hair within and a hair beyond the distance, all around the circles of a few sites.
func TestService_atTheLimit(t *testing.T) {
	for _, centre := range centres[:5] {
		for _, reach := range []float64{30, 300, 2000, 30_000} {
			l := geo.NewLocal(centre)
			sites := []geo.Point{centre, {centre[0], centre[1] + reach*2.5/l.North}}
			var demand []coverage.Demand
			for i := range 20_000 {
				sin, cos := math.Sincos(float64(i) * 0.001)
				r := reach * (1 + float64(i%7-3)*2e-6)
				lon := centre[0] + r*sin/(l.East+l.EastTurn*r*cos/l.North)
				demand = append(demand, coverage.Demand{At: geo.Point{math.Remainder(lon, 360), centre[1] + r*cos/l.North}, Weight: 1})
			}
			got := coverage.Service(demand, sites, nil, []float64{reach})
			want := serviceByHand(demand, sites, nil, []float64{reach})
			if got.Covered[0] != want.Covered[0] || !slices.Equal(got.Reach, want.Reach) {
				t.Errorf("%v, %v m: %v of %v, want %v", centre, reach, got.Covered, got.Total, want.Covered)
			}
		}
	}
}

func TestAssign(t *testing.T) {
	area := func(west, east float64) geo.MultiPolygon {
		return geo.MultiPolygon{geo.Bound{Min: geo.Point{west, 0}, Max: geo.Point{east, 1}}.ToPolygon()}
	}
	ix := geo.NewAreas([]geo.MultiPolygon{area(0, 1), area(1, 2), nil, area(0, 2)})
	got := coverage.Assign([]geo.Point{{0.5, 0.5}, {1, 0.5}, {3, 0.5}, {1.5, 2}, {math.NaN(), 0}, {2, 1}}, ix)
	if got.Inside != 3 || got.Outside != 3 || got.Several != 3 || !slices.Equal(got.Areas, []int{2, 2, 0, 3}) || !slices.Equal(got.First, []int32{0, 0, -1, -1, -1, 1}) {
		t.Errorf("%+v", got)
	}
	if got := coverage.Assign([]geo.Point{{0, 0}}, nil); got.Outside != 1 || got.Areas != nil {
		t.Errorf("%+v", got)
	}
}

func TestPairs(t *testing.T) {
	at := func(metres float64) geo.Point { return geo.Point{116.6, 35.4 + metres/110_949} }
	tests := []struct {
		name string
		a, b []geo.Point
		want string
	}{
		{"nothing", nil, nil, "[]"},
		{"too far", []geo.Point{at(0)}, []geo.Point{at(51)}, "[]"},
		{"nearest first, not first come", []geo.Point{at(0), at(30)}, []geo.Point{at(40), at(45)}, "[{1 0}{0 1}]"},
		{"one to one", []geo.Point{at(0), at(1), at(2)}, []geo.Point{at(0), at(100)}, "[{0 0}]"},
		{"ties by index", []geo.Point{at(0), at(0)}, []geo.Point{at(0), at(0)}, "[{0 0}{1 1}]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := "["
			for _, p := range coverage.Pairs(tt.a, tt.b, 50) {
				got += fmt.Sprintf("{%d %d}", p.A, p.B)
				if p.Metres != geo.Metres(tt.a[p.A], tt.b[p.B]) {
					t.Errorf("%+v", p)
				}
			}
			if got += "]"; got != tt.want {
				t.Error(got)
			}
		})
	}
}

// Nobody left over could still be paired with somebody left over, and no pair could be nearer with another that is left or was
// paired later.
func TestPairs_nearestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centre := geo.Point{116.6, 35.4}
		a, b := drawPlaces(t, "a", centre, 0, 30), drawPlaces(t, "b", centre, 0, 30)
		pairs := coverage.Pairs(a, b, 900)
		order := map[[2]int]int{} // network and index to the place in the result
		for n, p := range pairs {
			for _, key := range [][2]int{{0, p.A}, {1, p.B}} {
				if _, twice := order[key]; twice {
					t.Fatal("twice", key)
				}
				order[key] = n
			}
		}
		for i, p := range a {
			for j, q := range b {
				if !geo.OnEarth(p) || !geo.OnEarth(q) || geo.Metres(p, q) > 900 {
					continue
				}
				atA, okA := order[[2]int{0, i}]
				atB, okB := order[[2]int{1, j}]
				if !okA && !okB {
					t.Fatal("both left over", i, j)
				}
				first := len(pairs)
				if okA {
					first = atA
				}
				if okB {
					first = min(first, atB)
				}
				if pairs[first].Metres > geo.Metres(p, q) {
					t.Fatalf("%v went before the nearer %d, %d", pairs[first], i, j)
				}
			}
		}
	})
}

// shared returns a folder of the real files, "" without them.
func shared(name string) string {
	if dir := os.Getenv("LW_SHARED"); dir != "" {
		return filepath.Join(dir, "data", filepath.FromSlash(name))
	}
	return ""
}
