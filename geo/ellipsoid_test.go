package geo_test

import (
	"math"
	"testing"

	"liangwang/geo"
)

// The judge of distances: T. Vincenty's direct and inverse iterations (Survey Review 23, 1975), good to 0.5 mm. They are
// slower than geo's formulas, share nothing with them, and so can judge them.

const (
	axisA = 6378137.0
	axisF = 1 / 298.257223563
	axisB = axisA * (1 - axisF)
)

func coefficients(cos2A float64) (a, b, c float64) {
	u2 := cos2A * (axisA*axisA - axisB*axisB) / (axisB * axisB)
	a = 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
	b = u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
	c = axisF / 16 * cos2A * (4 + axisF*(4-3*cos2A))
	return a, b, c
}

func deltaSigma(b, sinS, cosS, cos2M float64) float64 {
	return b * sinS * (cos2M + b/4*(cosS*(2*cos2M*cos2M-1)-b/6*cos2M*(4*sinS*sinS-3)*(4*cos2M*cos2M-3)))
}

func deltaLambda(c, sinA, sigma, sinS, cosS, cos2M float64) float64 {
	return (1 - c) * axisF * sinA * (sigma + c*sinS*(cos2M+c*cosS*(2*cos2M*cos2M-1)))
}

func reduced(lat float64) (sin, cos float64) {
	return math.Sincos(math.Atan((1 - axisF) * math.Tan(lat*math.Pi/180)))
}

// vincenty returns the geodesic's length.
func vincenty(p, q geo.Point) float64 {
	l := math.Remainder(q[0]-p[0], 360) * math.Pi / 180
	sinU1, cosU1 := reduced(p[1])
	sinU2, cosU2 := reduced(q[1])
	for lambda := l; ; {
		sinL, cosL := math.Sincos(lambda)
		sinS := math.Hypot(cosU2*sinL, cosU1*sinU2-sinU1*cosU2*cosL)
		if sinS == 0 {
			return 0
		}
		cosS := sinU1*sinU2 + cosU1*cosU2*cosL
		sigma := math.Atan2(sinS, cosS)
		sinA := cosU1 * cosU2 * sinL / sinS
		cos2A := 1 - sinA*sinA
		cos2M := 0.0
		if cos2A > 1e-12 { // else along the equator
			cos2M = cosS - 2*sinU1*sinU2/cos2A
		}
		a, b, c := coefficients(cos2A)
		next := l + deltaLambda(c, sinA, sigma, sinS, cosS, cos2M)
		if math.Abs(next-lambda) < 1e-14 {
			return axisB * a * (sigma - deltaSigma(b, sinS, cosS, cos2M))
		}
		lambda = next
	}
}

// destination returns the place at so many metres from p in the direction of the azimuth (degrees from north).
func destination(p geo.Point, azimuth, metres float64) geo.Point {
	sinA1, cosA1 := math.Sincos(azimuth * math.Pi / 180)
	sinU1, cosU1 := reduced(p[1])
	sigma1 := math.Atan2(sinU1, cosU1*cosA1)
	sinA := cosU1 * sinA1
	a, b, c := coefficients(1 - sinA*sinA)
	sigma := metres / (axisB * a)
	var sinS, cosS, cos2M float64
	for {
		sinS, cosS = math.Sincos(sigma)
		cos2M = math.Cos(2*sigma1 + sigma)
		next := metres/(axisB*a) + deltaSigma(b, sinS, cosS, cos2M)
		if math.Abs(next-sigma) < 1e-15 {
			break
		}
		sigma = next
	}
	lat := math.Atan2(sinU1*cosS+cosU1*sinS*cosA1, (1-axisF)*math.Hypot(sinA, sinU1*sinS-cosU1*cosS*cosA1))
	lambda := math.Atan2(sinS*sinA1, cosU1*cosS-sinU1*sinS*cosA1)
	l := lambda - deltaLambda(c, sinA, sigma, sinS, cosS, cos2M)
	return geo.Point{math.Remainder(p[0]+l*180/math.Pi, 360), lat * 180 / math.Pi}
}

// azimuth returns the direction of the geodesic from p to q, in degrees, by looking for it: the one whose end is nearest.
func azimuth(p, q geo.Point, metres float64) float64 {
	best := math.Atan2(math.Remainder(q[0]-p[0], 360)*math.Cos((p[1]+q[1])/2*math.Pi/180), q[1]-p[1]) * 180 / math.Pi
	for step := 1.0; step > 1e-11; step /= 3 {
		from, least := best, math.Inf(1)
		for i := -4; i <= 4; i++ {
			try := from + float64(i)*step
			if d := vincenty(destination(p, try, metres), q); d < least {
				best, least = try, d
			}
		}
	}
	return best
}

// onGeodesic returns the distance from p to the geodesic from a to b by walking it, ever closer to its nearest place.
func onGeodesic(p, a, b geo.Point) float64 {
	length := vincenty(a, b)
	if length == 0 {
		return vincenty(p, a)
	}
	direction := azimuth(a, b, length)
	least, lo, hi := math.Inf(1), 0.0, length
	for hi-lo > 1e-6 {
		step, at := (hi-lo)/10, 0.0
		for i := 0; i <= 10; i++ {
			s := lo + float64(i)*step
			if d := vincenty(p, destination(a, direction, s)); d < least {
				least, at = d, s
			} else if d == least {
				at = s
			}
		}
		lo, hi = max(0, at-step), min(length, at+step)
	}
	return least
}

// The judge judged: the published geodesic Flinders Peak - Buninyong is on another ellipsoid, so these are Vincenty's own
// properties: there and back, and the length of a degree of the meridian and of the equator.
func TestVincenty(t *testing.T) {
	p := geo.Point{116.6, 35.4}
	for deg := range 36 {
		q := destination(p, float64(deg)*10, 12_345)
		if d := vincenty(p, q); math.Abs(d-12_345) > 1e-4 {
			t.Errorf("azimuth %d0: %f m", deg, d)
		}
	}
	if d := vincenty(geo.Point{0, 0}, geo.Point{1, 0}); math.Abs(d-axisA*math.Pi/180) > 1e-4 {
		t.Errorf("a degree of the equator: %f", d)
	}
	if d := vincenty(geo.Point{0, 0}, geo.Point{0, 1}); math.Abs(d-110574.3886) > 1e-3 { // by elliptic integral
		t.Errorf("a degree of the meridian: %f", d)
	}
}
