package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// weighed is the n-th ticket as org's operator weighed it.
func weighed(n int, org recycle.OrgID, edit func(k *recycle.Ticket)) recycle.Ticket {
	k := testkit.Ticket(n)
	if edit != nil {
		edit(&k)
	}
	k.Receive(testkit.Actor(org, recycle.YardOperator), testkit.At())
	return k
}

// keepTickets stores tickets with what they add to the totals of whoever delivered.
func keepTickets(t testing.TB, s testkit.Store, tickets ...recycle.Ticket) {
	t.Helper()
	for i := range tickets {
		k := &tickets[i]
		must(t, s.InTx(testkit.As(t, k.OrgID, recycle.YardOperator), func(ctx context.Context) error {
			if err := s.InsertTicket(ctx, k); err != nil || k.State != recycle.TicketStored {
				return err
			}
			return s.AddTotals(ctx, k.Totals())
		}))
	}
}

// Who weighed and who delivered read a ticket, nobody else.
func TestTickets(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		k := weighed(1, testkit.Yard, func(k *recycle.Ticket) {
			k.SiteID, k.VehicleOrgID, k.VehicleID, k.Note, k.Replaces, k.Pieces = testkit.OurSite, testkit.Ours, testkit.ID[recycle.VehicleID](1), "湿", testkit.ID[recycle.TicketID](9), 3
		})
		k.StateReason, k.StateBy, k.StateAt, k.ReplacedBy = "r", "x", 4, testkit.ID[recycle.TicketID](8)
		keepTickets(t, s, k)
		for name, tt := range map[string]struct {
			org       recycle.OrgID
			found, of recycle.Kind // Internal: no error
		}{
			"who weighed":    {testkit.Yard, recycle.Internal, recycle.Internal},
			"who delivered":  {testkit.Ours, recycle.Internal, recycle.NotFound},
			"somebody else":  {testkit.Theirs, recycle.NotFound, recycle.NotFound},
			"the government": {testkit.Zone, recycle.NotFound, recycle.NotFound},
		} {
			ctx := testkit.As(t, tt.org, recycle.YardOperator)
			got, err := s.Ticket(ctx, k.ID)
			if recycle.KindOf(err) != tt.found || err == nil && cmp.Diff(k, got) != "" {
				t.Errorf("%s: %v %s", name, err, cmp.Diff(k, got))
			}
			if _, err := s.OwnTicket(ctx, k.ID); recycle.KindOf(err) != tt.of {
				t.Errorf("%s, as its own: %v", name, err)
			}
		}
		if _, err := s.Ticket(t.Context(), k.ID); recycle.KindOf(err) != recycle.Unauthenticated {
			t.Error("nobody:", err)
		}

		k.State, k.StateReason, k.Note = recycle.TicketVoided, "wrong", "not a state"
		set := func(org recycle.OrgID, from recycle.TicketState) error {
			return s.InTx(testkit.As(t, org, recycle.YardOperator), func(ctx context.Context) error { return s.SetTicketState(ctx, &k, from) })
		}
		if err := set(testkit.Ours, recycle.TicketStored); err == nil {
			t.Error("who delivered voids it")
		}
		must(t, set(testkit.Yard, recycle.TicketStored))
		if err := set(testkit.Yard, recycle.TicketStored); recycle.CodeOf(err) != "ticket.state" {
			t.Error("twice:", err)
		}
		if got, err := s.OwnTicket(testkit.As(t, testkit.Yard, recycle.YardOperator), k.ID); err != nil || got.State != recycle.TicketVoided || got.Note != "湿" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
