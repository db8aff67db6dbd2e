package geo

import "math"

// Local turns positions near an origin into metres east and north of it: site-local metres. A straight line between two
// such places is the geodesic between them, and the length of a vector from the origin is the distance, both with errors
// that grow with the cube of the farther end's distance d: at 35 degrees under 2 mm for 1 km and under 0.01 % of d for
// 50 km; toward the poles they grow with the square of the latitude's tangent.
//
// It is the expansion to the second order of the azimuthal equidistant projection of the ellipsoid (Snyder, USGS PP 1395,
// 1987, p. 191); its terms are the radii of curvature at the origin and their change with latitude.
type Local struct {
	Origin    Point
	East      float64 // metres per degree of longitude
	EastTurn  float64 // how it changes per degree of latitude
	North     float64 // metres per degree of latitude
	NorthTurn float64 // how it changes per degree of latitude, halved
	NorthBend float64 // metres to the north per squared degree of longitude: a parallel bends toward the pole
}

// NewLocal returns the site-local metres around a WGS-84 position.
func NewLocal(origin Point) Local {
	const rad = math.Pi / 180
	meridian, primeVertical, sin, cos := radii(origin[1])
	return Local{
		Origin:    origin,
		East:      primeVertical * cos * rad,
		EastTurn:  -meridian * sin * rad * rad,
		North:     meridian * rad,
		NorthTurn: 1.5 * meridian * eccSquared * sin * cos / (1 - eccSquared*sin*sin) * rad * rad,
		NorthBend: 0.5 * primeVertical * sin * cos * rad * rad,
	}
}

// XY returns how far east and north of the origin p is, in metres. p may lie across the date line.
func (l *Local) XY(p Point) (east, north float64) {
	x, y := p[0]-l.Origin[0], p[1]-l.Origin[1]
	if x > 180 {
		x -= 360
	} else if x < -180 {
		x += 360
	}
	return x * (l.East + l.EastTurn*y), y*(l.North+l.NorthTurn*y) + l.NorthBend*x*x
}

// Segment is [Local.XY] of both ends of a segment that may reach around the globe: the second end is taken on the side of the
// first by which the segment is the shorter.
func (l *Local) Segment(a, b Point) (ax, ay, bx, by float64) {
	ax, ay = l.XY(a)
	x, y := turn(b[0]-l.Origin[0]), b[1]-l.Origin[1]
	if from := turn(a[0] - l.Origin[0]); x-from > 180 {
		x -= 360
	} else if x-from < -180 {
		x += 360
	}
	return ax, ay, x * (l.East + l.EastTurn*y), y*(l.North+l.NorthTurn*y) + l.NorthBend*x*x
}

// Degrees returns a box around the origin, in degrees each way, that holds every position within the given metres as XY
// measures them. ok is false where none narrower than a tenth of the way to the pole exists: near a pole, or for distances
// of hundreds of kilometres.
func (l *Local) Degrees(metres float64) (lon, lat float64, ok bool) {
	lat = metres / l.North * 1.01
	shrink := math.Abs(l.EastTurn) * lat
	if !(shrink < 0.1*l.East) {
		return 180, 180, false
	}
	lon = metres / (l.East - shrink) * 1.0001
	lat = (metres + math.Abs(l.NorthTurn)*lat*lat + math.Abs(l.NorthBend)*lon*lon) / l.North * 1.0001
	return lon, lat, lat < 10 && lon < 90
}

// MetresToSegment returns the distance from p to the geodesic between two positions, in metres, at [Local]'s accuracy;
// a and b may be the same.
func MetresToSegment(p, a, b Point) float64 {
	l := NewLocal(p)
	return math.Sqrt(SquareToSegment(l.Segment(a, b)))
}

// SquareToSegment returns the square of the distance from the origin of a plane to the segment from (ax, ay) to (bx, by).
func SquareToSegment(ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	along, length := -(ax*dx + ay*dy), dx*dx+dy*dy
	if along <= 0 { // also where both ends are one
		return ax*ax + ay*ay
	}
	if along >= length {
		return bx*bx + by*by
	}
	cross := ax*dy - ay*dx
	return cross * cross / length
}

// MetresToLine returns the distance from p to the nearest place of a line, in metres, at [Local]'s accuracy; a line of one
// position is that position. An empty line is infinitely far.
func MetresToLine(p Point, line LineString) float64 {
	l := NewLocal(p)
	return math.Sqrt(l.squareToLine(line))
}

// MetresToLines is [MetresToLine] for a line in pieces.
func MetresToLines(p Point, lines MultiLineString) float64 {
	l := NewLocal(p)
	least := math.Inf(1)
	for _, line := range lines {
		least = min(least, l.squareToLine(line))
	}
	return math.Sqrt(least)
}

func (l *Local) squareToLine(line LineString) float64 {
	if len(line) == 0 {
		return math.Inf(1)
	}
	if len(line) == 1 {
		x, y := l.XY(line[0])
		return x*x + y*y
	}
	least := math.Inf(1)
	for i := 1; i < len(line); i++ {
		least = min(least, SquareToSegment(l.Segment(line[i-1], line[i])))
	}
	return least
}

// Length returns the length of a line over the ellipsoid in metres: the sum of [Metres] over its pieces.
func Length(line LineString) float64 {
	var sum float64
	for i := 1; i < len(line); i++ {
		sum += Metres(line[i-1], line[i])
	}
	return sum
}

// LengthOf is [Length] for a line in pieces; the gaps between the pieces do not count.
func LengthOf(lines MultiLineString) float64 {
	var sum float64
	for _, line := range lines {
		sum += Length(line)
	}
	return sum
}
