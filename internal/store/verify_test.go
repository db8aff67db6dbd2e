package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// log stores p as the feature does, in the state that it has.
func log(t *testing.T, s testkit.Store, p recycle.Pickup) {
	t.Helper()
	a := testkit.Actor(p.OrgID, recycle.Collector)
	p.Receive(a, testkit.At())
	err := s.InTx(recycle.WithActor(t.Context(), a), func(ctx context.Context) error {
		if err := s.InsertPickup(ctx, &p); err != nil {
			return err
		}
		if p.State.Counts() {
			if err := s.AddTotals(ctx, p.Totals()); err != nil {
				return err
			}
		}
		return s.AppendAudit(ctx, recycle.Entry{OrgID: p.OrgID, PersonID: a.PersonID, Action: "pickup.log", ObjectID: string(p.ID), Body: []byte("{}")})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// weigh stores a ticket of the yard, booked on who delivered.
func weigh(t *testing.T, s testkit.Store, ticket recycle.Ticket) {
	t.Helper()
	a := testkit.Actor(testkit.Yard, recycle.YardOperator)
	ticket.Receive(a, testkit.At())
	err := s.InTx(recycle.WithActor(t.Context(), a), func(ctx context.Context) error {
		if err := s.InsertTicket(ctx, &ticket); err != nil {
			return err
		}
		return s.AddTotals(ctx, ticket.Totals())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// books fills s with pickups of two organisations, on two days, at a site and without, one of which does not count, and a ticket.
func books(t *testing.T, s testkit.Store) {
	t.Helper()
	for n := range 6 {
		p := testkit.Pickup(n)
		p.State = recycle.Accepted
		switch n {
		case 1:
			p.State = recycle.NeedsFix
		case 2:
			p.OrgID = testkit.Theirs
		case 3:
			p.OccurredAt -= 24 * 60 * 60 * 1000
		case 4:
			p.SiteID = ""
		case 5:
			p.Lines = append(p.Lines, recycle.Line{Category: "weee.tv", Method: recycle.Count, Pieces: 2}, p.Lines[0])
		}
		log(t, s, p)
	}
	weigh(t, s, recycle.Ticket{ID: testkit.ID[recycle.TicketID](1), TicketFacts: recycle.TicketFacts{DeliveredOrgID: testkit.Ours,
		Kind: recycle.Weighbridge, Category: "paper.occ", Gross: 90_000, Tare: 40_000, Net: 50_000, WeighedAt: testkit.At()}})
}

func TestVerifyLedger(t *testing.T) {
	tests := []struct {
		name, spoil string
		want        string // rollup and category of the first difference; "" for none
	}{
		{"whole", "", ""},
		{"one gram by method", "UPDATE method_totals SET grams = grams + 1 WHERE flow = 'RECEIVED'", "method_totals paper.occ"},
		{"one line by site", "UPDATE site_totals SET n = n - 1 WHERE category = 'weee.tv'", "site_totals weee.tv"},
		{"a sum of nothing", "INSERT INTO site_totals VALUES ('zz', '2031-01-01', 'COLLECTED', '', 'paper.occ', 1, 1, 0)", "site_totals paper.occ"},
		{"a sum of 0 is none", "INSERT INTO site_totals VALUES ('zz', '2031-01-01', 'COLLECTED', '', 'paper.occ', 0, 0, 0)", ""},
		{"a sum that is gone", "DELETE FROM method_totals WHERE category = 'weee.tv'", "method_totals weee.tv"},
		{"a state", "UPDATE pickups SET state = 'accepted'", "method_totals paper.occ"},
		{"a ticket", "UPDATE tickets SET net = net + 1", "method_totals paper.occ"},
		{"a ticket that is void", "UPDATE tickets SET state = 'voided'", "method_totals paper.occ"},
		{"a line", "UPDATE pickup_lines SET pieces = pieces + 1 WHERE category = 'weee.tv'", "method_totals weee.tv"},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		books(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if tt.spoil != "" {
					if _, err := s.SQL.Exec(tt.spoil); err != nil {
						t.Fatal(err)
					}
				}
				got, err := store.Ledger{DB: s.DB}.VerifyLedger(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for _, page := range []int{1, 2, 3} {
					if paged, err := (store.Ledger{DB: s.DB, Page: page}).VerifyLedger(t.Context()); err != nil || cmp.Diff(got, paged) != "" {
						t.Errorf("in pages of %d: %v %s", page, err, cmp.Diff(got, paged))
					}
				}
				first := ""
				if len(got.First) > 0 {
					first = got.First[0].Rollup + " " + string(got.First[0].Category)
				}
				if (got.Differ > 0) != (tt.want != "") || tt.want != "" && int64(len(got.First)) != got.Differ {
					t.Errorf("%+v", got)
				}
				if tt.want == "" && tt.spoil == "" && (got.Days != 3 || got.Counted != store.LedgerSum{N: 8, Grams: 6*12_500 + 50_000, Pieces: 2}) {
					t.Errorf("%+v", got)
				}
				if first != tt.want {
					t.Errorf("first %q, want %q", first, tt.want)
				}
			})
			rebuild(t, s)
		}
	})
}

// Pages are of different moments: what is written meanwhile is no difference, and a real one is found all the same.
func TestVerifyLedger_busy(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		books(t, s)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var wg sync.WaitGroup
		wg.Go(func() {
			for n := 100; n < 400 && ctx.Err() == nil; n++ {
				p := testkit.Pickup(n)
				p.State = recycle.Accepted
				log(t, s, p)
			}
		})
		ledger := store.Ledger{DB: s.DB, Page: 1}
		for range 5 {
			if got, err := ledger.VerifyLedger(t.Context()); err != nil || got.Differ != 0 {
				t.Errorf("%+v, %v", got, err)
			}
		}
		if _, err := s.SQL.Exec("UPDATE method_totals SET grams = grams + 1 WHERE flow = 'RECEIVED'"); err != nil {
			t.Error(err)
		}
		if got, err := ledger.VerifyLedger(t.Context()); err != nil || got.Differ != 1 || got.First[0].Flow != recycle.Received {
			t.Errorf("%+v, %v", got, err)
		}
		stop()
		wg.Wait()
	})
}

// No statement of the recount reads more records than a page.
func TestVerifyLedger_pages(t *testing.T) {
	s := testkit.NewStore(t)
	books(t, s)
	for n := 100; n < 130; n++ {
		p := testkit.Pickup(n)
		p.State = recycle.Accepted
		log(t, s, p)
	}
	type asked struct {
		sql  string
		vars []any
	}
	var statements []asked
	must(t, s.Pool().Callback().Row().After("*").Register("asked", func(tx *gorm.DB) {
		if sql := tx.Statement.SQL.String(); strings.Contains(sql, "pickup_lines") {
			statements = append(statements, asked{sql, tx.Statement.Vars})
		}
	}))
	const page, linesOfOne = 4, 3
	if got, err := (store.Ledger{DB: s.DB, Page: page}).VerifyLedger(t.Context()); err != nil || got.Differ != 0 || got.Counted.N != 38 {
		t.Errorf("%+v, %v", got, err)
	}
	most, sum := int64(0), int64(0)
	for _, a := range statements {
		var n int64
		must(t, s.SQL.QueryRow("SELECT COALESCE(sum(n), 0) FROM ("+a.sql+")", a.vars...).Scan(&n))
		most, sum = max(most, n), sum+n
	}
	if most < page || most > page*linesOfOne || sum != 37 {
		t.Errorf("%d statements added up %d lines, one of them %d", len(statements), sum, most)
	}
}

// rebuild brings records and sums back to what books wrote.
func rebuild(t *testing.T, s testkit.Store) {
	t.Helper()
	for _, table := range []string{"pickup_flags", "pickup_lines", "pickups", "tickets", "method_totals", "site_totals", "audit_entries", "audit_heads"} {
		if _, err := s.SQL.Exec("DELETE FROM " + table); err != nil {
			t.Fatal(err)
		}
	}
	books(t, s)
}

func TestVerifyAudit_breaks(t *testing.T) {
	tests := []struct {
		name, spoil string
		want        int64 // the entry that is named; 0 for none
	}{
		{"whole", "", 0},
		{"a body", "UPDATE audit_entries SET body = sum WHERE seq = 2 AND org_id = $1", 2},
		{"who", "UPDATE audit_entries SET person_id = '' WHERE seq = 3 AND org_id = $1", 3},
		{"one in the middle is gone", "DELETE FROM audit_entries WHERE seq = 2 AND org_id = $1", 2},
		{"the last is gone", "DELETE FROM audit_entries WHERE seq = 5 AND org_id = $1", 5},
		{"the head says less", "UPDATE audit_heads SET seq = 4 WHERE org_id = $1", 5},
		{"the head's sum", "UPDATE audit_heads SET sum = (SELECT sum FROM audit_entries WHERE seq = 1 AND org_id = $1) WHERE org_id = $1", 6},
		{"the head is gone", "DELETE FROM audit_heads WHERE org_id = $1", 1},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		rebuild(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if tt.spoil != "" {
					if _, err := s.SQL.Exec(tt.spoil, string(testkit.Ours)); err != nil {
						t.Fatal(err)
					}
				}
				n, err := s.VerifyAudit(t.Context())
				if tt.want == 0 {
					if err != nil || n != 6 {
						t.Errorf("%d, %v", n, err)
					}
					return
				}
				if b, ok := errors.AsType[*store.AuditBreak](err); !ok || b.OrgID != testkit.Ours || b.Seq != tt.want {
					t.Errorf("%v (%+v), want entry %d", err, b, tt.want)
				}
			})
			rebuild(t, s)
		}
	})
}

