package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"

	"liangwang/internal/recycle"
)

// The database is copied in steps, and others write between them: a step reads 1 MiB in about a millisecond.
const (
	copyPages   = 256
	copyPause   = 4 * time.Millisecond
	maxRestarts = 20 // times that a copy beside another program begins again
)

// ErrMoving says that a database could not be copied from outside, because others wrote into it all the time.
var ErrMoving = errors.New("the database changes faster than it can be copied from outside the server")

var errNoFile = errors.New("store: copy: the database is no SQLite file")

// CopyTo writes the database into the new file to, readable by its owner alone, and returns when that is on the disk. The writer's
// own connection copies, in steps between the commits: what is written meanwhile goes into the copy too, and so it never begins again,
// no read lasts longer than a step, and the WAL is written back as ever. The copy is of the moment of the last step.
func (d *DB) CopyTo(ctx context.Context, to string) error {
	w, ok := d.write.(*writer)
	if !ok {
		return errNoFile
	}
	var source *sqlite3.SQLiteConn
	if err := w.between(func() error { source = w.hot.conn; return nil }); err != nil {
		return err
	}
	turn := func(step func() error) error {
		return w.between(func() error {
			if w.suspect || w.hot.conn != source { // nobody copies from a connection whose disk failed
				return &recycle.Error{Kind: recycle.Unavailable, Code: "storage.failed"}
			}
			return step()
		})
	}
	return newCopy(to, func(target *sqlite3.SQLiteConn) error {
		return copySteps(ctx, target, source, turn, func(int) error { return nil })
	})
}

// CopySQLite does the same with a file that no server of this process has open. It may run beside one; when others write, it has to
// begin again, and gives up with ErrMoving if they do so all the time: then the server must copy.
func CopySQLite(ctx context.Context, from, to string) (err error) {
	if _, err := os.Stat(from); err != nil {
		return fmt.Errorf("store: copy: %w", err) // opening would not say so
	}
	restarts, last := 0, 0
	moved := func(remaining int) error {
		if remaining > last && last > 0 {
			restarts++
		}
		if last = remaining; restarts > maxRestarts {
			return ErrMoving
		}
		return nil
	}
	return newCopy(to, func(target *sqlite3.SQLiteConn) error {
		return onConn(fileDSN(from)+"?mode=ro&_busy_timeout=5000", func(source *sqlite3.SQLiteConn) error {
			return copySteps(ctx, target, source, func(step func() error) error { return step() }, moved)
		})
	})
}

// copySteps copies source into target. turn runs a step when nobody else uses source; after is told how many pages are left.
func copySteps(ctx context.Context, target, source *sqlite3.SQLiteConn, turn func(step func() error) error, after func(remaining int) error) error {
	var b *sqlite3.SQLiteBackup
	err := turn(func() (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err = target.Backup("main", source, "main")
		return err
	})
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	for done := false; err == nil && !done; {
		if err = turn(func() (err error) {
			done, err = b.Step(copyPages)
			return err
		}); err != nil || done {
			break
		}
		if err = after(b.Remaining()); err != nil {
			break
		}
		select {
		case <-ctx.Done():
			err = ctx.Err()
		case <-time.After(copyPause):
		}
	}
	finished := turn(b.Finish)
	if finished != nil {
		_ = b.Finish() // once more does no harm; never would
	}
	if err = errors.Join(err, finished); err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	return nil
}

// newCopy makes the file to and fills it by fill; a copy that fails leaves none.
func newCopy(to string, fill func(target *sqlite3.SQLiteConn) error) (err error) {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(to)
		}
	}()
	// No journal and no syncs: half a copy is none, and the whole one is synced here.
	if err := onConn(fileDSN(to)+"?mode=rw&_journal_mode=OFF&_synchronous=OFF", fill); err != nil {
		return err
	}
	return errors.Join(f.Sync(), syncDir(filepath.Dir(to)))
}

// onConn runs do on a connection of its own.
func onConn(dsn string, do func(c *sqlite3.SQLiteConn) error) (err error) {
	pool, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(context.Background())
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return conn.Raw(func(c any) error {
		raw, ok := c.(*sqlite3.SQLiteConn)
		if !ok {
			return fmt.Errorf("store: a connection of type %T", c)
		}
		return do(raw)
	})
}
