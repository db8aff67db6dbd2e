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
	"syscall"

	"liangwang/internal/recycle"
)

// Dir is a directory of blobs: aa/aabbcc….
type Dir struct {
	path    string
	reserve Reserve
}

var isHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Open returns the blobs in path, which is made if absent, readable by its owner alone. The folder above it is there.
func Open(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	if err := sync(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return &Dir{path: path}, nil
}

// Put keeps data and returns its SHA-256 in lower-case hexadecimal. The same data twice is kept once. Full storage.full says that there
// is no room, storage.reserve that what is left is kept for records, Unavailable storage.failed that the disk fails.
//
// What is there already is written anew: whoever wrote it may have failed before it was on the disk, and of a failed sync nobody can
// say which bytes that left out.
func (d *Dir) Put(data []byte) (hash string, err error) {
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	if err := d.reserve.Room(); err != nil {
		return "", err
	}
	name := d.name(hash)
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", failure(err)
	}
	if err := write(name, data); err != nil {
		return "", failure(err)
	}
	if err := sync(folder); err != nil {
		return "", failure(err)
	}
	if err := sync(d.path); err != nil { // the folder may be new
		return "", failure(err)
	}
	return hash, nil
}

// write puts a whole file in the place of what stands at name. Its name is not on the disk yet when it returns.
func write(name string, data []byte) (err error) {
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

// failure tells a full or failing disk from what is wrong with the program.
func failure(err error) error {
	err = fmt.Errorf("blob: %w", err)
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, full) {
			return &recycle.Error{Kind: recycle.Full, Code: "storage.full", Err: err}
		}
	}
	for _, broken := range []error{syscall.EIO, syscall.EROFS} {
		if errors.Is(err, broken) {
			return &recycle.Error{Kind: recycle.Unavailable, Code: "storage.failed", Err: err}
		}
	}
	return err
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
