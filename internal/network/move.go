package network

import (
	"cmp"
	"context"

	"liangwang/internal/recycle"
)

// Move moves a site to another state from a day on (step.From, empty: today), by the table of WORKFLOWS §3.4. A move that the table
// lacks is a Conflict, one that it does not give to the actor Forbidden, a missing reason, evidence or position Invalid. A site
// whose facts change again on a later day is a Conflict too: that version would bring the old state back.
func (s *Service) Move(ctx context.Context, id recycle.SiteID, step recycle.SiteStep) (recycle.SiteDetail, error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.SiteDetail{}, err
	}
	step.From = cmp.Or(step.From, s.today())
	if _, err := recycle.ParseDay(string(step.From)); err != nil {
		return recycle.SiteDetail{}, invalid("from", "date")
	}
	if step.Position != nil {
		if _, ok := step.Position.Point(); !ok {
			return recycle.SiteDetail{}, invalid("position", "required")
		}
		keepRaw(step.Position)
	}
	if err := s.seen(ctx, id); err != nil {
		return recycle.SiteDetail{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Store.TakeRegister(ctx); err != nil {
			return err
		}
		return s.move(ctx, id, step, a)
	})
	if err != nil {
		return recycle.SiteDetail{}, err
	}
	return s.Detail(ctx, id)
}

func (s *Service) move(ctx context.Context, id recycle.SiteID, step recycle.SiteStep, a recycle.Actor) error {
	versions, err := s.Store.SiteVersions(ctx, id)
	if err != nil {
		return err
	}
	if len(versions) == 0 {
		return errNotFound
	}
	today := holding(versions, s.today())
	if !today.SeenBy(a) {
		return errNotFound
	}
	old := holding(versions, step.From)
	facts, err := old.SiteFacts.Move(step, a)
	if err != nil {
		return err
	}
	switch {
	case old.ValidFrom > step.From:
		return invalid("from", "range")
	case old.ValidTo != recycle.LastDay:
		return &recycle.Error{Kind: recycle.Conflict, Code: "site.later_version"}
	}
	return s.write(ctx, recycle.SitePut{ID: id, Facts: facts, From: step.From, Reason: step.Reason, Evidence: step.Evidence}, a, old.State, "site.move")
}

func invalid(path, code string) error {
	return &recycle.Error{Kind: recycle.Invalid, Code: "site.invalid", Fields: []recycle.Field{{Path: path, Code: code}}}
}
