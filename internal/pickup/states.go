package pickup

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"liangwang/internal/recycle"
)

// Moves is the table of WORKFLOWS §3.2 as far as it goes without reconciliation: the states that a pickup can go to. A move that
// is not in it is refused.
var Moves = map[recycle.PickupState][]recycle.PickupState{
	recycle.NeedsFix:  {recycle.Accepted, recycle.Voided, recycle.Superseded},
	recycle.Accepted:  {recycle.Voided, recycle.Superseded, recycle.Duplicate},
	recycle.Duplicate: {recycle.Accepted},
}

// replaced returns the pickup that p corrects. Author and company operator may; the new version keeps the old one's collector.
func (s *Service) replaced(ctx context.Context, p *recycle.Pickup, a recycle.Actor) (*recycle.Pickup, error) {
	old, err := s.Store.Pickup(ctx, p.Replaces)
	unseen := err == nil && old.CollectorID != a.PersonID && !a.Is(recycle.CompanyOperator)
	if err != nil && recycle.KindOf(err) == recycle.NotFound || unseen {
		return nil, &recycle.Error{Kind: recycle.Invalid, Code: "pickup.invalid", Fields: []recycle.Field{{Path: "replaces", Code: "unknown"}}}
	}
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Moves[old.State], recycle.Superseded) {
		return nil, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.state"}
	}
	p.CollectorID, p.Correctors = old.CollectorID, append(slices.Clone(old.Correctors), a.PersonID)
	return &old, nil
}

// supersede ends the pickup that by corrects, and reports whether it counted.
func (s *Service) supersede(ctx context.Context, by *recycle.Pickup, a recycle.Actor) (old *recycle.Pickup, counted bool, err error) {
	if old, err = s.replaced(ctx, by, a); err != nil {
		return nil, false, err
	}
	before := old.State
	old.State, old.Fix, old.ReplacedBy, old.StateBy, old.StateAt = recycle.Superseded, "", by.ID, a.PersonID, by.ReceivedAt
	return old, before.Counts(), s.Store.SetPickupStanding(ctx, old, before)
}

// change moves a stored pickup by edit, which returns false when there is nothing to do; totals and audit follow.
func (s *Service) change(ctx context.Context, id recycle.PickupID, action string, edit func(ctx context.Context, p *recycle.Pickup, a recycle.Actor) (bool, error)) (recycle.Pickup, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.Pickup{}, err
	}
	var p recycle.Pickup
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if p, err = s.Find(ctx, id); err != nil {
			return err
		}
		before := p.State
		changed, err := edit(ctx, &p, actor)
		if err != nil || !changed {
			return err
		}
		if p.State != before && !slices.Contains(Moves[before], p.State) {
			return &recycle.Error{Kind: recycle.Conflict, Code: "pickup.state"}
		}
		p.StateBy, p.StateAt = actor.PersonID, s.now()
		if err := s.Store.SetPickupStanding(ctx, &p, before); err != nil {
			return err
		}
		switch counts := p.State.Counts(); {
		case counts && !before.Counts():
			err = s.Store.AddTotals(ctx, p.Totals())
		case !counts && before.Counts():
			err = s.Store.AddTotals(ctx, p.Totals().Negative())
		}
		if err != nil {
			return err
		}
		return s.Store.AppendAudit(ctx, entry(&p, actor, action, p.StateAt, p.DuplicateOf))
	})
	return p, err
}

// Void takes a pickup back: its author at any time, the company operator with a reason. Voiding twice is harmless.
func (s *Service) Void(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error) {
	return s.change(ctx, id, "pickup.void", func(ctx context.Context, p *recycle.Pickup, a recycle.Actor) (bool, error) {
		switch {
		case p.CollectorID != a.PersonID && !a.Is(recycle.CompanyOperator):
			return false, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
		case p.State == recycle.Voided:
			return false, nil
		}
		if err := words(reason); err != nil {
			return false, err
		}
		if copies, err := s.Store.Copies(ctx, p.ID); err != nil || copies > 0 {
			return false, cmp.Or(err, error(&recycle.Error{Kind: recycle.Conflict, Code: "pickup.has_copies"})) // or the hand-over would count nowhere
		}
		p.State, p.StateReason, p.Fix = recycle.Voided, reason, ""
		return true, nil
	})
}

// AddPaper adds a paper that a gate asks for, by the author or the company operator, and judges the pickup anew. The same paper
// twice is harmless.
func (s *Service) AddPaper(ctx context.Context, id recycle.PickupID, paper recycle.Paper) (recycle.Pickup, error) {
	for try := 0; ; try++ {
		p, err := s.addPaper(ctx, id, paper)
		if e, ok := errors.AsType[*recycle.Error](err); try < 5 && ok && (e.Code == "paper.conflict" || e.Code == "pickup.state" && p.State == recycle.NeedsFix) {
			continue // another paper came at the same moment and took the place
		}
		return p, err
	}
}

