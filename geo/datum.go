package geo

import (
	"math"
	"slices"
	"strings"
)

// Datum says what a pair of degrees means. Inside the program everything is WGS84; the others are converted where they come
// in or go out, and the raw value is kept beside the result.
type Datum string

// The datums in use in China.
const (
	WGS84    Datum = "WGS84"    // GNSS receivers, browsers, OpenStreetMap
	CGCS2000 Datum = "CGCS2000" // 天地图 and official surveying: within a metre of WGS-84, taken as equal
	GCJ02    Datum = "GCJ02"    // 高德, 腾讯, WeChat, DataV boundaries
	BD09     Datum = "BD09"     // 百度
)

// Datums lists every datum, WGS84 first.
func Datums() []Datum { return []Datum{WGS84, CGCS2000, GCJ02, BD09} }

// ParseDatum reads a datum's name; case, blanks, "-", "_" and a word for the coordinate form do not matter: "GCJ-02",
// "bd09ll" and "EPSG:4326" are names too. The error is an [*Error] with [CodeDatum].
func ParseDatum(name string) (Datum, error) {
	d := Datum(strings.NewReplacer("-", "", "_", "", " ", "", ":", "").Replace(strings.ToUpper(name)))
	switch d {
	case "WGS", "GPS", "EPSG4326", "CRS84":
		return WGS84, nil
	case "EPSG4490", "TIANDITU":
		return CGCS2000, nil
	case "GCJ", "AMAP", "MARS":
		return GCJ02, nil
	case "BD", "BD09LL", "BAIDU":
		return BD09, nil
	}
	if slices.Contains(Datums(), d) {
		return d, nil
	}
	return "", &Error{Code: CodeDatum}
}

// ToWGS84 converts a position from a datum to WGS-84. The inverse of GCJ-02 is exact to 1e-8 m in China; that of BD-09 is the
// published one, up to 0.14 m from exact. Outside China (the usual box) GCJ-02 is WGS-84.
func ToWGS84(p Point, from Datum) Point {
	switch from {
	case GCJ02:
		return fromGCJ(p)
	case BD09:
		return onGlobe(fromGCJ(bdToGCJ(p)))
	default:
		return p
	}
}

// onGlobe brings what the shift of a datum moved past the date line or a pole back to where that is.
func onGlobe(p Point) Point {
	if p[0] < -180 {
		p[0] += 360
	}
	return Point{p[0], math.Max(p[1], -90)} // the shift is to the south-west
}

// FromWGS84 converts a WGS-84 position to a datum.
func FromWGS84(p Point, to Datum) Point {
	switch to {
	case GCJ02:
		return toGCJ(p)
	case BD09:
		return gcjToBD(toGCJ(p))
	default:
		return p
	}
}

// Convert returns a copy of a geometry in another datum; nil stays nil.
func Convert(g Geometry, from, to Datum) Geometry {
	return mapPoints(g, func(p Point) Point { return FromWGS84(ToWGS84(p, from), to) })
}

// mapPoints returns a copy of a geometry with f applied to each of its positions. A box becomes the box of its corners.
func mapPoints(g Geometry, f func(Point) Point) Geometry {
	switch g := g.(type) {
	case Point:
		return f(g)
	case MultiPoint:
		return mapped(g, f)
	case LineString:
		return mapped(g, f)
	case Ring:
		return mapped(g, f)
	case MultiLineString:
		return mapped(g, func(l LineString) LineString { return mapped(l, f) })
	case Polygon:
		return mapPolygon(g, f)
	case MultiPolygon:
		return mapped(g, func(p Polygon) Polygon { return mapPolygon(p, f) })
	case Collection:
		return mapped(g, func(m Geometry) Geometry { return mapPoints(m, f) })
	case Bound:
		return Bound{Min: f(g.Min), Max: f(g.Max)}
	default:
		return nil
	}
}

func mapPolygon(p Polygon, f func(Point) Point) Polygon {
	return mapped(p, func(r Ring) Ring { return mapped(r, f) })
}

func mapped[L ~[]T, T any](in L, f func(T) T) L {
	out := make(L, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// The constants of GCJ-02 (Krasovsky's ellipsoid) and of BD-09, as every public implementation has them.
const (
	gcjMajor = 6378245.0
	gcjEcc   = 0.00669342162296594323
	bdTurn   = math.Pi * 3000 / 180
	bdEast   = 0.0065
	bdNorth  = 0.006
)

// inChina is the box of the public implementations, within which GCJ-02 differs from WGS-84.
func inChina(p Point) bool {
	return p[0] >= 72.004 && p[0] <= 137.8347 && p[1] >= 0.8293 && p[1] <= 55.8271
}

func toGCJ(p Point) Point {
	if !inChina(p) {
		return p
	}
	return shift(p)
}

// fromGCJ looks for the place that shift moves to g, as a fixed point; each step is some 60 times nearer, but within a micrometre of
// 105°E, where a root in the shift bends without end, hardly any nearer: there it may miss by a part of a micrometre.
func fromGCJ(g Point) Point {
	p := g
	for range 12 {
		s := shift(p)
		east, north := s[0]-g[0], s[1]-g[1]
		p[0] -= east
		p[1] -= north
		if math.Abs(east) < 1e-14 && math.Abs(north) < 1e-14 {
			break
		}
	}
	if !inChina(p) {
		return g
	}
	return p
}

// shift moves a WGS-84 position to GCJ-02.
func shift(p Point) Point {
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	wave := func(amplitude, v float64) float64 { return amplitude * math.Sin(v*math.Pi) * 2 / 3 }
	ripple := wave(20, 6*x) + wave(20, 2*x)
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + ripple +
		wave(20, y) + wave(40, y/3) + wave(160, y/12) + wave(320, y/30)
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + ripple +
		wave(20, x) + wave(40, x/3) + wave(150, x/12) + wave(300, x/30)

	sin, cos := math.Sincos(radians(p[1]))
	m := 1 - gcjEcc*sin*sin
	root = math.Sqrt(m)
	p[0] += east * 180 / (gcjMajor / root * cos * math.Pi)
	p[1] += north * 180 / (gcjMajor * (1 - gcjEcc) / (m * root) * math.Pi)
	return p
}

func gcjToBD(p Point) Point {
	z := math.Hypot(p[0], p[1]) + 2e-5*math.Sin(p[1]*bdTurn)
	sin, cos := math.Sincos(math.Atan2(p[1], p[0]) + 3e-6*math.Cos(p[0]*bdTurn))
	return Point{z*cos + bdEast, z*sin + bdNorth}
}

func bdToGCJ(p Point) Point {
	x, y := p[0]-bdEast, p[1]-bdNorth
	z := math.Hypot(x, y) - 2e-5*math.Sin(y*bdTurn)
	sin, cos := math.Sincos(math.Atan2(y, x) - 3e-6*math.Cos(x*bdTurn))
	return Point{z * cos, z * sin}
}
