package crashtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"

	"liangwang/internal/store"
)

// check returns what is wrong with the database file at path, which nobody writes, after what was acknowledged and made. A record that
// was made and not acknowledged may be there or not.
func check(ctx context.Context, path string, acknowledged map[string]bool, made map[string]record) (faults []string, err error) {
	f, err := books(ctx, path)
	if err != nil {
		return nil, err
	}
	stored, err := readStored(ctx, path)
	if err != nil {
		return nil, err
	}
	f = append(f, compare(stored, acknowledged, made)...)
	slices.Sort(f)
	return f, nil
}

// books returns what ledger verify, audit verify and SQLite itself find.
func books(ctx context.Context, path string) (faults []string, err error) {
	db, err := store.OpenCopy(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.CheckFile(ctx); err != nil {
		faults = append(faults, "file: "+err.Error())
	}
	ledger, err := store.Ledger{DB: db}.VerifyLedger(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range ledger.First {
		faults = append(faults, fmt.Sprintf("ledger: %s %s %s: kept %v, counted %v", d.Rollup, d.Day, d.Category, d.Kept, d.Counted))
	}
	if _, err := (store.Audit{DB: db}).VerifyAudit(ctx); err != nil {
		faults = append(faults, "audit: "+err.Error())
	}
	records, err := (store.Audit{DB: db}).VerifyObjects(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range records.First {
		faults = append(faults, fmt.Sprintf("audit: %s %s was %s past the log", r.Kind, r.ID, r.What))
	}
	return faults, nil
}

// stored is a pickup as the database has it.
type stored struct {
	site, note, state, author, replaces string
	lines                               []lineBody
	photos                              []string
	papers, logged                      int // logged: entries of the audit log that say so
}

func readStored(ctx context.Context, path string) (all map[string]*stored, err error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+"?mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	all = map[string]*stored{}
	of := func(id string) *stored {
		if all[id] == nil {
			all[id] = &stored{}
		}
		return all[id]
	}
	each := func(query string, scan func(rows *sql.Rows) error) error {
		rows, err := db.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		for err == nil && rows.Next() {
			err = scan(rows)
		}
		return errors.Join(err, rows.Err(), rows.Close())
	}
	var id string
	err = errors.Join(
		each("SELECT id, site_id, note, state, collector_id, replaces FROM pickups", func(rows *sql.Rows) error {
			var p stored
			err := rows.Scan(&id, &p.site, &p.note, &p.state, &p.author, &p.replaces)
			if all[id] != nil {
				return errors.Join(err, fmt.Errorf("pickup %s is there twice", id))
			}
			all[id] = &p
			return err
		}),
		each("SELECT pickup_id, category, method, grams, pieces, typed FROM pickup_lines ORDER BY pickup_id, n", func(rows *sql.Rows) error {
			var l lineBody
			err := rows.Scan(&id, &l.Category, &l.Method, &l.Grams, &l.Pieces, &l.Typed)
			of(id).lines = append(of(id).lines, l)
			return err
		}),
		each("SELECT pickup_id, hash FROM pickup_photos ORDER BY pickup_id, n", func(rows *sql.Rows) error {
			var hash string
			err := rows.Scan(&id, &hash)
			of(id).photos = append(of(id).photos, hash)
			return err
		}),
		each("SELECT pickup_id, count(*) FROM pickup_papers GROUP BY pickup_id", func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&id, &n)
			of(id).papers = n
			return err
		}),
		each("SELECT object_id, count(*) FROM audit_entries WHERE action = 'pickup.log' GROUP BY object_id", func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&id, &n)
			of(id).logged = n
			return err
		}))
	return all, err
}

// compare holds what is stored against what was sent.
func compare(have map[string]*stored, acknowledged map[string]bool, made map[string]record) (faults []string) {
	for line := range acknowledged {
		what, id, _ := strings.Cut(line, " ")
		if p := have[id]; what == "pickup" && (p == nil || p.state == "") {
			faults = append(faults, "lost: pickup "+id)
		}
	}
	for id, p := range have {
		r, known := made[id]
		switch {
		case !known:
			faults = append(faults, "unknown: pickup "+id+" was never sent")
			continue
		case p.state == "":
			if len(p.lines) > 0 || len(p.photos) > 0 || p.papers > 0 || p.logged > 0 {
				faults = append(faults, "half: parts of pickup "+id+" without it")
			}
			continue
		case p.site != r.body.SiteID || p.note != r.body.Note || p.author != r.author || p.replaces != r.body.Replaces || !slices.Equal(p.lines, r.body.Lines) ||
			!slices.Equal(p.photos, r.body.Photos):
			faults = append(faults, fmt.Sprintf("content: pickup %s has %+v, sent was %+v", id, *p, r.body))
		}
		if !r.states[p.state] {
			faults = append(faults, fmt.Sprintf("state: pickup %s is %s, not %v", id, p.state, r.states))
		}
		if p.papers < r.papers || p.papers > max(r.papers, r.trying) {
			faults = append(faults, fmt.Sprintf("papers: pickup %s has %d, acknowledged were %d", id, p.papers, r.papers))
		}
		if p.logged != 1 {
			faults = append(faults, fmt.Sprintf("log: pickup %s was logged %d times", id, p.logged))
		}
	}
	return faults
}
