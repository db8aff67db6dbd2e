package store

import (
	"context"
	"errors"
	"os"
	"time"

	"liangwang/internal/recycle"
)

const (
	scrubTries = 50
	scrubPause = 100 * time.Millisecond
	truncate   = "PRAGMA wal_checkpoint(TRUNCATE)"
)

// Scrub removes from the files what was overwritten or deleted before: SQLite's secure_delete has overwritten it in the pages, and older
// pages stand in the WAL until it is written back and cut off; PostgreSQL keeps old rows until the table is written anew. Readers that
// are under way delay it; beyond some seconds it is Unavailable, and what calls it tries again.
func (d *DB) Scrub(ctx context.Context) error {
	if d.postgres {
		return wrap("scrub", d.across(ctx, keysAndPeople).Exec("VACUUM FULL sellers").Error)
	}
	w, ok := d.write.(*writer)
	if !ok {
		return errNoFile
	}
	for range scrubTries {
		cut := false
		err := w.between(func() (err error) {
			cut, err = w.wal.cut()
			return err
		})
		if err != nil || cut {
			return wrap("scrub", err)
		}
		select {
		case <-ctx.Done():
			return wrap("scrub", ctx.Err())
		case <-time.After(scrubPause):
		}
	}
	return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy", Err: errors.New("store: readers keep the WAL")}
}

// cut writes the WAL back and makes its file empty, and reports whether no reader kept it from that. The caller has the turn.
func (c *checkpointer) cut() (bool, error) {
	var busy, pages, moved int64
	if err := c.pool.QueryRow(truncate).Scan(&busy, &pages, &moved); err != nil {
		if isBusy(err) {
			return false, nil
		}
		c.note(err)
		return false, err
	}
	info, err := os.Stat(c.path + "-wal")
	if err == nil && busy == 0 && info.Size() == 0 {
		c.pages.Store(0)
		c.since, c.size = 0, 0
		return true, nil
	}
	return false, err
}
