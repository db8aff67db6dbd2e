package store_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liangwang/geo"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// received is the n-th pickup of org as the feature hands it over: stamped, judged, accepted. edit changes what was entered.
func received(n int, org recycle.OrgID, edit func(p *recycle.Pickup)) recycle.Pickup {
	p := testkit.Pickup(n)
	p.OrgID = org
	if edit != nil {
		edit(&p)
	}
	state := p.State
	p.Receive(testkit.Actor(org, recycle.Collector), testkit.At())
	if p.State = recycle.Accepted; state != "" {
		p.State = state
	}
	return p
}

// keep stores pickups with what they add to the totals.
func keep(t testing.TB, s testkit.Store, pickups ...recycle.Pickup) {
	t.Helper()
	for i := range pickups {
		p := &pickups[i]
		err := s.InTx(testkit.As(t, p.OrgID, recycle.Collector), func(ctx context.Context) error {
			if err := s.InsertPickup(ctx, p); err != nil || !p.State.Counts() {
				return err
			}
			return s.AddTotals(ctx, p.Totals())
		})
		must(t, err)
	}
}

const hashA, hashB = "a3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "b3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// full has something in every field that a pickup can have.
func full(n int, org recycle.OrgID) recycle.Pickup {
	p := received(n, org, func(p *recycle.Pickup) {
		p.Where.RawDatum, p.Where.RawLon, p.Where.RawLat = geo.GCJ02, sql.Null[float64]{V: 116.606, Valid: true}, sql.Null[float64]{V: 35.401, Valid: true}
		p.Note, p.SellerKind, p.VehicleOrgID, p.VehicleID = "门口 ✓ 'a'", "COMPANY", testkit.Theirs, testkit.ID[recycle.VehicleID](1)
		p.Replaces, p.DeviceID, p.Seq = testkit.ID[recycle.PickupID](77), testkit.ID[recycle.DeviceID](2), 1<<53
		p.SentAt, p.SkewMS, p.App = testkit.At()-7, -1234, "1.0"
		p.Lines = []recycle.Line{
			{Category: "paper.occ", Method: recycle.Scale, Grams: recycle.MaxGrams, Unit: recycle.Jin, Typed: "200000", UnitPrice: recycle.MaxPrice, PriceUnit: recycle.Kilogram, Amount: 10_000_000_000_000},
			{Category: "weee.fridge", Method: recycle.Count, Pieces: 2},
			{Category: "paper.occ", Method: recycle.Estimate, Grams: 1},
		}
		p.Photos = []recycle.PhotoHash{hashB, hashA}
		p.Papers = []recycle.Paper{{Kind: "b", Number: "1"}, {Kind: "a", Photo: hashA}}
		p.State = recycle.NeedsFix
	})
	p.Fix, p.StateReason, p.StateBy, p.StateAt, p.ReplacedBy, p.DuplicateOf = `[{"line":0}]`, "为什么", p.CollectorID, testkit.At()-1, testkit.ID[recycle.PickupID](78), testkit.ID[recycle.PickupID](79)
	p.Flags = []recycle.Flag{{OrgID: org, PickupID: p.ID, Code: "clock_skew", Amount: -1234, Rules: "1"}, {OrgID: org, PickupID: p.ID, Code: "far_from_site", Amount: 91, Rules: "1"}}
	return p
}

// A pickup comes back as it was put in, with all its parts in their order, from both databases.
func TestPickups_roundTrip(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		bare := received(2, testkit.Ours, func(p *recycle.Pickup) { p.Where = recycle.Fix{} })
		for _, p := range []recycle.Pickup{full(1, testkit.Ours), full(1, testkit.Theirs), bare} {
			keep(t, s, p)
			got, err := s.Pickup(testkit.As(t, p.OrgID, recycle.Dispatcher), p.ID)
			if diff := cmp.Diff(p, got); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
			_ = s.InTx(testkit.As(t, p.OrgID, recycle.Dispatcher), func(ctx context.Context) error {
				hash, found, err := s.PickupHash(ctx, p.OrgID, p.ID)
				if string(hash) != string(p.ContentHash) || !found || err != nil {
					t.Errorf("hash %x, %v, %v", hash, found, err)
				}
				if _, found, err = s.PickupHash(ctx, p.OrgID, "x"); found || err != nil {
					t.Errorf("the hash of none: %v, %v", found, err)
				}
				return nil
			})
		}
	})
}

// What changes of a pickup changes once: from the state that the caller saw, in the organisation of the caller.
func TestPickups_SetPickupStanding(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, received(1, testkit.Ours, nil), received(1, testkit.Theirs, nil), received(2, testkit.Ours, nil))
		p := received(1, testkit.Ours, func(p *recycle.Pickup) { p.Note = "not a standing" })
		p.Standing = recycle.Standing{State: recycle.Voided, StateReason: "r", StateBy: p.CollectorID, StateAt: 5}
		set := func(from recycle.PickupState) error {
			return s.InTx(ours(t), func(ctx context.Context) error { return s.SetPickupStanding(ctx, &p, from) })
		}
		if err := set(recycle.NeedsFix); recycle.CodeOf(err) != "pickup.state" {
			t.Error("from another state:", err)
		}
		must(t, set(recycle.Accepted))
		if err := set(recycle.Accepted); recycle.CodeOf(err) != "pickup.state" {
			t.Error("twice:", err)
		}
		got, err := s.Pickup(ours(t), p.ID)
		if err != nil || got.Standing != p.Standing || got.Note != "" {
			t.Errorf("%+v %q, %v", got.Standing, got.Note, err)
		}
		for _, other := range []struct {
			ctx context.Context
			id  recycle.PickupID
		}{{theirs(t), p.ID}, {ours(t), testkit.ID[recycle.PickupID](2)}} {
			if got, err := s.Pickup(other.ctx, other.id); err != nil || got.State != recycle.Accepted {
				t.Errorf("another one changed too: %+v, %v", got.Standing, err)
			}
		}
	})
}

