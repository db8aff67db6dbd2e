package geo

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// The geometry codes of well-known binary (OGC 06-103r4, 8.2.3), two dimensions.
const (
	wkbPoint = iota + 1
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection
)

// WKB returns a geometry as well-known binary, little-endian, two dimensions: what the store keeps. A ring and a box become
// polygons, nil becomes nil.
func WKB(g Geometry) []byte {
	if g == nil {
		return nil
	}
	return appendWKB(nil, g)
}

func appendWKB(b []byte, g Geometry) []byte {
	switch g := g.(type) {
	case Point:
		return appendPoints(wkbHead(b, wkbPoint), g)
	case MultiPoint:
		return appendParts(b, wkbMultiPoint, g)
	case LineString:
		return appendPoints(wkbCount(wkbHead(b, wkbLineString), len(g)), g...)
	case MultiLineString:
		return appendParts(b, wkbMultiLineString, g)
	case Ring:
		return appendWKB(b, Polygon{g})
	case Bound:
		return appendWKB(b, g.ToPolygon())
	case Polygon:
		b = wkbCount(wkbHead(b, wkbPolygon), len(g))
		for _, ring := range g {
			b = appendPoints(wkbCount(b, len(ring)), ring...)
		}
		return b
	case MultiPolygon:
		return appendParts(b, wkbMultiPolygon, g)
	default:
		return appendParts(b, wkbCollection, g.(Collection))
	}
}

func appendParts[L ~[]G, G orb.Geometry](b []byte, kind uint32, parts L) []byte {
	b = wkbCount(wkbHead(b, kind), len(parts))
	for _, g := range parts {
		b = appendWKB(b, g)
	}
	return b
}

func wkbHead(b []byte, kind uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(b, 1), kind)
}

func wkbCount(b []byte, n int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(n)) }

func appendPoints(b []byte, points ...Point) []byte {
	for _, p := range points {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
	}
	return b
}

// ParseWKB reads one geometry of well-known binary in two dimensions, of either byte order, to its last byte. It holds it to
// the same rules as [ParseGeoJSON]; the error is an [*Error], its Offset the byte. Counts are compared with the bytes
// that are there before any memory is taken.
func ParseWKB(data []byte, limits Limits) (Geometry, error) {
	r := wkbReader{data: data, limits: limits.orDefault()}
	if len(data) > r.limits.Bytes {
		return nil, &Error{Code: CodeTooLarge, Offset: r.limits.Bytes}
	}
	g := r.geometry(0)
	if r.err == nil && r.pos < len(data) {
		r.fail(CodeWKBTrailing)
	}
	if r.err != nil {
		return nil, r.err
	}
	return g, nil
}

type wkbReader struct {
	data     []byte
	pos      int
	order    binary.ByteOrder
	limits   Limits
	vertices int
	err      *Error
}

func (r *wkbReader) fail(code Code) {
	if r.err == nil {
		r.err = &Error{Code: code, Offset: r.pos}
	}
}

// has reports whether n more bytes are there.
func (r *wkbReader) has(n int) bool {
	if r.err == nil && len(r.data)-r.pos < n {
		r.fail(CodeWKBTruncated)
	}
	return r.err == nil
}

// head reads byte order and type; want is the type that must come, 0 for any.
func (r *wkbReader) head(want uint32) uint32 {
	if !r.has(5) {
		return 0
	}
	switch r.data[r.pos] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		r.fail(CodeGeometryType)
		return 0
	}
	kind := r.order.Uint32(r.data[r.pos+1:])
	if want != 0 && kind != want {
		r.fail(CodeGeometryType)
	}
	r.pos += 5
	return kind
}

// count reads how many parts follow, each of at least so many bytes; none is a finding.
func (r *wkbReader) count(bytes int) int {
	if !r.has(4) {
		return 0
	}
	n := int(r.order.Uint32(r.data[r.pos:]))
	r.pos += 4
	if n == 0 {
		r.fail(CodeGeometryEmpty)
	}
	if n > (len(r.data)-r.pos)/bytes {
		r.fail(CodeWKBTruncated)
	}
	if r.err != nil {
		return 0
	}
	return n
}

func (r *wkbReader) point() (p Point) {
	if !r.has(16) {
		return p
	}
	for i := range p {
		p[i] = math.Float64frombits(r.order.Uint64(r.data[r.pos+8*i:]))
	}
	if r.vertices++; r.vertices > r.limits.Vertices {
		r.fail(CodeTooManyVertices)
	}
	if !r.limits.allows(p) {
		r.fail(CodeOutside)
		r.err.Position = p
	}
	r.pos += 16
	return p
}

// parts reads a count and so many of what one reads.
func parts[T any](r *wkbReader, bytes int, one func() T) []T {
	n := r.count(bytes)
	all := make([]T, 0, min(n, 1024)) // a count is believed only as far as it is borne out
	for range n {
		if all = append(all, one()); r.err != nil {
			return nil
		}
	}
	return all
}

func (r *wkbReader) line() LineString {
	start := r.pos
	line := parts(r, 16, r.point)
	if r.err == nil && len(line) < 2 {
		r.pos = start
		r.fail(CodeLineShort)
	}
	return line
}

func (r *wkbReader) ring() Ring {
	start := r.pos
	ring := parts(r, 16, r.point)
	if r.err == nil {
		if code := ringCode(ring); code != "" {
			r.pos = start
			r.fail(code)
		}
	}
	return ring
}

func (r *wkbReader) polygon() Polygon { return parts(r, 4, r.ring) }

// geometry reads a geometry; level is 1 inside a collection.
func (r *wkbReader) geometry(level int) Geometry {
	kind := r.head(0)
	if r.err != nil {
		return nil
	}
	switch kind {
	case wkbPoint:
		return r.point()
	case wkbLineString:
		return r.line()
	case wkbPolygon:
		return r.polygon()
	case wkbMultiPoint:
		return MultiPoint(parts(r, 21, func() Point { r.head(wkbPoint); return r.point() }))
	case wkbMultiLineString:
		return MultiLineString(parts(r, 9, func() LineString { r.head(wkbLineString); return r.line() }))
	case wkbMultiPolygon:
		return MultiPolygon(parts(r, 9, func() Polygon { r.head(wkbPolygon); return r.polygon() }))
	case wkbCollection:
		if level == 0 {
			return Collection(parts(r, 5, func() Geometry { return r.geometry(1) }))
		}
		r.fail(CodeCollectionNested)
		return nil
	}
	r.fail(CodeGeometryType)
	return nil
}
