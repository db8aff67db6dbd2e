package demo

import (
	"liangwang/internal/recycle"
)

// world is the zone with all that is in it, made from a seed alone.
type world struct {
	seed uint64
	born int64 // when its register began, milliseconds

	grid        *grid
	communities []community
	compounds   []compound
	townCells   map[node]bool
	villages    []node // a cell in each village
	demand      []recycle.DemandVersion
	homes       []home

	wet                  map[node]bool
	rivers, greens       [][]spot
	riverName, brookName spot
	roads                map[edge]bool
	basemap              []recycle.BasemapFeature

	orgs      []recycle.Org // the companies first
	people    []person
	crew      []collector
	vehicles  []recycle.Vehicle
	places    []place
	stations  []station
	sites     []recycle.Site
	versions  []recycle.SiteVersion
	routes    []recycle.RouteVersion
	unserved  int // the village without service, a community
	siteIndex map[recycle.SiteID]int
}

// began is when the register of the zone began: long before its first record.
const began = 1_735_660_800_000 // 2025-01-01 in Shanghai

func newWorld(seed uint64) *world {
	w := &world{seed: seed, born: began, grid: newGrid(seed), townCells: map[node]bool{}, siteIndex: map[recycle.SiteID]int{}}
	w.settle()
	for _, c := range w.communities {
		for i := c.block.i0; i < c.block.i1 && c.urban; i++ {
			for j := c.block.j0; j < c.block.j1; j++ {
				w.townCells[node{i, j}] = true
			}
		}
	}
	w.build()
	w.pave()
	w.draw()
	w.found()
	w.site()
	w.staff()
	w.plan()
	return w
}
