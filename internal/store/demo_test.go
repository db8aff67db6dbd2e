package store_test

import (
	"context"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

func TestDemo(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		s := store.Demo{DB: db}
		if blank, err := s.IsBlank(ctx); !blank || err != nil {
			t.Error("a new database is not blank", err)
		}
		for _, mark := range []string{"", "one", "two"} {
			if mark != "" {
				must(t, db.InTx(ctx, func(ctx context.Context) error { return s.SetDemoMark(ctx, mark) }))
			}
			if got, err := s.DemoMark(ctx); got != mark || err != nil {
				t.Errorf("mark %q, want %q (%v)", got, mark, err)
			}
		}
		must(t, db.InTx(ctx, func(ctx context.Context) error {
			return store.Orgs{DB: db}.InsertOrg(ctx, &recycle.Org{ID: "x", Kind: recycle.Government, Name: "x"})
		}))
		if blank, err := s.IsBlank(ctx); blank || err != nil {
			t.Error("a database with an organisation is blank", err)
		}
	})
}
