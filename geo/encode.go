package geo

import "strconv"

// AppendGeoJSON appends a geometry as a GeoJSON object to b, coordinates rounded to decimals (7 is a centimetre; negative
// means as many as they have). They must be numbers: JSON has no NaN. nil becomes null, a ring and a box become polygons.
func AppendGeoJSON(b []byte, g Geometry, decimals int) []byte {
	e := encoder{decimals}
	switch g := g.(type) {
	case Point:
		return append(e.position(head(b, "Point"), g), '}')
	case MultiPoint:
		return append(array(head(b, "MultiPoint"), g, e.position), '}')
	case LineString:
		return append(e.line(head(b, "LineString"), g), '}')
	case MultiLineString:
		return append(array(head(b, "MultiLineString"), g, e.line), '}')
	case Ring:
		return AppendGeoJSON(b, Polygon{g}, decimals)
	case Bound:
		return AppendGeoJSON(b, g.ToPolygon(), decimals)
	case Polygon:
		return append(e.polygon(head(b, "Polygon"), g), '}')
	case MultiPolygon:
		return append(array(head(b, "MultiPolygon"), g, e.polygon), '}')
	case Collection:
		b = append(b, `{"type":"GeometryCollection","geometries":`...)
		member := func(b []byte, g Geometry) []byte { return AppendGeoJSON(b, g, decimals) }
		return append(array(b, g, member), '}')
	default:
		return append(b, "null"...)
	}
}

func head(b []byte, kind string) []byte {
	return append(append(append(b, `{"type":"`...), kind...), `","coordinates":`...)
}

type encoder struct{ decimals int }

func (e encoder) position(b []byte, p Point) []byte {
	b = append(b, '[')
	b = e.number(b, p[0])
	b = append(b, ',')
	return append(e.number(b, p[1]), ']')
}

// number writes a coordinate without the zeros that only a fixed number of decimals brings.
func (e encoder) number(b []byte, v float64) []byte {
	start := len(b)
	b = strconv.AppendFloat(b, v, 'f', e.decimals, 64)
	if e.decimals <= 0 {
		return b
	}
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[start:]) == "-0" {
		return append(b[:start], '0')
	}
	return b
}

func (e encoder) line(b []byte, l LineString) []byte { return array(b, l, e.position) }

func (e encoder) ring(b []byte, r Ring) []byte { return array(b, r, e.position) }

func (e encoder) polygon(b []byte, p Polygon) []byte { return array(b, p, e.ring) }

func array[L ~[]T, T any](b []byte, all L, one func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, v := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, v)
	}
	return append(b, ']')
}
