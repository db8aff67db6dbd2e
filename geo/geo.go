// Package geo holds positions, distances, datums, polygons and static indexes on the WGS-84 ellipsoid. It is pure: no I/O,
// no clock, no database, and it knows nothing of sites or pickups.
//
// Its words:
//   - position: a [Point], longitude first, then latitude, in degrees, WGS-84 everywhere inside the program
//   - datum 坐标系: what a pair of degrees means: WGS-84, CGCS2000 (天地图), GCJ-02 (高德, 腾讯), BD-09 (百度); see [Datum]
//   - metres: over the ellipsoid, at the one accuracy of [Metres]; "within D" always means at most D
//   - line: its pieces are the shortest ways between their ends (geodesics), also across the date line
//   - polygon: its edges are straight in longitude and latitude, as RFC 7946 has them; its border belongs to it; one across
//     the date line comes in two parts (RFC 7946, 3.1.9)
//   - door: [ParseGeoJSON], [ParseObjects] and [ParseWKB], the only ways in for geometry that others wrote
//   - finding: what is wrong with one feature or row, an [Error] beside the others, not the end of the file
package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// The geometry types are orb's, {longitude, latitude} in WGS-84 degrees, under names for the packages that may not import
// orb.
type (
	Point           = orb.Point
	MultiPoint      = orb.MultiPoint
	LineString      = orb.LineString
	MultiLineString = orb.MultiLineString
	Ring            = orb.Ring
	Polygon         = orb.Polygon
	MultiPolygon    = orb.MultiPolygon
	Collection      = orb.Collection
	Bound           = orb.Bound
	Geometry        = orb.Geometry
)

// The WGS-84 ellipsoid (NIMA TR8350.2, table 3.1).
const (
	semiMajor  = 6378137.0         // a, metres
	flattening = 1 / 298.257223563 // f
	semiMinor  = semiMajor * (1 - flattening)
	eccSquared = flattening * (2 - flattening)
)

// leastMeridian is the meridian's radius of curvature at the equator, in metres: nowhere is it smaller.
const leastMeridian = semiMajor * (1 - eccSquared)

// OnEarth reports whether p has a longitude within ±180 and a latitude within ±90 degrees; NaN has not.
func OnEarth(p Point) bool { return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 }

// Metres returns the distance between two WGS-84 positions over the ellipsoid, in metres. Up to 80 degrees of latitude it
// is within 2 mm of the geodesic for 1 km and within 0.01 % for 50 km; the error grows with the cube of the distance, so
// farther away it says "far" and no more.
//
// A sphere is not good enough for "within 50 m of the site": at 35 degrees north it is up to 0.3 % off, and differently so
// to the north and to the east. This is the mid-latitude formula: the differences of latitude and longitude are turned
// into metres by the two radii of curvature at the mean latitude (Snyder, Map Projections, USGS PP 1395, 1987, eq. 4-18
// for the meridian and 4-20 for the prime vertical).
func Metres(a, b Point) float64 {
	meridian, primeVertical, _, cos := radii((a[1] + b[1]) / 2)
	north := meridian * radians(b[1]-a[1])
	east := primeVertical * cos * radians(turn(b[0]-a[0]))
	return math.Sqrt(north*north + east*east)
}

// radii returns the radii of curvature along the meridian and the prime vertical at a latitude in degrees, in metres, and
// the latitude's sine and cosine.
func radii(lat float64) (meridian, primeVertical, sin, cos float64) {
	sin, cos = math.Sincos(radians(lat))
	w2 := 1 - eccSquared*sin*sin
	primeVertical = semiMajor / math.Sqrt(w2)
	return primeVertical * (1 - eccSquared) / w2, primeVertical, sin, cos
}

// turn brings a difference of longitudes within ±180: across the date line, not around the globe.
func turn(degrees float64) float64 {
	if degrees > 180 {
		return degrees - 360
	}
	if degrees < -180 {
		return degrees + 360
	}
	return degrees
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
