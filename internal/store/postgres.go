package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

const (
	pgConns   = 16 // transactions at once, per process: the bound that pushes back
	pgRetries = 8
)

// perCall runs each closure in a transaction of its own on a bounded pool: group commit gains nothing on PostgreSQL (measured).
type perCall struct {
	db    *gorm.DB
	slots chan struct{}
}

func openPostgres(ctx context.Context, o Options) (*DB, error) {
	g, err := gorm.Open(postgres.Open(o.DSN), gormConfig(o.Now))
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	pool, err := g.DB()
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	pool.SetMaxOpenConns(2 * pgConns)
	pool.SetMaxIdleConns(pgConns)
	if err := errors.Join(guard(g), migratePostgres(ctx, g)); err != nil {
		return nil, errors.Join(err, closePool(g))
	}
	d := &DB{read: g, write: &perCall{db: g, slots: make(chan struct{}, pgConns)}, postgres: true, damage: &damages{now: o.Now}}
	return d, errors.Join(d.seed(ctx, o.Now), d.beginEpoch(ctx, o.Now))
}

func (p *perCall) drain() {} // each call waits for its own

func (p *perCall) close() error { return nil } // the pool is the readers' too

// do runs fn in a transaction, and again when the database ended it in favour of another one.
func (p *perCall) do(ctx context.Context, fn func(ctx context.Context) error) error {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return wrap("queue", ctx.Err())
	case <-time.After(5 * time.Second):
		return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}
	}
	if err := ctx.Err(); err != nil {
		return wrap("queue", err)
	}
	whole := context.WithoutCancel(ctx) // once begun, only the database knows what is stored
	for try := 0; ; try++ {
		err := p.once(whole, fn)
		if try < pgRetries && lostRace(err) {
			time.Sleep(time.Duration(1<<try) * time.Millisecond)
			continue
		}
		return wrap("commit", err)
	}
}

func (p *perCall) once(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	tx := p.db.WithContext(ctx).Begin()
	if tx.Error != nil {
		return tx.Error
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: panic in a transaction: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			tx.Rollback()
		}
	}()
	if err := fn(context.WithValue(ctx, txKey{}, tx)); err != nil {
		return err
	}
	return tx.Commit().Error
}

// lostRace recognises a serialization failure (40001) and a deadlock (40P01).
func lostRace(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "SQLSTATE 40001") || strings.Contains(err.Error(), "SQLSTATE 40P01"))
}
