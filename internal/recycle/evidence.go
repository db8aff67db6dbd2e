package recycle

// Evidence says how well a quantity is known (DOMAIN §3.2). It follows from line.method and ticket.kind and is never typed.
type Evidence string

// The evidences, from the strongest.
const (
	ByMeasuring   Evidence = "MEASURED"
	ByEstimate    Evidence = "ESTIMATED"
	ByDeclaration Evidence = "DECLARED"
)

// Evidences lists every Evidence from the strongest.
func Evidences() []Evidence { return []Evidence{ByMeasuring, ByEstimate, ByDeclaration} }

// Scale reports whether k is a weighing on a scale; an ESTIMATED ticket is none, nor is an empty kind.
func (k TicketKind) Scale() bool {
	return k == DoorstepScale || k == SiteScale || k == Weighbridge || k == SmartBox
}

// EvidenceOf returns the evidence of a line's grams and of its pieces, if given. ticket is the weighing of the same act, empty
// where there is none; method is empty for a booking, a seller's announcement or an imported volume. A ticket by itself (an
// empty method) is as good as its weighing.
func EvidenceOf(method Method, ticket TicketKind) (grams, pieces Evidence) {
	switch {
	case method == Estimate:
		return ByEstimate, ByEstimate
	case ticket.Scale():
		return ByMeasuring, ByMeasuring
	case ticket == Estimated:
		return ByEstimate, ByMeasuring
	case method == Count: // pieces × unit weight
		return ByEstimate, ByMeasuring
	}
	return ByDeclaration, ByDeclaration
}

// SpotWeighing returns the weighing that a SCALE line logged on the spot is: at a site its scale, else a doorstep scale. Lines
// by another method are none.
func SpotWeighing(method Method, site SiteID) TicketKind {
	switch {
	case method != Scale:
		return ""
	case site == "":
		return DoorstepScale
	}
	return SiteScale
}

// WeakestMethod returns the method of methods that is least to be trusted for a mass: ESTIMATE, then COUNT, then SCALE. Of none
// it is empty.
func WeakestMethod(methods ...Method) Method {
	weakest := Method("")
	for _, m := range methods {
		if weakness(m) > weakness(weakest) {
			weakest = m
		}
	}
	return weakest
}

func weakness(m Method) int {
	switch m {
	case Scale:
		return 1
	case Count:
		return 2
	case Estimate:
		return 3
	}
	return 0
}
