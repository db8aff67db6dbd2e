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
	tx, err := d.sqlTx(ctx)
	if err != nil {
		return err
	}
	if s := d.write.prepared(query); s != nil {
		_, err = tx.StmtContext(ctx, s.stmt).ExecContext(ctx, args...)
		return err
	}
	_, err = tx.ExecContext(ctx, d.bind(query), args...)
	return err
}

// row runs a constant query of the hot path in ctx's transaction and returns its first row.
func (d *DB) row(ctx context.Context, query string, args ...any) (*sql.Row, error) {
	tx, err := d.sqlTx(ctx)
	if err != nil {
		return nil, err
	}
	if s := d.write.prepared(query); s != nil {
		return tx.StmtContext(ctx, s.stmt).QueryRowContext(ctx, args...), nil
	}
	return tx.QueryRowContext(ctx, d.bind(query), args...), nil
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
