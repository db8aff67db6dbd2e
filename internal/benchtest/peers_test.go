//go:build bench

package benchtest

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"liangwang/internal/testkit"
)

const million = 1_000_000

// TestBench_Peers prints what 64 clients get of the server beside the textbook handler, tuned and plain, and beside PocketBase, as shipped
// and with synchronous=FULL; and one client of it beside SQLite itself. Rounds are interleaved.
func TestBench_Peers(t *testing.T) {
	rounds, seconds := number(t, "LW_BENCH_ROUNDS", 5), number(t, "LW_BENCH_SECONDS", 5)
	bin := buildPocketBase(t)
	all := []bench{startServer(t), startTextbook(t, false), startTextbook(t, true), startPocketBase(t, bin, false), startPocketBase(t, bin, true)}
	got := make([][]result, len(all))
	var one, raw1, raw64 []float64
	for round := range rounds {
		for i, b := range all {
			res := drive(b.peer, 64, time.Duration(seconds)*time.Second, uint64(round*100+64))
			if res.failed > 0 && i != 2 { // the plain one gives up on a busy database
				t.Errorf("%s: %d requests were not answered %d", b.peer.name, res.failed, b.peer.created)
			}
			got[i] = append(got[i], res)
			t.Logf("round %d  %-20s %6.0f/s  p50 %8v  p99 %8v  cpu %4d us", round+1, b.peer.name, res.rate, res.p50.Round(10*time.Microsecond),
				res.p99.Round(10*time.Microsecond), res.cpu.Microseconds())
		}
		one = append(one, drive(all[0].peer, 1, time.Duration(seconds)*time.Second, uint64(round)).rate)
		raw1, raw64 = append(raw1, sqlite(t, 1, seconds)), append(raw64, sqlite(t, 64, seconds))
	}
	rate := func(r result) float64 { return r.rate }
	ours := got[0]
	judge(t, "A1 durable pickups a second, of PocketBase synchronous=FULL", ratios(ours, got[4], rate), 6, 0)
	judge(t, "A1 of PocketBase as shipped, not durable", ratios(ours, got[3], rate), 3, 0)
	judge(t, "A1 of the textbook, tuned", ratios(ours, got[1], rate), 3.5, 0)
	judge(t, "A1 of the textbook, plain", ratios(ours, got[2], rate), 12, 0)
	judge(t, "A2 p99, of PocketBase as shipped", ratios(ours, got[3], func(r result) float64 { return r.p99.Seconds() }), 0, 0.45)
	judge(t, "A4 CPU of the server a pickup, of PocketBase as shipped", ratios(ours, got[3], func(r result) float64 { return r.cpu.Seconds() }), 0, 0.4)
	share := func(a, b []float64) (values []float64) {
		for i := range a {
			values = append(values, a[i]/b[i])
		}
		return values
	}
	var many []float64
	for _, r := range ours {
		many = append(many, r.rate)
	}
	judge(t, "A3 one client, of SQLite's own transactions", share(one, raw1), 0.33, 0)
	judge(t, "A5 64 clients, of SQLite's own rows, 64 a transaction", share(many, raw64), 0.28, 0)
	for _, b := range all {
		b.verify(t)
	}
}

// TestBench_Million prints what a million pickups that are already there cost: the same program beside itself, empty.
func TestBench_Million(t *testing.T) {
	rounds, seconds := number(t, "LW_BENCH_ROUNDS", 5), number(t, "LW_BENCH_SECONDS", 5)
	full := startServer(t)
	for full.peer.stored.Load() < million {
		if res := drive(full.peer, 64, 10*time.Second, uint64(full.peer.stored.Load())); res.failed > 0 || res.rate == 0 {
			t.Fatalf("%d requests failed", res.failed)
		}
	}
	t.Logf("%d pickups are there", full.peer.stored.Load())
	empty := startServer(t)
	var got [2][]result
	for round := range rounds {
		for i, b := range []bench{full, empty} {
			res := drive(b.peer, 64, time.Duration(seconds)*time.Second, uint64(round*100+i))
			got[i] = append(got[i], res)
			t.Logf("round %d  %d: %6.0f/s  p99 %8v  cpu %4d us", round+1, i, res.rate, res.p99.Round(10*time.Microsecond), res.cpu.Microseconds())
		}
	}
	judge(t, "A6 with 1,000,000 pickups, of the same without", ratios(got[0], got[1], func(r result) float64 { return r.rate }), 0.85, 0)
	full.verify(t)
	empty.verify(t)
}

