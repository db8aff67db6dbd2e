package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Random changes of names. What is synced is all there; a rename never loses a file.
func TestNamesRandom(t *testing.T) {
	for seed := range int64(1000) {
		r := newRand(seed)
		w := newWorld(seed%2 == 0)
		renames := seed%4 < 2 // only these
		dirs := []*inode{w.root}
		pick := func() (*inode, string) { return dirs[r.Intn(len(dirs))], string(rune('a' + r.Intn(3))) }
		add := func(mode uint32) {
			if d, k := pick(); d.names[k] == nil {
				n := w.newInode(mode)
				w.rename(n, place{d, k}, place{})
				if n.isDir() {
					dirs = append(dirs, n)
				}
			}
		}
		under := func(d, top *inode) bool {
			for ; d != nil && d != top; d = d.parent {
			}
			return d != nil
		}
		tree := func() string {
			var l []string
			var list func(*inode, string)
			list = func(d *inode, p string) {
				for k, n := range d.names {
					l = append(l, fmt.Sprint(p, k, n.ino, " ", n.nlink))
					list(n, p+k+"/")
				}
			}
			list(w.root, "")
			slices.Sort(l)
			return strings.Join(l, "\n")
		}
		syncAll := func() {
			for range 2 { // the old directory of a move may come before the new one
				for _, d := range dirs {
					w.fsync(d)
				}
			}
		}
		for range 8 {
			add(syscall.S_IFDIR)
			add(syscall.S_IFREG)
		}
		syncAll()
		files := func() (l []string) {
			w.walk(func(f *inode) { l = append(l, fmt.Sprint(f.ino)) })
			slices.Sort(l)
			return
		}
		all := files()
		for range 60 {
			d, k := pick()
			n := d.names[k]
			switch x := r.Intn(8); {
			case x == 0 && !renames:
				add(syscall.S_IFDIR)
			case x == 1 && !renames:
				add(syscall.S_IFREG)
			case x == 2:
				w.fsync(d)
			case n == nil:
			case x == 3:
				w.fsync(n)
			case x == 4 && !renames && len(n.names) == 0:
				w.rename(n, place{}, place{d, k})
				dirs = slices.DeleteFunc(dirs, func(d *inode) bool { return d == n })
			default:
				to, name := pick()
				old := to.names[name]
				if under(to, n) || old == n || old != nil && (renames || old.isDir() != n.isDir() || len(old.names) > 0) {
					continue
				}
				w.rename(n, place{to, name}, place{d, k})
				dirs = slices.DeleteFunc(dirs, func(d *inode) bool { return d == old })
			}
		}
		want := tree()
		if renames {
			w.crash(seed, []string{"none", "subset", "prefix"}[r.Intn(3)])
			if got := files(); !slices.Equal(got, all) {
				t.Fatalf("seed %d: files %v, want %v", seed, got, all)
			}
			continue
		}
		syncAll()
		w.crash(seed, "none")
		if got := tree(); got != want {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, got, want)
		}
	}
}
