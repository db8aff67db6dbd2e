package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// The records of all organisations, for the government's planners and auditors alone: no row twice, none left out, whatever the page.
func TestZoneRecords(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		zone := store.ZoneRecords{DB: s.DB}
		var pickups []recycle.Pickup
		for n := range 60 { // the same ids in two organisations, many at one moment
			for _, org := range []recycle.OrgID{testkit.Ours, testkit.Theirs} {
				p := received(n, org, func(p *recycle.Pickup) {
					if org == testkit.Theirs {
						p.Lines = append(p.Lines, recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 1})
					}
					if n == 7 {
						p.OccurredAt -= 24 * 3600_000
					}
					if n == 8 {
						p.SiteID, p.State = testkit.TheirSite, recycle.NeedsFix
					}
				})
				p.ReceivedAt += recycle.Instant(n % 3)
				pickups = append(pickups, p)
			}
		}
		keep(t, s, pickups...)
		keepTickets(t, s, weighed(1, testkit.Yard, nil), weighed(2, testkit.Theirs, nil), weighed(2, testkit.Yard, nil))

		today := recycle.ZoneFilter{From: testkit.Today, To: testkit.Today}
		for _, role := range []recycle.Role{recycle.Planner, recycle.Auditor} {
			for _, limit := range []int{1, 7, 200} {
				f, seen := today, map[string]bool{}
				for f.Limit = limit; ; {
					list, err := zone.ZonePickups(testkit.As(t, testkit.Zone, role), f)
					must(t, err)
					for _, p := range list {
						at := recycle.ZoneCursor{Day: p.Day, At: p.ReceivedAt, OrgID: p.OrgID, ID: string(p.ID)}
						if lines := map[recycle.OrgID]int{testkit.Ours: 1, testkit.Theirs: 2}[p.OrgID]; len(p.Lines) != lines || seen[fmt.Sprint(p.OrgID, p.ID)] ||
							f.After.ID != "" && (at.At > f.After.At || at.At == f.After.At && fmt.Sprint(at.OrgID, at.ID) >= fmt.Sprint(f.After.OrgID, f.After.ID)) {
							t.Fatalf("by %d: %+v after %+v", limit, p, f.After)
						}
						seen[fmt.Sprint(p.OrgID, p.ID)], f.After = true, at
					}
					if len(list) < limit {
						break
					}
				}
				if len(seen) != 118 {
					t.Errorf("by %d: %d pickups of today", limit, len(seen))
				}
			}
		}
		auditor := testkit.As(t, testkit.Zone, recycle.Auditor)
		for name, tt := range map[string]struct {
			edit func(f *recycle.ZoneFilter)
			want int
		}{
			"two days":       {func(f *recycle.ZoneFilter) { f.From = "2026-11-22" }, 120},
			"yesterday":      {func(f *recycle.ZoneFilter) { f.From, f.To = "2026-11-22", "2026-11-22" }, 2},
			"a company":      {func(f *recycle.ZoneFilter) { f.OrgID = testkit.Ours }, 59},
			"nobody's":       {func(f *recycle.ZoneFilter) { f.OrgID = testkit.School }, 0},
			"a category":     {func(f *recycle.ZoneFilter) { f.Category = "weee.fridge" }, 59},
			"a state":        {func(f *recycle.ZoneFilter) { f.State = string(recycle.NeedsFix) }, 2},
			"a site":         {func(f *recycle.ZoneFilter) { f.SiteID = testkit.TheirSite }, 2},
			"a site's state": {func(f *recycle.ZoneFilter) { f.SiteID, f.State = testkit.TheirSite, string(recycle.Accepted) }, 0},
		} {
			f := today
			tt.edit(&f)
			f.Limit = 500
			if list, err := zone.ZonePickups(auditor, f); err != nil || len(list) != tt.want {
				t.Errorf("%s: %d, %v, want %d", name, len(list), err, tt.want)
			}
		}
		f := today
		f.Limit = 500
		list, err := zone.ZoneTickets(auditor, f)
		if err != nil || len(list) != 3 || list[2].OrgID != testkit.Theirs || list[0].ID != testkit.Ticket(2).ID {
			t.Errorf("%+v, %v", list, err)
		}
		if f.OrgID, f.Category, f.State = testkit.Yard, "paper.occ", string(recycle.TicketStored); len(list) == 3 {
			list, err = zone.ZoneTickets(auditor, f)
			if err != nil || len(list) != 2 {
				t.Errorf("%+v, %v", list, err)
			}
			f.After = recycle.ZoneCursor{Day: list[0].Day, At: list[0].ReceivedAt, OrgID: list[0].OrgID, ID: string(list[0].ID)}
			if rest, err := zone.ZoneTickets(auditor, f); err != nil || cmp.Diff(rest, list[1:]) != "" {
				t.Errorf("%+v, %v", rest, err)
			}
		}
	})
}

