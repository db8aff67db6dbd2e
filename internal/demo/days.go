package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"liangwang/internal/recycle"
)

// event is something that reaches the server: a pickup, a ticket or a void.
type event struct {
	at     recycle.Instant // when it arrives
	person int
	device recycle.DeviceID
	pickup *recycle.Pickup
	ticket *recycle.Ticket
	void   recycle.PickupID
}

// stuff is what collectors take: how often, how much of it, and at what price.
type stuff struct {
	category   recycle.Category
	often      float64
	kg         float64 // on average
	method     recycle.Method
	price      recycle.UnitPrice // 1/10000 yuan per kg, or per piece
	pieceGrams recycle.Grams     // of things that are counted
}

var stuffs = []stuff{
	{"paper.occ", 30, 15, recycle.Scale, 9_500, 0}, {"plastic.pet", 17, 4, recycle.Scale, 22_000, 0}, {"paper.mixed", 9, 8, recycle.Scale, 6_000, 0},
	{"paper.newspaper", 6, 6, recycle.Scale, 12_000, 0}, {"paper.book", 6, 11, recycle.Scale, 11_000, 0}, {"steel.light", 11, 17, recycle.Scale, 15_000, 0},
	{"nonferrous.aluminium_can", 5, 2.5, recycle.Scale, 85_000, 0}, {"nonferrous.copper", 1.2, 2, recycle.Scale, 480_000, 0},
	{"plastic.hdpe", 5, 3, recycle.Scale, 18_000, 0}, {"textile.clothes", 5, 6, recycle.Estimate, 3_000, 0}, {"glass.bottle", 4, 9, recycle.Estimate, 1_000, 0},
	{"weee.washer", .9, 0, recycle.Count, 600_000, 32_000}, {"weee.fridge", .8, 0, recycle.Count, 800_000, 47_000}, {"weee.tv", .9, 0, recycle.Count, 400_000, 21_000},
	{"weee.ac", .7, 0, recycle.Count, 1_800_000, 37_000}, {"weee.pc", .6, 0, recycle.Count, 500_000, 13_000},
}

// week is the rhythm from Sunday to Saturday.
var week = [7]float64{.86, .95, .95, 1, 1, 1.06, 1.26}

// number returns the days since 1970 of a day.
func number(day recycle.Day) int { return int((int64(day.Start()) + 8*hour) / (24 * hour)) }

// day returns what happens on a business day, whenever it arrives, by arrival. It depends on the seed and the day alone.
func (w *world) day(day recycle.Day) []event {
	var events []event
	delivered := map[int][]recycle.Line{} // what each company has on its vehicles, by company*2 + trip
	for n := range w.crew {
		c := &w.crew[n]
		d := roll(w.seed, "day", number(day)*1000+n)
		if d.chance(.06) { // a day off
			continue
		}
		count := 12.4 * c.pace * week[day.Weekday()] * d.between(.85, 1.15)
		for k := range int(count) {
			p := w.pickup(d, c, k, day, 7*hour+int64((float64(k)+d.float())/count*11.2*hour))
			events = append(events, w.arrive(d, n, c, p)...)
			trip := 0
			if p.OccurredAt >= day.Start()+12*hour {
				trip = 1
			}
			delivered[c.company*2+trip] = append(delivered[c.company*2+trip], p.Lines...)
		}
	}
	for c := range companies {
		events = append(events, w.problems(day, c)...)
		held := map[recycle.Category]recycle.Sum{}
		for trip := range 2 {
			events = append(events, w.weigh(day, c, trip, delivered[c*2+trip], held)...)
		}
	}
	sortEvents(events)
	return events
}

func sortEvents(events []event) {
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
}

