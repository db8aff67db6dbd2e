package main

import (
	"context"
	"testing"
	"time"

	"liangwang/internal/network"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// A site that somebody else has proposed does not exist for a record, whether the register in memory has it or not.
func TestLookup_SiteOn(t *testing.T) {
	s := testkit.NewStore(t)
	reads := registerStore{s.DB, s.Register, s.Sites, s.Areas, s.Demand, s.Routes, s.Basemap, s.Catalogue, s.Orgs, s.Audit}
	l := lookup{register: &network.Register{Store: reads, Now: time.Now}, db: s.DB}
	theirs, planner := testkit.As(t, testkit.Theirs, recycle.Collector), testkit.As(t, testkit.Zone, recycle.Planner)
	check := func(when string, id recycle.SiteID) {
		for name, tt := range map[string]struct {
			ctx  context.Context
			sees bool
		}{"ours": {testkit.As(t, testkit.Ours, recycle.Collector), false}, "theirs": {theirs, true}, "the planner": {planner, true}} {
			_, err := l.SiteOn(tt.ctx, id, testkit.Today)
			exists, eerr := l.SiteExists(tt.ctx, id)
			if (err == nil) != tt.sees || exists != tt.sees || eerr != nil || err != nil && recycle.KindOf(err) != recycle.NotFound {
				t.Errorf("%s, %s: %v, %v %v", when, name, err, exists, eerr)
			}
		}
	}
	check("in memory", testkit.TheirPropose)
	later := testkit.ID[recycle.SiteID](1)
	err := s.InTx(planner, func(ctx context.Context) error {
		site := recycle.Site{ID: later, CreatedByOrg: testkit.Theirs, Token: "t"}
		if err := s.InsertSites(ctx, []recycle.Site{site}); err != nil {
			return err
		}
		return s.PutSiteVersions(ctx, []recycle.SiteVersion{{SiteID: later, ValidFrom: testkit.Since,
			SiteFacts: recycle.SiteFacts{Name: "拟建", Kind: "RC_POINT_STD", State: recycle.SiteProposed, InA: true, OperatorOrgID: testkit.Theirs}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	check("since", later)
	if _, err := l.SiteOn(testkit.As(t, testkit.Ours, recycle.Collector), testkit.TheirSite, testkit.Today); err != nil {
		t.Error("an open site:", err)
	}
}
