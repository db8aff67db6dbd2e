package crashtest

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

const (
	soakReaders = 16
	deskRest    = 20 * time.Millisecond // between two answers: somebody looks at them
	maxWAL      = 512 << 20             // bytes
	strays      = 5                     // goroutines and descriptors that may be there afterwards and were not before
	token       = "a token for the figures"
)

// readPaths are what people at desks ask all the time; what is long among it is read in pages.
var readPaths = []string{"/company/day", "/company/compare?" + period(), "/pickups", "/pickups?q=" + "捆扎", "/tickets", "/company/scales?" + period(),
	"/company/search?q=13", "/sites/phone", "/session", "/catalogue", "/company/people", "/vehicles", "/company/export/pickups"}

// period is the last month.
func period() string {
	now := time.Now()
	return "from=" + now.AddDate(0, -1, 0).Format(time.DateOnly) + "&to=" + now.Format(time.DateOnly)
}

// Phones write, people read and backups are made without a pause: nobody is told anything worse than 4xx, the log of the database stays
// short, nothing is lost, and what the server took to do it (goroutines, descriptors) it gives back.
func TestSoak(t *testing.T) {
	if tried.soak == 0 {
		return
	}
	s := newScene(t)
	t.Setenv("LW_METRICS_TOKEN", token)
	l := begin(t, s, plain(t.TempDir()), program(t))
	cookie := l.clerk("13800000200")
	desks := newDesks(l.server.URL, cookie)
	warm := desks.work(4 * soakReaders) // so many that every connection of the pool is open
	time.Sleep(2 * time.Second)
	warm()
	base := l.settled(usage{})
	desks.reset()

	began, watched := time.Now(), make(chan struct{})
	stop := desks.work(soakReaders)
	l.work(s, clients, rand.Uint64())
	var wal int64
	var pause time.Duration
	over := make(chan struct{})
	go func() { defer close(watched); wal, pause = l.watch(over) }()
	for time.Since(began) < tried.soak {
		b := l.save()
		if <-b.done; b.err != nil {
			t.Errorf("backup: %v", b.err)
		}
		l.before, l.backup = b.before, nil
		l.backups++
		time.Sleep(200 * time.Millisecond)
	}
	close(over)
	<-watched
	stop()
	l.fleet.stop.Store(true)
	l.phones.Wait()
	l.fleet.client.CloseIdleConnections()
	after := l.settled(base)

	answers := l.tally().answers
	var faults []string
	for _, m := range []map[int]int{answers, desks.answers()} {
		for status, n := range m {
			if status >= 500 || status == 0 {
				faults = append(faults, fmt.Sprintf("%d answers %d", n, status))
			}
		}
	}
	if wal > maxWAL {
		faults = append(faults, fmt.Sprintf("the WAL grew to %d bytes", wal))
	}
	if after.goroutines > base.goroutines+strays || after.files > base.files+strays {
		faults = append(faults, fmt.Sprintf("before %v, afterwards %v", base, after))
	}
	faults = append(faults, l.restore()...)
	_, found := l.end()
	n := l.say("soak", append(append(faults, desks.faults()...), found...))
	results.add("soak: 64 phones, 16 desks, backups", int(tried.soak.Seconds()), n, "seconds; %v; WAL at most %d MiB; longest pause of the phones %v; desks %v, %s; before %v, after %v",
		l.tally(), wal>>20, pause.Round(time.Millisecond), desks.answers(), desks.times(), base, after)
}

// clerk adds somebody who sees the company's records, and returns the cookie.
func (l *life) clerk(phone string) string {
	l.t.Helper()
	if _, err := l.p.Run(password+"\n", "user", "add", "--org", "测试公司", "--role", "company_operator", "--phone", phone, "--name", "文员", "--password-stdin"); err != nil {
		l.t.Fatal(err)
	}
	cookie, err := testkit.SignIn(l.server.URL, phone, password, "01900000-0000-7000-8000-00000000aaaa")
	if err != nil {
		l.t.Fatal(err)
	}
	return cookie
}

