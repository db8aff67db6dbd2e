package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

var errNoTx = errors.New("store: a write outside of a transaction")

// exec runs a constant statement of the hot path in ctx's transaction; on SQLite it is prepared once. Queries are written with
// "?" and, on records, with org_id among their conditions: the guard does not see them, so statement_test.go reads them.
func (d *DB) exec(ctx context.Context, query string, args ...any) error {
	_, err := d.run(ctx, query, args)
	return err
}

// execN is exec for a statement of which the number of rows that it touched matters.
func (d *DB) execN(ctx context.Context, query string, args ...any) (rows int64, err error) {
	res, err := d.run(ctx, query, args)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (d *DB) run(ctx context.Context, query string, args []any) (sql.Result, error) {
	g, s := d.ready(ctx, query)
	if s != nil {
		return g.bind(ctx, s).ExecContext(ctx, args...)
	}
	tx, err := d.sqlTx(ctx)
	if err != nil {
		return nil, err
	}
	return tx.ExecContext(ctx, d.bind(query), args...)
}

// row runs a constant query of the hot path in ctx's transaction and returns its first row.
func (d *DB) row(ctx context.Context, query string, args ...any) (*sql.Row, error) {
	g, s := d.ready(ctx, query)
	if s != nil {
		return g.bind(ctx, s).QueryRowContext(ctx, args...), nil
	}
	tx, err := d.sqlTx(ctx)
	if err != nil {
		return nil, err
	}
	return tx.QueryRowContext(ctx, d.bind(query), args...), nil
}

// ready returns ctx's group and the prepared statement of query, or nil where there is none: on PostgreSQL, and at a query's first
// use.
func (d *DB) ready(ctx context.Context, query string) (*groupTx, *statement) {
	g, ok := ctx.Value(groupKey{}).(*groupTx)
	if !ok {
		return nil, nil
	}
	return g, d.write.prepared(query)
}

func (d *DB) sqlTx(ctx context.Context) (*sql.Tx, error) {
	g, ok := ctx.Value(txKey{}).(*gorm.DB)
	if !ok {
		return nil, errNoTx
	}
	tx, ok := g.Statement.ConnPool.(*sql.Tx)
	if !ok {
		return nil, errNoTx
	}
	return tx, nil
}

// bind turns "?" into "$1" … for PostgreSQL. No constant statement has a question mark in a text.
func (d *DB) bind(query string) string {
	if !d.postgres {
		return query
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}
