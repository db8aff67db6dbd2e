package recycle_test

import (
	"testing"

	"liangwang/internal/recycle"
)

// Who may hold which role, in the words of the design: one letter per kind, as listed by OrgKinds.
func TestMayHold(t *testing.T) {
	letters := map[recycle.OrgKind]string{
		recycle.Government: "g", recycle.RecyclingCompany: "r", recycle.MakerSeller: "s", recycle.Processor: "p",
		recycle.Market: "m", recycle.PublicInstitution: "i", recycle.PropertyManager: "w",
	}
	want := map[recycle.Role]string{
		recycle.Collector: "r", recycle.Dispatcher: "r", recycle.YardOperator: "rp", recycle.CompanyOperator: "rspmw",
		recycle.ShopClerk: "rsm", recycle.Appraiser: "rsm", recycle.MarketClerk: "m", recycle.PropertyGuard: "w",
		recycle.Keeper: "gi", recycle.UnitOfficer: "gi", recycle.Planner: "g", recycle.TrafficOfficer: "g",
		recycle.Arbiter: "g", recycle.Auditor: "g", recycle.Admin: "",
	}
	for _, role := range recycle.Roles() {
		got := ""
		for _, kind := range recycle.OrgKinds() {
			if recycle.MayHold(&recycle.Org{Kind: kind}, role) {
				got += letters[kind]
			}
		}
		if got != want[role] {
			t.Errorf("%s is held in %q, want %q", role, got, want[role])
		}
	}
	if len(want) != len(recycle.Roles()) || len(letters) != len(recycle.OrgKinds()) {
		t.Error("a role or a kind is not in the table")
	}
	zone := &recycle.Org{Kind: recycle.Government, Zone: true}
	if !recycle.MayHold(zone, recycle.Admin) || !recycle.MayHold(zone, recycle.Planner) || recycle.MayHold(zone, "king") {
		t.Error("the zone's own organisation")
	}
}
