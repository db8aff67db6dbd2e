package account

import (
	"testing"
	"time"

	"liangwang/internal/recycle"
)

func TestCache(t *testing.T) {
	now := time.Unix(0, 0)
	key, actor := [32]byte{1}, recycle.Actor{PersonID: "p"}
	c := newCache()
	c.put(key, actor, now, c.generation())
	for _, tt := range []struct {
		name  string
		key   [32]byte
		after time.Duration
		want  bool
	}{
		{"at once", key, 0, true}, {"within a second", key, time.Second - 1, true}, {"after a second", key, time.Second, false},
		{"another token", [32]byte{2}, 0, false},
	} {
		if a, ok := c.get(tt.key, now.Add(tt.after)); ok != tt.want || ok && a.PersonID != "p" {
			t.Errorf("%s: %v, %v", tt.name, a, ok)
		}
	}
	read := c.generation() // the database is read, and while it is, the session ends
	c.clear()
	c.put(key, actor, now, read)
	if _, ok := c.get(key, now); ok {
		t.Error("what was read before a clear is remembered after it")
	}
	for i := range cacheMost + 1 {
		c.put([32]byte{byte(i), byte(i >> 8), byte(i >> 16)}, actor, now, c.generation())
	}
	if len(c.entries) > cacheMost {
		t.Error(len(c.entries), "entries")
	}
}
