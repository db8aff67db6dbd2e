package geo

import (
	"math"
	"slices"
)

// tree is a packed binary tree of boxes over items 0..n-1, in flat arrays and in preorder. It does not care how the items are
// spread: one far away costs one box more.
type tree struct {
	nodes []node
	items []int32 // in the order of the leaves
}

// node is a box in degrees. Its left child follows it; a leaf, whose right is 0, has the items from first to the next leaf's
// first.
type node struct {
	west, south, east, north float64
	right                    int32
	first, last              int32
}

const leafItems = 8

// newTree builds a tree over boxes; those that are empty (west > east) or not finite are left out.
func newTree(boxes []Bound) *tree {
	t := &tree{items: make([]int32, 0, len(boxes))}
	for i, b := range boxes {
		if b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1] && !math.IsInf(b.Max[0]-b.Min[0], 0) && !math.IsInf(b.Max[1]-b.Min[1], 0) {
			t.items = append(t.items, int32(i))
		}
	}
	if len(t.items) > 0 {
		t.nodes = make([]node, 0, 4*len(t.items)/leafItems+1)
		t.build(boxes, 0, len(t.items))
	}
	return t
}

func (t *tree) build(boxes []Bound, first, last int) {
	items := t.items[first:last]
	n := node{west: math.Inf(1), south: math.Inf(1), east: math.Inf(-1), north: math.Inf(-1), first: int32(first), last: int32(last)}
	for _, i := range items {
		b := &boxes[i]
		n.west, n.south = min(n.west, b.Min[0]), min(n.south, b.Min[1])
		n.east, n.north = max(n.east, b.Max[0]), max(n.north, b.Max[1])
	}
	at := len(t.nodes)
	t.nodes = append(t.nodes, n)
	if len(items) <= leafItems {
		return
	}
	axis := 1
	if (n.east-n.west)*math.Cos(radians((n.south+n.north)/2)) > n.north-n.south {
		axis = 0
	}
	middle := len(items) / 2
	selectMiddle(items, middle, func(i int32) float64 { return boxes[i].Min[axis] + boxes[i].Max[axis] })
	t.build(boxes, first, first+middle)
	t.nodes[at].right = int32(len(t.nodes))
	t.build(boxes, first+middle, last)
}

// selectMiddle reorders items so that none before the k-th has a greater key and none after it a lesser one (Hoare).
func selectMiddle(items []int32, k int, key func(int32) float64) {
	lo, hi := 0, len(items)-1
	for hi-lo > 32 {
		a, b, c := key(items[lo]), key(items[(lo+hi)/2]), key(items[hi])
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := lo, hi
		for i <= j {
			for key(items[i]) < pivot {
				i++
			}
			for key(items[j]) > pivot {
				j--
			}
			if i <= j {
				items[i], items[j] = items[j], items[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return
		}
	}
	slices.SortFunc(items[lo:hi+1], func(a, b int32) int {
		if d := key(a) - key(b); d != 0 {
			return sign(d)
		}
		return int(a - b)
	})
}

// visit calls found with the items whose leaf's box touches the box, until it returns false.
func (t *tree) visit(b Bound, found func(item int32) bool) {
	for at := 0; at < len(t.nodes); {
		n := &t.nodes[at]
		if b.Max[0] < n.west || b.Min[0] > n.east || b.Max[1] < n.south || b.Min[1] > n.north {
			at = t.skip(at)
			continue
		}
		if n.right == 0 {
			for _, i := range t.items[n.first:n.last] {
				if !found(i) {
					return
				}
			}
		}
		at++
	}
}

// skip returns the node after the subtree at a node: every subtree of m items has the same number of nodes.
func (t *tree) skip(at int) int {
	n := &t.nodes[at]
	for n.right != 0 { // the last leaf of the subtree is its last node
		at = int(n.right)
		n = &t.nodes[at]
	}
	return at + 1
}
