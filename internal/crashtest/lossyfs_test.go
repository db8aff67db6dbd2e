package crashtest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestDisk_failedFsync(t *testing.T) {
	d := newDisk(t, lenient)
	d.write("a", "", true)
	f := d.open("a", 0)
	f.WriteString("lost")
	d.do("eio fsync 1")
	if err := f.Sync(); !errors.Is(err, syscall.EIO) {
		t.Fatalf("fsync: %v", err)
	}
	d.must(f.Sync())
	d.want("a=lost")
	d.do("snap a %s 1 all", d.snap())
	if b, _ := os.ReadFile(d.snap()); len(b) > 0 {
		t.Errorf("on the disk: %q", b)
	}
	f.WriteAt([]byte("kept"), 4)
	d.must(f.Sync())
	f.Close()
	d.want("a=lostkept")
	d.do("crash 1 none")
	d.want("a=\x00\x00\x00\x00kept")

	f = d.open("a", 0)
	f.WriteString("LOST")
	f.Truncate(6)
	d.do("eio fsync 1")
	f.Sync()
	f.WriteAt([]byte("new"), 0) // written again
	d.must(f.Sync())
	f.Close()
	d.do("crash 1 none")
	d.want("a=new\x00ke")
}

func TestDisk_eIO(t *testing.T) {
	d := newDisk(t, lenient)
	f := d.open("a", os.O_CREATE)
	dir, err := os.Open(d.mnt)
	d.must(err)
	defer dir.Close()
	write := func() bool { _, err := f.WriteString("x"); return errors.Is(err, syscall.EIO) }
	fsync := func() bool { return errors.Is(f.Sync(), syscall.EIO) }
	fsyncdir := func() bool { return errors.Is(dir.Sync(), syscall.EIO) }
	for _, c := range []struct{ cmd, want string }{
		{"eio %s 2", "EE--"}, {"eio-at %s 3", "--E-"}, {"eio-from %s 3", "--EEEEE"}, {"eio off", "--"}, {"eio %s 2", "E"}, {"eio %s 0", "-"},
	} {
		for kind, call := range map[string]func() bool{"write": write, "fsync": fsync, "fsync dir": fsyncdir} {
			cmd := c.cmd
			if strings.Contains(cmd, "%s") {
				cmd = fmt.Sprintf(cmd, strings.Fields(kind)[0])
			}
			d.do("%s", cmd)
			got := ""
			for range c.want {
				got += map[bool]string{true: "E", false: "-"}[call()]
			}
			if got != c.want {
				t.Errorf("%s, %s: %s, want %s", cmd, kind, got, c.want)
			}
		}
	}
}

func TestDisk_full(t *testing.T) {
	for _, cmd := range []string{"full", "full-at"} {
		t.Run(cmd, func(t *testing.T) {
			d := newDisk(t, lenient)
			d.write("a", strings.Repeat("a", 1000), true)
			f := d.open("a", 0)
			d.do("%s 6000", cmd)
			k, err := syscall.Pwrite(int(f.Fd()), make([]byte, 10000), 1000) // Linux writes what fits
			if k != 6000 || err != nil {
				t.Errorf("wrote %d: %v", k, err)
			}
			if _, err = f.WriteAt([]byte("x"), 7000); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("growing: %v", err)
			}
			if _, err = f.WriteAt([]byte("x"), 0); errors.Is(err, syscall.ENOSPC) != (cmd == "full-at") {
				t.Errorf("in place: %v", err)
			}
			d.do("%s -1", cmd)
			if _, err = f.WriteAt(make([]byte, 10000), 1000); err != nil {
				t.Error(err)
			}
		})
	}
}

