package reconcile_test

import (
	"context"
	"fmt"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// weighedAt writes a ticket of Ours on a scale.
func (b *books) weighedAt(t testkit.Fataler, day recycle.Day, site recycle.SiteID, scale string, kind recycle.TicketKind, category recycle.Category, net recycle.Grams) {
	b.n++
	k := testkit.Ticket(b.n)
	k.DeliveredOrgID, k.Kind, k.SiteID, k.ScaleNo, k.Category, k.Gross, k.Tare, k.Net = testkit.Ours, kind, site, scale, category, 0, 0, net
	a := testkit.Actor(testkit.Yard, recycle.YardOperator)
	k.Receive(a, testkit.At())
	k.Day = day
	err := b.s.InTx(recycle.WithActor(context.Background(), a), func(ctx context.Context) error {
		if err := b.s.InsertTicket(ctx, &k); err != nil {
			return err
		}
		return b.s.AddTotals(ctx, k.Totals())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A scale that always shows too little is found, and one that is right is left alone; what cannot be told apart is set beside, and the
// sum of all rows is what was received.
func TestService_Scales(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		b := &books{s: s}
		scale := func(c recycle.Category, grams recycle.Grams) recycle.Line {
			return recycle.Line{Category: c, Method: recycle.Scale, Grams: grams}
		}
		const light, right, both, guess, wait = "paper.occ", "plastic.pet", "paper.book", "textile.clothes", "steel.light"
		for n := range 24 {
			day, wobble := recycle.Day("2026-10-01").Add(n), recycle.Grams(n%5-2)*100
			b.pickup(t, testkit.Ours, day, recycle.Accepted, scale(light, 100_000), scale(right, 50_000), scale(both, 80_000), scale(wait, 1000),
				recycle.Line{Category: guess, Method: recycle.Estimate, Grams: 9000})
			b.pickup(t, testkit.Ours, day, recycle.NeedsFix, scale(wait, 700))
			b.weighedAt(t, day, testkit.OurSite, "2", recycle.Weighbridge, light, 92_500+wobble)
			b.weighedAt(t, day, testkit.OurSite, "1", recycle.Weighbridge, right, 50_000-wobble)
			b.weighedAt(t, day, testkit.OurSite, "1", recycle.Weighbridge, both, 40_000) // of two scales: nobody knows which part went where
			b.weighedAt(t, day, testkit.OurSite, "2", recycle.Weighbridge, both, 37_000)
			b.weighedAt(t, day, testkit.OurSite, "1", recycle.Weighbridge, guess, 5000)
			b.weighedAt(t, day, testkit.OurSite, "1", recycle.Weighbridge, wait, 1700)
		}
		b.pickup(t, testkit.Ours, testkit.Today, recycle.Accepted, scale(light, 900_000)) // on the vehicles still
		b.weighedAt(t, testkit.Today, testkit.OurSite, "2", recycle.Weighbridge, light, 1000)
		b.weighedAt(t, "2026-10-01", testkit.TheirSite, "2", recycle.Weighbridge, "glass.bottle", 600) // the same number elsewhere, nothing collected
		b.weighedAt(t, "2026-10-02", "", "", recycle.Estimated, "glass.bottle", 300)
		ask := func(q recycle.ScaleQuery) recycle.ScaleTable {
			t.Helper()
			q.From, q.To = "2026-10-01", testkit.Today
			table, err := service(s).Scales(as(t, testkit.Ours), q)
			if err != nil {
				t.Fatal(err)
			}
			return table
		}
		said := func(table recycle.ScaleTable) (text string) {
			for _, r := range table.Rows {
				text += fmt.Sprintf("%s/%s %d=%d pairs %d: %d-%d=%d %d %s; ", r.SiteID, r.ScaleNo, r.Received.N, r.Received.Grams, r.Pairs, r.Matched.Grams, r.Collected.Grams, r.Finding.Diff, r.Finding.ShareBP, r.Verdict)
			}
			return text
		}
		table := ask(recycle.ScaleQuery{By: recycle.ByScale})
		rows := map[string]recycle.ScaleRow{}
		for _, r := range table.Rows {
			rows[string(r.SiteID)+r.ScaleNo] = r
		}
		bad := rows[string(testkit.OurSite)+"2"]
		if bad.Pairs != 24 || bad.Verdict != recycle.ScaleLight || bad.Received.N != 49 || bad.Matched.Grams-bad.Collected.Grams != recycle.Grams(bad.Finding.Diff) || bad.LowBP > bad.Finding.ShareBP || bad.HighBP < bad.Finding.ShareBP || bad.HighBP > -700 {
			t.Errorf("the light scale: %+v", bad)
		}
		if good := rows[string(testkit.OurSite)+"1"]; good.Pairs != 24 || good.Verdict != recycle.ScaleEven || good.Received.N != 96 || good.Collected.Grams != 24*50_000 {
			t.Errorf("the right scale: %+v", good)
		}
		if r := rows[string(testkit.TheirSite)+"2"]; r.Pairs != 0 || r.Verdict != recycle.ScaleFew || r.Finding.ShareKnown || r.BandKnown || r.Received.Grams != 600 {
			t.Errorf("one that nothing can be said of: %+v", r)
		}
		compared, err := service(s).Compare(as(t, testkit.Ours), recycle.CompareQuery{From: "2026-10-01", To: testkit.Today})
		if err != nil || compared.Total.Received != table.Total.Received || len(table.Rows) != 4 || table.Total.Pairs != 48 {
			t.Errorf("all scales %+v, the comparison %+v, %v", table.Total, compared.Total.Received, err)
		}
		station := ask(recycle.ScaleQuery{By: recycle.ByStation})
		if len(station.Rows) != 3 || station.Rows[0].SiteID != testkit.OurSite || station.Rows[0].Pairs != 72 || station.Rows[0].ScaleNo != "" || station.Total.Received != table.Total.Received {
			t.Error("by station:", said(station))
		}
		if one := ask(recycle.ScaleQuery{By: recycle.ByScale, Category: light}); len(one.Rows) != 1 || one.Total.Received.N != 25 {
			t.Error("of a category:", said(one))
		}
		if table, err := service(s).Scales(as(t, testkit.Theirs), recycle.ScaleQuery{From: "2026-10-01", To: "2026-10-31"}); len(table.Rows) != 0 || err != nil {
			t.Error("theirs:", said(table), err)
		}
		s.CheckBooks(t)
	})
}
