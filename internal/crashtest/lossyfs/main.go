// Command lossyfs is a FUSE file system in memory that forgets what was never fsynced, so that a test can cut the power. It needs
// root and /dev/fuse.
//
// A write or a truncate survives a power cut only after an fsync (fdatasync, O_DSYNC, msync) of the file. A name (create, mkdir,
// link, rename, unlink, rmdir) survives
//   - by default with the fsync of the file or folder named (a new one, as on ext4; the names of the folders above it too) or of its
//     folder
//   - with -strict only with the fsync of its folder, as POSIX allows
//
// unlink and rmdir with either only with the fsync of the folder. A rename is atomic; with -strict both names may be left of one
// across folders until both are fsynced. After a failed fsync the writes pending then are seen until the power cut but never reach
// the disk unless written again (to the byte; Linux takes the page along); names stay pending. As on Linux, every handle that was
// open at the time hears of the failure once, by its own next fsync. Modes and times are not modelled; no symbolic links, fallocate,
// O_TMPFILE, RENAME_EXCHANGE.
//
// It is told what to do by lines on its standard input and answers each by one line, "ok …" or "error: …". At the end of the input
// it takes its mount away, whatever became of whoever started it.
//
//	crash SEED MODE       power cut; no file may be open. The MODE says what becomes of unsynced changes:
//	                      none    lost
//	                      subset  each sector as it was at some moment since the last fsync
//	                      prefix  the first few writes of each file are kept
//	                      torn    likewise, and one side of the next write of several sectors
//	                      all     kept
//	snap FILE OUT SEED MODE  what FILE would hold after a power cut now
//	load FILE IN          replace the content, durably
//	full N                ENOSPC once the files have grown by N bytes (-1: no limit)
//	full-at N             ENOSPC once N more bytes were written, in place or not (-1: no limit)
//	eio write|fsync N     the next N such calls fail with EIO (fsync: of a folder too; write: not of a file *-shm, which is memory)
//	eio-at write|fsync N  the N-th such call from now fails
//	eio-from write|fsync N  the N-th such call from now and all later ones fail
//	eio off
//	only NAME             these fail on files whose names end so; "only /" on all
//	lie on|off            fsync says yes and does nothing (a lying disk)
//	slow MS               every fsync of a file takes that long
//	own DIR DEV           at the end, unmount DIR and detach the loop device DEV first; "own - -": nothing
//	stat                  counters
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fuse"
)

func main() {
	mnt := flag.String("mnt", "", "mount point, an empty folder")
	strict := flag.Bool("strict", false, "a name is durable only after fsync of its folder")
	flag.Parse()
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM) // it ends after whoever started it
	if err := serve(*mnt, *strict, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "lossyfs:", err)
		os.Exit(1)
	}
}

// serve mounts the file system and obeys the commands in until they end.
func serve(mnt string, strict bool, in io.Reader, out io.Writer) error {
	s := &server{w: newWorld(strict), mnt: mnt}
	if err := s.attach(); err != nil {
		return fmt.Errorf("cannot mount %s: %w", mnt, err)
	}
	defer s.end()
	if _, err := fmt.Fprintln(out, "ok mounted"); err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		said, err := s.do(lines.Text())
		if err != nil {
			said = "error: " + err.Error()
		} else {
			said = strings.TrimSpace("ok " + said)
		}
		if _, err := fmt.Fprintln(out, said); err != nil {
			return err
		}
	}
	return lines.Err()
}

// server is the mounted file system.
type server struct {
	w     *world
	mnt   string
	fuse  *fuse.Server
	owned [2]string // a mount point of another file system and its loop device
}

func (s *server) attach() (err error) {
	s.fuse, err = mount(s.w, s.mnt)
	return err
}

