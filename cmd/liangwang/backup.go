package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"liangwang/internal/store"
)

var (
	errUsePgDump = errors.New("the database is PostgreSQL: back it up with pg_dump and bring it back with pg_restore and restore --adopt, " +
		"and copy the folder blobs of the data directory beside it")
	errNoFolder = errors.New("give the folder of the backup: --to, or the setting backup_dir")
)

// inClear is what the command says of a backup that is not encrypted.
const inClear = "not encrypted: names, phone numbers, positions, photos and password hashes lie in it in clear; for what leaves this machine\n" +
	"use --encrypt-to AGE-RECIPIENT 未加密：姓名、电话、位置、照片、口令散列都是明文；带出本机请用 --encrypt-to\n"

// backupPlan is one backup that is to be made.
type backupPlan struct {
	to        string // folder
	encryptTo string // age recipient; "": in clear
	keep      int    // backups that stay in the folder, this one among them
	keys      string // folder elsewhere for a copy of the keys; "": none
	copy      func(ctx context.Context, to string) error
}

func newBackupCmd(a *app) *cobra.Command {
	var plan backupPlan
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Copy database and files while the server runs 在线备份",
		Long: "Writes a copy of the database, of one moment, and of all photos and files into a folder that only its owner can read,\n" +
			"checks the copy (SQLite's own check, ledger verify, audit verify) and writes manifest.json last. The server may run on.\n" +
			"Into a folder of older backups only the files that it lacks are copied; the newest backup is manifest.json, older ones\n" +
			"manifest-<time>.json. With --encrypt-to the files can be read only with the identity (age-keygen -o FILE makes one; keep it\n" +
			"elsewhere); the manifest stays in clear: times, counts, ids of organisations, hashes. Of PostgreSQL: use pg_dump.\n" +
			"The keys by which ID numbers are read are in no backup. --keys copies them into another place, where copies stay for 30 days: keep it\n" +
			"apart from the backups; restore wants both. Alone it copies the keys only, of PostgreSQL's data directory too.",
		Example: "  liangwang backup --to /backup/liangwang\n  liangwang backup --to /media/usb/liangwang --encrypt-to age1…\n" +
			"  liangwang backup --keys /safe/keys",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if plan.keys != "" && plan.to == "" {
				return a.backupKeysNow(cmd, plan, asJSON)
			}
			if a.cfg.Postgres() {
				return errUsePgDump
			}
			if err := a.backupNow(cmd, plan, asJSON); err != nil || plan.keys == "" {
				return err
			}
			return a.backupKeysNow(cmd, plan, asJSON)
		},
	}
	cmd.Flags().StringVar(&plan.to, "to", "", "folder of the backup; default: the setting backup_dir 备份目录")
	cmd.Flags().StringVar(&plan.encryptTo, "encrypt-to", "", "age recipient (age1…) 加密给")
	cmd.Flags().StringVar(&plan.keys, "keys", "", "folder elsewhere for a copy of the keys of persons 密钥备份目录")
	cmd.Flags().IntVar(&plan.keep, "keep", 0, "backups that stay in the folder; default: the setting backup_keep 保留份数")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the manifest as JSON 输出 JSON")
	cmd.AddCommand(newBackupStatusCmd(a))
	return cmd
}

// backupNow fills in from the settings what the user did not say, and makes the backup.
func (a *app) backupNow(cmd *cobra.Command, plan backupPlan, asJSON bool) error {
	plan.copy = a.copyDatabase
	if plan.to == "" {
		plan.to = a.cfg.BackupDir
	}
	if !cmd.Flags().Changed("encrypt-to") {
		plan.encryptTo = a.cfg.BackupEncryptTo
	}
	if !cmd.Flags().Changed("keep") {
		plan.keep = a.cfg.BackupKeep
	}
	if plan.to == "" {
		return errNoFolder
	}
	if plan.keep < 1 {
		return errors.New("--keep: 1 or more is expected")
	}
	m, err := a.backup(cmd.Context(), plan)
	if err != nil {
		return err
	}
	if m.Recipient == "" {
		fmt.Fprint(a.stderr, inClear)
	}
	err = a.say(asJSON, m, fmt.Sprintf("%s: %d bytes, %d files, %d chains, schema %d: checked 已校验\n", filepath.Join(plan.to, m.Database.Path),
		m.Database.Bytes, len(m.Blobs), len(m.Audit), m.Schema))
	return errors.Join(err, m.complain())
}

// complain returns an error if files were damaged.
func (m manifest) complain() error {
	if len(m.Damaged) == 0 {
		return nil
	}
	return fmt.Errorf("%d files are damaged and were left out: %s …", len(m.Damaged), m.Damaged[0])
}

