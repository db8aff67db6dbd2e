package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// Tickets keeps weighbridge tickets: they belong to the organisation that weighs, and the one that delivered reads them.
type Tickets struct{ DB *DB }

// Ticket returns the ticket of that id that weigher weighed, if the acting organisation weighed or delivered it, else NotFound. Without
// a weigher it is the acting organisation's own, or else the one received last that names it as the one that delivered.
func (s Tickets) Ticket(ctx context.Context, weigher recycle.OrgID, id recycle.TicketID) (recycle.Ticket, error) {
	var t recycle.Ticket
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return t, err
	}
	if weigher == "" || weigher == actor.OrgID {
		if t, err = s.OwnTicket(ctx, id); err == nil || weigher != "" || recycle.KindOf(err) != recycle.NotFound {
			return t, err
		}
	}
	tx := s.DB.across(ctx, "ticket: counterparty").Where("delivered_org_id = ? AND id = ?", actor.OrgID, id)
	if weigher != "" {
		tx = tx.Where("org_id = ?", weigher)
	}
	return t, wrap("ticket", tx.Order("received_at DESC, org_id").Take(&t).Error)
}

// TicketNumbered returns the other ticket of the acting organisation that is in one of states and has t's number, in any case, on t's
// scale and business day; empty if there is none. A scale's numbers may begin anew each day. What t corrects is no other.
func (s Tickets) TicketNumbered(ctx context.Context, t *recycle.Ticket, states ...recycle.TicketState) (recycle.TicketID, error) {
	var found []recycle.TicketID
	err := s.DB.own(ctx).Model(&recycle.Ticket{}).Where("day = ? AND site_id = ? AND scale_no = ? AND state IN ?", t.Day, t.SiteID, t.ScaleNo, states).
		Where("lower(trim(number)) = ?", s.DB.folded(t.Number)).Where("id NOT IN ?", []recycle.TicketID{t.ID, t.Replaces}).
		Order("received_at DESC, id DESC").Limit(1).Pluck("id", &found).Error
	if err != nil || len(found) == 0 {
		return "", wrap("ticket", err)
	}
	return found[0], nil
}

// LastNumber returns the number of the last ticket with one that the acting organisation received of a scale since a day; empty if
// there is none.
func (s Tickets) LastNumber(ctx context.Context, site recycle.SiteID, scaleNo string, since recycle.Day) (string, error) {
	var found []string
	err := s.DB.own(ctx).Model(&recycle.Ticket{}).Where("day >= ? AND site_id = ? AND scale_no = ? AND number <> '' AND state = ?", since, site, scaleNo, recycle.TicketStored).
		Order("day DESC, received_at DESC, id DESC").Limit(1).Pluck("number", &found).Error
	if err != nil || len(found) == 0 {
		return "", wrap("ticket", err)
	}
	return found[0], nil
}

// VehicleWeighed returns the vehicle of t as the acting organisation has it in its own register, by its reference or else by its plate,
// or NotFound. Another's register is not asked: a question that comes before anything is stored would tell whoever weighs nothing.
func (s Tickets) VehicleWeighed(ctx context.Context, t *recycle.Ticket) (v recycle.Vehicle, err error) {
	tx := s.DB.own(ctx)
	switch plate, err := recycle.ParsePlate(t.Plate); {
	case t.VehicleID != "":
		tx = tx.Where("id = ? AND org_id = ?", t.VehicleID, t.VehicleOrgID) // in this order it is no scope: the guard still asks for one
	case err == nil:
		tx = tx.Where("plate = ?", plate)
	default:
		return v, wrap("vehicle", gorm.ErrRecordNotFound)
	}
	return v, wrap("vehicle", tx.Select("gross_kg", "tare_kg").Order("changed_at DESC, id").Take(&v).Error)
}

// LastTare returns the tare of the last ticket that counts, is not the one that t corrects and has t's plate, among those that the
// acting organisation weighed itself in the 90 days before t, grams; 0 if there is none. So it serves vehicles that stand in no
// register of who weighs, and tells nothing of another's.
func (s Tickets) LastTare(ctx context.Context, t *recycle.Ticket) (recycle.Grams, error) {
	plate := strings.TrimSpace(t.Plate)
	if plate == "" {
		return 0, nil
	}
	var found []recycle.Grams
	err := s.DB.own(ctx).Model(&recycle.Ticket{}).Where("day >= ? AND day <= ? AND state = ? AND tare > 0", t.Day.Add(-tareDays), t.Day, recycle.TicketStored).
		Where("lower(trim(plate)) = ?", s.DB.folded(plate)).Where("id NOT IN ?", []recycle.TicketID{t.ID, t.Replaces}).
		Order("day DESC, received_at DESC, id DESC").Limit(1).Pluck("tare", &found).Error
	if err != nil || len(found) == 0 {
		return 0, wrap("ticket", err)
	}
	return found[0], nil
}

const tareDays = 90 // a vehicle that was not here for longer may have been rebuilt

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
