package demo

import (
	"math"

	"liangwang/geo"
)

// flow lets a river run through the lattice from north to south, with a brook into it, and marks the cells where nothing is built.
func (w *world) flow() {
	w.wet = map[node]bool{}
	d := roll(w.seed, "river", 0)
	river := w.course(d, node{len(w.grid.xs)/2 + 2, len(w.grid.ys) - 2}, -1, func(n node) bool { return n.j < 0 })
	first, last := river[0], river[len(river)-1] // it comes from and goes to somewhere
	river = append(append([]spot{{first[0] + 500, first[1] + 1500}}, river...), spot{last[0] - 300, last[1] - 1500})
	w.rivers = append(w.rivers, ribbon(smooth(river, 3), func(at float64) float64 { return 58 + 26*math.Sin(9*at) + 22*at }))
	brook := w.course(d, node{len(w.grid.xs) - 3, len(w.grid.ys)/2 + 9}, 0, func(n node) bool { return w.wet[n] })
	w.rivers = append(w.rivers, ribbon(smooth(brook, 3), func(at float64) float64 { return 18 + 16*at }))
	w.riverName, w.brookName = river[len(river)*4/5], brook[len(brook)/2]
	for range 5 {
		i, j := 4+d.n(len(w.grid.xs)-8), 3+d.n(len(w.grid.ys)-6)
		if !w.grid.inside(i, j) || w.grid.streets[w.grid.street[i][j]].urban || w.wet[node{i, j}] {
			continue
		}
		w.wet[node{i, j}] = true
		w.rivers = append(w.rivers, rounded([]spot{w.grid.within(i, j, .2, .25), w.grid.within(i, j, .75, .15), w.grid.within(i, j, .85, .7), w.grid.within(i, j, .3, .8)}, 3))
	}
}

// course returns a way from cell to cell: to the south where down is -1, to the west where it is 0, until it ends or leaves.
func (w *world) course(d *dice, from node, down int, ends func(node) bool) []spot {
	var way []spot
	lean := 0
	for n := from; n.i >= 0 && n.i < len(w.grid.xs)-1 && n.j < len(w.grid.ys)-1; {
		if n.j < 0 || ends(n) {
			if n.j >= 0 {
				way = append(way, w.grid.within(n.i, n.j, .5, .5))
			}
			return way
		}
		way = append(way, w.grid.within(n.i, n.j, d.between(.3, .7), d.between(.3, .7)))
		defer func(n node) { w.wet[n] = true }(n)
		if lean == 0 && d.chance(.5) {
			lean = d.n(3) - 1
			if down == -1 && n.i > len(w.grid.xs)/2 && d.chance(.5) {
				lean = -1
			}
			if down == -1 && n.i < len(w.grid.xs)/4 {
				lean = 1
			}
		} else {
			lean = 0
		}
		if down == -1 {
			n = node{n.i + lean, n.j - 1}
		} else {
			n = node{n.i - 1, n.j + lean}
		}
	}
	return way
}

// draw makes the basemap of what was built.
func (w *world) draw() {
	d := roll(w.seed, "basemap", 0)
	for _, r := range w.rivers {
		w.feature(d, "water", "", geo.Polygon{ring(r)})
	}
	w.feature(d, "label", "示意河", w.riverName.point())
	w.feature(d, "label", "示意溪", w.brookName.point())
	for _, s := range w.greens {
		w.feature(d, "green", "", geo.Polygon{ring(s)})
	}
	for k := range w.compounds {
		p := &w.compounds[k]
		w.feature(d, "compound", w.label(p, &w.communities[p.community]), geo.Polygon{ring(rounded(p.shape, 1))})
	}
	w.drawRoads(d)
}
