package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"gorm.io/gorm"
)

// When the WAL is written back into the file, in pages as a group of closures writes them: some that every commit touches, and about
// one for each closure. It is an estimate; what writes much more makes the WAL grow, and the checkpoint itself knows what there is to
// do.
const (
	checkpointEvery = 4000
	pagesOfCommit   = 8
	pageBytes       = 4096
	longWAL         = 12000 // pages in the WAL from which on the writer itself lends a hand
	lookEvery       = 1000  // statements that may have written: to ask for the WAL's length costs as much as one of them
	mayWrite        = 1000  // as many count those that gorm makes, for nobody knows how much they write

	checkpoint = "PRAGMA wal_checkpoint(PASSIVE)"
	beginAnew  = "PRAGMA wal_checkpoint(TRUNCATE)"

	tooLongWAL = 256 << 20 // bytes of the WAL from which on new reads wait until it has begun anew
	nextTry    = 64 << 20  // bytes more until that is tried again: another program may hold the WAL
)

// checkpointer writes SQLite's WAL back on a connection of its own, while the writer goes on: a commit that did it for all before it
// would let everyone wait for tens of milliseconds, on a busy disk for seconds. What is added meanwhile stays, so the WAL would never
// begin anew: when it has become long the writer does the rest in its turn, and finds little left to do.
type checkpointer struct {
	pool   *sql.DB
	hot    *hotConn // the writer's, who sets it
	gate   *readGate
	path   string // of the database
	since  int    // pages since the last one; of whoever has the turn, like size
	size   int64  // bytes of the WAL then
	unseen int    // statements since its length was asked for
	pages  atomic.Int64
	failed atomic.Bool // one has; redo comes before the next one
	shm    *os.File    // the index, once it was needed: closing it would drop SQLite's locks on it
	kick   chan struct{}
	done   chan struct{}

	between func(func() error) error // runs what must be alone: the writer's
	limit   int64                    // bytes of the WAL from which on it is made to begin anew; of the goroutine
}

func newCheckpointer(db *gorm.DB, path string, gate *readGate) (*checkpointer, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	c := &checkpointer{pool: pool, path: path, gate: gate, limit: tooLongWAL, kick: make(chan struct{}, 1), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		for range c.kick {
			c.aside()
		}
	}()
	return c, nil
}

func (c *checkpointer) aside() {
	if c.failed.Load() {
		return
	}
	var busy, pages, moved int64
	err := c.pool.QueryRow(checkpoint).Scan(&busy, &pages, &moved)
	c.pages.Store(pages)
	c.note(err)
	if size := c.length(); err == nil && size >= c.limit {
		c.reset()
		c.limit = max(tooLongWAL, c.length()+nextTry)
	}
}

// length returns how many bytes the WAL has.
func (c *checkpointer) length() int64 {
	info, err := os.Stat(c.path + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// reset makes the WAL begin anew although reads follow each other without a gap: new ones wait until those that run have ended and all
// of it is written back. Most of that is done while others write.
func (c *checkpointer) reset() {
	c.gate.shut()
	defer c.gate.open()
	var busy, pages, moved int64
	err := c.pool.QueryRow(checkpoint).Scan(&busy, &pages, &moved)
	if err == nil {
		err = c.between(func() error { return c.pool.QueryRow(beginAnew).Scan(&busy, &pages, &moved) })
	}
	c.pages.Store(0)
	c.note(err)
}

// note remembers a failure of the disk; what else keeps a checkpoint from its end, the next one does.
func (c *checkpointer) note(err error) {
	if diskError(err) != nil {
		c.failed.Store(true)
	}
}

// written counts a commit of n closures that ended well, with so many statements in them. The caller has the turn.
func (c *checkpointer) written(n, statements int) {
	c.since += pagesOfCommit + n
	c.unseen += statements
	if c.since < checkpointEvery && c.unseen < lookEvery {
		return
	}
	c.unseen = 0
	size := c.length()
	if c.since < checkpointEvery && size-c.size < checkpointEvery*pageBytes {
		return
	}
	c.since, c.size = 0, size
	if c.failed.Load() && c.redo() != nil {
		return
	}
	if c.pages.Load() >= longWAL {
		var busy, pages, moved int64
		_, err := c.hot.row(checkpoint, nil, &busy, &pages, &moved)
		c.pages.Store(0)
		c.note(err)
	}
	select {
	case c.kick <- struct{}{}:
	default: // one is under way and one waits
	}
}

const indexHeader = 96 // bytes: both copies of the header (sqlite.org/walformat.html)

// redo makes SQLite take the WAL for one of which nothing was written back. After a failed fsync that may be so: the system forgets
// what it was to write, and says yes to the next fsync. SQLite counts the pages of a checkpoint that did not reach the end of the WAL
// as done without an fsync, would not write them again, and would let the WAL that still holds them go. A WAL's index without a valid
// header is made anew from the WAL, as after a crash, and then counts nothing as done.
func (c *checkpointer) redo() (err error) {
	if c.shm == nil {
		if c.shm, err = os.OpenFile(c.path+"-shm", os.O_RDWR, 0); err != nil {
			return fmt.Errorf("store: redo: %w", err)
		}
	}
	if err := c.hot.exec("BEGIN IMMEDIATE"); err != nil { // nobody else changes the index while it is wrong
		return err
	}
	_, err = c.shm.WriteAt(make([]byte, indexHeader), 0)
	if err = errors.Join(err, c.hot.exec("COMMIT")); err != nil {
		return err
	}
	var n int64
	if _, err = c.hot.row("SELECT count(*) FROM sqlite_schema", nil, &n); err != nil { // reads the WAL
		return err
	}
	c.failed.Store(false)
	return nil
}

// stop returns when none is under way any more. Nobody may call written after it. The writer's connection is
// still open, unless it was not to be trusted.
func (c *checkpointer) stop() error {
	close(c.kick)
	<-c.done
	if c.failed.Load() && c.hot.conn != nil {
		_ = c.redo() // the last connection writes the WAL back, and removes it
	}
	return c.pool.Close()
}

// close comes after all connections are closed.
func (c *checkpointer) close() error {
	if c.shm == nil {
		return nil
	}
	return c.shm.Close()
}
