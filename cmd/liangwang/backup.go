package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// What a backup consists of. The manifest is written last and names the rest by hash: a folder without one is no backup yet, and
// one that is written over stays the older backup until its new manifest stands.
const (
	manifestName   = "manifest.json"
	manifestFormat = 1
	unfinished     = ".new-" // begins the names of files that are being written
)

var (
	isHash     = regexp.MustCompile(`^[0-9a-f]{64}$`)
	isDatabase = regexp.MustCompile(`^liangwang-[0-9a-f]{16}\.db$`)

	errUsePgDump = errors.New("the database is PostgreSQL: back it up with pg_dump and bring it back with pg_restore, " +
		"and copy the folder blobs of the data directory beside it 请用 pg_dump")
)

// manifest says what a backup holds.
type manifest struct {
	Format   int           `json:"format"`
	Program  string        `json:"program"`
	At       time.Time     `json:"at"`
	Schema   int64         `json:"schema"`
	Database backupFile    `json:"database"`
	Audit    []auditHead   `json:"audit"` // the ends of the chains
	Lines    int64         `json:"lines"` // that the totals count
	Grams    recycle.Grams `json:"grams"`
	Blobs    []backupFile  `json:"blobs"`
	Damaged  []string      `json:"damaged"` // blobs of which the content is no longer what their name says; they are not in the backup
}

// backupFile is one file, by its path in the backup.
type backupFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func newBackupCmd(a *app) *cobra.Command {
	var to string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Copy database and files while the server runs 在线备份",
		Long: "Writes a copy of the database, of one moment, and of all photos and files into a folder that only its owner can read,\n" +
			"checks the copy (SQLite's own check, ledger verify, audit verify) and writes manifest.json last. The server may run on.\n" +
			"Into the folder of an older backup only the files that it lacks are copied. Of PostgreSQL: use pg_dump.",
		Example: "  liangwang backup --to /backup/liangwang",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.cfg.Postgres() {
				return errUsePgDump
			}
			m, err := a.backup(cmd.Context(), to)
			if err != nil {
				return err
			}
			err = a.say(asJSON, m, fmt.Sprintf("%s: %d bytes, %d files, %d chains, schema %d: checked 已校验\n", filepath.Join(to, m.Database.Path),
				m.Database.Bytes, len(m.Blobs), len(m.Audit), m.Schema))
			if err == nil && len(m.Damaged) > 0 {
				err = fmt.Errorf("%d files are damaged and were left out: %s …", len(m.Damaged), m.Damaged[0])
			}
			return err
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "folder of the backup 备份目录")
	_ = cmd.MarkFlagRequired("to") // it was added the line before
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the manifest as JSON 输出 JSON")
	return cmd
}

// backup writes a backup of the data directory into the folder to.
func (a *app) backup(ctx context.Context, to string) (m manifest, err error) {
	if err := enterBackup(to); err != nil {
		return m, err
	}
	m = manifest{Format: manifestFormat, Program: readBuild().Version, At: a.now().UTC().Truncate(time.Second), Blobs: []backupFile{}, Damaged: []string{}}
	temp := filepath.Join(to, unfinished+"database")
	defer func() {
		if err != nil {
			_ = os.Remove(temp)
		}
	}()
	if err := store.CopySQLite(ctx, a.cfg.Database(), temp); err != nil {
		return m, err
	}
	if err := a.inspect(ctx, temp, &m); err != nil {
		return m, fmt.Errorf("the copy is not whole, and no backup was made: %w", err)
	}
	sum, n, err := hashFile(temp)
	if err != nil {
		return m, err
	}
	m.Database = backupFile{"liangwang-" + sum[:16] + ".db", n, sum}
	if err := os.Rename(temp, filepath.Join(to, m.Database.Path)); err != nil {
		return m, err
	}
	if err := copyBlobs(ctx, filepath.Join(a.cfg.Data, "blobs"), filepath.Join(to, "blobs"), &m); err != nil {
		return m, err
	}
	if err := writeManifest(to, m); err != nil {
		return m, err
	}
	return m, dropOlder(to, m.Database.Path)
}

// enterBackup makes the folder, or makes sure that it is empty or a backup.
func enterBackup(dir string) error {
	if err := store.MakeDir(dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, unfinished): // of a backup that was cut off
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		case name != manifestName && name != "blobs" && name != "lost+found" && !isDatabase.MatchString(name):
			return fmt.Errorf("%s holds %s, which is of no backup: give an empty folder", dir, name)
		}
	}
	return os.Chmod(dir, 0o700)
}

