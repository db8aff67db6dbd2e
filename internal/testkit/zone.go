package testkit

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// The organisations of the zone, one of each kind and two recycling companies.
const (
	Zone     recycle.OrgID = "01900000-0000-7000-8000-000000000001"
	Ours     recycle.OrgID = "01900000-0000-7000-8000-00000000000a"
	Theirs   recycle.OrgID = "01900000-0000-7000-8000-00000000000b"
	Yard     recycle.OrgID = "01900000-0000-7000-8000-00000000000c" // a processor, which weighs what others deliver
	Market   recycle.OrgID = "01900000-0000-7000-8000-00000000000d"
	Shop     recycle.OrgID = "01900000-0000-7000-8000-00000000000e"
	School   recycle.OrgID = "01900000-0000-7000-8000-00000000000f"
	Property recycle.OrgID = "01900000-0000-7000-8000-000000000002"
)

// The sites of the register, all at one place: two that work, and one that Theirs has proposed, which Ours may not see.
const (
	OurSite      recycle.SiteID = "01900000-0000-7000-8000-0000000000a1"
	TheirSite    recycle.SiteID = "01900000-0000-7000-8000-0000000000b1"
	TheirPropose recycle.SiteID = "01900000-0000-7000-8000-0000000000b2"
)

// Since is the day from which everybody holds their role.
const Since recycle.Day = "2026-01-01"

// orgs are the organisations in the order of their people's phone numbers.
var orgs = []recycle.Org{
	{ID: Zone, Kind: recycle.Government, Name: "示例高新区", Zone: true},
	{ID: Ours, Kind: recycle.RecyclingCompany, Name: "示例回收一公司"},
	{ID: Theirs, Kind: recycle.RecyclingCompany, Name: "示例回收二公司"},
	{ID: Yard, Kind: recycle.Processor, Name: "示例分拣中心"},
	{ID: Market, Kind: recycle.Market, Name: "示例旧货市场"},
	{ID: Shop, Kind: recycle.MakerSeller, Name: "示例商户"},
	{ID: School, Kind: recycle.PublicInstitution, Name: "示例学校"},
	{ID: Property, Kind: recycle.PropertyManager, Name: "示例物业"},
}

// Actor returns the person who holds role in org, acting there.
func Actor(org recycle.OrgID, role recycle.Role) recycle.Actor {
	return member(org, role, 0x10)
}

// Mate returns another person who holds role in org.
func Mate(org recycle.OrgID, role recycle.Role) recycle.Actor {
	return member(org, role, 0x80)
}

func member(org recycle.OrgID, role recycle.Role, first int) recycle.Actor {
	a := recycle.Actor{OrgID: org, Roles: []recycle.Role{role}, Zone: org == Zone}
	n := first + slices.Index(recycle.Roles(), role)
	a.PersonID = recycle.PersonID(fmt.Sprintf("01900000-0000-7000-800%s-0000000000%02x", org[35:], n))
	i := slices.IndexFunc(orgs, func(o recycle.Org) bool { return o.ID == org })
	if i >= 0 {
		a.OrgKind = orgs[i].Kind
	}
	return a
}

// As returns a context in which the person who holds role in org acts.
func As(t testing.TB, org recycle.OrgID, role recycle.Role) context.Context {
	return recycle.WithActor(t.Context(), Actor(org, role))
}

// Home returns the organisation of the zone whose kind has role.
func Home(role recycle.Role) recycle.OrgID {
	for _, org := range []recycle.OrgID{Ours, Zone, Yard, Market, Shop, School, Property} {
		i := slices.IndexFunc(orgs, func(o recycle.Org) bool { return o.ID == org })
		if recycle.MayHold(&orgs[i], role) {
			return org
		}
	}
	return ""
}

// fill puts the zone's organisations, people and sites into an empty store. Everybody holds one role, two people each.
func (s Store) fill(t testing.TB) {
	t.Helper()
	err := s.InTx(As(t, Zone, recycle.Planner), func(ctx context.Context) error {
		for i := range orgs {
			orgs := orgs[i]
			if err := s.InsertOrg(ctx, &orgs); err != nil {
				return err
			}
			if err := s.fillOrg(ctx, &orgs, i); err != nil {
				return err
			}
		}
		return s.fillSites(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s Store) fillOrg(ctx context.Context, o *recycle.Org, n int) error {
	for i, role := range recycle.Roles() {
		if !recycle.MayHold(o, role) {
			continue
		}
		for j, a := range []recycle.Actor{Actor(o.ID, role), Mate(o.ID, role)} {
			p := recycle.Person{ID: a.PersonID, Name: fmt.Sprintf("示%d%02d%d", n, i, j), Phone: fmt.Sprintf("1380000%d%02d%d", n, i, j)}
			if err := s.InsertPerson(ctx, &p); err != nil {
				return err
			}
			m := recycle.Member{PersonID: p.ID, OrgID: o.ID, Role: role, ValidFrom: Since, ValidTo: recycle.LastDay}
			if err := s.InsertMember(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s Store) fillSites(ctx context.Context) error {
	var sites []recycle.Site
	var versions []recycle.SiteVersion
	for _, row := range []struct {
		id    recycle.SiteID
		org   recycle.OrgID
		name  string
		state recycle.SiteState
	}{
		{OurSite, Ours, "示范小区-001", recycle.SiteActive},
		{TheirSite, Theirs, "示范小区-002", recycle.SiteActive},
		{TheirPropose, Theirs, "拟建-003", recycle.SiteProposed},
	} {
		sites = append(sites, recycle.Site{ID: row.id, CreatedByOrg: row.org, Token: string(row.id)})
		versions = append(versions, recycle.SiteVersion{SiteID: row.id, ValidFrom: Since, SiteFacts: recycle.SiteFacts{Name: row.name, Kind: "RC_POINT_STD",
			State: row.state, InA: true, OperatorOrgID: row.org, Place: recycle.PlaceAt(geo.Point{SiteLon, SiteLat})}})
	}
	if err := s.InsertSites(ctx, sites); err != nil {
		return err
	}
	return s.PutSiteVersions(ctx, versions)
}

// Roles returns a as one who holds these roles.
func Roles(a recycle.Actor, roles ...recycle.Role) recycle.Actor {
	a.Roles = roles
	return a
}
