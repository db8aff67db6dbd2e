package store

import (
	"context"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// Demo keeps what marks a database as a demo's own.
type Demo struct{ DB *DB }

const (
	demoKey = "demo"
	setMark = `INSERT INTO meta (key, value) VALUES ('demo', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
)

// DemoMark returns what SetDemoMark stored last; empty if a demo never was here.
func (s Demo) DemoMark(ctx context.Context) (string, error) {
	var rows []metaRow
	if err := s.DB.conn(ctx).Where("key = ?", demoKey).Find(&rows).Error; err != nil || len(rows) == 0 {
		return "", wrap("demo", err)
	}
	return rows[0].Value, nil
}

// SetDemoMark stores the mark in place of the one before.
func (s Demo) SetDemoMark(ctx context.Context, mark string) error {
	return wrap("demo", s.DB.exec(ctx, setMark, mark))
}

// IsBlank reports whether nobody has put anything into the database: it has no organisation.
func (s Demo) IsBlank(ctx context.Context) (bool, error) {
	var n int64
	err := s.DB.conn(ctx).Model(&recycle.Org{}).Count(&n).Error
	return n == 0, wrap("demo", err)
}

// CountRecords returns how many pickups that count and stored tickets all organisations have: figures of the demo's start page. It counts
// one organisation at a time, since no read may take longer than a second.
func (s Demo) CountRecords(ctx context.Context) (pickups, tickets int64, err error) {
	var orgs []recycle.OrgID
	if err := s.DB.conn(ctx).Model(&recycle.Org{}).Pluck("id", &orgs).Error; err != nil {
		return 0, 0, wrap("demo", err)
	}
	for _, org := range orgs {
		var p, t int64
		all := s.DB.across(ctx, "demo: start page").Where("org_id = ?", org).Session(&gorm.Session{})
		err := all.Model(&recycle.Pickup{}).Where("state IN ?", recycle.CountingPickupStates()).Count(&p).Error
		if err == nil {
			err = all.Model(&recycle.Ticket{}).Where("state IN ?", recycle.CountingTicketStates()).Count(&t).Error
		}
		if err != nil {
			return 0, 0, wrap("demo", err)
		}
		pickups, tickets = pickups+p, tickets+t
	}
	return pickups, tickets, nil
}
