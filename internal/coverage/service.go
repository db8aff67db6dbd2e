package coverage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// MaxUncovered is how many uncovered points an answer lists.
const MaxUncovered = 20_000

// Service returns which part of the demand has an open site within q.Within metres.
func (s *Service) Service(ctx context.Context, q recycle.CoverageQuery) (*recycle.ServiceCoverage, error) {
	q, err := s.complete(q)
	if err != nil {
		return nil, err
	}
	sc, err := s.scene(ctx, q.At)
	if err != nil {
		return nil, err
	}
	return answer(s, sc, fmt.Sprintf("service %+v", q), func() *recycle.ServiceCoverage { return sc.service(q) }), nil
}

func (s *scene) service(q recycle.CoverageQuery) *recycle.ServiceCoverage {
	open := s.sites(q.Network, q.Category)
	sites, twice := points(open), s.twice(open)
	r := s.settled(q.Weight).Service(sites, []float64{q.Within})
	c := &recycle.ServiceCoverage{CoverageQuery: q, Version: s.snap.Version, Sites: len(sites), Places: len(sites) - len(twice), Points: r.Total.Count, Covered: r.Covered[0].Count,
		Total: int64(r.Total.Weight), Reached: int64(r.Covered[0].Weight)}
	c.Share = share(c.Reached, c.Total)
	inside, places := make([]int, len(s.areas)), make([]int, len(s.areas))
	for i, p := range sites {
		for _, a := range s.index.Containing(p) {
			if inside[a]++; !twice[open[i].SiteID] {
				places[a]++
			}
		}
	}
	for i, a := range s.areas {
		row := recycle.AreaCoverage{ID: a.AreaID, Name: a.Name, Level: a.Level, Settlement: a.Settlement, Bounded: s.shapes[i] != nil, Sites: inside[i], Places: places[i]}
		if row.Bounded {
			row.Points, row.Total, row.Reached = r.Areas[i].Total.Count, int64(r.Areas[i].Total.Weight), int64(r.Areas[i].Covered[0].Weight)
			row.Share = share(row.Reached, row.Total)
		}
		c.Areas = append(c.Areas, row)
	}
	c.Uncovered = s.uncovered(q, sites, r.Reach)
	return c
}

// twice returns the records of open whose place another of them stands for already: the recycling side of a fused pair.
func (s *scene) twice(open []*recycle.SiteVersion) map[recycle.SiteID]bool {
	here, found := map[recycle.SiteID]bool{}, map[recycle.SiteID]bool{}
	for _, v := range open {
		here[v.SiteID] = true
	}
	for _, p := range s.pairs {
		if here[p.A.SiteID] && here[p.B.SiteID] {
			found[p.A.SiteID] = true
		}
	}
	return found
}

// uncovered lists the demand that no site reaches, the weightiest first. What is left out of a long list does not depend on the
// weight.
func (s *scene) uncovered(q recycle.CoverageQuery, sites []geo.Point, reach []uint8) recycle.Uncovered {
	u := recycle.Uncovered{Points: []recycle.UncoveredPoint{}}
	for i, k := range reach {
		if k > 0 {
			u.Points = append(u.Points, recycle.UncoveredPoint{At: s.demand[i].at, Weight: s.demand[i].weight(q.Weight),
				Households: s.demand[i].households, People: s.demand[i].people, Metres: -1})
		}
	}
	u.Count = len(u.Points)
	slices.SortFunc(u.Points, func(a, b recycle.UncoveredPoint) int {
		return cmp.Or(cmp.Compare(b.Households, a.Households), cmp.Compare(b.People, a.People), cmp.Compare(a.At[0], b.At[0]), cmp.Compare(a.At[1], b.At[1]))
	})
	u.Points = u.Points[:min(u.Count, MaxUncovered)]
	slices.SortStableFunc(u.Points, func(a, b recycle.UncoveredPoint) int { return cmp.Compare(b.Weight, a.Weight) })
	index := geo.NewPoints(sites)
	for i := range u.Points {
		if near, ok := index.Nearest(u.Points[i].At, math.Inf(1)); ok {
			u.Points[i].Metres = near.Metres
		}
	}
	return u
}
