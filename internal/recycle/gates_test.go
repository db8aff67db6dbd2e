package recycle_test

import (
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

func TestSeedCategories(t *testing.T) {
	rows := recycle.SeedCategories()
	groups := map[string]bool{}
	for _, g := range recycle.SeedGroups() {
		groups[g.Key] = false
	}
	keys, names := map[recycle.Category]bool{}, map[string]bool{}
	for i, r := range rows {
		if keys[r.Key] || names[r.ZH] || r.EN == "" || !slices.Contains(recycle.Bases(), r.Unit) ||
			!strings.HasPrefix(string(r.Key), r.Parent+".") || i > 0 && rows[i-1].Sort >= r.Sort {
			t.Errorf("row %+v", r)
		}
		if strings.ContainsFunc(r.ZH, func(c rune) bool { return c < 0x80 }) {
			t.Errorf("%s: a Latin word in %q", r.Key, r.ZH)
		}
		keys[r.Key], names[r.ZH], groups[r.Parent] = true, true, true
	}
	for g, used := range groups {
		if !used {
			t.Error("empty group", g)
		}
	}
	for _, w := range recycle.SeedUnitWeights() {
		if !keys[w.Category] || w.Grams <= 0 {
			t.Errorf("weight %+v", w)
		}
	}
	if i := slices.IndexFunc(rows, func(r recycle.CategoryRow) bool { return r.Key == "weee.fridge" }); rows[i].DefaultGramsPerPiece != 45_000 {
		t.Error("a refrigerator weighs", rows[i].DefaultGramsPerPiece)
	}
	if len(rows) != 69 {
		t.Error(len(rows), "categories")
	}
}

// Every category has a gate on every day after the rules began, as the table says.
func TestSeedGates(t *testing.T) {
	gates := recycle.SeedGates()
	for _, r := range recycle.SeedCategories() {
		want := recycle.GateFree
		switch {
		case r.Key == "metal.production", r.Key == "vehicle.elv", r.Key == "vehicle.moto", r.Key == "vehicle.agri", r.Key == "battery.lithium_power":
			want = recycle.GateUnitCert
		case r.Key == "battery.lead_acid", r.Parent == "hazard":
			want = recycle.GateLicensed
		case r.Parent == "banned":
			want = recycle.GateNotBought
		}
		if g, ok := recycle.GateOn(gates, r.Key, today); !ok || g.Gate != want {
			t.Errorf("%s: %s, %v; want %s", r.Key, g.Gate, ok, want)
		}
	}
	needs := recycle.SeedNeeds()
	for _, g := range gates {
		for _, code := range slices.Concat(g.Needs, g.Override) {
			if !slices.ContainsFunc(needs, func(n recycle.Need) bool { return n.Code == code && n.By != "" }) {
				t.Errorf("%s asks for %s", g.Key, code)
			}
		}
		if !slices.Contains(recycle.Gates(), g.Gate) || g.Source == "" {
			t.Errorf("row %+v", g)
		}
	}
}

func TestGateOn(t *testing.T) {
	gates := []recycle.GateRow{
		{Key: "a", Gate: recycle.GateLicensed, ValidFrom: "2000-01-01", ValidTo: recycle.LastDay},
		{Key: "a.b", Gate: recycle.GateFree, ValidFrom: "2010-01-01", ValidTo: "2019-12-31"},
		{Key: "a.b", Gate: recycle.GateNotBought, ValidFrom: "2019-01-01", ValidTo: recycle.LastDay},
		{Key: "z", Gate: recycle.GateFree, ValidFrom: "2019-01-01", ValidTo: "2019-01-01"},
	}
	for _, tt := range []struct {
		name     string
		category recycle.Category
		day      recycle.Day
		want     recycle.Gate
	}{
		{"before all", "a.b", "1999-12-31", ""},
		{"by the group", "a.b", "2000-01-01", recycle.GateLicensed},
		{"by itself", "a.b", "2010-01-01", recycle.GateFree},
		{"the later row of two", "a.b", "2019-01-01", recycle.GateNotBought},
		{"the only day", "z", "2019-01-01", recycle.GateFree},
		{"the day after", "z", "2019-01-02", ""},
		{"a sibling", "a.c", "2015-01-01", recycle.GateLicensed},
		{"not a part of the word", "ab.c", "2015-01-01", ""},
	} {
		if g, ok := recycle.GateOn(gates, tt.category, tt.day); g.Gate != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %q, %v", tt.name, g.Gate, ok)
		}
	}
}

