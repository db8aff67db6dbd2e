package coverage

import (
	"math"

	"liangwang/geo"
)

// RouteResult says which sites lie along which routes.
type RouteResult struct {
	Within  []float64 // the distances asked, metres
	Sites   []int     // how many sites lie within each of any route
	Routes  [][]int   // the same of every route by itself
	Nearest []Nearest // the sites within the largest distance of any route, by site
}

// Nearest is a site's nearest route: of several equally near, the one of the lowest index.
type Nearest struct {
	Site, Route int
	Metres      float64
}

// Routes compares sites with routes, lines in pieces, for several distances at once. It looks at every piece of a route once
// and at the sites near it only: its time grows with the number of vertices plus the number of sites. Distances are those of
// [geo.MetresToLines]. Sites that are not [geo.OnEarth] are near nothing; a piece of one position counts as that position.
func Routes(sites []geo.Point, routes []geo.MultiLineString, within []float64) RouteResult {
	r := RouteResult{Within: ascending(within)}
	r.Sites, r.Routes = make([]int, len(r.Within)), make([][]int, len(routes))
	counts := make([]int, len(r.Within)*len(routes))
	for i := range r.Routes {
		r.Routes[i], counts = counts[:len(r.Within):len(r.Within)], counts[len(r.Within):]
	}
	if len(r.Within) == 0 {
		return r
	}
	largest := r.Within[len(r.Within)-1]
	s := stream{cells: newCells(sites, largest, max(64, largest/3), listAll), limits: squares(r.Within)}
	s.start(len(sites))
	for i, route := range routes {
		s.follow(int32(i), route)
		s.close(r.Routes[i])
	}
	s.report(&r)
	return r
}

// stream holds the routes, segment by segment, against the cells of the sites.
type stream struct {
	cells  *cells
	limits []float64 // squares of the distances, ascending
	beyond float64   // the least square that is of no interest
	quick  []quick
	sites  []along
	route  int32   // the current one
	seen   []int32 // sites within the largest distance of it

	tile *tile // of the last vertex
}

// quick is what it takes to pass over a site that a segment tells nothing new about, in one line of the cache: its metres to
// the first order only, and by how much they may be wrong.
type quick struct {
	lon, lat    float64
	east, north float64 // metres per degree
	out         float64 // squares to the first order from here on tell nothing new of the current route
}

// along is what is known of a site.
type along struct {
	skip   float64 // squares from here on tell nothing new of the current route
	here   float64 // least square seen of the current route; exact only as far as the limits tell it apart
	square float64 // least square of all
	wrong  float64 // by how much metres to the first order may be wrong
	route  int32   // the nearest
}

func (s *stream) start(sites int) {
	s.beyond = math.Nextafter(s.limits[len(s.limits)-1], math.Inf(1))
	s.sites, s.quick = make([]along, sites), make([]quick, sites)
	away := s.cells.reach + 2*s.cells.largest + 400 // the farthest end of a short segment in a site's cells
	for i := range s.sites {
		l := &s.cells.sites[i]
		know := &s.sites[i]
		*know = along{square: s.beyond, wrong: bend(l) * away * away, route: -1}
		if math.Abs(l.Origin[0]) > 180-2*widestDegrees { // perhaps across the date line: never passed over
			know.wrong = math.Inf(1)
		}
		s.quick[i] = quick{lon: l.Origin[0], lat: l.Origin[1], east: l.East, north: l.North}
		s.forget(int32(i))
	}
}

// out returns the square to the first order that no lesser square than the given can have.
func (a *along) out(square float64) float64 {
	out := math.Sqrt(square) + a.wrong
	return out * out * (1 + 1e-12)
}

// bend bounds the second-order terms of site-local metres, per square metre.
func bend(l *geo.Local) float64 {
	return math.Abs(l.EastTurn)/(l.East*l.North) + 2*math.Abs(l.NorthTurn)/(l.North*l.North) + 2*math.Abs(l.NorthBend)/(l.East*l.East)
}

func (s *stream) follow(route int32, lines geo.MultiLineString) {
	s.route, s.seen = route, s.seen[:0]
	for _, line := range lines {
		switch len(line) {
		case 0:
		case 1:
			s.line(line[0], line[:1])
		default:
			s.line(line[0], line[1:])
		}
	}
}

