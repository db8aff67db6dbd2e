package demo

import (
	"fmt"
	"math"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// community is one community or village: a block of cells.
type community struct {
	id         recycle.AreaID
	name       string
	street     int
	block      block
	urban      bool
	households int64
	people     int64
}

// ZoneName is what the synthetic zone is called.
const ZoneName = "济宁高新区（示意）"

// settle divides each subdistrict into its communities, and its people among them.
func (w *world) settle() {
	names := map[bool]int{}
	for s, st := range w.grid.streets {
		d := roll(w.seed, "communities", s)
		blocks := divide(d, block{st.i0, st.i1, st.j0, st.j1}, st.communities)
		weights := make([]float64, len(blocks))
		urban := make([]bool, len(blocks))
		for _, k := range central(blocks, st.towns) {
			urban[k] = true
		}
		for k := range blocks {
			weights[k] = d.between(0.7, 1.3)
			if urban[k] && !st.urban {
				weights[k] *= 2.6
			}
		}
		households, people := apportion(st.households, weights), apportion(st.people, weights)
		for k, b := range blocks {
			names[urban[k]]++
			c := community{id: recycle.AreaID(d.id(w.born)), street: s, block: b, urban: urban[k], households: households[k], people: people[k]}
			c.name = fmt.Sprintf("示范村-%03d", names[false])
			if c.urban {
				c.name = fmt.Sprintf("示范社区-%03d", names[true])
			}
			w.communities = append(w.communities, c)
		}
	}
}

// divide cuts a block into n blocks of about equal size.
func divide(d *dice, b block, n int) []block {
	if n == 1 {
		return []block{b}
	}
	wide, high := b.i1-b.i0, b.j1-b.j0
	first := n / 2
	if n > 3 && d.chance(0.5) {
		first += d.n(3) - 1
	}
	one, two := b, b
	if wide >= high {
		cut := b.i0 + min(max(int(math.Round(float64(wide)*float64(first)/float64(n))), 1), wide-1)
		one.i1, two.i0 = cut, cut
	} else {
		cut := b.j0 + min(max(int(math.Round(float64(high)*float64(first)/float64(n))), 1), high-1)
		one.j1, two.j0 = cut, cut
	}
	first = min(max(first, n-two.cells()), one.cells()) // never more parts than cells
	return append(divide(d, one, first), divide(d, two, n-first)...)
}

// central returns the indexes of the n blocks that lie nearest to the middle of all.
func central(blocks []block, n int) []int {
	var x, y float64
	for _, b := range blocks {
		x, y = x+float64(b.i0+b.i1), y+float64(b.j0+b.j1)
	}
	x, y = x/float64(len(blocks)), y/float64(len(blocks))
	var found []int
	taken := map[int]bool{}
	for range n {
		best, least := -1, math.Inf(1)
		for k, b := range blocks {
			if far := math.Hypot(float64(b.i0+b.i1)-x, float64(b.j0+b.j1)-y); !taken[k] && far < least {
				best, least = k, far
			}
		}
		taken[best] = true
		found = append(found, best)
	}
	return found
}

// areas returns the register's rows: the zone, its subdistricts and their communities.
func (w *world) areas() []recycle.AreaVersion {
	d := roll(w.seed, "areas", 0)
	g := w.grid
	row := func(id recycle.AreaID, f recycle.AreaFacts, shape geo.MultiPolygon) recycle.AreaVersion {
		b, _ := geo.BoundOf(shape)
		f.Shape, f.RawDatum = geo.WKB(shape), geo.WGS84
		f.Box = recycle.Box{MinLon: b.Min[0], MinLat: b.Min[1], MaxLon: b.Max[0], MaxLat: b.Max[1]}
		return recycle.AreaVersion{AreaID: id, ValidFrom: recycle.FirstDay, AreaFacts: f, ChangedAt: recycle.Instant(w.born)}
	}
	var households, people int64
	var rows []recycle.AreaVersion
	for _, st := range g.streets {
		f := recycle.AreaFacts{Level: recycle.LevelSubdistrict, Name: st.name, Code: st.code, ParentName: ZoneName, Settlement: settlement(st.urban),
			Households: st.households, People: st.people}
		rows = append(rows, row(recycle.AreaID(d.id(w.born)), f, g.shape(block{st.i0, st.i1, st.j0, st.j1})))
		households, people = households+st.households, people+st.people
	}
	for _, c := range w.communities {
		f := recycle.AreaFacts{Level: recycle.LevelCommunity, Name: c.name, ParentName: g.streets[c.street].name, Settlement: settlement(c.urban),
			Households: c.households, People: c.people}
		rows = append(rows, row(c.id, f, g.shape(c.block)))
	}
	zone := recycle.AreaFacts{Level: recycle.LevelZone, Name: ZoneName, Code: "370871", Households: households, People: people}
	return append(rows, row(recycle.AreaID(d.id(w.born)), zone, g.zoneShape()))
}

func settlement(urban bool) recycle.Settlement {
	if urban {
		return recycle.Urban
	}
	return recycle.Rural
}

// zoneShape returns the border around all subdistricts.
func (g *grid) zoneShape() geo.MultiPolygon {
	a, b, c, e, f := g.streets[0], g.streets[1], g.streets[2], g.streets[3], g.streets[4]
	return g.outline(node{c.i0, c.j0}, node{c.i1, c.j0}, node{c.i1, c.j1}, node{a.i1, c.j1}, node{e.i0, e.j0}, node{e.i1, e.j0}, node{e.i1, e.j1},
		node{f.i1, f.j0}, node{f.i1, f.j1}, node{f.i0, f.j1}, node{b.i1, b.j1}, node{b.i0, b.j1}, node{a.i0, a.j0}, node{c.i0, c.j1})
}
