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
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

const (
	office = 32  // phones of one organisation, for whom nothing may change
	full   = 400 // clients who keep the queue long enough for the largest groups
)

// The server is told to stop while phones send, again and again: whatever it acknowledged is there, and it ends by itself.
func TestLoad_stop(t *testing.T) {
	if tried.stops == 0 {
		return
	}
	s, slowest, faults := newScene(t), time.Duration(0), 0
	l := begin(t, s, plain(t.TempDir()), program(t))
	l.work(s, clients, rand.Uint64())
	for n := range tried.stops {
		time.Sleep(time.Duration(100+rand.IntN(300)) * time.Millisecond)
		told := time.Now()
		if err := l.server.Stop(); err != nil {
			faults += l.say("stop", []string{err.Error()})
		}
		slowest = max(slowest, time.Since(told))
		l.fleet.pause.Lock()
		_, found := l.look()
		faults += l.say(fmt.Sprintf("stop %d", n+1), found)
		l.serve()
		l.fleet.pause.Unlock()
	}
	_, found := l.end()
	faults += l.say("at the end", found)
	results.add("told to stop under load", tried.stops, faults, "%v; slowest stop %v", l.tally(), slowest.Round(time.Millisecond))
}

// sent is what came of requests.
type sent struct {
	mu   sync.Mutex
	took map[int][]time.Duration // by status; 0: no answer
}

func (s *sent) add(status int, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.took == nil {
		s.took = map[int][]time.Duration{}
	}
	s.took[status] = append(s.took[status], took)
}

func (s *sent) n(statuses ...int) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, status := range statuses {
		n += len(s.took[status])
	}
	return n
}

func (s *sent) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var parts []string
	for status, took := range s.took {
		parts = append(parts, fmt.Sprintf("%d: %s", status, quantiles(took)))
	}
	return strings.Join(parts, ", ")
}

// sender sends pickups as they come, without sending any again.
type sender struct {
	l      *life
	s      *scene
	client *http.Client
	out    sent
	fault  error // the last one
}

func newSender(l *life, s *scene, conns int) *sender {
	return &sender{l: l, s: s, client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConns: conns, MaxIdleConnsPerHost: conns}}}
}

// one sends a new pickup and notes it in the journal and among what was made, like a phone of the fleet.
func (d *sender) one(r *rand.Rand, who phone, org string) {
	f := d.l.fleet
	p := newRecord(r, org, who.person, d.s.sites)
	f.mu.Lock()
	f.made[p.id] = p
	f.mu.Unlock()
	text, err := json.Marshal(p.body)
	if err != nil {
		f.fault("%v", err)
		return
	}
	began := time.Now()
	status, err := d.put(p.id, who.cookie, text)
	if err != nil {
		f.mu.Lock()
		d.fault = err
		f.mu.Unlock()
	}
	d.out.add(status, time.Since(began))
	if status == http.StatusCreated {
		f.acknowledge("pickup " + p.id)
	}
}

func (d *sender) put(id, cookie string, text []byte) (status int, err error) {
	req, err := http.NewRequest(http.MethodPut, d.l.server.URL+"/api/v1/pickups/"+id, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", cookie)
	res, err := d.client.Do(req)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, res.Body)
	if _ = res.Body.Close(); err != nil {
		return 0, err
	}
	return res.StatusCode, nil
}

// closed lets n phones send one pickup after the other, with a rest between, for a while.
func (d *sender) closed(n int, lasts, between time.Duration) {
	var at sync.WaitGroup
	for i := range n {
		who := d.s.phones[i%len(d.s.phones)]
		at.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 3))
			for began := time.Now(); time.Since(began) < lasts; time.Sleep(between) {
				d.one(r, who, d.s.org)
			}
		})
	}
	at.Wait()
}

