package store_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

func TestLockDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first, err := store.LockDir(dir, "serve")
	must(t, err)
	_, err = store.LockDir(dir, "restore")
	if held, ok := errors.AsType[*store.HeldError](err); !ok || !strings.HasPrefix(held.By, "serve, pid ") || held.Dir != dir {
		t.Fatalf("held twice: %v", err)
	}
	must(t, first.Release())
	second, err := store.LockDir(dir, "restore")
	must(t, err)
	must(t, second.Release())
}

// While somebody serves a directory, an older database in it is not changed, and one that is up to date is opened beside.
func TestOpen_beside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "t.db")
	held, err := store.LockDir(dir, "serve")
	must(t, err)
	if _, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now}); err == nil || !strings.Contains(err.Error(), "held by another process (serve") {
		t.Fatalf("made under a server: %v", err)
	}
	db, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now, Held: held})
	must(t, err)
	beside, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now})
	must(t, err)
	must(t, errors.Join(beside.Close(), db.Close(), held.Release()))
}

func TestOpen_newer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	db, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now})
	must(t, err)
	must(t, db.Close())
	raw, err := sql.Open("sqlite3", path)
	must(t, err)
	_, err = raw.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	must(t, errors.Join(err, raw.Close()))
	if _, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now}); !errors.Is(err, store.ErrNewer) {
		t.Errorf("opened the database of a newer program: %v", err)
	}
}

// Whatever the umask, and however open the files were before, the owner alone reads them.
func TestOpen_private(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(dir, "t.db")
	for range 2 {
		db, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now})
		must(t, err)
		for _, name := range []string{"", "t.db", "t.db-wal", "t.db-shm", store.LockName} {
			info, err := os.Stat(filepath.Join(dir, name))
			must(t, err)
			if info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v", info.Name(), info.Mode())
			}
		}
		must(t, db.Close())
		must(t, errors.Join(os.Chmod(dir, 0o755), os.Chmod(path, 0o644)))
	}
}
