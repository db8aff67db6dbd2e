package blob_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"liangwang/internal/blob"
)

// files returns every file below path with its mode, and fails on a folder that others may enter.
func files(t *testing.T, path string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if d.IsDir() {
			if info.Mode().Perm() != 0o700 {
				t.Errorf("%s is %v", name, info.Mode())
			}
			return nil
		}
		rel, err := filepath.Rel(path, name)
		found = append(found, fmt.Sprintf("%s %v", rel, info.Mode()))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Whatever the umask, a blob is its owner's alone; the same content is one file; nothing else is left behind.
func TestDir(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	path := filepath.Join(t.TempDir(), "a", "blobs")
	d, err := blob.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	contents := [][]byte{nil, []byte("a"), bytes.Repeat([]byte("b"), 1<<20)}
	var wg sync.WaitGroup
	for range 8 { // the same at once
		for _, data := range contents {
			wg.Go(func() {
				hash, err := d.Put(data)
				if want := fmt.Sprintf("%x", sha256.Sum256(data)); err != nil || hash != want {
					t.Errorf("%s, want %s, %v", hash, want, err)
				}
				f, err := d.Get(hash)
				if err != nil {
					t.Error(err)
					return
				}
				got, err := io.ReadAll(f)
				if err = errors.Join(err, f.Close()); err != nil || !bytes.Equal(got, data) {
					t.Errorf("%d bytes, want %d, %v", len(got), len(data), err)
				}
			})
		}
	}
	wg.Wait()
	found := files(t, path)
	if len(found) != len(contents) {
		t.Errorf("%d files: %v", len(found), found)
	}
	for _, f := range found {
		name, mode, _ := strings.Cut(filepath.Base(f), " ")
		if mode != "-rw-------" || !strings.HasPrefix(f, name[:2]+"/") || len(name) != 64 {
			t.Error(f)
		}
	}
}

// What is no hash is not found, wherever it points.
func TestDir_Get(t *testing.T) {
	path := t.TempDir()
	d, err := blob.Open(filepath.Join(path, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(path, "secret"), []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"", "..", "../secret", "/etc/passwd", strings.Repeat("a", 64), strings.Repeat("A", 64), strings.Repeat("a", 63) + "\x00", "aa/" + strings.Repeat("a", 61),
		strings.Repeat("a", 64) + "\n"} {
		if f, err := d.Get(hash); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v, %v", hash, f, err)
		}
	}
}

// Where nothing can be written, Put says so and leaves nothing.
func TestDir_Put_fails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blobs")
	d, err := blob.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte("a")))
	if err := os.WriteFile(filepath.Join(path, hash[:2]), nil, 0o600); err != nil { // where its folder would be
		t.Fatal(err)
	}
	if got, err := d.Put([]byte("a")); err == nil {
		t.Error("kept as", got)
	}
	if _, err := blob.Open(filepath.Join(path, hash[:2], "x")); err == nil {
		t.Error("opened below a file")
	}
}
