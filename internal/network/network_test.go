package network_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"liangwang/geo"
	"liangwang/internal/network"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

const (
	today                           = recycle.Day("2026-11-23")
	zone, ours, their recycle.OrgID = "01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b", "01900000-0000-7000-8000-00000000000c"
)

func clock() time.Time { return time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC) } // past midnight in Shanghai

type all struct {
	*store.DB
	store.Sites
	store.Areas
	store.Demand
	store.Routes
	store.Basemap
	store.Register
	store.Catalogue
	store.Orgs
	store.Audit
}

// stand is a service on an empty register with three organisations.
type stand struct {
	network.Service
	store                            all
	planner, operator, other, picker context.Context
}

func newStand(t *testing.T) stand {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	a := all{db, store.Sites{DB: db}, store.Areas{DB: db}, store.Demand{DB: db}, store.Routes{DB: db}, store.Basemap{DB: db}, store.Register{DB: db},
		store.Catalogue{DB: db}, store.Orgs{DB: db}, store.Audit{DB: db}}
	s := stand{Service: network.Service{Store: a, Register: &network.Register{Store: a, Now: clock}, Now: clock}, store: a}
	as := func(org recycle.OrgID, kind recycle.OrgKind, role recycle.Role) context.Context {
		return recycle.WithActor(t.Context(), recycle.Actor{OrgID: org, OrgKind: kind, PersonID: recycle.PersonID(org[:35] + "f"), Roles: []recycle.Role{role}})
	}
	s.planner = as(zone, recycle.Government, recycle.Planner)
	s.operator = as(ours, recycle.RecyclingCompany, recycle.CompanyOperator)
	s.other = as(their, recycle.RecyclingCompany, recycle.CompanyOperator)
	s.picker = as(ours, recycle.RecyclingCompany, recycle.Collector)
	must(t, db.InTx(s.planner, func(ctx context.Context) error {
		return errors.Join(
			a.InsertOrg(ctx, &recycle.Org{ID: zone, Kind: recycle.Government, Name: "示意区", Zone: true}),
			a.InsertOrg(ctx, &recycle.Org{ID: ours, Kind: recycle.RecyclingCompany, Name: "示范回收一公司"}),
			a.InsertOrg(ctx, &recycle.Org{ID: their, Kind: recycle.RecyclingCompany, Name: "示范回收二公司"}))
	}))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func id(n int) recycle.SiteID { return recycle.SiteID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n)) }

// facts is a recycling point some metres east of a corner of the zone.
func facts(n int, state recycle.SiteState) recycle.SiteFacts {
	return recycle.SiteFacts{Name: fmt.Sprintf("示范小区-%03d", n), Kind: "RC_POINT_STD", State: state, InA: true, InB: n%2 == 0,
		OperatorOrgID: ours, Categories: "paper.occ", Address: fmt.Sprintf("示范路 %d 号", n),
		Place: recycle.PlaceAt(geo.Point{116.6 + float64(n)*0.0001, 35.4})}
}

func (s *stand) put(t *testing.T, ctx context.Context, n int, state recycle.SiteState, from recycle.Day) recycle.SiteDetail {
	t.Helper()
	d, _, err := s.Put(ctx, recycle.SitePut{ID: id(n), Facts: facts(n, state), From: from})
	must(t, err)
	return d
}