// detach takes the mount away, so that the kernel's cache goes too.
func (s *server) detach() (err error) {
	for range 3 { // a process that was killed may not have let go yet
		if err = s.fuse.Unmount(); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("unmount: %w", err)
}

func (s *server) end() {
	if s.owned[0] != "" && s.owned[0] != "-" {
		_ = syscall.Unmount(s.owned[0], syscall.MNT_DETACH) // it may be gone already
		_ = exec.Command("losetup", "-d", s.owned[1]).Run()
	}
	if s.detach() != nil {
		_ = syscall.Unmount(s.mnt, syscall.MNT_DETACH)
	}
}

var usage = map[string]string{
	"crash": "SEED none|subset|prefix|torn|all",
	"snap":  "FILE OUT SEED none|subset|prefix|torn|all",
	"load":  "FILE IN",
	"full":  "N", "full-at": "N",
	"eio": "write|fsync N", "eio-at": "write|fsync N", "eio-from": "write|fsync N",
	"only": "NAME", "lie": "on|off", "slow": "MS", "own": "DIR DEV", "stat": "",
}

// parse checks a command against its usage and returns its words and its number.
func parse(line string) (words []string, n int64, err error) {
	words = strings.Fields(line)
	if len(words) == 0 {
		return nil, 0, errors.New("empty command")
	}
	u, ok := usage[words[0]]
	want := strings.Fields(u)
	if !ok {
		return nil, 0, errors.New("unknown command")
	}
	bad := fmt.Errorf("usage: %s %s", words[0], u)
	if len(words)-1 != len(want) {
		return nil, 0, bad
	}
	for i, x := range want {
		switch {
		case x == "N" || x == "SEED" || x == "MS":
			if n, err = strconv.ParseInt(words[i+1], 10, 64); err != nil {
				return nil, 0, bad
			}
		case strings.Contains(x, "|") && !slices.Contains(strings.Split(x, "|"), words[i+1]):
			return nil, 0, bad
		}
	}
	return words, n, nil
}

// do carries out one command.
func (s *server) do(line string) (said string, err error) {
	if slices.Equal(strings.Fields(line), []string{"eio", "off"}) {
		s.w.mu.Lock()
		defer s.w.mu.Unlock()
		s.w.eioWrite, s.w.eioFsync = fault{}, fault{}
		return "", nil
	}
	words, n, err := parse(line)
	if err != nil {
		return "", err
	}
	switch words[0] {
	case "crash", "load":
		return s.apart(words, n)
	case "snap":
		return "", s.snap(words, n)
	case "own":
		s.owned = [2]string{words[1], words[2]}
		return "", nil
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.set(words, n), nil
}

// apart does what can be done only while nothing is mounted.
func (s *server) apart(words []string, n int64) (said string, err error) {
	var content []byte
	if words[0] == "load" {
		if content, err = os.ReadFile(words[2]); err != nil {
			return "", err
		}
	}
	if err := s.detach(); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.attach()) }()
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if words[0] == "crash" {
		return s.w.crash(n, words[2]), nil
	}
	return "", s.w.load(words[1], content)
}

func (s *server) snap(words []string, seed int64) error {
	s.w.mu.Lock()
	at, err := s.w.find(words[1])
	if err != nil || at.dir.names[at.name] == nil {
		s.w.mu.Unlock()
		return os.ErrNotExist
	}
	content := at.dir.names[at.name].survive(newRand(seed), words[4])
	s.w.mu.Unlock() // the file may be on the mount
	return os.WriteFile(words[2], content, 0o600)
}

// set sets what is to go wrong, or says what was counted.
func (w *world) set(words []string, n int64) (said string) {
	switch words[0] {
	case "full":
		w.limit, w.budget = -1, -1
		if n >= 0 {
			w.limit = w.total() + n
		}
	case "full-at":
		w.limit, w.budget = -1, n
	case "eio", "eio-at", "eio-from":
		f := map[string]fault{"eio": {0, 1, n + 1}, "eio-at": {0, n, n + 1}, "eio-from": {0, n, math.MaxInt64}}[words[0]]
		if words[1] == "fsync" {
			w.eioFsync = f
		} else {
			w.eioWrite = f
		}
	case "only":
		w.only = strings.TrimPrefix(words[1], "/")
	case "lie":
		w.lie = words[1] == "on"
	case "slow":
		w.slow = time.Duration(n) * time.Millisecond
	case "stat":
		return fmt.Sprintf("writes=%d fsyncs=%d failed=%d unsynced_names=%d bytes=%d crashes=%d lost_bytes=%d",
			w.writes, w.fsyncs, w.failed, w.pending(), w.total(), w.crashes, w.lost)
	}
	return ""
}

// find returns the place that a path names.
func (w *world) find(path string) (at place, err error) {
	at.dir = w.root
	dir, name := filepath.Split(filepath.Clean("/" + path))
	for _, k := range strings.FieldsFunc(dir, func(r rune) bool { return r == '/' }) {
		if at.dir = at.dir.names[k]; at.dir == nil {
			return at, os.ErrNotExist
		}
	}
	at.name = name
	return at, nil
}
