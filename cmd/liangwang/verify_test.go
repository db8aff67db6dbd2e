package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"liangwang/geo"
	"liangwang/internal/blob"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

const heldPickups = 7

// filled returns a data directory in which a company has logged pickups and a file lies, and the company.
func filled(t *testing.T) (dir string, org recycle.OrgID) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	if _, err := user(t, dir, "", "add", "--org", "示例区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	who, err := user(t, dir, "", "add", "--org", "甲公司", "--kind", "RECYCLING_COMPANY", "--role", "collector", "--phone", "13800000001", "--name", "收运员")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := user(t, dir, "", "invite", "--org", "甲公司", "--role", "collector", "--phone", "13800000002", "--name", "新收运员"); err != nil {
		t.Fatal(err)
	}
	enters(t, dir, "13800000001", who["password"].(string)) // a session
	org = recycle.OrgID(who["orgId"].(string))
	a, _ := newTestApp()
	a.cfg.Data = dir
	p, err := a.open(t.Context(), a.now)
	if err != nil {
		t.Fatal(err)
	}
	ctx := recycle.WithActor(t.Context(), recycle.Actor{PersonID: recycle.PersonID(who["personId"].(string)), OrgID: org, OrgKind: recycle.RecyclingCompany,
		Roles: []recycle.Role{recycle.Collector}})
	for i := range heldPickups {
		_, created, err := p.pickups.Log(ctx, recycle.Pickup{OrgID: org, ID: recycle.PickupID(newID()),
			Record: recycle.Record{OccurredAt: recycle.At(a.now()), Where: recycle.FixAt(geo.Point{116.6, 35.4}, 10), Delivery: "DOORSTEP", Trigger: "BOOKED", Origin: "RESIDENT"},
			Lines:  []recycle.Line{{Category: "paper.occ", Method: recycle.Scale, Grams: recycle.Grams(1000 + i)}, {Category: "plastic.pet", Method: recycle.Scale, Grams: 500}}})
		if err != nil || !created {
			t.Fatal(created, err)
		}
	}
	if _, err := p.blobs.Put([]byte("a photo")); err != nil {
		t.Fatal(err)
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	return dir, org
}

// says runs a command on the data directory dir and reads its --json answer into v.
func says(t *testing.T, dir string, v any, args ...string) error {
	t.Helper()
	a, stdout := newTestApp()
	err := run(t.Context(), a, append(args, "--json", "--data", dir))
	if stdout.Len() > 0 {
		if err := json.Unmarshal(stdout.Bytes(), v); err != nil {
			t.Fatalf("%v: %s", err, stdout)
		}
	}
	return err
}

// spoil runs a statement on the database behind the program's back.
func spoil(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	res, err := db.Exec(statement, args...)
	if err == nil {
		if n, _ := res.RowsAffected(); n == 0 {
			err = fmt.Errorf("nothing changed")
		}
	}
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLedgerVerify(t *testing.T) {
	dir, org := filled(t)
	var check store.LedgerCheck
	if err := says(t, dir, &check, "ledger", "verify"); err != nil || check.Differ != 0 || check.Days != 1 || check.Rows != 4 ||
		check.Counted.N != 2*heldPickups || check.Counted.Grams != 7021+7*500 {
		t.Fatalf("%+v, %v", check, err)
	}
	tests := []struct {
		name, statement string
		want            store.LedgerDiff
	}{
		{"a gram", "UPDATE method_totals SET grams = grams + 1 WHERE category = 'paper.occ'", store.LedgerDiff{Rollup: "method_totals", Category: "paper.occ",
			Method: "SCALE", Kept: store.LedgerSum{N: 7, Grams: 7022}, Counted: store.LedgerSum{N: 7, Grams: 7021}}},
		{"a row that is gone", "DELETE FROM site_totals WHERE category = 'plastic.pet'", store.LedgerDiff{Rollup: "site_totals", Category: "plastic.pet",
			Counted: store.LedgerSum{N: 7, Grams: 3500}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m manifest
			back, copied := filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "d")
			if err := says(t, dir, &m, "backup", "--to", back); err != nil {
				t.Fatal(err)
			}
			if err := says(t, copied, &m, "restore", "--from", back); err != nil {
				t.Fatal(err)
			}
			spoil(t, filepath.Join(copied, "liangwang.db"), tt.statement)
			var check store.LedgerCheck
			err := says(t, copied, &check, "ledger", "verify")
			tt.want.OrgID, tt.want.Flow = org, recycle.Collected
			if err == nil || check.Differ != 1 || len(check.First) != 1 {
				t.Fatalf("%+v, %v", check, err)
			}
			tt.want.Day = check.First[0].Day
			if check.First[0] != tt.want {
				t.Errorf("got  %+v\nwant %+v", check.First[0], tt.want)
			}
			a, stdout := newTestApp()
			if err := run(t.Context(), a, []string{"ledger", "verify", "--data", copied}); err == nil || !strings.Contains(stdout.String(), string(tt.want.Category)) {
				t.Errorf("%v: %s", err, stdout)
			}
			if err := says(t, copied, &m, "backup", "--to", filepath.Join(t.TempDir(), "c")); err == nil {
				t.Error("a backup of wrong totals calls itself checked")
			}
		})
	}
}

