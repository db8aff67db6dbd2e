// Package coverage answers the planner's questions about places: which sites lie along the routes, which share of the people
// has a site near, which points lie in which areas, which two sites are one place. Its functions are pure: what they take
// they only read, and the same input gives the same answer, to the last bit.
//
// Its words:
//   - site: a position; the caller keeps what it is, and gets back its index
//   - demand: a position with a weight, households or people
//   - within D: at most D metres over the ellipsoid, by [geo.Metres] between positions and [geo.MetresToLines] to a route
//   - area: a multipolygon of a [geo.Areas]; a place on its border is inside
//
// Several distances are asked at once; results have them ascending and without repeats, and the shares in the same order.
package coverage

import (
	"math"
	"slices"
)

// maxDistances is how many distances one question can have; farther ones are not asked.
const maxDistances = 254

// ascending returns the distances that mean something (not negative, no NaN), ascending, each once.
func ascending(metres []float64) []float64 {
	out := make([]float64, 0, len(metres))
	for _, d := range metres {
		if d >= 0 {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxDistances)]
}

// squares returns for each distance d the largest number whose root is at most d, so that comparing squares is comparing
// distances, also at the limit.
func squares(metres []float64) []float64 {
	out := make([]float64, len(metres))
	for i, d := range metres {
		s := d * d
		for math.Sqrt(s) > d {
			s = math.Nextafter(s, 0)
		}
		for next := math.Nextafter(s, math.Inf(1)); s < next && math.Sqrt(next) <= d; next = math.Nextafter(s, math.Inf(1)) {
			s = next
		}
		out[i] = s
	}
	return out
}
