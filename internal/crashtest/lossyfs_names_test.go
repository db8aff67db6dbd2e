package crashtest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func (d *disk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *disk) path(name string) string { return filepath.Join(d.mnt, name) }

func (d *disk) open(name string, flags int) *os.File {
	d.t.Helper()
	f, err := os.OpenFile(d.path(name), os.O_RDWR|flags, 0o644)
	d.must(err)
	d.t.Cleanup(func() { f.Close() })
	return f
}

// write makes a file, and syncs it if sync is set.
func (d *disk) write(name, data string, sync bool) {
	d.t.Helper()
	f := d.open(name, os.O_CREATE|os.O_TRUNC)
	_, err := f.WriteString(data)
	d.must(err)
	if sync {
		d.must(f.Sync())
	}
	d.must(f.Close())
}

func (d *disk) fsync(name string) error {
	f, err := os.Open(d.path(name))
	d.must(err)
	defer f.Close()
	return f.Sync()
}

// tree lists all names with the contents: "a=text d/ d/b=text".
func (d *disk) tree() string {
	var l []string
	d.must(filepath.Walk(d.mnt, func(p string, fi os.FileInfo, err error) error {
		if err != nil || p == d.mnt {
			return err
		}
		k, _ := filepath.Rel(d.mnt, p)
		if fi.IsDir() {
			l = append(l, k+"/")
			return nil
		}
		b, err := os.ReadFile(p)
		l = append(l, k+"="+string(b))
		return err
	}))
	slices.Sort(l)
	return strings.Join(l, " ")
}

func (d *disk) want(tree string) {
	d.t.Helper()
	if got := d.tree(); got != tree {
		d.t.Errorf("got  %q\nwant %q", got, tree)
	}
}

func onBoth(t *testing.T, f func(*testing.T, *disk, bool)) {
	for _, names := range []string{lenient, strict} {
		t.Run(names, func(t *testing.T) {
			f(t, newDisk(t, names), names == strict)
		})
	}
}

// snap is where a snapshot goes.
func (d *disk) snap() string { return d.mnt + ".snap" }

func TestDisk_directories(t *testing.T) {
	onBoth(t, func(t *testing.T, d *disk, _ bool) {
		d.must(os.MkdirAll(d.path("p/2024/01"), 0o755))
		d.write("p/2024/01/a", "A", false)
		d.write("p/b", "B", false)
		d.must(os.Link(d.path("p/b"), d.path("p/2024/c")))
		d.want("p/ p/2024/ p/2024/01/ p/2024/01/a=A p/2024/c=B p/b=B")
		if err := os.Remove(d.path("p/2024")); !errors.Is(err, syscall.ENOTEMPTY) {
			t.Errorf("rmdir: %v", err)
		}
		d.must(os.Rename(d.path("p/2024"), d.path("q")))
		d.must(os.Rename(d.path("p/b"), d.path("q/01/a")))
		d.want("p/ q/ q/01/ q/01/a=B q/c=B")
		d.must(os.Remove(d.path("p")))
		d.must(os.Mkdir(d.path("e"), 0o700))
		if err := os.Rename(d.path("e"), d.path("q")); !errors.Is(err, syscall.ENOTEMPTY) && !os.IsExist(err) {
			t.Errorf("rename over a full directory: %v", err)
		}
		if fi, err := os.Stat(d.path("q/c")); err != nil || fi.Sys().(*syscall.Stat_t).Nlink != 2 {
			t.Errorf("links: %v %v", fi, err)
		}
		d.must(os.Remove(d.path("q/c")))
		d.want("e/ q/ q/01/ q/01/a=B")
		d.do("crash 1 all")
		d.want("e/ q/ q/01/ q/01/a=B")
		d.must(os.RemoveAll(d.path("q")))
		d.want("e/")
	})
}