// pickup makes the k-th pickup of a collector's day, some milliseconds after midnight.
func (w *world) pickup(d *dice, c *collector, k int, day recycle.Day, after int64) *recycle.Pickup {
	at := day.Start() + recycle.Instant(after)
	p := &recycle.Pickup{OrgID: w.orgs[c.company].ID, ID: recycle.PickupID(d.id(int64(at))), Record: recycle.Record{OccurredAt: at, Trigger: "WALK_IN", Origin: "RESIDENT",
		Delivery: "SITE", VehicleOrgID: w.orgs[c.company].ID, VehicleID: w.vehicles[c.vehicle].ID, DeviceID: c.device, Seq: int64(number(day)-20_000)*100 + int64(k)}}
	here := &w.places[pick(d, c.places)]
	near := spot{here.at[0] + 9*d.bell(), here.at[1] + 9*d.bell()}
	switch {
	case d.chance(.24): // at somebody's door, near the same place
		near = spot{near[0] + 70*d.bell(), near[1] + 70*d.bell()}
		p.Delivery, p.Trigger = "DOORSTEP", "BOOKED"
	case here.kind == "RC_POINT_SELF":
		p.Delivery, p.Trigger = "SMART_BOX", "PERIODIC"
	case here.kind == "RC_POINT_MOBILE":
		p.Delivery = "MOBILE_STOP"
	}
	if p.Delivery != "DOORSTEP" {
		p.SiteID = here.site
	}
	if d.chance(.07) {
		p.Origin, p.Trigger = "MERCHANT", "PERIODIC"
	}
	if d.chance(.985) || p.SiteID == "" {
		p.Where = recycle.FixAt(near.point(), float64(4+d.n(22)))
		p.Where.RawLon, p.Where.RawLat = p.Where.Lon, p.Where.Lat
	}
	lines := 1 + weighted(d, []float64{46, 31, 15, 8})
	for len(p.Lines) < lines {
		s := &stuffs[weighted(d, oftens)]
		if !slices.ContainsFunc(p.Lines, func(l recycle.Line) bool { return l.Category == s.category }) {
			p.Lines = append(p.Lines, s.line(d))
		}
	}
	p.SentAt, p.App = at+recycle.Instant(2000+d.n(30_000)), "1.0.0"
	p.SkewMS = int64(d.n(1600) - 800)
	return p
}

var oftens = func() (list []float64) {
	for _, s := range stuffs {
		list = append(list, s.often)
	}
	return list
}()

// line makes one line: to 0.1 kg, as a scale shows it, or to 1 kg, as somebody guesses.
func (s *stuff) line(d *dice) recycle.Line {
	l := recycle.Line{Category: s.category, Method: s.method, Unit: recycle.Kilogram, UnitPrice: s.price, PriceUnit: recycle.Kilogram}
	if s.method == recycle.Count {
		l.Pieces = 1
		if d.chance(.08) {
			l.Pieces = 2
		}
		l.Unit, l.PriceUnit, l.Grams, l.Typed = recycle.Piece, recycle.Piece, recycle.Grams(l.Pieces)*s.pieceGrams, fmt.Sprint(l.Pieces)
		return l
	}
	kg := s.kg * (.35 + .65*d.float() + .5*d.float()*d.float()*d.float()*3)
	tenths := max(int64(kg*10), 2)
	if s.method == recycle.Estimate {
		tenths = max(tenths/10*10, 10)
	}
	l.Grams, l.Typed = recycle.Grams(tenths*100), strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0")
	return l
}

// arrive returns how a pickup reaches the server: soon, after a while without signal, or days later from one phone; a few are taken
// back at once.
func (w *world) arrive(d *dice, n int, c *collector, p *recycle.Pickup) []event {
	e := event{at: p.SentAt + 400, person: c.person, device: c.device, pickup: p}
	switch {
	case n == lateCollector:
		e.at = p.OccurredAt.Day().Add(1+number(p.OccurredAt.Day())%3).Start() + 8*hour + recycle.Instant(d.n(20*minute))
		p.SentAt = e.at - 300
	case d.chance(.05):
		e.at += recycle.Instant(d.n(100 * minute))
		p.SentAt = e.at - 300
	}
	if n != 0 && d.chance(.003) {
		return []event{e, {at: e.at + 6000, person: c.person, device: c.device, void: p.ID}}
	}
	return []event{e}
}

// clock returns the time of an instant in Shanghai, for slips.
func clock(at recycle.Instant) string {
	return at.Time().Add(8 * time.Hour).Format("0102-1504")
}