func TestAuditVerify(t *testing.T) {
	dir, org := filled(t)
	path := filepath.Join(dir, "liangwang.db")
	var whole auditAnswer
	if err := says(t, dir, &whole, "audit", "verify"); err != nil || !whole.OK || whole.Broken != nil || len(whole.Heads) != 2 {
		t.Fatalf("%+v, %v", whole, err)
	}
	var seq int64
	for _, h := range whole.Heads {
		if h.OrgID == org {
			seq = h.Seq
		}
	}
	if seq < heldPickups {
		t.Fatalf("the company's chain has %d entries", seq)
	}
	broken := func(name string, entry int64) {
		t.Helper()
		var answer auditAnswer
		err := says(t, dir, &answer, "audit", "verify")
		if err == nil || answer.OK || answer.Broken == nil || answer.Broken.OrgID != org || answer.Broken.Entry != entry {
			t.Errorf("%s: %+v, %v, want entry %d", name, answer.Broken, err, entry)
		}
	}
	spoil(t, path, "UPDATE pickups SET note = note || '!' WHERE id = (SELECT min(id) FROM pickups)")
	var past auditAnswer
	if err := says(t, dir, &past, "audit", "verify"); err == nil || past.OK || past.Broken != nil || past.Records.Differ != 1 || past.Records.First[0].What != "changed" {
		t.Errorf("a record changed by hand: %+v, %v", past, err)
	}
	// From the end to the beginning: what is named is the first.
	spoil(t, path, "UPDATE audit_heads SET seq = ? WHERE org_id = ?", seq-1, org)
	broken("the head says less", seq)
	spoil(t, path, "DELETE FROM audit_entries WHERE org_id = ? AND seq = ?", org, seq)
	broken("the last is gone, head and all, and the sum tells", seq)
	spoil(t, path, "UPDATE audit_entries SET body = CAST('{}' AS BLOB) WHERE org_id = ? AND seq = 3", org)
	broken("a body", 3)
	spoil(t, path, "DELETE FROM audit_entries WHERE org_id = ? AND seq = 2", org)
	broken("one that is gone", 2)
	spoil(t, path, "DELETE FROM audit_heads WHERE org_id = ?", org)
	broken("the head", 1)
}

func TestMigrate(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		var answer struct {
			Schema   int64
			Postgres bool
		}
		if err := says(t, dir, &answer, "migrate"); err != nil || answer.Schema < 1 || answer.Postgres {
			t.Errorf("%+v, %v", answer, err)
		}
	}
}

func blobOf(t *testing.T, dir, hash string) (data []byte) {
	t.Helper()
	d, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Get(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }() // it was only read
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
