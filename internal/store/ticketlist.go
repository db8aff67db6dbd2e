package store

import (
	"context"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// ListTickets returns the tickets that f says, newest first by Ticket.Place.
func (s Tickets) ListTickets(ctx context.Context, f recycle.TicketFilter) ([]recycle.Ticket, error) {
	tx := s.filtered(ctx, f)
	if f.After.ID != "" { // the day alone is what the index can use
		tx = tx.Where("day <= ? AND (day, weighed_at, id, org_id) < (?, ?, ?, ?)", f.After.Day, f.After.Day, f.After.At, f.After.ID, f.After.OrgID)
	}
	var list []recycle.Ticket
	err := tx.Order("day DESC, weighed_at DESC, id DESC, org_id DESC").Limit(f.Limit).Find(&list).Error
	return list, wrap("ticket", err)
}

// TicketSums returns what all tickets of f add up to, whatever page is shown.
func (s Tickets) TicketSums(ctx context.Context, f recycle.TicketFilter) (sums recycle.TicketSums, err error) {
	var rows []struct {
		State   recycle.TicketState
		Tickets int64
		Grams   recycle.Grams
		Pieces  int64
	}
	err = s.filtered(ctx, f).Model(&recycle.Ticket{}).
		Select("state, count(*) AS tickets, CAST(sum(net) AS bigint) AS grams, CAST(sum(pieces) AS bigint) AS pieces").
		Group("state").Scan(&rows).Error
	for _, r := range rows {
		if !r.State.Counts() {
			sums.OtherTickets += r.Tickets
			continue
		}
		sums.Tickets, sums.Grams, sums.Pieces = sums.Tickets+r.Tickets, sums.Grams+r.Grams, sums.Pieces+r.Pieces
	}
	return sums, wrap("ticket", err)
}

// ReceivedByScale returns what counts of the tickets of the days from..to that name the acting organisation as the one that delivered,
// by day, category and scale.
func (s Tickets) ReceivedByScale(ctx context.Context, from, to recycle.Day) (rows []recycle.ScaleSum, err error) {
	const by = "day, category, org_id, site_id, scale_no, kind"
	err = s.filtered(ctx, recycle.TicketFilter{From: from, To: to, Delivered: true, States: recycle.CountingTicketStates()}).Model(&recycle.Ticket{}).
		Select(by + ", count(*) AS n, CAST(sum(net) AS bigint) AS grams, CAST(sum(pieces) AS bigint) AS pieces").
		Group(by).Order(by).Scan(&rows).Error
	return rows, wrap("ticket", err)
}

func (s Tickets) filtered(ctx context.Context, f recycle.TicketFilter) *gorm.DB {
	tx := s.DB.own(ctx)
	if f.Delivered {
		actor, err := recycle.ActorFrom(ctx)
		tx = s.DB.across(ctx, "tickets: counterparty").Where("delivered_org_id = ?", actor.OrgID)
		if err != nil {
			_ = tx.AddError(err)
		}
	}
	if f.From != "" {
		tx = tx.Where("day >= ?", f.From)
	}
	if f.To != "" {
		tx = tx.Where("day <= ?", f.To)
	}
	if f.Category != "" {
		tx = tx.Where("category = ?", f.Category)
	}
	if len(f.States) > 0 {
		tx = tx.Where("state IN ?", f.States)
	}
	if len(f.SiteIDs) > 0 {
		tx = tx.Where("site_id IN ?", f.SiteIDs)
	}
	if f.ScaleNo != "" {
		tx = tx.Where("scale_no = ?", f.ScaleNo)
	}
	if f.Query != "" {
		like := s.DB.containing(f.Query)
		tx = tx.Where(`(lower(number) LIKE ? ESCAPE '\' OR lower(plate) LIKE ? ESCAPE '\' OR lower(scale_no) LIKE ? ESCAPE '\')`, like, like, like)
	}
	return tx
}
