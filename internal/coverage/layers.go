package coverage

import (
	"context"
	"encoding/json"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Layers returns the layers of a day; empty means today.
func (s *Service) Layers(ctx context.Context, at recycle.Day) (*recycle.PlanLayers, error) {
	q, err := s.complete(recycle.CoverageQuery{At: at})
	if err != nil {
		return nil, err
	}
	sc, err := s.scene(ctx, q.At)
	if err != nil {
		return nil, err
	}
	return answer(s, sc, "layers", sc.layers), nil
}

func (s *scene) layers() *recycle.PlanLayers {
	l := &recycle.PlanLayers{At: s.snap.Day, Version: s.snap.Version, Pairs: s.pairs, Sites: []recycle.LayerSite{}, Bounds: []float64{}}
	form := map[recycle.SiteID]string{}
	for _, p := range s.pairs {
		form[p.A.SiteID], form[p.B.SiteID] = FormPair, FormPair
	}
	var places geo.MultiPoint
	for i := range s.snap.Sites {
		v := &s.snap.Sites[i]
		at, ok := v.Point()
		if !ok {
			l.Unplaced++
			continue
		}
		f := form[v.SiteID]
		if v.Open() && v.Fused() {
			f = FormRecord
		}
		places, l.Sites = append(places, at), append(l.Sites, recycle.LayerSite{SiteVersion: v, Form: f})
	}
	var shapes geo.Collection
	areas := newCollection()
	for i, a := range s.areas {
		if s.shapes[i] == nil {
			continue
		}
		shapes = append(shapes, s.shapes[i])
		areas.add(s.shapes[i], map[string]any{"id": a.AreaID, "level": a.Level, "name": a.Name, "households": a.Households, "people": a.People,
			"settlement": a.Settlement})
	}
	routes := newCollection()
	for i, r := range s.routes {
		routes.add(s.lines[i], map[string]any{"id": r.RouteID, "name": r.Name, "code": r.Code, "lengthM": r.LengthM, "vehicle": r.Vehicle})
	}
	l.Areas, l.Routes = areas.close(nil), routes.close(nil)
	b, ok := geo.BoundOf(shapes)
	if !ok {
		b, ok = geo.BoundOf(places)
	}
	if ok {
		l.Bounds = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return l
}

// collection writes a GeoJSON FeatureCollection.
type collection struct {
	b []byte
	n int
}

const decimals = 6 // of coordinates: 0.1 m

func newCollection() *collection {
	return &collection{b: []byte(`{"type":"FeatureCollection","features":[`)}
}

// add writes one feature; properties are texts, numbers and what encodes as such.
func (c *collection) add(g geo.Geometry, properties map[string]any) {
	if c.n++; c.n > 1 {
		c.b = append(c.b, ',')
	}
	c.b = append(geo.AppendGeoJSON(append(c.b, `{"type":"Feature","geometry":`...), g, decimals), `,"properties":`...)
	text, err := json.Marshal(properties)
	if err != nil {
		text = []byte("{}") // no such value stands in the register: it was decoded from JSON or CSV
	}
	c.b = append(append(c.b, text...), '}')
}

// close ends the collection, with more about it.
func (c *collection) close(about map[string]any) json.RawMessage {
	c.b = append(c.b, ']')
	if about != nil {
		if text, err := json.Marshal(about); err == nil {
			c.b = append(append(c.b, `,"about":`...), text...)
		}
	}
	return append(c.b, '}')
}
