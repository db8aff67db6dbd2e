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
			got, err := s.Ticket(ctx, "", k.ID)
			if recycle.KindOf(err) != tt.found || err == nil && cmp.Diff(k, got) != "" {
				t.Errorf("%s: %v %s", name, err, cmp.Diff(k, got))
			}
			if _, err := s.OwnTicket(ctx, k.ID); recycle.KindOf(err) != tt.of {
				t.Errorf("%s, as its own: %v", name, err)
			}
		}
		if _, err := s.Ticket(t.Context(), "", k.ID); recycle.KindOf(err) != recycle.Unauthenticated {
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

// Of tickets with one id the reader's own comes first; whose it is tells the others apart, and lets nobody read more.
func TestTickets_weigher(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		by := func(org recycle.OrgID, net recycle.Grams, later recycle.Instant) recycle.Ticket {
			k := weighed(1, org, func(k *recycle.Ticket) { k.Gross, k.Tare, k.Net = 0, 0, net })
			k.ReceivedAt += later
			return k
		}
		keepTickets(t, s, by(testkit.Yard, 1_000, 0), by(testkit.Theirs, 2_000, 5))
		at := func(what string, reader, weigher recycle.OrgID, want recycle.Grams) {
			t.Helper()
			k, err := s.Ticket(testkit.As(t, reader, recycle.CompanyOperator), weigher, testkit.ID[recycle.TicketID](1))
			if k.Net != want || (want == 0) != (recycle.KindOf(err) == recycle.NotFound) {
				t.Errorf("%s: %d g, %v", what, k.Net, err)
			}
		}
		at("nobody's: the last received", testkit.Ours, "", 2_000)
		at("the yard's", testkit.Ours, testkit.Yard, 1_000)
		at("theirs", testkit.Ours, testkit.Theirs, 2_000)
		at("our own, of which there is none", testkit.Ours, testkit.Ours, 0)
		at("theirs, for the yard", testkit.Yard, testkit.Theirs, 0)
		at("the yard's, for them", testkit.Theirs, testkit.Yard, 0)
		at("the yard's, for somebody else", testkit.Zone, testkit.Yard, 0)
		other := func(org recycle.OrgID, later recycle.Instant) recycle.Ticket { // the other way round: the time decides, not the organisation
			k := weighed(2, org, nil)
			k.ReceivedAt += later
			return k
		}
		keepTickets(t, s, other(testkit.Yard, 5), other(testkit.Theirs, 0))
		if k, err := s.Ticket(testkit.As(t, testkit.Ours, recycle.CompanyOperator), "", testkit.ID[recycle.TicketID](2)); k.OrgID != testkit.Yard {
			t.Errorf("the last received is %s's, %v", k.OrgID, err)
		}
		keepTickets(t, s, by(testkit.Ours, 3_000, -5))
		at("our own first", testkit.Ours, "", 3_000)
		at("the yard's all the same", testkit.Ours, testkit.Yard, 1_000)
	})
}

