package coverage

import (
	"math"

	"liangwang/geo"
)

// Demand is a place where somebody lives or works, and how much it counts: households or people.
type Demand struct {
	At     geo.Point
	Weight float64
}

// Share is a part of the demand: how many points, and their weight.
type Share struct {
	Count  int
	Weight float64
}

// ServiceResult says which part of the demand has a site near.
type ServiceResult struct {
	Within  []float64   // the distances asked, metres
	Total   Share       // all demand
	Covered []Share     // the part within each distance of a site
	Areas   []AreaShare // the same of every area
	Reach   []uint8     // of every demand point, the index in Within of the least distance that a site is within; len(Within) if none
}

// AreaShare is the demand of one area. A point in several areas counts in each, and once in the total.
type AreaShare struct {
	Total   Share
	Covered []Share
}

// Population is demand placed in areas: built once for a version of the data, then safe for any number of readers.
type Population struct {
	demand []Demand
	areas  int
	start  []int32 // of each point, where its areas begin; nil without areas
	in     []int32
}

// NewPopulation places demand in areas; areas may be nil. The population keeps the slice. Demand points that are not
// [geo.OnEarth] count in the total, and are in no area and near nothing.
func NewPopulation(demand []Demand, areas *geo.Areas) *Population {
	p := &Population{demand: demand}
	if areas == nil || areas.Len() == 0 {
		return p
	}
	p.areas = areas.Len()
	p.start = make([]int32, 1, len(demand)+1)
	p.in = make([]int32, 0, len(demand))
	var found []int
	for _, d := range demand {
		found = areas.AppendContaining(found[:0], d.At)
		for _, area := range found {
			p.in = append(p.in, int32(area))
		}
		p.start = append(p.start, int32(len(p.in)))
	}
	return p
}

// Service returns which part of the demand lies within each of several distances of a site. The sites are the open ones of
// the kind asked for; which, the caller knows.
func Service(demand []Demand, sites []geo.Point, areas *geo.Areas, within []float64) ServiceResult {
	return NewPopulation(demand, areas).Service(sites, within)
}

// Service is the function [Service] for a population.
func (p *Population) Service(sites []geo.Point, within []float64) ServiceResult {
	r := ServiceResult{Within: ascending(within), Reach: make([]uint8, len(p.demand))}
	for i := range r.Reach {
		r.Reach[i] = uint8(len(r.Within))
	}
	for k, reach := range r.Within {
		newDiscs(sites, reach).mark(p.demand, r.Reach, uint8(k))
	}
	r.Covered, r.Areas = make([]Share, len(r.Within)), make([]AreaShare, p.areas)
	for a := range r.Areas {
		r.Areas[a].Covered = make([]Share, len(r.Within))
	}
	for i, d := range p.demand {
		r.Total.add(d.Weight)
		if k := int(r.Reach[i]); k < len(r.Within) {
			r.Covered[k].add(d.Weight)
		}
		if p.start != nil {
			p.addTo(r.Areas, i, int(r.Reach[i]))
		}
	}
	grow(r.Covered)
	for _, a := range r.Areas {
		grow(a.Covered)
	}
	return r
}

func (p *Population) addTo(areas []AreaShare, i, reach int) {
	for _, area := range p.in[p.start[i]:p.start[i+1]] {
		a := &areas[area]
		a.Total.add(p.demand[i].Weight)
		if reach < len(a.Covered) {
			a.Covered[reach].add(p.demand[i].Weight)
		}
	}
}

func (s *Share) add(weight float64) {
	s.Count++
	s.Weight += weight
}

// grow turns what each distance adds into what lies within it.
func grow(covered []Share) {
	for k := 1; k < len(covered); k++ {
		covered[k].Count += covered[k-1].Count
		covered[k].Weight += covered[k-1].Weight
	}
}

// discs tells whether a place lies within one distance of any site.
type discs struct {
	cells *cells
	loose *geo.Points
	reach float64
	in    float64 // squares up to here are surely within, though measured by square
	out   float64 // and from here on surely not
}

func newDiscs(sites []geo.Point, reach float64) *discs {
	d := &discs{cells: newCells(sites, reach, max(reach/6, 8), markFull), reach: reach}
	if len(d.cells.loose) > 0 {
		var points []geo.Point
		for _, i := range d.cells.loose {
			points = append(points, sites[i])
		}
		d.loose = geo.NewPoints(points)
	}
	doubt := (reach/6.3e6)*(reach/6.3e6) + 1e-9
	d.in, d.out = reach*reach*(1-doubt)-1e-9, reach*reach*(1+doubt)+1e-9
	return d
}

// mark notes k for every demand point that is covered here and was not by a lesser distance.
func (d *discs) mark(demand []Demand, reach []uint8, k uint8) {
	t := &tile{west: math.NaN()}
	for i := range demand {
		if reach[i] < k {
			continue
		}
		p := &demand[i].At
		x, y := p[0]-t.west, p[1]-t.south
		if !(x >= 0 && x < 1 && y >= 0 && y < 1) {
			if !geo.OnEarth(*p) {
				continue
			}
			t = d.tile(*p)
			x, y = around(p[0]-t.west), p[1]-t.south
		}
		cx, cy := (x-t.x0)*t.x, (y-t.y0)*t.y
		if cx >= 0 && cy >= 0 && cx < float64(t.w) && cy < float64(t.h) {
			cell := int(cy)*t.w + int(cx)
			if t.full[cell] || d.covers(t.list[t.start[cell]:t.start[cell+1]], p) {
				reach[i] = k
				continue
			}
		}
		if d.loose != nil && d.near(*p) {
			reach[i] = k
		}
	}
}

// tile returns the tile of a position: an empty one where no site is near.
func (d *discs) tile(p geo.Point) *tile {
	south := math.Floor(p[1])
	key, west := tileKey(math.Floor(p[0]), south)
	if t := d.cells.tiles[key]; t != nil {
		return t
	}
	return &tile{west: west, south: south}
}

func (d *discs) near(p geo.Point) bool {
	_, ok := d.loose.Nearest(p, d.reach)
	return ok
}

func (d *discs) covers(sites []int32, p *geo.Point) bool {
	for _, i := range sites {
		s := &d.cells.sites[i]
		square := square(s, around(p[0]-s.Origin[0]), p[1]-s.Origin[1])
		if square >= d.out {
			continue
		}
		if square <= d.in || geo.Metres(*p, s.Origin) <= d.reach {
			return true
		}
	}
	return false
}
