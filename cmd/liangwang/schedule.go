package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"liangwang/internal/job"
	"liangwang/internal/store"
)

const (
	headsEvery = time.Hour
	headsLine  = "audit heads"        // message of the log line
	stateName  = "backup-status.json" // in the data directory: how the last try of the server went
)

// background is the work that a server does by itself.
type background struct {
	backups *job.Schedule // nil: none
	stops   []func()
}

// startBackground begins it. The caller ends it before the database is closed.
func (a *app) startBackground(ctx context.Context, db *store.DB) *background {
	b := &background{}
	heads := &job.Schedule{Name: headsLine, Every: headsEvery, Now: a.now, Log: a.log,
		Run: func(ctx context.Context) error { return a.logHeads(ctx, db) }}
	b.stops = append(b.stops, heads.Start(ctx))
	if !a.cfg.Postgres() {
		b.stops = append(b.stops, a.startChecks(ctx, db))
	}
	if a.cfg.BackupDir == "" {
		return b
	}
	b.backups = &job.Schedule{Name: "backup", Every: a.cfg.BackupEvery, Now: a.now, Log: a.log,
		Run: func(ctx context.Context) error { return a.scheduledBackup(ctx, db) }}
	if m, _, err := readManifest(a.cfg.BackupDir); err == nil {
		b.backups.Last = m.At
	}
	b.stops = append(b.stops, b.backups.Start(ctx))
	return b
}

func (b *background) stop() {
	for _, stop := range b.stops {
		stop()
	}
}

// metrics are what /metrics says of the backups.
func (b *background) metrics() []prometheus.Collector {
	if b.backups == nil {
		return nil
	}
	gauge := func(name, help string, value func(s job.State) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return value(b.backups.State()) })
	}
	return []prometheus.Collector{
		gauge("liangwang_backup_last_good_timestamp_seconds", "When the last good backup was made; 0: never.", func(s job.State) float64 {
			if s.LastGood.IsZero() {
				return 0
			}
			return float64(s.LastGood.UnixMilli()) / 1000
		}),
		gauge("liangwang_backup_failures", "Tries that failed since the last good backup.", func(s job.State) float64 { return float64(s.Failures) }),
	}
}

// logHeads writes the ends of all audit chains into the log: whoever keeps the log elsewhere can tell by them whether a chain was
// rewritten (audit verify --heads).
func (a *app) logHeads(ctx context.Context, db *store.DB) error {
	heads, err := auditHeads(ctx, store.Audit{DB: db})
	if err != nil {
		return err
	}
	epoch, err := db.Epoch(ctx)
	a.log.InfoContext(ctx, headsLine, "epoch", epoch, "heads", heads)
	return err
}

// backupStatus is how the backups of a server go.
type backupStatus struct {
	Dir       string     `json:"dir"`
	Every     string     `json:"every"`
	LastGood  *time.Time `json:"lastGood"` // null: there is none
	AgeS      int64      `json:"ageSeconds"`
	LastTry   *time.Time `json:"lastTry"` // of the server; null: it has not tried
	LastError string     `json:"lastError"`
	Late      bool       `json:"late"` // there is none, or it is older than two intervals
}

// scheduledBackup makes a backup, and keeps beside the data how that went.
func (a *app) scheduledBackup(ctx context.Context, db *store.DB) error {
	began := a.now().UTC()
	m, err := a.backup(ctx, backupPlan{to: a.cfg.BackupDir, encryptTo: a.cfg.BackupEncryptTo, keep: a.cfg.BackupKeep, copy: db.CopyTo})
	if err == nil && a.cfg.BackupKeys != "" {
		if _, kerr := a.backupKeys(ctx, db, a.cfg.BackupKeys, a.cfg.BackupEncryptTo); !errors.Is(kerr, errNoKeys) {
			err = kerr
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, errLedger) || errors.Is(err, errAudit) { // the copy is as the database is
		db.MarkDamaged(err.Error())
	}
	if err == nil {
		a.log.InfoContext(ctx, "backup made", "bytes", m.Database.Bytes, "files", len(m.Blobs), "encrypted", m.Recipient != "", "seconds", a.now().Sub(began).Seconds())
	}
	status := backupStatus{LastTry: &began}
	if fault := errors.Join(err, m.complain()); fault != nil { // damaged files do not get better by trying again: the backup counts
		status.LastError = fault.Error()
		a.log.ErrorContext(ctx, "backup", "err", fault)
	}
	text, merr := json.Marshal(status)
	if merr != nil {
		return errors.Join(err, merr)
	}
	return errors.Join(err, writeSynced(filepath.Join(a.cfg.Data, stateName), append(text, '\n')))
}

func newBackupStatusCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the last good backup and its age 备份状态",
		Long: "Reads the folder of the setting backup_dir and how the server's last try went. Exits 1 if there is no backup, if the last good one is\n" +
			"older than two intervals (backup_every), or if the last try failed.",
		Example: "  liangwang backup status --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s, err := a.readStatus()
			if err != nil {
				return err
			}
			text := fmt.Sprintf("%s: no backup 没有备份\n", s.Dir)
			if s.LastGood != nil {
				text = fmt.Sprintf("%s: last good %s, %v ago 最近一份\n", s.Dir, s.LastGood.Format(time.RFC3339), time.Duration(s.AgeS)*time.Second)
			}
			if s.LastError != "" {
				text += fmt.Sprintf("last try %s failed 上次失败: %s\n", s.LastTry.Format(time.RFC3339), s.LastError)
			}
			err = a.say(asJSON, s, text)
			if s.Late || s.LastError != "" {
				err = errors.Join(err, errors.New("the backups are not as they should be"))
			}
			return err
		},
	}
	settings(cmd.Flags(), "backup_dir", "backup_every")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON 输出 JSON")
	return cmd
}

func (a *app) readStatus() (s backupStatus, err error) {
	if a.cfg.BackupDir == "" {
		return s, errNoFolder
	}
	text, err := os.ReadFile(filepath.Join(a.cfg.Data, stateName))
	if err == nil {
		err = json.Unmarshal(text, &s)
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return s, err
	}
	s.Dir, s.Every, s.Late = a.cfg.BackupDir, a.cfg.BackupEvery.String(), true
	m, _, err := readManifest(a.cfg.BackupDir)
	if errors.Is(err, errNoBackup) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	age := a.now().Sub(m.At)
	s.LastGood, s.AgeS, s.Late = &m.At, int64(age.Seconds()), age > 2*a.cfg.BackupEvery
	return s, nil
}
