package crashtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liangwang/internal/store"
)

// Phones log, correct, void and complete pickups and send photos while the server is killed again and again: nothing that was
// acknowledged is lost or stored twice, totals are the sums of the records that count, and the audit chains are whole. Then the check
// itself is checked.
func TestKill(t *testing.T) {
	s, began, sum, faults := newScene(t), time.Now(), tally{}, 0
	for n := range tried.killLives {
		t.Run(fmt.Sprintf("life %d", n+1), func(t *testing.T) {
			l := begin(t, s, plain(t.TempDir()), program(t))
			faults += l.rounds(s, tried.kills/tried.killLives, func(int) string { return "kill" })
			whole, found := l.end()
			faults += l.say("at the end", found)
			for _, check := range []string{"ledger", "audit"} {
				if out, err := l.p.Run("", check, "verify"); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			}
			sum.add(l.tally())
			if n == 0 {
				l.spoilt(t, whole)
			}
		})
	}
	results.add("kill -9", tried.kills, faults, "%v; %v", sum, time.Since(began).Round(time.Second))
}

// rounds lets the phones work and the server die n times, and returns how much was wrong. In one round of four a backup ends before,
// in another one it is cut too.
func (l *life) rounds(s *scene, n int, mode func(round int) string) (faults int) {
	l.t.Helper()
	l.work(s, clients, rand.Uint64())
	for round := range n {
		time.Sleep(time.Duration(100+rand.IntN(400)) * time.Millisecond)
		switch round % 4 {
		case 1:
			b := l.save()
			if <-b.done; b.err != nil {
				l.t.Errorf("backup: %v", b.err)
			}
		case 3:
			l.save()
			time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
		}
		seed, how := rand.Int64(), mode(round)
		found := l.die(how, seed)
		if acknowledged, err := readJournal(l.journal); err != nil || len(acknowledged) == 0 {
			l.t.Errorf("%d acknowledged, %v: this proves nothing", len(acknowledged), err)
		}
		faults += l.say(fmt.Sprintf("round %d, %s %d", round+1, how, seed), found)
	}
	return faults
}

// spoilt spoils one thing each in copies of a whole database: the check must name it, and the commands that a person would run must
// end with an error where they are the ones to see it.
func (l *life) spoilt(t *testing.T, whole string) {
	f, p := l.fleet, l.p
	acknowledged, err := readJournal(l.journal)
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
