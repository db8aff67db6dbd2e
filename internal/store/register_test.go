package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"liangwang/geo"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

func siteID(n int) recycle.SiteID {
	return recycle.SiteID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n))
}

func siteVersion(id recycle.SiteID, from recycle.Day, name string) recycle.SiteVersion {
	return recycle.SiteVersion{SiteID: id, ValidFrom: from, SiteFacts: recycle.SiteFacts{Name: name, Kind: "RC_POINT_STD",
		State: recycle.SiteActive, InA: true, Place: recycle.PlaceAt(geo.Point{116.6, 35.4})}}
}

func insertSites(t *testing.T, ctx context.Context, db *store.DB, n int) {
	t.Helper()
	var rows []recycle.Site
	for i := range n {
		rows = append(rows, recycle.Site{ID: siteID(i), Token: fmt.Sprintf("%032x", i)})
	}
	must(t, db.InTx(ctx, func(ctx context.Context) error { return store.Sites{DB: db}.InsertSites(ctx, rows) }))
}

func putSites(ctx context.Context, db *store.DB, rows ...recycle.SiteVersion) error {
	return db.InTx(ctx, func(ctx context.Context) error { return store.Sites{DB: db}.PutSiteVersions(ctx, rows) })
}

// timeline says what a site is called when: "1970-01-01..2026-01-31 a".
func timeline(t require, ctx context.Context, db *store.DB, id recycle.SiteID) []string {
	rows, err := store.Sites{DB: db}.SiteVersions(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, v := range slices.Backward(rows) {
		lines = append(lines, fmt.Sprintf("%s..%s %s", v.ValidFrom, v.ValidTo, v.Name))
	}
	return lines
}

// require is what *testing.T and *rapid.T share.
type require interface{ Fatal(args ...any) }

func TestPutSiteVersions(t *testing.T) {
	type put struct {
		from recycle.Day
		name string
	}
	tests := []struct {
		name string
		puts []put
		want string
	}{
		{"one", []put{{recycle.FirstDay, "a"}}, "1970-01-01..9999-12-31 a"},
		{"a later one ends it the day before", []put{{recycle.FirstDay, "a"}, {"2026-03-01", "b"}},
			"1970-01-01..2026-02-28 a, 2026-03-01..9999-12-31 b"},
		{"an earlier one ends before it", []put{{"2026-03-01", "b"}, {"2024-03-01", "a"}},
			"2024-03-01..2026-02-28 a, 2026-03-01..9999-12-31 b"},
		{"one between two", []put{{recycle.FirstDay, "a"}, {"2026-03-01", "c"}, {"2024-02-29", "b"}},
			"1970-01-01..2024-02-28 a, 2024-02-29..2026-02-28 b, 2026-03-01..9999-12-31 c"},
		{"the same day replaces", []put{{recycle.FirstDay, "a"}, {"2026-03-01", "b"}, {"2026-03-01", "c"}},
			"1970-01-01..2026-02-28 a, 2026-03-01..9999-12-31 c"},
		{"the first day replaces the first", []put{{recycle.FirstDay, "a"}, {"2026-03-01", "b"}, {recycle.FirstDay, "c"}},
			"1970-01-01..2026-02-28 c, 2026-03-01..9999-12-31 b"},
		{"the day after", []put{{"2026-03-01", "a"}, {"2026-03-02", "b"}}, "2026-03-01..2026-03-01 a, 2026-03-02..9999-12-31 b"},
	}
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		insertSites(t, ctx, db, 2*len(tests))
		for i, tt := range tests {
			var batch []recycle.SiteVersion
			for _, p := range tt.puts {
				must(t, putSites(ctx, db, siteVersion(siteID(2*i), p.from, p.name)))
				batch = append(batch, siteVersion(siteID(2*i+1), p.from, p.name))
			}
			must(t, putSites(ctx, db, batch...))
			for which, id := range []recycle.SiteID{siteID(2 * i), siteID(2*i + 1)} {
				if got := strings.Join(timeline(t, ctx, db, id), ", "); got != tt.want {
					t.Errorf("%s, %d: %s, want %s", tt.name, which, got, tt.want)
				}
			}
		}
	})
}

