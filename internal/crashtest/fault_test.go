package crashtest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"
)

const (
	spellLasts = 400 * time.Millisecond
	recovers   = 5 * time.Second // within which somebody must be acknowledged again, when the disk is well
)

// spells are what a disk does for a while. Their number is about how much is written before it begins.
var spells = []struct {
	name, on, off string
	most          int
	fails, fills  bool
}{
	{"disk full", "full-at %d", "full-at -1", 200_000, true, true},
	{"one write fails", "eio-at write %d", "eio off", 300, true, false},
	{"one fsync fails", "eio-at fsync %d", "eio off", 30, true, false},
	{"all writes fail", "eio-from write %d", "eio off", 300, true, false},
	{"all fsyncs fail", "eio-from fsync %d", "eio off", 30, true, false},
	{"slow fsync", "slow %d", "slow 0", 200, false, false},
}

// While the disk is full, fails or is slow the server lives, says no other trouble than 503 and 507, goes on reading, and writes again
// by itself when the disk does. What it acknowledged meanwhile is there after a power cut.
func TestFault(t *testing.T) {
	s := newScene(t)
	d := newDisk(t, lenient)
	l := begin(t, s, d, program(t))
	l.work(s, clients, rand.Uint64())
	time.Sleep(200 * time.Millisecond)
	for _, spell := range spells {
		faults, slowest, longest, answers := 0, time.Duration(0), time.Duration(0), map[int]int{}
		for n := range tried.spells {
			before, failed := l.tally(), d.count("failed")
			l.fleet.full.Store(spell.fills)
			on := fmt.Sprintf(spell.on, 1+rand.IntN(spell.most))
			d.do("%s", on)
			longest = max(longest, l.read(s, spellLasts))
			if spell.fails && d.count("failed") == failed {
				t.Errorf("%s: nothing failed: this proves nothing", on)
			}
			d.do("%s", spell.off)
			slowest = max(slowest, l.recovered())
			found := l.die("none", rand.Int64())
			l.fleet.full.Store(false)
			faults += l.say(fmt.Sprintf("%s %d, %s", spell.name, n+1, on), found)
			for status, n := range l.tally().answers {
				if more := n - before.answers[status]; more > 0 {
					answers[status] += more
				}
			}
		}
		results.add(spell.name, tried.spells, faults, "answers %v, slowest read %v, first acknowledgement %v after the disk was well", answers,
			longest.Round(time.Millisecond), slowest.Round(time.Millisecond))
	}
	_, found := l.end()
	l.say("at the end", found)
}

// A checkpoint that cannot bring the file to the disk loses nothing: what it took from the log is not taken for written. The program is
// one that checkpoints often.
func TestFault_checkpoint(t *testing.T) {
	s := newScene(t)
	bin := built(t, "checkpoints", func(path string) {
		buildMutant(t, path, early)
	})
	d := newDisk(t, lenient)
	l := begin(t, s, d, bin)
	l.work(s, clients, rand.Uint64())
	d.do("only liangwang.db")
	faults, times := 0, 2*tried.spells
	for n := range times {
		failed, on := d.count("failed"), fmt.Sprintf("eio-at fsync %d", 1+rand.IntN(4))
		d.do("%s", on)
		for began := time.Now(); d.count("failed") == failed && time.Since(began) < recovers; {
			time.Sleep(5 * time.Millisecond)
		}
		if d.count("failed") == failed {
			t.Errorf("%s: nothing failed: this proves nothing", on)
		}
		time.Sleep(time.Second) // it goes on, and the log begins anew
		faults += l.say(fmt.Sprintf("checkpoint %d, %s", n+1, on), l.die("none", rand.Int64()))
	}
	_, found := l.end()
	faults += l.say("at the end", found)
	results.add("fsync of a checkpoint fails", times, faults, "%v", l.tally())
}

