package crashtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

const (
	clients    = 32
	collectors = 4
	sites      = 50
	password   = "one for the test"
)

// Phones log, correct, void and complete pickups while the server is killed again and again: nothing that was acknowledged is lost or
// stored twice, totals are the sums of the records that count, and the audit chains are whole. Then the check itself is checked.
func TestKill(t *testing.T) {
	p, persons := company(t)
	journalPath := filepath.Join(t.TempDir(), "acknowledged")
	j, err := openJournal(journalPath)
	if err != nil {
		t.Fatal(err)
	}
	server := p.Serve()
	f := newFleet(persons[0].OrgID, nil, j, clients)
	f.server.Store(&server.URL)
	var phones sync.WaitGroup
	for i := range clients {
		who := persons[i%len(persons)]
		cookie, err := testkit.SignIn(server.URL, who.phone, password, fmt.Sprintf("01900000-0000-7000-8000-%012x", i))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			f.sites = readSites(t, server.URL, cookie)
		}
		phones.Go(func() { f.phone(uint64(i), who.PersonID, cookie) })
	}
	var ready time.Duration
	for n := range kills {
		time.Sleep(time.Duration(150+rand.IntN(500)) * time.Millisecond)
		server.Kill()
		began := time.Now()
		server = p.Serve()
		ready = max(ready, time.Since(began))
		f.server.Store(&server.URL)
		f.look(t, p, journalPath, fmt.Sprintf("after kill %d", n+1))
	}
	time.Sleep(200 * time.Millisecond)
	f.stop.Store(true)
	phones.Wait()
	if err := server.Stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	whole := f.look(t, p, journalPath, "at the end")
	for _, check := range []string{"ledger", "audit"} {
		if out, err := p.Run("", check, "verify"); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if err := j.close(); err != nil {
		t.Error(err)
	}
	t.Logf("%d kills, %d clients: %d made, %d acknowledgements, %d sent twice at once, answers %v, slowest start %v",
		kills, clients, len(f.made), f.acks, f.doubled, f.statuses, ready.Round(time.Millisecond))
	f.mutants(t, p, whole, journalPath)
}

// look holds a copy of the database against what was sent and acknowledged by now, and returns its path.
func (f *fleet) look(t *testing.T, p *testkit.Program, journalPath, when string) string {
	t.Helper()
	f.pause.Lock() // what is under way comes to its end
	defer f.pause.Unlock()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := store.CopySQLite(t.Context(), filepath.Join(p.Data, "liangwang.db"), path); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	acknowledged, err := readJournal(journalPath)
	if err != nil {
		t.Fatal(err)
	}
	made := f.expected()
	faults, err := check(t.Context(), path, acknowledged, made)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	f.mu.Lock()
	faults, f.faults = append(faults, f.faults...), nil
	f.mu.Unlock()
	for i, fault := range faults {
		if i == 20 {
			t.Errorf("%s: … %d faults", when, len(faults))
			break
		}
		t.Errorf("%s: %s", when, fault)
	}
	if len(acknowledged) == 0 {
		t.Errorf("%s: nothing was acknowledged: this proves nothing", when)
	}
	return path
}

type person struct {
	PersonID, OrgID string
	phone           string
}

