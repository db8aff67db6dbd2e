package testkit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// counted are the records that count, a row each, with the keys of both rollups.
const counted = `(
	SELECT p.org_id, p.day, 'COLLECTED' AS flow, p.site_id, l.category, l.method, 1 AS n, l.grams, l.pieces
	FROM pickup_lines l JOIN pickups p ON p.org_id = l.org_id AND p.id = l.pickup_id WHERE p.state = 'accepted'
	UNION ALL
	SELECT delivered_org_id, day, 'RECEIVED', site_id, category, kind, 1, net, pieces FROM tickets WHERE state = 'stored') AS counted`

// CheckBooks fails the test unless the books agree: both rollups are the recount of the records that count, every audit chain is
// whole, and of each chain of corrections exactly one version lives. It says what it found wrong.
func (s Store) CheckBooks(t testing.TB) {
	t.Helper()
	for _, f := range s.Faults(t) {
		t.Error(f)
	}
}

// CheckRecords is CheckBooks, and fails the test too unless every record is as the audit log has it: for tests in which a feature wrote
// all of them.
func (s Store) CheckRecords(t testing.TB) {
	t.Helper()
	s.CheckBooks(t)
	objects, err := s.VerifyObjects(context.Background())
	if err != nil {
		t.Error(err)
	}
	for _, o := range objects.First {
		t.Errorf("%s %s of %s is not as the log has it: %s", o.Kind, o.ID, o.OrgID, o.What)
	}
}

// Faults returns what is wrong with the books.
func (s Store) Faults(t Fataler) (faults []string) {
	t.Helper()
	faults = s.FaultsOf(t, "")
	if n, err := s.VerifyAudit(context.Background()); err != nil {
		faults = append(faults, fmt.Sprintf("after %d entries: %v", n, err))
	}
	for _, table := range []string{"pickups", "tickets"} {
		faults = append(faults, s.broken(t, table)...)
	}
	return faults
}

// FaultsOf returns where the rollups of one organisation (empty: of all) are not the recount of the records that count.
func (s Store) FaultsOf(t Fataler, org recycle.OrgID) (faults []string) {
	t.Helper()
	const byMethod, bySite = "org_id, day, flow, category, method", "org_id, day, flow, site_id, category"
	for _, tt := range []struct{ key, a, b string }{
		{byMethod, "method_totals", counted},
		{bySite, "site_totals", counted},
		{"org_id, day, flow, category", "method_totals", "site_totals"},
	} {
		if a, b := s.sums(t, tt.key, tt.a, org), s.sums(t, tt.key, tt.b, org); a != b {
			faults = append(faults, fmt.Sprintf("by %s, %s says\n%s\n%s\n%s", tt.key, tt.a, a, tt.b, b))
		}
	}
	return faults
}

// Fataler is a test, or one run of a property.
type Fataler interface {
	Helper()
	Fatal(args ...any)
}

// sums returns the rows of a table summed by key, without those that are 0.
func (s Store) sums(t Fataler, key, table string, org recycle.OrgID) string {
	t.Helper()
	where := ""
	if org != "" {
		where = ` WHERE org_id = '` + string(org) + `'`
	}
	rows, err := s.SQL.Query(`SELECT ` + key + `, CAST(sum(n) AS bigint), CAST(sum(grams) AS bigint), CAST(sum(pieces) AS bigint) FROM ` + table + where + `
		GROUP BY ` + key + ` HAVING sum(n) <> 0 OR sum(grams) <> 0 OR sum(pieces) <> 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		cells := make([]string, len(columns))
		targets := make([]any, len(columns))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// broken returns the corrections of a table that are wrong: a version that is superseded names a successor that names it, nothing
// else is replaced, and no version is corrected twice.
func (s Store) broken(t Fataler, table string) (faults []string) {
	t.Helper()
	for _, query := range []string{
		`SELECT o.id FROM ` + table + ` o WHERE o.state = 'superseded' AND NOT EXISTS (
			SELECT 1 FROM ` + table + ` n WHERE n.org_id = o.org_id AND n.id = o.replaced_by AND n.replaces = o.id)`,
		`SELECT o.id FROM ` + table + ` o WHERE o.state <> 'superseded' AND (o.replaced_by <> '' OR EXISTS (
			SELECT 1 FROM ` + table + ` n WHERE n.org_id = o.org_id AND n.replaces = o.id))`,
		`SELECT replaces FROM ` + table + ` WHERE replaces <> '' GROUP BY org_id, replaces HAVING count(*) > 1`,
	} {
		rows, err := s.SQL.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				t.Fatal(err)
			}
			faults = append(faults, table+": the corrections of "+id+" are broken")
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return faults
}