func TestService_Put(t *testing.T) {
	s := newStand(t)
	s.put(t, s.planner, 1, recycle.SiteActive, "2026-01-01")
	s.put(t, s.operator, 2, "", "")
	edit := func(n int, change func(f *recycle.SiteFacts)) recycle.SitePut {
		p := recycle.SitePut{ID: id(n), Facts: facts(n, "")}
		change(&p.Facts)
		return p
	}
	rename := func(f *recycle.SiteFacts) { f.Name += "甲" }
	theirs := func(f *recycle.SiteFacts) { f.OperatorOrgID = "" } // who proposes will run it
	tests := []struct {
		name string
		ctx  context.Context
		put  recycle.SitePut
		code string
	}{
		{"nobody", t.Context(), edit(9, rename), "auth.required"},
		{"a collector", s.picker, edit(9, rename), "auth.forbidden"},
		{"a company, one that works already", s.operator, edit(9, func(f *recycle.SiteFacts) { f.State = recycle.SiteActive }), "site.invalid"},
		{"a company, one that another would run", s.other, edit(9, rename), "site.invalid"},
		{"a planner, one that is closed already", s.planner, edit(9, func(f *recycle.SiteFacts) { f.State = recycle.SiteClosed }), "site.state"},
		{"a company, a published site of its own", s.operator, edit(1, rename), "site.not_proposed"},
		{"a company, another's published site", s.other, edit(1, theirs), "site.not_proposed"},
		{"a company, another's proposal", s.other, edit(2, theirs), "site.not_found"},
		{"the state by the back door", s.planner, edit(1, func(f *recycle.SiteFacts) { f.State = recycle.SiteSuspended }), "site.state"},
		{"an unknown category", s.planner, edit(1, func(f *recycle.SiteFacts) { f.Categories = "paper.occ,paper.gold" }), "site.invalid"},
		{"an unknown operator", s.planner, edit(1, func(f *recycle.SiteFacts) { f.OperatorOrgID = "x" }), "site.invalid"},
		{"no network", s.planner, edit(1, func(f *recycle.SiteFacts) { f.InA, f.InB = false, false }), "site.invalid"},
		{"off the Earth", s.planner, edit(1, func(f *recycle.SiteFacts) { f.Lat.V = 91 }), "site.invalid"},
		{"no id", s.planner, recycle.SitePut{ID: "x", Facts: facts(1, "")}, "site.invalid"},
		{"no day", s.planner, recycle.SitePut{ID: id(1), Facts: facts(1, ""), From: "2026-02-30"}, "site.invalid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := s.Put(tt.ctx, tt.put)
			if e, _ := errors.AsType[*recycle.Error](err); e == nil || e.Code != tt.code {
				t.Errorf("error %v, want %s", err, tt.code)
			}
		})
	}
	version, err := s.store.RegisterVersion(s.planner)
	must(t, err)
	s.put(t, s.planner, 1, "", "2026-06-01")                                                // as it is
	if again, err := s.store.RegisterVersion(s.planner); err != nil || again != version+1 { // taken, nothing written
		t.Error("the same facts again changed the register:", version, again, err)
	}
	d, created, err := s.Put(s.operator, edit(2, rename))
	if err != nil || created || d.Site.Name != "示范小区-002甲" || len(d.Versions) != 1 || d.Site.State != recycle.SiteProposed ||
		d.Site.OperatorName != "示范回收一公司" || d.Site.RawLon != "116.6002" || len(d.Token) != 32 {
		t.Errorf("%+v, %v, %v", d, created, err)
	}
	d, _, err = s.Put(s.planner, edit(1, rename))
	if err != nil || len(d.Versions) != 2 || d.Versions[1].ValidTo != "2026-11-22" || d.Versions[1].ValidFrom != "2026-01-01" {
		t.Errorf("%+v, %v", d.Versions, err)
	}
	if n, err := s.store.VerifyAudit(s.planner); n != 4 || err != nil {
		t.Error("audit entries", n, err)
	}
}

