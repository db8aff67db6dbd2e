package reconcile_test

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"liangwang/internal/reconcile"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

func service(s testkit.Store) *reconcile.Service {
	return &reconcile.Service{Store: s, Finder: s, Now: testkit.Now}
}

// settled is a service for which the days of the tests are long over.
func settled(s testkit.Store) *reconcile.Service {
	svc := service(s)
	svc.Now = func() time.Time { return testkit.Now().AddDate(0, 1, 0) }
	return svc
}

// as is the operator of org.
func as(t testing.TB, org recycle.OrgID) context.Context {
	return testkit.As(t, org, recycle.CompanyOperator)
}

// books writes records as the features would, for one organisation after the other.
type books struct {
	s testkit.Store
	n int
}

func (b *books) pickup(t testkit.Fataler, org recycle.OrgID, day recycle.Day, state recycle.PickupState, lines ...recycle.Line) recycle.Pickup {
	b.n++
	p := testkit.Pickup(b.n)
	p.OrgID, p.OccurredAt, p.Lines = org, day.Start()+3600_000, slices.Clone(lines)
	a := testkit.Actor(testkit.Ours, recycle.Collector)
	a.OrgID = org
	p.Receive(a, testkit.At())
	p.Day, p.State = day, state
	err := b.s.InTx(recycle.WithActor(context.Background(), a), func(ctx context.Context) error {
		if err := b.s.InsertPickup(ctx, &p); err != nil || !p.State.Counts() {
			return err
		}
		return b.s.AddTotals(ctx, p.Totals())
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (b *books) ticket(t testkit.Fataler, delivered recycle.OrgID, day recycle.Day, state recycle.TicketState, kind recycle.TicketKind, category recycle.Category, net recycle.Grams, pieces int64) {
	b.n++
	k := testkit.Ticket(b.n)
	k.DeliveredOrgID, k.Kind, k.Category, k.Gross, k.Tare, k.Net, k.Pieces = delivered, kind, category, 0, 0, net, pieces
	a := testkit.Actor(testkit.Yard, recycle.YardOperator)
	k.Receive(a, testkit.At())
	k.Day, k.State = day, state
	err := b.s.InTx(recycle.WithActor(context.Background(), a), func(ctx context.Context) error {
		if err := b.s.InsertTicket(ctx, &k); err != nil || k.State != recycle.TicketStored {
			return err
		}
		return b.s.AddTotals(ctx, k.Totals())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func line(category recycle.Category, method recycle.Method, grams recycle.Grams, pieces int64) recycle.Line {
	return recycle.Line{Category: category, Method: method, Grams: grams, Pieces: pieces}
}

// A row says why its two sides differ: by the tolerance for the weakest method of its day and category.
func TestService_Compare_reasons(t *testing.T) {
	const day, none = testkit.Today, ""
	type side struct {
		line recycle.Line
		kind recycle.TicketKind // of a ticket
	}
	bridge := func(grams recycle.Grams, pieces int64) side {
		return side{line("", "", grams, pieces), recycle.Weighbridge}
	}
	tests := []struct {
		name     string
		lines    []recycle.Line
		tickets  []side
		fix      int
		codes    string
		method   recycle.Method
		diff     int64
		share    string // hundredths of a percent; "" where there is no base
		limit    int64
		byPieces bool
	}{
		{"equal", []recycle.Line{line("", recycle.Scale, 500_000, 0)}, []side{bridge(500_000, 0)}, 0, "equal", recycle.Scale, 0, "0", 15_000, false},
		{"within 3 % of the mean", []recycle.Line{line("", recycle.Scale, 500_000, 0)}, []side{bridge(485_223, 0)}, 0, "within", recycle.Scale, -14_777, "-300", 14_778, false},
		{"a gram more", []recycle.Line{line("", recycle.Scale, 500_000, 0)}, []side{bridge(485_221, 0)}, 0, "over_tolerance", recycle.Scale, -14_779, "-300", 14_778, false},
		{"within 10 kg of little", []recycle.Line{line("", recycle.Scale, 20_000, 0)}, []side{bridge(10_000, 0)}, 0, "within", recycle.Scale, -10_000, "-6667", 10_000, false},
		{"10 kg and a gram", []recycle.Line{line("", recycle.Scale, 20_001, 0)}, []side{bridge(10_000, 0)}, 0, "over_tolerance", recycle.Scale, -10_001, "-6667", 10_000, false},
		{"an estimate has 20 % of what was weighed", []recycle.Line{line("", recycle.Estimate, 500_000, 0)}, []side{bridge(416_667, 0)}, 0, "within", recycle.Estimate, -83_333, "-2000", 83_333, false},
		{"the weakest method decides", []recycle.Line{line("", recycle.Scale, 400_000, 0), line("", recycle.Estimate, 100_000, 0)}, []side{bridge(416_667, 0)}, 0, "within", recycle.Estimate, -83_333, "-2000", 83_333, false},
		{"counted items to the piece", []recycle.Line{line("", recycle.Count, 90_000, 3)}, []side{bridge(90_000, 3)}, 0, "equal", recycle.Count, 0, "0", 0, true},
		{"one too few", []recycle.Line{line("", recycle.Count, 90_000, 3)}, []side{bridge(90_000, 2)}, 0, "over_tolerance", recycle.Count, -1, "-4000", 0, true},
		{"counted, and weighed without a count", []recycle.Line{line("", recycle.Count, 90_000, 3)}, []side{bridge(80_000, 0)}, 0, "within", recycle.Count, -10_000, "-1250", 30_000, false},
		{"nothing received", []recycle.Line{line("", recycle.Scale, 500_000, 0)}, nil, 0, "no_receipt", recycle.Scale, -500_000, "-10000", 0, false},
		{"nothing collected", nil, []side{bridge(500_000, 0)}, 0, "no_collection", none, 500_000, "10000", 0, false},
		{"only what needs a fix", nil, nil, 2, "equal needs_fix_open", none, 0, "", 0, false},
		{"a fix may explain it", []recycle.Line{line("", recycle.Scale, 500_000, 0)}, []side{bridge(700_000, 0)}, 1, "over_tolerance needs_fix_open", recycle.Scale, 200_000, "3333", 18_000, false},
		{"received by an estimate", []recycle.Line{line("", recycle.Scale, 500_000, 0)}, []side{{line("", "", 450_000, 0), recycle.Estimated}}, 0, "over_tolerance", recycle.Scale, -50_000, "-1000", 15_000, false},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		b, svc := &books{s: s}, settled(s)
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				org := testkit.ID[recycle.OrgID](10_000 + i)
				for _, l := range tt.lines {
					l.Category = "weee.fridge"
					b.pickup(t, org, day, recycle.Accepted, l)
				}
				for _, k := range tt.tickets {
					b.ticket(t, org, day, recycle.TicketStored, k.kind, "weee.fridge", k.line.Grams, k.line.Pieces)
				}
				for range tt.fix {
					b.pickup(t, org, day, recycle.NeedsFix, line("weee.fridge", recycle.Scale, 7, 0))
				}
				b.pickup(t, org, day, recycle.Voided, line("weee.fridge", recycle.Scale, 1, 0))
				b.ticket(t, org, day, recycle.TicketVoided, recycle.Weighbridge, "weee.fridge", 1, 0)
				c, err := svc.Compare(as(t, org), recycle.CompareQuery{From: day, To: day})
				if err != nil || len(c.Rows) != 1 {
					t.Fatalf("%+v, %v", c.Rows, err)
				}
				r := c.Rows[0]
				share := ""
				if r.Finding.ShareKnown {
					share = fmt.Sprint(r.Finding.ShareBP)
				}
				if got := strings.Join(r.Finding.Codes, " "); got != tt.codes || r.Method != tt.method || r.Finding.Diff != tt.diff || share != tt.share ||
					r.Finding.Limit != tt.limit || r.Finding.ByPieces != tt.byPieces || r.Fix.N != int64(tt.fix) {
					t.Errorf("%s, %s, diff %d, share %q, limit %d, pieces %v, fix %d", got, r.Method, r.Finding.Diff, share, r.Finding.Limit, r.Finding.ByPieces, r.Fix.N)
				}
			})
		}
		s.CheckBooks(t)
	})
}

// A day that still runs, and what was collected within a week and still waits to be weighed, is no loss: it has no difference, and a sum
// leaves it out of its own and tells how much that is. What was weighed without a record stays, whatever the day.
func TestService_Compare_unsettled(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		b, svc := &books{s: s}, service(s)
		collect := func(day recycle.Day, c recycle.Category, grams recycle.Grams) {
			b.pickup(t, testkit.Ours, day, recycle.Accepted, line(c, recycle.Scale, grams, 0))
		}
		weigh := func(day recycle.Day, c recycle.Category, grams recycle.Grams) {
			b.ticket(t, testkit.Ours, day, recycle.TicketStored, recycle.Weighbridge, c, grams, 0)
		}
		const today, yesterday, week, older = testkit.Today, "2026-11-22", "2026-11-16", "2026-11-15"
		collect(today, "paper.occ", 900_000)
		collect(today, "plastic.pet", 500_000)
		weigh(today, "plastic.pet", 200_000)
		weigh(today, "steel.light", 90_000)
		collect(today, "textile.clothes", 50_000)
		weigh(today, "textile.clothes", 50_000)
		collect(yesterday, "paper.occ", 100_000)
		weigh(yesterday, "paper.occ", 80_000)
		collect(yesterday, "steel.light", 70_000)
		collect(week, "paper.occ", 30_000)
		collect(older, "paper.occ", 20_000)
		say := func(q recycle.CompareQuery) string {
			c, err := svc.Compare(as(t, testkit.Ours), q)
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, r := range append(c.Rows, c.Total) {
				text += fmt.Sprintln(r.Day, r.Category, r.Collected.Grams, r.Received.Grams, r.Finding.Codes, r.Finding.Diff, r.Finding.ShareBP, r.Finding.ShareKnown, r.Finding.Unsettled,
					r.Pending.Collected.Grams, r.Pending.Received.Grams)
			}
			return text
		}
		for name, tt := range map[string]struct {
			q    recycle.CompareQuery
			want string
		}{
			"by day and category": {recycle.CompareQuery{From: older, To: today}, `2026-11-23 paper.occ 900000 0 [day_open] 0 0 false true 900000 0
2026-11-23 plastic.pet 500000 200000 [day_open] 0 0 false true 500000 200000
2026-11-23 steel.light 0 90000 [no_collection] 90000 10000 true false 0 90000
2026-11-23 textile.clothes 50000 50000 [equal] 0 0 true false 50000 50000
2026-11-22 paper.occ 100000 80000 [over_tolerance] -20000 -2222 true false 0 0
2026-11-22 steel.light 70000 0 [no_receipt] 0 0 false true 70000 0
2026-11-16 paper.occ 30000 0 [no_receipt] 0 0 false true 30000 0
2026-11-15 paper.occ 20000 0 [no_receipt] -20000 -10000 true false 0 0
  1670000 420000 [] -40000 -4000 true false 1550000 340000
`},
			"by day": {recycle.CompareQuery{From: yesterday, To: today, By: recycle.ByDay}, `2026-11-23  1450000 340000 [day_open] 0 0 false true 1450000 340000
2026-11-22  170000 80000 [] -20000 -2222 true false 70000 0
  1620000 420000 [] -20000 -2222 true false 1520000 340000
`},
			"what one should look at": {recycle.CompareQuery{From: today, To: today, OpenOnly: true}, `2026-11-23 steel.light 0 90000 [no_collection] 90000 10000 true false 0 90000
  0 90000 [day_open] 0 0 false true 0 90000
`},
		} {
			if got := say(tt.q); got != tt.want {
				t.Errorf("%s:\n%swant\n%s", name, got, tt.want)
			}
		}
	})
}

