package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/gorm"
)

//go:embed migrations
var migrations embed.FS

// ErrNewer says that a database has migrations that this program does not know.
var ErrNewer = errors.New("the database was made by a newer program: use that one")

// migrateSQLite brings the schema up to date if it is not. Nobody serves the directory meanwhile: a server would go on with the
// schema that it knows. Each migration is one transaction, and so one that was cut off begins anew.
func migrateSQLite(ctx context.Context, g *gorm.DB, o Options) (err error) {
	p, err := newMigrations(g, goose.DialectSQLite3, "sqlite")
	if err != nil {
		return err
	}
	if upToDate, err := isUpToDate(ctx, g, p); err != nil || upToDate {
		return err
	}
	if o.Held == nil {
		held, err := lockToMigrate(ctx, filepath.Dir(o.Path))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, held.Release()) }()
	}
	return up(ctx, p)
}

// migratePostgres does the same behind a lock of the database's own: a table, since CockroachDB has no advisory locks.
func migratePostgres(ctx context.Context, g *gorm.DB) error {
	l, err := lock.NewPostgresTableLocker()
	if err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	p, err := newMigrations(g, goose.DialectPostgres, "postgres", goose.WithLocker(l))
	if err != nil {
		return err
	}
	return up(ctx, p)
}

func newMigrations(g *gorm.DB, dialect goose.Dialect, dir string, options ...goose.ProviderOption) (*goose.Provider, error) {
	pool, err := g.DB()
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(migrations, "migrations/"+dir)
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return nil, fmt.Errorf("store: migrate: %w", err)
	}
	return p, nil
}

func up(ctx context.Context, p *goose.Provider) error {
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	return nil
}

// isUpToDate reports whether a database has all the migrations of p, reading only, and fails if it has more.
func isUpToDate(ctx context.Context, g *gorm.DB, p *goose.Provider) (bool, error) {
	pool, err := g.DB()
	if err != nil {
		return false, err
	}
	var tables, version int64
	err = pool.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'").Scan(&tables)
	if err == nil && tables > 0 {
		err = pool.QueryRowContext(ctx, "SELECT COALESCE(max(version_id), 0) FROM goose_db_version").Scan(&version)
	}
	if err != nil {
		return false, fmt.Errorf("store: migrate: %w", err)
	}
	known := latest(p)
	if version > known {
		return false, fmt.Errorf("store: schema %d, this program knows %d: %w", version, known, ErrNewer)
	}
	return version == known, nil
}

func latest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}
