package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// ZoneRecords reads the records of all organisations for the government's planners and auditors. It selects nothing that is personal.
type ZoneRecords struct{ DB *DB }

const (
	zonePickupColumns = "org_id, id, site_id, lon, lat, occurred_at, received_at, day, delivery, trigger, origin, state, replaces, replaced_by, duplicate_of"
	zoneLineColumns   = "org_id, pickup_id, category, method, grams, pieces"
	zoneTicketColumns = "org_id, id, delivered_org_id, kind, site_id, category, net, pieces, weighed_at, received_at, day, state, replaces, replaced_by"
)

// ZonePickups returns the pickups of the zone that f says, by business day and then by received time, newest first.
func (s ZoneRecords) ZonePickups(ctx context.Context, f recycle.ZoneFilter) ([]recycle.ZonePickup, error) {
	tx := s.over(ctx).Model(&recycle.Pickup{}).Select(zonePickupColumns)
	if f.Category != "" {
		with := s.over(ctx).Model(&recycle.Line{}).Select("1").
			Where("pickup_lines.org_id = pickups.org_id AND pickup_lines.pickup_id = pickups.id AND category = ?", f.Category)
		tx = tx.Where("EXISTS (?)", with)
	}
	list, err := byDays[recycle.ZonePickup](tx, f)
	if err != nil || len(list) == 0 {
		return nil, wrap("pickup", err)
	}
	return list, s.lines(ctx, list)
}

// ZoneTickets returns the tickets of the zone that f says, by business day and then by received time, newest first.
func (s ZoneRecords) ZoneTickets(ctx context.Context, f recycle.ZoneFilter) (list []recycle.ZoneTicket, err error) {
	tx := s.over(ctx).Model(&recycle.Ticket{}).Select(zoneTicketColumns)
	if f.Category != "" {
		tx = tx.Where("category = ?", f.Category)
	}
	list, err = byDays[recycle.ZoneTicket](tx, f)
	return list, wrap("ticket", err)
}

// over is a handle on all organisations' records, for those alone who may read them.
func (s ZoneRecords) over(ctx context.Context) *gorm.DB {
	tx := s.DB.across(ctx, "zone: records without personal data")
	actor, err := recycle.ActorFrom(ctx)
	if err == nil && (actor.OrgKind != recycle.Government || !actor.Is(recycle.Planner, recycle.Auditor)) {
		err = &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
	}
	if err != nil {
		_ = tx.AddError(err)
	}
	return tx
}

// byDays reads a page of the days of f, one day after the other from the newest: the index of each organisation's days serves, and no
// more than a day is ever sorted. A page behind a day that holds it reads that day alone.
func byDays[T any](tx *gorm.DB, f recycle.ZoneFilter) ([]T, error) {
	tx = tx.Session(&gorm.Session{}) // each day begins from here
	day := f.To
	if f.After.ID != "" && f.After.Day < day {
		day = f.After.Day
	}
	var list []T
	for ; day >= f.From && len(list) < f.Limit; day = day.Add(-1) {
		var rows []T
		if err := dayPage(tx, f, day, f.Limit-len(list)).Scan(&rows).Error; err != nil {
			return nil, err
		}
		list = append(list, rows...)
	}
	return list, nil
}

// dayPage is what f says of one day. The organisations are named and the day is asked for as a span: of "org_id IN (…) AND day = …"
// SQLite takes the primary key instead of the index of each one's days, and reads all that there is (measured: 450 ms against 1 ms).
func dayPage(tx *gorm.DB, f recycle.ZoneFilter, day recycle.Day, limit int) *gorm.DB {
	if f.OrgID != "" {
		tx = tx.Where("org_id = ?", f.OrgID)
	} else {
		tx = tx.Where("org_id IN (SELECT id FROM orgs)")
	}
	tx = tx.Where("day >= ? AND day <= ?", day, day)
	if f.SiteID != "" {
		tx = tx.Where("site_id = ?", f.SiteID)
	}
	if f.State != "" {
		tx = tx.Where("state = ?", f.State)
	}
	if f.After.ID != "" && f.After.Day == day {
		tx = tx.Where("(received_at, org_id, id) < (?, ?, ?)", f.After.At, f.After.OrgID, f.After.ID)
	}
	return tx.Order("received_at DESC, org_id DESC, id DESC").Limit(limit)
}

// lines loads the lines of all of pickups in one query. Two organisations may use one id: each gets its own.
func (s ZoneRecords) lines(ctx context.Context, pickups []recycle.ZonePickup) error {
	type key struct {
		org recycle.OrgID
		id  recycle.PickupID
	}
	at := map[key]*recycle.ZonePickup{}
	var orgs []recycle.OrgID
	ids := make([]recycle.PickupID, len(pickups))
	for i := range pickups {
		p := &pickups[i]
		if ids[i], at[key{p.OrgID, p.ID}] = p.ID, p; !slices.Contains(orgs, p.OrgID) {
			orgs = append(orgs, p.OrgID)
		}
	}
	var lines []recycle.ZoneLine
	err := s.over(ctx).Model(&recycle.Line{}).Select(zoneLineColumns).
		Where("org_id IN ? AND pickup_id IN ?", orgs, ids).Order("org_id, pickup_id, n").Scan(&lines).Error
	for _, l := range lines {
		if p := at[key{l.OrgID, l.PickupID}]; p != nil {
			p.Lines = append(p.Lines, l)
		}
	}
	return wrap("pickup", err)
}