// Whatever was recorded, the comparison is what the records add up to, by hand: rows, order, sums, what needs a fix, how much was
// estimated; of one's own organisation alone.
func TestService_Compare_bruteForce(t *testing.T) {
	days := []recycle.Day{"2026-11-20", "2026-11-21", "2026-11-23"}
	categories := []recycle.Category{"paper.occ", "plastic.pet", "weee.fridge"}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		b, svc, companies := &books{s: s, n: 1 << 20}, settled(s), 0
		rapid.Check(t, func(r *rapid.T) {
			companies++
			org := testkit.ID[recycle.OrgID](1<<21 + companies)
			for range rapid.IntRange(0, 8).Draw(r, "pickups") {
				state := rapid.SampledFrom(recycle.PickupStates()).Draw(r, "state")
				lines := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) recycle.Line {
					return line(rapid.SampledFrom(categories).Draw(r, "category"), rapid.SampledFrom(recycle.Methods()).Draw(r, "method"),
						recycle.Grams(rapid.IntRange(0, 100_000).Draw(r, "grams")), int64(rapid.IntRange(0, 3).Draw(r, "pieces")))
				}), 1, 3).Draw(r, "lines")
				b.pickup(r, org, rapid.SampledFrom(days).Draw(r, "day"), state, lines...)
			}
			for range rapid.IntRange(0, 5).Draw(r, "tickets") {
				b.ticket(r, org, rapid.SampledFrom(days).Draw(r, "day"), rapid.SampledFrom(recycle.TicketStates()).Draw(r, "state"),
					rapid.SampledFrom(recycle.TicketKinds()).Draw(r, "kind"), rapid.SampledFrom(categories).Draw(r, "category"),
					recycle.Grams(rapid.IntRange(1, 100_000).Draw(r, "net")), int64(rapid.IntRange(0, 3).Draw(r, "pieces")))
			}
			q := recycle.CompareQuery{From: days[1], To: days[2], Category: rapid.SampledFrom([]recycle.Category{"", categories[0]}).Draw(r, "of")}
			got, err := svc.Compare(as(t, org), q)
			if err != nil {
				r.Fatal(err)
			}
			want := byHand(r, s, as(t, org), q)
			if g, w := describe(got.Rows), describe(want); g != w {
				r.Fatalf("got\n%swant\n%s", g, w)
			}
			var total recycle.CompareRow
			for _, row := range want {
				total.Collected.Add(row.Collected)
				total.Received.Add(row.Received)
				total.Estimated += row.Estimated
				total.Fix.Grams += row.Fix.Grams
			}
			if got.Total.Collected != total.Collected || got.Total.Received != total.Received || got.Total.Estimated != total.Estimated || got.Total.Fix.Grams != total.Fix.Grams ||
				got.Total.Finding.Diff != int64(total.Received.Grams-total.Collected.Grams) {
				r.Fatalf("total %+v, want %+v", got.Total, total)
			}
			for _, row := range got.Rows {
				checkLimit(r, &row)
			}
		})
	})
}

