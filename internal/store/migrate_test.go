package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// The environment of a process that migrates a database and is killed after its n-th statement.
const (
	victimPath = "LW_TEST_MIGRATE"
	victimDies = "LW_TEST_DIES_AFTER"
)

// mortal is SQLite's driver, which kills the process after a number of statements.
type mortal struct {
	sqlite3.SQLiteDriver
	run  *int
	dies int
}

type mortalConn struct {
	*sqlite3.SQLiteConn
	of mortal
}

func (m mortal) Open(dsn string) (driver.Conn, error) {
	c, err := m.SQLiteDriver.Open(dsn)
	if err != nil {
		return nil, err
	}
	return mortalConn{c.(*sqlite3.SQLiteConn), m}, nil
}

func (c mortalConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	res, err := c.SQLiteConn.ExecContext(ctx, query, args)
	if *c.of.run++; *c.of.run == c.of.dies {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	return res, err
}

// TestMigrate_victim is no test of its own: TestMigrate_killed runs it in another process.
func TestMigrate_victim(t *testing.T) {
	path := os.Getenv(victimPath)
	if path == "" {
		return
	}
	dies, err := strconv.Atoi(os.Getenv(victimDies))
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	sql.Register("mortal", mortal{run: &ran, dies: dies})
	g, err := gorm.Open(sqlite.Dialector{DriverName: "mortal", DSN: fileDSN(path) + "?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=on"},
		gormConfig(time.Now))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(private(path), migrateSQLite(t.Context(), g, Options{Path: path}), closePool(g)); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("\nstatements: %d\n", ran)
}

// migrateUntil runs the victim on path and reports whether it was killed.
func migrateUntil(t *testing.T, path string, dies int) (killed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMigrate_victim$", "-test.v")
	cmd.Env = append(os.Environ(), victimPath+"="+path, fmt.Sprint(victimDies, "=", dies))
	out, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return true
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return false
}

// schemaOf returns what a database consists of: every table and index, and which migrations it has.
func schemaOf(t *testing.T, path string) (all []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", fileDSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // it was only read
	rows, err := db.Query(`SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master
		UNION ALL SELECT 'migration ' || version_id || ' ' || is_applied FROM goose_db_version
		UNION ALL SELECT 'category ' || key FROM categories UNION ALL SELECT 'gate ' || key || gate FROM category_gates
		UNION ALL SELECT 'epochs ' || count(*) FROM meta WHERE key = 'epoch' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

// A migration that is killed after any of its statements is brought to its end by the next start, as if nothing had happened.
func TestMigrate_killed(t *testing.T) {
	open := func(path string) {
		t.Helper()
		db, err := Open(t.Context(), Options{Path: path, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	whole := filepath.Join(t.TempDir(), "whole.db")
	open(whole)
	want := fmt.Sprint(schemaOf(t, whole))
	dir := t.TempDir()
	for n := 1; ; n++ {
		path := filepath.Join(dir, fmt.Sprint(n), "t.db")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		killed := migrateUntil(t, path, n)
		open(path)
		if got := fmt.Sprint(schemaOf(t, path)); got != want {
			t.Errorf("killed after statement %d:\n%s\nwant\n%s", n, got, want)
		}
		if !killed {
			if n < 3 {
				t.Errorf("only %d statements: this proves nothing", n-1)
			}
			t.Logf("killed after each of %d statements", n-1)
			return
		}
	}
}

// A database from before sellers were registered keeps its papers, which name nobody, and its backup is checked before it is migrated.
func TestMigrate_sellers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	if err := private(path); err != nil {
		t.Fatal(err)
	}
	g, err := openSQLitePool(fileDSN(path)+"?_journal_mode=WAL", 1, Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	p, err := newMigrations(g, goose.DialectSQLite3, "sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	const org = "01900000-0000-7000-8000-00000000000a"
	err = g.Exec("INSERT INTO pickup_papers (org_id, pickup_id, n, kind, number, photo, added_by, added_at) VALUES (?, 'p', 0, 'agent_identity', '1', '', '', 0)", org).Error
	if err := errors.Join(err, closePool(g)); err != nil {
		t.Fatal(err)
	}
	old, err := OpenCopy(path)
	if err != nil {
		t.Fatal(err)
	}
	if check, err := (Audit{DB: old}).VerifyObjects(t.Context()); err != nil || check.Differ != 0 {
		t.Errorf("before the migration: %+v, %v", check, err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var papers []recycle.Paper
	ctx := recycle.WithActor(t.Context(), recycle.Actor{OrgID: org})
	if err := db.own(ctx).Find(&papers).Error; err != nil || len(papers) != 1 || papers[0].SellerID != "" || papers[0].Number != "1" {
		t.Errorf("%+v, %v", papers, err)
	}
	if rows, err := (Sellers{DB: db}).OwnSellers(ctx, 0, "", 10); err != nil || len(rows) != 0 {
		t.Error(rows, err)
	}
}
