package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// conn returns the transaction that ctx carries, else the pool for reading: on SQLite a write that forgot InTx fails in its
// first test.
func (d *DB) conn(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		if g, ok := ctx.Value(groupKey{}).(*groupTx); ok {
			g.hot.wrote += mayWrite
		}
		return tx
	}
	return d.read.WithContext(ctx)
}

// register returns a handle on the zone's register, which everyone who is signed in reads. Without an actor every query fails.
func (d *DB) register(ctx context.Context) *gorm.DB {
	tx := d.conn(ctx)
	if _, err := recycle.ActorFrom(ctx); err != nil {
		tx = tx.Session(&gorm.Session{NewDB: true})
		_ = tx.AddError(err)
	}
	return tx
}

// own returns a query over the records of the acting organisation. Every read, update and delete of records begins here, and
// guard refuses those that do not.
func (d *DB) own(ctx context.Context) *gorm.DB {
	actor, _ := recycle.ActorFrom(ctx) // without one, the handle has failed already
	return d.register(ctx).Where("org_id = ?", actor.OrgID)
}

// owned returns a handle for inserting records of org, and fails unless org is the acting organisation.
func (d *DB) owned(ctx context.Context, org recycle.OrgID) (*gorm.DB, error) {
	if err := d.mayWrite(ctx, org); err != nil {
		return nil, err
	}
	return d.conn(ctx), nil
}

func (d *DB) mayWrite(ctx context.Context, org recycle.OrgID) error {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	if actor.OrgID != org || org == "" {
		return fmt.Errorf("store: %s may not write rows of %s", actor.OrgID, org)
	}
	return nil
}

// reason says why a statement goes over organisations. Each constant is one caller's, and across's callers stand in the list
// that a test holds.
type reason string

const acrossKey = "store:across"

// across returns a handle that the guard lets through over all organisations: a planner's or auditor's reads, a counterparty's
// lists, sign-in, verify and jobs. The conditions that keep the others out are the caller's.
func (d *DB) across(ctx context.Context, why reason) *gorm.DB {
	return d.conn(ctx).Set(acrossKey, why)
}
