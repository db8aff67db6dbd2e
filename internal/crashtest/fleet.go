package crashtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// fleet is the phones: each sends what it made until it is acknowledged, whatever happens to the server meanwhile.
type fleet struct {
	org     string
	sites   []string
	journal *journal
	client  *http.Client
	server  atomic.Pointer[string] // its address; it changes at each start
	stop    atomic.Bool
	dead    atomic.Bool  // nobody answers any more
	full    atomic.Bool  // the disk may be: 507 is an answer then
	pause   sync.RWMutex // held for writing while somebody looks at the database

	mu       sync.Mutex
	made     map[string]*record
	acks     int
	photos   int
	doubled  int
	statuses map[int]int
	faults   []string
}

func newFleet(org string, sites []string, j *journal, clients int) *fleet {
	return &fleet{org: org, sites: sites, journal: j, made: map[string]*record{}, statuses: map[int]int{}, client: &http.Client{Timeout: 5 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: clients, DialContext: (&net.Dialer{Timeout: time.Second}).DialContext}}}
}

// phone works until the fleet stops; everything that it began is acknowledged then.
func (f *fleet) phone(seed uint64, person, cookie string) {
	r := rand.New(rand.NewPCG(seed, 7))
	var mine []*record
	for !f.stop.Load() {
		p := newRecord(r, f.org, person, f.sites)
		if r.IntN(12) == 0 {
			f.photo(r, cookie, p)
		}
		if !f.put(r, cookie, p) {
			continue
		}
		mine = append(mine, p)
		old := mine[r.IntN(len(mine))]
		switch dice, state := r.IntN(10), old.state(); {
		case dice == 0 && (state == accepted || state == needsFix):
			f.step(r, cookie, old, voided, "void", map[string]string{"reason": "记错了"})
		case dice == 1 && (state == accepted || state == needsFix):
			p := newRecord(r, f.org, person, f.sites)
			p.body.Replaces = old.id
			f.may(old, superseded)
			if f.put(r, cookie, p) {
				f.must(old, superseded)
				mine = append(mine, p)
			}
		case state == needsFix:
			f.papers(r, cookie, old)
		}
	}
}

// papers hands in what a gated pickup lacks.
func (f *fleet) papers(r *rand.Rand, cookie string, p *record) {
	for i, kind := range papers {
		f.mu.Lock()
		p.trying = i + 1
		f.mu.Unlock()
		state := needsFix
		if i == len(papers)-1 {
			state = accepted
		}
		if !f.step(r, cookie, p, state, "papers", map[string]string{"kind": kind, "number": "A-" + p.id[24:]}) {
			return
		}
		f.mu.Lock()
		p.papers = i + 1
		f.mu.Unlock()
	}
}

// photo sends a picture until it is acknowledged, and names it in p.
func (f *fleet) photo(r *rand.Rand, cookie string, p *record) {
	data, hash, err := newPhoto(r)
	if err != nil {
		f.fault("%v", err)
		return
	}
	if !f.until(r, http.MethodPut, "/photos/"+hash, cookie, data) {
		return
	}
	f.acknowledge("photo " + hash)
	f.mu.Lock()
	f.photos++
	f.mu.Unlock()
	p.body.Photos = append(p.body.Photos, hash)
}

// put sends p until it is acknowledged, and now and then twice at once.
func (f *fleet) put(r *rand.Rand, cookie string, p *record) (done bool) {
	f.mu.Lock()
	f.made[p.id] = p
	f.mu.Unlock()
	if r.IntN(10) == 0 {
		f.mu.Lock()
		f.doubled++
		f.mu.Unlock()
		go func() { // its answer is nobody's; the record is acknowledged by the other one
			f.pause.RLock()
			defer f.pause.RUnlock()
			f.send(http.MethodPut, "/pickups/"+p.id, cookie, p.body)
		}()
	}
	if done = f.until(r, http.MethodPut, "/pickups/"+p.id, cookie, p.body); done {
		f.acknowledge("pickup " + p.id)
		f.mu.Lock()
		p.acknowledged = true
		f.mu.Unlock()
	}
	return done
}

// step moves p to a state by a call that may be repeated.
func (f *fleet) step(r *rand.Rand, cookie string, p *record, to, call string, in any) (done bool) {
	f.may(p, to)
	if done = f.until(r, http.MethodPost, "/pickups/"+p.id+"/"+call, cookie, in); done {
		f.acknowledge(call + " " + p.id)
		f.must(p, to)
	}
	return done
}

func (f *fleet) may(p *record, state string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p.states[state] = true
}

func (f *fleet) must(p *record, state string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p.states = map[string]bool{state: true}
}

func (f *fleet) acknowledge(line string) {
	err := f.journal.add(line)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.acks++; err != nil {
		f.faults = append(f.faults, "journal: "+err.Error())
	}
}

// until repeats a request as a phone's queue does: until the server has said that it is done. It gives up only on an answer that a
// phone should never get, and when the server is gone for good.
func (f *fleet) until(r *rand.Rand, method, path, cookie string, in any) (done bool) {
	for range 2000 {
		if f.dead.Load() {
			return false
		}
		f.pause.RLock()
		status, said := f.send(method, path, cookie, in)
		f.pause.RUnlock()
		switch status {
		case http.StatusOK, http.StatusCreated:
			return true
		case 0, http.StatusServiceUnavailable: // not there, or busy
		case http.StatusInsufficientStorage:
			if !f.full.Load() {
				f.fault("%s %s: %d %s", method, path, status, said)
				return false
			}
		default:
			f.fault("%s %s: %d %s", method, path, status, said)
			return false
		}
		time.Sleep(time.Duration(5+r.IntN(20)) * time.Millisecond)
	}
	f.fault("%s %s: never answered", method, path)
	return false
}

// send returns the status of the answer, 0 without one. Bytes go as they are, anything else as JSON.
func (f *fleet) send(method, path, cookie string, in any) (status int, said []byte) {
	text, raw := in.([]byte)
	kind := "application/octet-stream"
	if !raw {
		kind = "application/json"
		var err error
		if text, err = json.Marshal(in); err != nil {
			f.fault("%v", err)
			return 0, nil
		}
	}
	req, err := http.NewRequest(method, *f.server.Load()+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		f.fault("%v", err)
		return 0, nil
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Cookie", cookie)
	res, err := f.client.Do(req)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	if said, err = io.ReadAll(res.Body); err != nil {
		return 0, nil // half an answer is none
	}
	f.mu.Lock()
	f.statuses[res.StatusCode]++
	f.mu.Unlock()
	return res.StatusCode, said
}

func (f *fleet) fault(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

// found returns the faults that the phones met since the last call.
func (f *fleet) found() (faults []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	faults, f.faults = f.faults, nil
	return faults
}

// expected returns what was made so far.
func (f *fleet) expected() map[string]record {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make(map[string]record, len(f.made))
	for id, p := range f.made {
		r := *p
		r.states = maps.Clone(p.states)
		r.body.Lines, r.body.Photos = slices.Clone(p.body.Lines), slices.Clone(p.body.Photos)
		all[id] = r
	}
	return all
}
