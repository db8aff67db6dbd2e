package crashtest

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// ground is what a data directory stands on.
type ground interface {
	dir() string
	cut(mode string, seed int64) // of the power; nobody has a file open
}

// plain is a folder that keeps what was written: only the program dies.
type plain string

func (p plain) dir() string     { return string(p) }
func (plain) cut(string, int64) {}

// dir and cut make a disk a ground.
func (d *disk) dir() string { return d.mnt }

func (d *disk) cut(mode string, seed int64) {
	d.t.Helper()
	d.do("crash %d %s", seed, mode)
}

// extDisk is an ext4 file system in a file on a lossyfs: the kernel's journal stands between.
type extDisk struct {
	*disk
	mnt, loop string
}

const extBytes = 96 << 20

func newExtDisk(t testing.TB) *extDisk {
	t.Helper()
	e := &extDisk{disk: newDisk(t, lenient), mnt: filepath.Join(t.TempDir(), "ext4")}
	image := filepath.Join(t.TempDir(), "image")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, extBytes); err != nil {
		t.Fatal(err)
	}
	e.run("mkfs.ext4", "-q", "-F", image)
	if err := os.Mkdir(e.mnt, 0o700); err != nil {
		t.Fatal(err)
	}
	e.do("load disk.img %s", image)
	e.attach()
	t.Cleanup(e.detach)
	return e
}

func (e *extDisk) run(name string, args ...string) string {
	e.t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		e.t.Fatalf("%s %v: %v %s", name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (e *extDisk) attach() {
	e.t.Helper()
	e.loop = e.run("losetup", "--find", "--show", filepath.Join(e.disk.mnt, "disk.img"))
	e.do("own %s %s", e.mnt, e.loop)
	if err := syscall.Mount(e.loop, e.mnt, "ext4", 0, ""); err != nil {
		e.t.Fatalf("mount %s: %v", e.loop, err)
	}
}

func (e *extDisk) detach() {
	if e.loop == "" {
		return
	}
	if err := syscall.Unmount(e.mnt, 0); err != nil {
		e.t.Errorf("unmount %s: %v", e.mnt, err)
		_ = syscall.Unmount(e.mnt, syscall.MNT_DETACH)
	}
	e.run("losetup", "-d", e.loop)
	e.do("own - -")
	e.loop = ""
}

func (e *extDisk) dir() string { return e.mnt }

// cut takes what the disk below holds at this moment; what the kernel writes when it unmounts comes too late.
func (e *extDisk) cut(mode string, seed int64) {
	e.t.Helper()
	image := filepath.Join(e.t.TempDir(), "image")
	e.do("snap disk.img %s %d %s", image, seed, mode)
	e.detach()
	e.do("load disk.img %s", image)
	if err := os.Remove(image); err != nil {
		e.t.Error(err)
	}
	e.attach()
}

// copyTree copies a folder into a new one, and returns when all of it is on the disk.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			if err := os.Mkdir(target, 0o700); err != nil {
				return err
			}
			return syncPath(filepath.Dir(target))
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o600); err != nil {
			return err
		}
		if err := syncPath(target); err != nil {
			return err
		}
		return syncPath(filepath.Dir(target))
	})
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close()
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return f.Close()
}
