package testkit_test

import (
	"database/sql"
	"testing"

	"liangwang/internal/testkit"
)

func TestPostgres(t *testing.T) {
	urls := map[string]bool{}
	for range 2 {
		url := testkit.Postgres(t)
		urls[url] = true
		db, err := sql.Open("pgx", url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		if _, err := db.Exec("CREATE TABLE a (b text)"); err != nil {
			t.Errorf("not a database of its own: %v", err)
		}
		var fsync string
		if err := db.QueryRow("SHOW fsync").Scan(&fsync); err != nil || fsync != "off" {
			t.Errorf("fsync %s (%v): the tests would wait for the disk", fsync, err)
		}
		var collate string
		if err := db.QueryRow("SELECT datcollate FROM pg_database WHERE datname = current_database()").Scan(&collate); err != nil || collate != "C.UTF-8" {
			t.Errorf("collation %q (%v): text would sort otherwise than in SQLite", collate, err)
		}
	}
	if len(urls) != 2 {
		t.Errorf("the same database twice: %v", urls)
	}
}