// byHand compares by looking at every record.
func byHand(r *rapid.T, s testkit.Store, ctx context.Context, q recycle.CompareQuery) (rows []recycle.CompareRow) {
	at := func(day recycle.Day, category recycle.Category) *recycle.CompareRow {
		i := slices.IndexFunc(rows, func(x recycle.CompareRow) bool { return x.Day == day && x.Category == category })
		if i < 0 {
			rows = append(rows, recycle.CompareRow{Day: day, Category: category})
			i = len(rows) - 1
		}
		return &rows[i]
	}
	pickups, err := s.ListPickups(ctx, recycle.PickupFilter{From: q.From, To: q.To, Limit: 1000})
	if err != nil {
		r.Fatal(err)
	}
	for _, p := range pickups {
		waits := map[recycle.Category]bool{}
		for _, l := range p.Lines {
			switch {
			case q.Category != "" && l.Category != q.Category:
			case p.State == recycle.Accepted:
				x := at(p.Day, l.Category)
				x.Collected.Add(recycle.Sum{N: 1, Grams: l.Grams, Pieces: l.Pieces})
				if l.Method != recycle.Scale {
					x.Estimated += l.Grams
				}
				if x.Method == "" || l.Method == recycle.Estimate || l.Method == recycle.Count && x.Method == recycle.Scale {
					x.Method = l.Method
				}
			case p.State == recycle.NeedsFix:
				x := at(p.Day, l.Category)
				x.Fix.Grams += l.Grams
				if !waits[l.Category] {
					waits[l.Category] = true
					x.Fix.N++
				}
			}
		}
	}
	tickets, err := s.ListTickets(ctx, recycle.TicketFilter{From: q.From, To: q.To, Category: q.Category, Delivered: true, Limit: 1000})
	if err != nil {
		r.Fatal(err)
	}
	for _, k := range tickets {
		if k.State == recycle.TicketStored {
			at(k.Day, k.Category).Received.Add(recycle.Sum{N: 1, Grams: k.Net, Pieces: k.Pieces})
		}
	}
	slices.SortFunc(rows, func(a, b recycle.CompareRow) int {
		return cmp.Or(-cmp.Compare(a.Day, b.Day), -cmp.Compare(max(a.Collected.Grams, a.Received.Grams), max(b.Collected.Grams, b.Received.Grams)), cmp.Compare(a.Category, b.Category))
	})
	return rows
}

