package main

import "maps"

type place struct {
	dir  *inode
	name string
}

// nameop is one change of names: put (create, link, mkdir), cut (unlink, rmdir) or both (rename).
type nameop struct {
	node         *inode
	put, cut     place
	putOK, cutOK bool // synced
}

// done says that nothing of the change is pending.
func (o *nameop) done() bool {
	return (o.putOK || o.put.dir == nil) && (o.cutOK || o.cut.dir == nil)
}

// rename changes names: put alone adds one, cut alone removes one.
func (w *world) rename(n *inode, put, cut place) {
	if put.dir != nil {
		if old := put.dir.names[put.name]; old != nil {
			old.nlink--
		}
		put.dir.names[put.name] = n
		n.nlink++
		n.parent, n.name = put.dir, put.name
	}
	if cut.dir != nil {
		delete(cut.dir.names, cut.name)
		n.nlink--
	}
	w.changes = append(w.changes, &nameop{node: n, put: put, cut: cut})
}

// mark notes the halves of the changes that are synced.
func (w *world) mark(match func(*nameop) (put, cut bool)) {
	for _, o := range w.changes {
		put, cut := match(o)
		o.putOK = o.putOK || put
		o.cutOK = o.cutOK || cut
	}
}

func (w *world) markDir(d *inode) {
	w.mark(func(o *nameop) (bool, bool) { return o.put.dir == d, o.cut.dir == d })
}

// markPath marks the names of n and of the folders above it.
func (w *world) markPath(n *inode) {
	for ; n != nil; n = n.parent {
		w.mark(func(o *nameop) (bool, bool) { return o.node == n, o.node == n })
	}
}

// replay makes the synced changes, in order, but for the cuts that are held.
func (w *world) replay(kept map[place]*inode, changes []*nameop, held map[*nameop]bool) map[place]*inode {
	at := map[*inode]place{} // of folders: they have one name
	for p, n := range kept {
		at[n] = p
	}
	cut := func(p place, n *inode) {
		if kept[p] == n {
			delete(kept, p)
		}
	}
	for _, o := range changes {
		if o.putOK && o.put.dir != nil {
			if o.node.isDir() {
				cut(at[o.node], o.node)
			}
			kept[o.put], at[o.node] = o.node, o.put
		}
		if o.cutOK && !held[o] {
			cut(o.cut, o.node)
		}
	}
	return kept
}

// settle works out the durable names. A rename loses nothing: what was durable and is still seen keeps its old name until the new
// one is synced; if another took the old name, the new one becomes durable.
func (w *world) settle() {
	held, forced := map[*nameop]bool{}, map[*inode]bool{}
	for {
		w.kept = w.replay(maps.Clone(w.base), w.changes, held)
		reach := reachable(w.root, w.kept)
		lost := w.lostOf(reach, forced)
		if lost == nil {
			w.reach = reach
			break
		}
		var last *nameop
		for _, o := range w.changes {
			if o.node == lost && o.cutOK && o.put.dir != o.cut.dir && !held[o] {
				last = o
			}
		}
		if last != nil {
			held[last] = true
		} else {
			forced[lost] = true
			w.markPath(lost)
			maps.DeleteFunc(held, func(o *nameop, _ bool) bool { return o.node == lost })
		}
	}
	w.fold(held)
}

// lostOf returns what was durable, is still seen and is not in reach, folders first, or nil.
func (w *world) lostOf(reach, forced map[*inode]bool) (lost *inode) {
	for _, o := range w.changes {
		if n := o.node; n.nlink > 0 && w.reach[n] && !reach[n] && !forced[n] && (lost == nil || n.isDir()) {
			lost = n
		}
	}
	return lost
}

// fold moves what is done into base, unless it follows from what is not.
func (w *world) fold(held map[*nameop]bool) {
	var rest, done []*nameop
	busy := map[any]bool{}
	for _, o := range w.changes {
		if o.done() && !held[o] && !busy[o.node] && !busy[o.put] && !busy[o.cut] {
			done = append(done, o)
			continue
		}
		rest = append(rest, o)
		busy[o.node], busy[o.put], busy[o.cut] = true, true, true
		delete(busy, place{})
	}
	w.base = w.replay(w.base, done, nil)
	w.changes = rest
}

func reachable(root *inode, kept map[place]*inode) map[*inode]bool {
	in := map[*inode][]*inode{}
	for p, n := range kept {
		in[p.dir] = append(in[p.dir], n)
	}
	reach := map[*inode]bool{root: true}
	for todo := []*inode{root}; len(todo) > 0; {
		d := todo[0]
		todo = append(todo[1:], in[d]...)
		for _, n := range in[d] {
			reach[n] = true
		}
	}
	return reach
}

// pending counts the changes of names that are not durable.
func (w *world) pending() (n int) {
	for _, o := range w.changes {
		if !o.done() {
			n++
		}
	}
	return n
}

// reload makes what is durable of the tree what is seen.
func (w *world) reload() {
	maps.DeleteFunc(w.kept, func(p place, _ *inode) bool { return !w.reach[p.dir] })
	w.base, w.changes = w.kept, nil
	for n := range w.reach {
		n.nlink = 0
		clear(n.names)
	}
	w.root.nlink = 1
	for p, n := range w.base {
		p.dir.names[p.name] = n
		n.parent = p.dir
		n.nlink++
	}
}
