package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// count asks the database for one number, behind the store's back.
func count(t testing.TB, s testkit.Store, query string) (n int) {
	t.Helper()
	if err := s.SQL.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// before reports whether a list shows a behind b: by the day, by the time of the day, by the id.
func before(a, b recycle.Cursor) bool {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) < 0
}

// Three hundred pickups of one moment, and some others: every page follows the one before, nothing twice, nothing left out.
func TestListPickups_pages(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		var all []recycle.Pickup
		for n := range 300 {
			p := received(n, testkit.Ours, nil)
			switch {
			case n%50 == 0:
				p.OccurredAt += recycle.Instant(n - 150)
			case n%50 == 1: // by another clock, on another day, arrived at any time
				p.SkewMS, p.ReceivedAt = int64(n), p.ReceivedAt-recycle.Instant(n)
			case n%50 == 2:
				p.Day = p.Day.Add(-n % 4)
			}
			all = append(all, p, received(n, testkit.Theirs, nil))
		}
		keep(t, s, all...)
		for _, limit := range []int{1, 7, 100, 300, 301} {
			seen, last := map[recycle.PickupID]bool{}, recycle.Cursor{}
			for {
				page, err := s.ListPickups(ours(t), recycle.PickupFilter{After: last, Limit: limit})
				must(t, err)
				for _, p := range page {
					at := p.Place()
					if seen[p.ID] || p.OrgID != testkit.Ours || last.ID != "" && !before(at, last) {
						t.Fatalf("by %d: %v after %v, seen %v", limit, at, last, seen[p.ID])
					}
					seen[p.ID], last = true, at
				}
				if len(page) < limit {
					break
				}
				if limit == 1 && len(seen) > 20 {
					break
				}
			}
			if limit > 1 && len(seen) != 300 {
				t.Errorf("by %d: %d pickups", limit, len(seen))
			}
		}
	})
}

// A list holds what its filter says, and its sums are the sums of its rows.
func TestListPickups_filters(t *testing.T) {
	mate := testkit.Mate(testkit.Ours, recycle.Collector).PersonID
	a := received(1, testkit.Ours, nil)
	b := received(2, testkit.Ours, func(p *recycle.Pickup) {
		p.OccurredAt -= 24 * 3600_000
		p.Lines = append(p.Lines, recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 2, Amount: 300}, recycle.Line{Category: "paper.occ", Method: recycle.Estimate, Grams: 7})
		p.VehicleOrgID, p.VehicleID = testkit.Ours, testkit.ID[recycle.VehicleID](5)
	})
	c := received(3, testkit.Ours, func(p *recycle.Pickup) { p.State, p.SiteID = recycle.NeedsFix, testkit.TheirSite })
	c.CollectorID = mate
	d := received(4, testkit.Ours, func(p *recycle.Pickup) { p.State, p.SiteID = recycle.Voided, "" })
	e := received(5, testkit.Ours, func(p *recycle.Pickup) {
		p.Lines[0] = recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 1, Amount: 150}
	})
	foreign := received(6, testkit.Theirs, nil)
	yesterday := b.Day
	tests := []struct {
		name   string
		filter recycle.PickupFilter
		want   string
	}{
		{"nothing", recycle.PickupFilter{}, "1 2 3 4 5"},
		{"from today", recycle.PickupFilter{From: testkit.Today}, "1 3 4 5"},
		{"to yesterday", recycle.PickupFilter{To: yesterday}, "2"},
		{"a state", recycle.PickupFilter{States: []recycle.PickupState{recycle.NeedsFix}}, "3"},
		{"two states", recycle.PickupFilter{States: []recycle.PickupState{recycle.NeedsFix, recycle.Voided}}, "3 4"},
		{"a site", recycle.PickupFilter{SiteIDs: []recycle.SiteID{testkit.TheirSite}}, "3"},
		{"a collector", recycle.PickupFilter{CollectorIDs: []recycle.PersonID{mate}}, "3"},
		{"a category", recycle.PickupFilter{Category: "weee.fridge"}, "2 5"},
		{"a category and a day", recycle.PickupFilter{Category: "paper.occ", To: yesterday}, "2"},
		{"any of a site or a vehicle", recycle.PickupFilter{AnyOf: &recycle.PickupAnyOf{SiteIDs: []recycle.SiteID{testkit.TheirSite}, VehicleIDs: []recycle.VehicleID{b.VehicleID}}}, "2 3"},
		{"any of a collector, on a day", recycle.PickupFilter{From: testkit.Today, AnyOf: &recycle.PickupAnyOf{CollectorIDs: []recycle.PersonID{a.CollectorID}}}, "1 4 5"},
		{"any of nothing", recycle.PickupFilter{AnyOf: &recycle.PickupAnyOf{}}, ""},
		{"nobody's", recycle.PickupFilter{CollectorIDs: []recycle.PersonID{"x"}}, ""},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, a, b, c, d, e, foreign)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				f := tt.filter
				f.Limit = 100
				list, err := s.ListPickups(ours(t), f)
				if err != nil || ids(list) != tt.want {
					t.Errorf("%q, %v, want %q", ids(list), err, tt.want)
				}
				sums, err := s.PickupSums(ours(t), tt.filter)
				if want := addUp(list, f.Category); err != nil || sums != want {
					t.Errorf("sums %+v, want %+v, %v", sums, want, err)
				}
			})
		}
	})
}

