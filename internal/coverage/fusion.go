package coverage

import (
	"context"
	"fmt"

	cover "liangwang/geo/coverage"
	"liangwang/internal/recycle"
)

// PairMetres is how near the two records of a fused place stand at most, if nobody asks otherwise.
const PairMetres = 50

// The forms of a fused place.
const (
	FormRecord = "record" // one record with both memberships
	FormPair   = "pair"   // a record of each network
)

// Fusion returns the fusion rate with pairs up to within metres apart; 0 means PairMetres.
func (s *Service) Fusion(ctx context.Context, at recycle.Day, within float64) (*recycle.FusionRate, error) {
	if within == 0 {
		within = PairMetres
	}
	if !(within > 0 && within <= 500) {
		return nil, &recycle.Error{Kind: recycle.Invalid, Code: "request.invalid", Fields: []recycle.Field{{Path: "within", Code: "range"}}}
	}
	q, err := s.complete(recycle.CoverageQuery{At: at})
	if err != nil {
		return nil, err
	}
	sc, err := s.scene(ctx, q.At)
	if err != nil {
		return nil, err
	}
	return answer(s, sc, fmt.Sprint("fusion ", within), func() *recycle.FusionRate { return sc.fusion(within) }), nil
}

func (s *scene) fusion(within float64) *recycle.FusionRate {
	f := &recycle.FusionRate{At: s.snap.Day, Version: s.snap.Version, Within: within, Pairs: pairs(s.open, within), Areas: []recycle.AreaFusion{}}
	paired := map[recycle.SiteID]bool{}
	for _, p := range f.Pairs {
		paired[p.B.SiteID] = true
	}
	msw, fused := make([]int, len(s.areas)), make([]int, len(s.areas))
	for _, v := range s.open {
		if v.Fused() {
			f.Records++
		}
		if !v.InB {
			continue
		}
		f.MSW++
		at, _ := v.Point()
		for _, a := range s.index.Containing(at) {
			if msw[a]++; v.Fused() || paired[v.SiteID] {
				fused[a]++
			}
		}
	}
	f.Places, f.Fused = len(s.open)-len(f.Pairs), f.Records+len(f.Pairs)
	f.Rate = share(int64(f.Fused), int64(f.MSW))
	for i, a := range s.areas {
		if s.shapes[i] != nil {
			f.Areas = append(f.Areas, recycle.AreaFusion{ID: a.AreaID, Name: a.Name, Level: a.Level, Fused: fused[i], MSW: msw[i], Rate: share(int64(fused[i]), int64(msw[i]))})
		}
	}
	return f
}

// pairs joins open sites of one network each into places: at most so many metres apart, a named operator and service hours on both,
// one to one, nearest first.
func pairs(open []*recycle.SiteVersion, within float64) []recycle.SitePair {
	var a, b []*recycle.SiteVersion
	for _, v := range open {
		if v.OperatorName == "" && v.OperatorOrgID == "" || v.Hours == "" {
			continue
		}
		if v.InA && !v.InB {
			a = append(a, v)
		}
		if v.InB && !v.InA {
			b = append(b, v)
		}
	}
	list := []recycle.SitePair{}
	for _, p := range cover.Pairs(points(a), points(b), within) {
		list = append(list, recycle.SitePair{A: a[p.A], B: b[p.B], Metres: p.Metres})
	}
	return list
}
