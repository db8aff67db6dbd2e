package job_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"liangwang/internal/job"
)

// Runs as often as it is due, sooner after a failure, and not before its time after a restart.
func TestSchedule(t *testing.T) {
	tests := []struct {
		name  string
		last  time.Duration // before the start; 0: never
		fails int           // first tries that fail
		panic bool
		for_  time.Duration
		want  []time.Duration // tries, after the start
	}{
		{"never before", 0, 0, false, 50 * time.Hour, []time.Duration{0, 24 * time.Hour, 48 * time.Hour}},
		{"an hour ago", time.Hour, 0, false, 30 * time.Hour, []time.Duration{23 * time.Hour}},
		{"long ago", 100 * time.Hour, 0, false, time.Hour, []time.Duration{0}},
		{"in the future", -time.Hour, 0, false, time.Hour, []time.Duration{0}},
		{"failing twice", 0, 2, false, 2 * time.Hour, []time.Duration{0, 10 * time.Minute, 20 * time.Minute}},
		{"panicking once", 0, 1, true, time.Hour, []time.Duration{0, 10 * time.Minute}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				var mu sync.Mutex
				var tries []time.Duration
				s := &job.Schedule{Name: "test", Every: 24 * time.Hour, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
					Run: func(context.Context) error {
						mu.Lock()
						defer mu.Unlock()
						tries = append(tries, time.Since(start).Round(time.Minute))
						if len(tries) > tt.fails {
							return nil
						}
						if tt.panic {
							panic("x")
						}
						return errors.New("no disk")
					}}
				if tt.last != 0 {
					s.Last = start.Add(-tt.last)
				}
				stop := s.Start(t.Context())
				time.Sleep(tt.for_)
				stop()
				if len(tries) != len(tt.want) {
					t.Fatalf("tried after %v, want %v", tries, tt.want)
				}
				for i := range tries {
					if tries[i] != tt.want[i] {
						t.Errorf("tried after %v, want %v", tries, tt.want)
					}
				}
				if state := s.State(); state.Err != nil || state.Failures != 0 || state.LastGood.IsZero() {
					t.Errorf("%+v", state)
				}
			})
		})
	}
}

// A stop ends a run by its context, and is no failure.
func TestSchedule_stop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &job.Schedule{Name: "test", Every: time.Hour, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
			Run: func(ctx context.Context) error {
				<-ctx.Done()
				return ctx.Err()
			}}
		stop := s.Start(t.Context())
		synctest.Wait()
		stop()
		if state := s.State(); state.Err != nil || !state.LastTry.IsZero() {
			t.Errorf("%+v", state)
		}
	})
}
