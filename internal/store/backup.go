package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// OpenCopy opens a file that CopyTo or CopySQLite wrote and that nobody changes, to be read only; no migration runs. The caller closes it.
func OpenCopy(path string) (*DB, error) {
	g, err := openSQLitePool(fileDSN(path)+"?mode=ro&immutable=1", readers, Options{Now: noClock})
	if err != nil {
		return nil, err
	}
	return &DB{read: g, write: sealed{}, damage: &damages{}}, nil
}

// ErrDamaged says that a SQLite file is not as it was written.
var ErrDamaged = errors.New("store: the database is damaged")

// CheckFile reports damage of a SQLite file, as ErrDamaged: pages and indexes that do not fit together, and rows that refer to none.
func (d *DB) CheckFile(ctx context.Context) error {
	var said []string
	if err := d.across(ctx, verify).Raw("PRAGMA integrity_check(10)").Scan(&said).Error; err != nil {
		return fmt.Errorf("store: check: %w", err)
	}
	if len(said) != 1 || said[0] != "ok" {
		return fmt.Errorf("%w: %v", ErrDamaged, said)
	}
	var orphans []struct{ Table, Parent string }
	if err := d.across(ctx, verify).Raw("PRAGMA foreign_key_check").Scan(&orphans).Error; err != nil {
		return fmt.Errorf("store: check: %w", err)
	}
	if len(orphans) > 0 {
		return fmt.Errorf("%w: %d rows refer to none, the first of %s", ErrDamaged, len(orphans), orphans[0].Table)
	}
	return nil
}

func fileDSN(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

func noClock() time.Time { return time.Time{} } // no row is made

// sealed is the writer of a database that is only read.
type sealed struct{}

var errSealed = errors.New("store: this database is only read")

func (sealed) do(context.Context, func(context.Context) error) error { return errSealed }
func (sealed) drain()                                                {}
func (sealed) close() error                                          { return nil }