func TestService_Detail_whoSees(t *testing.T) {
	s := newStand(t)
	s.put(t, s.planner, 1, recycle.SiteActive, "2026-01-01")
	s.put(t, s.operator, 2, "", "")
	auditor := recycle.WithActor(t.Context(), recycle.Actor{OrgID: zone, OrgKind: recycle.Government, Roles: []recycle.Role{recycle.Auditor}})
	for name, tt := range map[string]struct {
		ctx      context.Context
		n        int
		sees     bool
		token    bool
		moves    int
		nInPages int
	}{
		"planner, published": {s.planner, 1, true, true, 4, 2}, "planner, proposed": {s.planner, 2, true, true, 2, 2},
		"operator, published": {s.operator, 1, true, true, 1, 2}, "operator, proposed": {s.operator, 2, true, true, 0, 2},
		"another, published": {s.other, 1, true, false, 0, 1}, "another, proposed": {s.other, 2, false, false, 0, 1},
		"collector, published": {s.picker, 1, true, false, 0, 2}, "auditor, proposed": {auditor, 2, true, true, 0, 2},
	} {
		d, err := s.Detail(tt.ctx, id(tt.n))
		if (err == nil) != tt.sees || err != nil && recycle.KindOf(err) != recycle.NotFound || (d.Token != "") != tt.token || len(d.Moves) != tt.moves {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
		page, err := s.List(tt.ctx, recycle.SiteFilter{Limit: 10})
		if err != nil || page.Total != tt.nInPages || len(page.Sites) != tt.nInPages {
			t.Errorf("%s: lists %d, %v", name, page.Total, err)
		}
	}
}

func TestService_List(t *testing.T) {
	s := newStand(t)
	for n := range 25 {
		s.put(t, s.planner, n, recycle.SiteActive, "2026-01-01")
	}
	box := geo.Bound{Min: geo.Point{116.60045, 35}, Max: geo.Point{116.60095, 36}}
	tests := []struct {
		name   string
		filter recycle.SiteFilter
		want   int
	}{
		{"all", recycle.SiteFilter{}, 25}, {"before the first", recycle.SiteFilter{At: "2025-12-31"}, 0}, {"network A", recycle.SiteFilter{Network: "A"}, 25},
		{"network B", recycle.SiteFilter{Network: "B"}, 13}, {"both", recycle.SiteFilter{Network: "AB"}, 13}, {"name", recycle.SiteFilter{Query: "小区-01"}, 10},
		{"address", recycle.SiteFilter{Query: "示范路 7 号"}, 1}, {"kind", recycle.SiteFilter{Kind: "TRANSFER"}, 0}, {"box", recycle.SiteFilter{Box: &box}, 5},
		{"state", recycle.SiteFilter{State: recycle.SiteActive, Operator: ours}, 25}, {"another's", recycle.SiteFilter{Operator: their}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.filter.Limit = 4
			seen, last := 0, ""
			for {
				page, err := s.List(s.planner, tt.filter)
				if err != nil || page.Total != tt.want || len(page.Sites) > 4 {
					t.Fatalf("%d of %d, want %d (%v)", len(page.Sites), page.Total, tt.want, err)
				}
				for _, v := range page.Sites {
					if v.Name <= last {
						t.Errorf("%s after %s", v.Name, last)
					}
					seen, last = seen+1, v.Name
				}
				if tt.filter.Cursor = page.Next; page.Next == "" {
					break
				}
			}
			if seen != tt.want {
				t.Errorf("pages hold %d, want %d", seen, tt.want)
			}
		})
	}
	for _, bad := range []string{"%", "eA"} {
		if _, err := s.List(s.planner, recycle.SiteFilter{Cursor: bad, Limit: 4}); recycle.KindOf(err) != recycle.Invalid || err == nil {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
	near, err := s.Near(s.picker, geo.Point{116.6011, 35.4}, 3)
	if err != nil || len(near) != 3 || near[0].Name != "示范小区-011" || near[0].Metres > 0.01 || near[1].Metres < 9 || near[2].Metres < near[1].Metres-1e-6 {
		t.Errorf("near %+v, %v", near, err)
	}
	if _, err := s.Near(s.picker, geo.Point{math.NaN(), 35.4}, 3); recycle.KindOf(err) != recycle.Invalid {
		t.Errorf("near nowhere: %v", err)
	}
	if _, err := s.Move(s.planner, id(11), recycle.SiteStep{To: recycle.SiteSuspended, Reason: "维修"}); err != nil {
		t.Fatal(err)
	}
	near, err = s.Near(s.picker, geo.Point{116.6011, 35.4}, 3)
	if phone, perr := s.Phone(s.picker); err != nil || perr != nil || near[0].Name == "示范小区-011" || len(phone) != 24 {
		t.Errorf("a suspended site is offered: %v, %d on the phone", near[0].Name, len(phone))
	}
	if found, err := s.Search(s.picker, " 小区-02 ", 3); err != nil || len(found) != 3 {
		t.Error("search", found, err)
	}
}

func TestRegister_SiteAt(t *testing.T) {
	s := newStand(t)
	s.put(t, s.planner, 1, recycle.SiteActive, "2026-01-01")
	f := facts(1, "")
	f.Lon.V = 117
	if _, _, err := s.Put(s.planner, recycle.SitePut{ID: id(1), Facts: f, From: "2026-06-01"}); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[recycle.Day]float64{"2025-01-01": 116.6001, "2026-01-01": 116.6001, "2026-05-31": 116.6001, "2026-06-01": 117, today: 117} {
		if v, err := s.Register.SiteAt(s.picker, id(1), day); err != nil || v.Lon.V != want || v.OperatorOrgID != ours {
			t.Errorf("%s: %v, want %v (%v)", day, v.Lon.V, want, err)
		}
	}
	if _, err := s.Register.SiteAt(s.picker, id(2), today); recycle.KindOf(err) != recycle.NotFound {
		t.Error("unknown site:", err)
	}
}

// Whoever writes, also another process: the next snapshot has it, and snapshots of equal data are one.
func TestRegister_On(t *testing.T) {
	s := newStand(t)
	s.put(t, s.planner, 1, recycle.SiteActive, "2026-01-01")
	one, err := s.Register.On(s.planner, today)
	must(t, err)
	two, err := s.Register.On(s.picker, today)
	if err != nil || one != two {
		t.Error("read twice", err)
	}
	for n := range 12 { // more days than are kept
		if _, err := s.Register.On(s.planner, today.Add(-n)); err != nil {
			t.Fatal(err)
		}
	}
	must(t, s.store.InTx(s.planner, func(ctx context.Context) error {
		return s.store.PutSiteVersions(ctx, []recycle.SiteVersion{{SiteID: id(1), ValidFrom: "2026-06-01", SiteFacts: facts(7, recycle.SiteActive)}})
	}))
	three, err := s.Register.On(s.planner, today)
	if err != nil || three.Version <= one.Version || three.Sites[0].Name != "示范小区-007" || one.Sites[0].Name != "示范小区-001" {
		t.Errorf("%+v, %v", three, err)
	}
	if _, err := s.Register.On(t.Context(), today); recycle.KindOf(err) != recycle.Unauthenticated {
		t.Error("nobody reads a cached register:", err)
	}
}

func TestRegister_Basemap(t *testing.T) {
	s := newStand(t)
	for _, want := range []string{
		`{"type":"FeatureCollection","features":[]}`,
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"layer":"label","name":"示意河"}}]}`,
	} {
		got, _, err := s.Register.Basemap(s.picker)
		if err != nil || string(got) != want {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
		must(t, s.store.InTx(s.planner, func(ctx context.Context) error {
			return s.store.ReplaceBasemap(ctx, []recycle.BasemapFeature{{ID: "1", Layer: "label", Name: "示意河", GeoJSON: `{"type":"Point","coordinates":[1,2]}`}})
		}))
	}
}