// line takes a line from a on. Short segments inside the tile of the one before, as nearly all are, find their few cells here.
func (s *stream) line(a geo.Point, rest []geo.Point) {
	at := s.enter(a)
	for i := range rest {
		b := rest[i]
		if len(s.cells.loose) > 0 {
			s.compareFar(a, b, s.cells.loose)
		}
		if dx, dy := b[0]-a[0], b[1]-a[1]; at.tile == nil || !at.tile.holds(b) || dx*dx+dy*dy >= short {
			s.far(a, b)
			a, at = b, s.enter(b)
			continue
		}
		t := at.tile
		x, y := t.at(b[0]-t.west, b[1]-t.south)
		for cy := min(y, at.y); cy <= max(y, at.y); cy++ {
			row := cy * t.w
			for k := row + min(x, at.x); k <= row+max(x, at.x); k++ {
				if list := t.list[t.start[k]:t.start[k+1]]; len(list) > 0 {
					s.compare(a, b, list)
				}
			}
		}
		a, at.x, at.y = b, x, y
	}
}

// vertex is where in a grid a vertex lies; the tile is nil if there is none, or the vertex lies on its edge.
type vertex struct {
	tile *tile
	x, y int
}

func (s *stream) enter(p geo.Point) vertex {
	if s.tile == nil || !s.tile.holds(p) {
		key, _ := tileKey(math.Floor(p[0]), math.Floor(p[1]))
		if s.tile = s.cells.tiles[key]; s.tile == nil || !s.tile.holds(p) {
			return vertex{}
		}
	}
	x, y := s.tile.at(p[0]-s.tile.west, p[1]-s.tile.south)
	return vertex{s.tile, x, y}
}

// holds reports whether p lies inside the tile, and not on its edge.
func (t *tile) holds(p geo.Point) bool {
	x, y := p[0]-t.west, p[1]-t.south
	return x > 0 && y > 0 && x < 1 && y < 1
}

// short is the square of the length in degrees, some 350 m, under which a line's bend is within the slack of the circles.
const short = 1e-5

// far takes a segment of any length, through any number of tiles, over the date line too.
func (s *stream) far(a, b geo.Point) {
	if !geo.OnEarth(a) || !geo.OnEarth(b) {
		return
	}
	dx, dy := around(b[0]-a[0]), b[1]-a[1]
	bendY := bendNorth * (dx*dx + dy*dy)
	bendX := polarBend * math.Abs(dx*dy)
	south, north := min(a[1], b[1])-bendY, max(a[1], b[1])+bendY
	west, east := min(a[0], a[0]+dx)-bendX, max(a[0], a[0]+dx)+bendX
	if (north-south+1)*(east-west+1) > float64(len(s.cells.tiles)) {
		for _, t := range s.cells.tiles {
			s.cross(t, a, b, dx, dy)
		}
	} else {
		s.tilesOf(a, b, dx, dy, box{west, south, east, north})
	}
}

func (s *stream) tilesOf(a, b geo.Point, dx, dy float64, o box) {
	for y := math.Floor(o.y0); y <= o.y1; y++ {
		for x := math.Floor(o.x0); x <= o.x1; x++ {
			key, _ := tileKey(x, y)
			if t := s.cells.tiles[key]; t != nil {
				s.cross(t, a, b, dx, dy)
			}
		}
	}
}

// A line straight in site-local metres leaves the one straight in degrees by at most a quarter of the second-order terms of
// [geo.Local]: in degrees of latitude per square degree, and in degrees of longitude at 88 degrees, the last in the grid.
const (
	bendNorth = 0.26 * math.Pi / 180 / 4
	polarBend = 28.7 * math.Pi / 180 / 4
)