// company is an empty data directory with a company, its collectors and sites.
func company(t *testing.T) (*testkit.Program, []person) {
	t.Helper()
	p := testkit.NewProgram(t)
	if _, err := p.Run("", "user", "add", "--org", "测试区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	var people []person
	for i := range collectors {
		who := person{phone: fmt.Sprintf("1380000010%d", i)}
		p.Answer(&who, password+"\n", "user", "add", "--org", "测试公司", "--kind", "RECYCLING_COMPANY", "--role", "collector",
			"--phone", who.phone, "--name", fmt.Sprintf("收运员%d", i), "--password-stdin")
		people = append(people, who)
	}
	list := filepath.Join(t.TempDir(), "sites.csv")
	var text strings.Builder
	text.WriteString("id,name,lon,lat\n")
	for i := range sites {
		fmt.Fprintf(&text, "s%02d,测试点%02d,%.4f,35.4\n", i, i, 116.5+float64(i)/1000)
	}
	if err := os.WriteFile(list, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run("", "import", "sites", list); err != nil {
		t.Fatal(err)
	}
	return p, people
}

func readSites(t *testing.T, url, cookie string) (ids []string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/sites/phone", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	var list struct{ Items []struct{ ID string } }
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil || len(list.Items) != sites {
		t.Fatalf("%d sites, %v", len(list.Items), err)
	}
	for _, s := range list.Items {
		ids = append(ids, s.ID)
	}
	return ids
}

// mutants spoils one thing each in copies of a whole database: the check must name it, and the commands that a person would run must
// end with an error where they are the ones to see it.
func (f *fleet) mutants(t *testing.T, p *testkit.Program, whole, journalPath string) {
	acknowledged, err := readJournal(journalPath)
	if err != nil {
		t.Fatal(err)
	}
	const first = `(SELECT min(id) FROM pickups WHERE state = 'accepted' AND replaces = '')`
	tests := []struct {
		name, sql string
		want      string // how a fault must begin
		command   string // that must fail
	}{
		{"an acknowledged pickup is gone", "DELETE FROM pickup_lines WHERE pickup_id = " + first + "; DELETE FROM pickup_flags WHERE pickup_id = " + first +
			"; DELETE FROM pickups WHERE id = " + first, "lost: ", "ledger"},
		{"one gram more by method", "UPDATE method_totals SET grams = grams + 1 WHERE (org_id, day, category, method) = (SELECT org_id, day, category, method FROM method_totals LIMIT 1)", "ledger: method_totals", "ledger"},
		{"one piece less by site", "UPDATE site_totals SET pieces = pieces - 1 WHERE (org_id, day, site_id, category) = (SELECT org_id, day, site_id, category FROM site_totals LIMIT 1)", "ledger: site_totals", "ledger"},
		{"a total without records", `INSERT INTO method_totals VALUES ('01900000-0000-7000-8000-00000000ffff', '2030-01-01', 'COLLECTED', 'paper.occ', 'SCALE', 1, 1, 0)`,
			"ledger: method_totals", "ledger"},
		{"a line weighs a gram more", "UPDATE pickup_lines SET grams = grams + 1 WHERE n = 0 AND pickup_id = " + first, "content: ", "ledger"},
		{"a pickup stands elsewhere", "UPDATE pickups SET state = 'voided' WHERE id = " + first, "state: ", "ledger"},
		{"a pickup that nobody sent", `INSERT INTO pickups SELECT org_id, '01900000-0000-7000-8000-00000000eeee', site_id, occurred_at, lon, lat, accuracy_m, raw_lon,
			raw_lat, raw_datum, note, delivery, trigger, origin, seller_kind, vehicle_org_id, vehicle_id, replaces, device_id, seq, sent_at, skew_ms, app,
			collector_id, received_at, day, content_hash, state, fix, state_reason, state_by, state_at, replaced_by, duplicate_of FROM pickups WHERE id = ` + first, "unknown: ", ""},
		{"an audit body is changed", `UPDATE audit_entries SET body = CAST('{}' AS BLOB) WHERE action = 'pickup.log' AND object_id = ` + first, "audit: ", "audit"},
		{"an audit entry is gone", "DELETE FROM audit_entries WHERE action = 'pickup.log' AND object_id = " + first, "audit: ", "audit"},
		{"a chain is shorter than its records say", `DELETE FROM audit_entries WHERE (org_id, seq) IN (SELECT org_id, seq FROM audit_heads WHERE org_id = '` + f.org + `')`, "audit: ", "audit"},
		{"a head is gone", `DELETE FROM audit_heads WHERE org_id = '` + f.org + `'`, "audit: ", "audit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spoilt := *p
			spoilt.Data = t.TempDir()
			path := filepath.Join(spoilt.Data, "liangwang.db")
			if err := store.CopySQLite(t.Context(), whole, path); err != nil {
				t.Fatal(err)
			}
			spoil(t, path, tt.sql)
			faults, err := check(context.Background(), path, acknowledged, f.expected())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains("\n"+strings.Join(faults, "\n"), "\n"+tt.want) {
				t.Errorf("found %q, want one that begins %q", faults, tt.want)
			}
			if tt.command != "" {
				if out, err := spoilt.Run("", tt.command, "verify"); err == nil {
					t.Errorf("%s verify: %s", tt.command, out)
				}
			}
		})
	}
}
