package recycle

import (
	"cmp"
	"slices"
)

// Flow says what a sum counts.
type Flow string

// The flows.
const (
	Collected Flow = "COLLECTED" // lines of pickups, by line.method
	Received  Flow = "RECEIVED"  // tickets, by ticket.kind, booked on the organisation that delivered
)

// Totals are sums of business days in two rollups, kept as records come in, so that a report of a year reads hundreds of rows
// and not millions. Both count every line once: summed by day, flow and category they are equal.
type Totals struct {
	ByMethod []MethodTotal // for reports
	BySite   []SiteTotal   // for the map and for what lies behind a figure
}

// MethodTotal is the sum of a business day per category and method.
type MethodTotal struct {
	OrgID    OrgID    `gorm:"primaryKey"`
	Day      Day      `gorm:"primaryKey"`
	Flow     Flow     `gorm:"primaryKey"`
	Category Category `gorm:"primaryKey"`
	Method   string   `gorm:"primaryKey"` // a Method for COLLECTED, a TicketKind for RECEIVED
	Sum      `gorm:"embedded"`
}

// SiteTotal is the sum of a business day per site and category; SiteID is empty where there is no site.
type SiteTotal struct {
	OrgID    OrgID    `gorm:"primaryKey"`
	Day      Day      `gorm:"primaryKey"`
	Flow     Flow     `gorm:"primaryKey"`
	SiteID   SiteID   `gorm:"primaryKey"`
	Category Category `gorm:"primaryKey"`
	Sum      `gorm:"embedded"`
}

// Sum is what lines add up to.
type Sum struct {
	N      int64 // lines or tickets; a pickup may have several in one row
	Grams  Grams
	Pieces int64
}

// Add adds t to s.
func (s *Sum) Add(t Sum) {
	s.N += t.N
	s.Grams += t.Grams
	s.Pieces += t.Pieces
}

// Negative returns -s: what a record that no longer counts adds.
func (s Sum) Negative() Sum { return Sum{-s.N, -s.Grams, -s.Pieces} }

// Totals returns what p adds to the totals in a state that counts, whatever its state: one row per key, because one INSERT may
// not touch a row twice, and in key order, because writers that lock rows in one order cannot deadlock.
func (p *Pickup) Totals() Totals {
	var t Totals
	for i := range p.Lines {
		l := &p.Lines[i]
		t.add(MethodTotal{p.OrgID, p.Day, Collected, l.Category, string(l.Method), Sum{1, l.Grams, l.Pieces}}, p.SiteID)
	}
	return t
}

// Totals returns what t adds to the totals of the organisation that delivered.
func (t *Ticket) Totals() Totals {
	var sums Totals
	sums.add(MethodTotal{t.DeliveredOrgID, t.Day, Received, t.Category, string(t.Kind), Sum{1, t.Net, t.Pieces}}, t.SiteID)
	return sums
}

// Negative returns t with every sum negated: what takes t back.
func (t Totals) Negative() Totals {
	n := Totals{slices.Clone(t.ByMethod), slices.Clone(t.BySite)}
	for i := range n.ByMethod {
		n.ByMethod[i].Sum = n.ByMethod[i].Negative()
	}
	for i := range n.BySite {
		n.BySite[i].Sum = n.BySite[i].Negative()
	}
	return n
}

// Plus returns t and o together, again one row per key and in key order: what a correction brings and takes back in one go.
func (t Totals) Plus(o Totals) Totals {
	sum := Totals{slices.Clone(t.ByMethod), slices.Clone(t.BySite)}
	for _, m := range o.ByMethod {
		sum.addMethod(m)
	}
	for _, s := range o.BySite {
		sum.addSite(s)
	}
	return sum
}

func (t *Totals) add(m MethodTotal, site SiteID) {
	t.addMethod(m)
	t.addSite(SiteTotal{m.OrgID, m.Day, m.Flow, site, m.Category, m.Sum})
}

func (t *Totals) addMethod(m MethodTotal) {
	row(&t.ByMethod, m, func(a, b MethodTotal) int {
		return cmp.Or(cmp.Compare(a.OrgID, b.OrgID), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Category, b.Category),
			cmp.Compare(a.Method, b.Method))
	}, func(r *MethodTotal) { r.Sum.Add(m.Sum) })
}

func (t *Totals) addSite(s SiteTotal) {
	row(&t.BySite, s, func(a, b SiteTotal) int {
		return cmp.Or(cmp.Compare(a.OrgID, b.OrgID), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.SiteID, b.SiteID),
			cmp.Compare(a.Category, b.Category))
	}, func(r *SiteTotal) { r.Sum.Add(s.Sum) })
}

// row adds to the row with the key of r; if there is none yet, it puts r in its place by compare.
func row[R any](rows *[]R, r R, compare func(a, b R) int, add func(*R)) {
	i, found := slices.BinarySearchFunc(*rows, r, compare)
	if found {
		add(&(*rows)[i])
		return
	}
	*rows = slices.Insert(*rows, i, r)
}