func TestSchemaVersion(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		if n, err := s.SchemaVersion(t.Context()); err != nil || n < 1 {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// logged stores records as the features do, each with its entry, and returns the store.
func logged(t *testing.T, s testkit.Store) {
	t.Helper()
	a := testkit.Actor(testkit.Ours, recycle.Collector)
	err := s.InTx(recycle.WithActor(t.Context(), a), func(ctx context.Context) error {
		add := func(err error, action, id string, hash []byte) error {
			return errors.Join(err, s.AppendAudit(ctx, recycle.Entry{OrgID: a.OrgID, Action: action, ObjectID: id, ObjectHash: hash, Body: []byte("{}")}))
		}
		for n := range 3 {
			p := testkit.Pickup(n)
			p.State = recycle.Accepted
			p.Flags = []recycle.Flag{{OrgID: p.OrgID, PickupID: p.ID, Code: "far", Amount: 9}, {OrgID: p.OrgID, PickupID: p.ID, Code: "early"}}
			p.Papers = []recycle.Paper{{Kind: "manifest", Number: "1"}}
			p.Photos = []recycle.PhotoHash{"ab"}
			p.Receive(a, testkit.At())
			if err := add(s.InsertPickup(ctx, &p), "pickup.log", string(p.ID), p.Hash()); err != nil {
				return err
			}
			paper := recycle.Paper{OrgID: p.OrgID, PickupID: p.ID, N: 1, Kind: "origin", Number: "2", AddedBy: "x", AddedAt: p.ReceivedAt}
			p.Papers = append(p.Papers, paper)
			if err := add(s.InsertPaper(ctx, &paper), "pickup.paper", string(p.ID), p.Hash()); err != nil {
				return err
			}
		}
		ticket := recycle.Ticket{ID: testkit.ID[recycle.TicketID](1), TicketFacts: recycle.TicketFacts{DeliveredOrgID: testkit.Ours,
			Kind: recycle.Weighbridge, Category: "paper.occ", Gross: 90_000, Tare: 40_000, Net: 50_000, WeighedAt: testkit.At()}}
		ticket.Receive(a, testkit.At())
		vehicle := recycle.Vehicle{OrgID: a.OrgID, ID: testkit.ID[recycle.VehicleID](1), VehicleFacts: recycle.VehicleFacts{Number: "1", Type: "VAN"}}
		photo := recycle.Photo{OrgID: a.OrgID, Hash: "ab", StoredHash: "cd", Type: "image/jpeg", AuthorID: a.PersonID}
		if err := s.KeepPhoto(ctx, &photo); err != nil {
			return err
		}
		return errors.Join(add(nil, "photo.keep", string(photo.Hash), photo.ObjectHash()), add(s.InsertTicket(ctx, &ticket), "ticket.record", string(ticket.ID), ticket.Hash()),
			add(s.InsertVehicle(ctx, &vehicle), "vehicle.add", string(vehicle.ID), vehicle.Hash()))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every cell of every record that the log covers, changed by hand, is found.
func TestVerifyObjects_cells(t *testing.T) {
	s := testkit.NewStore(t)
	logged(t, s)
	tampered := func(t *testing.T, table, statement string) {
		t.Helper()
		exec := func(statement string) (err error) { _, err = s.SQL.Exec(statement); return err }
		if err := errors.Join(exec("CREATE TABLE kept AS SELECT * FROM "+table), exec(statement)); err != nil {
			t.Fatal(statement, err)
		}
		if check, err := s.VerifyObjects(t.Context()); err != nil || check.Differ == 0 || check.First[0].What != "changed" {
			t.Errorf("%s: %+v, %v", statement, check, err)
		}
		if err := errors.Join(exec("DELETE FROM "+table), exec("INSERT INTO "+table+" SELECT * FROM kept"), exec("DROP TABLE kept")); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, table := range []string{"pickups", "pickup_lines", "pickup_papers", "pickup_photos", "pickup_flags", "tickets", "vehicles", "photos", "photo_authors"} {
		rows, err := s.SQL.Query("SELECT name, type FROM pragma_table_info(?)", table)
		if err != nil {
			t.Fatal(err)
		}
		columns := map[string]string{}
		for rows.Next() {
			var name, kind string
			if err := rows.Scan(&name, &kind); err != nil {
				t.Fatal(err)
			}
			columns[name] = kind
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		for name, kind := range columns {
			if name == "org_id" || name == "id" || name == "pickup_id" || name == "hash" && table != "pickup_photos" || table+name == "pickup_photosn" { // that is another record; the order is the same
				continue
			}
			value := map[string]string{"TEXT": name + " || 'x'", "INTEGER": name + " * 10 + 7", "REAL": "coalesce(" + name + ", 0) + 1", "BLOB": "x'00'"}[kind]
			if name == "disabled" {
				value = "1 - disabled"
			}
			tampered(t, table, "UPDATE "+table+" SET "+name+" = "+value+"")
			n++
		}
	}
	if n < 80 {
		t.Errorf("%d columns", n)
	}
}

// A record that comes, goes or changes past the program is named, on both databases; one that the program writes meanwhile is not.
func TestVerifyObjects(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		logged(t, s)
		check, err := s.VerifyObjects(t.Context())
		if err != nil || check.Objects != 6 || check.Differ != 0 {
			t.Fatalf("%+v, %v", check, err)
		}
		for _, statement := range []string{
			"UPDATE pickup_lines SET grams = grams + 1 WHERE pickup_id = '" + string(testkit.Pickup(0).ID) + "'",
			"UPDATE pickups SET replaces = id WHERE id = '" + string(testkit.Pickup(0).ID) + "'", // a circle
			"UPDATE tickets SET net = 1",
			"UPDATE vehicles SET id = '" + string(testkit.ID[recycle.VehicleID](2)) + "'",
		} {
			if _, err := s.SQL.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		check, err = s.VerifyObjects(t.Context())
		for most := 1; most < 5; most++ { // a few records at a time
			if few, ferr := s.VerifyIn(t.Context(), most); ferr != nil || few.Objects != check.Objects || few.Differ != check.Differ || len(few.First) != len(check.First) {
				t.Errorf("in spans of %d: %+v, %v", most, few, ferr)
			}
		}
		want := []store.ObjectWrong{{testkit.Ours, "pickup", string(testkit.Pickup(0).ID), "changed"},
			{testkit.Ours, "ticket", string(testkit.ID[recycle.TicketID](1)), "changed"},
			{testkit.Ours, "vehicle", string(testkit.ID[recycle.VehicleID](1)), "removed"},
			{testkit.Ours, "vehicle", string(testkit.ID[recycle.VehicleID](2)), "added"}}
		if err != nil || check.Differ != 4 || !slices.Equal(check.First, want) {
			t.Errorf("%+v, %v", check, err)
		}
	})
}
