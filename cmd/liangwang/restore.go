package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"liangwang/internal/store"
)

// restoreFlags are what `restore` is asked for.
type restoreFlags struct {
	from     string // folder, or an older manifest in it
	identity string // file
	keys     string // folder of copies of the keys, or one of them
	replace  bool
	adopt    string // RFC 3339: when the dump began that a PostgreSQL database was brought back from
	json     bool
}

// restored is what `restore` prints: the backup's manifest, and where the old directory is now.
type restored struct {
	manifest
	Aside string `json:"aside,omitempty"`
}

func newRestoreCmd(a *app) *cobra.Command {
	var f restoreFlags
	cmd := &cobra.Command{
		Use:   "restore",
		Short: "Bring a backup back into an empty data directory 恢复备份",
		Long: "Checks every file of a backup against its manifest and brings it into the data directory, which must be empty or absent, and\n" +
			"which no server may hold. With --replace a directory that is not empty is set aside under a name with the time, whole, once the\n" +
			"backup stands ready beside it. Sessions and invitations are not brought back: everyone signs in anew, and\n" +
			"whoever was erased is erased again. With --keys the newest copy of the keys comes too, else --replace takes those that are there; without\n" +
			"any the server runs, and ID numbers cannot be read until restore --keys, alone, brings them. What follows:\n" +
			"phones send again what is younger than the backup. Of PostgreSQL: use pg_restore, then restore --adopt with the time at which\n" +
			"pg_dump began, before the server starts.",
		Example: "  liangwang restore --from /backup/liangwang --keys /safe/keys --data /var/lib/liangwang\n  liangwang restore --from /backup/liangwang --replace\n" +
			"  liangwang restore --adopt 2026-11-23T02:00:00+08:00 --dsn postgres://…",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.adopt != "" {
				return a.adopt(cmd.Context(), f)
			}
			if f.from == "" {
				return a.restoreKeysAlone(f)
			}
			if a.cfg.Postgres() {
				return errUsePgDump
			}
			r, err := a.restoreData(cmd.Context(), f)
			if err != nil {
				return err
			}
			text := fmt.Sprintf("%s: backup of %s, %d files, %d chains: restored 已恢复\n", a.cfg.Data, r.At.Format(time.RFC3339), len(r.Blobs), len(r.Audit))
			if r.Aside != "" {
				text += fmt.Sprintf("%s: what stood there before 原目录\n", r.Aside)
			}
			return a.say(f.json, r, text)
		},
	}
	cmd.Flags().StringVar(&f.from, "from", "", "folder of the backup, or an older manifest in it 备份目录")
	cmd.Flags().StringVar(&f.identity, "identity", "", "file of the age identity, of an encrypted backup 解密私钥文件")
	cmd.Flags().StringVar(&f.keys, "keys", "", "folder of copies of the keys, or one copy 密钥备份")
	cmd.Flags().BoolVar(&f.replace, "replace", false, "set a directory that is not empty aside 原目录改名保留")
	cmd.Flags().StringVar(&f.adopt, "adopt", "", "time (RFC 3339) of the dump that the PostgreSQL database was brought back from 转储时间")
	cmd.MarkFlagsOneRequired("from", "adopt", "keys")
	cmd.MarkFlagsMutuallyExclusive("from", "adopt")
	cmd.MarkFlagsMutuallyExclusive("keys", "adopt")
	cmd.Flags().BoolVar(&f.json, "json", false, "print the manifest as JSON 输出 JSON")
	return cmd
}

// adopt makes of a database that pg_restore brought back one to go on with.
func (a *app) adopt(ctx context.Context, f restoreFlags) error {
	if !a.cfg.Postgres() {
		return errors.New("--adopt: only with PostgreSQL; SQLite is restored --from a backup")
	}
	of, err := time.Parse(time.RFC3339, f.adopt)
	if err != nil || of.After(a.now()) {
		return fmt.Errorf("--adopt: a past time as 2026-11-23T02:00:00+08:00 is expected, not %q", f.adopt)
	}
	return a.withStore(ctx, func(db *store.DB) error {
		if err := db.BeginAgain(ctx, of); err != nil {
			return err
		}
		epoch, err := db.Epoch(ctx)
		if err != nil {
			return err
		}
		return a.say(f.json, map[string]string{"epoch": epoch}, "adopted: everyone signs in anew, phones send again 已接管\n")
	})
}

