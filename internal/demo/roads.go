package demo

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"

	"liangwang/geo"
)

// edge is a piece of road between two neighbouring crossings, the lower one first.
type edge struct{ a, b node }

func between(a, b node) edge {
	if b.i < a.i || b.j < a.j {
		a, b = b, a
	}
	return edge{a, b}
}

// pave decides which lines of the lattice are roads: the arterial ones wherever they touch the zone, the others in town, around
// villages and from there to the next arterial.
func (w *world) pave() {
	w.roads = map[edge]bool{} // true: arterial
	d := roll(w.seed, "roads", 0)
	g := w.grid
	for i := range g.xs {
		for j := range g.ys {
			for _, to := range []node{{i + 1, j}, {i, j + 1}} {
				if to.i >= len(g.xs) || to.j >= len(g.ys) {
					continue
				}
				arterial := to.i > i && g.artY[j] || to.j > j && g.artX[i]
				in, urban := g.beside(node{i, j}, to, w)
				if in && (arterial || d.chance(map[bool]float64{true: .86, false: .1}[urban])) {
					w.roads[between(node{i, j}, to)] = arterial
				}
			}
		}
	}
	for _, v := range w.villages {
		corners := []node{v, {v.i + 1, v.j}, {v.i + 1, v.j + 1}, {v.i, v.j + 1}}
		for k, c := range corners {
			w.open(between(c, corners[(k+1)%4]))
		}
		for n := v; !g.artX[n.i] && n.i > 0; n.i-- {
			w.open(between(n, node{n.i - 1, n.j}))
		}
		for n := v; !g.artY[n.j] && n.j > 0; n.j-- {
			w.open(between(n, node{n.i, n.j - 1}))
		}
	}
}

func (w *world) open(e edge) {
	if _, there := w.roads[e]; !there {
		w.roads[e] = false
	}
}

// beside reports whether a piece of road touches the zone, and whether it touches a town.
func (g *grid) beside(a, b node, w *world) (in, urban bool) {
	sides := []node{{a.i, a.j}, {a.i, a.j - 1}} // of one that runs east
	if b.j > a.j {
		sides = []node{{a.i, a.j}, {a.i - 1, a.j}}
	}
	for _, s := range sides {
		in = in || g.inside(s.i, s.j)
		urban = urban || w.townCells[s]
	}
	return in, urban
}

// drawRoads joins the pieces of each line of the lattice into features.
func (w *world) drawRoads(d *dice) {
	g := w.grid
	number := 0
	draw := func(from node, di, dj int) {
		var way []spot
		class := false
		flush := func(end node) {
			if len(way) > 0 {
				layer, name := "road_minor", ""
				if class {
					number++
					layer, name = "road", fmt.Sprintf("示范路 %d", 1+number%40)
				}
				w.feature(d, layer, name, line(smooth(append(way, g.at[end.i][end.j]), 1)))
			}
			way = nil
		}
		n := from
		for n.i+di < len(g.xs) && n.j+dj < len(g.ys) {
			next := node{n.i + di, n.j + dj}
			arterial, there := w.roads[between(n, next)]
			if !there || arterial != class {
				flush(n)
			}
			if there {
				class = arterial
				way = append(way, g.at[n.i][n.j], g.between(n, next))
			}
			n = next
		}
		flush(n)
	}
	for i := range g.xs {
		draw(node{i, 0}, 0, 1)
	}
	for j := range g.ys {
		draw(node{0, j}, 1, 0)
	}
}

// way returns the shortest way along the roads from one crossing to another (Dijkstra); nil if there is none.
func (w *world) way(from, to node) []node {
	cost, last := map[node]float64{from: 0}, map[node]node{}
	queue := &frontier{{from, 0}}
	for queue.Len() > 0 {
		at := heap.Pop(queue).(reached)
		if at.node == to {
			break
		}
		if at.cost > cost[at.node] {
			continue
		}
		for _, next := range []node{{at.i + 1, at.j}, {at.i - 1, at.j}, {at.i, at.j + 1}, {at.i, at.j - 1}} {
			if _, road := w.roads[between(at.node, next)]; !road {
				continue
			}
			c := at.cost + w.grid.at[at.i][at.j].metres(w.grid.at[next.i][next.j])
			if old, known := cost[next]; !known || c < old {
				cost[next], last[next] = c, at.node
				heap.Push(queue, reached{next, c})
			}
		}
	}
	if _, found := cost[to]; !found {
		return nil
	}
	way := []node{to}
	for n := to; n != from; n = last[n] {
		way = append(way, last[n])
	}
	slices.Reverse(way)
	return way
}

// drive returns the line along the crossings of a way.
func (w *world) drive(way []node) geo.LineString {
	var spots []spot
	for k, n := range way {
		if k > 0 {
			spots = append(spots, w.grid.between(way[k-1], n))
		}
		spots = append(spots, w.grid.at[n.i][n.j])
	}
	return line(spots)
}

// crossing returns the crossing of a road that lies nearest to a place.
func (w *world) crossing(at spot) node {
	best, least := node{}, -1.0
	for e := range w.roads {
		for _, n := range []node{e.a, e.b} {
			far := at.metres(w.grid.at[n.i][n.j])
			if least < 0 || cmp.Or(cmp.Compare(far, least), cmp.Compare(n.i, best.i), cmp.Compare(n.j, best.j)) < 0 {
				best, least = n, far
			}
		}
	}
	return best
}

type reached struct {
	node
	cost float64
}

// frontier is a heap of what Dijkstra's search reached.
type frontier []reached

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(a, b int) bool {
	return cmp.Or(cmp.Compare(f[a].cost, f[b].cost), cmp.Compare(f[a].i, f[b].i), cmp.Compare(f[a].j, f[b].j)) < 0
}
func (f frontier) Swap(a, b int) { f[a], f[b] = f[b], f[a] }
func (f *frontier) Push(v any)   { *f = append(*f, v.(reached)) }
func (f *frontier) Pop() any {
	old := *f
	last := old[len(old)-1]
	*f = old[:len(old)-1]
	return last
}
