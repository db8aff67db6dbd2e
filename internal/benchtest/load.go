//go:build bench

package benchtest

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// peer is a server under load.
type peer struct {
	name, addr string // host:port
	pid        int
	created    int // the status that says stored
	// request appends the next request of a client to buf: a pickup that was never sent before.
	request func(buf []byte, client int, r *rand.Rand) []byte
	stored  atomic.Int64 // answers that said so, warm-up included: what must be in its table
}

// result is what one round measured.
type result struct {
	rate     float64 // durable pickups a second
	p50, p99 time.Duration
	cpu      time.Duration // of the server, per pickup
	failed   int           // requests that were not answered so
}

const warmUp = 500 * time.Millisecond

// drive puts clients on p in a closed loop, each sending its next request when the answer to the last is in, for the given time.
func drive(p *peer, clients int, took time.Duration, seed uint64) result {
	var (
		wg        sync.WaitGroup
		measuring atomic.Bool
		stop      atomic.Bool
		times     = make([][]time.Duration, clients)
		failed    = make([]int, clients)
	)
	for i := range clients {
		wg.Go(func() {
			r, c, buf := rand.New(rand.NewPCG(seed, uint64(i))), &conn{addr: p.addr}, []byte(nil)
			defer c.close()
			for !stop.Load() {
				buf = p.request(buf[:0], i, r)
				counted, began := measuring.Load(), time.Now()
				status, err := c.do(buf)
				if err != nil || status != p.created {
					failed[i]++
					c.close()
					continue
				}
				p.stored.Add(1)
				if counted && measuring.Load() {
					times[i] = append(times[i], time.Since(began))
				}
			}
		})
	}
	time.Sleep(warmUp)
	began, cpu := time.Now(), cpuOf(p.pid)
	measuring.Store(true)
	time.Sleep(took)
	measuring.Store(false)
	elapsed, used := time.Since(began), cpuOf(p.pid)-cpu
	stop.Store(true)
	wg.Wait()
	all := slices.Concat(times...)
	slices.Sort(all)
	res := result{rate: float64(len(all)) / elapsed.Seconds(), p50: quantile(all, 0.5), p99: quantile(all, 0.99)}
	if len(all) > 0 {
		res.cpu = used / time.Duration(len(all))
	}
	for _, n := range failed {
		res.failed += n
	}
	return res
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}

func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return s[len(s)/2]
}

// cpuOf returns the time that the threads of a process have run, to 10 ms; 0 where there is no /proc.
func cpuOf(pid int) time.Duration {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ") // the name of a program has no blank here
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
