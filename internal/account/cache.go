package account

import (
	"sync"
	"time"

	"liangwang/internal/recycle"
)

const (
	cacheFor  = time.Second // how long a session is believed without asking the database
	cacheMost = 20_000      // entries; beyond, all are forgotten
)

// cache remembers who holds a token, for a second. It is cleared whole by whatever ends or changes a session in this process:
// that is rare, and reading them again is cheap.
type cache struct {
	mu      sync.Mutex
	entries map[[32]byte]entry
	cleared uint64 // how often
}

type entry struct {
	actor recycle.Actor
	until time.Time
}

func newCache() *cache { return &cache{entries: map[[32]byte]entry{}} }

func (c *cache) get(key [32]byte, now time.Time) (recycle.Actor, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	return e.actor, ok && now.Before(e.until)
}

// generation is taken before the database is read and given back to put: what was read before a clear is not remembered after.
func (c *cache) generation() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cleared
}

func (c *cache) put(key [32]byte, a recycle.Actor, now time.Time, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cleared != generation {
		return
	}
	if len(c.entries) >= cacheMost {
		clear(c.entries)
	}
	c.entries[key] = entry{a, now.Add(cacheFor)}
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	c.cleared++
}
