package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"context"

	"liangwang/internal/recycle"
)

// rewrite changes an entry of an organisation's chain and makes the chain whole again, its head included: what the chain itself cannot
// show. cut leaves out all entries after it.
func rewrite(t *testing.T, path string, org recycle.OrgID, seq int64, cut bool) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	exec := func(query string, args ...any) {
		t.Helper()
		_, err := db.Exec(query, args...)
		must(err)
	}
	if cut {
		exec("DELETE FROM audit_entries WHERE org_id = ? AND seq > ?", org, seq)
		for _, table := range []string{"pickup_flags WHERE pickup_id", "pickup_lines WHERE pickup_id", "pickups WHERE id"} { // the records go with their entries
			exec("DELETE FROM " + table + " NOT IN (SELECT object_id FROM audit_entries)")
		}
	} else {
		exec("UPDATE audit_entries SET body = CAST('{\"grams\":1}' AS BLOB) WHERE org_id = ? AND seq = ?", org, seq)
	}
	rows, err := db.Query("SELECT org_id, seq, at, person_id, action, object_id, object_hash, body FROM audit_entries WHERE org_id = ? ORDER BY seq", org)
	must(err)
	var entries []recycle.Entry
	for rows.Next() {
		var e recycle.Entry
		must(rows.Scan(&e.OrgID, &e.Seq, &e.At, &e.PersonID, &e.Action, &e.ObjectID, &e.ObjectHash, &e.Body))
		entries = append(entries, e)
	}
	must(rows.Close())
	var prev []byte
	for i := range entries {
		e := &entries[i]
		prev = e.SumAfter(prev)
		exec("UPDATE audit_entries SET sum = ? WHERE org_id = ? AND seq = ?", prev, org, e.Seq)
	}
	exec("UPDATE audit_heads SET seq = ?, sum = ? WHERE org_id = ?", len(entries), prev, org)
}

// lockedLog is a log that a server writes and a test reads.
type lockedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// logged runs a server until it has written the line of the heads, and returns the file of its log, with what journald puts before.
func logged(t *testing.T, dir string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a, _ := newTestApp()
	log := &lockedLog{}
	a.stderr = log
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, a, []string{"serve", "--addr", "127.0.0.1:0", "--data", dir}) }()
	for i := 0; !strings.Contains(log.String(), headsLine); i++ {
		if time.Sleep(10 * time.Millisecond); i == 1000 {
			t.Fatal("the server wrote no heads:\n" + log.String())
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "server.log")
	text := "Nov 23 06:00:00 host liangwang[1]: " + strings.ReplaceAll(log.String(), "\n", "\nNov 23 06:00:00 host liangwang[1]: ") + "{\"msg\":\"" + headsLine
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A chain that was rewritten as a whole, or cut off, looks whole; heads from outside tell.
func TestAuditVerify_heads(t *testing.T) {
	dir, org := filled(t)
	log := logged(t, dir)
	to := filepath.Join(t.TempDir(), "backup")
	var m manifest
	if err := says(t, dir, &m, "backup", "--to", to); err != nil {
		t.Fatal(err)
	}
	if _, err := user(t, dir, "", "add", "--org", "甲公司", "--role", "collector", "--phone", "13800000055", "--name", "后来的"); err != nil {
		t.Fatal(err)
	}
	sources := map[string]string{"the folder of a backup": to, "a manifest": filepath.Join(to, manifestName), "the log": log}
	verify := func(dir, heads string) (answer auditAnswer, err error) {
		args := []string{"audit", "verify"}
		if heads != "" {
			args = append(args, "--heads", heads)
		}
		return answer, says(t, dir, &answer, args...)
	}
	if answer, err := verify(dir, ""); err != nil || !answer.OK || answer.Says != onlyItself || answer.Held != 0 {
		t.Errorf("without heads: %+v, %v", answer, err)
	}
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"audit", "verify", "--data", dir}); err != nil || !strings.Contains(stdout.String(), onlyItself) || !strings.Contains(stdout.String(), "自身完整，未与外部比对") {
		t.Errorf("%v: %s", err, stdout)
	}
	for name, heads := range sources {
		if answer, err := verify(dir, heads); err != nil || !answer.OK || answer.Held != 2 || answer.Says != alsoHeads {
			t.Errorf("%s: %+v, %v", name, answer, err)
		}
	}
	for name, cut := range map[string]bool{"rewritten": false, "cut off": true} {
		t.Run(name, func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "d")
			if err := says(t, copied, &restored{}, "restore", "--from", to); err != nil {
				t.Fatal(err)
			}
			rewrite(t, filepath.Join(copied, "liangwang.db"), org, 3, cut)
			if answer, err := verify(copied, ""); err != nil || !answer.OK || answer.Says != onlyItself {
				t.Fatalf("it does not look whole: %+v, %v: this proves nothing", answer, err)
			}
			for name, heads := range sources {
				if answer, err := verify(copied, heads); err == nil || answer.OK || answer.Broken == nil || answer.Broken.OrgID != org {
					t.Errorf("%s: %+v, %v", name, answer, err)
				}
			}
		})
	}
	for name, path := range map[string]string{"in the data directory": filepath.Join(dir, "liangwang.db"), "nothing of heads": filepath.Join(to, m.Database.Path),
		"no file": filepath.Join(to, "none")} {
		if answer, err := verify(dir, path); err == nil {
			t.Errorf("%s: %+v", name, answer)
		}
	}
}