func describe(rows []recycle.CompareRow) (text string) {
	for _, r := range rows {
		text += fmt.Sprintln(r.Day, r.Category, r.Collected, r.Received, r.Fix.N, r.Fix.Grams, r.Method, r.Estimated)
	}
	return text
}

// checkLimit holds the outcome of a row by mass against the rule itself, in exact numbers.
func checkLimit(r *rapid.T, row *recycle.CompareRow) {
	f := &row.Finding
	if row.Collected.N == 0 || row.Received.N == 0 || f.ByPieces {
		return
	}
	abs, pct := int64(30_000), int64(20)
	if row.Method == recycle.Scale {
		abs, pct = 10_000, 3
	}
	base := big.NewRat(int64(row.Collected.Grams+row.Received.Grams), 2)
	if measured := row.Method == recycle.Scale; measured && !row.Kind.Scale() {
		base = big.NewRat(int64(row.Collected.Grams), 1)
	} else if !measured && row.Kind.Scale() {
		base = big.NewRat(int64(row.Received.Grams), 1)
	}
	limit := new(big.Rat).Mul(base, big.NewRat(pct, 100))
	if limit.Cmp(big.NewRat(abs, 1)) < 0 {
		limit = big.NewRat(abs, 1)
	}
	diff := new(big.Rat).Abs(big.NewRat(int64(row.Received.Grams-row.Collected.Grams), 1))
	if over := diff.Cmp(limit) > 0; over != (f.Codes[0] == recycle.OverTolerance) {
		r.Fatalf("%+v: |%s| beyond %s: %v, the finding is %v", *row, diff, limit, over, f.Codes)
	}
}

