package recycle

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Doubt is why somebody should look at a ticket again before it is stored. It refuses nothing: the weighing has happened, and whoever
// has looked says so and it is stored (WORKFLOWS §3).
type Doubt string

// The doubts.
const (
	NumberUsed Doubt = "numberUsed" // another ticket of this scale has the number on the same business day
	GrossOver  Doubt = "grossOver"  // heavier than a road vehicle, or than this vehicle, may be
	TareFar    Doubt = "tareFar"    // far from the tare that the register has of this vehicle
	TareNew    Doubt = "tareNew"    // far from the tare that this vehicle had when it was weighed here last
	TareLight  Doubt = "tareLight"  // no lorry carries so many times what it weighs itself
)

// Doubts lists every Doubt.
func Doubts() []Doubt { return []Doubt{NumberUsed, GrossOver, TareFar, TareNew, TareLight} }

// MaxRoadGrams is what the heaviest vehicle on a public road may weigh with its load: a road train of six axles (GB 1589-2016).
const MaxRoadGrams Grams = 49_000_000

// A tare may differ from the register's by fuel, driver, tarpaulin and mud: by a tenth, or by 100 kg if that is more.
const (
	tareShareBP       = 1_000
	tareGrams   Grams = 100_000
)

// A road train of 49 t weighs some 15 t itself and carries 34 t; no lorry (above 4.5 t) carries more than four times what it weighs.
// A tricycle or a bin on the scale may.
const (
	loadPerTare       = 4
	lorryGross  Grams = 4_500_000
)

// MassDoubts returns what is unlikely about the masses of t, as fields whose Param is the limit or the register's value in grams. v is
// what the register has of the vehicle on the scale, empty if it has none; last is its tare at the last weighing here, 0 if not known,
// which counts where the register has none. A gross that is over is asked about alone: the net is no better.
func (t *Ticket) MassDoubts(v Vehicle, last Grams) []Field {
	var doubts []Field
	path, mass, limit := "gross", t.Gross, MaxRoadGrams
	if mass == 0 {
		path, mass = "net", t.Net
	}
	if own := Grams(v.GrossKg) * 1000; own > 0 {
		limit = min(limit, own)
	}
	if mass > limit {
		doubts = append(doubts, doubt(GrossOver, path, limit))
	}
	known, tare := TareFar, Grams(v.TareKg)*1000
	if tare == 0 {
		known, tare = TareNew, last
	}
	far := max(tareGrams, tare*tareShareBP/10_000)
	switch {
	case t.Gross == 0:
	case tare > 0 && (t.Tare > tare+far || t.Tare < tare-far):
		doubts = append(doubts, doubt(known, "tare", tare))
	case len(doubts) == 0 && t.Gross > lorryGross && t.Net/loadPerTare > t.Tare:
		doubts = append(doubts, doubt(TareLight, "tare", t.Net/loadPerTare))
	}
	return doubts
}

// NumberDoubt returns that the number of t is the other ticket's already.
func (t *Ticket) NumberDoubt(other TicketID) Field {
	return Field{Path: "number", Code: string(NumberUsed), Param: string(other)}
}

func doubt(d Doubt, path string, grams Grams) Field {
	return Field{Path: path, Code: string(d), Param: strconv.FormatInt(int64(grams), 10)}
}

// Unanswered returns the doubts that sure does not name.
func Unanswered(doubts []Field, sure []Doubt) []Field {
	return slices.DeleteFunc(slices.Clone(doubts), func(f Field) bool { return slices.Contains(sure, Doubt(f.Code)) })
}

var lastDigits = regexp.MustCompile(`\d{1,15}$`)

// NumberAfter returns the number that follows one that ends in digits (磅-0412 -> 磅-0413); empty if it does not.
func NumberAfter(last string) string {
	last = strings.TrimSpace(last)
	end := lastDigits.FindString(last)
	if end == "" {
		return ""
	}
	n, _ := strconv.ParseInt(end, 10, 64) // at most 15 digits
	next := strconv.FormatInt(n+1, 10)
	return strings.TrimSuffix(last, end) + strings.Repeat("0", max(0, len(end)-len(next))) + next
}
