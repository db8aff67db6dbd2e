package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// An empty database begins with the product's catalogue, gates and tolerances; what users changed stays.
func TestCatalogue(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		rows, err := s.Categories(t.Context(), testkit.Today)
		if diff := cmp.Diff(recycle.SeedCategories(), rows); diff != "" || err != nil {
			t.Error(err, diff)
		}
		gates, err := s.Gates(t.Context())
		if err != nil || len(gates) != len(recycle.SeedGates()) {
			t.Error(len(gates), err)
		}
		for _, want := range recycle.SeedGates() {
			got, found := recycle.GateOn(gates, want.Key, testkit.Today)
			if diff := cmp.Diff(want, got); diff != "" || !found {
				t.Error(diff)
			}
		}
		tolerances, err := s.Tolerances(t.Context())
		if err != nil || len(tolerances) != len(recycle.SeedTolerances()) {
			t.Error(tolerances, err)
		}
		for _, change := range []string{
			`UPDATE categories SET valid_to = '2026-11-22' WHERE "key" = 'paper.occ'`, // from today on there is none
			`UPDATE categories SET disabled = NOT disabled WHERE "key" = 'paper.book'`,
		} {
			if _, err := s.SQL.Exec(change); err != nil {
				t.Fatal(err)
			}
		}
		for day, want := range map[recycle.Day]int{testkit.Today: len(rows) - 2, "2026-11-22": len(rows) - 1} {
			if got, err := s.Categories(t.Context(), day); len(got) != want || err != nil {
				t.Errorf("on %s: %d, want %d, %v", day, len(got), want, err)
			}
		}
	})
}
