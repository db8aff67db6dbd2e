package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/mattn/go-sqlite3"
)

// hotConn runs constant statements on SQLite's write connection, past database/sql: a pickup takes a handful of them, and what
// database/sql does for each of them (locks, transactions bound to statements, a call into C per argument) took a third of the
// writer's time. Only who has the writer's turn uses it, and the closure that runs then.
type hotConn struct {
	conn  *sqlite3.SQLiteConn
	wrote int // statements of the running group that may have written

	mu    sync.Mutex // for those who only look
	stmts map[string]*statement
}

// statement is a query prepared once, with room for its arguments.
type statement struct {
	stmt *sqlite3.SQLiteStmt
	args []driver.NamedValue
}

// on makes h use the connection below conn, which stays the caller's to close, after h's close.
func (h *hotConn) on(conn *sql.Conn) error {
	err := conn.Raw(func(c any) error {
		var ok bool
		if h.conn, ok = c.(*sqlite3.SQLiteConn); !ok {
			return fmt.Errorf("a connection of type %T", c)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	return nil
}

func (h *hotConn) close() (err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.stmts {
		err = errors.Join(err, s.stmt.Close())
	}
	h.stmts = map[string]*statement{}
	return err
}

// statement returns query with args bound to it.
func (h *hotConn) statement(query string, args []any) (*statement, error) {
	s := h.stmts[query]
	if s == nil {
		stmt, err := h.conn.Prepare(query)
		if err != nil {
			return nil, err
		}
		prepared, ok := stmt.(*sqlite3.SQLiteStmt)
		if !ok {
			return nil, errors.Join(fmt.Errorf("store: a statement of type %T", stmt), stmt.Close())
		}
		s = &statement{stmt: prepared}
		h.mu.Lock()
		h.stmts[query] = s
		h.mu.Unlock()
	}
	if n := s.stmt.NumInput(); n != len(args) {
		return nil, fmt.Errorf("store: %d arguments for %d places", len(args), n)
	}
	s.args = s.args[:0]
	for i, a := range args {
		if n, ok := a.(int); ok {
			a = int64(n)
		}
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return s, nil
}

// exec runs a statement that returns no row. It goes by the driver's way for queries, which hands over all arguments and takes the
// first step, here the only one, in a single call into C.
func (h *hotConn) exec(query string, args ...any) error {
	s, err := h.statement(query, args)
	if err != nil {
		return err
	}
	h.wrote++
	rows, err := s.stmt.QueryContext(context.Background(), s.args)
	if err != nil {
		return err
	}
	return rows.Close()
}

// open returns an error when no transaction is: SQLite ended it by itself, and what followed would commit one statement at a time.
func (h *hotConn) open() error {
	if h.conn.AutoCommit() {
		return errors.New("store: the transaction ended under its closures")
	}
	return nil
}

// row reads the first row of a query into dest and reports whether there was one. dest are *int64, *string and *[]byte.
func (h *hotConn) row(query string, args []any, dest ...any) (found bool, err error) {
	s, err := h.statement(query, args)
	if err != nil {
		return false, err
	}
	rows, err := s.stmt.QueryContext(context.Background(), s.args)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values := make([]driver.Value, len(dest))
	if err := rows.Next(values); errors.Is(err, io.EOF) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	for i, v := range values {
		if err := assign(dest[i], v); err != nil {
			return false, err
		}
	}
	return true, nil
}

func assign(dest any, v driver.Value) error {
	switch d := dest.(type) {
	case *int64:
		if n, ok := v.(int64); ok {
			*d = n
			return nil
		}
	case *string:
		if s, ok := v.(string); ok {
			*d = s
			return nil
		}
	case *[]byte:
		if b, ok := v.([]byte); ok {
			*d = append([]byte(nil), b...)
			return nil
		}
	}
	return fmt.Errorf("store: a %T for a %T", v, dest)
}
