package main

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/store"
)

// rows counts the rows of a table of the database in dir.
func rows(t *testing.T, path, table string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // it was only read
	if err := db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// private fails the test unless everything below dir can be read by its owner alone.
func private(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBackup(t *testing.T) {
	dir, _ := filled(t)
	a, _ := newTestApp()
	a.cfg.Data = dir
	p, err := a.open(t.Context(), a.now) // the server's place: the backup runs beside an open database, with rows still in the WAL
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.close(); err != nil {
			t.Error(err)
		}
	}()
	to := filepath.Join(t.TempDir(), "backup")
	var first, second manifest
	if err := says(t, dir, &first, "backup", "--to", to); err != nil {
		t.Fatal(err)
	}
	private(t, to)
	if first.Schema < 1 || first.Lines != 2*heldPickups || len(first.Audit) != 2 || len(first.Blobs) != 1 || len(first.Damaged) != 0 {
		t.Errorf("%+v", first)
	}
	again, err := p.blobs.Put([]byte("another photo"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(filepath.Join(to, first.Blobs[0].Path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := user(t, dir, "", "add", "--org", "乙公司", "--kind", "RECYCLING_COMPANY", "--role", "company_operator", "--phone", "13800000009", "--name", "经理"); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &second, "backup", "--to", to); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(filepath.Join(to, first.Blobs[0].Path))
	if err != nil || !os.SameFile(before, after) || len(second.Blobs) != 2 {
		t.Errorf("%v: blobs are copied once; %+v", err, second.Blobs)
	}
	entries, err := os.ReadDir(to)
	if err != nil || len(entries) != 6 { // lock, two manifests, two databases, blobs
		t.Errorf("%v, %v", entries, err)
	}

	back := filepath.Join(t.TempDir(), "restored")
	if err := says(t, back, &first, "restore", "--from", to); err != nil {
		t.Fatal(err)
	}
	private(t, back)
	path := filepath.Join(back, "liangwang.db")
	for table, want := range map[string]int{"pickups": heldPickups, "orgs": 3, "sessions": 0, "invitations": 0} {
		if n := rows(t, path, table); n != want {
			t.Errorf("%d %s, want %d", n, table, want)
		}
	}
	if rows(t, filepath.Join(dir, "liangwang.db"), "sessions") == 0 || rows(t, filepath.Join(dir, "liangwang.db"), "invitations") == 0 {
		t.Error("the original had no session or invitation: this proves nothing")
	}
	if got := blobOf(t, back, again); string(got) != "another photo" {
		t.Errorf("blob %q", got)
	}
	var audit auditAnswer
	if err := says(t, back, &audit, "audit", "verify"); err != nil || !slices.Equal(audit.Heads, second.Audit) {
		t.Errorf("%+v, %v", audit, err)
	}
}

func TestBackup_refused(t *testing.T) {
	dir, _ := filled(t)
	made := func(t *testing.T) (to string, m manifest) {
		to = filepath.Join(t.TempDir(), "backup")
		if err := says(t, dir, &m, "backup", "--to", to); err != nil {
			t.Fatal(err)
		}
		return to, m
	}
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	change := func(t *testing.T, path string) {
		data, err := os.ReadFile(path)
		must(t, err)
		data[len(data)/2] ^= 1
		must(t, os.WriteFile(path, data, 0o600))
	}
	tests := []struct {
		name, want string
		do         func(t *testing.T) error
	}{
		{"restore into a data directory that has something", "not empty", func(t *testing.T) error {
			to, m := made(t)
			return says(t, dir, &m, "restore", "--from", to)
		}},
		{"restore what has no manifest", "no finished backup", func(t *testing.T) error {
			to, m := made(t)
			must(t, os.Remove(filepath.Join(to, manifestName)))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"restore a changed database", "hash", func(t *testing.T) error {
			to, m := made(t)
			change(t, filepath.Join(to, m.Database.Path))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"restore a changed file", "hash", func(t *testing.T) error {
			to, m := made(t)
			change(t, filepath.Join(to, m.Blobs[0].Path))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"restore a manifest that leads elsewhere", "none of a backup", func(t *testing.T) error {
			to, m := made(t)
			m.Blobs[0].Path = "../../etc/passwd"
			must(t, writeManifest(to, m))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"restore other chains than the manifest's", "chains", func(t *testing.T) error {
			to, m := made(t)
			m.Audit[0].Seq++
			must(t, writeManifest(to, m))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"restore a changed manifest", "its sum says", func(t *testing.T) error {
			to, m := made(t)
			path := filepath.Join(to, manifestName)
			text, err := os.ReadFile(path)
			must(t, err)
			must(t, os.WriteFile(path, []byte(strings.Replace(string(text), `"lines": 14`, `"lines": 15`, 1)), 0o600))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"restore a truncated manifest", "manifest.json", func(t *testing.T) error {
			to, m := made(t)
			must(t, os.Truncate(filepath.Join(to, manifestName), 300))
			return says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to)
		}},
		{"two backups at once into one folder", "held by another process (backup", func(t *testing.T) error {
			to, m := made(t)
			lock, err := store.LockDir(to, "backup")
			must(t, err)
			defer func() { must(t, lock.Release()) }()
			return says(t, dir, &m, "backup", "--to", to)
		}},
		{"backup into no folder", "backup_dir", func(t *testing.T) error { return says(t, dir, &manifest{}, "backup") }},
		{"encrypted for nobody", "age recipient", func(t *testing.T) error {
			return says(t, dir, &manifest{}, "backup", "--to", filepath.Join(t.TempDir(), "b"), "--encrypt-to", "age1me")
		}},
		{"encrypted into a folder of clear ones", "in clear", func(t *testing.T) error {
			to, m := made(t)
			_, recipient := newIdentity(t)
			return says(t, dir, &m, "backup", "--to", to, "--encrypt-to", recipient)
		}},
		{"backup into somebody's folder", "of no backup", func(t *testing.T) error {
			to, m := t.TempDir(), manifest{}
			must(t, os.WriteFile(filepath.Join(to, "letter.txt"), []byte("x"), 0o600))
			return says(t, dir, &m, "backup", "--to", to)
		}},
		{"backup of nothing", "no such file", func(t *testing.T) error {
			return says(t, t.TempDir(), &manifest{}, "backup", "--to", filepath.Join(t.TempDir(), "b"))
		}},
		{"backup of PostgreSQL", "pg_dump", func(t *testing.T) error {
			return says(t, dir, &manifest{}, "backup", "--to", t.TempDir(), "--dsn", "postgres://h/d")
		}},
		{"adopt of SQLite", "only with PostgreSQL", func(t *testing.T) error {
			return says(t, dir, &manifest{}, "restore", "--adopt", "2026-11-23T02:00:00+08:00")
		}},
		{"adopt of no time", "a past time", func(t *testing.T) error {
			return says(t, dir, &manifest{}, "restore", "--adopt", "yesterday", "--dsn", "postgres://h/d")
		}},
		{"restore of nothing", "from adopt", func(t *testing.T) error { return says(t, dir, &manifest{}, "restore") }},
		{"restore of PostgreSQL", "pg_restore", func(t *testing.T) error {
			return says(t, dir, &manifest{}, "restore", "--from", t.TempDir(), "--dsn", "postgres://h/d")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(t); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
}

// A file that is no longer what its name says is left out and named; the rest of the backup is good.
func TestBackup_damaged(t *testing.T) {
	dir, _ := filled(t)
	var hash string
	if err := walkBlobs(t.Context(), filepath.Join(dir, "blobs"), func(h, path string) error {
		hash = h
		return os.WriteFile(path, []byte("rot"), 0o600)
	}); err != nil {
		t.Fatal(err)
	}
	var m manifest
	to := filepath.Join(t.TempDir(), "backup")
	if err := says(t, dir, &m, "backup", "--to", to); err == nil || len(m.Damaged) != 1 || m.Damaged[0] != hash || len(m.Blobs) != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	if err := says(t, filepath.Join(t.TempDir(), "d"), &m, "restore", "--from", to); err != nil {
		t.Error(err)
	}
}
