package intake

import (
	"path"
	"slices"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Preview returns the columns of a file, what each is read as by its header, and its first values.
func Preview(kind recycle.ImportKind, name string, rows *Rows) (recycle.ImportPreview, error) {
	const samples = 3
	b, err := bind(kind, rows, recycle.ImportSettings{})
	if err != nil {
		return recycle.ImportPreview{}, err
	}
	p := recycle.ImportPreview{Kind: kind, Name: name, Format: rows.Format, Encoding: rows.Encoding, Rows: len(rows.Rows),
		Columns: []recycle.ImportColumn{}, Targets: []recycle.ImportTarget{}, Sources: []string{},
		SuggestedSource: strings.TrimSuffix(path.Base(name), path.Ext(name))}
	for _, t := range Targets(kind) {
		p.Targets = append(p.Targets, recycle.ImportTarget{Key: t.Key, Required: t.Required})
	}
	for i, header := range rows.Columns {
		c := recycle.ImportColumn{Header: header, Samples: []string{}}
		for _, t := range Targets(kind) {
			if slices.Contains(b.columns[t.Key], i) {
				c.Target = &t.Key
				break
			}
		}
		for r := range rows.Rows {
			if text := cell(rows.Rows[r].Cells, i); text != "" && len(c.Samples) < samples {
				c.Samples = append(c.Samples, short(text))
			}
		}
		p.Columns = append(p.Columns, c)
	}
	return p, nil
}

// maxSketch is the most points of a sketch, and maxSketchArea the most positions of one area's outline in it.
const (
	maxSketch     = 2000
	maxSketchArea = 400
)

// sketch returns a small map of the file's positions or shapes on the areas of the register.
func sketch(r *reader, areas []recycle.AreaVersion) *recycle.ImportSketch {
	s := &sketchOf{recycle.ImportSketch{Points: [][3]float64{}, Bounds: []float64{}}}
	var seen geo.MultiPoint
	step := len(r.positions)/maxSketch + 1
	for i := 0; i < len(r.positions); i += step {
		g := r.positions[i]
		if !g.number || !geo.OnEarth(g.at) {
			continue
		}
		p, flag := geo.ToWGS84(g.at, g.datum), 0.0
		if !r.bounds.has(p) {
			flag = 1
		} else {
			seen = append(seen, p)
		}
		s.Points = append(s.Points, [3]float64{p[0], p[1], flag})
	}
	outlines := []byte(`{"type":"FeatureCollection","features":[`)
	n := 0
	add := func(m geo.MultiPolygon) {
		if n > 0 {
			outlines = append(outlines, ',')
		}
		outlines = append(outlines, `{"type":"Feature","properties":{},"geometry":`...)
		outlines = append(geo.AppendGeoJSON(outlines, thin(m), 5), '}')
		n++
	}
	for _, m := range shapesOf(areas) {
		add(m)
		if r.positions == nil {
			seen = append(seen, corners(m)...)
		}
	}
	for i := range r.rows.Rows {
		g := geo.Convert(r.rows.Rows[i].Geometry, r.datum, geo.WGS84)
		switch g := g.(type) {
		case geo.MultiPolygon:
			add(g)
			seen = append(seen, corners(g)...)
		case geo.Polygon:
			add(geo.MultiPolygon{g})
			seen = append(seen, corners(g)...)
		case geo.LineString:
			s.trace(g)
			seen = append(seen, corners(g)...)
		case geo.MultiLineString:
			for _, line := range g {
				s.trace(line)
			}
			seen = append(seen, corners(g)...)
		}
	}
	s.Areas = append(outlines, "]}"...)
	if b, ok := geo.BoundOf(seen); ok {
		s.Bounds = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return &s.ImportSketch
}

// sketchOf is a sketch in the making.
type sketchOf struct{ recycle.ImportSketch }

// trace adds the positions of a line as points.
func (s *sketchOf) trace(line geo.LineString) {
	for i := 0; i < len(line) && len(s.Points) < maxSketch; i++ {
		s.Points = append(s.Points, [3]float64{line[i][0], line[i][1], 0})
	}
}

func corners(g geo.Geometry) []geo.Point {
	b, ok := geo.BoundOf(g)
	if !ok {
		return nil
	}
	return []geo.Point{b.Min, b.Max}
}

// thin leaves out positions of long rings: enough for a picture of a few hundred pixels.
func thin(m geo.MultiPolygon) geo.MultiPolygon {
	out := make(geo.MultiPolygon, 0, len(m))
	for _, p := range m {
		if len(p) == 0 {
			continue
		}
		ring, step := p[0], len(p[0])/maxSketchArea+1
		var few geo.Ring
		for i := 0; i < len(ring)-1; i += step {
			few = append(few, ring[i])
		}
		out = append(out, geo.Polygon{append(few, ring[len(ring)-1])})
	}
	return out
}
