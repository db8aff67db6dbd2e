package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

const (
	maxGroup = 128  // closures that share one commit, and so one wait for the disk
	maxQueue = 1024 // closures that may wait; more are told to come back, so that no answer takes minutes
	maxShare = 512  // of them of one organisation, so that its flood, or one of people who are not signed in, leaves room for all others
	careful  = 32   // groups that run with savepoints after one in which a closure failed: one who sends nothing else cannot make all run twice
	gather   = 16   // times that a group of several lets others run before it begins: they may be about to join it
)

type txKey struct{}

// writer owns the write connection. It runs all closures that wait in one transaction and answers them after the commit: at many
// clients that is many times the throughput of a transaction each. Where one fails, each runs in a savepoint of its own.
type writer struct {
	db    *gorm.DB // on the write connection
	pool  *sql.DB
	conn  *sql.Conn // the pool's only connection, held for good
	hot   *hotConn  // the same, for the constant statements
	wal   *checkpointer
	queue chan job
	wake  chan struct{} // something was queued
	done  chan struct{}

	waiting shares

	turn    sync.Mutex   // whoever holds it writes: the writer's goroutine, or a caller who finds nobody else there
	alone   atomic.Bool  // the last group was of one
	asides  atomic.Int32 // callers of between
	careful int          // groups still to run with savepoints; of whoever has the turn, like what follows

	suspect bool                        // the disk failed under the connection: it is opened anew before it is used again
	ends    map[recycle.OrgID]AuditHead // of the chains, as they were acknowledged
}

// groupTx is a group's transaction and what is known in it: the writer alone writes, so what it has read stays true until it commits.
// Only who has the turn uses it.
type groupTx struct {
	hot   *hotConn
	heads map[recycle.OrgID]AuditHead // of the chains that the group added to; written once, before the commit
	undo  []AuditHead                 // what heads held before the closure that runs now
}

type groupKey struct{}

// job is a queued closure. Only the closures in it know the caller's context.
type job struct {
	gone   func() error // has the caller given up?
	run    func(g *groupTx) error
	begun  bool       // too late to give up
	answer chan error // buffered: the writer never waits for a caller
}

func newWriter(db *gorm.DB, wal *checkpointer) (*writer, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	w := &writer{db: db.WithContext(context.Background()), pool: pool, hot: &hotConn{stmts: map[string]*statement{}}, wal: wal, ends: map[recycle.OrgID]AuditHead{},
		queue: make(chan job, maxQueue), wake: make(chan struct{}, 1), done: make(chan struct{})}
	wal.hot, wal.between = w.hot, w.between
	if err := w.connect(); err != nil {
		return nil, err
	}
	go func() {
		defer close(w.done)
		for range w.wake {
			w.serve()
		}
	}()
	return w, nil
}

// serve commits what is queued, group by group.
func (w *writer) serve() {
	w.turn.Lock()
	defer w.turn.Unlock()
	for {
		select {
		case j := <-w.queue:
			group := w.group(j)
			w.commit(group)
			w.alone.Store(len(group) == 1)
			if w.asides.Load() > 0 { // who waits longest gets it
				w.turn.Unlock()
				w.turn.Lock()
			}
		default:
			return
		}
	}
}

// between runs fn when nobody writes, before the next group begins: it must be short.
func (w *writer) between(fn func() error) error {
	w.asides.Add(1)
	defer w.asides.Add(-1)
	w.turn.Lock()
	defer w.turn.Unlock()
	return fn()
}

// drain returns when all that waits is answered. Nobody may call do any more.
func (w *writer) drain() {
	close(w.wake)
	<-w.done
}

func (w *writer) close() error {
	return errors.Join(w.wal.stop(), w.disconnect((*sql.Conn).Close), w.pool.Close(), w.wal.close())
}

// do queues fn and waits for its outcome, even when ctx is done: once fn may have run, only the writer knows what is stored.
func (w *writer) do(ctx context.Context, fn func(ctx context.Context) error) error {
	j := job{gone: ctx.Err, answer: make(chan error, 1), run: func(g *groupTx) error {
		// A cancel in the midst of fn would also stop its ROLLBACK TO, and half of fn would be committed with the group.
		ctx := context.WithValue(context.WithoutCancel(ctx), groupKey{}, g)
		return fn(context.WithValue(ctx, txKey{}, w.db.WithContext(ctx)))
	}}
	if w.alone.Load() && len(w.queue) == 0 && w.turn.TryLock() { // nobody to share a commit with: no need to change goroutines twice
		w.commit([]job{j})
		w.turn.Unlock()
		return <-j.answer
	}
	actor, _ := recycle.ActorFrom(ctx) // of who is not signed in, and of a job of the program's own, there is none
	if !w.waiting.add(actor.OrgID) {
		return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}
	}
	defer w.waiting.done(actor.OrgID)
	select {
	case w.queue <- j:
	default:
		return &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}
	}
	select {
	case w.wake <- struct{}{}:
	default: // it is awake, or about to be
	}
	return <-j.answer
}

// shares counts the closures of each organisation that wait or run.
type shares struct {
	mu sync.Mutex
	n  map[recycle.OrgID]int
}

