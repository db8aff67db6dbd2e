package crashtest

import (
	"database/sql"
	"strings"
	"testing"
)

// spoil runs statements on a database file without any of the program's care; each must change something.
func spoil(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=off&_journal_mode=DELETE")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for statement := range strings.SplitSeq(statements, "; ") {
		res, err := db.Exec(statement)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 && !strings.Contains(statement, "pickup_flags") {
			t.Fatalf("%s: %d rows, %v", statement, n, err)
		}
	}
}
