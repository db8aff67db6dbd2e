package recycle

import "math"

// What a scale is judged by (WORKFLOWS §4: shrinkage with its 95 % band, bias only from 20 pairs on).
const (
	ScaleMinPairs = 20
	ScaleBiasBP   = 100 // hundredths of a percent: a band that lies wholly beyond it is a scale that weighs wrong, and no chance
)

// ScaleBy says what the receipts of a period are put together by.
type ScaleBy string

// The ways.
const (
	ByScale   ScaleBy = "scale"
	ByStation ScaleBy = "station"
)

// ScaleQuery is one question about the scales that weighed what the acting organisation delivered on the days From..To.
type ScaleQuery struct {
	From, To Day
	Category Category // empty: all
	By       ScaleBy
}

// Weigher is a scale, or a station with all of its scales: then ScaleNo and Kind are empty.
type Weigher struct {
	OrgID   OrgID // who weighs
	SiteID  SiteID
	ScaleNo string
	Kind    TicketKind
}

// ScaleSum is what a scale showed of a category on a day.
type ScaleSum struct {
	Day      Day
	Category Category
	Weigher  `gorm:"embedded"`
	Sum      `gorm:"embedded"`
}

// Scale verdicts.
const (
	ScaleFew   = "few"   // fewer than ScaleMinPairs: nothing is said
	ScaleEven  = "even"  // its band reaches into ± ScaleBiasBP
	ScaleLight = "light" // it shows less than was collected
	ScaleHeavy = "heavy"
)

// ScaleRow is what one scale showed. A pickup does not say which scale it went to, so what was collected is set beside it only where that
// is certain: a pair is a day and category of which everything was logged by a scale, weighed here alone and waits for no fix; the day that still runs has none.
type ScaleRow struct {
	Weigher
	Received  Sum // all tickets
	Pairs     int64
	Collected Sum // of the pairs
	Matched   Sum // received of the pairs
	Finding   Finding
	LowBP     int64 // the 95 % band of Finding.ShareBP, hundredths of a percent; known from two pairs on
	HighBP    int64
	BandKnown bool
	Verdict   string
}

// ScaleTable is the rows of a ScaleQuery with their sum, which is of scales that may differ and is not judged.
type ScaleTable struct {
	ScaleQuery
	Rows  []ScaleRow
	Total ScaleRow
}

// Pair is one day and category on both sides, grams.
type Pair struct{ Collected, Received Grams }

// JudgeScale sets r's difference, band and verdict by its pairs. The base of the share is the mean of both sides, since both were
// weighed. The band is that of a ratio of sums: ± 1.96 standard errors of what each pair lies off it.
func (r *ScaleRow) JudgeScale(pairs []Pair) {
	sides := func(s Sum) Side { return Side{N: s.N, Grams: s.Grams, Evidence: ByMeasuring} }
	f := Tolerance{}.Compare(sides(r.Collected), sides(r.Matched), 0)
	r.Finding = Finding{Diff: f.Diff, ShareBP: f.ShareBP, ShareKnown: f.ShareKnown && len(pairs) > 0}
	r.Pairs, r.Verdict = int64(len(pairs)), ScaleFew
	low, high, ok := band(pairs)
	if !ok {
		return
	}
	r.LowBP, r.HighBP, r.BandKnown = low, high, true
	switch {
	case len(pairs) < ScaleMinPairs:
	case high < -ScaleBiasBP:
		r.Verdict = ScaleLight
	case low > ScaleBiasBP:
		r.Verdict = ScaleHeavy
	default:
		r.Verdict = ScaleEven
	}
}

// band returns the 95 % band of Σ difference ÷ Σ base in hundredths of a percent, and false for fewer than two pairs. It is an
// estimate: the one place where masses become floats.
func band(pairs []Pair) (low, high int64, ok bool) {
	var off, base float64
	for _, p := range pairs {
		off += float64(p.Received - p.Collected)
		base += float64(p.Received+p.Collected) / 2
	}
	if len(pairs) < 2 || base <= 0 {
		return 0, 0, false
	}
	ratio, squares := off/base, 0.0
	for _, p := range pairs {
		e := float64(p.Received-p.Collected) - ratio*float64(p.Received+p.Collected)/2
		squares += e * e
	}
	n := float64(len(pairs))
	wide := 1.96 * math.Sqrt(n/(n-1)*squares) / base
	return int64(math.Round((ratio - wide) * 1e4)), int64(math.Round((ratio + wide) * 1e4)), true
}