// read reads all the time for as long as it is told, as somebody who looks at the pages, and returns the longest wait. Whatever is
// not answered well is a fault.
func (l *life) read(s *scene, lasts time.Duration) (longest time.Duration) {
	f, who := l.fleet, s.phones[0]
	paths := []string{"/session", "/sites/phone", "/my/last"}
	f.mu.Lock()
	for id, p := range f.made {
		if p.author == who.person && p.acknowledged {
			paths = append(paths, "/pickups/"+id)
			break
		}
	}
	f.mu.Unlock()
	for began := time.Now(); time.Since(began) < lasts; {
		for _, path := range paths {
			asked := time.Now()
			if status, said := f.send(http.MethodGet, path, who.cookie, nil); status != http.StatusOK {
				f.fault("GET %s: %d %s", path, status, said)
			}
			longest = max(longest, time.Since(asked))
		}
		time.Sleep(5 * time.Millisecond)
	}
	return longest
}

// recovered waits until somebody is acknowledged, and returns how long that took; too long is a fault.
func (l *life) recovered() time.Duration {
	began, acks := time.Now(), l.tally().acknowledged
	for l.tally().acknowledged == acks {
		if time.Since(began) > recovers {
			l.fleet.fault("nobody was acknowledged within %v after the disk was well", recovers)
			break
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(began)
}

// Each single write and each fsync of a short load fails, once or from then on.
func TestFault_every(t *testing.T) {
	if !tried.every {
		return // the short form fails some under load
	}
	s := newScene(t)
	for _, call := range []string{"write", "fsync"} {
		for _, from := range []string{"eio-at", "eio-from"} {
			t.Run(call+" "+from, func(t *testing.T) {
				d := newDisk(t, lenient)
				l := begin(t, s, d, program(t))
				began, faults, n := time.Now(), 0, 1
				for ; l.failing(s, d, fmt.Sprintf("%s %s %d", from, call, n)); n++ {
					faults += l.say(fmt.Sprintf("%s %s %d", from, call, n), l.die("none", int64(n)))
				}
				results.add(from+" "+call+", each", n-1, faults, "%v; %v", l.tally(), time.Since(began).Round(time.Second))
			})
		}
	}
}

// failing sends a few records one after the other while the disk does what it is told, and reports whether anything failed. One that
// goes on failing is mended when it has.
func (l *life) failing(s *scene, d *disk, on string) bool {
	l.t.Helper()
	failed := d.count("failed")
	d.do("%s", on)
	var sent sync.WaitGroup
	done := make(chan struct{})
	sent.Go(func() { defer close(done); l.fleet.few(s.phones[0]) })
	for waiting := true; waiting; {
		select {
		case <-done:
			waiting = false
		case <-time.After(5 * time.Millisecond):
			waiting = d.count("failed") == failed
		}
	}
	l.read(s, 20*time.Millisecond)
	any := d.count("failed") > failed
	d.do("eio off")
	sent.Wait()
	return any
}

// few sends one of each kind of record and step, always the same.
func (f *fleet) few(who phone) {
	r := rand.New(rand.NewPCG(11, 7))
	fresh := func() *record {
		p := newRecord(r, f.org, who.person, f.sites)
		for p.state() != accepted {
			p = newRecord(r, f.org, who.person, f.sites)
		}
		return p
	}
	plain, pictured, corrected, gated := fresh(), fresh(), fresh(), fresh()
	gated.gate()
	f.put(r, who.cookie, plain)
	f.photo(r, who.cookie, pictured)
	f.put(r, who.cookie, pictured)
	f.step(r, who.cookie, plain, voided, "void", map[string]string{"reason": "记错了"})
	corrected.body.Replaces = pictured.id
	f.may(pictured, superseded)
	if f.put(r, who.cookie, corrected) {
		f.must(pictured, superseded)
	}
	f.put(r, who.cookie, gated)
	f.papers(r, who.cookie, gated)
}
