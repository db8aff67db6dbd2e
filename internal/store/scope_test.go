package store_test

import (
	"context"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// What an organisation keeps is its own to read and to write; the register everybody's who is signed in.
func TestScope(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		p := received(1, testkit.Ours, nil)
		insert := func(ctx context.Context) error { return s.InsertPickup(ctx, &p) }
		for name, ctx := range map[string]context.Context{"theirs": theirs(t), "nobody": t.Context()} {
			if err := s.InTx(ctx, insert); err == nil {
				t.Errorf("%s wrote our pickup", name)
			}
		}
		must(t, s.InTx(ours(t), insert))
		if err := s.InTx(ours(t), insert); recycle.KindOf(err) != recycle.Conflict || recycle.CodeOf(err) != "pickup.conflict" {
			t.Error("inserted twice:", err)
		}
		for name, tt := range map[string]struct {
			ctx          context.Context
			site, pickup recycle.Kind // Internal: no error
		}{
			"ours":   {ours(t), recycle.Internal, recycle.Internal},
			"theirs": {theirs(t), recycle.Internal, recycle.NotFound},
			"nobody": {t.Context(), recycle.Unauthenticated, recycle.Unauthenticated},
		} {
			site, err := s.Site(tt.ctx, testkit.OurSite)
			if recycle.KindOf(err) != tt.site || (err == nil) != (site.CreatedByOrg == testkit.Ours) {
				t.Errorf("%s: site %+v, %v", name, site, err)
			}
			p, err := s.Pickup(tt.ctx, p.ID)
			if recycle.KindOf(err) != tt.pickup || (err == nil) != (p.SiteID == testkit.OurSite) {
				t.Errorf("%s: pickup %+v, %v", name, p, err)
			}
		}
	})
}

// Every method that writes a record refuses one of another organisation, and one of none.
func TestScope_writes(t *testing.T) {
	s := testkit.NewStore(t)
	for _, org := range []recycle.OrgID{testkit.Theirs, ""} {
		p, ticket := testkit.Pickup(1), testkit.Ticket(1)
		p.OrgID, ticket.OrgID = org, org
		for name, write := range map[string]func(ctx context.Context) error{
			"pickup":   func(ctx context.Context) error { return s.InsertPickup(ctx, &p) },
			"hash":     func(ctx context.Context) error { _, _, err := s.PickupHash(ctx, org, p.ID); return err },
			"standing": func(ctx context.Context) error { return s.SetPickupStanding(ctx, &p, recycle.Accepted) },
			"paper":    func(ctx context.Context) error { return s.InsertPaper(ctx, &recycle.Paper{OrgID: org, PickupID: p.ID}) },
			"ticket":   func(ctx context.Context) error { return s.InsertTicket(ctx, &ticket) },
			"state":    func(ctx context.Context) error { return s.SetTicketState(ctx, &ticket, recycle.TicketStored) },
			"photo":    func(ctx context.Context) error { return s.KeepPhoto(ctx, &recycle.Photo{OrgID: org, Hash: "1"}) },
			"vehicle":  func(ctx context.Context) error { return s.InsertVehicle(ctx, &recycle.Vehicle{OrgID: org, ID: "1"}) },
			"vehicles": func(ctx context.Context) error {
				return s.InsertVehicles(ctx, []recycle.Vehicle{{OrgID: org, ID: "1"}})
			},
			"update": func(ctx context.Context) error { return s.UpdateVehicle(ctx, &recycle.Vehicle{OrgID: org, ID: "1"}) },
			"import": func(ctx context.Context) error { return s.InsertImport(ctx, &recycle.Import{OrgID: org, ID: "1"}) },
			"entry":  func(ctx context.Context) error { return s.AppendAudit(ctx, recycle.Entry{OrgID: org}) },
			"collected": func(ctx context.Context) error {
				return s.AddTotals(ctx, recycle.Totals{ByMethod: []recycle.MethodTotal{{OrgID: org, Flow: recycle.Collected}}})
			},
			"collected by site": func(ctx context.Context) error {
				return s.AddTotals(ctx, recycle.Totals{BySite: []recycle.SiteTotal{{OrgID: org, Flow: recycle.Collected}}})
			},
		} {
			if err := s.InTx(ours(t), write); err == nil {
				t.Errorf("%s of %q was written by Ours", name, org)
			}
		}
	}
	s.CheckBooks(t)
}
