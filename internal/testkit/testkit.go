// Package testkit is what the tests of several packages share: a clock, builders, a zone of organisations and people, and a
// temporary store that holds it, on SQLite and on PostgreSQL.
package testkit

import (
	"fmt"
	"sync"
	"time"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Today is the business day on which every test runs, by Now.
const Today recycle.Day = "2026-11-23"

// Now is what the clock of every test says: past midnight in Shanghai, still the day before in UTC.
func Now() time.Time { return time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC) }

// At is Now as an instant.
func At() recycle.Instant { return recycle.At(Now()) }

// Clock is a clock that a test moves. It begins at Now.
type Clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

// Now is what the clock says.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Now().Add(c.ahead)
}

// Pass moves the clock by d.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// ID returns the n-th id of a test, of any kind. The zone's own ids are none of them.
func ID[T ~string](n int) T { return T(fmt.Sprintf("01900000-0000-7000-9000-%012x", n)) }

// Position of the sites of the zone, WGS-84 degrees: all at one place.
const (
	SiteLon = 116.6
	SiteLat = 35.4
)

// Pickup returns the n-th pickup that nothing is wrong with: made for Ours at OurSite, now, 12.5 kg of cardboard.
func Pickup(n int) recycle.Pickup {
	return recycle.Pickup{
		OrgID: Ours, ID: ID[recycle.PickupID](n),
		Record: recycle.Record{
			SiteID: OurSite, OccurredAt: At(), Where: recycle.FixAt(geo.Point{SiteLon, SiteLat}, 10),
			Delivery: "SITE", Trigger: "WALK_IN", Origin: "RESIDENT",
		},
		Lines: []recycle.Line{{Category: "paper.occ", Method: recycle.Scale, Grams: 12_500}},
	}
}

// Ticket returns the n-th ticket that nothing is wrong with: 12.4 kg of cardboard that Ours delivered, on a weighbridge, now.
func Ticket(n int) recycle.Ticket {
	return recycle.Ticket{ID: ID[recycle.TicketID](n), TicketFacts: recycle.TicketFacts{
		DeliveredOrgID: Ours, Kind: recycle.Weighbridge, ScaleNo: "1", Number: fmt.Sprint("示-", n), Category: "paper.occ",
		Gross: 2_012_400, Tare: 2_000_000, Net: 12_400, Plate: "鲁H00001", WeighedAt: At(),
	}}
}
