package geo

import (
	"cmp"
	"math"
	"slices"
)

// Points is a static index of positions, built once and then safe for any number of readers. It answers exactly as a
// comparison with every position by [Metres] would, at any latitude and across the date line. Positions that are not
// [OnEarth] keep their index and are never found.
type Points struct {
	tree *tree
	at   []Point // in the order of the tree's items
}

// Near is a position found: its index in the slice the index was built from, and how far it is.
type Near struct {
	Index  int
	Metres float64
}

// NewPoints builds an index; it keeps a copy of the positions (some 30 bytes each).
func NewPoints(points []Point) *Points {
	boxes := make([]Bound, len(points))
	for i, p := range points {
		if boxes[i] = (Bound{Min: p, Max: p}); !OnEarth(p) {
			boxes[i].Max[0] = math.NaN()
		}
	}
	ix := &Points{tree: newTree(boxes)}
	ix.at = make([]Point, len(ix.tree.items))
	for k, i := range ix.tree.items {
		ix.at[k] = points[i]
	}
	return ix
}

// Nearest returns the position nearest to p, at most within metres away (math.Inf(1) for any); of several equally near the one
// of the lowest index.
func (ix *Points) Nearest(p Point, within float64) (Near, bool) {
	best := Near{Index: -1, Metres: within}
	ix.search(p, within, func(n Near) float64 {
		if best.Index < 0 || n.Metres < best.Metres || n.Metres == best.Metres && n.Index < best.Index {
			best = n
		}
		return best.Metres
	})
	return best, best.Index >= 0
}

// NearestK returns the k positions nearest to p, at most within metres away, by distance and then by index.
func (ix *Points) NearestK(p Point, k int, within float64) []Near {
	if k <= 0 {
		return nil
	}
	var best []Near
	ix.search(p, within, func(n Near) float64 {
		at, _ := slices.BinarySearchFunc(best, n, byDistance)
		if len(best) == k {
			if at == k {
				return best[k-1].Metres
			}
			best = best[:k-1]
		}
		if best = slices.Insert(best, at, n); len(best) == k {
			return best[k-1].Metres
		}
		return within
	})
	return best
}

// Within returns all positions at most so many metres from p, by distance and then by index.
func (ix *Points) Within(p Point, metres float64) []Near {
	var all []Near
	ix.search(p, metres, func(n Near) float64 {
		all = append(all, n)
		return metres
	})
	slices.SortFunc(all, byDistance)
	return all
}

func byDistance(a, b Near) int {
	return cmp.Or(cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.Index, b.Index))
}

// search calls found with positions within a limit, which found may lower by what it returns.
func (ix *Points) search(p Point, limit float64, found func(Near) float64) {
	if len(ix.at) == 0 || !OnEarth(p) || !(limit >= 0) {
		return
	}
	s := search{ix: ix, p: p, found: found}
	s.lower(limit)
	s.node(0)
}

// search is one question. east and north are no more than the metres of a degree anywhere a position within the limit can be,
// so that what they exclude is excluded by Metres.
type search struct {
	ix          *Points
	p           Point
	limit       float64
	square      float64 // of the limit, and a little
	east, north float64
	found       func(Near) float64
}

func (s *search) lower(limit float64) {
	s.limit, s.square = limit, limit*limit*(1+1e-9)
	s.north = leastMeridian * math.Pi / 180
	lat := min(math.Abs(s.p[1])+limit/s.north/2, 90) // the farthest mean latitude
	_, primeVertical, _, cos := radii(lat)
	s.east = max(primeVertical*cos*math.Pi/180*(1-1e-12), 0)
}

// beyond returns a square of metres that a box is at least away.
func (s *search) beyond(west, south, east, north float64) float64 {
	y := max(south-s.p[1], s.p[1]-north, 0) * s.north
	x := 0.0
	if s.p[0] < west {
		x = min(west-s.p[0], s.p[0]+360-east)
	} else if s.p[0] > east {
		x = min(s.p[0]-east, west+360-s.p[0])
	}
	x = max(x, 0) * s.east
	return x*x + y*y
}

func (s *search) node(at int) {
	n := &s.ix.tree.nodes[at]
	if n.right == 0 {
		s.leaf(n)
		return
	}
	near, far := at+1, int(n.right)
	nearest, farthest := s.child(near), s.child(far)
	if farthest < nearest {
		near, far, nearest, farthest = far, near, farthest, nearest
	}
	if nearest <= s.square {
		s.node(near)
	}
	if farthest <= s.square {
		s.node(far)
	}
}

func (s *search) child(at int) float64 {
	n := &s.ix.tree.nodes[at]
	return s.beyond(n.west, n.south, n.east, n.north)
}

func (s *search) leaf(n *node) {
	for k := n.first; k < n.last; k++ {
		q := s.ix.at[k]
		if s.beyond(q[0], q[1], q[0], q[1]) > s.square {
			continue
		}
		metres := Metres(s.p, q)
		if metres > s.limit {
			continue
		}
		if limit := s.found(Near{Index: int(s.ix.tree.items[k]), Metres: metres}); limit < s.limit {
			s.lower(limit)
		}
	}
}
