package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
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

	"liangwang/internal/keys"
	"liangwang/internal/recycle"
	"liangwang/internal/seller"
	"liangwang/internal/store"
)

var (
	errNoKeys  = errors.New("there are no keys yet: nobody's ID number was registered 还没有密钥")
	isKeysFile = regexp.MustCompile(`^keys-(\d{8}T\d{6}\.\d{3}Z)\.json(\.age)?$`)
)

const erasedName = "erased" // in a folder of backups: who was erased, a line each

// keysCopy is a copy of the keys of a data directory: one file, with all that is needed to go on.
type keysCopy struct {
	Format int       `json:"format"`
	At     time.Time `json:"at"`
	Master string    `json:"master"`
	People string    `json:"people"`
	Sum    string    `json:"sum"` // SHA-256 of the two
}

func (c keysCopy) sum() string {
	sum := sha256.Sum256([]byte(c.Master + "\x00" + c.People))
	return hex.EncodeToString(sum[:])
}

// backupKeys copies the keys into a folder elsewhere, reads the copy back, and removes the copies that are older than seller.KeysKept
// days: after that nobody who was erased can be read any more. With a recipient the copy is encrypted to them (age).
func (a *app) backupKeys(ctx context.Context, db *store.DB, dir, encryptTo string) (path string, err error) {
	for name, other := range map[string]string{"the data directory": a.cfg.Data, "the folder of the backups": a.cfg.BackupDir} {
		if other != "" && (lies(other, dir) || lies(dir, other)) {
			return "", fmt.Errorf("--keys: %s and %s must be two places, or who has the one has both 密钥要另放一处", dir, name)
		}
	}
	e, err := parseRecipient(encryptTo)
	if err != nil {
		return "", err
	}
	now := a.now().UTC().Truncate(time.Millisecond)
	text, err := a.copyOfKeys(now)
	if err != nil {
		return "", err
	}
	if err := store.MakeDir(dir); err != nil {
		return "", err
	}
	path = filepath.Join(dir, "keys-"+now.Format(stampLayout)+".json")
	temp := filepath.Join(a.cfg.Data, unfinished+"keys")
	defer func() { _ = os.Remove(temp) }()
	if err := writeSynced(temp, text); err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	if e.recipient != nil {
		path += sealedEnd
	}
	if _, _, err := e.copyHashed(temp, path, hex.EncodeToString(sum[:])); err != nil {
		return "", err
	}
	if err := (store.Sellers{DB: db}).SaveKeysAt(ctx, recycle.At(now)); err != nil {
		return "", err
	}
	return path, pruneKeys(dir, now)
}

// copyOfKeys returns the file that a copy of the keys is.
func (a *app) copyOfKeys(now time.Time) ([]byte, error) {
	master, err := os.ReadFile(filepath.Join(keysDir(a.cfg.Data), "master"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoKeys
	}
	if err != nil {
		return nil, err
	}
	people, err := os.ReadFile(filepath.Join(keysDir(a.cfg.Data), "people"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	whole := people[:strings.LastIndexByte(string(people), '\n')+1] // what is added at this moment is in the next copy
	c := keysCopy{Format: 1, At: now, Master: string(master), People: string(whole)}
	c.Sum = c.sum()
	return json.Marshal(c)
}

// pruneKeys removes the copies that have been kept long enough.
func pruneKeys(dir string, now time.Time) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		stamp := isKeysFile.FindStringSubmatch(e.Name())
		if stamp == nil {
			continue
		}
		at, perr := time.Parse(stampLayout, stamp[1])
		if perr == nil && now.Sub(at) > seller.KeysKept*24*time.Hour {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return errors.Join(err, syncDir(dir))
}

// noteErased adds a person who was erased to the list in the folder of the backups, which restore applies: the backups there are from
// before.
func (a *app) noteErased(ctx context.Context, of recycle.SellerRef) {
	if a.cfg.BackupDir == "" {
		return
	}
	if err := writeErased(a.cfg.BackupDir, []recycle.SellerRef{of}); err != nil {
		a.log.ErrorContext(ctx, "the list of the erased in the folder of the backups", "err", err)
	}
}

// writeErased adds to the list in a folder of backups whoever is not in it.
func writeErased(dir string, refs []recycle.SellerRef) error {
	have, err := readErased(dir)
	if err != nil {
		return err
	}
	if err := store.MakeDir(dir); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, erasedName), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for _, of := range refs {
		if !slices.Contains(have, of) {
			_, werr := f.WriteString(string(of.Org) + " " + string(of.ID) + "\n")
			err = errors.Join(err, werr)
		}
	}
	return errors.Join(err, f.Sync(), f.Close(), syncDir(dir))
}

// readErased reads that list; without one nobody was erased.
func readErased(dir string) (list []recycle.SellerRef, err error) {
	f, err := os.Open(filepath.Join(dir, erasedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		org, id, _ := strings.Cut(lines.Text(), " ")
		if recycle.IsID(org) && recycle.IsID(id) { // a line that was cut off names nobody
			list = append(list, recycle.SellerRef{Org: recycle.OrgID(org), ID: recycle.SellerID(id)})
		}
	}
	return list, lines.Err()
}

// listErased writes the list of the erased into a folder of backups.
func (a *app) listErased(dir string) error {
	ring, err := keys.Open(keysDir(a.cfg.Data))
	if err != nil {
		return err
	}
	graves, err := ring.Graves()
	if err != nil || len(graves) == 0 {
		return err
	}
	return writeErased(dir, graves)
}

// backupKeysNow is `backup --keys`.
func (a *app) backupKeysNow(cmd *cobra.Command, plan backupPlan, asJSON bool) error {
	return a.withStore(cmd.Context(), func(db *store.DB) error {
		if !cmd.Flags().Changed("encrypt-to") {
			plan.encryptTo = a.cfg.BackupEncryptTo
		}
		path, err := a.backupKeys(cmd.Context(), db, plan.keys, plan.encryptTo)
		if err != nil {
			return err
		}
		if plan.encryptTo == "" {
			fmt.Fprint(a.stderr, "not encrypted: with a backup and this file every ID number can be read; keep them apart 未加密，与备份分开保管\n")
		}
		return a.say(asJSON, map[string]any{"keys": path, "keptDays": seller.KeysKept}, fmt.Sprintf("%s: kept for %d days 密钥已备份\n", path, seller.KeysKept))
	})
}