// Any puts in any order leave one version for every day from the first, and the one that was put last for its day.
func TestPutSiteVersions_anyOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		next := 0
		rapid.Check(t, func(t *rapid.T) {
			id := siteID(next)
			next++
			err := db.InTx(ctx, func(ctx context.Context) error {
				return store.Sites{DB: db}.InsertSites(ctx, []recycle.Site{{ID: id, Token: string(id)}})
			})
			if err != nil {
				t.Fatal(err)
			}
			want := map[recycle.Day]string{}
			for call := range rapid.IntRange(1, 4).Draw(t, "calls") {
				var rows []recycle.SiteVersion
				for i, n := range rapid.SliceOfN(rapid.IntRange(0, 9), 1, 4).Draw(t, "days") {
					v := siteVersion(id, recycle.Day("2026-02-24").Add(n), fmt.Sprint(call, " ", i))
					rows, want[v.ValidFrom] = append(rows, v), v.Name
				}
				if err := putSites(ctx, db, rows...); err != nil {
					t.Fatal(err)
				}
			}
			rows, err := store.Sites{DB: db}.SiteVersions(ctx, id)
			if err != nil || len(rows) != len(want) || rows[0].ValidTo != recycle.LastDay {
				t.Fatal(timeline(t, ctx, db, id), want, err)
			}
			for i, v := range rows {
				if v.Name != want[v.ValidFrom] || i > 0 && v.ValidTo.Add(1) != rows[i-1].ValidFrom {
					t.Fatal(timeline(t, ctx, db, id), want)
				}
			}
		})
	})
}

func TestRegisterReads(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		const many = 1203 // more than one chunk of ids
		sites, register := store.Sites{DB: db}, store.Register{DB: db}
		if n, err := register.RegisterVersion(ctx); n != 0 || err != nil {
			t.Error("version of an empty register", n, err)
		}
		insertSites(t, ctx, db, many)
		var rows []recycle.SiteVersion
		for i := range many {
			rows = append(rows, siteVersion(siteID(i), "2026-01-01", "a"))
		}
		must(t, putSites(ctx, db, rows...))
		must(t, putSites(ctx, db, siteVersion(siteID(7), "2026-06-01", "b")))
		if n, err := register.RegisterVersion(ctx); n != 2 || err != nil {
			t.Error("version after two changes", n, err)
		}
		for day, want := range map[recycle.Day]string{"2025-12-31": "", "2026-01-01": "a", "2026-05-31": "a", "2026-06-01": "b"} {
			on, err := sites.SitesOn(ctx, day)
			must(t, err)
			name := ""
			for _, v := range on {
				if v.SiteID == siteID(7) {
					name = v.Name
				}
			}
			if name != want || want != "" && len(on) != many {
				t.Errorf("on %s: %q of %d sites, want %q", day, name, len(on), want)
			}
		}
		held, err := sites.SitesHeld(ctx, []string{string(siteID(7)), string(siteID(8)), "unknown"}, "2025-01-01")
		must(t, err)
		slices.SortFunc(held, func(a, b recycle.SiteVersion) int { return strings.Compare(string(a.SiteID), string(b.SiteID)) })
		if len(held) != 2 || held[0].Name != "b" || held[1].Name != "a" {
			t.Errorf("before the first version: %+v, want the newest", held)
		}
		places, err := sites.SitePlaces(ctx)
		must(t, err)
		if len(places) != many+1 || places[7].SiteID != places[8].SiteID || places[7].ValidTo != "2026-05-31" || places[8].Lon.V != 116.6 {
			t.Errorf("%d places, %+v", len(places), places[7:9])
		}
		if _, err := sites.SitesOn(t.Context(), "2026-01-01"); recycle.KindOf(err) != recycle.Unauthenticated {
			t.Error("nobody reads the register:", err)
		}
		if err := putSites(ctx, db, siteVersion(siteID(1), "2026-02-30", "c")); err == nil {
			t.Error("a version from a day that no calendar has")
		}
	})
}

func TestSiteEvents(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		insertSites(t, ctx, db, 2)
		s := store.Sites{DB: db}
		for i, to := range []recycle.SiteState{recycle.SiteProposed, recycle.SiteSurveyed, recycle.SiteApproved} {
			must(t, db.InTx(ctx, func(ctx context.Context) error {
				return s.AddSiteEvent(ctx, &recycle.SiteEvent{SiteID: siteID(0), At: recycle.Instant(i), ToState: to, ValidFrom: "2026-01-01"})
			}))
		}
		events, err := s.SiteEvents(ctx, siteID(0))
		if err != nil || len(events) != 3 || events[2].N != 2 || events[2].ToState != recycle.SiteApproved {
			t.Errorf("%+v, %v", events, err)
		}
		if events, err := s.SiteEvents(ctx, siteID(1)); err != nil || len(events) != 0 {
			t.Error("another site's", events, err)
		}
	})
}

