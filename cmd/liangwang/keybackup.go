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

// restoreKeys brings the newest copy of the keys in a folder, or the copy that from is, into a data directory without any.
func restoreKeys(from, identity, data string) error {
	path, err := newestKeys(from)
	if err != nil {
		return err
	}
	opener := envelope{}
	if strings.HasSuffix(path, sealedEnd) {
		if opener, err = openerOf(manifest{Recipient: "the recipient of the keys"}, identity); err != nil {
			return err
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	var text strings.Builder
	if _, err := opener.pour(&text, f, sha256.New()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var c keysCopy
	if err := json.Unmarshal([]byte(text.String()), &c); err != nil || c.Format != 1 || c.Sum != c.sum() {
		return errors.Join(fmt.Errorf("%s is no whole copy of keys", path), err)
	}
	dir := keysDir(data)
	if err := store.MakeDir(dir); err != nil {
		return err
	}
	return errors.Join(writeSynced(filepath.Join(dir, "people"), []byte(c.People)), writeSynced(filepath.Join(dir, "master"), []byte(c.Master)), syncDir(dir))
}

var errKeysHere = errors.New("the data directory has its keys: a copy would take away those that came after it 密钥还在，不用恢复")

// restoreKeysAlone brings a copy of the keys into a data directory that lost them. Who was erased stays so.
func (a *app) restoreKeysAlone(f restoreFlags) (err error) {
	lock, err := store.LockDir(a.cfg.Data, "restore")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if stands(filepath.Join(keysDir(a.cfg.Data), "master")) {
		return errKeysHere
	}
	before, err := keys.Open(keysDir(a.cfg.Data))
	if err != nil {
		return err
	}
	graves, err := before.Graves()
	if err != nil {
		return err
	}
	if err := restoreKeys(f.keys, f.identity, a.cfg.Data); err != nil {
		return err
	}
	ring, err := keys.Open(keysDir(a.cfg.Data))
	for _, of := range graves {
		if err == nil {
			err = ring.Destroy(of)
		}
	}
	if err != nil {
		return err
	}
	return a.say(f.json, map[string]string{"keys": keysDir(a.cfg.Data)}, "keys restored 密钥已恢复\n")
}

func newestKeys(from string) (string, error) {
	if info, err := os.Stat(from); err == nil && !info.IsDir() {
		return from, nil
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(entries) { // the name begins with the time
		if isKeysFile.MatchString(e.Name()) {
			return filepath.Join(from, e.Name()), nil
		}
	}
	return "", fmt.Errorf("%s has no copy of keys", from)
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

// bringKeys brings the keys that go with a backup into the data directory dir, and returns who must not come back with it: whoever was
// erased by the list in the folder of the backups, by the keys that come, and by those that were there before.
func (b openedBackup) bringKeys(dir string) (erased []recycle.SellerRef, err error) {
	if erased, err = readErased(b.folder); err != nil {
		return nil, err
	}
	old := b.oldKeys != "" && stands(filepath.Join(b.oldKeys, "people"))
	if old {
		ring, err := keys.Open(b.oldKeys)
		if err != nil {
			return nil, err
		}
		graves, err := ring.Graves()
		if err != nil {
			return nil, err
		}
		erased = append(erased, graves...)
	}
	switch {
	case b.keys != "":
		err = restoreKeys(b.keys, b.identity, dir)
	case old:
		err = os.CopyFS(keysDir(dir), os.DirFS(b.oldKeys))
		for _, name := range []string{"people", "master"} {
			err = errors.Join(err, syncFile(filepath.Join(keysDir(dir), name)))
		}
		err = errors.Join(err, os.Chmod(keysDir(dir), 0o700), syncDir(keysDir(dir)))
	}
	if err != nil {
		return nil, err
	}
	ring, err := keys.Open(keysDir(dir))
	if err != nil {
		return nil, err
	}
	graves, err := ring.Graves()
	return append(erased, graves...), err
}

// eraseAgain erases persons in the restored database at path, and their keys in the data directory dir. Nobody else has them open.
func (a *app) eraseAgain(ctx context.Context, path, dir string, who []recycle.SellerRef) (err error) {
	db, err := store.Open(ctx, store.Options{Path: path, Now: a.now, Held: &store.DirLock{}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ring, err := boundKeys(dir, db)
	if err != nil {
		return err
	}
	s := &seller.Service{Store: sellerStore{db, store.Sellers{DB: db}, store.Audit{DB: db}}, Keys: ring, Now: a.now}
	_, err = s.Sweep(ctx, who...)
	return err
}

// tryKeys tries in a restored data directory whether every person's number can be read, and no erased one's.
func (d *drilled) tryKeys(ctx context.Context, path, dir string) (err error) {
	db, err := store.OpenCopy(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ring, err := boundKeys(dir, db)
	if err != nil {
		return err
	}
	state, err := countKeys(ctx, ring, db)
	if state.Lost > 0 || state.Master == "missing" {
		d.Faults = append(d.Faults, fmt.Sprintf("keys: %d of %d persons cannot be read", state.Lost, state.Persons))
	}
	if state.Revived > 0 {
		d.Faults = append(d.Faults, fmt.Sprintf("keys: %d erased persons have a key", state.Revived))
	}
	d.Keys = &state
	return err
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

func stands(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
