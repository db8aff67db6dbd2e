package coverage

import (
	"math"

	"liangwang/geo"
)

// cells lists for every cell of a grid the sites whose circle of one radius may touch it. The grid is cut into tiles of a
// degree, and only tiles with sites have cells, so many as the tile's sites are worth: a site far from the others costs a
// few cells, not a grid around the globe.
type cells struct {
	sites []geo.Local
	reach float64 // metres
	tiles map[int32]*tile

	largest float64 // width of a cell, metres
	loose   []int32 // sites too near a pole, or with too wide a circle, for a grid: to be compared one by one
}

// tile is the grid over the circles in one degree by one degree.
type tile struct {
	west, south float64 // its corner, degrees
	x0, y0      float64 // the grid's corner, degrees from the tile's
	x, y        float64 // cells per degree
	w, h        int     // cells
	start       []int32 // of each cell, where its sites begin
	list        []int32
	full        []bool  // cells that lie wholly inside one circle; they list no sites
	sites       []int32 // that touch the tile
	bend        float64 // degrees of longitude by which a line may leave its box, per square degree
}

// perSite bounds the cells that one site is worth.
const perSite = 256

// slack is added to every circle, in metres, so that rounding and the bend of short lines cannot hide a site.
const slack = 0.01

// newCells builds the grid. With whole, cells inside one circle are marked full.
func newCells(points []geo.Point, reach, cell float64, whole fullness) *cells {
	c := &cells{sites: make([]geo.Local, len(points)), reach: reach, tiles: map[int32]*tile{}}
	for i, p := range points {
		if geo.OnEarth(p) {
			c.sites[i] = geo.NewLocal(p)
			c.place(int32(i))
		}
	}
	for _, t := range c.tiles {
		t.build(c, cell, whole)
	}
	return c
}

// fullness says whether full cells are marked.
type fullness int

const (
	listAll fullness = iota
	markFull
)

// Circles that are wider than these, in metres and in degrees each way, are not for a grid.
const (
	widestMetres  = 50_000
	widestDegrees = 6
)

// place enters a site in the tiles that its circle touches.
func (c *cells) place(i int32) {
	s := &c.sites[i]
	lon, lat, ok := s.Degrees(c.reach*1.0001 + slack)
	if !ok || c.reach > widestMetres || lon > widestDegrees || math.Abs(s.Origin[1])+lat > 88 {
		c.loose = append(c.loose, i)
		return
	}
	for y := math.Floor(s.Origin[1] - lat); y <= s.Origin[1]+lat; y++ {
		for x := math.Floor(s.Origin[0] - lon); x <= s.Origin[0]+lon; x++ {
			key, west := tileKey(x, y)
			t := c.tiles[key]
			if t == nil {
				t = &tile{west: west, south: y}
				c.tiles[key] = t
			}
			t.sites = append(t.sites, i)
		}
	}
}

// tileKey names the tile of a whole degree, around the globe, and returns its western edge.
func tileKey(x, y float64) (key int32, west float64) {
	if x >= 180 {
		x -= 360
	} else if x < -180 {
		x += 360
	}
	return int32(y+90)*360 + int32(x+180), x
}

// box is a part of a tile: degrees from its corner.
type box struct{ x0, y0, x1, y1 float64 }

func (t *tile) circle(s *geo.Local, reach float64) box {
	lon, lat, _ := s.Degrees(reach*1.0001 + slack)
	x, y := around(s.Origin[0]-t.west), s.Origin[1]-t.south
	return box{x - lon, y - lat, x + lon, y + lat}
}

// around brings a difference of longitudes within ±180.
func around(degrees float64) float64 {
	if degrees > 180 {
		return degrees - 360
	}
	if degrees < -180 {
		return degrees + 360
	}
	return degrees
}

