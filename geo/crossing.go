package geo

import "math"

// Crossing looks for a place where two edges of one polygon of m cross each other, so that its inside is in doubt; ok is false if
// there is none. Rings that only touch do not count. An importer may ask for it to warn: containment and area of such a
// polygon are still defined (even-odd), but may not be what was meant.
func Crossing(m MultiPolygon) (p Point, ok bool) {
	for _, polygon := range m {
		if p, ok := crossing(polygon); ok {
			return p, true
		}
	}
	return Point{}, false
}

func crossing(polygon Polygon) (Point, bool) {
	var edges [][2]Point
	var boxes []Bound
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			edges = append(edges, [2]Point{a, b})
			boxes = append(boxes, Bound{
				Min: Point{math.Min(a[0], b[0]), math.Min(a[1], b[1])},
				Max: Point{math.Max(a[0], b[0]), math.Max(a[1], b[1])},
			})
		}
	}
	t := newTree(boxes)
	for i, e := range edges {
		other := -1
		t.visit(boxes[i], func(j int32) bool {
			if cross(e, edges[j]) {
				other = int(j)
			}
			return other < 0
		})
		if other >= 0 {
			return meeting(e, edges[other]), true
		}
	}
	return Point{}, false
}

// cross reports whether two edges cross between their ends.
func cross(e, f [2]Point) bool {
	return orient(e[0], e[1], f[0])*orient(e[0], e[1], f[1]) < 0 && orient(f[0], f[1], e[0])*orient(f[0], f[1], e[1]) < 0
}

// meeting returns about where two edges cross.
func meeting(e, f [2]Point) Point {
	dx, dy := e[1][0]-e[0][0], e[1][1]-e[0][1]
	ux, uy := f[1][0]-f[0][0], f[1][1]-f[0][1]
	t := ((f[0][0]-e[0][0])*uy - (f[0][1]-e[0][1])*ux) / (dx*uy - dy*ux)
	return Point{e[0][0] + t*dx, e[0][1] + t*dy}
}