// inspect checks the copied database and notes in m what it holds.
func (a *app) inspect(ctx context.Context, path string, m *manifest) (err error) {
	db, err := store.OpenCopy(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.CheckFile(ctx); err != nil {
		return err
	}
	check, err := store.Ledger{DB: db}.VerifyLedger(ctx)
	if err != nil {
		return err
	}
	if check.Differ > 0 {
		return errLedger
	}
	audit := store.Audit{DB: db}
	if _, err := audit.VerifyAudit(ctx); err != nil {
		return err
	}
	m.Lines, m.Grams = check.Counted.N, check.Counted.Grams
	if m.Audit, err = auditHeads(ctx, audit); err != nil {
		return err
	}
	m.Schema, err = db.SchemaVersion(ctx)
	return err
}

// copyBlobs copies what to does not have yet, and notes every blob in m. Blobs are never changed: the same name is the same content.
func copyBlobs(ctx context.Context, from, to string, m *manifest) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	return walkBlobs(ctx, from, func(hash, path string) error {
		target := filepath.Join(to, hash[:2], hash)
		sum, n, err := hashFile(target)
		if err != nil || sum != hash {
			if n, err = copyHashed(path, target, hash); errors.Is(err, errOtherContent) {
				m.Damaged = append(m.Damaged, hash)
				return nil
			}
		}
		m.Blobs = append(m.Blobs, backupFile{filepath.ToSlash(filepath.Join("blobs", hash[:2], hash)), n, hash})
		return err
	})
}

// walkBlobs calls visit for every blob below dir, which may be absent, in the order of their hashes.
func walkBlobs(ctx context.Context, dir string, visit func(hash, path string) error) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case path == dir && errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case e.IsDir() || !isHash.MatchString(e.Name()):
			return ctx.Err()
		}
		return errors.Join(ctx.Err(), visit(e.Name(), path))
	})
}

func writeManifest(dir string, m manifest) error {
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, unfinished+manifestName)
	if err := writeSynced(temp, append(text, '\n')); err != nil {
		return err
	}
	if err := syncDir(dir); err != nil { // the database's name, before the manifest that speaks of it
		return err
	}
	return errors.Join(os.Rename(temp, filepath.Join(dir, manifestName)), syncDir(dir))
}

// dropOlder removes the databases of older backups in dir.
func dropOlder(dir, keep string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if isDatabase.MatchString(e.Name()) && e.Name() != keep {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

func newRestoreCmd(a *app) *cobra.Command {
	var from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "restore",
		Short: "Bring a backup back into an empty data directory 恢复备份",
		Long: "Checks every file of a backup against its manifest and copies it into the data directory, which must be empty or absent.\n" +
			"Sessions and invitations are not brought back: everyone signs in anew. Of PostgreSQL: use pg_restore.",
		Example: "  liangwang restore --from /backup/liangwang --data /var/lib/liangwang",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.cfg.Postgres() {
				return errUsePgDump
			}
			m, err := a.restore(cmd.Context(), from)
			if err != nil {
				return err
			}
			return a.say(asJSON, m, fmt.Sprintf("%s: backup of %s, %d files, %d chains: restored 已恢复\n", a.cfg.Data, m.At.Format(time.RFC3339),
				len(m.Blobs), len(m.Audit)))
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "folder of the backup 备份目录")
	_ = cmd.MarkFlagRequired("from") // it was added the line before
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the manifest as JSON 输出 JSON")
	return cmd
}

// restore copies the backup in from into the data directory. The database comes last: until then there is nothing to serve.
func (a *app) restore(ctx context.Context, from string) (m manifest, err error) {
	if m, err = readManifest(from); err != nil {
		return m, err
	}
	if err := enterEmpty(a.cfg.Data); err != nil {
		return m, err
	}
	defer func() {
		if err != nil { // the directory was empty: what stands there now is ours
			_ = os.RemoveAll(filepath.Join(a.cfg.Data, "blobs"))
			_ = os.Remove(filepath.Join(a.cfg.Data, unfinished+"database"))
		}
	}()
	for _, b := range m.Blobs {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		if _, err := copyHashed(filepath.Join(from, b.Path), filepath.Join(a.cfg.Data, b.Path), b.SHA256); err != nil {
			return m, err
		}
	}
	temp := filepath.Join(a.cfg.Data, unfinished+"database")
	if _, err := copyHashed(filepath.Join(from, m.Database.Path), temp, m.Database.SHA256); err != nil {
		return m, err
	}
	var found manifest
	if err := a.inspect(ctx, temp, &found); err != nil {
		return m, err
	}
	if !slices.Equal(found.Audit, m.Audit) {
		return m, errors.New("the audit chains do not end as the manifest says")
	}
	if err := store.ForgetSignIns(ctx, temp); err != nil {
		return m, err
	}
	return m, errors.Join(os.Rename(temp, a.cfg.Database()), syncDir(a.cfg.Data))
}

// readManifest reads the manifest of a backup and refuses one whose paths lead elsewhere.
func readManifest(dir string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s has no %s: it is no finished backup", dir, manifestName)
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestName, err)
	}
	if m.Format != manifestFormat {
		return m, fmt.Errorf("%s has format %d; this program knows %d", manifestName, m.Format, manifestFormat)
	}
	if !isDatabase.MatchString(m.Database.Path) {
		return m, fmt.Errorf("%s names no database", manifestName)
	}
	for _, b := range m.Blobs {
		if !isHash.MatchString(b.SHA256) || b.Path != "blobs/"+b.SHA256[:2]+"/"+b.SHA256 {
			return m, fmt.Errorf("%s names a file that is none of a backup", manifestName)
		}
	}
	return m, nil
}

// enterEmpty makes the data directory, or makes sure that it is empty.
func enterEmpty(dir string) error {
	if err := store.MakeDir(dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "lost+found" { // of a file system of its own
			return fmt.Errorf("%s is not empty: restore writes over nothing", dir)
		}
	}
	return nil
}