// restoreData brings a backup into the data directory and holds the directory meanwhile.
func (a *app) restoreData(ctx context.Context, f restoreFlags) (r restored, err error) {
	b, err := openBackup(f.from, f.identity)
	if err != nil {
		return r, err
	}
	r.manifest, b.keys, b.identity = b.manifest, f.keys, f.identity
	lock, err := store.LockDir(a.cfg.Data, "restore")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	switch err := isEmpty(a.cfg.Data); {
	case err == nil:
		return r, a.restore(ctx, b, a.cfg.Data)
	case !errors.Is(err, errNotEmpty) || !f.replace:
		return r, err
	}
	r.Aside, err = a.replace(ctx, b)
	return r, err
}

// replace restores beside the data directory, and exchanges the two when that is done. It returns where the old one is now.
func (a *app) replace(ctx context.Context, b openedBackup) (aside string, err error) {
	data, err := filepath.EvalSymlinks(a.cfg.Data)
	if err == nil {
		data, err = filepath.Abs(data)
	}
	if err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(data), filepath.Base(data)+unfinished) // 0700
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(fresh)
		}
	}()
	lock, err := store.LockDir(fresh, "restore") // it moves with its directory: nobody comes in between
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	b.oldKeys = keysDir(data)
	if err := a.restore(ctx, b, fresh); err != nil {
		return "", err
	}
	aside = data + ".old-" + a.now().UTC().Format("20060102T150405Z")
	if err := os.Rename(data, aside); errors.Is(err, syscall.EBUSY) {
		return "", fmt.Errorf("%s is a mount and cannot be renamed: empty it by hand and restore without --replace: %w", data, err)
	} else if err != nil {
		return "", err
	}
	if err := os.Rename(fresh, data); err != nil {
		return "", errors.Join(err, os.Rename(aside, data))
	}
	return aside, syncDir(filepath.Dir(data))
}

// openedBackup is a backup that can be read.
type openedBackup struct {
	manifest
	folder   string
	opener   envelope
	keys     string                               // of a copy of the keys, or ""
	identity string                               // file, of an encrypted one
	oldKeys  string                               // folder of the keys that stood in the data directory before, or ""
	say      func(step string, done, total int64) // how far it has come
}

func openBackup(from, identity string) (b openedBackup, err error) {
	b.say = func(string, int64, int64) {}
	if b.manifest, b.folder, err = readManifest(from); err != nil {
		return b, err
	}
	b.opener, err = openerOf(b.manifest, identity)
	return b, err
}

// copyFile copies a file of the backup into dir, under its own path there.
func (b openedBackup) copyFile(f backupFile, to string) error {
	_, _, err := b.opener.copyHashed(filepath.Join(b.folder, filepath.FromSlash(f.Path)), to, f.SHA256)
	return err
}

// restore copies the backup b into dir, which is empty. The database comes last: until then there is nothing to serve.
func (a *app) restore(ctx context.Context, b openedBackup, dir string) (err error) {
	temp := filepath.Join(dir, unfinished+"database")
	defer func() {
		if err != nil { // the directory was empty: what stands there now is ours
			_ = os.RemoveAll(filepath.Join(dir, "blobs"))
			_ = os.RemoveAll(keysDir(dir))
			_ = os.Remove(temp)
		}
	}()
	for i, f := range b.Blobs {
		if err := ctx.Err(); err != nil {
			return err
		}
		b.say(stepFiles, int64(i), int64(len(b.Blobs)))
		if err := b.copyFile(f, filepath.Join(dir, filepath.FromSlash(blobPath(f.SHA256, false)))); err != nil {
			return err
		}
	}
	b.say(stepDatabase, 0, 0)
	if err := b.copyFile(b.Database, temp); err != nil {
		return err
	}
	erased, err := b.bringKeys(dir)
	if err != nil {
		return err
	}
	var found manifest
	if err := a.inspect(ctx, temp, dir, &found); err != nil {
		return err
	}
	if !slices.Equal(found.Audit, b.Audit) {
		return errors.New("the audit chains do not end as the manifest says")
	}
	if err := store.BeginAgain(ctx, temp, b.At); err != nil {
		return err
	}
	if len(erased) > 0 {
		if err := a.eraseAgain(ctx, temp, dir, erased); err != nil {
			return err
		}
	}
	return errors.Join(os.Rename(temp, filepath.Join(dir, filepath.Base(a.cfg.Database()))), syncDir(dir))
}

var errNotEmpty = errors.New("not empty: restore writes over nothing (--replace sets it aside)")

// isEmpty returns errNotEmpty if there is something in a directory besides its lock.
func isEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if name := e.Name(); name != store.LockName && name != "lost+found" { // of a file system of its own
			return fmt.Errorf("%s is %w", dir, errNotEmpty)
		}
	}
	return nil
}
