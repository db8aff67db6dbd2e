package network_test

import (
	"context"
	"testing"

	"liangwang/geo"
	"liangwang/internal/network"
	"liangwang/internal/recycle"
)

// A site whose position is doubtful is listed and counted with its flag, and no phone proposes it; once an area holds it, it is like
// any other.
func TestService_doubtful(t *testing.T) {
	s := newStand(t)
	s.put(t, s.planner, 1, recycle.SiteActive, "")
	v := recycle.SiteVersion{SiteID: id(2), ValidFrom: today, SiteFacts: facts(2, recycle.SiteActive)}
	v.Outside = "position.outside"
	must(t, s.store.InTx(s.planner, func(ctx context.Context) error {
		if err := s.store.InsertSites(ctx, []recycle.Site{{ID: id(2), Token: "t2"}}); err != nil {
			return err
		}
		return s.store.PutSiteVersions(ctx, []recycle.SiteVersion{v})
	}))
	look := func(flag string, near int, placed bool) {
		t.Helper()
		page, err := s.List(s.planner, recycle.SiteFilter{Limit: 9})
		must(t, err)
		if page.Total != 2 || page.Sites[1].Outside != flag {
			t.Errorf("%d listed, the flag is %q", page.Total, page.Sites[1].Outside)
		}
		d, err := s.Detail(s.planner, id(2))
		must(t, err)
		if _, ok := d.Site.Point(); d.Site.Outside != flag || !ok {
			t.Errorf("its card says %+v", d.Site.Place)
		}
		found, err := s.Near(s.picker, geo.Point{116.6002, 35.4}, 9)
		must(t, err)
		if len(found) != near || found[near-1].SiteID != id(1) {
			t.Errorf("near are %+v", found)
		}
		list, err := s.Phone(s.picker)
		must(t, err)
		if _, ok := list[1].Point(); len(list) != 2 || ok != placed {
			t.Errorf("on the phone %d, the second placed: %v", len(list), ok)
		}
	}
	look("position.outside", 1, false)
	if at, err := s.Register.SiteAt(s.picker, id(2), today); err != nil || at.Lon.Valid || at.Name == "" {
		t.Errorf("of a pickup there: %+v, %v", at, err)
	}
	ring := geo.Ring{{116.59, 35.39}, {116.61, 35.39}, {116.61, 35.41}, {116.59, 35.41}, {116.59, 35.39}}
	a := recycle.AreaVersion{AreaID: recycle.AreaID(id(3)), ValidFrom: today, AreaFacts: recycle.AreaFacts{Name: "示范街道", Level: recycle.LevelSubdistrict,
		Shape: geo.WKB(geo.MultiPolygon{{ring}})}}
	must(t, s.store.InTx(s.planner, func(ctx context.Context) error { return s.store.PutAreaVersions(ctx, []recycle.AreaVersion{a}) }))
	look("", 2, true)
	later := &network.Register{Store: s.store, Now: s.Now} // what SiteAt said before may be a second old
	if at, err := later.SiteAt(s.picker, id(2), today); err != nil || !at.Lon.Valid || at.Outside != "" {
		t.Errorf("of a pickup there, once an area holds it: %+v, %v", at.Place, err)
	}
}
