package store_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// zone is who acts in the contract tests of the register.
var zone = recycle.Actor{OrgID: "01900000-0000-7000-8000-00000000000a", PersonID: "01900000-0000-7000-8000-0000000000aa",
	OrgKind: recycle.Government, Zone: true, Roles: []recycle.Role{recycle.Planner}}

func clock() time.Time { return time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC) }

// onBoth runs a test on an empty SQLite file and on an empty PostgreSQL database.
func onBoth(t *testing.T, test func(t *testing.T, ctx context.Context, db *store.DB)) {
	t.Helper()
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			options := store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: clock}
			if dialect == "postgres" {
				options = store.Options{DSN: testkit.Postgres(t), Now: clock}
			}
			db, err := store.Open(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
			test(t, recycle.WithActor(t.Context(), zone), db)
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