// add counts one more of org, unless it has its share. Those who are not signed in, and the program itself, are one more.
func (s *shares) add(org recycle.OrgID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == nil {
		s.n = map[recycle.OrgID]int{}
	}
	if s.n[org] >= maxShare {
		return false
	}
	s.n[org]++
	return true
}

// crowded reports whether one more of org would be refused now.
func (s *shares) crowded(org recycle.OrgID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n[org] >= maxShare
}

func (s *shares) done(org recycle.OrgID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n[org]--; s.n[org] == 0 {
		delete(s.n, org)
	}
}

// group returns j and what else waits, up to maxGroup. Where several wait, those whom the last commit answered are often on their
// way with the next: a few microseconds for them make groups twice as large, and a commit costs the same. One alone goes at once.
func (w *writer) group(j job) []job {
	group := []job{j}
	for turns := 0; len(group) < maxGroup; {
		select {
		case j := <-w.queue:
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

// commit runs group in one transaction and answers each. The caller has the turn.
func (w *writer) commit(group []job) {
	errs, heads, fatal := w.runAll(group)
	if fatal == nil && len(group) == 1 {
		fatal = errs[0]
	}
	if fatal == nil {
		fatal = w.hot.exec("COMMIT")
	}
	if fatal == nil {
		maps.Copy(w.ends, heads)
	} else {
		w.abandon(fatal)
	}
	for i, j := range group {
		if fatal != nil && (errs[i] == nil || j.begun && len(group) > 1) {
			errs[i] = wrap("commit", fatal) // not its own failure: that may come of what another stored, which is gone with the group
		} else if disk := diskError(errs[i]); disk != nil {
			errs[i] = disk
		}
		j.answer <- errs[i]
	}
	if fatal == nil {
		w.wal.written(len(group), w.hot.wrote)
	}
}

// runAll runs the closures of group up to before the commit, without savepoints if that is enough.
func (w *writer) runAll(group []job) (errs []error, heads map[recycle.OrgID]AuditHead, fatal error) {
	if fatal = w.trust(); fatal != nil {
		return make([]error, len(group)), nil, fatal
	}
	errs, heads, fatal = w.run(group, w.careful > 0)
	if w.careful > 0 {
		w.careful--
	} else if fatal == nil && failed(group, errs) {
		// Nothing is committed. What one closure left half done goes with all that the others did, and all run once more, each for
		// itself.
		w.careful = careful
		if fatal = w.hot.exec("ROLLBACK"); fatal == nil {
			errs, heads, fatal = w.run(group, true)
		}
	}
	return errs, heads, fatal
}

// failed reports whether a closure of several did: not whether a caller had gone before his turn.
func failed(group []job, errs []error) bool {
	for i, err := range errs {
		if err != nil && group[i].begun && len(group) > 1 {
			return true
		}
	}
	return false
}

// run begins a transaction and runs the closures of group in it, up to before the commit. With savepoints each stands for itself, and
// the failed ones leave nothing. Without them, at a good deal less of the writer's time (SQLite copies each page that a savepoint
// changes first), a failure is one of all: the run ends there.
func (w *writer) run(group []job, savepoints bool) (errs []error, heads map[recycle.OrgID]AuditHead, fatal error) {
	g := &groupTx{hot: w.hot, heads: map[recycle.OrgID]AuditHead{}}
	errs = make([]error, len(group))
	w.hot.wrote = 0
	if fatal = w.hot.exec("BEGIN IMMEDIATE"); fatal != nil {
		return errs, nil, fatal
	}
	savepoints = savepoints && len(group) > 1 // of one, the transaction itself is the savepoint
	for i := range group {
		j := &group[i]
		if !j.begun {
			if err := j.gone(); err != nil {
				errs[i] = wrap("queue", err)
				continue
			}
		}
		j.begun = true
		if savepoints {
			errs[i], fatal = attempt(g, j)
		} else {
			errs[i], fatal = safely(j, g), w.hot.open()
		}
		if errs[i] != nil && (fatal != nil || diskError(errs[i]) != nil) {
			fatal = errs[i] // says why; and what the disk did to one, it did to all
		}
		if fatal != nil || !savepoints && errs[i] != nil {
			return errs, nil, fatal
		}
	}
	return errs, g.heads, g.writeHeads()
}

// attempt runs j in a savepoint. The savepoints are written by hand because gorm's nested transactions never RELEASE.
func attempt(g *groupTx, j *job) (err, fatal error) {
	if err := g.hot.exec("SAVEPOINT job"); err != nil {
		return err, err
	}
	g.undo = g.undo[:0]
	if err = safely(j, g); err == nil {
		err = g.hot.exec("RELEASE job")
	}
	if err == nil {
		return nil, nil
	}
	for _, h := range slices.Backward(g.undo) { // with what the closure stored goes what it added to the chains
		g.heads[h.OrgID] = h
	}
	// A full disk makes SQLite end the transaction by itself. Then there is no savepoint to go back to, and what followed
	// would commit one statement at a time: so a failure here is fatal.
	if fatal = g.hot.exec("ROLLBACK TO job"); fatal == nil {
		fatal = g.hot.exec("RELEASE job")
	}
	return err, fatal
}

// safely turns a panic into an error: the writer serves everyone and must outlive one closure's bug.
func safely(j *job, g *groupTx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: panic in a transaction: %v\n%s", r, debug.Stack())
		}
	}()
	return j.run(g)
}
