package coverage

import (
	"context"
	"encoding/json"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Whats lists what can be exported.
func Whats() []string { return []string{"sites", "uncovered", "areas", "routes"} }

// Export returns a table of what is shown for q: the sites that count, the uncovered points, the areas or the routes.
func (s *Service) Export(ctx context.Context, what string, q recycle.CoverageQuery, within []float64) (*recycle.PlanTable, error) {
	q, err := s.complete(q) // also what the table of routes has no use for
	if err != nil {
		return nil, err
	}
	switch what {
	case "routes":
		r, err := s.Routes(ctx, recycle.RouteQuery{At: q.At, Within: within, Network: q.Network})
		if err != nil {
			return nil, err
		}
		sc, err := s.scene(ctx, r.At)
		if err != nil {
			return nil, err
		}
		return sc.routeTable(r), nil
	case "sites", "uncovered", "areas":
	default:
		return nil, &recycle.Error{Kind: recycle.Invalid, Code: "request.invalid", Fields: []recycle.Field{{Path: "what", Code: "oneOf"}}}
	}
	c, err := s.Service(ctx, q)
	if err != nil {
		return nil, err
	}
	sc, err := s.scene(ctx, c.At)
	if err != nil {
		return nil, err
	}
	t := &recycle.PlanTable{What: what, About: []recycle.PlanFact{{Key: "at", Value: string(c.At)}, {Key: "within", Value: c.Within}, {Key: "network", Value: c.Network}, {Key: "category", Value: string(c.Category)},
		{Key: "weight", Value: c.Weight}, {Key: "places", Value: c.Places}, {Key: "sites", Value: c.Sites},
		{Key: "demandWeight", Value: c.Total}, {Key: "coveredWeight", Value: c.Reached}, {Key: "uncoveredWeight", Value: c.Total - c.Reached}}}
	if c.Share != nil {
		t.About = append(t.About, recycle.PlanFact{Key: "share", Value: *c.Share})
	}
	switch what {
	case "sites":
		sc.siteTable(t, c.CoverageQuery)
	case "uncovered":
		uncoveredTable(t, c)
	default:
		sc.areaTable(t, c)
	}
	t.About = append(t.About, recycle.PlanFact{Key: "rows", Value: len(t.Rows)})
	return t, nil
}

func add(t *recycle.PlanTable, shape geo.Geometry, cells ...any) {
	t.Rows, t.Shapes = append(t.Rows, cells), append(t.Shapes, shape)
}

func (s *scene) siteTable(t *recycle.PlanTable, q recycle.CoverageQuery) {
	t.Columns = []string{"name", "kind", "networks", "fused", "fusedWith", "operator", "address", "district", "hours", "lon", "lat", "outside", "validFrom", "id"}
	mate := map[recycle.SiteID]string{}
	for _, p := range s.pairs {
		mate[p.A.SiteID], mate[p.B.SiteID] = p.B.Name, p.A.Name
	}
	for _, v := range s.sites(q.Network, q.Category) {
		networks, f, with := "B", "", mate[v.SiteID]
		if v.InA {
			networks = "A"
		}
		if with != "" {
			f = FormPair
		}
		if v.Fused() {
			networks, f = "A+B", FormRecord
		}
		at, _ := v.Point()
		add(t, at, v.Name, string(v.Kind), networks, f, with, v.OperatorName, v.Address, v.District, v.Hours, at[0], at[1], v.Outside, string(v.ValidFrom), string(v.SiteID))
	}
}

func uncoveredTable(t *recycle.PlanTable, c *recycle.ServiceCoverage) {
	t.Columns = []string{"lon", "lat", "weight", "households", "people", "distanceM"}
	for _, p := range c.Uncovered.Points {
		var metres any
		if p.Metres >= 0 {
			metres = p.Metres
		}
		add(t, p.At, p.At[0], p.At[1], p.Weight, p.Households, p.People, metres)
	}
	t.About = append(t.About, recycle.PlanFact{Key: "uncovered", Value: c.Uncovered.Count})
}

func (s *scene) areaTable(t *recycle.PlanTable, c *recycle.ServiceCoverage) {
	t.Columns = []string{"name", "level", "settlement", "weight", "coveredWeight", "uncoveredWeight", "share", "places", "sites", "id"}
	for i, a := range c.Areas {
		var part any
		if a.Share != nil {
			part = *a.Share
		}
		var shape geo.Geometry
		if a.Bounded {
			shape = s.shapes[i]
		}
		add(t, shape, a.Name, string(a.Level), string(a.Settlement), a.Total, a.Reached, a.Total-a.Reached, part, int64(a.Places), int64(a.Sites), string(a.ID))
	}
}

func (s *scene) routeTable(r *recycle.RouteCoverage) *recycle.PlanTable {
	t := &recycle.PlanTable{What: "routes", Columns: []string{"name", "code", "vehicle", "lengthM"},
		About: []recycle.PlanFact{{Key: "at", Value: string(r.At)}, {Key: "network", Value: r.Network}, {Key: "sites", Value: r.Sites}}}
	for _, d := range r.Within {
		t.Columns = append(t.Columns, "within"+metres(d), "fused"+metres(d))
	}
	t.Columns = append(t.Columns, "id")
	for i, row := range r.Routes {
		cells := []any{row.Name, row.Code, row.Vehicle, row.LengthM}
		for k := range r.Within {
			cells = append(cells, int64(row.Counts[k]), int64(row.Fused[k]))
		}
		add(t, s.lines[i], append(cells, string(row.ID))...)
	}
	t.About = append(t.About, recycle.PlanFact{Key: "rows", Value: len(t.Rows)})
	return t
}

func metres(d float64) string {
	text, _ := json.Marshal(d) // a number in range always encodes
	return string(text)
}

// GeoJSON returns the table as a FeatureCollection: the cells are the properties, the facts stand in its member "about".
func (s *Service) GeoJSON(t *recycle.PlanTable) json.RawMessage {
	c := newCollection()
	for i, row := range t.Rows {
		properties := map[string]any{}
		for k, name := range t.Columns {
			properties[name] = row[k]
		}
		c.add(t.Shapes[i], properties)
	}
	about := map[string]any{}
	for _, f := range t.About {
		about[f.Key] = f.Value
	}
	return c.close(about)
}
