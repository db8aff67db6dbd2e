package main

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
)

const sector = 512

// crash is the power cut. Of the unsynced names: none, all, or as a journal the first few; with -strict and subset any.
func (w *world) crash(seed int64, mode string) string {
	r := newRand(seed)
	keep, i := r.Intn(len(w.changes)+1), 0
	w.mark(func(*nameop) (ok, _ bool) {
		switch {
		case mode == "none":
		case mode == "all":
			ok = true
		case mode == "subset" && w.strict:
			ok = r.Intn(2) == 0
		default:
			ok = i < keep
		}
		i++
		return ok, ok
	})
	w.settle()
	names := w.pending()
	w.reload()
	lost, files := 0, 0
	w.walk(func(f *inode) {
		d := f.survive(r, mode)
		for i, b := range f.vol {
			if i >= len(d) || d[i] != b {
				lost++
			}
		}
		files++
		f.dur, f.vol, f.ops, f.failures = d, slices.Clone(d), nil, 0
	})
	w.crashes++
	w.lost += lost
	return fmt.Sprintf("lost_bytes=%d lost_names=%d files=%d", lost, names, files)
}

// survive returns what the disk holds of f after a power cut. A tear is at a multiple of the sector or of the page.
func (n *inode) survive(r *rand.Rand, mode string) []byte {
	d := slices.Clone(n.dur)
	unit := int64(sector << (3 * r.Intn(2)))
	keep := 0
	switch mode {
	case "all":
		keep = len(n.ops)
	case "prefix":
		keep = r.Intn(len(n.ops) + 1)
	case "torn": // a prefix, then one side of a write of several sectors
		if long := n.long(); long != nil {
			i := long[r.Intn(len(long))]
			for _, o := range n.ops[:i] {
				d = apply(d, o)
			}
			return apply(d, n.ops[i].tear(r, unit))
		}
		keep = r.Intn(len(n.ops) + 1)
	case "subset":
		return n.subset(r, unit)
	}
	for _, o := range n.ops[:keep] {
		d = apply(d, o)
	}
	return d
}

// long returns which of the changes are writes of several sectors.
func (n *inode) long() (long []int) {
	for i, o := range n.ops {
		if len(o.data) > 0 && o.off/sector != (o.off+int64(len(o.data))-1)/sector {
			long = append(long, i)
		}
	}
	return long
}

// tear returns one side of a write of several sectors.
func (o op) tear(r *rand.Rand, unit int64) op {
	first, last := o.off/unit, (o.off+int64(len(o.data))-1)/unit
	if first == last {
		unit = sector
		first, last = o.off/unit, (o.off+int64(len(o.data))-1)/unit
	}
	cut := (first+1+r.Int63n(last-first))*unit - o.off
	if r.Intn(2) == 0 {
		return op{o.off, o.data[:cut]}
	}
	return op{o.off + cut, o.data[cut:]}
}

// subset is what is left when the cache goes to the disk in whole sectors, in any order, each as it was at some moment since the
// last fsync; the size too is one it had.
func (n *inode) subset(r *rand.Rand, unit int64) []byte {
	size := int64(len(n.dur))
	sizes := []int64{size}
	touch := map[int64][]int{} // sector: the changes of it
	for i, o := range n.ops {
		from, to := o.off, o.off+int64(len(o.data))
		if o.data == nil {
			to, size = size, o.off
		} else {
			size = max(size, to)
		}
		sizes = append(sizes, size)
		for s := from / unit; s*unit < to; s++ {
			touch[s] = append(touch[s], i)
		}
	}
	d := make([]byte, sizes[r.Intn(len(sizes))])
	copy(d, n.dur)
	for _, s := range slices.Sorted(maps.Keys(touch)) {
		lo, hi := s*unit, min((s+1)*unit, int64(len(d)))
		for _, i := range touch[s][:r.Intn(len(touch[s])+1)] {
			o := n.ops[i]
			if o.data == nil && max(lo, o.off) < hi {
				clear(d[max(lo, o.off):hi])
			} else if a, b := max(lo, o.off), min(hi, o.off+int64(len(o.data))); a < b {
				copy(d[a:b], o.data[a-o.off:])
			}
		}
	}
	return d
}
