package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// readers is how many connections the read pool has.
const readers = 8

// openSQLite opens the file at o.Path with one connection that writes and a pool that cannot.
func openSQLite(ctx context.Context, o Options) (*DB, error) {
	if err := private(o.Path); err != nil {
		return nil, err
	}
	// FULL, because WAL with less loses answered rows in a power cut. immediate, because a transaction that turns from
	// reading to writing half-way fails at once, whatever the busy timeout. The cache is worth 2x at a million rows. No mutex,
	// because database/sql uses a connection from one goroutine at a time. secure_delete, because what is erased of a person must
	// not stay in the file, and a page that was split may hold it twice.
	file := "file:" + (&url.URL{Path: o.Path}).EscapedPath() +
		"?_foreign_keys=on&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_cache_size=-65536&_mutex=no&_secure_delete=on"
	dsn := file + "&_busy_timeout=5000"
	write, err := openSQLitePool(dsn, 1, o)
	if err != nil {
		return nil, err
	}
	if err := migrateSQLite(ctx, write, o); err != nil {
		return nil, errors.Join(err, closePool(write))
	}
	damage, err := readDamages(o.Path, o.Now)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: open: %w", err), closePool(write))
	}
	gate := &readGate{}
	read, err := openSQLiteOn(sqlite.Dialector{Conn: newReadPool(readConnector{dsn: dsn + "&mode=ro", gate: gate, damage: damage})}, readers, o)
	if err != nil {
		return nil, errors.Join(err, closePool(write))
	}
	aside, err := openSQLitePool(file+"&_busy_timeout=300", 1, o) // the writer may wait for what this one waits for
	if err != nil {
		return nil, errors.Join(err, closePool(write), closePool(read))
	}
	wal, err := newCheckpointer(aside, o.Path, gate)
	if err != nil {
		return nil, errors.Join(err, closePool(write), closePool(read), closePool(aside))
	}
	w, err := newWriter(write, wal)
	if err != nil {
		return nil, errors.Join(err, closePool(aside), closePool(write), closePool(read))
	}
	d := &DB{read: read, write: w, damage: damage}
	if d.Damaged() != nil { // it is only read
		return d, nil
	}
	return d, errors.Join(d.seed(ctx, o.Now), d.beginEpoch(ctx, o.Now))
}

// private makes the file and its directory readable by their owner alone, whatever the umask and however they were before: SQLite's
// side files take the mode of the main one when they are made.
func private(path string) error {
	dir := filepath.Dir(path)
	if err := MakeDir(dir); err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	_ = narrow(dir, 0o700) // a directory of somebody else's, as a mounted one may be, shows the names of the files, not what is in them
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := narrow(name, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("store: open: %w", err)
		}
	}
	return nil
}

// narrow takes away what others may do with a file. A directory that is everybody's by intent (/tmp) stays so.
func narrow(path string, mode fs.FileMode) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&^mode == 0 || info.Mode()&fs.ModeSticky != 0 {
		return err
	}
	return os.Chmod(path, info.Mode().Perm()&mode)
}

func openSQLitePool(dsn string, conns int, o Options) (*gorm.DB, error) {
	return openSQLiteOn(sqlite.Open(dsn), conns, o)
}

func openSQLiteOn(d gorm.Dialector, conns int, o Options) (*gorm.DB, error) {
	g, err := gorm.Open(d, gormConfig(o.Now))
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	pool, err := g.DB()
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return g, guard(g)
}
