package catalogue_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"liangwang/internal/catalogue"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// counting is a store that counts what it is asked, and fails on demand.
type counting struct {
	testkit.Store
	mu    sync.Mutex
	asked int
	fails error
}

func (c *counting) Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error) {
	c.mu.Lock()
	c.asked++
	err := c.fails
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return c.Store.Categories(ctx, day)
}

func (c *counting) Gates(ctx context.Context) ([]recycle.GateRow, error) {
	c.mu.Lock()
	c.asked++
	err := c.fails
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return c.Store.Gates(ctx)
}

// The catalogue is read once a second and a day, by whoever asks first; what changed is seen after that.
func TestService(t *testing.T) {
	clock, s := &testkit.Clock{}, &counting{Store: testkit.NewStore(t)}
	c := &catalogue.Service{Store: s, Clock: clock.Now}
	knows := func(category recycle.Category, want bool) {
		t.Helper()
		if got, err := c.Knows(t.Context(), category, testkit.Today); got != want || err != nil {
			t.Errorf("%s: %v, %v", category, got, err)
		}
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			knows("paper.occ", true)
			knows("gold", false)
			knows("paper", false) // a group
			knows("", false)
			if gates, err := c.Gates(t.Context()); len(gates) != len(recycle.SeedGates()) || err != nil {
				t.Error(len(gates), err)
			}
		})
	}
	wg.Wait()
	if s.asked != 2 {
		t.Errorf("asked %d times", s.asked)
	}
	if _, err := s.SQL.Exec(`UPDATE categories SET valid_to = '2026-11-22' WHERE "key" = 'paper.occ'`); err != nil {
		t.Fatal(err)
	}
	clock.Pass(999 * time.Millisecond)
	knows("paper.occ", true)
	clock.Pass(time.Millisecond)
	knows("paper.occ", false)
	if got, err := c.Knows(t.Context(), "paper.occ", "2026-11-22"); !got || err != nil {
		t.Error("on its last day:", got, err)
	}
	rows, err := c.Categories(t.Context(), testkit.Today)
	if len(rows) != len(recycle.SeedCategories())-1 || err != nil {
		t.Error(len(rows), err)
	}
	asked := s.asked
	clock.Pass(-time.Hour) // a clock that was set back
	knows("paper.occ", false)
	if s.asked == asked {
		t.Error("what was read in the future is believed for an hour")
	}
}

// A failure is told and not remembered.
func TestService_fails(t *testing.T) {
	boom := errors.New("boom")
	s := &counting{Store: testkit.NewStore(t), fails: boom}
	c := &catalogue.Service{Store: s, Clock: testkit.Now}
	if _, err := c.Knows(t.Context(), "paper.occ", testkit.Today); !errors.Is(err, boom) {
		t.Error(err)
	}
	if _, err := c.Gates(t.Context()); !errors.Is(err, boom) {
		t.Error(err)
	}
	if _, err := c.Categories(t.Context(), testkit.Today); !errors.Is(err, boom) {
		t.Error(err)
	}
	s.fails = nil
	if ok, err := c.Knows(t.Context(), "paper.occ", testkit.Today); !ok || err != nil {
		t.Error(ok, err)
	}
	if gates, err := c.Gates(t.Context()); len(gates) == 0 || err != nil {
		t.Error(gates, err)
	}
}

// Whoever asks for many days does not fill the memory.
func TestService_manyDays(t *testing.T) {
	s := &counting{Store: testkit.NewStore(t)}
	c := &catalogue.Service{Store: s, Clock: testkit.Now}
	for day, i := recycle.Day("2020-01-01"), 0; i < 900; day, i = day.Add(1), i+1 {
		if ok, err := c.Knows(t.Context(), "paper.occ", day); !ok || err != nil {
			t.Fatal(day, ok, err)
		}
	}
	asked := s.asked
	if ok, err := c.Knows(t.Context(), "paper.occ", "2020-01-01"); !ok || err != nil || s.asked == asked {
		t.Error("the first day is still held", ok, err)
	}
}
