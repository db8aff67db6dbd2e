package crashtest

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// life is one data directory with its server and phones.
type life struct {
	t       *testing.T
	p       *testkit.Program
	ground  ground
	server  *testkit.Process
	fleet   *fleet
	journal string // its path
	phones  sync.WaitGroup
	slowest time.Duration // start

	backup   *backup         // begun since the last look
	before   map[string]bool // acknowledged before the last good backup began
	backups  int             // that ended well
	restored int
}

// backup is one under way.
type backup struct {
	cmd    *exec.Cmd
	before map[string]bool // acknowledged when it began
	done   chan struct{}
	err    error // read after done
}

// begin copies the scene onto the ground and starts the program bin there.
func begin(t *testing.T, s *scene, g ground, bin string) *life {
	t.Helper()
	t.Setenv(testkit.ProgramEnv, bin)
	t.Setenv("LW_RESERVE", "0") // the disks here are small
	l := &life{t: t, p: testkit.NewProgram(t), ground: g, journal: filepath.Join(t.TempDir(), "acknowledged")}
	l.p.Data = filepath.Join(g.dir(), "data")
	if err := copyTree(s.data, l.p.Data); err != nil {
		t.Fatal(err)
	}
	j, err := openJournal(l.journal)
	if err != nil {
		t.Fatal(err)
	}
	l.fleet = newFleet(s.org, s.sites, j, clients)
	t.Cleanup(func() {
		l.fleet.stop.Store(true)
		l.fleet.dead.Store(true)
		l.phones.Wait()
		if err := j.close(); err != nil {
			t.Error(err)
		}
	})
	l.serve()
	return l
}

func (l *life) serve() {
	l.t.Helper()
	began := time.Now()
	l.server = l.p.Serve()
	l.slowest = max(l.slowest, time.Since(began))
	l.fleet.server.Store(&l.server.URL)
}

// work lets the phones of s begin, n of them.
func (l *life) work(s *scene, n int, seed uint64) {
	for i := range n {
		who := s.phones[i%len(s.phones)]
		l.phones.Go(func() { l.fleet.phone(seed+uint64(i), who.person, who.cookie) })
	}
}

// save begins a backup, onto the same ground.
func (l *life) save() *backup {
	l.t.Helper()
	before, err := readJournal(l.journal)
	if err != nil {
		l.t.Fatal(err)
	}
	b := &backup{cmd: exec.Command(l.p.Bin, "backup", "--to", l.saved(), "--data", l.p.Data), before: before, done: make(chan struct{})}
	var said strings.Builder
	b.cmd.Stderr = &said
	if err := b.cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	go func() {
		defer close(b.done)
		if b.err = b.cmd.Wait(); b.err != nil {
			b.err = fmt.Errorf("%w: %s", b.err, said.String())
		}
	}()
	l.backup = b
	return b
}

func (l *life) saved() string { return filepath.Join(l.ground.dir(), "backup") }

// die kills whatever runs, cuts the power, starts the server again and returns what is wrong then.
func (l *life) die(mode string, seed int64) (faults []string) {
	l.t.Helper()
	l.server.Kill()
	tried := l.backup != nil
	if b := l.backup; b != nil {
		_ = b.cmd.Process.Kill() // it may have ended
		<-b.done
		if b.err == nil {
			l.before = b.before
			l.backups++
		}
		l.backup = nil
	}
	l.fleet.pause.Lock()
	defer l.fleet.pause.Unlock()
	l.ground.cut(mode, seed)
	l.serve()
	_, faults = l.look()
	if tried && l.before != nil {
		faults = append(faults, l.restore()...)
	}
	return faults
}

// restore brings the last backup back beside and returns what is wrong with it.
func (l *life) restore() (faults []string) {
	beside := *l.p
	beside.Data = filepath.Join(l.t.TempDir(), "restored")
	if _, err := beside.Run("", "restore", "--from", l.saved()); err != nil {
		return []string{"backup: " + err.Error()}
	}
	faults, err := older(l.t.Context(), beside.Data, l.before)
	if err != nil {
		faults = append(faults, "backup: "+err.Error())
	}
	l.restored++
	return faults
}

// look holds the data directory against what was sent and acknowledged by now. Nothing is under way. It returns a copy of the
// database too.
func (l *life) look() (path string, faults []string) {
	l.t.Helper()
	live := filepath.Join(l.p.Data, "liangwang.db")
	path = filepath.Join(l.t.TempDir(), "copy.db")
	faults, err := sound(l.t.Context(), live)
	if err != nil {
		return path, append(faults, "look: "+err.Error())
	}
	if err := store.CopySQLite(l.t.Context(), live, path); err != nil {
		return path, append(faults, "look: "+err.Error())
	}
	acknowledged, err := readJournal(l.journal)
	if err != nil {
		l.t.Fatal(err)
	}
	records, err := check(l.t.Context(), path, acknowledged, l.fleet.expected())
	if err != nil {
		records = append(records, "look: "+err.Error())
	}
	photos, err := kept(l.t.Context(), path, filepath.Join(l.p.Data, "blobs"), acknowledged)
	if err != nil {
		photos = append(photos, "look: "+err.Error())
	}
	return path, append(append(append(faults, records...), photos...), l.fleet.found()...)
}

// end lets the phones finish and the server stop in good order, and returns a copy of the database and what is wrong.
func (l *life) end() (path string, faults []string) {
	l.t.Helper()
	l.fleet.stop.Store(true)
	l.phones.Wait()
	if err := l.server.Stop(); err != nil {
		faults = append(faults, fmt.Sprintf("stop: %v", err))
	}
	path, found := l.look()
	return path, append(faults, found...)
}

// say fails the test for what is wrong, and returns how much that is.
func (l *life) say(when string, faults []string) int {
	l.t.Helper()
	for i, fault := range faults {
		if i == 20 {
			l.t.Errorf("%s: … %d faults", when, len(faults))
			break
		}
		l.t.Errorf("%s: %s", when, fault)
	}
	return len(faults)
}

// tally is what a life's row in the table says besides.
func (l *life) tally() tally {
	l.fleet.mu.Lock()
	defer l.fleet.mu.Unlock()
	t := tally{made: len(l.fleet.made), photos: l.fleet.photos, acknowledged: l.fleet.acks, twice: l.fleet.doubled, answers: maps.Clone(l.fleet.statuses),
		backups: l.backups, restored: l.restored, slowest: l.slowest}
	return t
}

// tally is what was done in one life or several.
type tally struct {
	made, photos, acknowledged, twice, backups, restored int
	answers                                              map[int]int
	slowest                                              time.Duration
}

func (t *tally) add(o tally) {
	t.made, t.photos, t.acknowledged, t.twice = t.made+o.made, t.photos+o.photos, t.acknowledged+o.acknowledged, t.twice+o.twice
	t.backups, t.restored, t.slowest = t.backups+o.backups, t.restored+o.restored, max(t.slowest, o.slowest)
	if t.answers == nil {
		t.answers = map[int]int{}
	}
	for status, n := range o.answers {
		t.answers[status] += n
	}
}

func (t tally) String() string {
	return fmt.Sprintf("%d pickups, %d photos, %d acknowledged, %d sent twice at once, backups %d made %d restored, answers %v, slowest start %v",
		t.made, t.photos, t.acknowledged, t.twice, t.backups, t.restored, t.answers, t.slowest.Round(time.Millisecond))
}
