package intake

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// given is a position as a row has it.
type given struct {
	lon, lat string // as written
	at       geo.Point
	number   bool // both are numbers
	column   int  // of the one that is none, else of the latitude
	datum    geo.Datum
}

// given reads the position of a row: its geometry, else one column with both, else two columns.
func (b *binding) given(row *Row, datum geo.Datum) given {
	g := given{datum: datum}
	if text := b.cell(row, "datum"); text != "" {
		if d, err := geo.ParseDatum(text); err == nil {
			g.datum = d
		}
	}
	switch at, isPoint := row.point(); {
	case isPoint:
		g.lon, g.lat = at[0], at[1]
	case b.cell(row, "lon") != "" || b.cell(row, "lat") != "":
		g.lon, g.lat, g.column = b.cell(row, "lon"), b.cell(row, "lat"), b.number("lat")
	default:
		g.lon, g.lat = splitPosition(b.cell(row, "position"))
		g.column = max(b.number("position"), b.number("lat"))
	}
	lon, okLon := parseNumber(g.lon)
	lat, okLat := parseNumber(g.lat)
	g.at, g.number = geo.Point{lon, lat}, okLon && okLat
	if !okLon && len(b.columns["lon"]) > 0 {
		g.column = b.number("lon")
	}
	return g
}

// splitPosition reads "[lon, lat]", "lon,lat", "lon lat" or "POINT (lat lon)"'s proper order "POINT (lon lat)".
func splitPosition(s string) (lon, lat string) {
	s = strings.TrimPrefix(strings.ToUpper(s), "POINT")
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("[]() ,;，\t", r) })
	if len(parts) < 2 || len(parts) > 3 {
		return s, ""
	}
	return parts[0], parts[1]
}

// bounds is where the positions of a file should lie: in the areas of the register if it has any, else in the robust extent of
// the file.
type bounds struct {
	areas *geo.Areas
	box   geo.Bound
	any   bool // nothing is known: every place is within
}

func (b *bounds) has(p geo.Point) bool {
	switch {
	case b.any:
		return true
	case b.areas != nil:
		return len(b.areas.Containing(p)) > 0
	}
	return p[0] >= b.box.Min[0] && p[0] <= b.box.Max[0] && p[1] >= b.box.Min[1] && p[1] <= b.box.Max[1]
}

// extent returns the robust extent of positions: the median of each axis and 8 times the median distance from it, at least 5 km,
// each way. Positions that cannot be stored and [0, 0] do not count.
func extent(positions []given) bounds {
	var lons, lats []float64
	for _, g := range positions {
		if g.number && geo.OnEarth(g.at) && g.at != (geo.Point{}) {
			p := geo.ToWGS84(g.at, g.datum)
			lons, lats = append(lons, p[0]), append(lats, p[1])
		}
	}
	if len(lons) == 0 {
		return bounds{any: true}
	}
	lon, spreadLon := medianAndSpread(lons)
	lat, spreadLat := medianAndSpread(lats)
	least := geo.Around(geo.Point{lon, lat}, 5000)
	lonHalf, latHalf := max(8*spreadLon, least.Max[0]-lon), max(8*spreadLat, least.Max[1]-lat)
	return bounds{box: geo.Bound{Min: geo.Point{lon - lonHalf, lat - latHalf}, Max: geo.Point{lon + lonHalf, lat + latHalf}}}
}

