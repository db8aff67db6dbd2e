package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"liangwang/internal/keys"
	"liangwang/internal/recycle"
	"liangwang/internal/seller"
	"liangwang/internal/store"
)

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
