package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// Sums are added to, whoever adds first, and read by organisation and day in the order of their keys.
func TestTotals(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		var wg sync.WaitGroup
		for n := range 40 {
			wg.Go(func() {
				keep(t, s, received(n, testkit.Ours, func(p *recycle.Pickup) {
					if n%2 == 1 {
						p.SiteID = ""
					}
					p.Lines = append(p.Lines, recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 2}, recycle.Line{Category: "paper.occ", Method: recycle.Estimate, Grams: 1})
				}))
			})
			wg.Go(func() { keepTickets(t, s, weighed(n, testkit.Yard, nil)) })
		}
		wg.Wait()
		byMethod, err := s.MethodTotals(ours(t), testkit.Today, testkit.Today)
		must(t, err)
		bySite, err := s.SiteTotals(ours(t), testkit.Today, testkit.Today)
		must(t, err)
		got := ""
		for _, m := range byMethod {
			got += fmt.Sprintln(m.Flow, m.Category, m.Method, m.N, m.Grams, m.Pieces)
		}
		for _, m := range bySite {
			got += fmt.Sprintln(m.Flow, m.SiteID, m.Category, m.N, m.Grams, m.Pieces)
		}
		site := string(testkit.OurSite)
		want := "COLLECTED paper.occ ESTIMATE 40 40 0\nCOLLECTED paper.occ SCALE 40 500000 0\nCOLLECTED weee.fridge COUNT 40 0 80\nRECEIVED paper.occ WEIGHBRIDGE 40 496000 0\n" +
			"COLLECTED  paper.occ 40 250020 0\nCOLLECTED  weee.fridge 20 0 40\nCOLLECTED " + site + " paper.occ 40 250020 0\nCOLLECTED " + site + " weee.fridge 20 0 40\nRECEIVED  paper.occ 40 496000 0\n"
		if got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		if rows, err := s.MethodTotals(theirs(t), testkit.Today, testkit.Today); len(rows) != 0 || err != nil {
			t.Error("theirs", rows, err)
		}
		if rows, err := s.MethodTotals(testkit.As(t, testkit.Yard, recycle.YardOperator), recycle.FirstDay, recycle.LastDay); len(rows) != 0 || err != nil {
			t.Error("the yard's: what it weighed is booked on who delivered", rows, err)
		}
		s.CheckBooks(t)
	})
}

// A day of which everything was taken back is no day with a record.
func TestTotals_LastDay(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		if _, found, err := s.LastDay(ours(t), testkit.Today); found || err != nil {
			t.Error("of nothing:", found, err)
		}
		gone := received(1, testkit.Ours, nil)
		keep(t, s, gone, received(2, testkit.Ours, func(p *recycle.Pickup) { p.OccurredAt -= 3 * 24 * 3600_000 }), received(3, testkit.Theirs, nil))
		for _, want := range []recycle.Day{testkit.Today, "2026-11-20"} {
			if day, found, err := s.LastDay(ours(t), "2026-12-31"); day != want || !found || err != nil {
				t.Errorf("%s, %v, %v, want %s", day, found, err, want)
			}
			must(t, s.InTx(ours(t), func(ctx context.Context) error { return s.AddTotals(ctx, gone.Totals().Negative()) }))
		}
		if day, found, err := s.LastDay(ours(t), "2026-11-19"); found || err != nil {
			t.Error("before the first:", day, err)
		}
	})
}
