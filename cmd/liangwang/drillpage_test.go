package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"liangwang/internal/api"
	"liangwang/internal/job"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// deskOn is the page of the backups of a server on dir, with its backups in folder.
func deskOn(t *testing.T, dir, folder string) *desk {
	t.Helper()
	a, _ := newTestApp("LW_BACKUP_DIR="+folder, "LW_DATA="+dir)
	if err := run(t.Context(), a, []string{"version"}); err != nil { // reads the configuration
		t.Fatal(err)
	}
	a.log = slog.New(slog.NewTextHandler(io.Discard, nil))
	db, err := store.Open(t.Context(), store.Options{Path: a.cfg.Database(), Now: a.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	task := &job.Task{Name: "drill", Now: a.now, Log: a.log}
	return &desk{a: a, db: db, task: task, begin: func(run job.Run) bool { return task.Begin(t.Context(), run) }}
}

func (d *desk) state(t *testing.T) api.BackupBody {
	t.Helper()
	b, err := d.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// drillNow begins a drill and waits for its end.
func (d *desk) drillNow(t *testing.T) *api.DrillBody {
	t.Helper()
	if err := d.BeginDrill(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		if _, running := d.task.Running(); !running {
			break
		}
		time.Sleep(time.Millisecond)
	}
	last := d.state(t).Drill
	if last == nil {
		t.Fatal("the drill left nothing")
	}
	return last
}

// The page says how the backups stand, drills the last good one, and says what came of it, also what the command found.
func TestDesk(t *testing.T) {
	dir, _ := filled(t)
	folder := filepath.Join(t.TempDir(), "backup")
	d := deskOn(t, dir, folder)
	if b := d.state(t); b.Kind != "FOLDER" || !b.Late || b.Last != nil || b.Drill != nil {
		t.Errorf("without a backup: %+v", b)
	}
	if err := d.BeginDrill(t.Context()); recycle.CodeOf(err) != "drill.none" {
		t.Error("a drill of nothing:", err)
	}
	var m manifest
	if err := says(t, dir, &m, "backup", "--to", folder); err != nil {
		t.Fatal(err)
	}
	b := d.state(t)
	if b.Late || b.Last == nil || b.Last.Bytes < m.Database.Bytes || b.Last.Files != 1 || b.Last.Encrypted || b.Dir != folder || b.Keep != 7 {
		t.Errorf("%+v %+v", b, b.Last)
	}
	good := d.drillNow(t)
	if !good.OK || good.Error != "" || good.Lines != 2*heldPickups || len(good.Tables) != len(m.Counts) || len(good.Faults) != 0 || good.BackupAt != recycle.At(m.At) {
		t.Errorf("%+v", good)
	}
	spoil(t, filepath.Join(dir, "liangwang.db"), "DELETE FROM pickup_lines")
	spoil(t, filepath.Join(dir, "liangwang.db"), "DELETE FROM pickups")
	lost := d.drillNow(t)
	if lost.OK || len(lost.Faults) != 1 || lost.Faults[0] != (api.DrillFault{Code: "fewer", What: "pickups"}) {
		t.Errorf("after a loss: %+v", lost)
	}
	if err := os.Truncate(filepath.Join(folder, m.Database.Path), 1000); err != nil {
		t.Fatal(err)
	}
	if broken := d.drillNow(t); broken.OK || broken.Error != "drill.damaged" || broken.BackupAt != recycle.At(m.At) {
		t.Errorf("of a damaged backup: %+v", broken)
	}
	key, recipient := newIdentity(t)
	sealed := filepath.Join(t.TempDir(), "sealed")
	if err := says(t, dir, &m, "backup", "--to", sealed, "--encrypt-to", recipient); err == nil {
		t.Error("a backup of spoiled data was made")
	}
	other, _ := filled(t)
	if err := says(t, other, &m, "backup", "--to", sealed, "--encrypt-to", recipient); err != nil {
		t.Fatal(err)
	}
	d = deskOn(t, other, sealed)
	if err := d.BeginDrill(t.Context()); recycle.CodeOf(err) != "drill.encrypted" {
		t.Error("a drill of what this machine cannot read:", err)
	}
	var byCommand drilled
	if err := says(t, other, &byCommand, "drill", "--from", sealed, "--identity", key); err != nil {
		t.Fatal(err)
	}
	if b := d.state(t); b.Drill == nil || !b.Drill.OK || !b.Last.Encrypted {
		t.Errorf("the page does not know of the command's drill: %+v", b)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// A second drill is refused while one runs, which says how far it is; the server's end ends it and leaves nothing behind.
func TestDesk_running(t *testing.T) {
	dir, _ := filled(t)
	folder := filepath.Join(t.TempDir(), "backup")
	if err := says(t, dir, &manifest{}, "backup", "--to", folder); err != nil {
		t.Fatal(err)
	}
	d := deskOn(t, dir, folder)
	in := make(chan struct{})
	d.task.Begin(t.Context(), func(ctx context.Context, say func(string, int64, int64)) error {
		_, err := d.a.drill(ctx, drillFlags{from: folder}, drillOver{db: d.db, say: func(step string, done, total int64) {
			if say(step, done, total); step == stepDatabase {
				close(in)
				<-ctx.Done()
			}
		}})
		return err
	})
	<-in
	if b := d.state(t); b.Running == nil || b.Running.Step != stepDatabase || b.Running.BeganAt == 0 {
		t.Errorf("%+v", b)
	}
	if err := d.BeginDrill(t.Context()); recycle.CodeOf(err) != "drill.running" {
		t.Error("a second one:", err)
	}
	d.task.Stop()
	if b := d.state(t); b.Running != nil || b.Drill == nil || b.Drill.OK || b.Drill.Error != "drill.stopped" {
		t.Errorf("%+v %+v", b, b.Drill)
	}
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
