package main

import (
	"maps"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// op is one unsynced change of a file: a write, or a truncate (data == nil).
type op struct {
	off  int64
	data []byte
}

// inode is a file or a folder: what the application sees apart from what survives a power cut.
type inode struct {
	ino      uint64
	mode     uint32 // with the type
	mtime    time.Time
	nlink    uint32
	parent   *inode            // where it was named last
	name     string            // there
	vol, dur []byte            // file: seen, durable
	ops      []op              // file: changes since the last fsync
	names    map[string]*inode // folder: what is seen
	failures int               // of fsync
}

// breaks reports whether f hits a call on n.
func (w *world) breaks(f *fault, n *inode) bool {
	return strings.HasSuffix(n.name, w.only) && f.hit()
}

func (n *inode) isDir() bool { return n.mode&syscall.S_IFMT == syscall.S_IFDIR }

// fault fails the calls numbered from (1 = the next) up to, but not including, to.
type fault struct{ n, from, to int64 }

func (f *fault) hit() bool {
	f.n++
	return f.from <= f.n && f.n < f.to
}

// world is the whole disk.
type world struct {
	mu             sync.Mutex
	strict         bool // a name is durable only after fsync of its folder
	root           *inode
	base, kept     map[place]*inode // durable names: before the changes of names, and now
	changes        []*nameop        // in order
	reach          map[*inode]bool  // what kept leads to
	next           uint64
	limit          int64 // of all file sizes together; -1: none
	budget         int64 // bytes that may still be written; -1: any
	lie            bool
	slow           time.Duration
	only           string // how the names of the files end on which writes and fsyncs fail
	eioWrite       fault
	eioFsync       fault
	writes, fsyncs int
	failed         int // writes and fsyncs that did
	lost, crashes  int // lost: bytes
}

func newWorld(strict bool) *world {
	w := &world{strict: strict, limit: -1, budget: -1, base: map[place]*inode{}}
	w.root = w.newInode(syscall.S_IFDIR | 0o755)
	w.root.nlink = 1
	w.settle()
	return w
}

func (w *world) newInode(mode uint32) *inode {
	w.next++
	return &inode{ino: w.next, mode: mode, mtime: time.Now(), names: map[string]*inode{}}
}

// walk calls f once for every file that is seen, in the same order each time.
func (w *world) walk(f func(*inode)) {
	seen := map[*inode]bool{}
	var dir func(*inode)
	dir = func(d *inode) {
		for _, k := range slices.Sorted(maps.Keys(d.names)) {
			n := d.names[k]
			if n.isDir() {
				dir(n)
			} else if !seen[n] {
				seen[n] = true
				f(n)
			}
		}
	}
	dir(w.root)
}

func (w *world) total() (n int64) {
	w.walk(func(f *inode) { n += int64(len(f.vol)) })
	return n
}

func apply(b []byte, o op) []byte {
	if o.data == nil {
		if int64(len(b)) > o.off {
			return b[:o.off:o.off]
		}
		return append(b, make([]byte, o.off-int64(len(b)))...)
	}
	if end := o.off + int64(len(o.data)); end > int64(len(b)) {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[o.off:], o.data)
	return b
}

func (w *world) change(f *inode, o op) {
	f.vol = apply(f.vol, o)
	f.ops = append(f.ops, o)
	f.mtime = time.Now()
}

// room says how many of the n bytes at off may be written: a full disk takes the head of a write.
func (w *world) room(f *inode, off, n int64) int64 {
	if w.budget >= 0 {
		n = min(n, w.budget)
		w.budget -= n
	}
	size := int64(len(f.vol))
	if w.limit >= 0 && off+n > size {
		n = max(0, min(n, size+max(0, w.limit-w.total())-off))
	}
	return n
}

// load replaces the content of the file at path, which may be new, durably.
func (w *world) load(path string, content []byte) error {
	at, err := w.find(path)
	if err != nil {
		return err
	}
	f := at.dir.names[at.name]
	if f == nil {
		f = w.newInode(syscall.S_IFREG | 0o600)
		w.rename(f, at, place{})
	}
	f.dur, f.vol, f.ops = content, slices.Clone(content), nil
	w.markPath(f)
	w.settle()
	return nil
}

// fsync of a file or folder.
func (w *world) fsync(n *inode) syscall.Errno {
	w.fsyncs++
	if w.breaks(&w.eioFsync, n) {
		w.failed++
		n.failSync()
		return syscall.EIO
	}
	if w.lie {
		return 0
	}
	for _, o := range n.ops {
		n.dur = apply(n.dur, o)
	}
	n.ops = nil
	if n.isDir() {
		w.markDir(n)
	}
	if !w.strict { // as ext4
		w.markPath(n)
	}
	if len(w.changes) > 0 {
		w.settle()
	}
	return 0
}

// failSync is a failed fsync: the pages are clean from now on, so that the writes are seen but no later fsync brings them to the
// disk. A truncate is not a page; it stays to be synced.
func (n *inode) failSync() {
	n.failures++
	n.ops = slices.DeleteFunc(n.ops, func(o op) bool { return o.data != nil })
}

func newRand(seed int64) *rand.Rand { return rand.New(rand.NewSource(seed)) }
