package demo

import (
	"math"

	"liangwang/geo"
)

// spot is a place in metres east and north of the zone's south-west corner.
type spot [2]float64

func (a spot) to(b spot, t float64) spot {
	return spot{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t}
}

func (a spot) metres(b spot) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// The corner of the zone, and the metres of a degree there; all of its shapes are made up in metres.
const (
	west, south         = 116.595, 35.300
	eastDegree, northDg = 90_900.0, 110_950.0
)

func (a spot) point() geo.Point { return geo.Point{west + a[0]/eastDegree, south + a[1]/northDg} }

func ring(spots []spot) geo.Ring {
	r := make(geo.Ring, 0, len(spots)+1)
	for _, s := range spots {
		r = append(r, s.point())
	}
	return append(r, r[0])
}

func line(spots []spot) geo.LineString {
	l := make(geo.LineString, 0, len(spots))
	for _, s := range spots {
		l = append(l, s.point())
	}
	return l
}

// street is one subdistrict of the synthetic partition (DOMAIN §7.5: a rectangle, 示意, 非法定边界).
type street struct {
	name, code                     string
	fromLon, toLon, fromLat, toLat float64
	communities, towns             int // towns of the communities are urban in a rural subdistrict
	households, people             int64
	urban                          bool
	i0, i1, j0, j1                 int // its cells: from i0 up to i1, from j0 up to j1
}

func streets() []street {
	return []street{
		{name: "洸河街道（示意）", code: "370871001", fromLon: 116.595, toLon: 116.665, fromLat: 35.390, toLat: 35.440, communities: 36, towns: 36, households: 53_865, people: 140_000, urban: true},
		{name: "柳行街道（示意）", code: "370871002", fromLon: 116.595, toLon: 116.665, fromLat: 35.440, toLat: 35.490, communities: 20, towns: 20, households: 23_855, people: 62_000, urban: true},
		{name: "接庄街道（示意）", code: "370871003", fromLon: 116.640, toLon: 116.735, fromLat: 35.300, toLat: 35.390, communities: 30, towns: 3, households: 26_933, people: 70_000},
		{name: "王因街道（示意）", code: "370871004", fromLon: 116.665, toLon: 116.770, fromLat: 35.415, toLat: 35.465, communities: 18, towns: 2, households: 13_851, people: 36_000},
		{name: "黄屯街道（示意）", code: "370871005", fromLon: 116.665, toLon: 116.755, fromLat: 35.465, toLat: 35.515, communities: 16, towns: 2, households: 11_196, people: 29_100},
	}
}

// node is a crossing of the lattice: column i, row j.
type node struct{ i, j int }

// grid is the lattice that the zone is drawn on. Its lines are the roads, its cells the blocks between them; the borders of the
// subdistricts and communities run along its lines. It is bent, so that nothing is straight.
type grid struct {
	seed         uint64
	xs, ys       []float64 // of the lines, before bending
	artX, artY   []bool    // whether a line is an arterial road
	at           [][]spot  // of each crossing
	street       [][]int   // of each cell; -1 outside
	streets      []street
	waveX, waveY [2]float64
}

const cellMetres = 450

func newGrid(seed uint64) *grid {
	g := &grid{seed: seed, streets: streets()}
	d := roll(seed, "grid", 0)
	g.waveX, g.waveY = [2]float64{d.between(0, 6), d.between(0, 6)}, [2]float64{d.between(0, 6), d.between(0, 6)}
	g.xs, g.artX = lattice([]float64{116.595, 116.640, 116.665, 116.735, 116.755, 116.770}, west, eastDegree)
	g.ys, g.artY = lattice([]float64{35.300, 35.390, 35.415, 35.440, 35.465, 35.490, 35.515}, south, northDg)
	for i, x := range g.xs {
		g.at = append(g.at, make([]spot, len(g.ys)))
		for j, y := range g.ys {
			reach := 34.0
			if g.artX[i] || g.artY[j] {
				reach = 16
			}
			g.at[i][j] = g.bend(spot{x + d.between(-reach, reach), y + d.between(-reach, reach)})
		}
	}
	g.place()
	return g
}

