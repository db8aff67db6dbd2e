package crashtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"liangwang/internal/store"
)

// Something overwrites a part of the database file while the server is stopped. One pass of the checks finds it, or what is read is
// still what was written: no figure is wrong without being said so.
func TestDecay_overwrites(t *testing.T) {
	if tried.overwrites == 0 {
		return
	}
	s, began := newScene(t), time.Now()
	l := begin(t, s, plain(t.TempDir()), program(t))
	l.work(s, 16, rand.Uint64())
	time.Sleep(2 * time.Second)
	whole, found := l.end()
	l.say("before", found)
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	want, err := contents(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	register := registerSum(t, whole)
	path := filepath.Join(t.TempDir(), "spoilt.db")
	n, without, wrong, missed, by := 0, 0, 0, 0, map[string]int{}
	r := rand.New(rand.NewPCG(42, 7))
	for n < tried.overwrites {
		bad, at := overwritten(r, good)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		have, err := contents(t.Context(), path)
		changed := differ(want, have)
		if err == nil && len(changed) == 0 && bytes.Equal(bad[:100], good[:100]) { // where nothing is stored
			without++
			if without > 100*tried.overwrites {
				t.Fatal("nothing is ever changed: this proves nothing")
			}
			continue
		}
		n++
		if find := passes(t.Context(), path, register); len(find) > 0 {
			continue
		}
		missed++
		for _, table := range changed {
			by[table]++
		}
		if slices.ContainsFunc(changed, isFigure) {
			wrong++
			t.Errorf("overwritten at %d: nothing is said, and other contents in %v", at, changed)
		}
	}
	if missed*100 > n {
		t.Errorf("%d of %d were not found", missed, n)
	}
	results.add("overwrites of the database file", n, wrong, "wrong figures unsaid; found %d, not found %d %v; %d more where nothing is stored; file of %d KiB; %v", n-missed, missed, by, without,
		len(good)>>10, time.Since(began).Round(time.Second))
}

// isFigure reports whether a figure comes from a table.
func isFigure(table string) bool {
	return slices.Contains([]string{"pickups", "pickup_lines", "pickup_flags", "pickup_papers", "pickup_photos", "tickets", "method_totals", "site_totals", "vehicles", "sites", "site_versions",
		"site_events", "area_versions", "demand_versions", "route_versions", "route_stops", "categories", "category_gates", "tolerances"}, table)
}

// overwritten returns a copy in which up to 64 bytes are others.
func overwritten(r *rand.Rand, good []byte) (bad []byte, at int) {
	bad = bytes.Clone(good)
	at = r.IntN(len(bad))
	for i := at; i < min(len(bad), at+1+r.IntN(64)); i++ {
		bad[i] = byte(r.Uint32())
	}
	return bad, at
}

// passes returns what one pass of the checks says: of SQLite's own, which each backup makes, and of those that go over all rows.
func passes(ctx context.Context, path, register string) []string {
	found, err := books(ctx, path)
	if err != nil {
		found = append(found, err.Error())
	}
	db, err := store.OpenCopy(path)
	if err != nil {
		return append(found, err.Error())
	}
	sum, _, _, err := store.Register{DB: db}.Sum(ctx)
	if err == nil && sum != register {
		err = errors.New("the register is another")
	}
	return append(found, errorsOf(err, db.Close())...)
}

// registerSum returns what the server had noted of the register.
func registerSum(t *testing.T, path string) string {
	t.Helper()
	db, err := store.OpenCopy(path)
	if err != nil {
		t.Fatal(err)
	}
	sum, _, _, err := store.Register{DB: db}.Sum(t.Context())
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return sum
}

func errorsOf(errs ...error) (said []string) {
	if err := errors.Join(errs...); err != nil {
		said = append(said, err.Error())
	}
	return said
}

// contents returns a hash of the rows of each table as they are read by their key.
func contents(ctx context.Context, path string) (sums map[string][32]byte, err error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+"?mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return nil, err
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		tables = append(tables, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	sums = map[string][32]byte{}
	for _, table := range tables {
		sum, terr := sumOf(ctx, db, table)
		if sums[table] = sum; terr != nil {
			err, sums[table] = terr, [32]byte{1}
		}
	}
	return sums, err
}

func sumOf(ctx context.Context, db *sql.DB, table string) (sum [32]byte, err error) {
	rows, err := db.QueryContext(ctx, `SELECT * FROM "`+table+`" NOT INDEXED`)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return sum, err
	}
	values, to, h := make([]any, len(columns)), make([]any, len(columns)), sha256.New()
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return sum, err
		}
		fmt.Fprintf(h, "%#v\n", values) // a hash takes all
	}
	return [32]byte(h.Sum(nil)), nil
}

// differ returns the tables whose contents are not the same.
func differ(want, have map[string][32]byte) (tables []string) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if have[name] != want[name] {
			tables = append(tables, name)
		}
	}
	return tables
}
