package network

import (
	"context"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// settle takes the flag off the positions that lie in an area of the day: an import judged them by the areas of its time (DOMAIN
// §7.3). What keeps it is doubtful still: it is listed and counted with that word, and no phone proposes it.
func settle(snap *recycle.Snapshot) {
	var index *geo.Areas
	for i := range snap.Sites {
		v := &snap.Sites[i]
		if v.Outside == "" {
			continue
		}
		if index == nil {
			index = geo.NewAreas(shapes(snap.Areas))
		}
		settleOne(v, index)
	}
}

// settleOne takes the flag off v if it lies in one of areas.
func settleOne(v *recycle.SiteVersion, areas *geo.Areas) {
	if p, ok := v.Point(); ok && len(areas.Containing(p)) > 0 {
		v.Outside = ""
	}
}

func shapes(areas []recycle.AreaVersion) (list []geo.MultiPolygon) {
	for i := range areas {
		g, err := geo.ParseWKB(areas[i].Shape, geo.Limits{})
		if m, ok := g.(geo.MultiPolygon); ok && err == nil {
			list = append(list, m)
		}
	}
	return list
}

// doubt returns what is doubtful about the position of a site that holds today.
func (s *Service) doubt(ctx context.Context, v *recycle.SiteVersion) (string, error) {
	if v.Outside == "" {
		return "", nil
	}
	snap, err := s.Register.On(ctx, s.today())
	if err != nil {
		return "", err
	}
	for i := range snap.Sites {
		if snap.Sites[i].SiteID == v.SiteID && snap.Sites[i].ValidFrom == v.ValidFrom {
			return snap.Sites[i].Outside, nil
		}
	}
	return v.Outside, nil
}
