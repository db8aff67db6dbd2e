package testkit_test

import (
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// The zone is what it says: every role has a home that may have it, and its people are found.
func TestZone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		for _, role := range recycle.Roles() {
			home := testkit.Home(role)
			org, err := s.Org(t.Context(), home)
			if err != nil || !recycle.MayHold(&org, role) {
				t.Errorf("%s at home in %q: %v", role, home, err)
			}
			a := testkit.Actor(home, role)
			members, err := s.Memberships(t.Context(), a.PersonID)
			if err != nil || len(members) != 1 || members[0].Role != role || members[0].OrgID != home {
				t.Errorf("%s: %+v, %v", role, members, err)
			}
		}
		s.CheckBooks(t)
	})
}

// What would be wrong with the books is noticed: else every test that looks at them proves nothing.
func TestFaults(t *testing.T) {
	tests := []struct {
		name, change string
	}{
		{"a gram too many by method", `INSERT INTO method_totals (org_id, day, flow, category, method, n, grams, pieces) VALUES ('a', '2026-11-23', 'COLLECTED', 'paper.occ', 'SCALE', 0, 1, 0)`},
		{"a piece too few by site", `INSERT INTO site_totals (org_id, day, flow, site_id, category, n, grams, pieces) VALUES ('a', '2026-11-23', 'RECEIVED', '', 'paper.occ', 0, 0, -1)`},
		{"a chain without its head", `INSERT INTO audit_heads (org_id, seq, sum) VALUES ('a', 1, '')`},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				before := len(s.Faults(t))
				change := tt.change
				if !s.Postgres() {
					change = replaceBlob(change)
				}
				if _, err := s.SQL.Exec(change); err != nil {
					t.Fatal(err)
				}
				if after := len(s.Faults(t)); after <= before {
					t.Errorf("%d faults, %d before", after, before)
				}
			})
		}
	})
}

// replaceBlob writes an empty text as the empty bytes of SQLite's strict tables.
func replaceBlob(query string) string {
	if rest, ok := strings.CutSuffix(query, "1, '')"); ok {
		return rest + "1, x'')"
	}
	return query
}
