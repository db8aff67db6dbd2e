package store_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

func ticketIDs(list []recycle.Ticket) string {
	var found []string
	for _, k := range list {
		found = append(found, strings.TrimLeft(string(k.ID[24:]), "0"))
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

func TestListTickets_filters(t *testing.T) {
	a := weighed(1, testkit.Yard, nil)
	b := weighed(2, testkit.Yard, func(k *recycle.Ticket) { k.WeighedAt, k.Category, k.Plate = k.WeighedAt-24*3600_000, "plastic.pet", "" })
	c := weighed(3, testkit.Yard, func(k *recycle.Ticket) { k.DeliveredOrgID, k.Number, k.ScaleNo = testkit.Theirs, "A_b%", "Nr 2" })
	d := weighed(4, testkit.Yard, nil)
	d.State = recycle.TicketVoided
	own := weighed(5, testkit.Ours, nil) // weighed what it delivered itself
	for i, k := range []*recycle.Ticket{&a, &b, &c, &d, &own} {
		k.Net += recycle.Grams(i * 1000)
	}
	tests := []struct {
		name   string
		org    recycle.OrgID
		filter recycle.TicketFilter
		want   string
	}{
		{"what the yard weighed", testkit.Yard, recycle.TicketFilter{}, "1 2 3 4"},
		{"what the yard delivered", testkit.Yard, recycle.TicketFilter{Delivered: true}, ""},
		{"what we weighed", testkit.Ours, recycle.TicketFilter{}, "5"},
		{"what we delivered", testkit.Ours, recycle.TicketFilter{Delivered: true}, "1 2 4 5"},
		{"what they delivered", testkit.Theirs, recycle.TicketFilter{Delivered: true}, "3"},
		{"today", testkit.Yard, recycle.TicketFilter{From: testkit.Today}, "1 3 4"},
		{"until yesterday, delivered", testkit.Ours, recycle.TicketFilter{To: "2026-11-22", Delivered: true}, "2"},
		{"a category", testkit.Yard, recycle.TicketFilter{Category: "plastic.pet"}, "2"},
		{"a state", testkit.Ours, recycle.TicketFilter{States: []recycle.TicketState{recycle.TicketVoided}, Delivered: true}, "4"},
		{"a number", testkit.Yard, recycle.TicketFilter{Query: "示-2"}, "2"},
		{"a plate, in small letters", testkit.Yard, recycle.TicketFilter{Query: "鲁h0"}, "1 3 4"},
		{"a scale", testkit.Yard, recycle.TicketFilter{Query: "nr 2"}, "3"},
		{"the tickets of one scale", testkit.Yard, recycle.TicketFilter{ScaleNo: "Nr 2"}, "3"},
		{"of a scale that there is not", testkit.Yard, recycle.TicketFilter{ScaleNo: "Nr"}, ""},
		{"a sign of LIKE", testkit.Yard, recycle.TicketFilter{Query: "_"}, "3"},
		{"another", testkit.Yard, recycle.TicketFilter{Query: "b%"}, "3"},
		{"a backslash", testkit.Yard, recycle.TicketFilter{Query: `\`}, ""},
		{"a quote", testkit.Yard, recycle.TicketFilter{Query: `' OR 1=1 --`}, ""},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keepTickets(t, s, a, b, c, d, own)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				ctx, f := testkit.As(t, tt.org, recycle.YardOperator), tt.filter
				f.Limit = 100
				list, err := s.ListTickets(ctx, f)
				if err != nil || ticketIDs(list) != tt.want {
					t.Errorf("%q, %v, want %q", ticketIDs(list), err, tt.want)
				}
				var want recycle.TicketSums
				for _, k := range list {
					if k.State != recycle.TicketStored {
						want.OtherTickets++
						continue
					}
					want.Tickets, want.Grams, want.Pieces = want.Tickets+1, want.Grams+k.Net, want.Pieces+k.Pieces
				}
				if sums, err := s.TicketSums(ctx, tt.filter); err != nil || sums != want {
					t.Errorf("sums %+v, want %+v, %v", sums, want, err)
				}
			})
		}
		if _, err := s.ListTickets(t.Context(), recycle.TicketFilter{Delivered: true, Limit: 1}); recycle.KindOf(err) != recycle.Unauthenticated {
			t.Error("nobody:", err)
		}
		s.CheckBooks(t)
	})
}

