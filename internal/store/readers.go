package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"

	"liangwang/internal/recycle"
)

const (
	// longestRead is how long a read may last, from its beginning to its last row: while one goes on SQLite's WAL cannot begin anew.
	longestRead = time.Second
	// shutFor bounds how long new reads wait at the gate: the running ones end within longestRead, and what is left to do is short.
	shutFor = longestRead + 500*time.Millisecond
)

// errTooLong is the code of a read that was ended because it lasted too long.
var errTooLong = &recycle.Error{Kind: recycle.Unavailable, Code: "read.too_long"}

var errReader = errors.New("store: a reading connection runs statements one by one")

// readGate is what every read of SQLite goes through. While it is shut new reads wait, and those that run come to their end.
type readGate struct {
	mu      sync.Mutex
	running int
	idle    chan struct{} // not nil: somebody waits for the last one that runs
	opens   chan struct{} // not nil: shut, and closed when it opens
}

// enter lets a read begin; whoever entered leaves.
func (g *readGate) enter(ctx context.Context) error {
	opens := g.pass()
	if opens == nil {
		return nil
	}
	late := time.NewTimer(2 * shutFor) // one from within a write, for whose end the gate waits, must give up
	defer late.Stop()
	for ; opens != nil; opens = g.pass() {
		select {
		case <-opens:
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}
		}
	}
	return nil
}

// pass lets a read in, or returns what is closed when the gate opens.
func (g *readGate) pass() (opens chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opens == nil {
		g.running++
	}
	return g.opens
}

func (g *readGate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running--; g.running == 0 && g.idle != nil {
		close(g.idle)
		g.idle = nil
	}
}

// shut keeps new reads waiting and returns when those that ran have ended, or should have. One at a time shuts and opens.
func (g *readGate) shut() {
	g.mu.Lock()
	g.opens = make(chan struct{})
	var idle chan struct{}
	if g.running > 0 {
		idle = make(chan struct{})
		g.idle = idle
	}
	g.mu.Unlock()
	if idle == nil {
		return
	}
	select {
	case <-idle:
	case <-time.After(shutFor):
	}
}

func (g *readGate) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	close(g.opens)
	g.opens, g.idle = nil, nil
}

// readConnector opens connections whose reads go through a gate and end after longest.
type readConnector struct {
	dsn     string
	gate    *readGate
	damage  *damages
	longest time.Duration
}

// Connect implements driver.Connector.
func (c readConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	raw, ok := conn.(*sqlite3.SQLiteConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("store: a connection of type %T", conn), conn.Close())
	}
	return &readConn{raw, c}, nil
}

// Driver implements driver.Connector.
func (readConnector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

type readConn struct {
	*sqlite3.SQLiteConn
	of readConnector
}

// begin returns the context of a read that may run now, and what ends it.
func (c *readConn) begin(ctx context.Context) (context.Context, func(), error) {
	if err := c.of.gate.enter(ctx); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.of.longest, errTooLong)
	return ctx, func() { cancel(); c.of.gate.leave() }, nil
}

// fault turns what SQLite says of a read that was ended into its code, and remembers what it says of damage.
func (c *readConn) fault(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && errors.Is(context.Cause(ctx), errTooLong) {
		return errTooLong
	}
	return c.of.damage.see(err)
}

// QueryContext implements driver.QueryerContext.
func (c *readConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	ctx, end, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := c.SQLiteConn.QueryContext(ctx, query, args)
	if err != nil {
		end()
		return nil, c.fault(ctx, err)
	}
	raw, ok := rows.(*sqlite3.SQLiteRows)
	if !ok {
		end()
		return nil, errors.Join(fmt.Errorf("store: rows of type %T", rows), rows.Close())
	}
	return &readRows{SQLiteRows: raw, conn: c, ctx: ctx, end: sync.OnceFunc(end)}, nil
}

// ExecContext implements driver.ExecerContext.
func (c *readConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	ctx, end, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	result, err := c.SQLiteConn.ExecContext(ctx, query, args)
	return result, c.fault(ctx, err)
}

// BeginTx implements driver.ConnBeginTx: a transaction of several reads would hold its moment for as long as its caller likes.
func (*readConn) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) {
	return nil, errReader
}

// PrepareContext implements driver.ConnPrepareContext: what was prepared would go past the gate.
func (*readConn) PrepareContext(context.Context, string) (driver.Stmt, error) { return nil, errReader }

// readRows are the rows of a read; it ends when they are closed.
type readRows struct {
	*sqlite3.SQLiteRows
	conn *readConn
	ctx  context.Context // of this read alone, as the rows below keep it too
	end  func()
}

// Next implements driver.Rows.
func (r *readRows) Next(dest []driver.Value) error {
	return r.conn.fault(r.ctx, r.SQLiteRows.Next(dest))
}

// Close implements driver.Rows.
func (r *readRows) Close() error {
	defer r.end()
	return r.SQLiteRows.Close()
}

// newReadPool returns the pool of the connections that only read.
func newReadPool(c readConnector) *sql.DB {
	c.longest = longestRead
	return sql.OpenDB(c)
}