// cross walks the rows of a tile's grid that a segment passes, and in each the cells under it.
func (s *stream) cross(t *tile, a, b geo.Point, dx, dy float64) {
	bendX, bendY := t.bend*math.Abs(dx*dy), bendNorth*(dx*dx+dy*dy)
	ax, ay := around(a[0]-t.west)-t.x0, a[1]-t.south-t.y0
	for _, turn := range [...]float64{0, 360, -360} { // a long one may come to the tile from either side
		x, w, h := ax+turn, float64(t.w)/t.x, float64(t.h)/t.y
		if max(x, x+dx)+bendX < 0 || min(x, x+dx)-bendX > w || max(ay, ay+dy)+bendY < 0 || min(ay, ay+dy)-bendY > h {
			continue
		}
		y0 := max(int((min(ay, ay+dy)-bendY)*t.y), 0)
		y1 := min(int((max(ay, ay+dy)+bendY)*t.y), t.h-1)
		for y := y0; y <= y1; y++ {
			from, to := span(ay, dy, float64(y)/t.y-bendY, float64(y+1)/t.y+bendY)
			west, east := x+min(from*dx, to*dx)-bendX, x+max(from*dx, to*dx)+bendX
			if from > to || east < 0 || west > w {
				continue
			}
			x0, x1 := max(int(west*t.x), 0), min(int(east*t.x), t.w-1)
			s.compareFar(a, b, t.list[t.start[y*t.w+x0]:t.start[y*t.w+x1+1]])
		}
	}
}

// span returns the part, of 0 to 1, of a segment from ay by dy that lies between two parallels, a little widened; from > to if
// none does.
func span(ay, dy, south, north float64) (from, to float64) {
	if math.Abs(dy) < 1e-12 {
		return 0, 1
	}
	from, to = (south-ay)/dy, (north-ay)/dy
	if from > to {
		from, to = to, from
	}
	return max(from-1e-9, 0), min(to+1e-9, 1)
}

// compareFar measures a segment of any length from sites.
func (s *stream) compareFar(a, b geo.Point, sites []int32) {
	for _, i := range sites {
		know := &s.sites[i]
		if square := geo.SquareToSegment(s.cells.sites[i].Segment(a, b)); square < know.skip {
			s.nearer(i, know, square)
		}
	}
}

// forget makes a site ready for another route.
func (s *stream) forget(i int32) {
	know := &s.sites[i]
	know.here, know.skip = s.beyond, s.beyond
	s.quick[i].out = know.out(s.beyond)
}

// compare measures a short segment inside a tile from sites. It passes over most by their metres to the first order.
func (s *stream) compare(a, b geo.Point, sites []int32) {
	for _, i := range sites {
		q := &s.quick[i]
		ax, ay := (a[0]-q.lon)*q.east, (a[1]-q.lat)*q.north
		dx, dy := (b[0]-a[0])*q.east, (b[1]-a[1])*q.north
		past, length := -(ax*dx + ay*dy), dx*dx+dy*dy
		if past <= 0 {
			if ax*ax+ay*ay > q.out {
				continue
			}
		} else if past >= length {
			if bx, by := ax+dx, ay+dy; bx*bx+by*by > q.out {
				continue
			}
		} else if cross := ax*dy - ay*dx; cross*cross > q.out*length {
			continue
		}
		know := &s.sites[i]
		if square := geo.SquareToSegment(s.cells.sites[i].Segment(a, b)); square < know.skip {
			s.nearer(i, know, square)
		}
	}
}

// nearer notes a lesser distance, and how near the next must be to tell anything.
func (s *stream) nearer(i int32, know *along, square float64) {
	if know.here >= s.beyond {
		s.seen = append(s.seen, i)
	}
	know.here = min(know.here, square)
	if know.route < 0 || math.Sqrt(square) < math.Sqrt(know.square) { // as metres: what is equal there, the first route keeps
		know.square, know.route = square, s.route
	}
	know.skip = know.square
	for k := len(s.limits) - 1; k >= 0; k-- {
		if s.limits[k] < know.here { // the next distance to come within
			know.skip = max(know.skip, math.Nextafter(s.limits[k], math.Inf(1)))
			break
		}
	}
	s.quick[i].out = know.out(know.skip)
}

// close counts the sites along the current route.
func (s *stream) close(counts []int) {
	for _, i := range s.seen {
		for k := len(s.limits) - 1; k >= 0 && s.sites[i].here <= s.limits[k]; k-- {
			counts[k]++
		}
		s.forget(i)
	}
}

func (s *stream) report(r *RouteResult) {
	for i := range s.sites {
		know := &s.sites[i]
		if know.route < 0 {
			continue
		}
		for k := len(s.limits) - 1; k >= 0 && know.square <= s.limits[k]; k-- {
			r.Sites[k]++
		}
		r.Nearest = append(r.Nearest, Nearest{Site: i, Route: int(know.route), Metres: math.Sqrt(know.square)})
	}
}