func startTextbook(t *testing.T, plain bool) bench {
	dir, name, args := t.TempDir(), "textbook", []string{}
	bin, db := filepath.Join(dir, "textbook"), filepath.Join(dir, "textbook.db")
	if plain {
		name, args = "textbook, plain", []string{"-plain"}
	}
	testkit.Build(t, bin, "./internal/benchtest/textbook", "nomsgpack,bench")
	server := testkit.Start(t, filepath.Join(dir, "log"), bin, append(args, "-db", db)...)
	return rival(server, name, "/pickups", "id", http.StatusCreated, db)
}

func buildPocketBase(t *testing.T) (bin string) {
	bin = filepath.Join(t.TempDir(), "pocketbase")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", bin, ".")
	build.Dir = "pocketbase"
	build.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build PocketBase: %v\n%s", err, out)
	}
	return bin
}

func startPocketBase(t *testing.T, bin string, full bool) bench {
	dir, name := t.TempDir(), "PocketBase"
	if full {
		name = "PocketBase, FULL"
	}
	server := testkit.Start(t, filepath.Join(dir, "log"), bin, "-dir", filepath.Join(dir, "data"), fmt.Sprintf("-full=%v", full))
	return rival(server, name, "/api/collections/pickups/records", "uid", http.StatusOK, filepath.Join(dir, "data", "data.db"))
}

// rival sends the textbook's row to path. What was answered must be in db.
func rival(server *testkit.Process, name, path, id string, created int, db string) bench {
	host := strings.TrimPrefix(server.URL, "http://")
	siteIDs := make([]string, sites)
	for i := range siteIDs {
		siteIDs[i] = fmt.Sprintf("s%06d", i)
	}
	at := &peer{name: name, addr: host, pid: server.PID(), created: created, request: func(buf []byte, _ int, r *rand.Rand) []byte {
		body := text(nil, `{"`, id, `":"`, uuid.Must(uuid.NewV7()).String(), `","siteId":"`, siteIDs[r.IntN(sites)], `","collectorId":"`, siteIDs[r.IntN(people)],
			`","category":"`, categories[r.IntN(len(categories))], `","grams":`, strconv.Itoa(100+r.IntN(60_000)), `,"lat":`, degrees(35.35+r.Float64()*0.14),
			`,"lon":`, degrees(116.54+r.Float64()*0.22), `,"collectedAt":"`, time.Now().UTC().Format(time.RFC3339), `","note":"`, notes[r.IntN(len(notes))], `"}`)
		return text(buf, "POST ", path, " HTTP/1.1\r\nHost: ", host, "\r\nContent-Type: application/json\r\nContent-Length: ", strconv.Itoa(len(body)),
			"\r\n\r\n", string(body))
	}}
	return bench{at, func(t *testing.T) {
		server.Kill()
		if n := count(t, db); n < at.stored.Load() {
			t.Errorf("%s: %d pickups answered, %d stored", name, at.stored.Load(), n)
		}
	}}
}

// sqlite returns how many rows a second SQLite stores for good without a server, so many in a transaction: the textbook's table.
func sqlite(t *testing.T, rows, seconds int) float64 {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(t.TempDir(), "raw.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_cache_size=-65536")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.Exec(`PRAGMA wal_autocheckpoint = 16000;
CREATE TABLE pickups (id TEXT PRIMARY KEY, site_id TEXT, collector_id TEXT, category TEXT, grams INTEGER, lat REAL, lon REAL, collected_at TEXT, created_at TEXT, note TEXT);
CREATE INDEX ix_site ON pickups(site_id, collected_at); CREATE INDEX ix_collector ON pickups(collector_id, collected_at); CREATE INDEX ix_category ON pickups(category, collected_at)`)
	must(err)
	insert, err := db.Prepare("INSERT INTO pickups VALUES (?,?,?,?,?,?,?,?,?,?)")
	must(err)
	defer func() { _ = insert.Close() }()
	r, began, n := rand.New(rand.NewPCG(1, uint64(rows))), time.Now(), 0
	for time.Since(began) < time.Duration(seconds)*time.Second {
		tx, err := db.Begin()
		must(err)
		for range rows {
			now := time.Now().UTC().Format(time.RFC3339)
			_, err := tx.Stmt(insert).Exec(uuid.Must(uuid.NewV7()).String(), fmt.Sprintf("s%06d", r.IntN(sites)), fmt.Sprintf("s%06d", r.IntN(people)), categories[r.IntN(len(categories))],
				100+r.IntN(60_000), 35.35+r.Float64()*0.14, 116.54+r.Float64()*0.22, now, now, notes[r.IntN(len(notes))])
			must(err)
		}
		must(tx.Commit())
		n += rows
	}
	return float64(n) / time.Since(began).Seconds()
}
