package intake

import (
	"bytes"
	"math"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// sameMetres is how far apart two positions of one place may lie that went through another datum or text.
const sameMetres = 0.01

// keepPlace returns the place of a row, or the old one with its text as it was given, if the row says it again: by WGS-84 in a file
// that names no datum, or by the datum of then; within a centimetre, or rounded to six digits and more.
func (r *reader) keepPlace(old, row recycle.Place) recycle.Place {
	was, hadOne := old.Point()
	is, ok := row.Point()
	if !hadOne || !ok || old.RawDatum != row.RawDatum && (row.RawDatum != geo.WGS84 || r.says("datum")) {
		return row
	}
	if geo.Metres(was, is) <= sameMetres || isRounded(was, is, row.RawLon, row.RawLat) {
		return old
	}
	return row
}

// isRounded reports whether is, written as these numbers, is was with fewer digits, six at least.
func isRounded(was, is geo.Point, lon, lat string) bool {
	for i, text := range []string{lon, lat} {
		const least = 6 // a tenth of a metre; zeros at the end are mostly not written
		_, digits, _ := strings.Cut(text, ".")
		if math.Abs(was[i]-is[i]) > 0.5000001*math.Pow10(-max(len(digits), least)) {
			return false
		}
	}
	return true
}

// sameShape reports whether two shapes, WKB, have the same positions in the same order, to a centimetre.
func sameShape(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	p, q := linesOf(a), linesOf(b)
	if len(p) == 0 || len(p) != len(q) {
		return false
	}
	for i := range p {
		if len(p[i]) != len(q[i]) {
			return false
		}
		for k := range p[i] {
			if geo.Metres(p[i][k], q[i][k]) > sameMetres {
				return false
			}
		}
	}
	return true
}

// linesOf returns the rings or lines of a shape.
func linesOf(wkb []byte) (lines [][]geo.Point) {
	g, err := geo.ParseWKB(wkb, geo.Limits{})
	if err != nil {
		return nil
	}
	switch g := g.(type) {
	case geo.MultiPolygon:
		for _, p := range g {
			for _, ring := range p {
				lines = append(lines, ring)
			}
		}
	case geo.MultiLineString:
		for _, line := range g {
			lines = append(lines, line)
		}
	}
	return lines
}

// keepHours returns the hours of a row, or the old ones if the row says them in the words of a page.
func keepHours(old, row string) string {
	if row == recycle.HoursWords(old) {
		return old
	}
	return row
}
