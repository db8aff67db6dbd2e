package job

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// A task runs once at a time, says how far it has come, outlives a panic and ends when it is stopped.
func TestTask(t *testing.T) {
	var log strings.Builder
	task := &Task{Name: "t", Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))}
	task.Stop() // nothing has begun
	in, goOn := make(chan struct{}), make(chan error)
	begun := task.Begin(t.Context(), func(ctx context.Context, say func(string, int64, int64)) error {
		say("copy", 3, 7)
		close(in)
		return <-goOn
	})
	<-in
	if at, running := task.Running(); !begun || !running || at.Step != "copy" || at.Done != 3 || at.Total != 7 || at.Began.IsZero() {
		t.Errorf("%v: %+v, %v", begun, at, running)
	}
	if task.Begin(t.Context(), nil) {
		t.Error("a second run began beside the first")
	}
	done := task.done
	goOn <- errors.New("no disk")
	<-done
	if _, running := task.Running(); running || !strings.Contains(log.String(), "no disk") {
		t.Error("running", running, log.String())
	}
	task.Begin(t.Context(), func(context.Context, func(string, int64, int64)) error { panic("oh") })
	<-task.done
	if !strings.Contains(log.String(), "oh") {
		t.Error(log.String())
	}
	task.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	ended := false
	if !task.Begin(t.Context(), func(ctx context.Context, _ func(string, int64, int64)) error {
		<-ctx.Done()
		ended = true
		return ctx.Err()
	}) {
		t.Error("did not begin again")
	}
	if task.Stop(); !ended {
		t.Error("Stop does not wait")
	}
}
