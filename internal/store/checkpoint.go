package store

import (
	"database/sql"

	"gorm.io/gorm"
)

// When the WAL is written back into the file, in pages as a group of closures writes them: some that every commit touches, and about
// one for each closure. It is an estimate; the checkpoint itself knows what there is to do.
const (
	checkpointEvery = 4000
	pagesOfCommit   = 8
)

// checkpointer writes SQLite's WAL back on a connection of its own, while the writer goes on: a commit that did it for all before it
// would let everyone wait for tens of milliseconds, on a busy disk for seconds. The writer's own checkpoint comes late
// (wal_autocheckpoint) and finds little left to do.
type checkpointer struct {
	pool  *sql.DB
	since int // pages since the last one; of whoever has the turn
	kick  chan struct{}
	done  chan struct{}
}

func newCheckpointer(db *gorm.DB) (*checkpointer, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	c := &checkpointer{pool: pool, kick: make(chan struct{}, 1), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		for range c.kick {
			_, _ = pool.Exec("PRAGMA wal_checkpoint(PASSIVE)") // what it does not do, the next one does
		}
	}()
	return c, nil
}

// written counts a commit of n closures.
func (c *checkpointer) written(n int) {
	if c.since += pagesOfCommit + n; c.since < checkpointEvery {
		return
	}
	c.since = 0
	select {
	case c.kick <- struct{}{}:
	default: // one is under way and one waits
	}
}

// close returns when none is under way any more. Nobody may call written after it.
func (c *checkpointer) close() error {
	close(c.kick)
	<-c.done
	return c.pool.Close()
}
