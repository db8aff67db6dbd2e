package api_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// The government's planner and auditor read the records of every organisation, page by page, and nothing personal in them.
func TestZoneRecords(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		home := strings.Replace(pickupBody(testkit.Theirs), `"siteId":"`+string(testkit.OurSite)+`",`, "", 1) // on a doorstep
		home = strings.NewReplacer(`"lon":116.6,"lat":35.4`, `"lon":116.61234,"lat":35.40789`, `"SITE"`, `"DOORSTEP"`, `"lines"`, `"deviceId":"`+id(7)+`","seq":3,"vehicle":{"orgId":"`+string(testkit.Theirs)+`","id":"`+id(2)+`"},"lines"`).Replace(home)
		w.must(w.put(theirCollector, "/pickups/"+id(8), home), 201)
		auditor := who(testkit.Zone, recycle.Auditor)

		items, pages := map[string][]map[string]any{}, 0
		for _, kind := range []string{"pickups", "tickets"} {
			for next := ""; ; pages++ {
				page := body(t, w.must(w.get(auditor, "/plan/records/"+kind+"?limit=2&cursor="+next), 200))
				for _, item := range page["items"].([]any) {
					items[kind] = append(items[kind], item.(map[string]any))
				}
				if next, _ = page["next"].(string); next == "" {
					break
				}
			}
		}
		orgs := map[string]bool{}
		var seen []string
		for kind, list := range items {
			for _, item := range list {
				orgs[item["orgName"].(string)] = true
				seen = append(seen, fmt.Sprint(kind, item["orgId"], item["id"]))
			}
		}
		slices.Sort(seen)
		if len(items["pickups"]) != 4 || len(items["tickets"]) != 3 || len(slices.Compact(seen)) != 7 || pages != 2 || len(orgs) != 3 {
			t.Errorf("%d pickups, %d tickets, of %v", len(items["pickups"]), len(items["tickets"]), orgs)
		}

		// Nobody's name, phone or id, no note, no number of a slip or a vehicle, no picture, no price, no exact home.
		var people []string
		for _, table := range []string{"id", "name", "phone"} {
			rows, err := s.SQL.Query("SELECT " + table + " FROM people")
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				var text string
				if err := rows.Scan(&text); err != nil {
					t.Fatal(err)
				}
				people = append(people, text)
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
		}
		keys := regexp.MustCompile(`"(\w*(?:[cC]ollector|[oO]perator|person|note|[pP]hoto|paper|plate|vehicle|price|Price|amount|device|seq|reason|Reason|number|scale|accuracy)\w*)":`)
		for _, path := range []string{"/plan/records/pickups", "/plan/records/tickets"} {
			for _, as := range []string{planner, auditor} {
				text := w.must(w.get(as, path), 200).Body.String()
				if m := keys.FindStringSubmatch(text); m != nil {
					t.Errorf("%s tells %s", path, m[1])
				}
				for _, secret := range append(people, "门口", "示-1", "鲁H00001", id(7), "116.612", "35.407", "T-1") {
					if strings.Contains(text, secret) {
						t.Errorf("%s tells %q", path, secret)
					}
				}
			}
		}
		doorstep := body(t, w.get(planner, "/plan/records/pickups?org="+string(testkit.Theirs)))["items"].([]any)[0].(map[string]any)
		if where := doorstep["where"]; fmt.Sprint(where) != "map[lat:35.405 lon:116.615]" || doorstep["id"] != id(8) || doorstep["grams"] != 12500.0 {
			t.Errorf("%v", doorstep)
		}
		for query, want := range map[string]string{"?from=2026-11-22&to=2026-11-21": "422", "?from=2026-02-30": "422", "?from=2026-01-01&to=2026-03-04": "422", "?cursor=x": "422", "?limit=201": "422", "?state=x": "422",
			"?from=2026-01-01&to=2026-03-03": "200 0", "?from=2026-11-22": "200 0", "?to=2026-11-23": "200 4", "?category=battery.lithium_power": "200 2", "?state=accepted": "200 2", "?siteId=" + string(testkit.OurSite): "200 3"} {
			a := w.get(planner, "/plan/records/pickups"+query)
			got := fmt.Sprint(a.Code)
			if a.Code == 200 {
				got += fmt.Sprint(" ", len(body(t, a)["items"].([]any)))
			}
			if got != want {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
	})
}