// What a rule of the database forbids is told in the domain's words, and nothing of it is stored.
func TestPickups_refused(t *testing.T) {
	tests := []struct {
		name  string
		write func(ctx context.Context, s testkit.Store) error
		kind  recycle.Kind
		code  string
	}{
		{"a pickup twice", func(ctx context.Context, s testkit.Store) error {
			p := received(1, testkit.Ours, nil)
			return s.InsertPickup(ctx, &p)
		}, recycle.Conflict, "pickup.conflict"},
		{"less than nothing", func(ctx context.Context, s testkit.Store) error {
			p := received(9, testkit.Ours, func(p *recycle.Pickup) { p.Lines[0].Grams = -1 })
			return s.InsertPickup(ctx, &p)
		}, recycle.Internal, ""},
		{"a paper twice", func(ctx context.Context, s testkit.Store) error {
			d := recycle.Paper{OrgID: testkit.Ours, PickupID: testkit.Pickup(1).ID, Kind: "a"}
			if err := s.InsertPaper(ctx, &d); err != nil {
				return err
			}
			return s.InsertPaper(ctx, &d)
		}, recycle.Conflict, "paper.conflict"},
		{"a paper of nothing", func(ctx context.Context, s testkit.Store) error {
			return s.InsertPaper(ctx, &recycle.Paper{OrgID: testkit.Ours, PickupID: "none"})
		}, recycle.Internal, ""},
		{"a vehicle's number twice", func(ctx context.Context, s testkit.Store) error {
			if err := s.InsertVehicle(ctx, &recycle.Vehicle{OrgID: testkit.Ours, ID: "1", VehicleFacts: recycle.VehicleFacts{Number: "1"}}); err != nil {
				return err
			}
			return s.InsertVehicle(ctx, &recycle.Vehicle{OrgID: testkit.Ours, ID: "2", VehicleFacts: recycle.VehicleFacts{Number: "1"}})
		}, recycle.Conflict, "vehicle.conflict"},
		{"a phone twice", func(ctx context.Context, s testkit.Store) error {
			p, err := s.Person(ctx, testkit.Actor(testkit.Ours, recycle.Collector).PersonID)
			if err != nil {
				return err
			}
			p.ID = testkit.ID[recycle.PersonID](1)
			return s.InsertPerson(ctx, &p)
		}, recycle.Conflict, "person.conflict"},
		{"a second zone", func(ctx context.Context, s testkit.Store) error {
			return s.InsertOrg(ctx, &recycle.Org{ID: testkit.ID[recycle.OrgID](1), Kind: recycle.Government, Name: "b", Zone: true})
		}, recycle.Conflict, "org.conflict"},
		{"a ticket twice", func(ctx context.Context, s testkit.Store) error {
			k := testkit.Ticket(1)
			k.Receive(testkit.Actor(testkit.Ours, recycle.YardOperator), testkit.At())
			if err := s.InsertTicket(ctx, &k); err != nil {
				return err
			}
			return s.InsertTicket(ctx, &k)
		}, recycle.Conflict, "ticket.conflict"},
		{"a member of nowhere", func(ctx context.Context, s testkit.Store) error {
			return s.InsertMember(ctx, recycle.Member{PersonID: "x", OrgID: "y", Role: "z", ValidFrom: testkit.Since, ValidTo: recycle.LastDay})
		}, recycle.Internal, ""},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, received(1, testkit.Ours, nil))
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				err := s.InTx(ours(t), func(ctx context.Context) error { return tt.write(ctx, s) })
				if err == nil || recycle.KindOf(err) != tt.kind || recycle.CodeOf(err) != tt.code {
					t.Errorf("%v, want %q", err, tt.code)
				}
				if lines := count(t, s, "SELECT count(*) FROM pickup_lines"); lines != 1 {
					t.Errorf("%d lines are left", lines)
				}
			})
		}
		s.CheckBooks(t)
	})
}

// The parts of a page of pickups are read by kind, not by pickup: four kinds, and once who entered the corrections among them.
func TestPickups_queries(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		for n := range 60 {
			keep(t, s, full(n, testkit.Ours))
		}
		queries, err := s.CountQueries()
		must(t, err)
		asked := map[int]int64{}
		for _, limit := range []int{1, 10, 60} {
			queries.Store(0)
			f := recycle.PickupFilter{Limit: limit, Category: "paper.occ", AnyOf: &recycle.PickupAnyOf{SiteIDs: []recycle.SiteID{testkit.OurSite}}}
			list, err := s.ListPickups(ours(t), f)
			if err != nil || len(list) != limit || len(list[limit-1].Lines) != 3 || len(list[limit-1].Photos) != 2 {
				t.Fatal(len(list), err)
			}
			if _, err := s.PickupSums(ours(t), f); err != nil {
				t.Fatal(err)
			}
			asked[limit] = queries.Load()
		}
		if asked[1] == 0 || asked[1] != asked[60] || asked[60] != 7 {
			t.Errorf("queries by size of the page: %v", asked)
		}
	})
}

func ids(list []recycle.Pickup) string {
	var found []string
	for _, p := range list {
		found = append(found, strings.TrimLeft(string(p.ID[24:]), "0"))
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}
