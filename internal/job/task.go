package job

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Task is background work that somebody asks for, one run at a time. The fields are set before Begin.
type Task struct {
	Name string
	Now  func() time.Time
	Log  *slog.Logger

	mu      sync.Mutex
	running bool
	at      Progress
	stop    context.CancelFunc
	done    chan struct{}
}

// Run does the work of a task and says how far it has come by calling say.
type Run func(ctx context.Context, say func(step string, done, total int64)) error

// Progress is how far a run has come.
type Progress struct {
	Began       time.Time
	Step        string // a code
	Done, Total int64  // of what the step counts; 0 of 0 where it counts nothing
}

// Begin runs the task until it ends or Stop is called, and reports whether it began: it does not while it runs. ctx is the server's,
// not a request's.
func (t *Task) Begin(ctx context.Context, run Run) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.running {
		return false
	}
	ctx, t.stop = context.WithCancel(ctx)
	t.running, t.done, t.at = true, make(chan struct{}), Progress{Began: t.Now()}
	go func(done chan struct{}) {
		defer close(done)
		if err := t.safely(ctx, run); err != nil && ctx.Err() == nil {
			t.Log.ErrorContext(ctx, "task failed", "task", t.Name, "err", err)
		}
		t.mu.Lock()
		t.running = false
		t.mu.Unlock()
	}(t.done)
	return true
}

// Running returns how far the task has come, and whether it runs.
func (t *Task) Running() (Progress, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.at, t.running
}

// Stop ends a run by its context and waits for it.
func (t *Task) Stop() {
	t.mu.Lock()
	stop, done := t.stop, t.done
	t.mu.Unlock()
	if stop == nil {
		return
	}
	stop()
	<-done
}

func (t *Task) say(step string, done, total int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Step, t.at.Done, t.at.Total = step, done, total
}

// safely turns a panic into an error: the server outlives it.
func (t *Task) safely(ctx context.Context, run Run) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("job: panic: %v\n%s", r, debug.Stack())
		}
	}()
	return run(ctx, t.say)
}
