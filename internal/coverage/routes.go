package coverage

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	cover "liangwang/geo/coverage"
	"liangwang/internal/recycle"
)

// Routes returns which open sites lie within some metres of the planned routes, each route by itself and all together.
func (s *Service) Routes(ctx context.Context, q recycle.RouteQuery) (*recycle.RouteCoverage, error) {
	one, err := s.complete(recycle.CoverageQuery{At: q.At, Network: q.Network})
	if err != nil {
		return nil, err
	}
	q.At, q.Network = one.At, one.Network
	if len(q.Within) == 0 {
		q.Within = []float64{50, 100, 300}
	}
	var c recycle.Check
	c.That(len(q.Within) <= 8, "within", "count")
	for _, d := range q.Within {
		c.That(d >= 0 && d <= MaxWithin, "within", "range")
	}
	if err := c.Err("request.invalid"); err != nil {
		return nil, err
	}
	q.Within = slices.Clone(q.Within)
	slices.Sort(q.Within)
	q.Within = slices.Compact(q.Within)
	sc, err := s.scene(ctx, q.At)
	if err != nil {
		return nil, err
	}
	return answer(s, sc, fmt.Sprintf("routes %+v", q), func() *recycle.RouteCoverage { return sc.along(q) }), nil
}

func (s *scene) along(q recycle.RouteQuery) *recycle.RouteCoverage {
	sites, fused := s.sites(q.Network, ""), []*recycle.SiteVersion{}
	isFused := map[recycle.SiteID]bool{}
	for _, v := range s.sites(BothAB, "") {
		isFused[v.SiteID] = true
	}
	for _, v := range sites {
		if isFused[v.SiteID] {
			fused = append(fused, v)
		}
	}
	all, some := cover.Routes(points(sites), s.lines, q.Within), cover.Routes(points(fused), s.lines, q.Within)
	c := &recycle.RouteCoverage{At: q.At, Version: s.snap.Version, Network: q.Network, Within: all.Within, Sites: len(sites), FusedSites: len(fused),
		Counts: all.Sites, Fused: some.Sites, Routes: []recycle.RouteRow{}, Covered: []recycle.CoveredSite{}}
	for i, r := range s.routes {
		c.Routes = append(c.Routes, recycle.RouteRow{ID: r.RouteID, Name: r.Name, Code: r.Code, Vehicle: r.Vehicle, LengthM: r.LengthM, Counts: all.Routes[i], Fused: some.Routes[i]})
	}
	for _, n := range all.Nearest {
		c.Covered = append(c.Covered, recycle.CoveredSite{Site: sites[n.Site], Route: s.routes[n.Route], Metres: n.Metres})
	}
	slices.SortStableFunc(c.Covered, func(a, b recycle.CoveredSite) int {
		return cmp.Or(cmp.Compare(a.Site.Name, b.Site.Name), cmp.Compare(a.Site.SiteID, b.Site.SiteID))
	})
	return c
}