// lattice returns lines through all breaks and evenly between them; breaks and every fourth line are arterial.
func lattice(breaks []float64, origin, degree float64) (lines []float64, arterial []bool) {
	lines, arterial = []float64{0}, []bool{true}
	for b := 1; b < len(breaks); b++ {
		from, to := (breaks[b-1]-origin)*degree, (breaks[b]-origin)*degree
		n := int(math.Round((to - from) / cellMetres))
		for k := 1; k <= n; k++ {
			lines = append(lines, from+(to-from)*float64(k)/float64(n))
			arterial = append(arterial, k == n || k%4 == 0 && n-k > 1)
		}
	}
	return lines, arterial
}

// bend moves a place by some slow waves.
func (g *grid) bend(s spot) spot {
	x := s[0] + 110*math.Sin(s[1]/1150+g.waveX[0]) + 55*math.Sin((s[0]+s[1])/690+g.waveX[1])
	y := s[1] + 100*math.Sin(s[0]/1020+g.waveY[0]) + 50*math.Sin((s[0]-s[1])/740+g.waveY[1])
	return spot{x, y}
}

// place finds the cells of each subdistrict.
func (g *grid) place() {
	g.street = make([][]int, len(g.xs)-1)
	for i := range g.street {
		g.street[i] = make([]int, len(g.ys)-1)
		for j := range g.street[i] {
			g.street[i][j] = -1
		}
	}
	for s := range g.streets {
		st := &g.streets[s]
		st.i0, st.i1 = nearestLine(g.xs, (st.fromLon-west)*eastDegree), nearestLine(g.xs, (st.toLon-west)*eastDegree)
		st.j0, st.j1 = nearestLine(g.ys, (st.fromLat-south)*northDg), nearestLine(g.ys, (st.toLat-south)*northDg)
		for i := st.i0; i < st.i1; i++ {
			for j := st.j0; j < st.j1; j++ {
				g.street[i][j] = s
			}
		}
	}
}

func nearestLine(lines []float64, at float64) int {
	best := 0
	for i, l := range lines {
		if math.Abs(l-at) < math.Abs(lines[best]-at) {
			best = i
		}
	}
	return best
}

// inside reports whether cell (i, j) is in the zone.
func (g *grid) inside(i, j int) bool {
	return i >= 0 && j >= 0 && i < len(g.street) && j < len(g.street[0]) && g.street[i][j] >= 0
}

// between returns the bend of the road from one crossing to the next: the same whoever asks, from either end.
func (g *grid) between(a, b node) spot {
	if b.i < a.i || b.j < a.j {
		a, b = b, a
	}
	d := roll(g.seed, "edge", a.i*1000_000+a.j*1000+(b.i-a.i)*2+(b.j-a.j))
	p, q := g.at[a.i][a.j], g.at[b.i][b.j]
	m, off := p.to(q, d.between(0.4, 0.6)), d.between(-14, 14)
	length := p.metres(q)
	return spot{m[0] - (q[1]-p[1])/length*off, m[1] + (q[0]-p[0])/length*off}
}

// walk appends the way from the last corner along the lattice to the next, without the last crossing.
func (g *grid) walk(way []spot, from, to node) []spot {
	step := func(a, b int) int {
		switch {
		case a < b:
			return 1
		case a > b:
			return -1
		}
		return 0
	}
	for n := from; n != to; {
		next := node{n.i + step(n.i, to.i), n.j + step(n.j, to.j)}
		way = append(way, g.at[n.i][n.j], g.between(n, next))
		n = next
	}
	return way
}

// outline returns the border along the lattice through corners.
func (g *grid) outline(corners ...node) geo.MultiPolygon {
	var way []spot
	for k, c := range corners {
		way = g.walk(way, c, corners[(k+1)%len(corners)])
	}
	return geo.MultiPolygon{{ring(way)}}
}

// block is a rectangle of cells.
type block struct{ i0, i1, j0, j1 int }

func (b block) cells() int { return (b.i1 - b.i0) * (b.j1 - b.j0) }

func (g *grid) shape(b block) geo.MultiPolygon {
	return g.outline(node{b.i0, b.j0}, node{b.i1, b.j0}, node{b.i1, b.j1}, node{b.i0, b.j1})
}

// within returns the place at the shares s and t of the way through a cell, west to east and south to north.
func (g *grid) within(i, j int, s, t float64) spot {
	return g.at[i][j].to(g.at[i+1][j], s).to(g.at[i][j+1].to(g.at[i+1][j+1], s), t)
}