// Ten times more comes than a slow disk lets the server take, whether it answers or not: it takes what it can, refuses the rest at once,
// and does not grow.
func TestLoad_overload(t *testing.T) {
	if tried.overload == 0 {
		return
	}
	s := newScene(t)
	t.Setenv("LW_METRICS_TOKEN", token)
	t.Setenv("LW_ACCESS_LOG", "false")
	disk := newDisk(t, lenient)
	l := begin(t, s, disk, program(t))
	disk.do("slow 100")
	at := newSender(l, s, 4096)
	at.closed(full, tried.overload/2, 0)
	capacity := float64(at.out.n(200, 201)) / (tried.overload / 2).Seconds()
	before := l.usage()
	over := newSender(l, s, 4096)
	var wait sync.WaitGroup
	gap, n, most := time.Duration(float64(time.Second)/(10*capacity)), 0, before
	began := time.Now()
	for looked := began; time.Since(began) < tried.overload; {
		for due := int(time.Since(began) / gap); n < due; n++ {
			who, seed := s.phones[n%len(s.phones)], uint64(n)
			wait.Go(func() { over.one(rand.New(rand.NewPCG(seed, 5)), who, s.org) })
		}
		if time.Since(looked) > time.Second {
			if u := l.usage(); u.mib > most.mib {
				most = u
			}
			looked = time.Now()
		}
		time.Sleep(time.Millisecond)
	}
	lasted := time.Since(began)
	wait.Wait()
	disk.do("slow 0")
	var found []string
	if bad := n - over.out.n(200, 201, 503); bad > 0 {
		found = append(found, fmt.Sprintf("%d answers of another kind: %v, %v", bad, &over.out, over.fault))
	}
	_, more := l.end()
	faults := l.say("overload", append(found, more...))
	results.add("overload: an open loop", int(lasted.Seconds()), faults, "seconds; a disk that takes %.0f/s is sent %.0f/s, takes %.0f/s; %v; %d MiB before, at most %d MiB", capacity,
		float64(n)/lasted.Seconds(), float64(over.out.n(200, 201))/lasted.Seconds(), &over.out, before.mib, most.mib)
}

// Half-open connections and clients that send a byte now and then change nothing for the others.
func TestLoad_slow(t *testing.T) {
	if tried.overload == 0 {
		return
	}
	s := newScene(t)
	l := begin(t, s, plain(t.TempDir()), program(t))
	addr := strings.TrimPrefix(l.server.URL, "http://")
	alone := newSender(l, s, office)
	alone.closed(office, tried.overload, 20*time.Millisecond)

	over, slow, open := make(chan struct{}), sync.WaitGroup{}, atomic.Int64{}
	for i := range 600 {
		slow.Go(func() {
			c, err := net.Dial("tcp", addr)
			if err != nil {
				l.fleet.fault("%v", err)
				return
			}
			defer func() { _ = c.Close() }() // that is what it is for
			open.Add(1)
			text := "PUT /api/v1/pickups/01900000-0000-7000-8000-000000000001 HTTP/1.1\r\nHost: x\r\nCookie: " + s.phones[0].cookie + "\r\nContent-Length: 5000\r\n\r\n{"
			if i < 500 {
				_, _ = io.WriteString(c, text[:20]) // it may be cut off: that is its right
				<-over
				return
			}
			for n := 0; ; n++ {
				select {
				case <-over:
					return
				case <-time.After(50 * time.Millisecond):
				}
				if _, err := c.Write([]byte{text[n%len(text)]}); err != nil {
					return
				}
			}
		})
	}
	for open.Load() < 600 {
		time.Sleep(time.Millisecond)
	}
	beside := newSender(l, s, office)
	beside.closed(office, tried.overload, 20*time.Millisecond)
	close(over)
	slow.Wait()
	var found []string
	for _, d := range []*sender{alone, beside} {
		if d.out.n(201) == 0 || d.out.n(201) != d.all() {
			found = append(found, "not all were taken: "+d.out.String())
		}
	}
	_, more := l.end()
	faults := l.say("slow clients", append(found, more...))
	results.add("500 half-open, 100 slow clients", 600, faults, "32 phones alone %v; beside them %v", &alone.out, &beside.out)
}

func (d *sender) all() (n int) {
	d.out.mu.Lock()
	defer d.out.mu.Unlock()
	for _, took := range d.out.took {
		n += len(took)
	}
	return n
}

