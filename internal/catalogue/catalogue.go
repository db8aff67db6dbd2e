// Package catalogue answers what the catalogue says (品类目录): which categories there are on a day, and their gates. It holds the rows
// in memory for a second, since every pickup asks; what another process changes is seen after that.
package catalogue

import (
	"context"
	"sync"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database.
type Store interface {
	Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error)
	Gates(ctx context.Context) ([]recycle.GateRow, error)
}

const maxAge = time.Second

// Service reads the catalogue.
type Service struct {
	Store Store
	Clock func() time.Time // of the machine: a demo's clock may stand still

	mu   sync.Mutex
	at   time.Time
	days map[recycle.Day][]recycle.CategoryRow
	keys map[recycle.Day]map[recycle.Category]bool
	gate []recycle.GateRow
}

// Categories returns the categories in force on day, in display order. Nobody changes what it returns.
func (s *Service) Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.on(ctx, day)
}

// Knows reports whether category is in the catalogue on day.
func (s *Service) Knows(ctx context.Context, category recycle.Category, day recycle.Day) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.on(ctx, day); err != nil {
		return false, err
	}
	return s.keys[day][category], nil
}

// Gates returns every dated gate. Nobody changes what it returns.
func (s *Service) Gates(ctx context.Context) ([]recycle.GateRow, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh()
	if s.gate == nil {
		var err error
		if s.gate, err = s.Store.Gates(ctx); err != nil {
			return nil, err
		}
	}
	return s.gate, nil
}

func (s *Service) on(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error) {
	s.fresh()
	if rows, ok := s.days[day]; ok {
		return rows, nil
	}
	rows, err := s.Store.Categories(ctx, day)
	if err != nil {
		return nil, err
	}
	keys := map[recycle.Category]bool{}
	for _, r := range rows {
		keys[r.Key] = true
	}
	s.days[day], s.keys[day] = rows, keys
	return rows, nil
}

// fresh forgets what is older than maxAge.
func (s *Service) fresh() {
	if now := s.Clock(); s.days == nil || now.Sub(s.at) >= maxAge || now.Before(s.at) || len(s.days) > 400 {
		s.at, s.days, s.keys, s.gate = now, map[recycle.Day][]recycle.CategoryRow{}, map[recycle.Day]map[recycle.Category]bool{}, nil
	}
}
