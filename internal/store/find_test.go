package store_test

import (
	"context"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// Names of people and vehicles are told to their own organisation; sites and organisations are everybody's.
func TestFind_names(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		here, there := testkit.Actor(testkit.Ours, recycle.Collector).PersonID, testkit.Actor(testkit.Theirs, recycle.Collector).PersonID
		people, err := s.PersonNames(ours(t), []recycle.PersonID{here, there, "x"})
		if len(people) != 1 || people[here] == "" || err != nil {
			t.Error(people, err)
		}
		sites, err := s.SiteNames(ours(t), []recycle.SiteID{testkit.OurSite, testkit.TheirSite, "x"})
		if len(sites) != 2 || sites[testkit.TheirSite] != "示范小区-002" || err != nil {
			t.Error(sites, err)
		}
		orgs, err := s.OrgNames(ours(t), []recycle.OrgID{testkit.Ours, testkit.Theirs, "x"})
		if len(orgs) != 2 || err != nil {
			t.Error(orgs, err)
		}
		must(t, s.InTx(ours(t), func(ctx context.Context) error {
			return s.InsertVehicles(ctx, []recycle.Vehicle{{OrgID: testkit.Ours, ID: "1", VehicleFacts: recycle.VehicleFacts{Number: "T-1"}},
				{OrgID: testkit.Ours, ID: "2", VehicleFacts: recycle.VehicleFacts{Number: "T-2", Plate: "鲁H00002"}}})
		}))
		vehicles, err := s.VehicleNames(ours(t), []recycle.VehicleID{"1", "2", "3"})
		if len(vehicles) != 2 || vehicles["1"] != "T-1" || vehicles["2"] != "鲁H00002" || err != nil {
			t.Error(vehicles, err)
		}
		if vehicles, err := s.VehicleNames(theirs(t), []recycle.VehicleID{"1"}); len(vehicles) != 0 || err != nil {
			t.Error("theirs:", vehicles, err)
		}
	})
}

func TestFindAny(t *testing.T) {
	tests := []struct {
		name, word              string
		sites, people, vehicles int
	}{
		{"a part of two sites' names", "示范小区", 2, 0, 0},
		{"a site", "小区-002", 1, 0, 0},
		{"a vehicle's number in small letters", "t_1", 0, 0, 1},
		{"a plate", " 鲁h00002 ", 0, 0, 1},
		{"a sign of LIKE", "%", 0, 0, 0},
		{"a backslash", `\`, 0, 0, 0},
		{"a quote", `'`, 0, 0, 0},
		{"nothing like it", "没有", 0, 0, 0},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		must(t, s.InTx(ours(t), func(ctx context.Context) error {
			return s.InsertVehicles(ctx, []recycle.Vehicle{{OrgID: testkit.Ours, ID: "1", VehicleFacts: recycle.VehicleFacts{Number: "T_1"}},
				{OrgID: testkit.Ours, ID: "2", VehicleFacts: recycle.VehicleFacts{Number: "T-2", Plate: "鲁H00002"}}})
		}))
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				found, err := s.FindAny(ours(t), tt.word)
				if err != nil || len(found.SiteIDs) != tt.sites || len(found.CollectorIDs) != tt.people || len(found.VehicleIDs) != tt.vehicles {
					t.Errorf("%+v, %v", found, err)
				}
			})
		}
		names, err := s.PersonNames(ours(t), []recycle.PersonID{testkit.Actor(testkit.Ours, recycle.Collector).PersonID})
		must(t, err)
		for _, name := range names {
			mine, err := s.FindAny(ours(t), name)
			not, terr := s.FindAny(theirs(t), name)
			if len(mine.CollectorIDs) != 1 || len(not.CollectorIDs) != 0 || err != nil || terr != nil {
				t.Errorf("%s: ours %v, theirs %v, %v, %v", name, mine.CollectorIDs, not.CollectorIDs, err, terr)
			}
		}
		if found, err := s.FindAny(theirs(t), "t_1"); len(found.VehicleIDs) != 0 || err != nil {
			t.Error("our vehicle is theirs to find:", found, err)
		}
	})
}