// backup makes a backup of the data directory.
func (a *app) backup(ctx context.Context, plan backupPlan) (m manifest, err error) {
	e, err := parseRecipient(plan.encryptTo)
	if err != nil {
		return m, err
	}
	lock, err := enterBackup(plan.to)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	before, _, err := readManifest(plan.to)
	if err != nil && !errors.Is(err, errNoBackup) {
		return m, err
	}
	if err == nil && before.Recipient != plan.encryptTo {
		return m, fmt.Errorf("%s holds backups that are %s: give another folder", plan.to, how(before.Recipient))
	}
	m = manifest{Format: manifestFormat, Program: readBuild().Version, At: a.now().UTC().Truncate(time.Millisecond), Recipient: plan.encryptTo,
		Blobs: []backupFile{}, Damaged: []string{}}
	if err := a.backupDatabase(ctx, plan, e, &m); err != nil {
		return m, err
	}
	if err := copyBlobs(ctx, filepath.Join(a.cfg.Data, "blobs"), plan.to, e, sealedAs(before), &m); err != nil {
		return m, err
	}
	if err := writeManifest(plan.to, m); err != nil {
		return m, err
	}
	if err := a.listErased(plan.to); err != nil {
		return m, err
	}
	return m, prune(plan.to, plan.keep)
}

func how(recipient string) string {
	if recipient == "" {
		return "in clear"
	}
	return "encrypted to " + recipient
}

// backupDatabase copies the database, checks the copy and puts it into the folder. In clear it is never where it is to lie encrypted.
func (a *app) backupDatabase(ctx context.Context, plan backupPlan, e envelope, m *manifest) (err error) {
	temp := filepath.Join(plan.to, unfinished+"database")
	if e.recipient != nil {
		temp = filepath.Join(a.cfg.Data, unfinished+"backup")
		if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a backup that was cut off
			return err
		}
	}
	defer func() {
		if err != nil || e.recipient != nil {
			_ = os.Remove(temp)
		}
	}()
	if err := plan.copy(ctx, temp); err != nil {
		return err
	}
	if err := a.inspect(ctx, temp, a.cfg.Data, m); err != nil {
		return fmt.Errorf("the copy is not whole, and no backup was made: %w", err)
	}
	sum, n, err := hashFile(temp)
	if err != nil {
		return err
	}
	m.Database = backupFile{Path: "liangwang-" + sum[:16] + ".db", Bytes: n, SHA256: sum}
	if e.recipient == nil {
		return os.Rename(temp, filepath.Join(plan.to, m.Database.Path))
	}
	m.Database.Path += sealedEnd
	_, m.Database.Sealed, err = e.copyHashed(temp, filepath.Join(plan.to, m.Database.Path), sum)
	return err
}

// copyDatabase copies the database into a new file: by the hand of the server, if one runs.
func (a *app) copyDatabase(ctx context.Context, to string) error {
	if asked, err := askServer(ctx, a.cfg.Data, to); asked || err != nil {
		return err
	}
	err := store.CopySQLite(ctx, a.cfg.Database(), to)
	if errors.Is(err, store.ErrMoving) { // one has started meanwhile
		if asked, again := askServer(ctx, a.cfg.Data, to); asked {
			return again
		}
	}
	return err
}

// inspect checks the copied database, persons' records by the keys in the directory data, and notes in m what it holds.
func (a *app) inspect(ctx context.Context, path, data string, m *manifest) (err error) {
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
	ring, err := boundKeys(data, db)
	if err != nil {
		return err
	}
	audit := store.Audit{DB: db, Signer: ring}
	if _, err := audit.VerifyAudit(ctx); err != nil {
		return err
	}
	records, err := audit.VerifyObjects(ctx)
	if err != nil {
		return err
	}
	if records.Differ > 0 {
		return errAudit
	}
	m.Lines, m.Grams = check.Counted.N, check.Counted.Grams
	if m.Audit, err = auditHeads(ctx, audit); err != nil {
		return err
	}
	if m.Counts, err = db.Counts(ctx); err != nil {
		return err
	}
	if m.Epoch, err = db.Epoch(ctx); err != nil {
		return err
	}
	m.Schema, err = db.SchemaVersion(ctx)
	return err
}

// sealedAs returns the hashes of the encrypted files of a backup by the hashes of their contents.
func sealedAs(m manifest) map[string]backupFile {
	files := map[string]backupFile{}
	for _, b := range m.Blobs {
		files[b.SHA256] = b
	}
	return files
}

// copyBlobs copies what the folder does not have yet, and notes every blob in m. Blobs are never changed: the same name is the same
// content. Of an encrypted one, which nobody here can read, the backup before says what its file must be.
func copyBlobs(ctx context.Context, from, folder string, e envelope, before map[string]backupFile, m *manifest) error {
	if err := store.MakeDir(filepath.Join(folder, "blobs")); err != nil {
		return err
	}
	return walkBlobs(ctx, from, func(hash, path string) error {
		b := backupFile{Path: blobPath(hash, e.recipient != nil), SHA256: hash}
		target := filepath.Join(folder, filepath.FromSlash(b.Path))
		sum, n, err := hashFile(target)
		switch there := before[hash]; {
		case err == nil && e.recipient == nil && sum == hash:
			b.Bytes = n
		case err == nil && e.recipient != nil && sum == there.Sealed:
			b = there
		default:
			b.Bytes, b.Sealed, err = e.copyHashed(path, target, hash)
			if errors.Is(err, errOtherContent) {
				m.Damaged = append(m.Damaged, hash)
				return nil
			}
		}
		m.Blobs = append(m.Blobs, b)
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
