// Package store keeps the domain in a SQL database through GORM. It holds queries and no rules, one small type per aggregate.
//
// SQLite has one writer with group commit (writer.go) and a pool that can only read; PostgreSQL has a transaction per call
// (postgres.go). What is written stands in InTx, what is read outside of it comes from the pool. Records of an organisation are
// reached through own (scope.go); guard.go refuses a statement on them that does not say whose they are.
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"liangwang/internal/recycle"
)

// Options say where the database is.
type Options struct {
	Path string           // of the SQLite file, made if absent; not used with a DSN
	DSN  string           // postgres://… for PostgreSQL; empty for SQLite
	Now  func() time.Time // the clock of created rows
	Held *DirLock         // the lock of the file's directory, if the caller has it; else a migration takes it
}

// DB is an open database.
type DB struct {
	read     *gorm.DB
	write    committer
	postgres bool
	damage   *damages
}

// committer runs closures in write transactions: group commit on SQLite, one transaction each on PostgreSQL.
type committer interface {
	do(ctx context.Context, fn func(ctx context.Context) error) error
	drain()       // answers all that waits; nothing more may come
	close() error // after drain
}

// Open opens or creates the database and brings its schema up to date. The caller closes it.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.DSN != "" {
		return openPostgres(ctx, o)
	}
	return openSQLite(ctx, o)
}

// Close lets the writer finish, then closes the pools. The caller has stopped serving before. The writer's connection is closed
// last: the last one writes SQLite's WAL back into the file, and a reader could not.
func (d *DB) Close() error {
	d.write.drain()
	return errors.Join(closePool(d.read), d.write.close())
}

// Postgres reports whether the database is PostgreSQL.
func (d *DB) Postgres() bool { return d.postgres }

// InTx runs fn in one write transaction, which fn's context carries, and returns when it is on disk or rolled back. fn may run
// again after a rollback. A call inside fn with fn's context joins fn's transaction; one with any other context would wait for
// itself. When damage was found, it is Unavailable storage.damaged and fn does not run.
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if ctx.Value(txKey{}) != nil {
		return fn(ctx)
	}
	if found := d.Damaged(); found != nil {
		return errDamaged(found.What)
	}
	return d.damage.see(d.write.do(ctx, fn))
}

// Crowded reports whether a write of org ("" is whoever is not signed in) would be refused now because too many wait: whoever asks first
// need not prepare it.
func (d *DB) Crowded(org recycle.OrgID) bool {
	w, ok := d.write.(*writer)
	return ok && (len(w.queue) == maxQueue || w.waiting.crowded(org))
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	return wrap("ping", d.read.WithContext(ctx).Exec("SELECT 1").Error)
}

func gormConfig(now func() time.Time) *gorm.Config {
	return &gorm.Config{
		Logger: logger.Discard, NowFunc: now, TranslateError: true, SkipDefaultTransaction: true,
		DisableNestedTransaction: true, CreateBatchSize: 200,
	}
}

func closePool(g *gorm.DB) error {
	pool, err := g.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// wrap turns a database error into a domain error; what names the thing, as in "site".
func wrap(what string, err error) error {
	var known *recycle.Error
	disk := diskError(err)
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case disk != nil:
		return disk
	case corrupt(err), garbled(err):
		return &recycle.Error{Kind: recycle.Unavailable, Code: "storage.damaged", Err: err}
	case errors.Is(err, gorm.ErrRecordNotFound):
		return &recycle.Error{Kind: recycle.NotFound, Code: what + ".not_found", Err: err}
	case errors.Is(err, gorm.ErrDuplicatedKey), isDuplicate(err):
		return &recycle.Error{Kind: recycle.Conflict, Code: what + ".conflict", Err: err}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), isBusy(err):
		return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy", Err: err}
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

// isDuplicate recognises a unique violation of a prepared statement, which gorm does not translate.
func isDuplicate(err error) bool {
	text := err.Error()
	return strings.Contains(text, "UNIQUE constraint failed") || strings.Contains(text, "SQLSTATE 23505")
}

func isBusy(err error) bool { return strings.Contains(err.Error(), "database is locked") }