// The page of a day that has no record yet is that of the last day that has one, and says so.
func TestService_Day(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		b, svc := &books{s: s}, service(s)
		ctx := as(t, testkit.Ours)
		day := func(asked, shown recycle.Day, pickups, people, fixes int64) recycle.CompanyDay {
			t.Helper()
			d, err := svc.Day(ctx, asked)
			if err != nil || d.Asked != asked || d.Shown != shown || d.Pickups != pickups || d.People != people || d.FixN != fixes || len(d.Series) != 14 ||
				d.Series[13].Day != shown || d.Series[0].Day != shown.Add(-13) || d.AsOf != testkit.At() {
				t.Errorf("%s: %+v, %v", asked, d, err)
			}
			return d
		}
		day(testkit.Today, testkit.Today, 0, 0, 0)
		b.pickup(t, testkit.Ours, "2026-11-20", recycle.Accepted, line("paper.occ", recycle.Scale, 100, 0), line("plastic.pet", recycle.Scale, 11, 0))
		b.pickup(t, testkit.Ours, "2026-11-20", recycle.Voided, line("paper.occ", recycle.Scale, 100, 0))
		b.pickup(t, testkit.Theirs, testkit.Today, recycle.Accepted, line("paper.occ", recycle.Scale, 100, 0))
		d := day(testkit.Today, "2026-11-20", 1, 1, 0)
		if d.Series[13].Collected != 111 || len(d.Comparison.Rows) != 2 {
			t.Errorf("%+v", d)
		}
		day("2026-11-19", "2026-11-19", 0, 0, 0)
		b.ticket(t, testkit.Ours, "2026-11-22", recycle.TicketStored, recycle.Weighbridge, "paper.occ", 90, 0)
		d = day(testkit.Today, "2026-11-22", 0, 0, 0)
		if d.Series[13].Received != 90 || d.Series[11].Collected != 111 {
			t.Errorf("%+v", d.Series)
		}
		b.pickup(t, testkit.Ours, testkit.Today, recycle.NeedsFix, line("paper.occ", recycle.Scale, 100, 0), line("plastic.pet", recycle.Scale, 11, 0))
		d = day(testkit.Today, testkit.Today, 0, 0, 1)
		if d.FixGrams != 111 || d.Comparison.Total.Fix.N != 1 || len(d.Comparison.Rows) != 2 {
			t.Errorf("%+v", d.Comparison)
		}
		if n, err := svc.Waiting(ctx); n != 1 || err != nil {
			t.Error(n, err)
		}
	})
}

