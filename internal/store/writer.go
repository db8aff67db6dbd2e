package store

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

const (
	maxGroup = 128  // closures that share one commit, and so one wait for the disk
	maxQueue = 1024 // closures that may wait; more are told to come back, so that no answer takes minutes
	gather   = 16   // times that a group of several lets others run before it begins: they may be about to join it
)

type txKey struct{}

// writer owns the write connection. It runs all closures that wait in one transaction, each in a savepoint of its own, and
// answers them after the commit: at many clients that is many times the throughput of a transaction each.
type writer struct {
	db    *gorm.DB
	pool  *sql.DB
	queue chan job
	done  chan struct{}

	mu     sync.Mutex
	stmts  map[string]*statement // prepared between transactions, used inside them
	wanted []string
}

// statement is a query prepared once on the write connection.
type statement struct{ stmt *sql.Stmt }

// groupTx is a group's transaction and what is known in it: the writer alone writes, so what it has read stays true until it commits.
// Only the writer's goroutine uses it.
type groupTx struct {
	gorm  *gorm.DB
	tx    *sql.Tx
	bound map[*statement]*sql.Stmt
	heads map[recycle.OrgID]AuditHead // of the chains that the group added to; written once, before the commit
	undo  []AuditHead                 // what heads held before the closure that runs now
}

type groupKey struct{}

// job is a queued closure. Only the closures in it know the caller's context.
type job struct {
	gone   func() error // has the caller given up?
	run    func(g *groupTx) error
	answer chan error // buffered: the writer never waits for a caller
}

func newWriter(db *gorm.DB) (*writer, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	w := &writer{db: db, pool: pool, queue: make(chan job, maxQueue), done: make(chan struct{}), stmts: map[string]*statement{}}
	go func() {
		defer close(w.done)
		for j := range w.queue {
			w.commit(w.group(j))
			w.prepare()
		}
	}()
	return w, nil
}

// drain returns when all that waits is answered. Nobody may call do any more.
func (w *writer) drain() {
	close(w.queue)
	<-w.done
}

func (w *writer) close() error { return w.pool.Close() }

// do queues fn and waits for its outcome, even when ctx is done: once fn may have run, only the writer knows what is stored.
func (w *writer) do(ctx context.Context, fn func(ctx context.Context) error) error {
	j := job{gone: ctx.Err, answer: make(chan error, 1), run: func(g *groupTx) error {
		// A cancel in the midst of fn would also stop its ROLLBACK TO, and half of fn would be committed with the group.
		ctx := context.WithValue(context.WithoutCancel(ctx), groupKey{}, g)
		return fn(context.WithValue(ctx, txKey{}, g.gorm.WithContext(ctx)))
	}}
	select {
	case w.queue <- j:
		return <-j.answer
	default:
		return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}
	}
}

// group returns j and what else waits, up to maxGroup. Where several wait, those whom the last commit answered are often on their
// way with the next: a few microseconds for them make groups twice as large, and a commit costs the same. One alone goes at once.
func (w *writer) group(j job) []job {
	group := []job{j}
	for turns := 0; len(group) < maxGroup; {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return group
			}
			group = append(group, j)
		default:
			if len(group) == 1 || turns == gather {
				return group
			}
			turns++
			runtime.Gosched()
		}
	}
	return group
}

// commit runs group in one transaction and answers each.
func (w *writer) commit(group []job) {
	g, fatal := w.begin()
	errs := make([]error, len(group))
	for i := 0; i < len(group) && fatal == nil; i++ {
		errs[i], fatal = w.attempt(g, group[i], len(group) == 1)
	}
	if fatal == nil {
		fatal = w.writeHeads(g)
	}
	if fatal == nil {
		fatal = g.tx.Commit()
	} else if g != nil {
		_ = g.tx.Rollback() // what made it necessary is what the callers hear of
	}
	for i, j := range group {
		if errs[i] == nil {
			errs[i] = wrap("commit", fatal)
		}
		j.answer <- errs[i]
	}
}

// begin opens a transaction under no caller's context: database/sql would roll everyone back when that caller hangs up.
func (w *writer) begin() (*groupTx, error) {
	db := w.db.Begin()
	if db.Error != nil {
		return nil, db.Error
	}
	tx, ok := db.Statement.ConnPool.(*sql.Tx)
	if !ok {
		db.Rollback()
		return nil, errNoTx
	}
	return &groupTx{gorm: db, tx: tx, bound: map[*statement]*sql.Stmt{}, heads: map[recycle.OrgID]AuditHead{}}, nil
}

// exec runs a constant statement in g.
func (w *writer) exec(ctx context.Context, g *groupTx, query string, args ...any) (sql.Result, error) {
	if s := w.prepared(query); s != nil {
		return g.bind(ctx, s).ExecContext(ctx, args...)
	}
	return g.tx.ExecContext(ctx, query, args...)
}

// bind returns s for use in the transaction.
func (g *groupTx) bind(ctx context.Context, s *statement) *sql.Stmt {
	b := g.bound[s]
	if b == nil {
		b = g.tx.StmtContext(ctx, s.stmt)
		g.bound[s] = b
	}
	return b
}

// attempt runs j in a savepoint. The savepoints are written by hand because gorm's nested transactions never RELEASE.
func (w *writer) attempt(g *groupTx, j job, alone bool) (err, fatal error) {
	if err := j.gone(); err != nil {
		return wrap("queue", err), nil
	}
	if alone { // the transaction itself is the savepoint
		err := safely(j, g)
		return err, err
	}
	ctx := context.Background()
	if _, err := w.exec(ctx, g, "SAVEPOINT job"); err != nil {
		return err, err
	}
	g.undo = g.undo[:0]
	if err = safely(j, g); err == nil {
		_, err = w.exec(ctx, g, "RELEASE job")
	}
	if err == nil {
		return nil, nil
	}
	for _, h := range slices.Backward(g.undo) { // with what the closure stored goes what it added to the chains
		g.heads[h.OrgID] = h
	}
	// A full disk makes SQLite end the transaction by itself. Then there is no savepoint to go back to, and what followed
	// would commit one statement at a time: so a failure here is fatal.
	if _, fatal = w.exec(ctx, g, "ROLLBACK TO job"); fatal == nil {
		_, fatal = w.exec(ctx, g, "RELEASE job")
	}
	return err, fatal
}

// safely turns a panic into an error: the writer serves everyone and must outlive one closure's bug.
func safely(j job, g *groupTx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: panic in a transaction: %v\n%s", r, debug.Stack())
		}
	}()
	return j.run(g)
}

// prepared returns the statement of query, or nil when there is none yet: then it is prepared before the next transaction, for
// inside one the only connection is taken.
func (w *writer) prepared(query string) *statement {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, known := w.stmts[query]
	if !known {
		w.stmts[query] = nil
		w.wanted = append(w.wanted, query)
	}
	return s
}

func (w *writer) prepare() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, query := range w.wanted {
		if stmt, err := w.pool.Prepare(query); err == nil { // without it the query is run unprepared
			w.stmts[query] = &statement{stmt}
		}
	}
	w.wanted = nil
}