func TestAreasDemandRoutes(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		areas, demand, routes := store.Areas{DB: db}, store.Demand{DB: db}, store.Routes{DB: db}
		shape := geo.WKB(geo.MultiPolygon{{{{116, 35}, {117, 35}, {117, 36}, {116, 35}}}})
		area := recycle.AreaVersion{AreaID: "a", ValidFrom: recycle.FirstDay, AreaFacts: recycle.AreaFacts{Level: recycle.LevelZone, Name: "示意区",
			Households: 10, Shape: shape, Box: recycle.Box{MinLon: 116, MinLat: 35, MaxLon: 117, MaxLat: 36}, RawDatum: geo.WGS84}}
		bare := recycle.AreaVersion{AreaID: "b", ValidFrom: recycle.FirstDay, AreaFacts: recycle.AreaFacts{Level: recycle.LevelCommunity, Name: "无边界"}}
		point := recycle.DemandVersion{DemandID: "d", ValidFrom: recycle.FirstDay,
			DemandFacts: recycle.DemandFacts{Households: 3, Place: recycle.PlaceAt(geo.Point{116.5, 35.5})}}
		route := func(from recycle.Day, name string, stops ...string) recycle.RouteVersion {
			v := recycle.RouteVersion{RouteID: "r", ValidFrom: from, RouteFacts: recycle.RouteFacts{Name: name, Weekdays: recycle.EveryDay}}
			for _, s := range stops {
				v.Stops = append(v.Stops, recycle.RouteStop{Name: s, FromMin: -1, ToMin: -1, Weekdays: recycle.EveryDay})
			}
			return v
		}
		must(t, db.InTx(ctx, func(ctx context.Context) error {
			must(t, areas.PutAreaVersions(ctx, []recycle.AreaVersion{area, bare}))
			must(t, demand.PutDemandVersions(ctx, []recycle.DemandVersion{point}))
			must(t, routes.PutRouteVersions(ctx, []recycle.RouteVersion{route("2026-01-01", "one", "x", "y", "z"), route("2026-02-01", "two", "x")}))
			return routes.PutRouteVersions(ctx, []recycle.RouteVersion{route("2026-01-01", "one again", "y", "z")})
		}))
		list, err := areas.AreasOn(ctx, "2026-01-01")
		if err != nil || len(list) != 2 || string(list[0].Shape) != string(shape) || list[0].MaxLat != 36 || list[1].Shape != nil {
			t.Errorf("areas %+v, %v", list, err)
		}
		points, err := demand.DemandOn(ctx, "2026-01-01")
		if at, ok := points[0].Point(); err != nil || len(points) != 1 || !ok || at != (geo.Point{116.5, 35.5}) || points[0].ValidTo != recycle.LastDay {
			t.Errorf("demand %+v, %v", points, err)
		}
		for day, want := range map[recycle.Day]string{"2026-01-15": "one again y z", "2026-03-01": "two x"} {
			on, err := routes.RoutesOn(ctx, day)
			must(t, err)
			got := on[0].Name
			for _, s := range on[0].Stops {
				got += " " + s.Name
			}
			if len(on) != 1 || got != want {
				t.Errorf("route on %s: %s, want %s", day, got, want)
			}
		}
	})
}

func TestBasemap(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		s := store.Basemap{DB: db}
		for _, names := range [][]string{{"b", "a"}, {"c"}, {}} {
			var rows []recycle.BasemapFeature
			for _, n := range names {
				rows = append(rows, recycle.BasemapFeature{ID: n, Layer: "road", GeoJSON: "{}"})
			}
			must(t, db.InTx(ctx, func(ctx context.Context) error { return s.ReplaceBasemap(ctx, rows) }))
			list, err := s.BasemapFeatures(ctx)
			must(t, err)
			var got []string
			for _, f := range list {
				got = append(got, f.ID)
			}
			if slices.Sort(names); !slices.Equal(got, names) {
				t.Errorf("%v, want %v", got, names)
			}
		}
	})
}
