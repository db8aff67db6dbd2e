// Package job runs background work of a server by a schedule.
//
//	job (后台任务)        work that nobody waits for: a backup, a line in the log
//	schedule (定时)       a job, how often it is due, and how it went
//	due (到期)            its time since the last success has passed; a job that failed is due again sooner
package job

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

const (
	look       = time.Minute      // a machine that slept, or a clock that was set, is noticed within it
	retryAfter = 10 * time.Minute // a failure is often a disk that is full or not there
)

// Schedule runs one job. The fields are set before Start.
type Schedule struct {
	Name  string
	Every time.Duration // from one success to the next
	Last  time.Time     // the last success before this program started; zero: none is known
	Run   func(ctx context.Context) error
	Now   func() time.Time
	Log   *slog.Logger

	mu    sync.Mutex
	state State
}

// State is how a job has gone.
type State struct {
	LastGood time.Time // zero: never
	LastTry  time.Time // zero: never, in this program
	Failures int       // since the last success
	Err      error     // of the last try
}

// Start runs the job whenever it is due, one run at a time, until the returned function is called, which ends one that runs by its
// context and waits for it.
func (s *Schedule) Start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	s.state.LastGood = s.Last
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			wait := s.wait()
			if wait <= 0 {
				s.once(ctx)
				wait = s.wait()
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(max(time.Millisecond, min(wait, look))):
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// State returns how the job has gone so far.
func (s *Schedule) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// wait returns how long it is until the job is due. A success in the future is one of a clock that was wrong.
func (s *Schedule) wait() time.Duration {
	state, now := s.State(), s.Now()
	if state.Err != nil {
		return state.LastTry.Add(min(retryAfter, s.Every)).Sub(now)
	}
	if state.LastGood.IsZero() || state.LastGood.After(now) {
		return 0
	}
	return state.LastGood.Add(s.Every).Sub(now)
}

func (s *Schedule) once(ctx context.Context) {
	began := s.Now()
	err := s.safely(ctx)
	if ctx.Err() != nil { // stopped, which is no failure
		return
	}
	s.mu.Lock()
	s.state.LastTry, s.state.Err = began, err
	if err == nil {
		s.state.LastGood, s.state.Failures = began, 0
	} else {
		s.state.Failures++
	}
	s.mu.Unlock()
	if err != nil {
		s.Log.ErrorContext(ctx, "job failed", "job", s.Name, "err", err)
	}
}

// safely turns a panic into an error: the server outlives it.
func (s *Schedule) safely(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("job: panic: %v\n%s", r, debug.Stack())
		}
	}()
	return s.Run(ctx)
}