// Each change of names is there after a power cut only if the right directory was synced.
func TestDisk_names(t *testing.T) {
	const base = "d/ d/a=A d/e/ d/z=Z f/ f/x=X"
	rename := func(a, b string) func(*disk) error {
		return func(d *disk) error { return os.Rename(d.path(a), d.path(b)) }
	}
	remove := func(a string) func(*disk) error { return func(d *disk) error { return os.Remove(d.path(a)) } }
	for _, c := range []struct {
		name   string
		do     func(*disk) error
		sync   string // directories, in order
		want   string // after that
		other  string // with a sync of the wrong directory or file only
		result string
	}{
		{"create", func(d *disk) error { d.write("d/n", "N", true); return nil }, "d", "d/ d/a=A d/e/ d/n=N d/z=Z f/ f/x=X", "f", base},
		{"mkdir", func(d *disk) error { return os.Mkdir(d.path("d/n"), 0o755) }, "d", "d/ d/a=A d/e/ d/n/ d/z=Z f/ f/x=X", "d/n", base},
		{"link", func(d *disk) error { return os.Link(d.path("d/a"), d.path("f/a")) }, "f", base[:len(base)-5] + "f/a=A f/x=X", "d", base},
		{"unlink", remove("d/a"), "d", "d/ d/e/ d/z=Z f/ f/x=X", "f", base},
		{"rmdir", remove("d/e"), "d", "d/ d/a=A d/z=Z f/ f/x=X", "f", base},
		{"rename", rename("d/a", "d/n"), "d", "d/ d/e/ d/n=A d/z=Z f/ f/x=X", "f", base},
		{"rename over", rename("d/a", "d/z"), "d", "d/ d/e/ d/z=A f/ f/x=X", "f", base},
		{"rename across", rename("d/a", "f/a"), "f d", "d/ d/e/ d/z=Z f/ f/a=A f/x=X", "d", base},
		{"rename across, one synced", rename("d/a", "f/x"), "f", "d/ d/a=A d/e/ d/z=Z f/ f/x=A", "", base},
		{"move directory", rename("d/e", "f/e"), "f", "d/ d/a=A d/z=Z f/ f/e/ f/x=X", "d", base},
		{"name taken again", func(d *disk) error {
			d.must(os.Rename(d.path("d/a"), d.path("f/a")))
			d.write("d/a", "N", true)
			return nil
		}, "d", "d/ d/a=N d/e/ d/z=Z f/ f/a=A f/x=X", "", base},
		{"there and back", func(d *disk) error {
			d.must(os.Rename(d.path("d/a"), d.path("f/a")))
			return os.Rename(d.path("f/a"), d.path("d/a"))
		}, "f d f d", base, "", base},
		{"moved out of a removed directory", func(d *disk) error {
			d.must(os.Rename(d.path("f/x"), d.path("d/x")))
			return os.Remove(d.path("f"))
		}, ".", "d/ d/a=A d/e/ d/x=X d/z=Z", "", base},
		{"directories in a circle", func(d *disk) error {
			d.must(os.Rename(d.path("d"), d.path("f/d")))
			d.must(d.fsync("f"))
			d.must(os.Rename(d.path("f/d"), d.path("d")))
			return os.Rename(d.path("f"), d.path("d/f"))
		}, "d", "d/ d/a=A d/e/ d/f/ d/f/x=X d/z=Z", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, sync := range []string{c.other, c.sync} {
				d := newDisk(t, strict)
				d.must(os.MkdirAll(d.path("d/e"), 0o755))
				d.must(os.Mkdir(d.path("f"), 0o755))
				d.write("d/a", "A", true)
				d.write("d/z", "Z", true)
				d.write("f/x", "X", true)
				for _, k := range []string{".", "d", "f"} {
					d.must(d.fsync(k))
				}
				d.want(base)
				d.must(c.do(d))
				for _, k := range strings.Fields(sync) {
					d.must(d.fsync(k))
				}
				d.do("crash 1 none")
				if sync == c.sync {
					d.want(c.want)
				} else if c.result != "" {
					d.want(c.result)
				}
			}
		})
	}
}

func TestDisk_newFolder(t *testing.T) {
	onBoth(t, func(t *testing.T, d *disk, strict bool) {
		save := func(name string) { // whole, but for the fsync of the new folder's parent
			d.must(os.MkdirAll(filepath.Dir(d.path(name)), 0o755))
			d.write(name+".tmp", "photo", true)
			d.must(os.Rename(d.path(name+".tmp"), d.path(name)))
			d.must(d.fsync(filepath.Dir(name)))
		}
		save("a/b/p")
		d.do("crash 1 none")
		if strict {
			d.want("")
			save("a/b/p")
			d.must(d.fsync("a"))
			d.must(d.fsync("."))
			d.do("crash 1 none")
		}
		d.want("a/ a/b/ a/b/p=photo")
	})
}

func TestDisk_lenientNames(t *testing.T) {
	d := newDisk(t, lenient)
	d.must(os.Mkdir(d.path("n"), 0o755))
	d.write("n/kept", "1", true)
	d.write("n/lost", "2", false)
	d.write("t", "3", false)
	d.must(os.Rename(d.path("t"), d.path("n/t")))
	d.must(d.fsync("n/t"))
	d.do("crash 1 none")
	d.want("n/ n/kept=1 n/t=3")
	d.must(os.Remove(d.path("n/t")))
	d.must(d.fsync("n/kept"))
	d.do("crash 1 none")
	d.want("n/ n/kept=1 n/t=3")
}

// Rename over a file: the old or the new one, never neither; without fsync of the new one it may be empty or zeros.
func TestDisk_renameAtomic(t *testing.T) {
	onBoth(t, func(t *testing.T, d *disk, strict bool) {
		for _, sync := range []bool{true, false} {
			got := map[string]int{}
			for seed := range 40 {
				d.write("a", "old", true)
				d.must(d.fsync("."))
				d.write("a.tmp", "new", sync)
				d.must(os.Rename(d.path("a.tmp"), d.path("a")))
				d.do("crash %d %s", seed, []string{"subset", "prefix", "torn"}[seed%3])
				b, err := os.ReadFile(d.path("a"))
				d.must(err)
				got[strings.Trim(string(b), "\x00")]++
				os.Remove(d.path("a.tmp"))
			}
			if got["old"] == 0 || got["new"] == 0 || sync != (got[""] == 0) || got["old"]+got["new"]+got[""] != 40 {
				t.Errorf("sync=%v: %v", sync, got)
			}
		}
	})
}

// Unsynced names reach the disk in their order, as with a journal; with -strict in any.
func TestDisk_nameOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, d *disk, strict bool) {
		got := map[string]int{}
		for seed := range 60 {
			d.write("1", "", false)
			d.write("2", "", false)
			d.do("crash %d subset", seed)
			got[d.tree()]++
			os.Remove(d.path("1"))
			os.Remove(d.path("2"))
			d.must(d.fsync("."))
		}
		if got[""] == 0 || got["1="] == 0 || got["1= 2="] == 0 || strict != (got["2="] > 0) {
			t.Error(got)
		}
	})
}