// The late ones are those of which LateMS says so, to the millisecond.
func TestListPickups_late(t *testing.T) {
	const hours9 = 9 * 3600_000
	late := func(n int, org recycle.OrgID, edit func(p *recycle.Pickup)) recycle.Pickup {
		return received(n, org, func(p *recycle.Pickup) {
			p.OccurredAt = testkit.At() - hours9
			edit(p)
		})
	}
	all := []recycle.Pickup{received(1, testkit.Ours, func(p *recycle.Pickup) { p.OccurredAt = testkit.At() }),
		late(2, testkit.Ours, func(*recycle.Pickup) {}),
		late(3, testkit.Ours, func(p *recycle.Pickup) { p.Replaces = testkit.Pickup(1).ID }),                       // a correction, made when somebody got to it
		late(4, testkit.Ours, func(p *recycle.Pickup) { p.SkewMS = hours9 }),                                       // a slow clock
		late(5, testkit.Ours, func(p *recycle.Pickup) { p.Flags = []recycle.Flag{{Code: recycle.TimeUncertain}} }), // nobody knows
		late(6, testkit.Theirs, func(*recycle.Pickup) {})}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, all...)
		listed, err := s.ListPickups(ours(t), recycle.PickupFilter{Limit: 100})
		must(t, err)
		for after, want := range map[int64]string{0: "1 2 3 4 5", 1: "2", hours9 - 1: "2", hours9: ""} {
			f := recycle.PickupFilter{LateMS: after, Limit: 100}
			list, err := s.ListPickups(ours(t), f)
			if err != nil || ids(list) != want {
				t.Errorf("by more than %d: %q, %v, want %q", after, ids(list), err, want)
			}
			said := slices.DeleteFunc(slices.Clone(listed), func(p recycle.Pickup) bool { return after > 0 && p.LateMS() <= after })
			if ids(said) != want {
				t.Errorf("by more than %d LateMS says %q, want %q", after, ids(said), want)
			}
			if sums, err := s.PickupSums(ours(t), f); err != nil || sums != addUp(list, "") {
				t.Errorf("sums %+v, %v", sums, err)
			}
		}
	})
}

// Go and the database agree which records are late, by how much, of generated ones: around each limit to the millisecond, with clocks that
// are wrong either way, corrections, and times that nobody knows.
func TestListPickups_lateGenerated(t *testing.T) {
	const minute, cases = 60_000, 400
	limits := []int64{1, 10 * minute, 60 * minute, 1440 * minute}
	dice := rand.New(rand.NewPCG(3, 60))
	all := make([]recycle.Pickup, cases)
	for n := range all {
		all[n] = received(n+1, testkit.Ours, func(p *recycle.Pickup) {
			after := limits[dice.IntN(len(limits))] + dice.Int64N(5) - 2
			if dice.IntN(3) == 0 {
				after = dice.Int64N(3*1440*minute) - 1440*minute // also from the future
			}
			if dice.IntN(2) == 0 {
				p.SkewMS = dice.Int64N(4*1440*minute) - 2*1440*minute
			}
			p.OccurredAt = testkit.At() - recycle.Instant(after+p.SkewMS)
			if dice.IntN(5) == 0 {
				p.Replaces = testkit.Pickup(cases + 1).ID
			}
			for _, code := range []string{recycle.TimeUncertain, "clock_skew"} {
				if dice.IntN(5) == 0 {
					p.Flags = append(p.Flags, recycle.Flag{Code: code})
				}
			}
		})
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, all...)
		for _, limit := range limits {
			said := slices.DeleteFunc(slices.Clone(all), func(p recycle.Pickup) bool { return p.LateMS() <= limit })
			if len(said) < cases/20 || len(said) > cases*19/20 {
				t.Errorf("%d of %d are late by more than %d: the cases try nothing", len(said), cases, limit)
			}
			list, err := s.ListPickups(ours(t), recycle.PickupFilter{LateMS: limit, Limit: cases})
			if err != nil || ids(list) != ids(said) {
				t.Errorf("by more than %d ms: %q, %v, LateMS says %q", limit, ids(list), err, ids(said))
			}
		}
	})
}

