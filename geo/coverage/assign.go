package coverage

import (
	"cmp"
	"slices"

	"liangwang/geo"
)

// Assignment says which points lie in which areas.
type Assignment struct {
	Inside  int     // points in one area or more
	Outside int     // points in none
	Several int     // points in more than one; they are inside, too
	Areas   []int   // how many points each area has; a point in several counts in each
	First   []int32 // of every point, the lowest index of an area it lies in; -1 if in none
}

// Assign places points in areas; areas may be nil.
func Assign(points []geo.Point, areas *geo.Areas) Assignment {
	a := Assignment{First: make([]int32, len(points))}
	if areas != nil {
		a.Areas = make([]int, areas.Len())
	}
	var found []int
	for i, p := range points {
		if found = found[:0]; areas != nil {
			found = areas.AppendContaining(found, p)
		}
		for _, area := range found {
			a.Areas[area]++
		}
		switch {
		case len(found) == 0:
			a.Outside++
			a.First[i] = -1
			continue
		case len(found) > 1:
			a.Several++
		}
		a.Inside++
		a.First[i] = int32(found[0])
	}
	return a
}

// Pair is one place made of two sites: an index among the first network's and one among the second's.
type Pair struct {
	A, B   int
	Metres float64
}

// Pairs joins sites of two networks that stand at most so many metres apart, one to one, nearest first; of equally near pairs
// the one of the lower A, then of the lower B, goes first (the rule of fused places, 两网融合: 50 m by default). The result
// is in that order. Which sites may be joined at all (one network only, an operator, open) is for the caller to say.
func Pairs(a, b []geo.Point, within float64) []Pair {
	ix := geo.NewPoints(b)
	var all []Pair
	for i, p := range a {
		for _, n := range ix.Within(p, within) {
			all = append(all, Pair{A: i, B: n.Index, Metres: n.Metres})
		}
	}
	slices.SortFunc(all, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(p.Metres, q.Metres), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	takenA, takenB := make([]bool, len(a)), make([]bool, len(b))
	pairs := all[:0]
	for _, p := range all {
		if !takenA[p.A] && !takenB[p.B] {
			takenA[p.A], takenB[p.B] = true, true
			pairs = append(pairs, p)
		}
	}
	return slices.Clip(pairs)
}
