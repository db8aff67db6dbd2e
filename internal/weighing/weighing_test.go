package weighing_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
	"liangwang/internal/weighing"
)

func service(s testkit.Store, now func() time.Time) *weighing.Service {
	return &weighing.Service{Store: s, Reads: s, Register: testkit.Lookup{Store: s}, Now: now}
}

// yard weighs, ours and theirs deliver.
func yard(t testing.TB) context.Context { return testkit.As(t, testkit.Yard, recycle.YardOperator) }
func ours(t testing.TB) context.Context { return testkit.As(t, testkit.Ours, recycle.CompanyOperator) }
func theirs(t testing.TB) context.Context {
	return testkit.As(t, testkit.Theirs, recycle.CompanyOperator)
}

// outcome is an error as a test writes it: "" or "code path:code …".
func outcome(err error) string {
	e, ok := errors.AsType[*recycle.Error](err)
	if !ok {
		return fmt.Sprint(err)
	}
	text := e.Code
	for _, f := range e.Fields {
		text += " " + f.Path + ":" + f.Code
	}
	return text
}

func recorded(t testing.TB, svc *weighing.Service, k recycle.Ticket) recycle.Ticket {
	t.Helper()
	stored, created, err := svc.Record(yard(t), k)
	if err != nil || !created {
		t.Fatal(created, err)
	}
	return stored
}

// received is what is booked on org, grams by category.
func received(t testing.TB, s testkit.Store, org recycle.OrgID) map[recycle.Category]recycle.Grams {
	t.Helper()
	rows, err := s.MethodTotals(testkit.As(t, org, recycle.CompanyOperator), recycle.FirstDay, recycle.LastDay)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[recycle.Category]recycle.Grams{}
	for _, r := range rows {
		sums[r.Category] += r.Grams
	}
	return sums
}

// What was received is booked on who delivered, and moves with corrections; what is voided counts nothing.
func TestService_Record(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		first := recorded(t, svc, testkit.Ticket(1))
		if first.State != recycle.TicketStored || first.Day != testkit.Today || first.OrgID != testkit.Yard {
			t.Errorf("%+v", first)
		}
		booked := func(what string, inOurs, inTheirs recycle.Grams) {
			t.Helper()
			if a, b, c := received(t, s, testkit.Ours)["paper.occ"], received(t, s, testkit.Theirs)["paper.occ"], received(t, s, testkit.Yard); a != inOurs || b != inTheirs || len(c) != 0 {
				t.Errorf("%s: ours %d, theirs %d, the yard %v", what, a, b, c)
			}
			s.CheckRecords(t)
		}
		booked("recorded", 12_400, 0)
		again, created, err := svc.Record(yard(t), testkit.Ticket(1))
		if err != nil || created || string(again.Hash()) != string(first.Hash()) {
			t.Errorf("repeat: %v, %v", created, err)
		}
		other := testkit.Ticket(1)
		other.Note = "other"
		if kept, created, err := svc.Record(yard(t), other); created || outcome(err) != "ticket.conflict" || kept.Note != "" {
			t.Errorf("other content: %v %q %+v", created, outcome(err), kept)
		}
		if _, created, err := svc.Record(testkit.As(t, testkit.Ours, recycle.YardOperator), other); err != nil || !created {
			t.Error("the yard's id is free for us:", created, err)
		}
		booked("our own", 24_800, 0)
		fix := testkit.Ticket(2)
		fix.Replaces, fix.DeliveredOrgID, fix.Gross, fix.Net = testkit.ID[recycle.TicketID](1), testkit.Theirs, 2_012_500, 12_500
		recorded(t, svc, fix)
		booked("corrected: theirs delivered it", 12_400, 12_500)
		old, err := svc.Find(yard(t), "", testkit.ID[recycle.TicketID](1))
		if err != nil || old.State != recycle.TicketSuperseded || old.ReplacedBy != fix.ID {
			t.Errorf("%+v, %v", old, err)
		}
		if voided, err := svc.Void(yard(t), fix.ID, "wrong"); err != nil || voided.State != recycle.TicketVoided || voided.StateReason != "wrong" {
			t.Errorf("%+v, %v", voided, err)
		}
		booked("voided", 12_400, 0)
		if again, err := svc.Void(yard(t), fix.ID, "other"); err != nil || again.StateReason != "wrong" {
			t.Errorf("voided twice: %+v, %v", again, err)
		}
	})
}