// addUp is the sum of a list by hand; of a category only its lines.
func addUp(list []recycle.Pickup, only recycle.Category) (sums recycle.PickupSums) {
	for _, p := range list {
		var part recycle.PickupSums
		for _, l := range p.Lines {
			if only == "" || l.Category == only {
				part.Lines, part.Grams, part.Pieces, part.Amount = part.Lines+1, part.Grams+l.Grams, part.Pieces+l.Pieces, part.Amount+l.Amount
			}
		}
		if !p.State.Counts() {
			sums.OtherPickups, sums.OtherGrams = sums.OtherPickups+1, sums.OtherGrams+part.Grams
			continue
		}
		sums.Pickups, sums.Lines, sums.Grams, sums.Pieces, sums.Amount = sums.Pickups+1, sums.Lines+part.Lines, sums.Grams+part.Grams, sums.Pieces+part.Pieces, sums.Amount+part.Amount
	}
	return sums
}

func TestFixLines(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		fix := func(n int, org recycle.OrgID, days int) recycle.Pickup {
			return received(n, org, func(p *recycle.Pickup) {
				p.State, p.OccurredAt = recycle.NeedsFix, p.OccurredAt-recycle.Instant(days*24*3600_000)
				p.Lines = append(p.Lines, recycle.Line{Category: "paper.occ", Method: recycle.Scale, Grams: 500}, recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 1})
			})
		}
		if n, grams, err := s.CountFix(ours(t)); n != 0 || grams != 0 || err != nil {
			t.Error("of none:", n, grams, err)
		}
		keep(t, s, fix(1, testkit.Ours, 0), fix(2, testkit.Ours, 0), fix(3, testkit.Ours, 2), fix(4, testkit.Theirs, 0), received(5, testkit.Ours, nil))
		rows, err := s.FixLines(ours(t), "2026-11-22", testkit.Today)
		one, two := testkit.Pickup(1).ID, testkit.Pickup(2).ID
		want := fmt.Sprint([]recycle.FixLine{{Day: testkit.Today, Category: "paper.occ", PickupID: one, Grams: 13_000}, {Day: testkit.Today, Category: "paper.occ", PickupID: two, Grams: 13_000},
			{Day: testkit.Today, Category: "weee.fridge", PickupID: one}, {Day: testkit.Today, Category: "weee.fridge", PickupID: two}})
		if err != nil || fmt.Sprint(rows) != want {
			t.Errorf("%v, want %s, %v", rows, want, err)
		}
		if n, grams, err := s.CountFix(ours(t)); n != 3 || grams != 39_000 || err != nil {
			t.Error(n, grams, err)
		}
	})
}

func TestCollectors(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		other := received(2, testkit.Ours, nil)
		other.CollectorID = testkit.Mate(testkit.Ours, recycle.Collector).PersonID
		keep(t, s, received(1, testkit.Ours, nil), other, received(3, testkit.Ours, nil), received(4, testkit.Theirs, nil),
			received(5, testkit.Ours, func(p *recycle.Pickup) { p.State = recycle.Voided }))
		if pickups, people, err := s.Collectors(ours(t), testkit.Today); pickups != 3 || people != 2 || err != nil {
			t.Error(pickups, people, err)
		}
		if pickups, people, err := s.Collectors(ours(t), "2026-11-22"); pickups != 0 || people != 0 || err != nil {
			t.Error("of a day without any:", pickups, people, err)
		}
	})
}

// A new phone is proposed the newest line of each category at each site, its owner's own.
func TestLastLines(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		line := func(n int, site recycle.SiteID, category recycle.Category, grams recycle.Grams, state recycle.PickupState) recycle.Pickup {
			p := received(n, testkit.Ours, func(p *recycle.Pickup) {
				p.SiteID, p.State, p.Lines = site, state, []recycle.Line{{Category: category, Method: recycle.Scale, Grams: grams}}
			})
			p.ReceivedAt += recycle.Instant(n)
			return p
		}
		other := line(7, testkit.OurSite, "paper.occ", 70, recycle.Accepted)
		other.CollectorID = testkit.Mate(testkit.Ours, recycle.Collector).PersonID
		keep(t, s, line(1, testkit.OurSite, "paper.occ", 10, ""), line(2, testkit.OurSite, "paper.occ", 20, ""), line(3, testkit.OurSite, "plastic.pet", 30, ""),
			line(4, testkit.TheirSite, "paper.occ", 40, ""), line(5, "", "paper.occ", 50, ""), line(6, testkit.OurSite, "paper.occ", 60, recycle.Voided), other)
		lines, err := s.LastLines(ours(t), testkit.Actor(testkit.Ours, recycle.Collector).PersonID, "2026-11-01")
		must(t, err)
		got := map[string]recycle.Grams{}
		for _, l := range lines {
			got[string(l.SiteID)+" "+string(l.Line.Category)] += l.Line.Grams
		}
		want := map[string]recycle.Grams{string(testkit.OurSite) + " paper.occ": 20, string(testkit.OurSite) + " plastic.pet": 30,
			string(testkit.TheirSite) + " paper.occ": 40, " paper.occ": 50}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", got, want)
		}
		if lines, err := s.LastLines(ours(t), other.CollectorID, "2026-11-24"); len(lines) != 0 || err != nil {
			t.Error("from tomorrow on:", lines, err)
		}
	})
}
