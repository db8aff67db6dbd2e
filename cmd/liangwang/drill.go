package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"liangwang/internal/store"
)

// drillFlags are what `drill` is asked for.
type drillFlags struct {
	from, identity, keys string
	json                 bool
}

// drilled is what a drill found.
type drilled struct {
	OK       bool         `json:"ok"`
	BackupAt time.Time    `json:"backupAt"`
	AgeS     int64        `json:"ageSeconds"`
	TookS    float64      `json:"tookSeconds"` // to restore and verify
	Files    int          `json:"files"`
	Tables   []drillTable `json:"tables"`
	Lines    int64        `json:"lines"`            // that the totals of the backup count, and that its records add up to
	Keys     *keyState    `json:"keys,omitempty"`   // with --keys: whether they open what they should
	Faults   []string     `json:"faults,omitempty"` // what is not as it should be

	faults []drillFault // the same, as codes
}

// drillFault is one thing that is not as it should be.
type drillFault struct{ code, what string }

func (d *drilled) fault(code, what, text string) {
	d.faults, d.Faults = append(d.faults, drillFault{code, what}), append(d.Faults, text)
}

// drillOver is what a drill compares with, and whom it tells how far it has come.
type drillOver struct {
	db  *store.DB // the running data; nil: they are opened
	say func(step string, done, total int64)
}

// The steps of a drill.
const (
	stepFiles    = "FILES"
	stepDatabase = "DATABASE"
	stepCompare  = "COMPARE"
)

// drillTable is a table in the backup and in the running data.
type drillTable struct {
	Name   string `json:"name"`
	Backup int64  `json:"backup"`
	Now    int64  `json:"now"`
}

// growing are the tables that nothing is ever taken from: the running data have at least what a backup of them has.
var growing = []string{"orgs", "people", "sites", "pickups", "photos", "tickets", "audit_entries"}

var errDrill = errors.New("the drill failed: this backup must not be relied on")

func newDrillCmd(a *app) *cobra.Command {
	var f drillFlags
	cmd := &cobra.Command{
		Use:   "drill",
		Short: "Restore a backup beside the data and compare 恢复演练",
		Long: "Restores a backup into a directory of its own beside the data, as restore would, with every check; compares it with the running data,\n" +
			"table by table, and its audit chains with theirs; and removes it again. Nothing else changes, and the server may run. Exits 1 if the\n" +
			"backup is not whole or is none of these data.",
		Example: "  liangwang drill --from /backup/liangwang --keys /safe/keys --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.cfg.Postgres() {
				return errUsePgDump
			}
			if f.from == "" {
				f.from = a.cfg.BackupDir
			}
			if f.from == "" {
				return errNoFolder
			}
			d, err := a.drill(cmd.Context(), f, drillOver{say: func(string, int64, int64) {}})
			if err != nil {
				return err
			}
			if err := a.say(f.json, d, d.text()); err != nil || d.OK {
				return err
			}
			return errDrill
		},
	}
	cmd.Flags().StringVar(&f.from, "from", "", "folder of the backup, or an older manifest in it; default: the setting backup_dir 备份目录")
	cmd.Flags().StringVar(&f.keys, "keys", "", "folder of copies of the keys: also try whether every ID number can be read 密钥备份")
	cmd.Flags().StringVar(&f.identity, "identity", "", "file of the age identity, of an encrypted backup 解密私钥文件")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON 输出 JSON")
	return cmd
}

func (d drilled) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "backup of %s, %v old, restored and verified in %.1f s: %d files, %d lines\n%-16s %12s %12s\n", d.BackupAt.Format(time.RFC3339),
		time.Duration(d.AgeS)*time.Second, d.TookS, d.Files, d.Lines, "", "backup 备份", "now 现在")
	if k := d.Keys; k != nil {
		fmt.Fprintf(&b, "keys: %d of %d ID numbers readable, %d persons erased, %d of them readable 密钥\n", k.Readable, k.Persons, k.Erased, k.Revived)
	}
	for _, t := range d.Tables {
		fmt.Fprintf(&b, "%-16s %12d %12d\n", t.Name, t.Backup, t.Now)
	}
	for _, f := range d.Faults {
		fmt.Fprintln(&b, f)
	}
	if d.OK {
		fmt.Fprintln(&b, "passed 通过")
	}
	return b.String()
}

// drill restores a backup beside the data, compares the two, and keeps beside the data what came of it.
func (a *app) drill(ctx context.Context, f drillFlags, over drillOver) (drilled, error) {
	d, err := a.drillOnce(ctx, f, over)
	return d, errors.Join(err, a.keepDrill(d, err))
}

func (a *app) drillOnce(ctx context.Context, f drillFlags, over drillOver) (d drilled, err error) {
	began := a.now()
	if err := a.exists(); err != nil {
		return d, err
	}
	b, err := openBackup(f.from, f.identity)
	if err != nil {
		return d, err
	}
	b.say, d.BackupAt = over.say, b.At
	data, err := filepath.Abs(a.cfg.Data)
	if err != nil {
		return d, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(data), filepath.Base(data)+".drill-") // 0700, and on a disk that is meant for data
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b.keys, b.identity = f.keys, f.identity
	if err := a.restore(ctx, b, dir); err != nil {
		return d, err
	}
	d = drilled{BackupAt: b.At, AgeS: int64(began.Sub(b.At).Seconds()), Files: len(b.Blobs), Lines: b.Lines}
	over.say(stepCompare, 0, 0)
	if over.db != nil {
		err = d.compare(ctx, over.db, b.manifest)
	} else {
		err = a.withStore(ctx, func(db *store.DB) error { return d.compare(ctx, db, b.manifest) })
	}
	if err == nil && f.keys != "" {
		err = d.tryKeys(ctx, filepath.Join(dir, filepath.Base(a.cfg.Database())), dir)
	}
	d.TookS, d.OK = a.now().Sub(began).Seconds(), len(d.Faults) == 0
	return d, err
}

// compare holds the backup against the running data.
func (d *drilled) compare(ctx context.Context, db *store.DB, m manifest) error {
	now, err := db.Counts(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(m.Counts)) {
		t := drillTable{name, m.Counts[name], now[name]}
		d.Tables = append(d.Tables, t)
		if t.Now < t.Backup && slices.Contains(growing, name) {
			d.fault("fewer", name, fmt.Sprintf("%s: the running data have %d, the backup %d: they are not what it was made of, or lost some", name, t.Now, t.Backup))
		}
	}
	broken, err := holdAgainst(ctx, store.Audit{DB: db}, m.Audit)
	if err == nil && broken != nil {
		d.fault("chain", string(broken.OrgID), fmt.Sprintf("audit chain of %s, entry %d: %s", broken.OrgID, broken.Entry, broken.Why))
	}
	for _, hash := range m.Damaged {
		d.fault("leftOut", hash, "not in the backup, for it was damaged: "+hash)
	}
	return err
}
