// Package demo makes the synthetic zone (示意区): its areas, roads, sites, people and two months of work, all made up from a seed. The
// same seed and the same moment give the same data, on any machine. Nothing in it is a real person, firm or compound.
//
//	world    示意世界   the zone with all that is in it, from a seed alone
//	day      一天      what happens on a business day, from the seed and the day alone
//	story    故事      what a visitor can find: sick scales, a late phone, a village without service …
//	mark     标记      what says in the database that a demo made it, and until when it reaches
//
// Pickups and tickets are stored by the features' own functions, by a clock that is set to each record's arrival.
package demo

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the demo needs of the database besides the features.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// DemoMark returns what SetDemoMark stored last; empty if a demo never was here.
	DemoMark(ctx context.Context) (string, error)
	SetDemoMark(ctx context.Context, mark string) error
	// IsBlank reports whether nobody has put anything into the database.
	IsBlank(ctx context.Context) (bool, error)
	InsertOrg(ctx context.Context, o *recycle.Org) error
	InsertPerson(ctx context.Context, p *recycle.Person) error
	SetCredential(ctx context.Context, c recycle.Credential) error
	InsertMember(ctx context.Context, m recycle.Member) error
	InsertVehicles(ctx context.Context, rows []recycle.Vehicle) error
	InsertSites(ctx context.Context, sites []recycle.Site) error
	PutSiteVersions(ctx context.Context, rows []recycle.SiteVersion) error
	AddSiteEvent(ctx context.Context, e *recycle.SiteEvent) error
	PutAreaVersions(ctx context.Context, rows []recycle.AreaVersion) error
	PutDemandVersions(ctx context.Context, rows []recycle.DemandVersion) error
	PutRouteVersions(ctx context.Context, rows []recycle.RouteVersion) error
	ReplaceBasemap(ctx context.Context, features []recycle.BasemapFeature) error
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Pickups takes in pickups: the feature, by the demo's clock.
type Pickups interface {
	Log(ctx context.Context, p recycle.Pickup) (stored recycle.Pickup, created bool, err error)
	Void(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error)
}

// Tickets takes in tickets: the feature, by the demo's clock.
type Tickets interface {
	Record(ctx context.Context, t recycle.Ticket) (stored recycle.Ticket, created bool, err error)
}

// Clock is a clock that can be set. Until then, and after Release, it is the one underneath.
type Clock struct {
	Under func() time.Time

	set atomic.Int64 // milliseconds; 0 while it is not set
}

// Now returns the time that was set, else that of the clock underneath.
func (c *Clock) Now() time.Time {
	if ms := c.set.Load(); ms != 0 {
		return time.UnixMilli(ms)
	}
	return c.Under()
}

// Set stops the clock at a moment.
func (c *Clock) Set(at recycle.Instant) { c.set.Store(int64(at)) }

// Release lets the clock underneath go on.
func (c *Clock) Release() { c.set.Store(0) }

// Days is how many business days the demo has when it is made, the last one as far as it has come.
const Days = 60

// Seed is the seed of the product's demo.
const Seed = 20240607

// Maker fills a database with the demo, or extends it to the present.
type Maker struct {
	Store    Store
	Pickups  Pickups
	Tickets  Tickets
	Clock    *Clock
	Seed     uint64 // of a new demo; 0 means Seed
	Days     int    // of a new demo; 0 means Days
	Hash     func(password string) (string, error)
	Progress func(percent int, what string) // may be nil
}

// Password is what every account of the demo signs in with; none other is let into a demo, and a demo's into no other server.
const Password = "liangwang-demo"

// ErrNotMine says that a database holds what no demo made.
var ErrNotMine = &recycle.Error{Kind: recycle.Conflict, Code: "demo.not_mine"}

// Make brings the demo up to a moment. It goes on where it stopped, however it was stopped. A database that it did not make itself is
// ErrNotMine.
func (m *Maker) Make(ctx context.Context, until recycle.Instant) error {
	defer m.Clock.Release()
	ctx = recycle.WithActor(ctx, recycle.Actor{OrgKind: recycle.Government, Zone: true, Roles: []recycle.Role{recycle.Planner, recycle.Admin}})
	mk, found, err := readMark(ctx, m.Store)
	if err != nil {
		return err
	}
	if !found {
		blank, err := m.Store.IsBlank(ctx)
		if err != nil {
			return err
		}
		if !blank {
			return ErrNotMine
		}
		mk = m.newMark(until)
	}
	w := newWorld(mk.Seed)
	if !found {
		m.say(0, "zone")
		if err := m.settle(ctx, w, &mk); err != nil {
			return fmt.Errorf("demo: zone: %w", err)
		}
	}
	if err := m.live(ctx, w, mk, until); err != nil {
		return fmt.Errorf("demo: days: %w", err)
	}
	m.say(100, "done")
	return nil
}

func (m *Maker) say(percent int, what string) {
	if m.Progress != nil {
		m.Progress(percent, what)
	}
}
