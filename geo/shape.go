package geo

import (
	"math"
	"slices"
)

// BoundOf returns the smallest box in degrees around a geometry; ok is false for nil and for one without positions. A line
// across the date line has a box around the globe.
func BoundOf(g Geometry) (b Bound, ok bool) {
	b = Bound{Min: Point{math.Inf(1), math.Inf(1)}, Max: Point{math.Inf(-1), math.Inf(-1)}}
	eachPoint(g, func(p Point) {
		b.Min[0], b.Min[1] = min(b.Min[0], p[0]), min(b.Min[1], p[1])
		b.Max[0], b.Max[1] = max(b.Max[0], p[0]), max(b.Max[1], p[1])
	})
	if b.Min[0] > b.Max[0] {
		return Bound{}, false
	}
	return b, true
}

// Around returns a box in degrees that holds every place within the given metres of a position, cut off at ±180 and ±90;
// near the poles it is a whole belt.
func Around(p Point, metres float64) Bound {
	l := NewLocal(p)
	lon, lat, ok := l.Degrees(metres)
	if !ok {
		lon, lat = 360, metres/leastMeridian*180/math.Pi
	}
	return Bound{
		Min: Point{max(p[0]-lon, -180), max(p[1]-lat, -90)},
		Max: Point{min(p[0]+lon, 180), min(p[1]+lat, 90)},
	}
}

// eachPoint calls f with every position of a geometry, in order.
func eachPoint(g Geometry, f func(Point)) {
	switch g := g.(type) {
	case Point:
		f(g)
	case MultiPoint:
		each(g, f)
	case LineString:
		each(g, f)
	case Ring:
		each(g, f)
	case MultiLineString:
		for _, line := range g {
			each(line, f)
		}
	case Polygon:
		for _, ring := range g {
			each(ring, f)
		}
	case MultiPolygon:
		for _, polygon := range g {
			eachPoint(polygon, f)
		}
	case Collection:
		for _, member := range g {
			eachPoint(member, f)
		}
	case Bound:
		f(g.Min)
		f(g.Max)
	}
}

func each[L ~[]Point](points L, f func(Point)) {
	for _, p := range points {
		f(p)
	}
}

// LabelPoint returns a place well inside a multipolygon, for its name on a map: the middle of the widest stretch of nine
// parallels through its largest polygon, of about equal ones that nearest to the middle. ok is false for an empty multipolygon; of
// one without an inside it is a place on the border.
func LabelPoint(m MultiPolygon) (p Point, ok bool) {
	largest, most := Polygon(nil), -1.0
	for _, polygon := range m {
		if len(polygon) == 0 || len(polygon[0]) == 0 {
			continue
		}
		if a := Area(MultiPolygon{polygon}); a > most {
			largest, most = polygon, a
		}
	}
	if largest == nil {
		return Point{}, false
	}
	box, _ := BoundOf(largest)
	p = largest[0][0]
	var widest float64
	for _, i := range [...]int{5, 4, 6, 3, 7, 2, 8, 1, 9} { // from the middle: a name stands there unless it has clearly more room elsewhere
		lat := box.Min[1] + (box.Max[1]-box.Min[1])*float64(i)/10
		middle, width := stretch(largest, lat)
		if width > widest*1.1 && ContainsOne(largest, middle) {
			p, widest = middle, width
		}
	}
	return p, true
}

// stretch returns the middle and the width in degrees of the widest part of a parallel inside a polygon.
func stretch(polygon Polygon, lat float64) (middle Point, width float64) {
	var cuts []float64
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > lat) != (b[1] > lat) {
				cuts = append(cuts, a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(cuts)
	for i := 1; i < len(cuts); i += 2 {
		if w := cuts[i] - cuts[i-1]; w > width {
			middle, width = Point{(cuts[i] + cuts[i-1]) / 2, lat}, w
		}
	}
	return middle, width
}
