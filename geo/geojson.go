package geo

import (
	"bytes"
	"encoding/json"
)

// Feature is one feature of a GeoJSON document, or its only geometry.
type Feature struct {
	Number     int             // from 1
	Line       int             // where it begins in the document, from 1
	Column     int             // from 1, in characters
	ID         string          // as text; "" if it has none
	Geometry   Geometry        // nil if Err says why; positions have two coordinates, a height is dropped
	Properties json.RawMessage // the JSON object as written (strings storable, no depth beyond the limit); nil without one
	Err        *Error          // the finding; nil if the feature is good. Properties are there all the same, where they are good
}

// ParseGeoJSON reads a GeoJSON document (RFC 7946): a FeatureCollection, a Feature or a geometry, which becomes one feature
// whose other members are its properties. An object without "type" but with "coordinates", as boundary files of Chinese
// districts have it, is read the same way, its type inferred from the nesting: 1 Point, 2 LineString, 3 Polygon,
// 4 MultiPolygon. A "crs" member is ignored: the caller says the datum.
//
// The error is an [*Error]: the document cannot be read, or is beyond the limits. What is wrong with one feature (no
// geometry, a latitude of 121, an open ring …) is that feature's Err. The root must be an object; arrays of plain objects
// are for [ParseObjects].
func ParseGeoJSON(data []byte, limits Limits) ([]Feature, error) {
	limits = limits.orDefault()
	start, err := check(data, limits.Bytes, limits.Depth+3) // the collection, its array and the feature
	if err != nil {
		return nil, err
	}
	p := parser{doc: data, limits: &limits}
	if err := p.root(start); err != nil {
		return nil, err
	}
	return p.features, nil
}

// parser walks a checked document.
type parser struct {
	doc      document
	limits   *Limits
	lines    tracker
	vertices int
	features []Feature
}

func (p *parser) root(at int) *Error {
	if p.doc[at] != '{' {
		return failed(p.doc, CodeNotGeoJSON, at)
	}
	m, again := p.object(at)
	if again >= 0 {
		return failed(p.doc, CodeDuplicate, again)
	}
	switch kind := p.kind(m); {
	case kind == "FeatureCollection":
		return p.collection(at, m)
	case kind == "Feature":
		return p.add(at, "$", p.feature)
	case isGeometry(kind), m.kind < 0 && m.coordinates >= 0:
		return p.add(at, "$", p.bare)
	}
	return failed(p.doc, CodeNotGeoJSON, max(m.kind, at))
}

func (p *parser) collection(at int, m members) *Error {
	if m.features < 0 || p.doc[m.features] != '[' {
		return failed(p.doc, CodeNotGeoJSON, max(m.features, at))
	}
	for i, element := range p.doc.elements(m.features) {
		if i >= p.limits.Features {
			return failed(p.doc, CodeTooManyFeatures, element)
		}
		if err := p.add(element, indexed("$.features", i), p.feature); err != nil {
			return err
		}
	}
	return nil
}

// add reads one feature; only what concerns the whole document is returned.
func (p *parser) add(at int, path string, read func(*Feature, int) *finding) *Error {
	f := Feature{Number: len(p.features) + 1}
	f.Line, f.Column = p.lines.place(p.doc, at)
	if wrong := read(&f, at); wrong != nil {
		f.Err = &Error{Code: wrong.code, Number: f.Number, Path: path + wrong.path, Offset: wrong.at, Position: wrong.position}
		f.Err.Line, f.Err.Column = p.lines.place(p.doc, wrong.at)
		if wrong.code == CodeTooManyVertices {
			return f.Err
		}
	}
	p.features = append(p.features, f)
	return nil
}

// members are where the values of the members begin that GeoJSON gives a meaning; -1 for those that are missing.
type members struct{ kind, coordinates, geometries, geometry, properties, features, id int }

// object finds the members of an object; again is where one comes a second time, or -1.
func (p *parser) object(at int) (m members, again int) {
	m = members{-1, -1, -1, -1, -1, -1, -1}
	for key, value := range p.doc.members(at) {
		place := m.of(key)
		if place == nil {
			continue
		}
		if *place >= 0 {
			return m, value
		}
		*place = value
	}
	return m, -1
}

func (m *members) of(key string) *int {
	switch key {
	case "type":
		return &m.kind
	case "coordinates":
		return &m.coordinates
	case "geometries":
		return &m.geometries
	case "geometry":
		return &m.geometry
	case "properties":
		return &m.properties
	case "features":
		return &m.features
	case "id":
		return &m.id
	}
	return nil
}

// kind returns the text of "type", "" if there is none.
func (p *parser) kind(m members) string {
	if m.kind < 0 || p.doc[m.kind] != '"' {
		return ""
	}
	return p.doc.text(m.kind)
}

func (p *parser) feature(f *Feature, at int) *finding {
	if p.doc[at] != '{' {
		return &finding{code: CodeNotFeature, at: at}
	}
	m, again := p.object(at)
	if again >= 0 {
		return &finding{code: CodeDuplicate, at: again}
	}
	if p.kind(m) != "Feature" {
		return &finding{code: CodeNotFeature, at: max(m.kind, at)}
	}
	for _, wrong := range []*finding{p.id(f, m.id), p.properties(f, m.properties)} {
		if wrong != nil {
			return wrong
		}
	}
	if m.geometry < 0 || p.doc[m.geometry] == 'n' {
		return &finding{code: CodeGeometryNull, at: max(m.geometry, at), path: ".geometry"}
	}
	return p.geometry(f, m.geometry, ".geometry")
}

func (p *parser) id(f *Feature, at int) *finding {
	if at < 0 || p.doc[at] == 'n' {
		return nil
	}
	raw := p.doc[at:p.doc.end(at)]
	switch c := raw[0]; {
	case c == '"' && storable(raw):
		f.ID = p.doc.text(at)
	case c == '"':
		return &finding{code: CodeText, at: at, path: ".id"}
	case c == '-' || isDigit(c):
		f.ID = string(raw)
	default:
		return &finding{code: CodeID, at: at, path: ".id"}
	}
	return nil
}

func (p *parser) properties(f *Feature, at int) *finding {
	if at < 0 || p.doc[at] == 'n' {
		return nil
	}
	raw := p.doc[at:p.doc.end(at)]
	if raw[0] != '{' {
		return &finding{code: CodeProperties, at: at, path: ".properties"}
	}
	if !storable(raw) {
		return &finding{code: CodeText, at: at, path: ".properties"}
	}
	f.Properties = json.RawMessage(raw)
	return nil
}

// bare reads a geometry that stands for a feature; its other members are the properties.
func (p *parser) bare(f *Feature, at int) *finding {
	var others [][]byte
	for key, value := range p.doc.members(at) {
		if key != "type" && key != "coordinates" && key != "geometries" {
			name, _ := json.Marshal(key) // a string
			others = append(others, append(append(name, ':'), p.doc[value:p.doc.end(value)]...))
		}
	}
	if len(others) > 0 {
		raw := append(append([]byte{'{'}, bytes.Join(others, []byte{','})...), '}')
		if !storable(raw) {
			return &finding{code: CodeText, at: at}
		}
		f.Properties = raw
	}
	return p.geometry(f, at, "")
}

func (p *parser) geometry(f *Feature, at int, path string) *finding {
	d := decoder{parser: p, path: path, mayInfer: path == ""}
	if f.Geometry = d.geometry(at); d.wrong != nil {
		f.Geometry = nil
	}
	return d.wrong
}
