package geo

import "fmt"

// A Code names what is wrong with a document or a feature. Codes are stable: user interfaces turn them into sentences.
type Code string

// What is wrong with a whole document; nothing of it is returned.
const (
	CodeTooLarge        Code = "too_large"          // more bytes than the limit
	CodeNotUTF8         Code = "not_utf8"           // bytes that are no UTF-8 (UTF-16, GB18030, a picture …)
	CodeSyntax          Code = "json_syntax"        // not JSON at the place given
	CodeTruncated       Code = "json_truncated"     // the document ends too early: cut off
	CodeNotANumber      Code = "json_not_a_number"  // NaN or Infinity, which JSON does not have
	CodeTooDeep         Code = "json_too_deep"      // nested deeper than the limit
	CodeDuplicate       Code = "json_duplicate_key" // a member twice; of a feature, it is a finding
	CodeNotGeoJSON      Code = "not_geojson"        // JSON, but no GeoJSON object
	CodeNotArray        Code = "not_array"          // JSON, but no array of objects
	CodeTooManyVertices Code = "too_many_vertices"
	CodeTooManyFeatures Code = "too_many_features"
	CodeDatum           Code = "datum_unknown"
)

// What is wrong with one feature, row or geometry; the others are good.
const (
	CodeNotFeature       Code = "not_feature"         // an element that is no Feature object
	CodeNotObject        Code = "not_object"          // an element of an array that is no object
	CodeGeometryNull     Code = "geometry_null"       // no geometry, or null
	CodeGeometryType     Code = "geometry_type"       // a type that GeoJSON or WKB does not have here
	CodeGeometryEmpty    Code = "geometry_empty"      // a geometry, or a part of one, without positions
	CodeCollectionNested Code = "collection_nested"   // a collection inside a collection
	CodeNesting          Code = "coordinates_nesting" // arrays nested otherwise than the type asks
	CodePositionLength   Code = "position_length"     // a position of fewer than two or more than three numbers
	CodePositionNumber   Code = "position_not_number" // a coordinate that is no number
	CodeNumberRange      Code = "number_range"        // a number too large for a float64
	CodeOutside          Code = "position_outside"    // beyond ±180, ±90 or the bounds asked for: Error.Position has it
	CodeLineShort        Code = "line_short"          // a line of one position
	CodeRingShort        Code = "ring_short"          // a ring of fewer than four positions
	CodeRingOpen         Code = "ring_open"           // first and last position of a ring differ
	CodeRingFlat         Code = "ring_flat"           // a ring without an area
	CodeProperties       Code = "properties_type"     // properties that are neither an object nor null
	CodeID               Code = "id_type"             // an id that is neither text nor a number
	CodeText             Code = "text_unstorable"     // text with NUL or half a surrogate pair
	CodeWKBTruncated     Code = "wkb_truncated"       // WKB that ends too early
	CodeWKBTrailing      Code = "wkb_trailing"        // bytes after the end of a WKB geometry
)

// Error says what is wrong and where. It never repeats what was submitted, but for the position in Position.
type Error struct {
	Code   Code
	Number int    // the feature or element, from 1; 0 for a whole document
	Path   string // JSON path of the place, as "$.features[3].geometry.coordinates[0][2]"; "" if not known

	Offset int // bytes from the start of the document
	Line   int // from 1; 0 where lines mean nothing (WKB, values in memory)
	Column int // from 1, in characters

	Position Point // of CodeOutside: the position as written, for whoever can repair it (swapped, degrees and minutes …)
}

// Error tells the code and the place in English, for logs and scripts.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.Path != "" && e.Path != "$" {
		s = e.Path + ": " + s
	}
	if e.Line > 0 {
		s = fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, s)
	}
	return s
}

// Limits bound what the door lets in; a zero field means the default, which is also the most for Depth.
type Limits struct {
	Bytes    int   // of the document: 256 MiB
	Features int   // or elements of an array: 2,000,000
	Vertices int   // positions in all: 20,000,000
	Depth    int   // arrays and objects inside one another in a feature's geometry, which is the first, or in its properties: 8
	Bounds   Bound // positions outside are findings; the Earth
}

func (l Limits) orDefault() Limits {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.Bytes, 256<<20)
	set(&l.Features, 2_000_000)
	set(&l.Vertices, 20_000_000)
	set(&l.Depth, 8)
	l.Depth = min(l.Depth, 8)
	if l.Bounds == (Bound{}) {
		l.Bounds = Bound{Min: Point{-180, -90}, Max: Point{180, 90}}
	}
	return l
}

func (l *Limits) allows(p Point) bool {
	return OnEarth(p) && p[0] >= l.Bounds.Min[0] && p[0] <= l.Bounds.Max[0] && p[1] >= l.Bounds.Min[1] && p[1] <= l.Bounds.Max[1]
}