// Where a surviving file changes from old to new within one write call: at sectors, and at pages.
func TestDisk_torn(t *testing.T) {
	d := newDisk(t, lenient)
	const size, off = 40000, 700
	d.write("a", strings.Repeat("o", size), true)
	f := d.open("a", 0)
	f.WriteAt(bytes.Repeat([]byte("n"), 30000), off)
	out := d.snap()
	for mode, want := range map[string]string{"none": "", "all": "", "prefix": "4096", "subset": "512 4096", "torn": "512 4096"} { // prefix: the kernel cuts a write at pages
		tears := map[string]int{}
		for seed := range 100 {
			d.do("snap a %s %d %s", out, seed, mode)
			b, _ := os.ReadFile(out)
			for i := off + 1; i < off+30000; i++ {
				switch {
				case b[i] == b[i-1]:
				case i%4096 == 0:
					tears["4096"]++
				case i%512 == 0:
					tears["512"]++
				default:
					tears["other"]++
				}
			}
		}
		for _, k := range []string{"512", "4096", "other"} {
			if (tears[k] > 0) != slices.Contains(strings.Fields(want), k) {
				t.Errorf("%s: tears at %v, want at %q", mode, tears, want)
				break
			}
		}
	}
}

// A sector on the disk is as the cache had it at some moment: never the second write of it without the first.
func TestDisk_sectorOrder(t *testing.T) {
	d := newDisk(t, lenient)
	d.write("a", strings.Repeat("0", 512), true)
	f := d.open("a", 0)
	f.WriteAt([]byte("1"), 10)
	f.WriteAt([]byte("2"), 20)
	got := map[string]int{}
	for seed := range 60 {
		d.do("snap a %s %d subset", d.snap(), seed)
		b, _ := os.ReadFile(d.snap())
		got[string(b[10])+string(b[20])]++
	}
	if got["00"] == 0 || got["10"] == 0 || got["12"] == 0 || got["02"] != 0 {
		t.Error(got)
	}
}

// The size and the data reach the disk apart.
func TestDisk_size(t *testing.T) {
	d := newDisk(t, lenient)
	d.write("a", "", true)
	f := d.open("a", 0)
	f.WriteString(strings.Repeat("1", 4096))
	f.WriteString(strings.Repeat("1", 4096))
	got := map[string]int{}
	for seed := range 60 {
		d.do("snap a %s %d subset", d.snap(), seed)
		b, _ := os.ReadFile(d.snap())
		got[fmt.Sprint(len(b), strings.Contains(string(b), "1"))]++
	}
	for _, k := range []string{"0 false", "4096 false", "4096 true", "8192 false", "8192 true"} {
		if got[k] == 0 {
			t.Errorf("never %s: %v", k, got)
		}
	}
}

func TestDisk_syncKinds(t *testing.T) {
	for _, c := range []struct {
		name string
		flag int
		sync func(*os.File) error
		kept bool
	}{
		{"write", 0, nil, false},
		{"O_DSYNC", syscall.O_DSYNC, nil, true},
		{"O_SYNC", syscall.O_SYNC, nil, true},
		{"fsync", 0, (*os.File).Sync, true},
		{"fdatasync", 0, func(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }, true},
		{"close", 0, (*os.File).Close, false},
		{"sync_file_range", 0, func(f *os.File) error { return syscall.SyncFileRange(int(f.Fd()), 0, 0, 7) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDisk(t, lenient)
			d.write("a", "old", true)
			f := d.open("a", c.flag)
			f.WriteString("new and longer")
			if c.sync != nil {
				d.must(c.sync(f))
			}
			f.Close()
			d.want("a=new and longer")
			d.do("crash 1 none")
			d.want("a=" + map[bool]string{true: "new and longer", false: "old"}[c.kept])
		})
	}
	t.Run("O_DSYNC, failed", func(t *testing.T) {
		d := newDisk(t, lenient)
		d.write("a", "old", true)
		f := d.open("a", syscall.O_DSYNC)
		d.do("eio-at fsync 1")
		if _, err := f.WriteString("new"); !errors.Is(err, syscall.EIO) {
			t.Error(err)
		}
		d.must(f.Sync())
		f.Close()
		d.do("crash 1 none")
		d.want("a=old")
	})
}

func TestDisk_truncate(t *testing.T) {
	for _, n := range []int{2, 8} {
		d := newDisk(t, lenient)
		d.write("a", "12345", true)
		d.must(os.Truncate(d.path("a"), int64(n)))
		d.do("crash 1 none")
		d.want("a=12345")
		d.must(os.Truncate(d.path("a"), int64(n)))
		d.must(d.fsync("a"))
		d.do("crash 1 none")
		d.want("a=" + ("12345\x00\x00\x00")[:n])
	}
}

