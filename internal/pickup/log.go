package pickup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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
	switch {
	case p.OrgID != actor.OrgID:
		actor = elsewhere(actor, p.OrgID, members, s.now().Day())
		ctx = recycle.WithActor(ctx, actor)
	case slices.ContainsFunc(members, collected): // once: what they captured then is still sent
		actor.Roles = append(slices.Clone(actor.Roles), recycle.Collector)
	case !actor.Is(recycle.Collector, recycle.CompanyOperator):
		return stored, false, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
	}
	if err := p.Validate(); err != nil {
		return stored, false, err
	}
	if err := price(&p); err != nil {
		return stored, false, err
	}
	p.Receive(actor, s.now())
	if err := s.judge(ctx, &p, actor, members); err != nil {
		if recycle.KindOf(err) == recycle.Invalid { // a retry is no new record: rules that changed meanwhile are not asked
			if stored, replayed := s.replay(ctx, &p, actor); recycle.KindOf(replayed) != recycle.NotFound {
				return stored, false, replayed
			}
		}
		return stored, false, err
	}
	logged := entry(&p, actor, "pickup.log", p.ReceivedAt, "") // hashed here, where nobody waits for it
	err = s.Store.InTx(ctx, func(ctx context.Context) error { return s.keep(ctx, &p, actor, logged) })
	switch {
	case err == nil:
		return p, true, nil
	case !errors.Is(err, errReplay) && recycle.KindOf(err) != recycle.Conflict: // a Conflict may be with this very pickup, sent twice at once
		return stored, false, err
	}
	stored, replayed := s.replay(ctx, &p, actor)
	if recycle.KindOf(replayed) != recycle.NotFound {
		err = replayed
	}
	return stored, false, err
}

// replay returns the pickup that is stored under p's id, with a Conflict if its content is not p's, or NotFound.
func (s *Service) replay(ctx context.Context, p *recycle.Pickup, a recycle.Actor) (recycle.Pickup, error) {
	stored, err := s.Store.Pickup(ctx, p.ID)
	switch {
	case err != nil:
		return stored, err
	case stored.CollectorID != a.PersonID && !a.Is(recycle.CompanyOperator): // another's record under this id: no part of it is shown
		return recycle.Pickup{}, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.id_taken"}
	case !bytes.Equal(stored.ContentHash, p.ContentHash):
		return stored, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.conflict"}
	}
	return stored, nil
}

func collected(m recycle.Member) bool { return m.Role == recycle.Collector }

// membership returns the memberships of the actor in org where they matter: not for a collector of the acting one. An organisation
// that the actor never belonged to does not exist for them.
func (s *Service) membership(ctx context.Context, a recycle.Actor, org recycle.OrgID) ([]recycle.Member, error) {
	if org == a.OrgID && a.Is(recycle.Collector) {
		return nil, nil
	}
	members, err := s.Members.Memberships(ctx, a.PersonID, org)
	if err == nil && len(members) == 0 && org != a.OrgID {
		err = &recycle.Error{Kind: recycle.NotFound, Code: "org.not_found"}
	}
	return members, err
}

// elsewhere is a as the one who acts in org, where they have or had members. The roles of the session are of another organisation
// and say nothing here: whoever belonged here may log, and covered judges it.
func elsewhere(a recycle.Actor, org recycle.OrgID, members []recycle.Member, today recycle.Day) recycle.Actor {
	there := recycle.Actor{PersonID: a.PersonID, OrgID: org, DeviceID: a.DeviceID, Roles: []recycle.Role{recycle.Collector}, EnrolledAt: a.EnrolledAt}
	if slices.ContainsFunc(members, func(m recycle.Member) bool { return m.Role == recycle.CompanyOperator && m.On(today) }) {
		there.Roles = append(there.Roles, recycle.CompanyOperator)
	}
	return there
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

// keep stores p with all that must never be seen without it. What others wait for is taken in one order, or two writers would
// wait for each other: the pickup that p corrects, the totals in key order, and last the head of the audit chain.
func (s *Service) keep(ctx context.Context, p *recycle.Pickup, a recycle.Actor, logged recycle.Entry) error {
	if p.Replaces != "" || !a.Is(recycle.Collector) { // InsertPickup itself finds a repeated id; here that must come before what else is refused
		_, found, err := s.Store.PickupHash(ctx, p.OrgID, p.ID)
		if err != nil {
			return err
		}
		if found {
			return errReplay
		}
	}
	if p.Replaces == "" && !a.Is(recycle.Collector) {
		return &recycle.Error{Kind: recycle.Forbidden, Code: "pickup.only_corrects"}
	}
	var (
		totals  recycle.Totals
		entries []recycle.Entry
	)
	if p.Replaces != "" {
		old, counted, err := s.supersede(ctx, p, a)
		if err != nil {
			return err
		}
		if counted {
			totals = old.Totals().Negative()
		}
		entries = append(entries, entry(old, a, "pickup.supersede", p.ReceivedAt, p.ID))
		logged = entry(p, a, logged.Action, logged.At, "") // it has its collector from the old one
	}
	if err := s.Store.InsertPickup(ctx, p); err != nil {
		return err
	}
	if p.State.Counts() {
		totals = totals.Plus(p.Totals())
	}
	if err := s.Store.AddTotals(ctx, totals); err != nil {
		return err
	}
	for _, e := range append(entries, logged) {
		if err := s.Store.AppendAudit(ctx, e); err != nil {
			return err
		}
	}
	return nil
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
