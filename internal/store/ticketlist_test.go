package store_test

import (
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
			all = append(all, weighed(n, testkit.Yard, nil))
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
					seen[k.ID], last = true, recycle.Cursor{At: k.ReceivedAt, ID: string(k.ID)}
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
