package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"liangwang/internal/api"
	"liangwang/internal/job"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

const drillName = "drill-status.json" // in the data directory: what the last drill found

// desk is the backups of a running server as the administrator's page sees them.
type desk struct {
	a     *app
	db    *store.DB
	task  *job.Task
	begin func(run job.Run) bool // in the server's context: a drill outlives the request that began it
}

// State implements api.Backups.
func (d *desk) State(context.Context) (api.BackupBody, error) {
	cfg := d.a.cfg
	b := api.BackupBody{Kind: "FOLDER", Dir: cfg.BackupDir, EveryS: int64(cfg.BackupEvery.Seconds()), Keep: cfg.BackupKeep}
	switch {
	case cfg.Postgres():
		return api.BackupBody{Kind: "POSTGRES"}, nil
	case cfg.BackupDir == "":
		return api.BackupBody{Kind: "NONE"}, nil
	}
	status, err := d.a.readStatus()
	if err != nil {
		return b, err
	}
	b.Late = status.Late
	if status.LastError != "" && status.LastTry != nil {
		b.Failed = instantOf(recycle.At(*status.LastTry))
	}
	if status.LastGood != nil {
		if b.Last, err = lastBackup(cfg.BackupDir, status.AgeS); err != nil {
			return b, err
		}
	}
	if at, running := d.task.Running(); running {
		b.Running = &api.DrillStep{BeganAt: recycle.At(at.Began), Step: at.Step, Done: at.Done, Total: at.Total}
	}
	b.Drill, err = d.a.lastDrill()
	return b, err
}

func instantOf(at recycle.Instant) *recycle.Instant { return &at }

func lastBackup(dir string, age int64) (*api.BackupLast, error) {
	m, _, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	last := &api.BackupLast{At: recycle.At(m.At), AgeS: age, Bytes: m.Database.Bytes, Files: len(m.Blobs), Encrypted: m.Recipient != "", Damaged: len(m.Damaged)}
	for _, f := range m.Blobs {
		last.Bytes += f.Bytes
	}
	return last, nil
}

// BeginDrill implements api.Backups.
func (d *desk) BeginDrill(context.Context) error {
	refuse := func(code string) error { return &recycle.Error{Kind: recycle.Conflict, Code: code} }
	if d.a.cfg.Postgres() || d.a.cfg.BackupDir == "" {
		return refuse("drill.none")
	}
	switch m, _, err := readManifest(d.a.cfg.BackupDir); {
	case errors.Is(err, errNoBackup):
		return refuse("drill.none")
	case err == nil && m.Recipient != "":
		return refuse("drill.encrypted")
	}
	began := d.begin(func(ctx context.Context, say func(string, int64, int64)) error {
		_, err := d.a.drill(ctx, drillFlags{from: d.a.cfg.BackupDir}, drillOver{db: d.db, say: say})
		return err
	})
	if !began {
		return refuse("drill.running")
	}
	return nil
}

// lastDrill returns what the last drill found, by command or by page; nil if there was none.
func (a *app) lastDrill() (*api.DrillBody, error) {
	text, err := os.ReadFile(filepath.Join(a.cfg.Data, drillName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var b api.DrillBody
	return &b, json.Unmarshal(text, &b)
}

// keepDrill writes what a drill found beside the data, err among it.
func (a *app) keepDrill(d drilled, err error) error {
	b := api.DrillBody{At: recycle.At(a.now()), OK: d.OK && err == nil, Error: drillCode(err), TookS: d.TookS, Files: d.Files, Lines: d.Lines,
		Tables: []api.DrillTable{}, Faults: []api.DrillFault{}}
	if !d.BackupAt.IsZero() {
		b.BackupAt = recycle.At(d.BackupAt)
	}
	for _, t := range d.Tables {
		b.Tables = append(b.Tables, api.DrillTable(t))
	}
	for _, f := range d.faults {
		b.Faults = append(b.Faults, api.DrillFault{Code: f.code, What: f.what})
	}
	text, merr := json.Marshal(b)
	if merr != nil {
		return merr
	}
	return writeSynced(filepath.Join(a.cfg.Data, drillName), append(text, '\n'))
}

// drillCode says for the page why a backup could not be restored; "" if it could.
func drillCode(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errSealed):
		return "drill.encrypted"
	case errors.Is(err, errNoBackup):
		return "drill.none"
	case errors.Is(err, syscall.ENOSPC):
		return "drill.full"
	case errors.Is(err, context.Canceled):
		return "drill.stopped"
	case errors.Is(err, fs.ErrPermission):
		return "drill.failed"
	}
	return "drill.damaged"
}
