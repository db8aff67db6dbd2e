package coverage_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"liangwang/geo"
	"liangwang/geo/coverage"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/quadtree"
)

// zone is 20 km by 15.5 km with a jittered 400 m road grid. Tracks follow the roads in steps of 20 m with 4 m of noise, 500 vertices
// each; four fifths of the demand live in 400 communities.
type zone struct {
	r             *rand.Rand
	width, height float64
	roads         [2][]float64
}

const west, south, perEast, perNorth = 116.54, 35.35, 90_900.0, 110_950.0

func newZone() *zone {
	z := &zone{r: rand.New(rand.NewPCG(7, 11)), width: 0.22 * perEast, height: 0.14 * perNorth}
	for axis, length := range []float64{z.width, z.height} {
		for x := 200.0; x < length-100; x += 400 {
			z.roads[axis] = append(z.roads[axis], x+z.r.NormFloat64()*60)
		}
	}
	return z
}

func place(x, y float64) geo.Point { return geo.Point{west + x/perEast, south + y/perNorth} }

func (z *zone) sites(n int) []geo.Point {
	all := make([]geo.Point, n)
	for i := range all {
		all[i] = place(z.r.Float64()*z.width, z.r.Float64()*z.height)
	}
	return all
}

func (z *zone) routes(vertices int) []geo.MultiLineString {
	all := make([]geo.MultiLineString, vertices/500)
	for k := range all {
		line := make(geo.LineString, 0, 500)
		at := [2]int{z.r.IntN(len(z.roads[0])), z.r.IntN(len(z.roads[1]))}
		x := [2]float64{z.roads[0][at[0]], z.roads[1][at[1]]}
		axis, step := 0, 1
		for len(line) < 500 {
			line = append(line, place(x[0]+z.r.NormFloat64()*4, x[1]+z.r.NormFloat64()*4))
			if next := at[axis] + step; next >= 0 && next < len(z.roads[axis]) {
				if to := z.roads[axis][next] - x[axis]; math.Abs(to) > 20 {
					x[axis] += math.Copysign(20, to)
					continue
				}
				at[axis], x[axis] = next, z.roads[axis][next]
			}
			axis, step = z.r.IntN(2), 1-2*z.r.IntN(2)
		}
		all[k] = geo.MultiLineString{line}
	}
	return all
}

func (z *zone) demand(n int) []coverage.Demand {
	type community struct{ x, y, size float64 }
	var communities []community
	for range 400 {
		communities = append(communities, community{z.r.Float64() * z.width, z.r.Float64() * z.height, 80 + z.r.Float64()*300})
	}
	all := make([]coverage.Demand, 0, n)
	for len(all) < n {
		x, y := z.r.Float64()*z.width, z.r.Float64()*z.height
		if z.r.IntN(5) > 0 {
			c := communities[z.r.IntN(len(communities))]
			x, y = c.x+z.r.NormFloat64()*c.size, c.y+z.r.NormFloat64()*c.size
		}
		if x >= 0 && y >= 0 && x <= z.width && y <= z.height {
			all = append(all, coverage.Demand{At: place(x, y), Weight: float64(1 + z.r.IntN(6))})
		}
	}
	return all
}

// The textbook: project to Mercator, measure every route whose box is near.
func routesTextbook(sites []geo.Point, routes []geo.MultiLineString, within float64) int {
	lines := make([]orb.MultiLineString, len(routes))
	boxes := make([]orb.Bound, len(routes))
	for i, r := range routes {
		lines[i] = project.MultiLineString(orb.Clone(r).(orb.MultiLineString), project.WGS84.ToMercator)
		boxes[i] = lines[i].Bound()
	}
	n := 0
	for _, s := range sites {
		scale := math.Cos(s.Lat() * math.Pi / 180)
		p := project.Point(s, project.WGS84.ToMercator)
		least := math.Inf(1)
		for i, l := range lines {
			if boxes[i].Pad(within / scale).Contains(p) {
				least = min(least, planar.DistanceFrom(l, p)*scale)
			}
		}
		if least <= within {
			n++
		}
	}
	return n
}

func BenchmarkRoutes(b *testing.B) {
	for _, size := range []struct {
		name            string
		sites, vertices int
	}{{"1k sites, 100k vertices", 1000, 100_000}, {"10k sites, 1M vertices", 10_000, 1_000_000}} {
		z := newZone()
		sites, routes := z.sites(size.sites), z.routes(size.vertices)
		for _, within := range [][]float64{{50}, {50, 100, 300}} {
			b.Run(size.name+map[int]string{1: "/50 m", 3: "/50, 100 and 300 m"}[len(within)], func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					coverage.Routes(sites, routes, within)
				}
			})
		}
		if size.sites == 1000 {
			b.Run(size.name+"/textbook orb with boxes, 50 m", func(b *testing.B) {
				for b.Loop() {
					routesTextbook(sites, routes, 50)
				}
			})
		}
	}
}

// The textbook: a quadtree in Mercator, the nearest site of every point.
func serviceTextbook(demand []coverage.Demand, sites []geo.Point, within float64) (n int) {
	lo, hi := project.Point(orb.Point{116, 35}, project.WGS84.ToMercator), project.Point(orb.Point{117, 36}, project.WGS84.ToMercator)
	q := quadtree.New(orb.Bound{Min: lo, Max: hi})
	for _, s := range sites {
		_ = q.Add(project.Point(s, project.WGS84.ToMercator))
	}
	for _, d := range demand {
		nearest := q.Find(project.Point(d.At, project.WGS84.ToMercator)).Point()
		if geo.Metres(d.At, project.Point(nearest, project.Mercator.ToWGS84)) <= within {
			n++
		}
	}
	return n
}

func BenchmarkService(b *testing.B) {
	z := newZone()
	sites, demand := z.sites(1000), z.demand(1_000_000)
	areas := make([]geo.MultiPolygon, 0, 120)
	for i := range 120 {
		x, y := float64(i%12)/12, float64(i/12)/10
		lo, hi := place(x*z.width, y*z.height), place((x+1./12)*z.width, (y+.1)*z.height)
		areas = append(areas, geo.MultiPolygon{geo.Bound{Min: lo, Max: hi}.ToPolygon()})
	}
	population := coverage.NewPopulation(demand, nil)
	for name, within := range map[string][]float64{"300 m": {300}, "120 to 1000 m": {120, 200, 300, 500, 1000}} {
		b.Run("1k sites, 1M points, "+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				population.Service(sites, within)
			}
		})
	}
	b.Run("1k sites, 1M points, textbook orb quadtree, 300 m", func(b *testing.B) {
		for b.Loop() {
			serviceTextbook(demand, sites, 300)
		}
	})
	ix := geo.NewAreas(areas)
	b.Run("place 1M points in 120 areas", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			coverage.NewPopulation(demand, ix)
		}
	})
	placed := coverage.NewPopulation(demand, ix)
	b.Run("1k sites, 1M placed points, 300 m", func(b *testing.B) {
		for b.Loop() {
			placed.Service(sites, []float64{300})
		}
	})
}
