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

// ZonePickups returns the pickups of the zone that f says, newest received first.
func (s ZoneRecords) ZonePickups(ctx context.Context, f recycle.ZoneFilter) ([]recycle.ZonePickup, error) {
	tx := s.over(ctx).Model(&recycle.Pickup{}).Select(zonePickupColumns)
	if f.Category != "" {
		with := s.over(ctx).Model(&recycle.Line{}).Select("1").
			Where("pickup_lines.org_id = pickups.org_id AND pickup_lines.pickup_id = pickups.id AND category = ?", f.Category)
		tx = tx.Where("EXISTS (?)", with)
	}
	var list []recycle.ZonePickup
	if err := page(tx, f).Scan(&list).Error; err != nil || len(list) == 0 {
		return nil, wrap("pickup", err)
	}
	return list, s.lines(ctx, list)
}

// ZoneTickets returns the tickets of the zone that f says, newest received first.
func (s ZoneRecords) ZoneTickets(ctx context.Context, f recycle.ZoneFilter) (list []recycle.ZoneTicket, err error) {
	tx := s.over(ctx).Model(&recycle.Ticket{}).Select(zoneTicketColumns)
	if f.Category != "" {
		tx = tx.Where("category = ?", f.Category)
	}
	return list, wrap("ticket", page(tx, f).Scan(&list).Error)
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

// page is a page of the days of f. Naming the organisations lets the index of each one's days serve.
func page(tx *gorm.DB, f recycle.ZoneFilter) *gorm.DB {
	if f.OrgID != "" {
		tx = tx.Where("org_id = ?", f.OrgID)
	} else {
		tx = tx.Where("org_id IN (SELECT id FROM orgs)")
	}
	tx = tx.Where("day >= ? AND day <= ?", f.From, f.To)
	if f.SiteID != "" {
		tx = tx.Where("site_id = ?", f.SiteID)
	}
	if f.State != "" {
		tx = tx.Where("state = ?", f.State)
	}
	if f.After.ID != "" {
		tx = tx.Where("(received_at, org_id, id) < (?, ?, ?)", f.After.At, f.After.OrgID, f.After.ID)
	}
	return tx.Order("received_at DESC, org_id DESC, id DESC").Limit(f.Limit)
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