// One organisation floods the server with records, exports and an import; the phones of another one are never told to come back.
func TestLoad_flood(t *testing.T) {
	if tried.overload == 0 {
		return
	}
	s := newScene(t)
	l := begin(t, s, plain(t.TempDir()), program(t))
	other := l.stranger()
	over, flood := atomic.Bool{}, sync.WaitGroup{}
	noise := newSender(l, s, 1024)
	for i := range 600 {
		flood.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 9))
			for !over.Load() {
				noise.one(r, other.phone, other.org)
			}
		})
	}
	desks := newDesks(l.server.URL, other.clerk)
	stop := desks.work(4)
	list := bigList(t, 20_000)
	imported := make(chan error, 1)
	go func() {
		_, err := l.p.Run("", "import", "sites", list)
		imported <- err
	}()
	ours := newSender(l, s, office)
	ours.closed(office, tried.overload, 20*time.Millisecond)
	if err := <-imported; err != nil {
		l.fleet.fault("import: %v", err)
	}
	over.Store(true)
	flood.Wait()
	stop()
	var found []string
	if ours.out.n(201) == 0 || ours.out.n(201) != ours.all() {
		found = append(found, "not all of ours were taken: "+ours.out.String())
	}
	if bad := noise.all() - noise.out.n(201, 503); bad > 0 {
		found = append(found, fmt.Sprintf("%d answers to the flood of another kind: %v", bad, &noise.out))
	}
	_, more := l.end()
	faults := l.say("flood", append(found, more...))
	results.add("600 clients, exports and an import of another organisation", office, faults, "phones %v; flood %v; desks %v", &ours.out, &noise.out, desks.answers())
}

// stranger is another company.
type stranger struct {
	org   string
	phone phone
	clerk string
}

func (l *life) stranger() (o stranger) {
	l.t.Helper()
	who := person{phone: "13800000300"}
	l.p.Answer(&who, password+"\n", "user", "add", "--org", "别的公司", "--kind", "RECYCLING_COMPANY", "--role", "collector", "--phone", who.phone, "--name", "别人", "--password-stdin")
	l.p.Answer(&person{}, password+"\n", "user", "add", "--org", "别的公司", "--role", "company_operator", "--phone", "13800000301", "--name", "别的文员", "--password-stdin")
	for i, number := range []string{who.phone, "13800000301"} {
		cookie, err := testkit.SignIn(l.server.URL, number, password, fmt.Sprintf("01900000-0000-7000-8000-00000000bb%02x", i))
		if err != nil {
			l.t.Fatal(err)
		}
		if i == 0 {
			o.phone = phone{who.PersonID, cookie}
		} else {
			o.clerk = cookie
		}
	}
	o.org = who.OrgID
	return o
}

func bigList(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "more.csv")
	var text strings.Builder
	text.WriteString("id,name,lon,lat\n")
	for i := range n {
		fmt.Fprintf(&text, "m%05d,新点%05d,%.5f,35.5\n", i, i, 116.4+float64(i)/100_000)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is done on the command line beside the running server is seen there soon, and nobody is told worse than 4xx.
func TestLoad_beside(t *testing.T) {
	if tried.overload == 0 {
		return
	}
	s := newScene(t)
	l := begin(t, s, plain(t.TempDir()), program(t))
	leaver := l.clerk("13800000400")
	l.work(s, office, rand.Uint64())
	until := func(path, cookie string, right func(status int, said string) bool) time.Duration {
		d := newDesks(l.server.URL, cookie)
		for began := time.Now(); time.Since(began) < recovers; time.Sleep(5 * time.Millisecond) {
			if right(d.get(path)) {
				return time.Since(began)
			}
		}
		l.fleet.fault("GET %s is not as it should be after %v", path, recovers)
		return recovers
	}
	run := func(args ...string) {
		if _, err := l.p.Run("", args...); err != nil {
			l.fleet.fault("%v", err)
		}
	}
	run("backup", "--to", l.saved())
	run("user", "disable", "--phone", "13800000400")
	disabled := until("/session", leaver, func(status int, _ string) bool { return status == http.StatusUnauthorized })
	list := filepath.Join(t.TempDir(), "one.csv")
	if err := os.WriteFile(list, []byte("id,name,lon,lat\nnew,全新的点,116.50001,35.4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run("import", "sites", list)
	imported := until("/sites?q="+"全新的点", s.phones[0].cookie, func(status int, said string) bool {
		return status == http.StatusOK && strings.Contains(said, "全新的点")
	})
	l.fleet.stop.Store(true)
	l.phones.Wait()
	var found []string
	answers := maps.Clone(l.tally().answers)
	for status, n := range answers {
		if status >= 500 {
			found = append(found, fmt.Sprintf("%d answers %d", n, status))
		}
	}
	_, more := l.end()
	faults := l.say("commands", append(found, more...))
	results.add("user disable, import, backup beside the server", 3, faults, "answers %v; disabled seen after %v, import after %v", answers, disabled.Round(time.Millisecond), imported.Round(time.Millisecond))
}
