package coverage

import (
	"slices"
	"strings"
	"sync"

	"liangwang/geo"
	cover "liangwang/geo/coverage"
	"liangwang/internal/recycle"
)

// scene is the register of a day as geometry. It is built once and then only read.
type scene struct {
	snap   *recycle.Snapshot
	open   []*recycle.SiteVersion // open sites with a position, by name
	areas  []*recycle.AreaVersion // from the largest level, by name; those without a border too
	shapes []geo.MultiPolygon     // of areas; nil without a border
	index  *geo.Areas             // of shapes
	routes []*recycle.RouteVersion
	lines  []geo.MultiLineString
	pairs  []recycle.SitePair // within PairMetres
	demand []demand

	mu         sync.Mutex
	population map[string]*cover.Population // by weight
}

// demand is a place where people live. One that stands for a whole community is its label point.
type demand struct {
	at                 geo.Point
	households, people int64
}

func newScene(snap *recycle.Snapshot) *scene {
	s := &scene{snap: snap, population: map[string]*cover.Population{}}
	for i := range snap.Sites {
		if _, placed := snap.Sites[i].Point(); placed && snap.Sites[i].Open() {
			s.open = append(s.open, &snap.Sites[i])
		}
	}
	for _, level := range recycle.AreaLevels() {
		for i := range snap.Areas {
			if snap.Areas[i].Level == level {
				s.areas, s.shapes = append(s.areas, &snap.Areas[i]), append(s.shapes, polygons(snap.Areas[i].Shape))
			}
		}
	}
	s.index = geo.NewAreas(s.shapes)
	for i := range snap.Routes {
		if lines := lines(snap.Routes[i].Shape); lines != nil {
			s.routes, s.lines = append(s.routes, &snap.Routes[i]), append(s.lines, lines)
		}
	}
	s.pairs = pairs(s.open, PairMetres)
	s.demand = s.settle()
	return s
}

// polygons reads a stored shape; nil if there is none.
func polygons(wkb []byte) geo.MultiPolygon {
	if len(wkb) == 0 {
		return nil
	}
	g, err := geo.ParseWKB(wkb, geo.Limits{})
	if err != nil {
		return nil
	}
	switch g := g.(type) {
	case geo.MultiPolygon:
		return g
	case geo.Polygon:
		return geo.MultiPolygon{g}
	}
	return nil
}

func lines(wkb []byte) geo.MultiLineString {
	if len(wkb) == 0 {
		return nil
	}
	g, err := geo.ParseWKB(wkb, geo.Limits{})
	if err != nil {
		return nil
	}
	switch g := g.(type) {
	case geo.MultiLineString:
		return g
	case geo.LineString:
		return geo.MultiLineString{g}
	}
	return nil
}

// settle returns the demand points, and for each community with a border and without a demand point inside, its own label point
// with the households and people of its register entry.
func (s *scene) settle() []demand {
	var list []demand
	counted := make([]bool, len(s.areas))
	for i := range s.snap.Demand {
		d := &s.snap.Demand[i]
		at, ok := d.Point()
		if !ok {
			continue
		}
		list = append(list, demand{at, d.Households, d.People})
		for _, a := range s.index.Containing(at) {
			counted[a] = true
		}
	}
	for i, a := range s.areas {
		if a.Level != recycle.LevelCommunity || counted[i] || a.Households+a.People == 0 {
			continue
		}
		if at, ok := geo.LabelPoint(s.shapes[i]); ok {
			list = append(list, demand{at, a.Households, a.People})
		}
	}
	return list
}

func (d *demand) weight(kind string) int64 {
	if kind == People {
		return d.people
	}
	return d.households
}

// settled returns the demand by a weight, placed in the areas.
func (s *scene) settled(weight string) *cover.Population {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.population[weight]; p != nil {
		return p
	}
	list := make([]cover.Demand, len(s.demand))
	for i := range s.demand {
		list[i] = cover.Demand{At: s.demand[i].at, Weight: float64(s.demand[i].weight(weight))}
	}
	s.population[weight] = cover.NewPopulation(list, s.index)
	return s.population[weight]
}

// sites returns the open sites of a network that take a category.
func (s *scene) sites(network string, category recycle.Category) []*recycle.SiteVersion {
	paired := map[recycle.SiteID]bool{}
	for _, p := range s.pairs {
		paired[p.B.SiteID] = true
	}
	var list []*recycle.SiteVersion
	for _, v := range s.open {
		of := network == AnyNetwork || network == NetworkA && v.InA || network == NetworkB && v.InB ||
			network == BothAB && (v.Fused() || paired[v.SiteID])
		if of && takes(v, category) {
			list = append(list, v)
		}
	}
	return list
}

// takes reports whether a site says that it takes a category, or one of a group; an empty category is any.
func takes(v *recycle.SiteVersion, category recycle.Category) bool {
	if category == "" {
		return true
	}
	return slices.ContainsFunc(v.CategoryKeys(), func(k recycle.Category) bool {
		return k == category || strings.HasPrefix(string(k), string(category)+".")
	})
}
