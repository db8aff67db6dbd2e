package recycle

import "slices"

// Sale is what a gate judges: one category from one seller.
type Sale struct {
	Category Category
	Seller   SellerKind // empty if nobody asked
	Papers   []string   // kinds of the papers at hand: the record's, and those that the company holds for good
	Day      Day
}

// Why a gate holds a record up.
const (
	GatePersonBlocked = "gate.person_blocked" // a natural person may not sell this
	GatePapersMissing = "gate.papers_missing"
	GateLicenceNeeded = "gate.licence_needed" // only the holder of a licence takes it
	GateNeverBought   = "gate.not_bought"
	GateUnknown       = "gate.unknown" // no rule is in force
)

// Whether a record may be taken although its gate says no.
const (
	OverrideNone = "override.none" // the rule knows none
	OverrideOpen = "override.open" // the company operator may, once Override.Needs has nothing but words
	// OverrideNotYet stands in records that were judged before ID numbers were taken in, for OverrideOpen.
	OverrideNotYet = "override.not_yet"
)

// Missing is what keeps a line from being accepted, and who can supply it. Without Needs nothing would help.
type Missing struct {
	Line     int        `json:"line"` // the first with this category, from 0
	Category Category   `json:"category"`
	Code     string     `json:"code"`
	Needs    []string   `json:"needs"`
	Who      []Supplier `json:"who"`    // the suppliers of Needs, each once
	SendTo   []string   `json:"sendTo"` // where it may go instead
	Override Override   `json:"override"`
}

// Override is the way past a gate.
type Override struct {
	Code  string   `json:"code"`  // override.none, override.open
	Needs []string `json:"needs"` // what is not there yet
}

// Verdict is what a gate says of a Sale.
type Verdict struct {
	Row     GateRow
	Missing *Missing // nil: the record is accepted as far as the gate goes
}

// CheckGate judges s by the row in force on its day.
func CheckGate(gates []GateRow, s Sale) Verdict {
	row, ok := GateOn(gates, s.Category, s.Day)
	v := Verdict{Row: row}
	switch {
	case !ok:
		v.Missing = s.lacks(row, GateUnknown, nil)
		return v
	case row.Gate == GateNotBought:
		v.Missing = s.lacks(row, GateNeverBought, nil)
		return v
	}
	var needs []string
	for _, code := range row.Needs {
		if !s.has(code) {
			needs = append(needs, code)
		}
	}
	if len(needs) > 0 {
		v.Missing = s.lacks(row, s.reason(row, needs), needs)
	}
	return v
}

// CheckGates judges every category of p once, with its papers and those that the company holds for good, and returns what is missing,
// in the order of the lines. A paper that is a person counts if the person is registered.
func (p *Pickup) CheckGates(gates []GateRow, held ...string) (missing []Missing) {
	s := Sale{Seller: p.SellerKind, Papers: slices.Clone(held), Day: p.Day}
	for _, paper := range p.Papers {
		if paper.Known || !IsIdentityPaper(paper.Kind) {
			s.Papers = append(s.Papers, paper.Kind)
		}
	}
	var seen []Category
	for i, l := range p.Lines {
		if slices.Contains(seen, l.Category) {
			continue
		}
		seen, s.Category = append(seen, l.Category), l.Category
		v := CheckGate(gates, s)
		if v.Missing != nil {
			v.Missing.Line = i
			missing = append(missing, *v.Missing)
		}
	}
	return missing
}

func (s *Sale) has(need string) bool {
	if need == NeedSellerUnit {
		return s.Seller != "" && s.Seller != NaturalPerson
	}
	return slices.Contains(s.Papers, need)
}

func (s *Sale) reason(g GateRow, needs []string) string {
	switch {
	case s.Seller == NaturalPerson && slices.Contains(needs, NeedSellerUnit):
		return GatePersonBlocked
	case g.Gate == GateLicensed:
		return GateLicenceNeeded
	}
	return GatePapersMissing
}

func (s *Sale) lacks(g GateRow, code string, needs []string) *Missing {
	m := &Missing{Category: s.Category, Code: code, Needs: needs, SendTo: g.SendTo, Override: Override{Code: OverrideNone}}
	for _, need := range needs {
		if by := needOf(need).By; !slices.Contains(m.Who, by) {
			m.Who = append(m.Who, by)
		}
	}
	if code == GatePersonBlocked && len(g.Override) > 0 {
		m.Override = Override{Code: OverrideOpen, Needs: slices.DeleteFunc(slices.Clone(g.Override), s.has)}
	}
	return m
}

// needOf returns the need with code; one that a user invented is the company's to supply.
func needOf(code string) Need {
	for _, n := range SeedNeeds() {
		if n.Code == code {
			return n
		}
	}
	return Need{Code: code, By: ByCompany}
}