// medianAndSpread returns the median of values and the median distance from it.
func medianAndSpread(values []float64) (m, spread float64) {
	m = median(values)
	far := make([]float64, len(values))
	for i, v := range values {
		far[i] = math.Abs(v - m)
	}
	return m, median(far)
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// judge returns where a position lies by WGS-84, and the one code of what is doubtful about it. wrong: it cannot be stored. Nothing
// is repaired here: a repair that fits only tells what the mistake was.
func judge(g given, in *bounds) (place recycle.Place, code string, wrong bool) {
	place = recycle.Place{RawLon: g.lon, RawLat: g.lat, RawDatum: g.datum}
	if !g.number {
		return place, "position.missing", true
	}
	if !geo.OnEarth(g.at) {
		if r := swap(g); geo.OnEarth(r) && in.has(geo.ToWGS84(r, g.datum)) && !in.any {
			return place, "position.swapped", true
		}
		return place, "position.range", true
	}
	p := geo.ToWGS84(g.at, g.datum)
	if p[0] > 180 || p[0] < -180 {
		return place, "position.range", true
	}
	place.Lon.V, place.Lon.Valid, place.Lat.V, place.Lat.Valid = p[0], true, p[1], true
	switch {
	case g.at == geo.Point{}:
		place.Outside = "position.zero"
	case !in.has(p):
		place.Outside = mistake(g, in)
	}
	return place, place.Outside, false
}

// mistake names what brought a position outside: the first kind of repair that brings it inside, else position.outside.
func mistake(g given, in *bounds) string {
	fits := func(list []geo.Point) bool {
		return slices.ContainsFunc(list, func(p geo.Point) bool { return geo.OnEarth(p) && in.has(geo.ToWGS84(p, g.datum)) })
	}
	switch {
	case fits([]geo.Point{swap(g)}):
		return "position.swapped"
	case fits(wholeDegrees(g)):
		return "position.degree"
	case fits(sexagesimal(g, degreesMinutesSeconds)), fits(sexagesimal(g, degreesMinutes)):
		return "position.dms"
	}
	return "position.outside"
}

func swap(g given) geo.Point { return geo.Point{g.at[1], g.at[0]} }

func wholeDegrees(g given) []geo.Point {
	return []geo.Point{{g.at[0] + 1, g.at[1]}, {g.at[0] - 1, g.at[1]}, {g.at[0], g.at[1] + 1}, {g.at[0], g.at[1] - 1}}
}

// sexagesimal returns the positions that both axes mean if what was typed as decimals is something else.
func sexagesimal(g given, read func(string) []float64) (list []geo.Point) {
	lats := read(g.lat)
	for _, lon := range read(g.lon) {
		for _, lat := range lats {
			list = append(list, geo.Point{lon, lat})
		}
	}
	return list
}

// degreesMinutesSeconds reads "121.3129453" as 121°31'29.453"; "25.2568788" is also tried as 25°02'56.878", its minutes having lost
// a zero.
func degreesMinutesSeconds(s string) (list []float64) {
	sign, degrees, digits, ok := typed(s)
	if !ok {
		return nil
	}
	for _, n := range []int{2, 1} {
		minutes, rest := digits[:n], digits[n:]
		m, _ := strconv.ParseFloat(minutes, 64)
		sec, _ := strconv.ParseFloat(rest[:2]+"."+rest[2:]+"0", 64)
		if m < 60 && sec < 60 {
			list = append(list, sign*(degrees+m/60+sec/3600))
		}
	}
	return list
}

// degreesMinutes reads "121.3129453" as 121°31.29453', with or without a lost zero of the minutes.
func degreesMinutes(s string) (list []float64) {
	sign, degrees, digits, ok := typed(s)
	if !ok {
		return nil
	}
	for _, n := range []int{2, 1} {
		if m, _ := strconv.ParseFloat(digits[:n]+"."+digits[n:]+"0", 64); m < 60 {
			list = append(list, sign*(degrees+m/60))
		}
	}
	return list
}

// typed splits a decimal into its sign, its whole degrees and the digits behind the point, at least four.
func typed(s string) (sign, degrees float64, digits string, ok bool) {
	sign = 1
	if rest, minus := strings.CutPrefix(s, "-"); minus {
		sign, s = -1, rest
	}
	whole, digits, found := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	degrees, err := strconv.ParseFloat(whole, 64)
	if !found || err != nil || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, 0, "", false
	}
	return sign, degrees, digits + strings.Repeat("0", max(0, 4-len(digits))), true
}
