package geo

import (
	"errors"
	"strconv"
	"strings"
)

// finding is what is wrong with a feature, before lines and columns are known.
type finding struct {
	code     Code
	at       int
	path     string // from the feature
	position Point
}

// decoder reads one geometry. It stops at the first finding.
type decoder struct {
	*parser
	path     string
	steps    []int // indexes on the way to where it reads
	mayInfer bool  // a missing type may be guessed
	inside   bool  // a collection
	wrong    *finding
}

func (d *decoder) fail(code Code, at int) {
	if d.wrong != nil {
		return
	}
	path := strings.Builder{}
	path.WriteString(d.path)
	for _, i := range d.steps {
		path.WriteString(indexed("", i))
	}
	d.wrong = &finding{code: code, at: at, path: path.String()}
}

func indexed(name string, i int) string { return name + "[" + strconv.Itoa(i) + "]" }

func isGeometry(kind string) bool {
	switch kind {
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return true
	}
	return false
}

func (d *decoder) geometry(at int) Geometry {
	if d.doc[at] != '{' {
		d.fail(CodeGeometryType, at)
		return nil
	}
	m, again := d.object(at)
	if again >= 0 {
		d.fail(CodeDuplicate, again)
		return nil
	}
	kind := d.kind(m)
	if m.kind < 0 && d.mayInfer && m.coordinates >= 0 {
		kind = d.infer(m.coordinates)
	}
	if !isGeometry(kind) {
		d.fail(CodeGeometryType, max(m.kind, at))
		return nil
	}
	if kind == "GeometryCollection" {
		return d.collected(at, m)
	}
	if m.coordinates < 0 || d.doc[m.coordinates] == 'n' {
		d.fail(CodeGeometryEmpty, at)
		return nil
	}
	d.path += ".coordinates"
	return d.coordinates(kind, m.coordinates)
}

// infer guesses a geometry's type by how deep its first position lies.
func (d *decoder) infer(at int) string {
	levels := 0
	for d.doc[at] == '[' {
		levels++
		at = d.doc.space(at + 1)
	}
	kinds := []string{"Point", "LineString", "Polygon", "MultiPolygon"}
	return kinds[min(max(levels, 1), len(kinds))-1]
}

func (d *decoder) coordinates(kind string, at int) Geometry {
	switch kind {
	case "Point":
		p, _ := d.position(at)
		return p
	case "MultiPoint":
		points, _ := list(d, at, (*decoder).position)
		return MultiPoint(points)
	case "LineString":
		line, _ := d.line(at)
		return line
	case "MultiLineString":
		lines, _ := list(d, at, (*decoder).line)
		return MultiLineString(lines)
	case "Polygon":
		polygon, _ := d.polygon(at)
		return polygon
	default:
		polygons, _ := list(d, at, (*decoder).polygon)
		return MultiPolygon(polygons)
	}
}

func (d *decoder) collected(at int, m members) Geometry {
	if d.inside {
		d.fail(CodeCollectionNested, at)
		return nil
	}
	if m.geometries < 0 || d.doc[m.geometries] != '[' {
		d.fail(CodeGeometryEmpty, max(m.geometries, at))
		return nil
	}
	var all Collection
	path := d.path
	for i, element := range d.doc.elements(m.geometries) {
		member := decoder{parser: d.parser, path: path + indexed(".geometries", i), inside: true}
		all = append(all, member.geometry(element))
		if d.wrong = member.wrong; d.wrong != nil {
			return nil
		}
	}
	if len(all) == 0 {
		d.fail(CodeGeometryEmpty, m.geometries)
	}
	return all
}

// list reads an array of at least one of what one reads, and returns where it ends.
func list[T any](d *decoder, at int, one func(*decoder, int) (T, int)) (all []T, end int) {
	if d.doc[at] != '[' {
		d.fail(CodeNesting, at)
		return nil, at
	}
	start := at
	at = d.doc.space(at + 1)
	for i := 0; d.doc[at] != ']'; i++ {
		d.steps = append(d.steps, i)
		v, end := one(d, at)
		if d.wrong != nil {
			return nil, at
		}
		d.steps = d.steps[:len(d.steps)-1]
		all = append(all, v)
		if at = d.doc.space(end); d.doc[at] == ',' {
			at = d.doc.space(at + 1)
		}
	}
	if len(all) == 0 {
		d.fail(CodeGeometryEmpty, start)
	}
	return all, at + 1
}

func (d *decoder) polygon(at int) (Polygon, int) {
	rings, end := list(d, at, (*decoder).ring)
	return rings, end
}

func (d *decoder) ring(at int) (Ring, int) {
	points, end := list(d, at, (*decoder).position)
	if d.wrong == nil {
		if code := ringCode(points); code != "" {
			d.fail(code, at)
		}
	}
	return points, end
}

func (d *decoder) line(at int) (LineString, int) {
	points, end := list(d, at, (*decoder).position)
	if d.wrong == nil && len(points) < 2 {
		d.fail(CodeLineShort, at)
	}
	return points, end
}

// ringCode says what is wrong with a ring's form, "" if nothing.
func ringCode(ring Ring) Code {
	if len(ring) < 4 {
		return CodeRingShort
	}
	if ring[0] != ring[len(ring)-1] {
		return CodeRingOpen
	}
	for i := 2; i < len(ring); i++ {
		if orient(ring[0], ring[i-1], ring[i]) != 0 {
			return ""
		}
	}
	return CodeRingFlat
}

func (d *decoder) position(at int) (p Point, end int) {
	if d.doc[at] != '[' {
		d.fail(CodeNesting, at)
		return p, at
	}
	if d.vertices++; d.vertices > d.limits.Vertices {
		d.fail(CodeTooManyVertices, at)
		return p, at
	}
	start := at
	at = d.doc.space(at + 1)
	n := 0
	for ; d.doc[at] != ']'; n++ {
		v, ok := d.number(at)
		if !ok {
			return p, at
		}
		if n < 2 {
			p[n] = v
		}
		if at = d.doc.space(d.doc.end(at)); d.doc[at] == ',' {
			at = d.doc.space(at + 1)
		}
	}
	switch {
	case n == 0:
		d.fail(CodeGeometryEmpty, start)
	case n < 2 || n > 3:
		d.fail(CodePositionLength, start)
	case !d.limits.allows(p):
		d.fail(CodeOutside, start)
		d.wrong.position = p
	}
	return p, at + 1
}

func (d *decoder) number(at int) (v float64, ok bool) {
	switch c := d.doc[at]; {
	case c == '[' || c == '{':
		d.fail(CodeNesting, at)
		return 0, false
	case c != '-' && !isDigit(c):
		d.fail(CodePositionNumber, at)
		return 0, false
	}
	v, err := strconv.ParseFloat(string(d.doc[at:d.doc.end(at)]), 64)
	if errors.Is(err, strconv.ErrRange) {
		d.fail(CodeNumberRange, at)
		return 0, false
	}
	return v, true
}
