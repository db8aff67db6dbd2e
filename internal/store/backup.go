package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"gorm.io/gorm"
)

// CopySQLite writes the database in the file from into the new file to, readable by its owner alone, and returns when it is on
// the disk. It may run beside a server: the copy is of one moment, and no writer waits for it.
func CopySQLite(ctx context.Context, from, to string) (err error) {
	if _, err := os.Stat(from); err != nil {
		return fmt.Errorf("store: copy: %w", err) // opening would not say so
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(to)
		}
	}()
	g, err := openSQLitePool(fileDSN(from)+"?mode=ro&_busy_timeout=5000", 1, Options{Now: noClock})
	if err != nil {
		return err
	}
	if err := errors.Join(g.WithContext(ctx).Exec("VACUUM INTO ?", to).Error, closePool(g)); err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	return errors.Join(f.Sync(), syncDir(filepath.Dir(to))) // SQLite does not sync what it writes INTO
}

// OpenCopy opens a file that CopySQLite wrote and that nobody changes, to be read only; no migration runs. The caller closes it.
func OpenCopy(path string) (*DB, error) {
	g, err := openSQLitePool(fileDSN(path)+"?mode=ro&immutable=1", readers, Options{Now: noClock})
	if err != nil {
		return nil, err
	}
	return &DB{read: g, write: sealed{}}, nil
}

// CheckFile reports damage of a SQLite file: pages and indexes that do not fit together, and rows that refer to none.
func (d *DB) CheckFile(ctx context.Context) error {
	var said []string
	if err := d.across(ctx, verify).Raw("PRAGMA integrity_check(10)").Scan(&said).Error; err != nil {
		return fmt.Errorf("store: check: %w", err)
	}
	if len(said) != 1 || said[0] != "ok" {
		return fmt.Errorf("store: the database is damaged: %v", said)
	}
	var orphans []struct{ Table, Parent string }
	if err := d.across(ctx, verify).Raw("PRAGMA foreign_key_check").Scan(&orphans).Error; err != nil {
		return fmt.Errorf("store: check: %w", err)
	}
	if len(orphans) > 0 {
		return fmt.Errorf("store: the database is damaged: %d rows refer to none, the first of %s", len(orphans), orphans[0].Table)
	}
	return nil
}

// ForgetSignIns deletes all sessions and invitations of the SQLite file at path, which nobody has open: a code or cookie that was
// good when a backup was made must not become good again. The file is whole by itself afterwards.
func ForgetSignIns(ctx context.Context, path string) error {
	g, err := openSQLitePool(fileDSN(path)+"?mode=rw&_journal_mode=DELETE&_synchronous=FULL&_foreign_keys=on", 1, Options{Now: noClock})
	if err != nil {
		return err
	}
	err = g.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return errors.Join(tx.Exec("DELETE FROM sessions").Error, tx.Exec("DELETE FROM invitations").Error)
	})
	if err := errors.Join(err, closePool(g)); err != nil {
		return fmt.Errorf("store: sign-ins: %w", err)
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
