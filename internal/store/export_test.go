package store

import (
	"context"
	"errors"
	"sync/atomic"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// What the tests of this package see of its inside. They stand in store_test, since the zone that they work on is testkit's.

// ErrUnscoped is what the guard says.
var ErrUnscoped = errUnscoped

const (
	MaxQueue  = maxQueue
	MaxShare  = maxShare
	Careful   = careful
	PGRetries = pgRetries
)

// Tenant are the models of the tables that have an org_id, each with a key that lacks its organisation; the first ones are records,
// the key of which org_id leads.
func Tenant() (records, others []any) {
	records = []any{&recycle.Vehicle{ID: "1"}, &recycle.Pickup{ID: "1"}, &recycle.Line{PickupID: "1"}, &recycle.Paper{PickupID: "1"},
		&pickupPhoto{PickupID: "1"}, &recycle.Flag{PickupID: "1"}, &recycle.Photo{Hash: "1"}, &photoAuthor{Hash: "1"}, &recycle.Ticket{ID: "1"},
		&recycle.MethodTotal{Day: "1"}, &recycle.SiteTotal{Day: "1"}, &recycle.Entry{Seq: 1}, &AuditHead{}, &recycle.Ref{Key: "1"}, &recycle.Seller{ID: "1"}}
	return records, []any{&recycle.Member{PersonID: "1"}, &recycle.Import{ID: "1"}, &recycle.APIKey{ID: "1"}}
}

// Zone are the models of the tables without an org_id.
func Zone() []any {
	return []any{&recycle.Org{}, &recycle.Person{}, &recycle.Credential{}, &recycle.Device{}, &recycle.Session{}, &recycle.Invitation{},
		&recycle.LoginFailure{}, &categoryRow{}, &gateRow{}, &recycle.Tolerance{}, &recycle.Site{}, &recycle.SiteVersion{},
		&recycle.SiteEvent{}, &recycle.AreaVersion{}, &recycle.DemandVersion{}, &recycle.RouteVersion{}, &recycle.RouteStop{},
		&recycle.BasemapFeature{}, &recycle.Settled{}, &metaRow{}}
}

// Conn is the transaction of ctx, else the pool for reading.
func (d *DB) Conn(ctx context.Context) *gorm.DB { return d.conn(ctx) }

// Own is a query over the records of the acting organisation.
func (d *DB) Own(ctx context.Context) *gorm.DB { return d.own(ctx) }

// Zone is a query over the register.
func (d *DB) Zone(ctx context.Context) *gorm.DB { return d.register(ctx) }

// Across is a query over all organisations.
func (d *DB) Across(ctx context.Context) *gorm.DB { return d.across(ctx, "test") }

// Pool is the pool for reading.
func (d *DB) Pool() *gorm.DB { return d.read }

// Writing is the handle on which the writer's transactions begin.
func (d *DB) Writing() *gorm.DB {
	switch w := d.write.(type) {
	case *writer:
		return w.db
	case *perCall:
		return w.db
	}
	return nil
}

// Queued is how many closures wait for SQLite's writer.
func (d *DB) Queued() int { return len(d.write.(*writer).queue) }

// Prepared reports whether query is prepared on SQLite's write connection.
func (d *DB) Prepared(query string) bool {
	h := d.write.(*writer).hot
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stmts[query] != nil
}

// Distrust makes the writer take its connection for one under which the disk failed.
func (d *DB) Distrust() {
	w := d.write.(*writer)
	w.turn.Lock()
	defer w.turn.Unlock()
	w.suspect = true
}

// The constant statements that the tests look for.
const (
	InsertPickupSQL = insertPickup
	InsertEntrySQL  = insertEntry
)

// CountQueries counts what the pool for reading is asked from now on.
func (d *DB) CountQueries() (*atomic.Int64, error) {
	var n atomic.Int64
	count := func(tx *gorm.DB) {
		if !tx.DryRun { // a part of another query
			n.Add(1)
		}
	}
	c := d.read.Callback()
	return &n, errors.Join(c.Query().Before("*").Register("count", count), c.Row().Before("*").Register("count", count), c.Raw().Before("*").Register("count", count))
}

// VerifyIn is VerifyObjects with another size of what is held against the log at once.
func (s Audit) VerifyIn(ctx context.Context, most int) (ObjectCheck, error) {
	return s.verifyIn(ctx, most)
}

// ResetWAL makes SQLite's WAL begin anew, as happens by itself when it has become too long, and returns how many bytes it has then.
func (d *DB) ResetWAL() int64 {
	c := d.write.(*writer).wal
	c.reset()
	return c.length()
}

// WAL is how many bytes SQLite's WAL has.
func (d *DB) WAL() int64 { return d.write.(*writer).wal.length() }
