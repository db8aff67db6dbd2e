package api

import (
	"liangwang/internal/recycle"
)

func planMap(l *recycle.PlanLayers) PlanMap {
	b := PlanMap{At: l.At, Areas: l.Areas, Routes: l.Routes, Sites: make([]MapSite, 0, len(l.Sites)), Unplaced: l.Unplaced, Pairs: mapPairs(l.Pairs), Bounds: orEmpty(l.Bounds)}
	for i := range l.Sites {
		v := &l.Sites[i]
		at, _ := v.Point()
		b.Sites = append(b.Sites, MapSite{v.SiteID, v.Name, v.Kind, v.State, networks(v.SiteVersion), v.Form, v.OperatorName, v.Outside, v.Open(), at.Lon(), at.Lat()})
	}
	return b
}

func mapPairs(pairs []recycle.SitePair) []MapPair {
	list := make([]MapPair, 0, len(pairs))
	for _, p := range pairs {
		list = append(list, MapPair{p.A.SiteID, p.A.Name, p.A.OperatorName, p.B.SiteID, p.B.Name, p.B.OperatorName, p.Metres})
	}
	return list
}

func coverageFigure(f *recycle.ServiceCoverage) CoverageFigure {
	b := CoverageFigure{At: f.At, WithinM: f.Within, Network: f.Network, Category: f.Category, Weight: f.Weight, Sites: f.Sites, Places: f.Places, Points: f.Points, Covered: f.Covered,
		Total: f.Total, Reached: f.Reached, Share: f.Share, Areas: make([]AreaFigure, 0, len(f.Areas)),
		Uncovered: UncoveredBody{f.Uncovered.Count, make([][6]float64, 0, len(f.Uncovered.Points))}}
	for _, a := range f.Areas {
		b.Areas = append(b.Areas, AreaFigure{a.ID, a.Name, a.Level, string(a.Settlement), a.Bounded, a.Points, a.Total, a.Reached, a.Share, a.Sites, a.Places})
	}
	for _, p := range f.Uncovered.Points {
		b.Uncovered.Points = append(b.Uncovered.Points, [6]float64{p.At.Lon(), p.At.Lat(), float64(p.Weight), p.Metres, float64(p.Households), float64(p.People)})
	}
	return b
}

func routeFigure(f *recycle.RouteCoverage) RouteFigure {
	b := RouteFigure{At: f.At, Network: f.Network, Within: orEmpty(f.Within), Sites: f.Sites, FusedSites: f.FusedSites, Counts: orEmpty(f.Counts),
		Fused: orEmpty(f.Fused), Routes: make([]RouteRow, 0, len(f.Routes)), Covered: make([]CoveredSite, 0, len(f.Covered))}
	for _, r := range f.Routes {
		b.Routes = append(b.Routes, RouteRow{r.ID, r.Name, r.Code, r.Vehicle, r.LengthM, orEmpty(r.Counts), orEmpty(r.Fused)})
	}
	for _, c := range f.Covered {
		b.Covered = append(b.Covered, CoveredSite{c.Site.SiteID, c.Site.Name, c.Route.RouteID, c.Metres})
	}
	return b
}

func fusionFigure(f *recycle.FusionRate) FusionFigure {
	b := FusionFigure{At: f.At, WithinM: f.Within, Places: f.Places, MSW: f.MSW, Fused: f.Fused, Records: f.Records, Rate: f.Rate,
		Areas: make([]AreaFusion, 0, len(f.Areas)), Pairs: mapPairs(f.Pairs)}
	for _, a := range f.Areas {
		b.Areas = append(b.Areas, AreaFusion(a))
	}
	return b
}
