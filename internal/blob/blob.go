// Package blob keeps files by the hash of their content in a local directory. A file that was acknowledged is on the disk: its
// bytes, its name and the folder that holds it are synced before Put returns.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Dir is a directory of blobs: aa/aabbcc….
type Dir struct{ path string }

var isHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Open returns the blobs in path, which is made if absent, readable by its owner alone.
func Open(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return &Dir{path}, nil
}

// Put keeps data and returns its SHA-256 in lower-case hexadecimal. The same data twice is kept once.
func (d *Dir) Put(data []byte) (hash string, err error) {
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	name := d.name(hash)
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("blob: %w", err)
	}
	if _, err = os.Stat(name); err != nil { // else it is there, but whoever wrote it may not have synced its name yet
		err = d.write(name, data)
	}
	if err := errors.Join(err, sync(folder), sync(d.path)); err != nil {
		return "", fmt.Errorf("blob: %w", err)
	}
	return hash, nil
}

func (d *Dir) write(name string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// sync writes a folder's names to the disk.
func sync(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get opens the file of hash; its absence is fs.ErrNotExist. The caller closes it.
func (d *Dir) Get(hash string) (io.ReadCloser, error) {
	if !isHash.MatchString(hash) {
		return nil, fs.ErrNotExist
	}
	f, err := os.Open(d.name(hash))
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return f, nil
}

func (d *Dir) name(hash string) string { return filepath.Join(d.path, hash[:2], hash) }
