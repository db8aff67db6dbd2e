package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

// collectorPhone does what the phone's program does with an epoch: it keeps what was accepted, and sends again what is younger than
// the backup when the epoch changes.
type collectorPhone struct {
	t                       *testing.T
	url                     string
	phone, password, device string
	org                     string
	cookie                  string
	epoch                   string
	ops                     []*phoneOp
	resent                  int
}

type phoneOp struct {
	method, path string
	body         map[string]any
	waiting      bool
	sentAt       time.Time
}

// ask sends one request and learns the epoch from its answer, whatever that is.
func (p *collectorPhone) ask(method, path string, body any) (status int, text []byte) {
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			p.t.Error(err)
			return 0, nil
		}
		in = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+"/api/v1"+path, in)
	if err != nil {
		p.t.Error(err)
		return 0, nil
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", p.cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Error(err)
		return 0, nil
	}
	defer func() { _ = res.Body.Close() }()
	text, _ = io.ReadAll(res.Body)
	p.hear(res.Header.Get("Lw-Epoch"))
	return res.StatusCode, text
}

func (p *collectorPhone) hear(epoch string) {
	if epoch == "" {
		p.t.Error("an answer without an epoch")
	}
	if p.epoch != "" && epoch != p.epoch {
		_, ms, _ := strings.Cut(epoch, ".")
		at, err := strconv.ParseInt(ms, 10, 64)
		if err != nil {
			p.t.Errorf("epoch %q: %v", epoch, err)
		}
		for _, op := range p.ops {
			if !op.waiting && !op.sentAt.Before(time.UnixMilli(at).Add(-200*time.Millisecond)) { // a margin: some of it is in the backup
				op.waiting = true
				p.resent++
			}
		}
	}
	p.epoch = epoch
}

func (p *collectorPhone) signIn() {
	cookie, err := testkit.SignIn(p.url, p.phone, p.password, p.device)
	if err != nil {
		p.t.Error(err)
	}
	p.cookie = cookie
}

// log makes a pickup, and voids every tenth.
func (p *collectorPhone) log() {
	id := newID()
	p.ops = append(p.ops, &phoneOp{http.MethodPut, "/pickups/" + id, map[string]any{"orgId": p.org, "occurredAt": time.Now().UTC().Format(time.RFC3339),
		"where": map[string]any{"lon": 116.6, "lat": 35.4, "accuracyM": 10}, "delivery": "DOORSTEP", "trigger": "BOOKED", "origin": "RESIDENT",
		"lines": []any{map[string]any{"category": "paper.occ", "method": "SCALE", "grams": 1000}}}, true, time.Time{}})
	if len(p.ops)%10 == 9 {
		p.ops = append(p.ops, &phoneOp{http.MethodPost, "/pickups/" + id + "/void", map[string]any{"reason": "记错了"}, true, time.Time{}})
	}
}

// send sends what waits. A void of what is voided already is done.
func (p *collectorPhone) send() {
	for _, op := range p.ops {
		if !op.waiting {
			continue
		}
		status, text := p.ask(op.method, op.path, op.body)
		if status/100 != 2 && (op.method == http.MethodPut || status != http.StatusConflict) {
			p.t.Errorf("%s %s: %d %s", op.method, op.path, status, text)
			return
		}
		op.waiting, op.sentAt = false, time.Now()
	}
}

// Backup, 1,000 pickups, the disk destroyed, restore, the phones reconnect: 0 lost, 0 twice.
func TestReconnect(t *testing.T) {
	const phones, before, after = 4, 25, 250 // pickups of each
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := user(t, dir, "", "add", "--org", "示例区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	url, stop := serving(t, dir)
	var fleet []*collectorPhone
	for i := range phones {
		p := &collectorPhone{t: t, url: url, phone: fmt.Sprint("1380000010", i), device: fmt.Sprintf("01900000-0000-7000-8000-%012d", i)}
		who, err := user(t, dir, "", "add", "--org", "甲公司", "--kind", "RECYCLING_COMPANY", "--role", "collector", "--phone", p.phone, "--name", "收运员")
		if err != nil {
			t.Fatal(err)
		}
		p.password, p.org = who["password"].(string), who["orgId"].(string)
		p.signIn()
		fleet = append(fleet, p)
	}
	all := func(do func(p *collectorPhone)) {
		var wait sync.WaitGroup
		for _, p := range fleet {
			wait.Go(func() { do(p) })
		}
		wait.Wait()
	}
	work := func(n int) func(p *collectorPhone) {
		return func(p *collectorPhone) {
			for range n {
				p.log()
				p.send()
			}
		}
	}
	all(work(before))
	to := filepath.Join(t.TempDir(), "backup")
	var m manifest
	if err := says(t, dir, &m, "backup", "--to", to); err != nil {
		t.Fatal(err)
	}
	all(work(after))
	all(func(p *collectorPhone) { p.log() }) // made without signal: not sent yet
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}

	if err := says(t, dir, &restored{}, "restore", "--from", to); err != nil {
		t.Fatal(err)
	}
	url, stop = serving(t, dir)
	all(func(p *collectorPhone) {
		p.url = url
		if status, _ := p.ask(http.MethodGet, "/session", nil); status != http.StatusUnauthorized {
			t.Errorf("the session of before is %d", status)
		}
		if p.resent < after {
			t.Errorf("only %d are to be sent again", p.resent)
		}
		p.signIn()
		p.send()
		p.ask(http.MethodGet, "/session", nil) // the same epoch: nothing more
	})
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	made, resent := 0, 0
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "liangwang.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, p := range fleet {
		resent += p.resent
		for _, op := range p.ops {
			id := strings.TrimSuffix(strings.TrimPrefix(op.path, "/pickups/"), "/void")
			action := "pickup.log"
			if op.method == http.MethodPost {
				action = "pickup.void"
			} else {
				made++
			}
			var there, logged int
			if err := db.QueryRow("SELECT (SELECT count(*) FROM pickups WHERE id = ?1), (SELECT count(*) FROM audit_entries WHERE object_id = ?1 AND action = ?2)",
				id, action).Scan(&there, &logged); err != nil || there != 1 || logged != 1 || op.waiting {
				t.Errorf("%s %s: %d stored, %d in the log, waiting %v, %v", op.method, id, there, logged, op.waiting, err)
			}
		}
	}
	if n := rows(t, filepath.Join(dir, "liangwang.db"), "pickups"); n != made || made != phones*(before+after+1) {
		t.Errorf("%d pickups, %d were made", n, made)
	}
	var answer auditAnswer
	if err := says(t, dir, &answer, "audit", "verify", "--heads", to); err != nil || !answer.OK {
		t.Errorf("%+v, %v", answer, err)
	}
	if a, stdout := newTestApp(); run(t.Context(), a, []string{"ledger", "verify", "--data", dir}) != nil {
		t.Error(stdout)
	}
	t.Logf("%d made, %d of them before the backup, %d operations sent again", made, phones*before, resent)
}