// Three hundred tickets of one moment, page by page; a page is one query.
func TestListTickets_pages(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		var all []recycle.Ticket
		for n := range 300 {
			all = append(all, weighed(n, testkit.Yard, func(k *recycle.Ticket) {
				if n%3 == 0 { // entered in another order than weighed
					k.WeighedAt -= recycle.Instant(n) * 3600_000
				}
			}))
		}
		keepTickets(t, s, all...)
		queries, err := s.CountQueries()
		must(t, err)
		for _, delivered := range []bool{false, true} {
			org := map[bool]recycle.OrgID{false: testkit.Yard, true: testkit.Ours}[delivered]
			seen, last, pages := map[recycle.TicketID]bool{}, recycle.Cursor{}, int64(0)
			queries.Store(0)
			for {
				page, err := s.ListTickets(testkit.As(t, org, recycle.YardOperator), recycle.TicketFilter{Delivered: delivered, After: last, Limit: 70})
				must(t, err)
				pages++
				for _, k := range page {
					if at := k.Place(); last.ID != "" && !before(at, last) {
						t.Fatalf("%v after %v", at, last)
					}
					seen[k.ID], last = true, k.Place()
				}
				if len(page) < 70 {
					break
				}
			}
			if len(seen) != 300 || pages != 5 || queries.Load() != pages {
				t.Errorf("delivered %v: %d tickets on %d pages by %d queries", delivered, len(seen), pages, queries.Load())
			}
		}
	})
}

// Two yards may give one id to two tickets of one moment: to whoever delivered both, a page's edge between them loses neither.
func TestListTickets_oneIDTwice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keepTickets(t, s, weighed(1, testkit.Yard, nil), weighed(1, testkit.Theirs, nil), weighed(2, testkit.Theirs, nil), weighed(2, testkit.Yard, nil))
		for _, limit := range []int{1, 2, 3} {
			seen, f := map[string]int{}, recycle.TicketFilter{Delivered: true, Limit: limit}
			for {
				page, err := s.ListTickets(ours(t), f)
				must(t, err)
				for _, k := range page {
					seen[string(k.OrgID)+string(k.ID)]++
					f.After = k.Place()
				}
				if len(page) < limit {
					break
				}
			}
			if len(seen) != 4 {
				t.Errorf("by %d: %v", limit, seen)
			}
		}
	})
}

// What each scale showed is the sum of the tickets that count and name us, whoever weighed; together it is what was received.
func TestReceivedByScale(t *testing.T) {
	scale := func(n int, org recycle.OrgID, no string, edit func(k *recycle.Ticket)) recycle.Ticket {
		return weighed(n, org, func(k *recycle.Ticket) {
			k.ScaleNo, k.SiteID = no, testkit.OurSite
			if edit != nil {
				edit(k)
			}
		})
	}
	yesterday := func(k *recycle.Ticket) { k.WeighedAt -= 24 * 3600_000 }
	theirs := func(k *recycle.Ticket) { k.DeliveredOrgID = testkit.Theirs }
	gone := scale(7, testkit.Yard, "1", nil)
	gone.State = recycle.TicketVoided
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keepTickets(t, s, scale(1, testkit.Yard, "1", nil), scale(2, testkit.Yard, "1", nil), scale(3, testkit.Yard, "2", nil), scale(4, testkit.Ours, "1", nil),
			scale(5, testkit.Yard, "1", yesterday), scale(6, testkit.Yard, "1", theirs), gone, scale(8, testkit.Yard, "1", func(k *recycle.Ticket) { k.Category = "plastic.pet" }))
		rows, err := s.ReceivedByScale(ours(t), testkit.Today, testkit.Today)
		must(t, err)
		net, got := testkit.Ticket(1).Net, map[string]recycle.Sum{}
		var all recycle.Sum
		for _, r := range rows {
			if r.Day != testkit.Today || r.SiteID != testkit.OurSite || r.Kind != testkit.Ticket(1).Kind {
				t.Errorf("%+v", r)
			}
			sum := got[string(r.OrgID)+r.ScaleNo+string(r.Category)]
			sum.Add(r.Sum)
			got[string(r.OrgID)+r.ScaleNo+string(r.Category)] = sum
			all.Add(r.Sum)
		}
		want := map[string]recycle.Sum{string(testkit.Yard) + "1paper.occ": {N: 2, Grams: 2 * net}, string(testkit.Yard) + "2paper.occ": {N: 1, Grams: net},
			string(testkit.Ours) + "1paper.occ": {N: 1, Grams: net}, string(testkit.Yard) + "1plastic.pet": {N: 1, Grams: net}}
		if !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		totals, err := s.MethodTotals(ours(t), testkit.Today, testkit.Today)
		must(t, err)
		for _, m := range totals {
			all.Add(m.Sum.Negative())
		}
		if all != (recycle.Sum{}) {
			t.Errorf("%+v more than the totals", all)
		}
		if rows, err := s.ReceivedByScale(t.Context(), testkit.Today, testkit.Today); err == nil {
			t.Error("nobody:", rows)
		}
	})
}