// Whoever is no planner or auditor of the government reads nothing over organisations, whatever the operation forgot.
func TestZoneRecords_refused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, received(1, testkit.Ours, nil))
		zone, f := store.ZoneRecords{DB: s.DB}, recycle.ZoneFilter{From: testkit.Today, To: testkit.Today, Limit: 9}
		company := recycle.WithActor(t.Context(), testkit.Roles(testkit.Actor(testkit.Ours, recycle.CompanyOperator), recycle.Planner))
		for name, tt := range map[string]struct {
			ctx  context.Context
			kind recycle.Kind
		}{
			"nobody":            {t.Context(), recycle.Unauthenticated},
			"its own company":   {testkit.As(t, testkit.Ours, recycle.CompanyOperator), recycle.Forbidden},
			"a planner of none": {company, recycle.Forbidden},
			"the zone's keeper": {testkit.As(t, testkit.Zone, recycle.Keeper), recycle.Forbidden},
		} {
			p, perr := zone.ZonePickups(tt.ctx, f)
			k, terr := zone.ZoneTickets(tt.ctx, f)
			if recycle.KindOf(perr) != tt.kind || recycle.KindOf(terr) != tt.kind || len(p)+len(k) > 0 {
				t.Errorf("%s: %d %v, %d %v", name, len(p), perr, len(k), terr)
			}
		}
	})
}

// A list of many days goes from the newest day to the oldest, and within a day by when it was received, whatever the page; of each day
// the index of the organisations' days is read, and no whole period sorted.
func TestZoneRecords_days(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		zone := store.ZoneRecords{DB: s.DB}
		var pickups []recycle.Pickup
		for n := range 40 {
			pickups = append(pickups, received(n, map[bool]recycle.OrgID{true: testkit.Ours, false: testkit.Theirs}[n%2 == 0], func(p *recycle.Pickup) {
				p.OccurredAt -= recycle.Instant(n%5) * 24 * 3600_000 // arrived at once, whenever it happened
			}))
			pickups[n].ReceivedAt += recycle.Instant(n)
		}
		keep(t, s, pickups...)
		auditor := testkit.As(t, testkit.Zone, recycle.Auditor)
		for _, limit := range []int{1, 3, 8, 100} {
			f, n := recycle.ZoneFilter{From: testkit.Today.Add(-9), To: testkit.Today, Limit: limit}, 0
			for {
				list, err := zone.ZonePickups(auditor, f)
				must(t, err)
				for _, p := range list {
					if p.Day > f.After.Day && n > 0 || p.Day == f.After.Day && p.ReceivedAt >= f.After.At {
						t.Fatalf("by %d: %s %d after %+v", limit, p.Day, p.ReceivedAt, f.After)
					}
					f.After = recycle.ZoneCursor{Day: p.Day, At: p.ReceivedAt, OrgID: p.OrgID, ID: string(p.ID)}
					n++
				}
				if len(list) < limit {
					break
				}
			}
			if n != 40 {
				t.Errorf("by %d: %d pickups", limit, n)
			}
		}
	})
	s := testkit.NewStore(t)
	zone, auditor := store.ZoneRecords{DB: s.DB}, testkit.As(t, testkit.Zone, recycle.Auditor)
	for name, org := range map[string]recycle.OrgID{"all": "", "one": testkit.Ours} {
		plan, err := zone.ZonePlan(auditor, recycle.ZoneFilter{From: "2026-10-01", To: testkit.Today, OrgID: org, Limit: 50})
		if err != nil || !strings.Contains(plan, "pickups_day (org_id=? AND day>? AND day<?)") || !strings.Contains(plan, "tickets_day (org_id=? AND day>? AND day<?)") || strings.Contains(plan, "SCAN") {
			t.Errorf("%s: %s, %v", name, plan, err)
		}
	}
}
