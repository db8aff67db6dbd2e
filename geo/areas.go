package geo

import "slices"

// Areas is a static index of multipolygons, built once and then safe for any number of readers. It answers exactly as
// [Contains] for each of them would.
type Areas struct {
	count    int
	tree     *tree // over the parts
	parts    []part
	vertices []Point
	starts   []int32 // of each slab of each part, where its edges begin
	edges    []int32 // an edge is the vertex of that index and the next one
}

// part is one polygon, cut into slabs of equal height in latitude. A slab lists the edges that touch it.
type part struct {
	area   int32
	slab   int32 // its first in Areas.starts
	slabs  int32
	box    Bound
	height float64 // slabs per degree
}

// NewAreas builds an index; nil and empty multipolygons keep their index and contain nothing.
func NewAreas(areas []MultiPolygon) *Areas {
	ix := &Areas{count: len(areas)}
	var boxes []Bound
	for i, m := range areas {
		for _, polygon := range m {
			if box, ok := BoundOf(polygon); ok {
				ix.add(int32(i), polygon, box)
				boxes = append(boxes, box)
			}
		}
	}
	ix.starts = append(ix.starts, int32(len(ix.edges)))
	ix.tree = newTree(boxes)
	return ix
}

// Len returns how many multipolygons the index was built from.
func (ix *Areas) Len() int { return ix.count }

func (ix *Areas) add(area int32, polygon Polygon, box Bound) {
	var edges []int32
	for _, ring := range polygon {
		for i := range ring {
			if i > 0 {
				edges = append(edges, int32(len(ix.vertices)-1))
			}
			ix.vertices = append(ix.vertices, ring[i])
		}
	}
	p := part{area: area, slab: int32(len(ix.starts)), box: box}
	for p.slabs = int32(max(1, len(edges)/2)); ; p.slabs /= 2 {
		p.height = 0
		if box.Max[1] > box.Min[1] {
			p.height = float64(p.slabs) / (box.Max[1] - box.Min[1])
		}
		if p.slabs == 1 || ix.entries(&p, edges) <= 4*len(edges) {
			break
		}
	}
	ix.fill(&p, edges)
	ix.parts = append(ix.parts, p)
}

// of returns the slab of a latitude within the part.
func (p *part) of(lat float64) int32 {
	return min(max(int32((lat-p.box.Min[1])*p.height), 0), p.slabs-1)
}

// touches returns the slabs that an edge touches; the same function places points, so that rounding cannot part them.
func (ix *Areas) touches(p *part, edge int32) (from, to int32) {
	a, b := p.of(ix.vertices[edge][1]), p.of(ix.vertices[edge+1][1])
	return min(a, b), max(a, b)
}

func (ix *Areas) entries(p *part, edges []int32) int {
	n := 0
	for _, e := range edges {
		from, to := ix.touches(p, e)
		n += int(to - from + 1)
	}
	return n
}

func (ix *Areas) fill(p *part, edges []int32) {
	counts := make([]int32, p.slabs+1)
	for _, e := range edges {
		from, to := ix.touches(p, e)
		for s := from; s <= to; s++ {
			counts[s+1]++
		}
	}
	base := int32(len(ix.edges))
	for s := range p.slabs {
		counts[s+1] += counts[s]
		ix.starts = append(ix.starts, base+counts[s])
	}
	ix.edges = append(ix.edges, make([]int32, counts[p.slabs])...)
	for _, e := range edges {
		from, to := ix.touches(p, e)
		for s := from; s <= to; s++ {
			ix.edges[base+counts[s]] = e
			counts[s]++
		}
	}
}

func (ix *Areas) contains(p *part, at Point) bool {
	if !p.box.Contains(at) {
		return false
	}
	slab := p.slab + p.of(at[1])
	inside := false
	for _, e := range ix.edges[ix.starts[slab]:ix.starts[slab+1]] {
		crosses, on := edge(ix.vertices[e], ix.vertices[e+1], at)
		if on {
			return true
		}
		inside = inside != crosses
	}
	return inside
}

// Containing returns the indexes of the multipolygons that contain p, ascending; nil if none does.
func (ix *Areas) Containing(p Point) []int { return ix.AppendContaining(nil, p) }

// AppendContaining is [Areas.Containing] into a slice that the caller uses again.
func (ix *Areas) AppendContaining(dst []int, p Point) []int {
	if !OnEarth(p) {
		return dst
	}
	start := len(dst)
	ix.tree.visit(Bound{Min: p, Max: p}, func(item int32) bool {
		if part := &ix.parts[item]; ix.contains(part, p) {
			dst = append(dst, int(part.area))
		}
		return true
	})
	if len(dst)-start > 1 {
		slices.Sort(dst[start:])
		dst = append(dst[:start], slices.Compact(dst[start:])...)
	}
	return dst
}
