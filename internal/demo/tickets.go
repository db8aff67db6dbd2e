package demo

import (
	"fmt"
	"slices"

	"liangwang/internal/recycle"
)

// weigh makes the tickets of a company's trip: what its collectors brought together, weighed by category at its station; appliances
// go to the sorting centre. What is slow to fill a lorry waits in held for the afternoon.
func (w *world) weigh(day recycle.Day, company, trip int, lines []recycle.Line, held map[recycle.Category]recycle.Sum) []event {
	d := roll(w.seed, "weigh", number(day)*100+company*2+trip)
	load := map[recycle.Category]recycle.Sum{}
	for _, l := range lines {
		sum := load[l.Category]
		sum.Add(recycle.Sum{N: 1, Grams: l.Grams, Pieces: l.Pieces})
		load[l.Category] = sum
	}
	var events []event
	leaves := day.Start() + 12*hour + recycle.Instant(float64(trip)*6.3*hour+d.between(5, 35)*minute)
	for k := range stuffs {
		s := &stuffs[k]
		sum := load[s.category]
		sum.Add(held[s.category])
		delete(held, s.category)
		if sum.N == 0 {
			continue
		}
		if trip == 0 && s.often < 10 {
			held[s.category] = sum
			continue
		}
		leaves += recycle.Instant(d.between(3, 6) * minute)
		events = append(events, w.ticket(d, day, company, trip, s, sum, leaves))
	}
	return events
}

// ticket makes one weighing.
func (w *world) ticket(d *dice, day recycle.Day, company, trip int, s *stuff, sum recycle.Sum, at recycle.Instant) event {
	n := stationOf[company]
	if s.method == recycle.Count {
		n = sortingCentre
	}
	st := &w.stations[n]
	scale := scaleOf(n, trip)
	grams := sum.Grams
	switch {
	case s.method == recycle.Estimate: // a guess is a guess
		grams = recycle.Grams(float64(grams) * (1 + .07*d.bell()))
	case shortDay(company, number(day)) && s.category == "steel.light":
		grams = grams * 84 / 100
	}
	f := recycle.TicketFacts{DeliveredOrgID: w.orgs[company].ID, Kind: recycle.Weighbridge, SiteID: st.site, ScaleNo: scale, Category: s.category,
		Number: fmt.Sprintf("示-%d-%s-%02d", n+1, clock(at), company+1), WeighedAt: at, Net: max(shown(d, n, scale, grams), 10), Pieces: sum.Pieces}
	truck := &w.vehicles[slices.IndexFunc(w.vehicles, func(v recycle.Vehicle) bool { return v.OrgID == f.DeliveredOrgID && v.Plate != "" })]
	f.VehicleOrgID, f.VehicleID, f.Plate = truck.OrgID, truck.ID, truck.Plate
	f.Tare = recycle.Grams(truck.TareKg*1000) + recycle.Grams(d.n(120))*1000
	f.Gross = f.Tare + f.Net
	t := recycle.Ticket{ID: recycle.TicketID(d.id(int64(at))), TicketFacts: f}
	return event{at: at + recycle.Instant(d.n(4*minute)), person: st.clerk, ticket: &t}
}

// problems makes the pickups that need a fix: what only a licensed firm may take, and production scrap without its certificate. Most
// of the old ones have been dealt with.
func (w *world) problems(day recycle.Day, company int) []event {
	d := roll(w.seed, "problems", number(day)*100+company)
	chance := .2
	if company == 0 {
		chance = 1
	}
	if !d.chance(chance) {
		return nil
	}
	var crew []int
	for n := range w.crew {
		if w.crew[n].company == company && n != lateCollector {
			crew = append(crew, n)
		}
	}
	n := pick(d, crew)
	c := &w.crew[n]
	p := w.pickup(d, c, 90, day, int64(d.between(8.2, 12.5)*hour))
	p.Lines = []recycle.Line{{Category: "battery.lead_acid", Method: recycle.Count, Pieces: int64(1 + d.n(3)), Unit: recycle.Piece}}
	p.Lines[0].Typed = fmt.Sprint(p.Lines[0].Pieces)
	if d.chance(.45) {
		kg := int64(20 + d.n(60))
		p.Lines = []recycle.Line{{Category: "metal.production", Method: recycle.Scale, Grams: recycle.Grams(kg * 1000), Unit: recycle.Kilogram, Typed: fmt.Sprint(kg)}}
		p.Origin, p.SellerKind = "MERCHANT", "COMPANY"
	}
	events := []event{{at: p.SentAt + 400, person: c.person, device: c.device, pickup: p}}
	if d.chance(.85) {
		operator := slices.IndexFunc(w.people, func(q person) bool { return q.org == company && q.role == recycle.CompanyOperator })
		events = append(events, event{at: day.Add(2).Start() + 10*hour + recycle.Instant(d.n(3*hour)), person: operator, void: p.ID})
	}
	return events
}
