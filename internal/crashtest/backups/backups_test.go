package backups

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"

	"liangwang/internal/testkit"
)

const (
	phones   = 8
	pace     = 20 * time.Millisecond // between two pickups of a phone
	password = "one for the test"
)

// load is phones that log pickups.
type load struct {
	org    string
	server atomic.Pointer[string]
	stop   atomic.Bool

	mu           sync.Mutex
	acknowledged []string
	slowest      time.Duration // answer of the server while it was up
	faults       []string
}

// so returns how many are acknowledged by now.
func (l *load) so() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acknowledged)
}

func (l *load) phone(cookie string) {
	client := &http.Client{Timeout: 10 * time.Second}
	for !l.stop.Load() {
		id := uuid.Must(uuid.NewV7()).String()
		body, _ := json.Marshal(map[string]any{"orgId": l.org, "occurredAt": time.Now().UTC().Format(time.RFC3339), // plain values
			"where": map[string]any{"lon": 116.6, "lat": 35.4, "accuracyM": 10}, "delivery": "DOORSTEP", "trigger": "BOOKED", "origin": "RESIDENT",
			"lines": []any{map[string]any{"category": "paper.occ", "method": "SCALE", "grams": 1000}}})
		for done := false; !done; {
			began := time.Now()
			status := put(client, *l.server.Load()+"/api/v1/pickups/"+id, cookie, body)
			took := time.Since(began)
			l.mu.Lock()
			switch {
			case status == http.StatusOK || status == http.StatusCreated:
				l.acknowledged = append(l.acknowledged, id)
				l.slowest, done = max(l.slowest, took), true
			case status != 0 && status != http.StatusServiceUnavailable:
				l.faults = append(l.faults, fmt.Sprint("pickup: ", status))
				done = true
			}
			l.mu.Unlock()
			time.Sleep(pace)
		}
	}
}

func put(client *http.Client, url, cookie string, body []byte) (status int) {
	req, err := http.NewRequest(http.MethodPut, url, bytes.NewReader(body))
	if err != nil {
		return -1
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", cookie)
	res, err := client.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// Backups under load, some of them cut off by a kill of the server or of the command: each that called itself made restores clean and
// holds every acknowledgement from before it began; and a damaged one is refused.
func TestBackups(t *testing.T) {
	p := testkit.NewProgram(t)
	if _, err := p.Run("", "user", "add", "--org", "测试区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	var who struct{ PersonID, OrgID string }
	p.Answer(&who, password+"\n", "user", "add", "--org", "测试公司", "--kind", "RECYCLING_COMPANY", "--role", "collector", "--phone", "13800000001",
		"--name", "收运员", "--password-stdin")
	server := p.Serve()
	l := &load{org: who.OrgID}
	l.server.Store(&server.URL)
	var working sync.WaitGroup
	for i := range phones {
		cookie, err := testkit.SignIn(server.URL, "13800000001", password, fmt.Sprintf("01900000-0000-7000-8000-%012x", i))
		if err != nil {
			t.Fatal(err)
		}
		working.Go(func() { l.phone(cookie) })
	}
	to := filepath.Join(t.TempDir(), "backup")
	held := 0 // acknowledged before the last good backup began
	var longest time.Duration
	for n := range made {
		began := time.Now()
		before := l.so()
		if out, err := p.Run("", "backup", "--to", to, "--keep", "2"); err != nil {
			t.Fatalf("backup %d: %v\n%s", n+1, err, out)
		}
		held, longest = before, max(longest, time.Since(began))
		l.restored(t, p, to, held, fmt.Sprint("backup ", n+1))
	}
	finished := 0
	for n := range killed {
		before := l.so()
		ctx, kill := context.WithCancel(t.Context())
		cmd := exec.CommandContext(ctx, p.Bin, "backup", "--to", to, "--keep", "2", "--data", p.Data)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(longest) * 2 / 3)))
		if n%2 == 0 {
			server.Kill()
			server = p.Serve()
			l.server.Store(&server.URL)
		} else {
			kill() // by SIGKILL
		}
		if err := cmd.Wait(); err == nil {
			finished++
			held = before
		}
		kill()
		l.restored(t, p, to, held, fmt.Sprint("after kill ", n+1))
	}
	before := l.so()
	if out, err := p.Run("", "backup", "--to", to, "--keep", "2"); err != nil {
		t.Errorf("after the kills: %v\n%s", err, out)
	}
	l.stop.Store(true)
	working.Wait()
	if err := server.Stop(); err != nil {
		t.Error(err)
	}
	l.restored(t, p, to, before, "at the end")
	l.tidy(t, to)
	refused(t, p, to)
	for _, f := range l.faults {
		t.Error(f)
	}
	t.Logf("%d backups under load, the longest %v; %d cut off, %d of which were done by then; %d pickups, slowest answer %v; %d damaged ones refused",
		made, longest.Round(time.Millisecond), killed, finished, l.so(), l.slowest.Round(time.Millisecond), spoilt)
}

// restored restores the newest backup and looks for the first held acknowledgements in it. restore itself verifies totals and chains.
func (l *load) restored(t *testing.T, p *testkit.Program, from string, held int, when string) {
	t.Helper()
	back := *p
	back.Data = filepath.Join(t.TempDir(), "back")
	if out, err := back.Run("", "restore", "--from", from); err != nil {
		t.Fatalf("%s: %v\n%s", when, err, out)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(back.Data, "liangwang.db")+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Query("SELECT id FROM pickups")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	there := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		there[id] = true
	}
	l.mu.Lock()
	acknowledged := slices.Clone(l.acknowledged[:held])
	l.mu.Unlock()
	for _, id := range acknowledged {
		if !there[id] {
			t.Errorf("%s: lost %s", when, id)
		}
	}
	if held == 0 {
		t.Errorf("%s: nothing was acknowledged: this proves nothing", when)
	}
	if err := os.RemoveAll(back.Data); err != nil {
		t.Error(err)
	}
}

// tidy fails if kills have left anything in the folder.
func (l *load) tidy(t *testing.T, to string) {
	entries, err := os.ReadDir(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
	if len(entries) != 6 { // lock, blobs, two databases, two manifests
		t.Errorf("the folder has %v", entries)
	}
}

// refused spoils a byte of a backup at a time: a restore must refuse it each time.
func refused(t *testing.T, p *testkit.Program, to string) {
	t.Helper()
	var m struct{ Database struct{ Path string } }
	text, err := os.ReadFile(filepath.Join(to, "manifest.json"))
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	for n := range spoilt {
		path := filepath.Join(to, []string{"manifest.json", m.Database.Path}[n%2])
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := rand.IntN(len(whole))
		for n%2 == 0 && strings.ContainsRune(" \n", rune(whole[at])) { // which say nothing in JSON
			at = rand.IntN(len(whole))
		}
		damaged := bytes.Clone(whole)
		damaged[at] ^= 1 << rand.IntN(5)
		back := *p
		back.Data = filepath.Join(t.TempDir(), "back")
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := back.Run("", "restore", "--from", to); err == nil {
			t.Errorf("byte %d of %s was %q, is %q: restored\n%s", at, path, whole[at], damaged[at], out)
		}
		if _, err := os.Stat(filepath.Join(back.Data, "liangwang.db")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a refused restore left a database: %v", err)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