func TestService_Record_refused(t *testing.T) {
	tests := []struct {
		name string
		edit func(k *recycle.Ticket)
		want string
	}{
		{"gross less tare is not net", func(k *recycle.Ticket) { k.Net++ }, "ticket.invalid net:grossLessTare"},
		{"neither mass nor pieces", func(k *recycle.Ticket) { k.Gross, k.Tare, k.Net = 0, 0, 0 }, "ticket.invalid net:required"},
		{"below nothing", func(k *recycle.Ticket) { k.Gross, k.Tare, k.Net = 0, 0, -1 }, "ticket.invalid net:range net:required"},
		{"no kind", func(k *recycle.Ticket) { k.Kind = "" }, "ticket.invalid kind:oneOf"},
		{"unknown category and deliverer", func(k *recycle.Ticket) { k.Category, k.DeliveredOrgID = "gold", testkit.ID[recycle.OrgID](1) },
			"ticket.invalid category:oneOf deliveredOrgId:unknown"},
		{"unknown station", func(k *recycle.Ticket) { k.SiteID = testkit.ID[recycle.SiteID](1) }, "ticket.invalid siteId:unknown"},
		{"corrects nothing", func(k *recycle.Ticket) { k.Replaces = testkit.ID[recycle.TicketID](99) }, "ticket.invalid replaces:unknown"},
		{"corrects another's", func(k *recycle.Ticket) { k.Replaces = testkit.ID[recycle.TicketID](50) }, "ticket.invalid replaces:unknown"},
		{"corrects itself", func(k *recycle.Ticket) { k.Replaces = k.ID }, "ticket.invalid replaces:pattern"},
	}
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	if _, _, err := svc.Record(testkit.As(t, testkit.Ours, recycle.YardOperator), testkit.Ticket(50)); err != nil {
		t.Fatal(err)
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := testkit.Ticket(i)
			tt.edit(&k)
			if _, created, err := svc.Record(yard(t), k); created || outcome(err) != tt.want { // ASVS 2.2.3
				t.Errorf("%v %q, want %q", created, outcome(err), tt.want)
			}
			if _, err := s.OwnTicket(yard(t), k.ID); recycle.KindOf(err) != recycle.NotFound {
				t.Error("stored all the same:", err)
			}
		})
	}
	if _, _, err := svc.Record(t.Context(), testkit.Ticket(70)); recycle.KindOf(err) != recycle.Unauthenticated {
		t.Error("nobody:", err)
	}
	s.CheckRecords(t)
}

// Who delivered reads a ticket without the other side's people, alone and in the list; nobody else reads it; only who weighed
// changes it.
func TestService_counterparty(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		k := recorded(t, svc, testkit.Ticket(1))
		if _, err := svc.Void(yard(t), recorded(t, svc, testkit.Ticket(2)).ID, "wrong"); err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			ctx       context.Context
			delivered bool
			n         int
			people    bool
		}{
			"who weighed":                  {yard(t), false, 2, true},
			"who delivered":                {ours(t), true, 2, false},
			"what they weighed":            {ours(t), false, 0, false},
			"somebody else":                {theirs(t), true, 0, false},
			"the weigher's own deliveries": {yard(t), true, 0, false},
		} {
			list, sums, err := svc.List(tt.ctx, recycle.TicketFilter{Delivered: tt.delivered, Limit: 10})
			if err != nil || len(list) != tt.n || tt.n > 0 && (sums.Tickets != 1 || sums.OtherTickets != 1 || sums.Grams != 12_400) {
				t.Errorf("%s: %d listed, %+v, %v", name, len(list), sums, err)
			}
			for _, l := range list {
				if (l.OperatorID != "") != tt.people || l.State == recycle.TicketVoided && (l.StateBy != "") != tt.people {
					t.Errorf("%s sees %q %q", name, l.OperatorID, l.StateBy)
				}
			}
		}
		if got, err := svc.Find(ours(t), "", k.ID); err != nil || got.OperatorID != "" || got.Net != k.Net {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := svc.Find(theirs(t), testkit.Yard, k.ID); recycle.KindOf(err) != recycle.NotFound || got.Net != 0 {
			t.Errorf("%+v, %v", got, err)
		}
		for _, ctx := range []context.Context{ours(t), theirs(t)} {
			if _, err := svc.Void(ctx, k.ID, "not mine"); recycle.KindOf(err) != recycle.NotFound {
				t.Error("voided by another:", err)
			}
		}
		for reason, want := range map[string]string{"": "ticket.invalid reason:required", "a\x00": "ticket.invalid reason:text"} {
			if _, err := svc.Void(yard(t), k.ID, reason); outcome(err) != want {
				t.Errorf("%q: %s", reason, outcome(err))
			}
		}
		s.CheckRecords(t)
	})
}

