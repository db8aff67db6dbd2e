package crashtest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

// programs are built once, into a folder that TestMain removes.
var programs struct {
	dir string
	mu  sync.Mutex
}

func TestMain(m *testing.M) {
	var err error
	if programs.dir, err = os.MkdirTemp("", "crashtest-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	results.print()
	_ = os.RemoveAll(programs.dir)
	os.Exit(code)
}

// built returns the path of a program, which make makes at the first call.
func built(t testing.TB, name string, make func(path string)) string {
	t.Helper()
	programs.mu.Lock()
	defer programs.mu.Unlock()
	path := filepath.Join(programs.dir, name)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		make(path)
	}
	return path
}

// disk is a mounted lossyfs, which runs as a process of its own.
type disk struct {
	t   testing.TB
	mnt string

	mu  sync.Mutex
	in  io.WriteCloser
	out *bufio.Scanner
}

const (
	lenient = "-strict=false"
	strict  = "-strict=true"
)

const needs = "the tests with power cuts need root and /dev/fuse (in a container: --privileged, or --device /dev/fuse --cap-add SYS_ADMIN): "

// newDisk mounts an empty disk until the test ends. Where that cannot be done the test fails: what it is to show is not shown.
func newDisk(t testing.TB, names string) *disk {
	t.Helper()
	if _, err := os.Stat("/dev/fuse"); err != nil || os.Geteuid() != 0 {
		t.Fatalf("%suser %d, %v", needs, os.Geteuid(), err)
	}
	bin := built(t, "lossyfs", func(path string) { testkit.Build(t, path, "./internal/crashtest/lossyfs", "nomsgpack") })
	d := &disk{t: t, mnt: filepath.Join(t.TempDir(), "disk")}
	if err := os.Mkdir(d.mnt, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "-mnt", d.mnt, names)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err == nil {
		d.in, err = cmd.StdinPipe()
	}
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.in.Close()
		late := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		if late.Stop(); syscall.Unmount(d.mnt, syscall.MNT_DETACH) == nil {
			t.Errorf("%s was still mounted", d.mnt)
		}
	})
	if d.out = bufio.NewScanner(out); !d.out.Scan() {
		_ = cmd.Wait()
		t.Fatalf("%s%s", needs, said.String())
	}
	return d
}

// ask gives the disk a command; do fails the test unless the disk obeys.
func (d *disk) ask(format string, args ...any) (said string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := fmt.Fprintf(d.in, format+"\n", args...); err != nil {
		return "", err
	}
	if !d.out.Scan() {
		return "", errors.New("the disk has ended")
	}
	said, ok := strings.CutPrefix(d.out.Text(), "ok")
	if !ok {
		return "", errors.New(d.out.Text())
	}
	return strings.TrimSpace(said), nil
}

func (d *disk) do(format string, args ...any) string {
	d.t.Helper()
	said, err := d.ask(format, args...)
	if err != nil {
		d.t.Fatalf(format+": %v", append(args, err)...)
	}
	return said
}

// count returns a counter of the disk's.
func (d *disk) count(name string) (n int) {
	d.t.Helper()
	stat := d.do("stat")
	_, after, found := strings.Cut(" "+stat, " "+name+"=")
	if _, err := fmt.Sscan(after, &n); !found || err != nil {
		d.t.Fatalf("%s: %v", stat, err)
	}
	return n
}
