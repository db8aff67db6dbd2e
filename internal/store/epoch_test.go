package store_test

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// A database has one epoch from its beginning, also when it is opened again, and another one once it begins again, without the
// sessions and invitations of before.
func TestDB_BeginAgain(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		first, err := s.Epoch(t.Context())
		must(t, err)
		id, at, found := strings.Cut(first, ".")
		if !found || len(id) != 32 || at != strconv.FormatInt(testkit.Now().UnixMilli(), 10) {
			t.Errorf("epoch %q", first)
		}
		ctx := testkit.As(t, testkit.Ours, recycle.Collector)
		must(t, s.InTx(ctx, func(ctx context.Context) error {
			return s.ReplaceSession(ctx, &recycle.Session{TokenHash: []byte("x"), PersonID: testkit.Actor(testkit.Ours, recycle.Collector).PersonID, ActingOrgID: testkit.Ours, DeviceID: "d"})
		}))
		must(t, s.InTx(ctx, func(ctx context.Context) error {
			return s.InsertAPIKey(ctx, &recycle.APIKey{OrgID: testkit.Ours, ID: "k", TokenHash: []byte("y")})
		}))
		must(t, s.BeginAgain(t.Context(), time.UnixMilli(7)))
		second, err := s.Epoch(t.Context())
		must(t, err)
		if id, at, _ := strings.Cut(second, "."); id == first[:32] || at != "7" {
			t.Errorf("epoch %q after %q", second, first)
		}
		if _, err := s.Session(t.Context(), []byte("x")); recycle.KindOf(err) != recycle.NotFound {
			t.Error("the session is still there:", err)
		}
		if _, err := s.APIKeyByHash(t.Context(), []byte("y")); recycle.KindOf(err) != recycle.NotFound {
			t.Error("the key is still there:", err)
		}
	})
}

func TestDB_Epoch_kept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	var seen []string
	for range 2 {
		db, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now})
		must(t, err)
		epoch, err := db.Epoch(t.Context())
		must(t, err)
		must(t, db.Close())
		seen = append(seen, epoch)
	}
	if seen[0] == "" || seen[0] != seen[1] {
		t.Errorf("epochs %q", seen)
	}
}
