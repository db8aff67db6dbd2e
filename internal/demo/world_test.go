package demo

import (
	"math"
	"slices"
	"testing"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

func TestWorld_counts(t *testing.T) {
	for _, seed := range []uint64{Seed, 1, 2, 3} {
		w := newWorld(seed)
		count := map[string]int{}
		for _, v := range w.versions {
			switch {
			case v.Kind.BackEnd():
				count[string(v.Kind)]++
			case v.InA && v.InB:
				count["both"]++
			case v.InA:
				count["A"]++
			case v.InB:
				count["B"]++
			}
			if err := v.Validate(); err != nil {
				t.Errorf("seed %d: %s: %v", seed, v.Name, err)
			}
		}
		for what, want := range map[string]int{"both": 50, "A": 60, "B": 110, "TRANSFER": 6, "SORTING_COMP": 1} {
			if count[what] != want {
				t.Errorf("seed %d: %d %s, want %d", seed, count[what], what, want)
			}
		}
		kinds := map[recycle.OrgKind]int{}
		for _, o := range w.orgs {
			kinds[o.Kind]++
			if err := o.Validate(); err != nil || o.USCC == "" {
				t.Errorf("%s: %v", o.Name, err)
			}
		}
		if len(kinds) != len(recycle.OrgKinds()) || kinds[recycle.RecyclingCompany] != 12 || len(w.orgs) != 18 {
			t.Errorf("seed %d: organisations %v", seed, kinds)
		}
		trucks := 0
		for _, v := range w.vehicles {
			if v.Plate != "" {
				trucks++
			}
			if err := v.Validate(); err != nil {
				t.Errorf("%+v: %v", v, err)
			}
		}
		if len(w.sites) != 227 || len(w.places) != 200 || len(w.communities) != 120 || len(w.crew) != 150 || len(w.vehicles) != 150 || trucks != 60 || len(w.routes) < 18 {
			t.Errorf("seed %d: %d sites, %d places, %d communities, %d collectors, %d vehicles, %d of them lorries, %d routes", seed, len(w.sites), len(w.places),
				len(w.communities), len(w.crew), len(w.vehicles), trucks, len(w.routes))
		}
		var households, people int64
		for _, d := range w.demand {
			households, people = households+d.Households, people+d.People
			if err := d.Validate(); err != nil {
				t.Fatal(err)
			}
		}
		if households != 129_700 || people != 337_100 || len(w.demand) < 2500 || len(w.demand) > 4000 {
			t.Errorf("seed %d: %d households, %d people at %d points", seed, households, people, len(w.demand))
		}
		for _, p := range w.people {
			if err := p.Person.Validate(); err != nil || !recycle.MayHold(&w.orgs[p.org], p.role) {
				t.Errorf("%s: %v", p.Name, err)
			}
		}
	}
}

// The communities fill their subdistricts, and these the zone, without gap or overlap; each demand point lies in its own community.
func TestWorld_areas(t *testing.T) {
	w := newWorld(Seed)
	area := map[recycle.AreaLevel]float64{}
	var communities []geo.MultiPolygon
	for _, a := range w.areas() {
		g, err := geo.ParseWKB(a.Shape, geo.Limits{})
		if err != nil || a.Validate() != nil {
			t.Fatal(a.Name, err)
		}
		area[a.Level] += geo.Area(g.(geo.MultiPolygon))
		if a.Level == recycle.LevelCommunity {
			communities = append(communities, g.(geo.MultiPolygon))
		}
	}
	for level, m2 := range area {
		if math.Abs(m2-area[recycle.LevelZone]) > 1 || m2 < 240e6 || m2 > 270e6 {
			t.Errorf("%s: %.0f m²", level, m2)
		}
	}
	index := geo.NewAreas(communities)
	for _, d := range w.demand {
		p, _ := d.Point()
		if in := index.Containing(p); len(in) != 1 || w.communities[in[0]].name != d.AreaName {
			t.Fatalf("%s lies in %v, not in %s", d.Name, in, d.AreaName)
		}
	}
}

func TestWorld_deterministic(t *testing.T) {
	a, b, c := newWorld(7), newWorld(7), newWorld(8)
	for k := range a.versions {
		if a.versions[k].Name != b.versions[k].Name || a.versions[k].Place != b.versions[k].Place || a.versions[k].SiteID != b.versions[k].SiteID {
			t.Fatal(a.versions[k], b.versions[k])
		}
	}
	if !slices.Equal(a.basemap, b.basemap) || slices.Equal(a.basemap, c.basemap) || a.routes[3].LengthM != b.routes[3].LengthM || a.crew[5].device == c.crew[5].device {
		t.Error("the world is not its seed's")
	}
	one, two := a.day("2026-11-21"), b.day("2026-11-21")
	for k := range one {
		if one[k].at != two[k].at || one[k].pickup != nil && one[k].pickup.ID != two[k].pickup.ID {
			t.Fatal("the day is not its own", k)
		}
	}
}