// Whatever is recorded, corrected, voided and repeated in whatever order: the books agree, and only what is stored counts.
func TestService_machine(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc, n := service(s, testkit.Now), 0
		rapid.Check(t, func(r *rapid.T) {
			states, sent := map[recycle.TicketID]recycle.TicketState{}, map[recycle.TicketID]recycle.Ticket{}
			one := func(label string) recycle.TicketID {
				if len(states) == 0 {
					r.Skip("nothing is stored")
				}
				return rapid.SampledFrom(slices.Sorted(maps.Keys(states))).Draw(r, label)
			}
			drawn := func() recycle.Ticket {
				n++
				k := testkit.Ticket(n)
				k.DeliveredOrgID = rapid.SampledFrom([]recycle.OrgID{testkit.Ours, testkit.Theirs, testkit.Yard}).Draw(r, "delivered")
				k.Category = rapid.SampledFrom([]recycle.Category{"paper.occ", "plastic.pet"}).Draw(r, "category")
				k.Kind = rapid.SampledFrom(recycle.TicketKinds()).Draw(r, "kind")
				k.Gross, k.Tare, k.Net = 0, 0, recycle.Grams(rapid.IntRange(1, 1e6).Draw(r, "net"))
				k.WeighedAt -= recycle.Instant(rapid.SampledFrom([]int{0, 24, 48, -48}).Draw(r, "hours") * 3600_000)
				return k
			}
			record := func(k recycle.Ticket, may bool) {
				if _, created, err := svc.Record(yard(t), k); created != may || (err == nil) != may {
					r.Fatalf("%s: created %v, %v, want it: %v", k.ID, created, err, may)
				}
				if may {
					states[k.ID], sent[k.ID] = recycle.TicketStored, k
				}
			}
			r.Repeat(map[string]func(*rapid.T){
				"record": func(*rapid.T) { record(drawn(), true) },
				"correct": func(*rapid.T) {
					k, old := drawn(), one("old")
					k.Replaces = old
					record(k, states[old] == recycle.TicketStored)
					if states[old] == recycle.TicketStored {
						states[old] = recycle.TicketSuperseded
					}
				},
				"void": func(*rapid.T) {
					id := one("id")
					got, err := svc.Void(yard(t), id, "wrong")
					if (err == nil) == (states[id] == recycle.TicketSuperseded) {
						r.Fatalf("void of a %s one: %v", states[id], err)
					}
					if err == nil {
						states[id] = got.State
					}
				},
				"repeat": func(*rapid.T) {
					id := one("id")
					if again, created, err := svc.Record(yard(t), sent[id]); created || err != nil || again.State != states[id] {
						r.Fatalf("%s: %v, %v, %s", id, created, err, again.State)
					}
				},
				"": func(*rapid.T) {
					for id, want := range states {
						if k, err := s.OwnTicket(yard(t), id); err != nil || k.State != want {
							r.Fatalf("%s is %s, want %s, %v", id, k.State, want, err)
						}
					}
				},
			})
			for _, f := range s.Faults(r) {
				r.Fatal(f)
			}
		})
	})
}

// Many at once: one correction or void of a ticket wins, and what is sent twice is stored once.
func TestService_atOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := map[int]int{}
		for i := range 30 {
			wg.Go(func() {
				if _, _, err := svc.Record(yard(t), testkit.Ticket(i/3)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for i := range 10 {
			for j := range 3 {
				wg.Go(func() {
					k := testkit.Ticket(100 + 10*i + j)
					k.Replaces = testkit.ID[recycle.TicketID](i)
					var err error
					if j == 2 {
						_, err = svc.Void(yard(t), k.Replaces, "wrong")
					} else {
						_, _, err = svc.Record(yard(t), k)
					}
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						won[i]++
					} else if recycle.KindOf(err) != recycle.Conflict {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		for i := range 10 {
			if won[i] != 1 {
				t.Errorf("%d: %d won", i, won[i])
			}
		}
		s.CheckRecords(t)
	})
}
