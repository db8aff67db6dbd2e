package geo

import (
	"math"
	"math/big"
)

// Area returns the area of a multipolygon on the ellipsoid in square metres, holes taken off; the direction of the rings
// does not matter. It is the area of the region that [Contains] means, whose edges are straight in degrees: right to 1e-9
// for edges up to a degree of latitude. Parts that overlap count twice.
//
// The area under an edge is the zone's, from the equator up to it (Snyder, USGS PP 1395, 1987, eq. 3-12), by Simpson's rule.
func Area(m MultiPolygon) float64 {
	var sum float64
	for _, polygon := range m {
		for i, ring := range polygon {
			if a := ringArea(ring); i == 0 {
				sum += a
			} else {
				sum -= a
			}
		}
	}
	return max(sum, 0)
}

func ringArea(ring Ring) float64 {
	if len(ring) < 3 {
		return 0
	}
	base := zone(ring[0][1]) // taken off everywhere, so that a yard is not the difference of two continents
	var sum float64
	last := zone(ring[0][1]) - base
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		next := zone(b[1]) - base
		middle := zone((a[1]+b[1])/2) - base
		sum += radians(b[0]-a[0]) * (last + 4*middle + next) / 6
		last = next
	}
	return math.Abs(sum)
}

// zone is the area between the equator and a latitude, per radian of longitude, in square metres.
func zone(lat float64) float64 {
	sin := math.Sin(radians(lat))
	e := math.Sqrt(eccSquared)
	return semiMinor * semiMinor / 2 * (sin/(1-eccSquared*sin*sin) + math.Atanh(e*sin)/e)
}

// Contains reports whether p lies in a multipolygon: inside the outer ring of one of its polygons and outside that one's
// holes. The border, a hole's too, counts as inside. It is exact for the coordinates as they are: two polygons that share
// an edge leave no gap, and only a place on that edge is in both.
func Contains(m MultiPolygon, p Point) bool {
	for _, polygon := range m {
		if ContainsOne(polygon, p) {
			return true
		}
	}
	return false
}

// ContainsOne is [Contains] for one polygon.
func ContainsOne(polygon Polygon, p Point) bool {
	if !OnEarth(p) {
		return false
	}
	inside := false
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			crosses, on := edge(ring[i-1], ring[i], p)
			if on {
				return true
			}
			inside = inside != crosses
		}
	}
	return inside
}

// edge tells whether a ray from p to the east crosses the edge from a to b, and whether p lies on the edge.
func edge(a, b, p Point) (crosses, on bool) {
	if a[1] > b[1] {
		a, b = b, a
	}
	if p[1] < a[1] || p[1] > b[1] {
		return false, false
	}
	if p[0] > a[0] && p[0] > b[0] {
		return false, false
	}
	if a[1] == b[1] { // level
		return false, p[0] >= min(a[0], b[0])
	}
	side := orient(a, b, p)
	if side == 0 {
		return false, true
	}
	return side > 0 && p[1] < b[1], false // b upward of a: p to its left has it to the east; the upper end belongs to the next edge
}

// orient returns the sign of the turn from a over b to p: positive to the left, 0 exactly on the line. Where rounding could
// decide it is computed again with exact numbers (the bound is Shewchuk's, Adaptive precision floating-point arithmetic,
// 1997, "ccwerrboundA").
func orient(a, b, p Point) int {
	left, right := (a[0]-p[0])*(b[1]-p[1]), (a[1]-p[1])*(b[0]-p[0])
	det := left - right
	if bound := 3.3306690738754716e-16*(math.Abs(left)+math.Abs(right)) + 1e-290; det > bound || det < -bound {
		return sign(det)
	}
	if a == p || b == p || det-det != 0 { // an end, or coordinates that are no numbers
		return 0
	}
	return orientExactly(a, b, p)
}

func orientExactly(a, b, p Point) int {
	diff := func(u, v float64) *big.Float { return exact().Sub(exact().SetFloat64(u), exact().SetFloat64(v)) }
	left := exact().Mul(diff(a[0], p[0]), diff(b[1], p[1]))
	right := exact().Mul(diff(a[1], p[1]), diff(b[0], p[0]))
	return left.Cmp(right)
}

// exact has room for any product of differences of coordinates from 1e-300 to 180.
func exact() *big.Float { return new(big.Float).SetPrec(4096) }

func sign(v float64) int {
	if v > 0 {
		return 1
	}
	if v < 0 {
		return -1
	}
	return 0
}