func (s *Service) addPaper(ctx context.Context, id recycle.PickupID, paper recycle.Paper) (recycle.Pickup, error) {
	return s.change(ctx, id, "pickup.paper", func(ctx context.Context, p *recycle.Pickup, a recycle.Actor) (bool, error) {
		if p.CollectorID != a.PersonID && !a.Is(recycle.CompanyOperator) {
			return false, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
		}
		if slices.ContainsFunc(p.Papers, func(q recycle.Paper) bool {
			return q.Kind == paper.Kind && q.Number == paper.Number && q.Photo == paper.Photo && q.SellerID == paper.SellerID
		}) {
			return false, nil
		}
		if p.State != recycle.NeedsFix {
			return false, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.state"}
		}
		paper.OrgID, paper.PickupID, paper.N, paper.AddedBy, paper.AddedAt = p.OrgID, p.ID, len(p.Papers), a.PersonID, s.now()
		p.Papers = append(p.Papers, paper)
		if err := p.Validate(); err != nil {
			return false, err
		}
		if err := s.Store.InsertPaper(ctx, &paper); err != nil {
			return false, err
		}
		missing, err := s.missing(ctx, p)
		if err != nil {
			return false, err
		}
		for _, m := range p.Missing() { // a paper mends no membership
			if m.Code == NotMember {
				missing = append(missing, m)
			}
		}
		p.State, p.Fix = standing(missing)
		return true, nil
	})
}

// Accept takes a pickup although a rule says no, by the company operator, with a reason, where every rule that it breaks allows
// that and has all that it asks for but words.
func (s *Service) Accept(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error) {
	return s.change(ctx, id, "pickup.accept", func(_ context.Context, p *recycle.Pickup, a recycle.Actor) (bool, error) {
		if !a.Is(recycle.CompanyOperator) {
			return false, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
		}
		if p.State != recycle.NeedsFix {
			return false, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.state"}
		}
		for _, m := range p.Missing() {
			if m.Override.Code != recycle.OverrideOpen || !slices.Equal(m.Override.Needs, []string{recycle.NeedWords}) {
				return false, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.no_override"}
			}
		}
		if err := words(reason); err != nil {
			return false, err
		}
		p.State, p.StateReason, p.Fix = recycle.Accepted, reason, ""
		return true, nil
	})
}

// MarkDuplicate says that a pickup is the same hand-over as another one, by the company operator.
func (s *Service) MarkDuplicate(ctx context.Context, id, of recycle.PickupID) (recycle.Pickup, error) {
	return s.change(ctx, id, "pickup.duplicate", func(ctx context.Context, p *recycle.Pickup, a recycle.Actor) (bool, error) {
		if !a.Is(recycle.CompanyOperator) {
			return false, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
		}
		other, err := s.Store.Pickup(ctx, of)
		if err != nil && recycle.KindOf(err) != recycle.NotFound {
			return false, err
		}
		if err != nil || of == id || !other.State.Counts() {
			return false, &recycle.Error{Kind: recycle.Invalid, Code: "pickup.invalid", Fields: []recycle.Field{{Path: "of", Code: "unknown"}}}
		}
		if p.State == recycle.Duplicate && p.DuplicateOf == of {
			return false, nil
		}
		// Take the other one too: two that are marked as copies of each other at once would both count nothing.
		if err := s.Store.SetPickupStanding(ctx, &other, other.State); err != nil {
			return false, err
		}
		p.State, p.DuplicateOf = recycle.Duplicate, of
		return true, nil
	})
}

// NotDuplicate says that a pickup is a hand-over of its own after all, by the company operator, with a reason that is remembered.
func (s *Service) NotDuplicate(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error) {
	return s.change(ctx, id, "pickup.not_duplicate", func(_ context.Context, p *recycle.Pickup, a recycle.Actor) (bool, error) {
		if !a.Is(recycle.CompanyOperator) {
			return false, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
		}
		if p.State != recycle.Duplicate {
			return false, &recycle.Error{Kind: recycle.Conflict, Code: "pickup.state"}
		}
		if err := words(reason); err != nil {
			return false, err
		}
		p.State, p.StateReason, p.DuplicateOf = recycle.Accepted, reason, ""
		return true, nil
	})
}

func words(reason string) error {
	var c recycle.Check
	c.That(reason != "", "reason", "required")
	c.That(recycle.IsText(reason, recycle.MaxNote), "reason", "text")
	return c.Err("pickup.invalid")
}