// watch returns the longest WAL and the longest time in which no phone was acknowledged, until over is closed.
func (l *life) watch(over chan struct{}) (wal int64, pause time.Duration) {
	last, acks := time.Now(), 0
	for tick := time.NewTicker(2 * time.Millisecond); ; {
		select {
		case <-over:
			return wal, max(pause, time.Since(last))
		case <-tick.C:
		}
		if info, err := os.Stat(filepath.Join(l.p.Data, "liangwang.db-wal")); err == nil {
			wal = max(wal, info.Size())
		}
		if n := l.fleet.acknowledged(); n != acks {
			if acks > 0 {
				pause = max(pause, time.Since(last))
			}
			acks, last = n, time.Now()
		}
	}
}

func (f *fleet) acknowledged() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.acks
}

// usage is what a process holds.
type usage struct{ goroutines, files, mib int }

func (u usage) String() string {
	return fmt.Sprintf("%d goroutines %d files %d MiB", u.goroutines, u.files, u.mib)
}

// settled waits until the server holds about what it held before, for some seconds at most, and returns what it holds.
func (l *life) settled(before usage) (now usage) {
	l.t.Helper()
	for range 40 {
		time.Sleep(250 * time.Millisecond)
		was := now
		now = l.usage()
		if before == (usage{}) && now.goroutines == was.goroutines && now.files == was.files ||
			before != (usage{}) && now.goroutines <= before.goroutines+strays && now.files <= before.files+strays {
			break
		}
	}
	return now
}

// usage asks the server's metrics, on a connection of its own.
func (l *life) usage() (u usage) {
	l.t.Helper()
	req, err := http.NewRequestWithContext(l.t.Context(), http.MethodGet, l.server.URL+"/metrics", nil)
	if err != nil {
		l.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := io.ReadAll(res.Body)
	if _ = res.Body.Close(); err != nil || res.StatusCode != http.StatusOK {
		l.t.Fatalf("metrics: %s, %v", res.Status, err)
	}
	var bytes float64
	for name, to := range map[string]any{"go_goroutines": &u.goroutines, "process_open_fds": &u.files, "process_resident_memory_bytes": &bytes} {
		_, after, found := strings.Cut(string(text), "\n"+name+" ")
		if _, err := fmt.Sscan(after, to); !found || err != nil {
			l.t.Fatalf("metrics: %s: %v", name, err)
		}
	}
	u.mib = int(bytes) >> 20
	return u
}

// desks are people who read.
type desks struct {
	server, cookie string
	client         *http.Client
	next           atomic.Int64

	mu       sync.Mutex
	statuses map[int]int
	took     []time.Duration // of what is no export
	said     []string
}

func newDesks(server, cookie string) *desks {
	return &desks{server: server, cookie: cookie, statuses: map[int]int{}, client: &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: soakReaders}}}
}

// work lets n of them read until the returned function is called, which waits for them.
func (d *desks) work(n int) (stop func()) {
	var over atomic.Bool
	var at sync.WaitGroup
	for range n {
		at.Go(func() {
			for !over.Load() {
				d.read(readPaths[int(d.next.Add(1))%len(readPaths)])
				time.Sleep(deskRest)
			}
		})
	}
	return func() {
		over.Store(true)
		at.Wait()
		d.client.CloseIdleConnections()
	}
}

func (d *desks) read(path string) {
	began := time.Now()
	status, said := d.get(path)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.statuses[status]++
	if !strings.Contains(path, "/export/") {
		d.took = append(d.took, time.Since(began))
	}
	if status != http.StatusOK && len(d.said) < 10 {
		d.said = append(d.said, fmt.Sprintf("GET %s: %d %.200s", path, status, said))
	}
}

// get returns the status of the answer, 0 if it did not come whole.
func (d *desks) get(path string) (status int, said string) {
	req, err := http.NewRequest(http.MethodGet, d.server+"/api/v1"+path, nil)
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Cookie", d.cookie)
	res, err := d.client.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(text[:min(len(text), 200)])
}

func (d *desks) reset() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.statuses, d.took, d.said = map[int]int{}, nil, nil
}

func (d *desks) answers() map[int]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.statuses)
}

func (d *desks) faults() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.said)
}

// times says how long the answers took.
func (d *desks) times() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return quantiles(d.took)
}

func quantiles(took []time.Duration) string {
	if len(took) == 0 {
		return "none"
	}
	t := slices.Sorted(slices.Values(took))
	at := func(q float64) time.Duration { return t[int(q*float64(len(t)-1))].Round(100 * time.Microsecond) }
	return fmt.Sprintf("p50 %v p99 %v longest %v of %d", at(.5), at(.99), at(1), len(t))
}
