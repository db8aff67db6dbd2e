package crashtest

import (
	"database/sql"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"
)

// more stores as many pickups again as it is told, each with a line: what a start has to open, not what a check finds whole.
const (
	morePickups = `INSERT INTO pickups SELECT org_id, printf('01900000-0000-7000-9000-%012x', c.n), site_id, occurred_at, lon, lat, accuracy_m, raw_lon, raw_lat, raw_datum,
		note, delivery, trigger, origin, seller_kind, vehicle_org_id, vehicle_id, replaces, device_id, seq, sent_at, skew_ms, app, collector_id, received_at + c.n, day,
		content_hash, state, fix, state_reason, state_by, state_at, replaced_by, duplicate_of
		FROM (SELECT * FROM pickups WHERE state = 'accepted' LIMIT 1), (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT n FROM c) AS c`
	moreLines = `INSERT INTO pickup_lines 
		SELECT org_id, id, 0, 'paper.occ', 'SCALE', 1000, 0, 'kg', '1', 0, '', 0 FROM pickups WHERE id LIKE '01900000-0000-7000-9000-%'`
)

// The server is killed under load with a large database, and is ready again soon.
func TestLoad_start(t *testing.T) {
	if tried.rows == 0 {
		return
	}
	s := newScene(t)
	l := begin(t, s, plain(t.TempDir()), program(t))
	l.work(s, clients, rand.Uint64())
	time.Sleep(time.Second)
	l.fleet.stop.Store(true)
	l.phones.Wait()
	if err := l.server.Stop(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(l.p.Data, "liangwang.db")+"?_synchronous=OFF&_cache_size=-262144")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(morePickups, tried.rows)
	if err == nil {
		_, err = db.Exec(moreLines)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	l.serve()
	l.fleet.stop.Store(false)
	l.work(s, clients, rand.Uint64())
	slowest, acks := time.Duration(0), l.fleet.acknowledged()
	for range 5 {
		time.Sleep(2 * time.Second)
		l.server.Kill()
		began := time.Now()
		l.serve()
		slowest = max(slowest, time.Since(began))
	}
	if l.fleet.acknowledged() == acks {
		t.Error("nobody was acknowledged: this proves nothing")
	}
	l.fleet.stop.Store(true)
	l.phones.Wait()
	n := l.say("start", l.fleet.found())
	results.add("start after a kill under load, rows", tried.rows, n, "slowest of 5: %v", slowest.Round(time.Millisecond))
}
