package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

func quietApp(dir string) *app {
	a, _ := newTestApp()
	a.cfg.Data, a.log = dir, slog.New(slog.DiscardHandler)
	return a
}

// decayed runs one pass over a directory after sql was done to its database past the program, and returns the open database.
func decayed(t *testing.T, statement string) (*store.DB, checks) {
	t.Helper()
	dir, _ := filled(t)
	if statement != "" {
		db, err := sql.Open("sqlite3", filepath.Join(dir, "liangwang.db"))
		if err != nil {
			t.Fatal(err)
		}
		result, err := db.Exec(statement)
		if err != nil || db.Close() != nil {
			t.Fatal(err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			t.Fatal("nothing was changed: this proves nothing")
		}
	}
	a := quietApp(dir)
	db, err := a.openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := checks{a: a, db: db, turn: &sync.Mutex{}}
	if err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db, c
}

// What the check of all rows finds makes the database one that is only read, also after a restart; what is as it was written does not.
func TestChecks(t *testing.T) {
	tests := []struct {
		name, sql string
		damaged   bool
	}{
		{"whole", "", false},
		{"a line weighs more", "UPDATE pickup_lines SET grams = grams + 1", true},
		{"a note was changed", "UPDATE pickups SET note = note || '?'", true},
		{"a record is gone", "DELETE FROM pickup_lines WHERE n = 1", true},
		{"a sum", "UPDATE site_totals SET grams = grams + 1", true},
		{"an entry", "UPDATE audit_entries SET body = CAST('{\"a\":1}' AS BLOB) WHERE seq = 1", true},
	}
	write := func(db *store.DB) error {
		return db.InTx(t.Context(), func(context.Context) error { return nil })
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db, c := decayed(t, tt.sql)
			if found := db.Damaged(); (found != nil) != tt.damaged {
				t.Fatalf("%+v", found)
			}
			err := write(db)
			if e, ok := errors.AsType[*recycle.Error](err); (err != nil) != tt.damaged || ok && e.Code != "storage.damaged" {
				t.Errorf("%v", err)
			}
			if err := db.Ping(t.Context()); err != nil {
				t.Error("a read:", err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := c.a.openStore(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := write(again); (err != nil) != tt.damaged {
				t.Errorf("after a restart: %v", err)
			}
			if err := again.Close(); err != nil {
				t.Error(err)
			}
			if tt.damaged {
				if err := os.Remove(c.a.cfg.Database() + "-damaged"); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// A file whose content is not what its name says is named; a pass that was cut off goes on where it was.
func TestChecks_files(t *testing.T) {
	dir, _ := filled(t)
	a := quietApp(dir)
	db, err := a.openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	c := checks{a: a, db: db, turn: &sync.Mutex{}}
	folder := filepath.Join(dir, "blobs", "ff")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	bad := "ff" + strings.Repeat("0", 62)
	if err := os.WriteFile(filepath.Join(folder, bad), []byte("y"), 0o600); err != nil {
		t.Fatal(err)
	}
	cut, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.run(cut); !errors.Is(err, context.Canceled) && recycle.KindOf(err) != recycle.Unavailable {
		t.Errorf("%v", err)
	}
	if err := c.keep(&checkState{Began: time.Now(), Ledger: true, Records: true, Checked: 7, Damaged: []string{}}); err != nil {
		t.Fatal(err)
	}
	if err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := c.read()
	if err != nil || !s.Done || s.Checked != 7 || s.Files == 0 || len(s.Damaged) != 1 || s.Damaged[0] != bad || s.LastGood.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
	if db.Damaged() != nil {
		t.Error("a file stops the records")
	}
}

// A row of the register that changed without a change of the register's version was changed by something else.
func TestChecks_register(t *testing.T) {
	dir, _ := filled(t)
	list := filepath.Join(t.TempDir(), "sites.csv")
	if err := os.WriteFile(list, []byte("id,name,lon,lat\na,甲,116.5,35.4\nb,乙,116.6,35.4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	imports := func() {
		a, _ := newTestApp()
		if err := run(t.Context(), a, []string{"import", "sites", list, "--data", dir}); err != nil {
			t.Fatal(err)
		}
	}
	imports()
	a := quietApp(dir)
	pass := func() *store.Damage {
		db, err := a.openStore(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c := checks{a: a, db: db, turn: &sync.Mutex{}}
		if err := errors.Join(c.watch(t.Context()), c.run(t.Context()), db.Close()); err != nil {
			t.Fatal(err)
		}
		return db.Damaged()
	}
	if found := pass(); found != nil {
		t.Fatalf("at first: %+v", found)
	}
	if err := os.WriteFile(list, []byte("id,name,lon,lat\na,甲站,116.5,35.4\nb,乙,116.6,35.4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	imports()
	if found := pass(); found != nil {
		t.Fatalf("after a change by the program: %+v", found)
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "liangwang.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE site_versions SET name = '丙' WHERE name = '乙'"); err != nil || db.Close() != nil {
		t.Fatal(err)
	}
	if found := pass(); found == nil {
		t.Error("a name was changed, and nothing is said")
	}
}
