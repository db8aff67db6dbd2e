package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Tickets keeps weighbridge tickets: they belong to the organisation that weighs, and the one that delivered reads them.
type Tickets struct{ DB *DB }

// Ticket returns a ticket of the acting organisation, or one that names it as the one that delivered, or NotFound.
func (s Tickets) Ticket(ctx context.Context, id recycle.TicketID) (recycle.Ticket, error) {
	var t recycle.Ticket
	err := s.DB.own(ctx).Where("id = ?", id).Take(&t).Error
	if recycle.KindOf(wrap("ticket", err)) == recycle.NotFound {
		if actor, aerr := recycle.ActorFrom(ctx); aerr == nil {
			err = s.DB.across(ctx, "ticket: counterparty").Where("delivered_org_id = ? AND id = ?", actor.OrgID, id).Take(&t).Error
		}
	}
	return t, wrap("ticket", err)
}

// OwnTicket returns a ticket that the acting organisation weighed, or NotFound.
func (s Tickets) OwnTicket(ctx context.Context, id recycle.TicketID) (t recycle.Ticket, err error) {
	return t, wrap("ticket", s.DB.own(ctx).Where("id = ?", id).Take(&t).Error)
}

// InsertTicket adds t.
func (s Tickets) InsertTicket(ctx context.Context, t *recycle.Ticket) error {
	tx, err := s.DB.owned(ctx, t.OrgID)
	if err != nil {
		return err
	}
	return wrap("ticket", tx.Create(t).Error)
}

// SetTicketState stores what changed of t after it was taken in, if it still stands at from; else Conflict.
func (s Tickets) SetTicketState(ctx context.Context, t *recycle.Ticket, from recycle.TicketState) error {
	if err := s.DB.mayWrite(ctx, t.OrgID); err != nil {
		return err
	}
	res := s.DB.own(ctx).Model(&recycle.Ticket{}).Where("id = ? AND state = ?", t.ID, from).
		Select("state", "state_reason", "state_by", "state_at", "replaced_by").Updates(t)
	if res.Error == nil && res.RowsAffected != 1 {
		return &recycle.Error{Kind: recycle.Conflict, Code: "ticket.state"}
	}
	return wrap("ticket", res.Error)
}