func TestPickup_CheckGates(t *testing.T) {
	tests := []struct {
		name     string
		category recycle.Category
		seller   recycle.SellerKind
		papers   string
		day      recycle.Day
		want     string // code: needs by who, to where; override and what it needs
	}{
		{"cardboard", "paper.occ", "", "", today, ""},
		{"appliance", "weee.fridge", recycle.NaturalPerson, "", today, ""},
		{"scrap of a person", "metal.production", recycle.NaturalPerson, "", today,
			"gate.person_blocked: seller_unit unit_certificate agent_identity goods_register buyer_entitlement by seller collector company; override.open id_registration reason"},
		{"scrap of a person who is registered", "metal.production", recycle.NaturalPerson, "id_registration", today,
			"gate.person_blocked: seller_unit unit_certificate agent_identity goods_register buyer_entitlement by seller collector company; override.open reason"},
		{"scrap of a person who is not known", "metal.production", recycle.NaturalPerson, "?id_registration", today,
			"gate.person_blocked: seller_unit unit_certificate agent_identity goods_register buyer_entitlement by seller collector company; override.open id_registration reason"},
		{"scrap, nobody asked who sells", "metal.production", "", "unit_certificate goods_register", today,
			"gate.papers_missing: seller_unit agent_identity buyer_entitlement by seller company; override.none"},
		{"scrap of a unit without papers", "metal.production", "COMPANY", "", today,
			"gate.papers_missing: unit_certificate agent_identity goods_register buyer_entitlement by seller collector company; override.none"},
		{"scrap of a unit", "metal.production", "COMPANY", "unit_certificate goods_register agent_identity buyer_entitlement", today, ""},
		{"scrap of a unit whose agent is not known", "metal.production", "COMPANY", "unit_certificate goods_register ?agent_identity buyer_entitlement", today,
			"gate.papers_missing: agent_identity by seller; override.none"},
		{"before the rule", "metal.production", recycle.NaturalPerson, "", "1994-01-24", "gate.unknown: by; override.none"},
		{"car", "vehicle.elv", recycle.NaturalPerson, "vehicle_frame owner_papers", today,
			"gate.papers_missing: recycling_certificate deregistration by taker seller to elv_recycler; override.none"},
		{"car with its papers", "vehicle.elv", recycle.NaturalPerson, "vehicle_frame owner_papers recycling_certificate deregistration", today, ""},
		{"electric bicycle", "vehicle.ebike", "", "", today, ""},
		{"lead-acid", "battery.lead_acid", "", "", today, "gate.licence_needed: hazwaste_licence handover_proof by taker to hazwaste_holder; override.none"},
		{"lamp", "hazard.lamp", "", "hazwaste_licence", today, "gate.licence_needed: handover_proof by taker to hazard_point hazwaste_holder; override.none"},
		{"manhole cover", "banned.utility", "COMPANY", "unit_certificate", today, "gate.not_bought: by to owner_unit; override.none"},
		{"stolen", "banned.stolen", "", "", today, "gate.not_bought: by to police; override.none"},
		{"of no rule", "gold.bar", "", "", today, "gate.unknown: by; override.none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := recycle.Pickup{Lines: []recycle.Line{{Category: "paper.occ"}, {Category: tt.category}, {Category: tt.category}}}
			p.SellerKind, p.Day = tt.seller, tt.day
			if tt.day < "1994" {
				p.Lines[0].Category = tt.category
			}
			papers := strings.Fields(tt.papers)
			persons := slices.IndexFunc(papers, func(k string) bool { return recycle.IsIdentityPaper(strings.TrimPrefix(k, "?")) })
			for _, kind := range papers[:max(len(papers)/2, persons+1)] { // some with the record, some held by the company
				kind, unknown := strings.CutPrefix(kind, "?")
				p.Papers = append(p.Papers, recycle.Paper{Kind: kind, Known: !unknown})
			}
			missing := p.CheckGates(recycle.SeedGates(), papers[max(len(papers)/2, persons+1):]...)
			if got := say(t, missing, p.Lines); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func say(t *testing.T, missing []recycle.Missing, lines []recycle.Line) string {
	if len(missing) == 0 {
		return ""
	}
	m := missing[0]
	if len(missing) != 1 || lines[m.Line].Category != m.Category || m.Line == 2 {
		t.Errorf("missing %+v", missing)
	}
	words := append([]string{m.Code + ":"}, m.Needs...)
	words = append(words, "by")
	for _, who := range m.Who {
		words = append(words, string(who))
	}
	if len(m.SendTo) > 0 {
		words = append(append(words, "to"), m.SendTo...)
	}
	return strings.Join(words, " ") + "; " + strings.Join(append([]string{m.Override.Code}, m.Override.Needs...), " ")
}

func TestEstimateGrams(t *testing.T) {
	for _, tt := range []struct {
		name   string
		pieces int64
		each   recycle.Grams
		want   recycle.Grams
		ok     bool
	}{
		{"two refrigerators", 2, 45_000, 90_000, true}, {"not known", 2, 0, 0, false}, {"none", 0, 45_000, 0, false},
		{"negative", -1, 45_000, 0, false}, {"as much as a line holds", 100, 1_000_000, recycle.MaxGrams, true},
		{"more", 101, 1_000_000, 0, false}, {"overflow", 1 << 62, 45_000, 0, false},
	} {
		if got, ok := recycle.EstimateGrams(tt.pieces, tt.each); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %d, %v", tt.name, got, ok)
		}
	}
}
