package recycle

import "math/bits"

// Tolerance says how far what was received may lie from what was declared before somebody must look (WORKFLOWS §3.6). Rules are
// dated and versioned; a finding keeps the version it was judged by.
type Tolerance struct {
	ID        string `gorm:"primaryKey"`
	Version   string `gorm:"primaryKey"`
	Method    Method // weakest method of what was declared
	AbsGrams  Grams
	ShareBP   int64 // hundredths of a percent of the base
	AbsPieces int64 // for counted items, which are compared by pieces
	ValidFrom Day
	ValidTo   Day // last day
}

// SeedTolerances returns the defaults against a weighbridge: scale 3 % or 10 kg, estimate 20 % or 30 kg, counted items ± 0.
func SeedTolerances() []Tolerance {
	const version = "2026-01"
	return []Tolerance{
		{"scale_weighbridge", version, Scale, 10_000, 300, 0, FirstDay, LastDay},
		{"estimate_weighbridge", version, Estimate, 30_000, 2_000, 0, FirstDay, LastDay},
		{"count_weighbridge", version, Count, 30_000, 2_000, 0, FirstDay, LastDay},
	}
}

// ToleranceOn returns the rule for method on day, the one that began last, and whether there is one.
func ToleranceOn(rules []Tolerance, method Method, day Day) (Tolerance, bool) {
	best, found := Tolerance{}, false
	for _, r := range rules {
		if r.Method == method && r.ValidFrom <= day && day <= r.ValidTo && (!found || r.ValidFrom > best.ValidFrom) {
			best, found = r, true
		}
	}
	return best, found
}

// UnmatchedDays is how many days something collected may wait to be weighed before it is held missing.
const UnmatchedDays = 7

// Side is one of the two figures that are compared: a sum of lines or of tickets.
type Side struct {
	N        int64 // records; none is not the same as 0 g
	Grams    Grams
	Pieces   int64
	Evidence Evidence // of the grams
}

// Finding codes.
const (
	NoReceipt     = "no_receipt"    // collected, and nothing received
	NoCollection  = "no_collection" // received, and nothing collected
	OverTolerance = "over_tolerance"
	Within        = "within"
	Equal         = "equal"
	DayOpen       = "day_open"       // the day still runs and not all is weighed: no difference yet
	NeedsFixOpen  = "needs_fix_open" // records that do not count yet may explain the difference; stands beside another code
)

// Finding is what a comparison says.
type Finding struct {
	Codes      []string // the outcome first, then needs_fix_open
	Rule       string   // ID of the rule; empty where none was asked
	Version    string
	ByPieces   bool  // compared by pieces, for counted items with pieces on both sides
	Diff       int64 // received − declared, grams or pieces
	Limit      int64 // the largest |Diff| within tolerance, grams or pieces
	LimitBP    int64 // the rule's share of the base where that made the limit, hundredths of a percent; else 0
	ShareBP    int64 // Diff ÷ base in hundredths of a percent, rounded half away from zero
	ShareKnown bool  // the base is not 0
	Unsettled  bool  // there is no difference yet: the other side is still to come
}

// Open reports whether somebody should look. A day that still runs settles itself.
func (f *Finding) Open() bool {
	return f.Codes[0] != Within && f.Codes[0] != Equal && f.Codes[0] != DayOpen || len(f.Codes) > 1
}

// Compare judges received against declared by r. The base of the share and of the limit is the measured side if only one is
// measured (a side without a record is not), else the mean of both. needsFix is the number of records of that day and category that do not count yet.
func (r Tolerance) Compare(declared, received Side, needsFix int64) Finding {
	f := Finding{ByPieces: r.Method == Count && declared.Pieces > 0 && received.Pieces > 0}
	base2 := base2(declared, received)
	f.Diff = int64(received.Grams - declared.Grams)
	if f.ByPieces {
		f.Diff, base2 = received.Pieces-declared.Pieces, uint64(received.Pieces+declared.Pieces)
	}
	f.ShareBP, f.ShareKnown = share(f.Diff, base2)
	switch {
	case declared.N == 0 && received.N == 0:
		f.Codes = []string{Equal}
	case received.N == 0:
		f.Codes = []string{NoReceipt}
	case declared.N == 0:
		f.Codes = []string{NoCollection}
	default:
		f.Rule, f.Version, f.Limit = r.ID, r.Version, r.limit(f.ByPieces, base2)
		if !f.ByPieces && f.Limit > int64(r.AbsGrams) {
			f.LimitBP = r.ShareBP
		}
		f.Codes = []string{outcome(f.Diff, f.Limit)}
	}
	if needsFix > 0 {
		f.Codes = append(f.Codes, NeedsFixOpen)
	}
	return f
}

func outcome(diff, limit int64) string {
	switch {
	case diff == 0:
		return Equal
	case magnitude(diff) <= uint64(limit):
		return Within
	}
	return OverTolerance
}

// base2 returns twice the base, in grams, so that a mean of odd sums stays exact. A side without a record was not measured: what was
// collected and never received is short by 100 %.
func base2(declared, received Side) uint64 {
	a, b := uint64(max(declared.Grams, 0)), uint64(max(received.Grams, 0))
	switch {
	case received.N == 0:
		return 2 * a
	case declared.N == 0:
		return 2 * b
	case declared.Evidence == ByMeasuring && received.Evidence != ByMeasuring:
		return 2 * a
	case received.Evidence == ByMeasuring && declared.Evidence != ByMeasuring:
		return 2 * b
	}
	return a + b
}

// limit returns max(abs, share of the base), rounded down: a whole difference exceeds the one exactly when it exceeds the other.
func (r *Tolerance) limit(byPieces bool, base2 uint64) int64 {
	if byPieces {
		return r.AbsPieces
	}
	hi, lo := bits.Mul64(base2, uint64(max(r.ShareBP, 0)))
	part := uint64(1<<63 - 1)
	if hi < 20_000 {
		q, _ := bits.Div64(hi, lo, 20_000)
		part = min(part, q)
	}
	return max(int64(r.AbsGrams), int64(part))
}

// share returns diff ÷ (base2 ÷ 2) in hundredths of a percent, and false for a base of 0 or a share beyond all measure.
func share(diff int64, base2 uint64) (bp int64, ok bool) {
	hi, lo := bits.Mul64(magnitude(diff), 20_000)
	lo, carry := bits.Add64(lo, base2/2, 0)
	if hi += carry; base2 == 0 || hi >= base2 {
		return 0, false
	}
	q, _ := bits.Div64(hi, lo, base2)
	switch {
	case q > 1<<62:
		return 0, false
	case diff < 0:
		return -int64(q), true
	}
	return int64(q), true
}