// A number is used by a ticket that counts, of the same organisation, station, scale and day.
func TestTickets_TicketNumbered(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		first := weighed(1, testkit.Yard, func(k *recycle.Ticket) { k.Number, k.SiteID = "Aa-07", testkit.OurSite })
		voided := weighed(2, testkit.Yard, func(k *recycle.Ticket) { k.Number, k.SiteID = "Aa-08", testkit.OurSite })
		voided.State = recycle.TicketVoided
		wide := weighed(4, testkit.Yard, func(k *recycle.Ticket) { k.Number, k.SiteID = "Ａ－12", testkit.OurSite })
		keepTickets(t, s, first, wide, voided, weighed(3, testkit.Ours, func(k *recycle.Ticket) { k.Number, k.SiteID = "Aa-09", testkit.OurSite }))
		for name, tt := range map[string]struct {
			edit func(k *recycle.Ticket)
			want recycle.TicketID
		}{
			"the same":                  {func(*recycle.Ticket) {}, first.ID},
			"in another case, blanks":   {func(k *recycle.Ticket) { k.Number = " aA-07 " }, first.ID},
			"full-width letters":        {func(k *recycle.Ticket) { k.Number = "Ａ－12" }, wide.ID},
			"itself":                    {func(k *recycle.Ticket) { k.ID = first.ID }, ""},
			"its correction":            {func(k *recycle.Ticket) { k.Replaces = first.ID }, ""},
			"another number":            {func(k *recycle.Ticket) { k.Number = "Aa-7" }, ""},
			"another scale":             {func(k *recycle.Ticket) { k.ScaleNo = "2" }, ""},
			"another station":           {func(k *recycle.Ticket) { k.SiteID = "" }, ""},
			"another day":               {func(k *recycle.Ticket) { k.Day = k.Day.Add(1) }, ""},
			"of one that is void":       {func(k *recycle.Ticket) { k.Number = "Aa-08" }, ""},
			"of another organisation's": {func(k *recycle.Ticket) { k.Number = "Aa-09" }, ""},
		} {
			k := weighed(10, testkit.Yard, func(k *recycle.Ticket) { k.Number, k.SiteID = "Aa-07", testkit.OurSite })
			tt.edit(&k)
			if got, err := s.TicketNumbered(testkit.As(t, testkit.Yard, recycle.YardOperator), &k, recycle.TicketStored); err != nil || got != tt.want {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
	})
}

// The vehicle on the scale is one's own, by its reference or else by its plate; nobody else's, whoever delivers.
func TestTickets_VehicleWeighed(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		const plate = "鲁H0A001"
		for n, org := range []recycle.OrgID{testkit.Ours, testkit.Theirs} {
			v := recycle.Vehicle{OrgID: org, ID: testkit.ID[recycle.VehicleID](n), VehicleFacts: recycle.VehicleFacts{Number: "1", Plate: []string{plate, "鲁H0A002"}[n], Type: "VAN",
				Use: "NON_OPERATING", Energy: "BEV", Emission: "NONE", GrossKg: int64(4_000 + n), TareKg: 2_000}}
			must(t, s.InTx(testkit.As(t, org, recycle.CompanyOperator), func(ctx context.Context) error { return s.InsertVehicle(ctx, &v) }))
		}
		for name, tt := range map[string]struct {
			facts recycle.TicketFacts
			want  int64
		}{
			"by plate, as read":      {recycle.TicketFacts{DeliveredOrgID: testkit.Ours, Plate: "鲁h·0a001"}, 4_000},
			"whoever delivers":       {recycle.TicketFacts{DeliveredOrgID: testkit.Theirs, Plate: plate}, 4_000},
			"by reference":           {recycle.TicketFacts{DeliveredOrgID: testkit.Ours, VehicleOrgID: testkit.Ours, VehicleID: testkit.ID[recycle.VehicleID](0)}, 4_000},
			"another's by reference": {recycle.TicketFacts{DeliveredOrgID: testkit.Theirs, VehicleOrgID: testkit.Theirs, VehicleID: testkit.ID[recycle.VehicleID](1)}, 0},
			"another's by plate":     {recycle.TicketFacts{DeliveredOrgID: testkit.Theirs, Plate: "鲁H0A002"}, 0},
			"no plate":               {recycle.TicketFacts{DeliveredOrgID: testkit.Ours, Plate: "三轮"}, 0},
			"nothing":                {recycle.TicketFacts{DeliveredOrgID: testkit.Ours}, 0},
		} {
			v, err := s.VehicleWeighed(testkit.As(t, testkit.Ours, recycle.YardOperator), &recycle.Ticket{TicketFacts: tt.facts})
			if v.GrossKg != tt.want || (tt.want == 0) != (recycle.KindOf(err) == recycle.NotFound) || v.OwnerName != "" {
				t.Errorf("%s: %+v, %v", name, v, err)
			}
		}
	})
}
