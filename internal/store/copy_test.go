package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// busy logs pickups from several goroutines until stop is called, which returns how many are stored and the longest one took.
func busy(t *testing.T, s testkit.Store) (stored *atomic.Int64, stop func() time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(ours(t))
	stored = &atomic.Int64{}
	var next, slowest atomic.Int64
	var clients sync.WaitGroup
	for range 16 {
		clients.Go(func() {
			for ctx.Err() == nil {
				p := received(100+int(next.Add(1)), testkit.Ours, nil)
				began := time.Now()
				if err := s.InTx(context.WithoutCancel(ctx), func(ctx context.Context) error {
					if err := s.InsertPickup(ctx, &p); err != nil {
						return err
					}
					if err := s.AddTotals(ctx, p.Totals()); err != nil {
						return err
					}
					return s.AppendAudit(ctx, recycle.Entry{OrgID: p.OrgID, At: testkit.At(), Action: "pickup.log", ObjectID: string(p.ID), Body: []byte("{}")})
				}); err != nil {
					t.Error(err)
					return
				}
				took := int64(time.Since(began))
				for old := slowest.Load(); took > old && !slowest.CompareAndSwap(old, took); old = slowest.Load() {
				}
				stored.Add(1)
			}
		})
	}
	return stored, func() time.Duration {
		cancel()
		clients.Wait()
		return time.Duration(slowest.Load())
	}
}

// whole opens a copy, checks it and returns how many pickups it has.
func whole(t *testing.T, path string) (n int64) {
	t.Helper()
	db, err := store.OpenCopy(path)
	must(t, err)
	c := testkit.Of(db)
	must(t, db.CheckFile(t.Context()))
	check, err := store.Ledger{DB: db}.VerifyLedger(t.Context())
	must(t, err)
	if check.Differ > 0 {
		t.Errorf("%d sums differ in the copy", check.Differ)
	}
	_, err = c.VerifyAudit(t.Context())
	must(t, err)
	n, _, err = store.Demo{DB: db}.CountRecords(t.Context())
	must(t, errors.Join(err, db.Close()))
	return n
}

// A copy that the writer makes under load holds all that was stored when it began, is whole, and holds nobody up for long.
func TestDB_CopyTo(t *testing.T) {
	s := testkit.NewStore(t)
	stored, stop := busy(t, s)
	for stored.Load() < 3000 {
		time.Sleep(10 * time.Millisecond)
	}
	before := stored.Load()
	to := filepath.Join(t.TempDir(), "copy.db")
	began := time.Now()
	must(t, s.CopyTo(t.Context(), to))
	took := time.Since(began)
	during := stored.Load() - before
	slowest := stop()
	n := whole(t, to)
	if n < before {
		t.Errorf("%d pickups in the copy, %d were stored before it began", n, before)
	}
	if during == 0 {
		t.Error("nothing was stored while the copy was made: this proves nothing")
	}
	info, err := os.Stat(to)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Error(info.Mode())
	}
	t.Logf("%d KiB in %v; %d pickups stored meanwhile, slowest %v", info.Size()>>10, took.Round(time.Millisecond), during, slowest.Round(time.Millisecond))
}

// A copy that is given up leaves no file and does not hold the writer.
func TestDB_CopyTo_cancelled(t *testing.T) {
	s := testkit.NewStore(t)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := s.CopyTo(cancelled, to); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	must(t, s.CopyTo(t.Context(), to))
	if err := s.CopyTo(t.Context(), to); !errors.Is(err, os.ErrExist) {
		t.Error("written over a file:", err)
	}
}

// A copy ends with an error, and leaves no file, when the disk fails under the connection that makes it; the next one is whole.
func TestDB_CopyTo_distrust(t *testing.T) {
	s := testkit.NewStore(t)
	for _, statement := range []string{"CREATE TABLE bulk (x BLOB)", "INSERT INTO bulk SELECT zeroblob(8 << 20)"} { // some steps' worth
		if _, err := s.SQL.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	stored, stop := busy(t, s)
	to, done := filepath.Join(t.TempDir(), "copy.db"), make(chan error, 1)
	go func() { done <- s.CopyTo(t.Context(), to) }()
	for stored.Load() < 5 {
		time.Sleep(time.Millisecond)
	}
	s.Distrust()
	if err := <-done; recycle.CodeOf(err) != "storage.failed" {
		t.Error(err)
	}
	stop()
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		t.Error("half a copy is left", err)
	}
	must(t, s.CopyTo(t.Context(), to))
	if n := whole(t, to); n != stored.Load() {
		t.Errorf("%d of %d", n, stored.Load())
	}
}
