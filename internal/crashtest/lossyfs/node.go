package main

import (
	"context"
	"strings"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// node is a file or a folder as the kernel sees it.
type node struct {
	fs.Inode
	w *world
	n *inode
}

// handle is an open file. It hears of each failed fsync once.
type handle struct{ heard int }

var _ interface {
	fs.NodeLookuper
	fs.NodeCreater
	fs.NodeMkdirer
	fs.NodeMknoder
	fs.NodeLinker
	fs.NodeUnlinker
	fs.NodeRmdirer
	fs.NodeRenamer
	fs.NodeReaddirer
	fs.NodeStatfser
	fs.NodeOpener
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
	fs.NodeGetattrer
	fs.NodeSetattrer
} = (*node)(nil)

func mount(w *world, dir string) (*fuse.Server, error) {
	z := time.Duration(0)
	return fs.Mount(dir, &node{w: w, n: w.root}, &fs.Options{AttrTimeout: &z, EntryTimeout: &z,
		MountOptions: fuse.MountOptions{DirectMountStrict: true, FsName: "lossyfs", Name: "lossyfs"}})
}

func (n *inode) attr(a *fuse.Attr) {
	a.Ino, a.Size, a.Mode, a.Nlink = n.ino, uint64(len(n.vol)), n.mode, n.nlink
	a.Blocks, a.Blksize = (uint64(len(n.vol))+511)/512, 4096
	a.SetTimes(&n.mtime, &n.mtime, &n.mtime)
}

func (d *node) child(ctx context.Context, n *inode, out *fuse.EntryOut) *fs.Inode {
	n.attr(&out.Attr)
	return d.NewInode(ctx, &node{w: d.w, n: n}, fs.StableAttr{Mode: n.mode & syscall.S_IFMT, Ino: n.ino, Gen: 1})
}

func (d *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	n := d.n.names[name]
	if n == nil {
		return nil, syscall.ENOENT
	}
	return d.child(ctx, n, out), 0
}

func (d *node) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	n := d.n.names[name]
	if n == nil {
		n = d.w.newInode(syscall.S_IFREG | mode&0o7777)
		d.w.rename(n, place{d.n, name}, place{})
	}
	return d.child(ctx, n, out), &handle{n.failures}, 0, 0
}

func (d *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	n := d.w.newInode(syscall.S_IFDIR | mode&0o7777)
	d.w.rename(n, place{d.n, name}, place{})
	return d.child(ctx, n, out), 0
}

// Mknod makes sockets and the like, of which the kernel needs the name alone.
func (d *node) Mknod(ctx context.Context, name string, mode, _ uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	n := d.w.newInode(mode)
	d.w.rename(n, place{d.n, name}, place{})
	return d.child(ctx, n, out), 0
}

func (d *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	n := target.(*node).n
	d.w.rename(n, place{d.n, name}, place{})
	return d.child(ctx, n, out), 0
}

func (d *node) Unlink(_ context.Context, name string) syscall.Errno {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	n := d.n.names[name]
	if n == nil {
		return syscall.ENOENT
	}
	if len(n.names) > 0 {
		return syscall.ENOTEMPTY
	}
	d.w.rename(n, place{}, place{d.n, name})
	return 0
}

func (d *node) Rmdir(ctx context.Context, name string) syscall.Errno { return d.Unlink(ctx, name) }

func (d *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	at := place{to.(*node).n, newName}
	n, old := d.n.names[name], at.dir.names[newName]
	switch {
	case n == nil:
		return syscall.ENOENT
	case flags&^1 != 0: // the kernel sees to RENAME_NOREPLACE
		return syscall.EINVAL
	case old != nil && len(old.names) > 0:
		return syscall.ENOTEMPTY
	}
	d.w.rename(n, at, place{d.n, name})
	return 0
}

func (d *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	var l []fuse.DirEntry
	for name, n := range d.n.names {
		l = append(l, fuse.DirEntry{Name: name, Ino: n.ino, Mode: n.mode & syscall.S_IFMT})
	}
	return fs.NewListDirStream(l), 0
}

// Statfs tells of 4 GiB of which half are free, whatever the limits are: a full disk shows when it is written.
func (d *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Blocks, out.Bfree, out.Bavail, out.NameLen = 4096, 1<<20, 1<<19, 1<<19, 255
	return 0
}

func (d *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	return &handle{d.n.failures}, 0, 0
}

func (d *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	if off >= int64(len(d.n.vol)) {
		return fuse.ReadResultData(nil), 0
	}
	c := copy(dest, d.n.vol[off:])
	return fuse.ReadResultData(dest[:c]), 0
}

func (d *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	d.w.writes++
	if !strings.HasSuffix(d.n.name, "-shm") && d.w.breaks(&d.w.eioWrite, d.n) {
		d.w.failed++
		return 0, syscall.EIO
	}
	k := d.w.room(d.n, off, int64(len(data)))
	if k == 0 && len(data) > 0 {
		d.w.failed++
		return 0, syscall.ENOSPC
	}
	d.w.change(d.n, op{off, append([]byte{}, data[:k]...)})
	return uint32(k), 0
}

func (d *node) Fsync(_ context.Context, fh fs.FileHandle, _ uint32) syscall.Errno {
	d.w.mu.Lock()
	slow := d.w.slow
	if d.n.isDir() {
		slow = 0
	}
	d.w.mu.Unlock()
	time.Sleep(slow)
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	errno := d.w.fsync(d.n)
	if h, ok := fh.(*handle); ok && h.heard != d.n.failures {
		h.heard, errno = d.n.failures, syscall.EIO // its own failure, or one that another handle met since
	}
	return errno
}

func (d *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	d.n.attr(&out.Attr)
	return 0
}

func (d *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	if s, ok := in.GetSize(); ok {
		d.w.change(d.n, op{int64(s), nil})
	}
	if m, ok := in.GetMode(); ok {
		d.n.mode = d.n.mode&syscall.S_IFMT | m&0o7777
	}
	if t, ok := in.GetMTime(); ok {
		d.n.mtime = t
	}
	d.n.attr(&out.Attr)
	return 0
}
