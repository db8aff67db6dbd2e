package network_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// bring puts a site into a state by moves of the table alone.
func (s *stand) bring(t *testing.T, n int, state recycle.SiteState) {
	t.Helper()
	s.put(t, s.planner, n, recycle.SiteProposed, "2026-01-01")
	for _, to := range path(recycle.SiteProposed, state) {
		if _, err := s.Move(s.planner, id(n), full(to)); err != nil {
			if _, err = s.Move(s.operator, id(n), full(to)); err != nil {
				t.Fatal(n, to, err)
			}
		}
	}
}

// full is a step with all that a move can need.
func full(to recycle.SiteState) recycle.SiteStep {
	place := recycle.PlaceAt(geo.Point{116.61, 35.41})
	return recycle.SiteStep{To: to, Reason: "说明", Evidence: "附件", Position: &place}
}

// path returns a shortest way from one state to another.
func path(from, to recycle.SiteState) []recycle.SiteState {
	type way struct {
		at    recycle.SiteState
		steps []recycle.SiteState
	}
	queue, seen := []way{{at: from}}, map[recycle.SiteState]bool{from: true}
	for len(queue) > 0 {
		w := queue[0]
		if queue = queue[1:]; w.at == to {
			return w.steps
		}
		for _, m := range recycle.SiteMoves() {
			if m.From == w.at && !seen[m.To] {
				seen[m.To] = true
				queue = append(queue, way{m.To, append(slices.Clone(w.steps), m.To)})
			}
		}
	}
	return nil
}

// Every pair of states by every actor: what the table has and gives to the actor is done, all else is refused and changes nothing.
func TestService_Move_everyPair(t *testing.T) {
	s := newStand(t)
	n := 0
	for _, from := range recycle.SiteStates() {
		for _, to := range recycle.SiteStates() {
			i := slices.IndexFunc(recycle.SiteMoves(), func(m recycle.SiteMove) bool { return m.From == from && m.To == to })
			actors := map[string]struct {
				ctx context.Context
				may bool
			}{"planner": {s.planner, i >= 0 && recycle.SiteMoves()[max(i, 0)].Planner},
				"operator": {s.operator, i >= 0 && recycle.SiteMoves()[max(i, 0)].Operator}, "another": {s.other, false}, "collector": {s.picker, false}}
			if i < 0 { // one actor is enough for what nobody may
				actors = map[string]struct {
					ctx context.Context
					may bool
				}{"planner": actors["planner"]}
			}
			for name, actor := range actors {
				n++
				s.bring(t, n, from)
				d, err := s.Move(actor.ctx, id(n), full(to))
				if (err == nil) != actor.may {
					t.Errorf("%s: %s to %s: %v", name, from, to, err)
				}
				if now, _ := s.Detail(s.planner, id(n)); err != nil && now.Site.State != from || err == nil && d.Site.State != to {
					t.Errorf("%s: %s to %s leaves %s", name, from, to, now.Site.State)
				}
				want := recycle.Conflict
				if i >= 0 {
					want = recycle.Forbidden
				}
				if kind := recycle.KindOf(err); err != nil && kind != want && !(name == "another" && kind == recycle.NotFound) {
					t.Errorf("%s: %s to %s: %v", name, from, to, err)
				}
			}
		}
	}
}

func TestService_Move(t *testing.T) {
	s := newStand(t)
	step := func(edit func(*recycle.SiteStep)) recycle.SiteStep {
		st := recycle.SiteStep{To: recycle.SiteSuspended, Reason: "维修"}
		edit(&st)
		return st
	}
	tests := []struct {
		name string
		step recycle.SiteStep
		code string
	}{
		{"without a reason", step(func(st *recycle.SiteStep) { st.Reason = "" }), "site.invalid"},
		{"NUL in the reason", step(func(st *recycle.SiteStep) { st.Reason = "a\x00" }), "site.invalid"},
		{"no day", step(func(st *recycle.SiteStep) { st.From = "2026-13-01" }), "site.invalid"},
		{"before it was there", step(func(st *recycle.SiteStep) { st.From = "2025-01-01" }), "site.invalid"},
		{"an empty position", step(func(st *recycle.SiteStep) { st.Position = &recycle.Place{} }), "site.invalid"},
		{"before a later version", step(func(st *recycle.SiteStep) { st.From = "2026-03-01" }), "site.later_version"},
		{"an unknown state", step(func(st *recycle.SiteStep) { st.To = "gone" }), "site.state"},
		{"today", step(func(st *recycle.SiteStep) {}), ""},
	}
	s.put(t, s.planner, 1, recycle.SiteActive, "2026-01-01")
	f := facts(1, "")
	f.Hours = "Mo-Su 08:00-18:00"
	if _, _, err := s.Put(s.planner, recycle.SitePut{ID: id(1), Facts: f, From: "2026-06-01"}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := s.Move(s.planner, id(1), tt.step)
			if tt.code == "" {
				if err != nil || d.Site.Hours != f.Hours || d.Site.Reason != "维修" || len(d.Versions) != 3 || len(d.Events) != 2 || d.Events[1].ValidFrom != today {
					t.Errorf("%+v, %v", d, err)
				}
				return
			}
			if e, _ := errors.AsType[*recycle.Error](err); e == nil || e.Code != tt.code {
				t.Errorf("error %v, want %s", err, tt.code)
			}
		})
	}
	if _, err := s.Move(s.planner, id(99), step(func(*recycle.SiteStep) {})); recycle.KindOf(err) != recycle.NotFound {
		t.Error("unknown site:", err)
	}
}

// Whatever is tried on whatever day, the versions follow each other without gap and the last event is the newest version's state.
func TestService_Move_anySequence(t *testing.T) {
	s := newStand(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		s.put(t, s.planner, n, recycle.SiteActive, "2026-01-01")
		done := 1
		for range rapid.IntRange(1, 8).Draw(rt, "moves") {
			st := full(rapid.SampledFrom(recycle.SiteStates()).Draw(rt, "to"))
			st.From = today.Add(rapid.IntRange(-3, 3).Draw(rt, "day"))
			ctx := rapid.SampledFrom([]context.Context{s.planner, s.operator}).Draw(rt, "actor")
			if _, err := s.Move(ctx, id(n), st); err == nil {
				done++
			} else if recycle.KindOf(err) == recycle.Internal {
				rt.Fatal(err)
			}
		}
		d, err := s.Detail(s.planner, id(n))
		if err != nil || len(d.Events) != done || d.Versions[0].ValidTo != recycle.LastDay || d.Versions[0].State != d.Events[done-1].ToState {
			rt.Fatalf("%d done, %+v, %v", done, d, err)
		}
		for i := 1; i < len(d.Versions); i++ {
			if d.Versions[i].ValidTo.Add(1) != d.Versions[i-1].ValidFrom {
				rt.Fatal("a gap", d.Versions)
			}
		}
	})
}