func TestService_Search(t *testing.T) {
	tests := []struct{ name, word, want string }{
		{"a site's name", "示范小区", "site 示范小区-001, site 示范小区-002"},
		{"a plate of ours, and of our ticket", "鲁h00001", "vehicle 鲁H00001, ticket 示-1, ticket 示-2"},
		{"a ticket's number", "示-1", "ticket 示-1"},
		{"a day", "2026-11-22", "day 2026-11-22"},
		{"a day of this year", "11-22", "day 2026-11-22"},
		{"a day as one says it", "11月2日", "day 2026-11-02"},
		{"with a stroke", "1/5", "day 2026-01-05"},
		{"one that is still to come is last year's", "12-31", "day 2025-12-31"},
		{"none", "2-30", ""},
		{"nothing", "没有", ""},
		{"a sign of LIKE", "%", ""},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		b, svc := &books{s: s}, service(s)
		b.ticket(t, testkit.Ours, testkit.Today, recycle.TicketStored, recycle.Weighbridge, "paper.occ", 90, 0)
		b.ticket(t, testkit.Ours, testkit.Today, recycle.TicketVoided, recycle.Weighbridge, "paper.occ", 90, 0)
		b.ticket(t, testkit.Theirs, testkit.Today, recycle.TicketStored, recycle.Weighbridge, "paper.occ", 90, 0)
		for i, org := range []recycle.OrgID{testkit.Ours, testkit.Theirs} {
			v := recycle.Vehicle{OrgID: org, ID: "1", VehicleFacts: recycle.VehicleFacts{Number: fmt.Sprint("T-", i), Plate: "鲁H00001"}}
			if err := s.InTx(as(t, org), func(ctx context.Context) error { return s.InsertVehicle(ctx, &v) }); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				found, err := svc.Search(as(t, testkit.Ours), tt.word)
				var got []string
				for _, f := range found {
					got = append(got, f.Kind+" "+f.Label)
				}
				slices.SortStableFunc(got, func(a, b string) int {
					if strings.HasPrefix(a, "ticket") && strings.HasPrefix(b, "ticket") {
						return cmp.Compare(a, b)
					}
					return 0
				})
				if strings.Join(got, ", ") != tt.want || err != nil {
					t.Errorf("%q, want %q, %v", strings.Join(got, ", "), tt.want, err)
				}
			})
		}
		people, err := svc.Colleagues(as(t, testkit.Ours))
		if err != nil || len(people) != 12 {
			t.Fatalf("%d people, %v", len(people), err)
		}
		found, err := svc.Search(as(t, testkit.Ours), people[0].Name)
		if err != nil || len(found) != 1 || found[0].Kind != "person" || found[0].ID != string(people[0].ID) {
			t.Errorf("%+v, %v", found, err)
		}
		if found, err := svc.Search(as(t, testkit.Theirs), people[0].Name); err != nil || len(found) != 0 {
			t.Errorf("theirs find ours: %+v, %v", found, err)
		}
	})
}

// Somebody who left is still named, and holds nothing.
func TestService_Colleagues(t *testing.T) {
	s := testkit.NewStore(t)
	a := testkit.Actor(testkit.Ours, recycle.Dispatcher)
	err := s.InTx(as(t, testkit.Zone), func(ctx context.Context) error {
		return s.EndMember(ctx, recycle.Member{PersonID: a.PersonID, OrgID: testkit.Ours, Role: recycle.Dispatcher, ValidFrom: testkit.Since}, "2026-11-22")
	})
	if err != nil {
		t.Fatal(err)
	}
	people, err := service(s).Colleagues(as(t, testkit.Ours))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if want := map[bool]int{true: 0, false: 1}[p.ID == a.PersonID]; len(p.Roles) != want {
			t.Errorf("%s holds %v", p.ID, p.Roles)
		}
	}
}
