package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// ListTickets returns the tickets that f says, newest received first.
func (s Tickets) ListTickets(ctx context.Context, f recycle.TicketFilter) ([]recycle.Ticket, error) {
	tx := s.filtered(ctx, f)
	if f.After.ID != "" {
		tx = tx.Where("(received_at, id) < (?, ?)", f.After.At, f.After.ID)
	}
	var list []recycle.Ticket
	err := tx.Order("received_at DESC, id DESC").Limit(f.Limit).Find(&list).Error
	return list, wrap("ticket", err)
}

// TicketSums returns what all tickets of f add up to, whatever page is shown.
func (s Tickets) TicketSums(ctx context.Context, f recycle.TicketFilter) (sums recycle.TicketSums, err error) {
	var rows []struct {
		Counts  bool
		Tickets int64
		Grams   recycle.Grams
		Pieces  int64
	}
	err = s.filtered(ctx, f).Model(&recycle.Ticket{}).
		Select("state = 'stored' AS counts, count(*) AS tickets, CAST(sum(net) AS bigint) AS grams, CAST(sum(pieces) AS bigint) AS pieces").
		Group("state = 'stored'").Scan(&rows).Error
	for _, r := range rows {
		if r.Counts {
			sums.Tickets, sums.Grams, sums.Pieces = r.Tickets, r.Grams, r.Pieces
		} else {
			sums.OtherTickets = r.Tickets
		}
	}
	return sums, wrap("ticket", err)
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
	if f.Query != "" {
		like := "%" + escapeLike(strings.ToLower(f.Query)) + "%"
		tx = tx.Where(`(lower(number) LIKE ? ESCAPE '\' OR lower(plate) LIKE ? ESCAPE '\' OR lower(scale_no) LIKE ? ESCAPE '\')`, like, like, like)
	}
	return tx
}

// escapeLike makes a typed word stand for itself in LIKE … ESCAPE '\'.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
