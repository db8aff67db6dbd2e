// Package coverage computes the planner's figures (覆盖与融合) from the register as of a day. It measures with geo/coverage and adds
// what the figures mean: which site counts, which demand, which pair is one place.
//
//	Service    服务覆盖率 (F2)   share of households within R metres of an open site
//	Routes     线路覆盖 (F5, 计划)  sites within D metres of a planned route
//	Fusion     融合率 (F1)     fused places among the places of sorted waste
//	Fused      融合网点        one record in both networks, or a pair of records of one network each
//	Layers     图层           what the planner's map shows
//	Table      导出           the rows of exactly what is shown
//
// A site counts if it is open on the day: active, and no back-end node. Hours are not judged yet. Distances are straight lines.
package coverage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Register is what the figures are computed from.
type Register interface {
	// On returns the register as it was in force on day. Nobody changes what it returns.
	On(ctx context.Context, day recycle.Day) (*recycle.Snapshot, error)
}

// Service computes figures and keeps the last ones: equal data, day and question give the same answer.
type Service struct {
	Register Register
	Now      func() time.Time

	mu      sync.Mutex
	scenes  kept[*scene]
	answers kept[any]
}

// The networks that a question can be about.
const (
	AnyNetwork = "any"
	NetworkA   = "A"
	NetworkB   = "B"
	BothAB     = "AB" // fused places alone, pairs on the side of network B
)

// Networks lists what a question can be about, in display order.
func Networks() []string { return []string{AnyNetwork, NetworkA, NetworkB, BothAB} }

// The weights of demand.
const (
	Households = "households"
	People     = "people"
)

// Weights lists the weights of demand.
func Weights() []string { return []string{Households, People} }

// MaxWithin is the farthest that a figure looks, metres.
const MaxWithin = 20_000

func (s *Service) complete(q recycle.CoverageQuery) (recycle.CoverageQuery, error) {
	q.At = cmp.Or(q.At, recycle.At(s.Now()).Day())
	q.Within, q.Network, q.Weight = cmp.Or(q.Within, 300), cmp.Or(q.Network, AnyNetwork), cmp.Or(q.Weight, Households)
	var c recycle.Check
	_, err := recycle.ParseDay(string(q.At))
	c.That(err == nil, "at", "date")
	c.That(q.Within >= 1 && q.Within <= MaxWithin, "within", "range")
	c.That(slices.Contains(Networks(), q.Network), "network", "oneOf")
	c.That(slices.Contains(Weights(), q.Weight), "weight", "oneOf")
	c.That(recycle.IsText(string(q.Category), 50), "category", "text")
	return q, c.Err("request.invalid")
}

// scene returns the parsed register of a day.
func (s *Service) scene(ctx context.Context, day recycle.Day) (*scene, error) {
	snap, err := s.Register.On(ctx, cmp.Or(day, recycle.At(s.Now()).Day()))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.scenes.get(fmt.Sprint(snap.Version, " ", snap.Day), func() *scene { return newScene(snap) }), nil
}

// answer returns what make makes of a scene, once for each question.
func answer[T any](s *Service, sc *scene, question string, make func() T) T {
	key := fmt.Sprint(sc.snap.Version, " ", sc.snap.Day, " ", question)
	s.mu.Lock()
	if v, ok := s.answers.find(key); ok {
		s.mu.Unlock()
		return v.(T)
	}
	s.mu.Unlock()
	v := make()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answers.get(key, func() any { return v }).(T)
}

const keptMost = 48

// kept holds the last things made, by key; the one that came first goes first.
type kept[T any] struct {
	byKey map[string]T
	order []string
}

func (k *kept[T]) find(key string) (T, bool) {
	v, ok := k.byKey[key]
	return v, ok
}

func (k *kept[T]) get(key string, make func() T) T {
	if v, ok := k.byKey[key]; ok {
		return v
	}
	if k.byKey == nil {
		k.byKey = map[string]T{}
	}
	if len(k.order) == keptMost {
		delete(k.byKey, k.order[0])
		k.order = k.order[1:]
	}
	v := make()
	k.byKey[key], k.order = v, append(k.order, key)
	return v
}

// share returns part / whole, or nil of nothing.
func share(part, whole int64) *float64 {
	if whole == 0 {
		return nil
	}
	v := float64(part) / float64(whole)
	return &v
}

func points(sites []*recycle.SiteVersion) []geo.Point {
	list := make([]geo.Point, len(sites))
	for i, v := range sites {
		list[i], _ = v.Point()
	}
	return list
}
