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
)

// Doubts lists every Doubt.
func Doubts() []Doubt { return []Doubt{NumberUsed, GrossOver, TareFar} }

const (
	// MaxRoadGrams is what the heaviest vehicle on a public road may weigh with its load: a road train of six axles (GB 1589-2016).
	MaxRoadGrams Grams = 49_000_000

	// A tare may differ from the register's by fuel, driver, tarpaulin and mud: by a tenth, or by 100 kg if that is more.
	tareShareBP       = 1_000
	tareGrams   Grams = 100_000
)

// MassDoubts returns what is unlikely about the masses of t, as fields whose Param is the limit or the register's value in grams. v is
// what the register has of the vehicle on the scale, empty if it has none.
func (t *Ticket) MassDoubts(v Vehicle) []Field {
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
	tare := Grams(v.TareKg) * 1000
	if far := max(tareGrams, tare*tareShareBP/10_000); tare > 0 && t.Gross > 0 && (t.Tare > tare+far || t.Tare < tare-far) {
		doubts = append(doubts, doubt(TareFar, "tare", tare))
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
