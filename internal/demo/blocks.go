package demo

import (
	"fmt"
	"math"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// compound is where people live: a walled group of buildings (小区) or a village.
type compound struct {
	name       string
	community  int
	village    bool
	shape      []spot
	gate       spot // where a site would stand
	buildings  []spot
	households int64
}

// build fills the cells with compounds, villages, parks and the river.
func (w *world) build() {
	w.flow()
	number := map[bool]int{}
	for k := range w.communities {
		c := &w.communities[k]
		d := roll(w.seed, "blocks", k)
		first := len(w.compounds)
		if c.urban {
			w.town(d, k)
		} else {
			w.village(d, k)
		}
		for n := first; n < len(w.compounds); n++ {
			p := &w.compounds[n]
			number[p.village]++
			p.name = fmt.Sprintf("示范小区-%03d", number[false])
			if p.village {
				p.name = c.name
			}
		}
		w.house(d, c, w.compounds[first:])
	}
}

// town builds compounds in more than half of the cells of a community, and a park here and there; at least one cell is lived in.
func (w *world) town(d *dice, k int) {
	b := w.communities[k].block
	share := 0.62
	if w.communities[k].street == 1 {
		share = 0.44
	}
	lived := false
	for i := b.i0; i < b.i1; i++ {
		for j := b.j0; j < b.j1; j++ {
			last := i == b.i1-1 && j == b.j1-1
			switch {
			case w.wet[node{i, j}] && !(last && !lived):
			case d.chance(share) || last && !lived:
				lived = true
				w.quarter(d, k, i, j)
			case d.chance(0.28):
				w.greens = append(w.greens, rounded([]spot{w.grid.within(i, j, .09, .1), w.grid.within(i, j, d.between(.6, .92), .08),
					w.grid.within(i, j, .91, d.between(.6, .93)), w.grid.within(i, j, d.between(.05, .3), .9)}, 3))
			}
		}
	}
}

// quarter divides a cell into one to four compounds.
func (w *world) quarter(d *dice, k, i, j int) {
	columns, rows := [][2]float64{{.07, .48}, {.53, .93}}, [][2]float64{{.07, .47}, {.53, .93}}
	if d.chance(0.3) {
		columns = [][2]float64{{.07, .93}}
	} else if d.chance(0.3) {
		rows = [][2]float64{{.08, .92}}
	}
	built := false
	for _, s := range columns {
		for _, t := range rows {
			if built && d.chance(0.22) { // a school, a market, a yard
				continue
			}
			built = true
			s1, t1 := s[1]-d.between(0, .04), t[1]-d.between(0, .04)
			cut := d.between(.02, .12)
			p := compound{community: k, shape: []spot{w.grid.within(i, j, s[0], t[0]), w.grid.within(i, j, s1, t[0]), w.grid.within(i, j, s1, t1-cut),
				w.grid.within(i, j, s1-cut, t1), w.grid.within(i, j, s[0], t1)}}
			p.gate = w.grid.within(i, j, (s[0]+s1)/2+d.between(-.05, .05), pick(d, []float64{t[0] + .01, t1 - .01}))
			for y := t[0] + .05; y < t1-.03; y += .19 {
				for x := s[0] + .06; x < s1-.04; x += .29 {
					p.buildings = append(p.buildings, w.grid.within(i, j, x+d.between(-.015, .015), y+d.between(-.012, .012)))
				}
			}
			w.compounds = append(w.compounds, p)
		}
	}
}

// village builds one village, and a hamlet in the larger blocks.
func (w *world) village(d *dice, k int) {
	b := w.communities[k].block
	at := node{b.i0 + (b.i1-b.i0)/2, b.j0 + (b.j1-b.j0)/2}
	if w.wet[at] && at.i > b.i0 {
		at.i--
	}
	w.hamlet(d, k, at, d.between(150, 190), 15+d.n(4))
	if corner := (node{b.i0, b.j0}); b.cells() >= 6 && corner != at && !w.wet[corner] && d.chance(0.4) {
		w.hamlet(d, k, corner, d.between(70, 110), 4)
	}
	w.villages = append(w.villages, at)
}

func (w *world) hamlet(d *dice, k int, at node, radius float64, clusters int) {
	centre := w.grid.within(at.i, at.j, d.between(.44, .56), d.between(.44, .56))
	p := compound{community: k, village: true, gate: spot{centre[0] + d.between(-20, 20), centre[1] + d.between(-20, 20)}}
	a, b := d.between(0, 6), d.between(0, 6)
	for n := range 14 {
		turn := 2 * math.Pi * float64(n) / 14
		r := radius * (1 + .13*math.Sin(2*turn+a) + .09*math.Sin(3*turn+b))
		p.shape = append(p.shape, spot{centre[0] + r*math.Cos(turn), centre[1] + r*math.Sin(turn)})
	}
	for range clusters {
		turn, r := d.between(0, 2*math.Pi), radius*.85*math.Sqrt(d.float())
		p.buildings = append(p.buildings, spot{centre[0] + r*math.Cos(turn), centre[1] + r*math.Sin(turn)})
	}
	w.compounds = append(w.compounds, p)
}

// house gives the households and people of a community to the buildings of its compounds.
func (w *world) house(d *dice, c *community, compounds []compound) {
	var weights []float64
	for _, p := range compounds {
		taller := d.between(0.7, 1.4)
		for range p.buildings {
			weights = append(weights, taller*d.between(0.8, 1.2))
		}
	}
	households, people := apportion(c.households, weights), apportion(c.people, weights)
	n := 0
	for k := range compounds {
		p := &compounds[k]
		for b, at := range p.buildings {
			p.households += households[n]
			place := recycle.PlaceAt(at.point())
			w.demand = append(w.demand, recycle.DemandVersion{DemandID: recycle.DemandID(d.id(w.born)), ValidFrom: recycle.FirstDay, ChangedAt: recycle.Instant(w.born),
				DemandFacts: recycle.DemandFacts{Name: fmt.Sprintf("%s %d 号", w.label(p, c), b+1), AreaName: c.name, Households: households[n], People: people[n], Place: place}})
			w.homes = append(w.homes, home{at, households[n]})
			n++
		}
	}
}

// home is a demand point in metres.
type home struct {
	at         spot
	households int64
}

func (w *world) label(p *compound, c *community) string {
	if p.village {
		return c.name
	}
	return p.name
}

// rounded cuts the corners of a closed shape (Chaikin, 1974).
func rounded(shape []spot, times int) []spot {
	for range times {
		var next []spot
		for k, a := range shape {
			b := shape[(k+1)%len(shape)]
			next = append(next, a.to(b, .25), a.to(b, .75))
		}
		shape = next
	}
	return shape
}

// smooth cuts the corners of a line and keeps its ends.
func smooth(way []spot, times int) []spot {
	for range times {
		next := []spot{way[0]}
		for k := 1; k < len(way); k++ {
			next = append(next, way[k-1].to(way[k], .25), way[k-1].to(way[k], .75))
		}
		way = append(next, way[len(way)-1])
	}
	return way
}

// ribbon returns the shape of a line that is so many metres wide, more or less.
func ribbon(way []spot, width func(at float64) float64) []spot {
	var left, right []spot
	for k, p := range way {
		a, b := way[max(k-1, 0)], way[min(k+1, len(way)-1)]
		length := max(a.metres(b), 1e-9)
		half := width(float64(k)/float64(len(way)-1)) / 2
		x, y := -(b[1]-a[1])/length*half, (b[0]-a[0])/length*half
		left, right = append(left, spot{p[0] + x, p[1] + y}), append(right, spot{p[0] - x, p[1] - y})
	}
	for k := len(right) - 1; k >= 0; k-- {
		left = append(left, right[k])
	}
	return left
}

// feature is a shape of the basemap.
func (w *world) feature(d *dice, layer, name string, g geo.Geometry) {
	w.basemap = append(w.basemap, recycle.BasemapFeature{ID: d.id(w.born), Layer: layer, Name: name, GeoJSON: string(geo.AppendGeoJSON(nil, g, 6))})
}