func (t *tile) build(c *cells, cell float64, whole fullness) {
	b := box{1, 1, 0, 0}
	for _, i := range t.sites {
		o := t.circle(&c.sites[i], c.reach)
		b = box{min(b.x0, o.x0), min(b.y0, o.y0), max(b.x1, o.x1), max(b.y1, o.y1)}
	}
	b = box{max(b.x0, 0), max(b.y0, 0), min(b.x1, 1), min(b.y1, 1)}
	polar := max(math.Abs(t.south), math.Abs(t.south+1))
	t.bend = math.Tan(min(polar, 88.5)*math.Pi/180) * math.Pi / 180 / 4 * 1.01

	middle := geo.NewLocal(geo.Point{0, t.south + 0.5})
	most := float64(perSite*len(t.sites) + 4096)
	if area := (b.x1 - b.x0) * middle.East * (b.y1 - b.y0) * middle.North; area > cell*cell*most {
		cell = math.Sqrt(area / most)
	}
	c.largest = max(c.largest, cell)
	t.x0, t.y0, t.x, t.y = b.x0, b.y0, middle.East/cell, middle.North/cell
	t.w, t.h = int((b.x1-b.x0)*t.x)+1, int((b.y1-b.y0)*t.y)+1
	t.start = make([]int32, t.w*t.h+1)
	t.full = make([]bool, t.w*t.h)
	t.fill(c, whole)
}

// fill counts the sites of every cell, and then lists them.
func (t *tile) fill(c *cells, whole fullness) {
	t.each(c, whole, func(cell int, _ int32) { t.start[cell+1]++ })
	for k, full := range t.full {
		if full {
			t.start[k+1] = 0
		}
		t.start[k+1] += t.start[k]
	}
	t.list = make([]int32, t.start[len(t.start)-1])
	next := append([]int32(nil), t.start[:len(t.start)-1]...)
	t.each(c, whole, func(cell int, site int32) {
		t.list[next[cell]] = site
		next[cell]++
	})
}

// each calls f with the sites of every cell that is not full.
func (t *tile) each(c *cells, whole fullness, f func(cell int, site int32)) {
	least, most := (c.reach+slack)*(c.reach+slack)*1.0001, c.reach*c.reach*0.9999
	for _, i := range t.sites {
		s := &c.sites[i]
		b := t.circle(s, c.reach)
		if b.x1 < t.x0 || b.y1 < t.y0 {
			continue
		}
		cx0, cy0 := t.at(b.x0, b.y0)
		cx1, cy1 := t.at(b.x1, b.y1)
		x, y := around(s.Origin[0]-t.west)-t.x0, s.Origin[1]-t.south-t.y0
		for cy := cy0; cy <= cy1; cy++ {
			south, north := float64(cy)/t.y-y, float64(cy+1)/t.y-y
			for cx := cx0; cx <= cx1; cx++ {
				k := cy*t.w + cx
				if t.full[k] {
					continue
				}
				west, east := float64(cx)/t.x-x, float64(cx+1)/t.x-x
				if square(s, min(max(0, west), east), min(max(0, south), north)) > least {
					continue
				}
				if whole == markFull && farthest(s, west, south, east, north) <= most {
					t.full[k] = true
					continue
				}
				f(k, i)
			}
		}
	}
}

// at returns the cell of a place in degrees from the tile's corner; one outside is in the nearest cell.
func (t *tile) at(x, y float64) (cx, cy int) {
	return min(max(int((x-t.x0)*t.x), 0), t.w-1), min(max(int((y-t.y0)*t.y), 0), t.h-1)
}

// square returns the square of the metres to a place so many degrees from a site: the mid-latitude formula of [geo.Metres],
// its scales taken as straight in latitude. For d metres the square is right to (d / 6,300 km)² of itself.
func square(s *geo.Local, x, y float64) float64 {
	east, north := x*(s.East+s.EastTurn*y*0.5), y*(s.North+s.NorthTurn*y)
	return east*east + north*north
}

func farthest(s *geo.Local, west, south, east, north float64) float64 {
	return max(square(s, west, south), square(s, west, north), square(s, east, south), square(s, east, north))
}
