package store

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"sync"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

const (
	maxGroup = 128  // closures that share one commit, and so one wait for the disk
	maxQueue = 1024 // closures that may wait; more are told to come back, so that no answer takes minutes
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

// job is a queued closure. Only the closures in it know the caller's context.
type job struct {
	gone   func() error // has the caller given up?
	run    func(tx *gorm.DB) error
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
	j := job{gone: ctx.Err, answer: make(chan error, 1), run: func(tx *gorm.DB) error {
		// A cancel in the midst of fn would also stop its ROLLBACK TO, and half of fn would be committed with the group.
		ctx := context.WithoutCancel(ctx)
		return fn(context.WithValue(ctx, txKey{}, tx.WithContext(ctx)))
	}}
	select {
	case w.queue <- j:
		return <-j.answer
	default:
		return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}
	}
}

// group returns j and what else waits, up to maxGroup.
func (w *writer) group(j job) []job {
	group := []job{j}
	for len(group) < maxGroup {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return group
			}
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// commit runs group in one transaction and answers each.
func (w *writer) commit(group []job) {
	tx := w.db.Begin() // under no caller's context: database/sql would roll everyone back when that caller hangs up
	fatal, errs := tx.Error, make([]error, len(group))
	for i := 0; i < len(group) && fatal == nil; i++ {
		errs[i], fatal = attempt(tx, group[i], len(group) == 1)
	}
	if fatal == nil {
		fatal = tx.Commit().Error
	} else if tx.Error == nil {
		tx.Rollback()
	}
	for i, j := range group {
		if errs[i] == nil {
			errs[i] = wrap("commit", fatal)
		}
		j.answer <- errs[i]
	}
}

// attempt runs j in a savepoint. The savepoints are written by hand because gorm's nested transactions never RELEASE.
func attempt(tx *gorm.DB, j job, alone bool) (err, fatal error) {
	if err := j.gone(); err != nil {
		return wrap("queue", err), nil
	}
	if alone { // the transaction itself is the savepoint
		err := safely(j, tx)
		return err, err
	}
	if err := tx.Exec("SAVEPOINT job").Error; err != nil {
		return err, err
	}
	if err = safely(j, tx); err == nil {
		err = tx.Exec("RELEASE job").Error
	}
	if err == nil {
		return nil, nil
	}
	// A full disk makes SQLite end the transaction by itself. Then there is no savepoint to go back to, and what followed
	// would commit one statement at a time: so a failure here is fatal.
	if fatal = tx.Exec("ROLLBACK TO job").Error; fatal == nil {
		fatal = tx.Exec("RELEASE job").Error
	}
	return err, fatal
}

// safely turns a panic into an error: the writer serves everyone and must outlive one closure's bug.
func safely(j job, tx *gorm.DB) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: panic in a transaction: %v\n%s", r, debug.Stack())
		}
	}()
	return j.run(tx)
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
