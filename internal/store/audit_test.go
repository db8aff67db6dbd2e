package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// Whoever changes, takes out or adds an entry behind the program's back is noticed, and the first entry that is wrong is named.
func TestVerifyAudit(t *testing.T) {
	tests := []struct {
		name, change string
		at           string // what the error names
	}{
		{"nothing", ``, ""},
		{"another body", `UPDATE audit_entries SET body = sum WHERE org_id = '` + string(testkit.Ours) + `' AND seq = 7`, "entry 7"},
		{"another time", `UPDATE audit_entries SET at = at + 1 WHERE org_id = '` + string(testkit.Ours) + `' AND seq = 7`, "entry 7"},
		{"another person", `UPDATE audit_entries SET person_id = 'x' WHERE org_id = '` + string(testkit.Ours) + `' AND seq = 1`, "entry 1"},
		{"another object", `UPDATE audit_entries SET object_hash = sum WHERE org_id = '` + string(testkit.Theirs) + `' AND seq = 20`, "entry 20"},
		{"one is gone", `DELETE FROM audit_entries WHERE org_id = '` + string(testkit.Ours) + `' AND seq = 7`, "entry 7"},
		{"the last is gone", `DELETE FROM audit_entries WHERE org_id = '` + string(testkit.Ours) + `' AND seq = 20`, "20"},
		{"the head is older", `UPDATE audit_heads SET seq = 19 WHERE org_id = '` + string(testkit.Ours) + `'`, "19"},
		{"the head's sum", `UPDATE audit_heads SET sum = (SELECT sum FROM audit_entries WHERE org_id = audit_heads.org_id AND seq = 1) WHERE org_id = '` + string(testkit.Ours) + `'`, "20"},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		var wg sync.WaitGroup
		for i := range 40 {
			org := []recycle.OrgID{testkit.Ours, testkit.Theirs}[i%2]
			wg.Go(func() {
				must(t, s.InTx(testkit.As(t, org, recycle.Collector), func(ctx context.Context) error {
					return s.AppendAudit(ctx, recycle.Entry{OrgID: org, At: testkit.At(), PersonID: "p", Action: "test", ObjectID: fmt.Sprint(i), Body: []byte("{}")})
				}))
			})
		}
		wg.Wait()
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				restore := snapshot(t, s)
				if tt.change != "" {
					if _, err := s.SQL.Exec(tt.change); err != nil {
						t.Fatal(err)
					}
				}
				n, err := s.VerifyAudit(t.Context())
				if (err != nil) != (tt.at != "") || err != nil && !strings.Contains(err.Error(), tt.at) || err == nil && n != 40 {
					t.Errorf("%d entries, %v, want %q", n, err, tt.at)
				}
				restore()
			})
		}
	})
}

// snapshot copies the two tables of the log and returns what brings them back.
func snapshot(t *testing.T, s testkit.Store) (restore func()) {
	t.Helper()
	run := func(statements ...string) {
		t.Helper()
		for _, st := range statements {
			if _, err := s.SQL.Exec(st); err != nil {
				t.Fatal(err)
			}
		}
	}
	run("CREATE TABLE kept_entries AS SELECT * FROM audit_entries", "CREATE TABLE kept_heads AS SELECT * FROM audit_heads")
	return func() {
		t.Helper()
		run("DELETE FROM audit_entries", "DELETE FROM audit_heads", "INSERT INTO audit_entries SELECT * FROM kept_entries",
			"INSERT INTO audit_heads SELECT * FROM kept_heads", "DROP TABLE kept_entries", "DROP TABLE kept_heads")
	}
}
