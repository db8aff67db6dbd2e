package pickup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"liangwang/internal/recycle"
)

var errReplay = errors.New("pickup: stored before")

// Log stores p once and returns the stored pickup and whether this call stored it. Sending the same content under the same id
// again returns the stored record; other content under that id is a Conflict, and the returned pickup is the stored one. Nothing
// is refused for its clock, its place or its gate: an unlikely one is flagged, one that breaks a rule is kept as needs_fix.
//
// p.OrgID names the organisation that it was made for; an organisation that the actor never belonged to is NotFound. A company
// operator may only correct: p replaces a pickup that a collector logged.
func (s *Service) Log(ctx context.Context, p recycle.Pickup) (stored recycle.Pickup, created bool, err error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return stored, false, err
	}
	members, err := s.membership(ctx, actor, p.OrgID)
	if err != nil {
		return stored, false, err
	}
	if p.OrgID != actor.OrgID {
		actor.OrgID = p.OrgID
		ctx = recycle.WithActor(ctx, actor)
	}
	if err := p.Validate(); err != nil {
		return stored, false, err
	}
	if err := price(&p); err != nil {
		return stored, false, err
	}
	p.Receive(actor, s.now())
	if err := s.judge(ctx, &p, actor, members); err != nil {
		return stored, false, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error { return s.keep(ctx, &p, actor) })
	switch {
	case err == nil:
		return p, true, nil
	case !errors.Is(err, errReplay) && !taken(err):
		return stored, false, err
	}
	stored, err = s.Store.Pickup(ctx, p.ID)
	switch {
	case err != nil:
		return stored, false, err
	case stored.CollectorID != actor.PersonID && !actor.Is(recycle.CompanyOperator): // another's record under this id: no part of it is shown
		return recycle.Pickup{}, false, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.id_taken"}
	case !bytes.Equal(stored.ContentHash, p.ContentHash):
		return stored, false, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.conflict"}
	}
	return stored, false, nil
}

// taken recognises that another transaction stored the id between our look and our insert.
func taken(err error) bool {
	e, ok := errors.AsType[*recycle.Error](err)
	return ok && e.Kind == recycle.Conflict && e.Code == "pickup.conflict"
}

// membership returns the memberships of the actor in org where they matter: for another organisation than the acting one. One
// that the actor never belonged to does not exist for them.
func (s *Service) membership(ctx context.Context, a recycle.Actor, org recycle.OrgID) ([]recycle.Member, error) {
	if org == a.OrgID {
		return nil, nil
	}
	members, err := s.Members.Memberships(ctx, a.PersonID, org)
	if err == nil && len(members) == 0 {
		err = &recycle.Error{Kind: recycle.NotFound, Code: "org.not_found"}
	}
	return members, err
}

// price sets the amount of each line; one beyond all measure is refused.
func price(p *recycle.Pickup) error {
	var c recycle.Check
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Amount = 0; l.UnitPrice == 0 {
			continue
		}
		amount, err := recycle.LineAmount(l.Grams, l.Pieces, l.UnitPrice, l.PriceUnit)
		c.That(err == nil, fmt.Sprintf("lines[%d].unitPrice", i), "range")
		l.Amount = amount
	}
	return c.Err("pickup.invalid")
}

// keep stores p with all that must never be seen without it. The audit entry comes last: it locks the head of the organisation's
// chain.
func (s *Service) keep(ctx context.Context, p *recycle.Pickup, a recycle.Actor) error {
	_, found, err := s.Store.PickupHash(ctx, p.OrgID, p.ID)
	if err != nil {
		return err
	}
	if found {
		return errReplay
	}
	var old *recycle.Pickup
	switch {
	case p.Replaces != "":
		if old, err = s.replaced(ctx, p, a); err != nil {
			return err
		}
	case !a.Is(recycle.Collector):
		return &recycle.Error{Kind: recycle.Forbidden, Code: "pickup.only_corrects"}
	}
	if err := s.Store.InsertPickup(ctx, p); err != nil {
		return err
	}
	if p.State.Counts() {
		if err := s.Store.AddTotals(ctx, p.Totals()); err != nil {
			return err
		}
	}
	if old != nil {
		if err := s.supersede(ctx, old, p, a); err != nil {
			return err
		}
	}
	return s.Store.AppendAudit(ctx, entry(p, a, "pickup.log", p.ReceivedAt, ""))
}

// entry is the audit entry of what became of p. Its body holds no text that a person typed.
func entry(p *recycle.Pickup, a recycle.Actor, action string, at recycle.Instant, other recycle.PickupID) recycle.Entry {
	grams, pieces := p.Quantity()
	body, err := json.Marshal(struct {
		State  recycle.PickupState `json:"state"`
		Day    recycle.Day         `json:"day"`
		Lines  int                 `json:"lines"`
		Grams  recycle.Grams       `json:"grams"`
		Pieces int64               `json:"pieces"`
		Other  recycle.PickupID    `json:"other,omitempty"`
	}{p.State, p.Day, len(p.Lines), grams, pieces, other})
	if err != nil {
		panic(err) // texts and integers always encode
	}
	return recycle.Entry{OrgID: p.OrgID, At: at, PersonID: a.PersonID, Action: action, ObjectID: string(p.ID), ObjectHash: p.Hash(), Body: body}
}