func TestDisk_mmap(t *testing.T) {
	for _, sync := range []bool{false, true} {
		d := newDisk(t, lenient)
		d.write("a", strings.Repeat("o", 8192), true)
		f := d.open("a", 0)
		m, err := syscall.Mmap(int(f.Fd()), 0, 8192, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
		d.must(err)
		copy(m[4000:], "new")
		if sync {
			d.must(f.Sync())
		}
		copy(m[4100:], "later")
		d.must(syscall.Munmap(m))
		f.Close()
		b, _ := os.ReadFile(d.path("a"))
		if string(b[4000:4003]) != "new" || string(b[4100:4105]) != "later" {
			t.Error("not seen")
		}
		d.do("crash 1 none")
		b, _ = os.ReadFile(d.path("a"))
		if (string(b[4000:4003]) == "new") != sync || string(b[4100:4105]) == "later" {
			t.Errorf("sync=%v: %q %q", sync, b[4000:4003], b[4100:4105])
		}
	}
}

// The same seed leaves the same disk.
func TestDisk_seed(t *testing.T) {
	var first string
	for range 4 {
		d := newDisk(t, lenient)
		for i := range 12 {
			d.write(fmt.Sprint(i), "", true)
			d.write(fmt.Sprint(i), strings.Repeat("x", 4096), false)
		}
		d.do("crash 7 subset")
		if got := d.tree(); first == "" {
			first = got
		} else if got != first {
			t.Fatal("differs")
		}
	}
}

func TestDisk_commands(t *testing.T) {
	d := newDisk(t, lenient)
	d.write("a", "1", true)
	for _, c := range []string{"crash 1 nonsense", "crash x none", "full x", "eio read 1", "eio-at write", "lie", "snap nofile out 1 none", "load a nofile", "nonsense", "", "crash"} {
		if said, err := d.ask("%s", c); err == nil {
			t.Errorf("%q: %q", c, said)
		}
	}
	f := d.open("a", 0)
	f.WriteString("2")
	if _, err := d.ask("crash 1 none"); err == nil {
		t.Error("power cut under an open file")
	}
	f.Close()
	d.want("a=2")
	d.write("t", "loaded", true)
	d.do("load b %s", d.path("t"))
	d.do("snap b %s 1 none", d.path("s"))
	d.do("crash 1 none")
	d.want("a=1 b=loaded t=loaded")
	for _, c := range []string{"lie on", "slow 1", "stat"} {
		d.do("%s", c)
	}
	d.write("a", "3", true)
	d.do("crash 1 none")
	d.want("a=1 b=loaded t=loaded")
}

// Every handle that was open when an fsync failed hears of it once, and one that was opened later does not.
func TestDisk_failedFsyncOfAnother(t *testing.T) {
	d := newDisk(t, lenient)
	a := d.open("a", os.O_CREATE)
	b := d.open("a", 0)
	d.do("eio-at fsync 1")
	got := ""
	for _, f := range []*os.File{a, a, b, b} {
		got += map[bool]string{true: "-", false: "E"}[f.Sync() == nil]
	}
	got += map[bool]string{true: "-", false: "E"}[d.open("a", 0).Sync() == nil]
	if got != "E-E--" {
		t.Errorf("fsyncs %s, want E-E--", got)
	}
}

// Only the file that is named fails.
func TestDisk_only(t *testing.T) {
	d := newDisk(t, lenient)
	a, b := d.open("a.db", os.O_CREATE), d.open("b.log", os.O_CREATE)
	d.do("only .db")
	d.do("eio-from fsync 1")
	if errA, errB := a.Sync(), b.Sync(); !errors.Is(errA, syscall.EIO) || errB != nil {
		t.Errorf("%v, %v", errA, errB)
	}
	d.do("only /")
	if err := b.Sync(); !errors.Is(err, syscall.EIO) {
		t.Error(err)
	}
}
