package pickup_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"liangwang/internal/pickup"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// company is one organisation of the property: its two collectors, its operator, and a stranger from Theirs.
type company struct {
	org    recycle.OrgID
	actors map[string]context.Context
	sent   map[recycle.PickupID]sent
	states map[recycle.PickupID]recycle.PickupState
}

// sent is a pickup as somebody sent it.
type sent struct {
	who string
	p   recycle.Pickup
}

// founded adds a recycling company to the zone, in which two collectors and an operator of Ours work too.
func founded(t testing.TB, s testkit.Store, n int) *company {
	t.Helper()
	c := &company{org: testkit.ID[recycle.OrgID](n), sent: map[recycle.PickupID]sent{}, states: map[recycle.PickupID]recycle.PickupState{}}
	people := map[string]recycle.Actor{"author": testkit.Actor(testkit.Ours, recycle.Collector), "mate": testkit.Mate(testkit.Ours, recycle.Collector),
		"operator": testkit.Actor(testkit.Ours, recycle.CompanyOperator)}
	c.actors = map[string]context.Context{"stranger": testkit.As(t, testkit.Theirs, recycle.CompanyOperator)}
	err := s.InTx(testkit.As(t, testkit.Zone, recycle.Planner), func(ctx context.Context) error {
		if err := s.InsertOrg(ctx, &recycle.Org{ID: c.org, Kind: recycle.RecyclingCompany, Name: fmt.Sprint("示例", n)}); err != nil {
			return err
		}
		for name, a := range people {
			a.OrgID = c.org
			c.actors[name] = recycle.WithActor(t.Context(), a)
			m := recycle.Member{PersonID: a.PersonID, OrgID: c.org, Role: a.Roles[0], ValidFrom: testkit.Since, ValidTo: recycle.LastDay}
			if err := s.InsertMember(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Whatever anybody does in whatever order: each pickup goes only where the table of moves lets it, whoever is refused changes
// nothing, repeats answer as the first time, and the books agree after every step.
func TestService_machine(t *testing.T) { // ASVS 2.3.1
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		clock, companies, n := &testkit.Clock{}, 0, 0
		svc := service(s, clock.Now)
		rapid.Check(t, func(r *rapid.T) {
			companies++
			m := &machine{company: founded(t, s, 1_000_000+companies), s: s, svc: svc, clock: clock, next: &n}
			r.Repeat(map[string]func(*rapid.T){
				"log": m.log, "repeat": m.repeat, "correct": m.correct, "void": m.void, "paper": m.paper, "accept": m.accept,
				"duplicate": m.duplicate, "not duplicate": m.notDuplicate, "": m.check,
			})
		})
		s.CheckRecords(t)
	})
}

type machine struct {
	*company
	s     testkit.Store
	svc   *pickup.Service
	clock *testkit.Clock
	next  *int
}

func (m *machine) who(r *rapid.T) (string, context.Context) {
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(m.actors))).Draw(r, "who")
	return name, m.actors[name]
}

// one draws a stored pickup; without any the action is skipped.
func (m *machine) one(r *rapid.T, label string) recycle.PickupID {
	if len(m.states) == 0 {
		r.Skip("nothing is stored")
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(m.states))).Draw(r, label)
}

// entered draws a new pickup.
func (m *machine) entered(r *rapid.T) recycle.Pickup {
	*m.next++
	p := testkit.Pickup(*m.next)
	p.OrgID = m.org
	p.OccurredAt = recycle.At(m.clock.Now()) - recycle.Instant(rapid.SampledFrom([]int{0, 1, 24, 400 * 24}).Draw(r, "hours")*hour)
	p.SiteID = rapid.SampledFrom([]recycle.SiteID{"", testkit.OurSite, testkit.TheirSite}).Draw(r, "site")
	p.Lines = rapid.SliceOfN(rapid.Custom(func(r *rapid.T) recycle.Line {
		return recycle.Line{
			Category: rapid.SampledFrom([]recycle.Category{"paper.occ", "plastic.pet", "battery.lithium_power", "metal.production", "banned.stolen"}).Draw(r, "category"),
			Method:   rapid.SampledFrom(recycle.Methods()).Draw(r, "method"),
			Grams:    recycle.Grams(rapid.IntRange(1, 50_000).Draw(r, "grams")), Pieces: int64(rapid.IntRange(1, 9).Draw(r, "pieces")),
		}
	}), 1, 3).Draw(r, "lines")
	p.SellerKind = rapid.SampledFrom([]recycle.SellerKind{"", recycle.NaturalPerson, "COMPANY"}).Draw(r, "seller")
	return p
}

// send logs p and checks who may.
func (m *machine) send(r *rapid.T, name string, p recycle.Pickup, may bool) {
	stored, created, err := m.svc.Log(m.actors[name], p)
	if created != may || created != (err == nil) {
		r.Fatalf("%s logs %s: created %v, %v, want it: %v", name, p.ID, created, err, may)
	}
	if !created {
		return
	}
	m.sent[p.ID] = sent{name, p}
	m.states[p.ID] = stored.State
	if old := p.Replaces; old != "" {
		m.states[old] = recycle.Superseded
	}
}

func (m *machine) log(r *rapid.T) {
	name := rapid.SampledFrom([]string{"author", "mate", "operator", "stranger"}).Draw(r, "who")
	m.send(r, name, m.entered(r), name == "author" || name == "mate")
	m.clock.Pass(time.Duration(rapid.IntRange(0, 90).Draw(r, "minutes")) * time.Minute)
}

func (m *machine) correct(r *rapid.T) {
	p, id := m.entered(r), m.one(r, "replaces")
	p.Replaces = id
	name, _ := m.who(r)
	state := m.states[id]
	mayNow := state == recycle.Accepted || state == recycle.NeedsFix
	m.send(r, name, p, mayNow && (name == "operator" || name == m.author(id)))
}

// author is who collected what a pickup goes back to.
func (m *machine) author(id recycle.PickupID) string {
	first := m.sent[id]
	for first.p.Replaces != "" {
		first = m.sent[first.p.Replaces]
	}
	return first.who
}

func (m *machine) repeat(r *rapid.T) {
	id := m.one(r, "of")
	first := m.sent[id]
	before, err := m.s.Pickup(m.actors["operator"], id)
	if err != nil {
		r.Fatal(err)
	}
	if first.who == "operator" && m.author(id) != "operator" || rapid.Bool().Draw(r, "by the operator") {
		first.who = "operator"
	}
	p := first.p
	p.SkewMS = int64(rapid.IntRange(-1_000_000, 1_000_000).Draw(r, "skew"))
	again, created, err := m.svc.Log(m.actors[first.who], p)
	if err != nil || created || string(again.Hash()) != string(before.Hash()) {
		r.Fatalf("%s repeats %s: created %v, %v", first.who, id, created, err)
	}
	p.Note = "other"
	if kept, created, err := m.svc.Log(m.actors[first.who], p); created || recycle.KindOf(err) != recycle.Conflict || string(kept.Hash()) != string(before.Hash()) {
		r.Fatalf("%s sends other content as %s: created %v, %v", first.who, id, created, err)
	}
}

// change does something to a stored pickup and checks that it went where want says, or nowhere.
func (m *machine) change(r *rapid.T, do func(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error)) {
	id := m.one(r, "id")
	name, ctx := m.who(r)
	before, err := m.s.Pickup(m.actors["operator"], id)
	if err != nil {
		r.Fatal(err)
	}
	got, err := do(ctx, id)
	after, ferr := m.s.Pickup(m.actors["operator"], id)
	if ferr != nil {
		r.Fatal(ferr)
	}
	switch {
	case err != nil && string(after.Hash()) != string(before.Hash()):
		r.Fatalf("%s was refused (%v) and changed %s from %s to %s", name, err, id, before.State, after.State)
	case err == nil && string(after.Hash()) != string(got.Hash()):
		r.Fatalf("%s was told %+v of %s, stored is %+v", name, got.Standing, id, after.Standing)
	case err == nil && (name == "stranger" || name != "operator" && name != m.author(id)):
		r.Fatalf("%s changed %s of %s", name, id, m.author(id))
	case after.State != before.State && !slices.Contains(pickup.Moves[before.State], after.State):
		r.Fatalf("%s went from %s to %s", id, before.State, after.State)
	}
	m.states[id] = after.State
}

func (m *machine) void(r *rapid.T) {
	m.change(r, func(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
		return m.svc.Void(ctx, id, "wrong")
	})
}

func (m *machine) accept(r *rapid.T) {
	m.change(r, func(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
		return m.svc.Accept(ctx, id, "seen")
	})
}

func (m *machine) paper(r *rapid.T) {
	kind := rapid.SampledFrom([]string{recycle.NeedBatteryCode, recycle.NeedHandover, recycle.NeedUnitCert, recycle.NeedGoodsRegister, recycle.NeedBuyerEntitled}).Draw(r, "kind")
	m.change(r, func(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
		return m.svc.AddPaper(ctx, id, recycle.Paper{Kind: kind, Number: "1"})
	})
}

func (m *machine) duplicate(r *rapid.T) {
	of := m.one(r, "of")
	m.change(r, func(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
		return m.svc.MarkDuplicate(ctx, id, of)
	})
}

func (m *machine) notDuplicate(r *rapid.T) {
	m.change(r, func(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
		return m.svc.NotDuplicate(ctx, id, "two of them")
	})
}

// check is the invariant: what is stored is what the steps said, and both rollups are its sum.
func (m *machine) check(r *rapid.T) {
	list, err := m.s.ListPickups(m.actors["operator"], recycle.PickupFilter{Limit: 1000})
	if err != nil || len(list) != len(m.states) {
		r.Fatalf("%d pickups, want %d, %v", len(list), len(m.states), err)
	}
	for i := range list {
		if p := &list[i]; p.State != m.states[p.ID] || (p.State == recycle.NeedsFix) != (p.Fix != "") {
			r.Fatalf("%s is %s (%q), want %s", p.ID, p.State, p.Fix, m.states[p.ID])
		}
	}
	for _, f := range m.s.FaultsOf(r, m.org) {
		r.Fatal(f)
	}
}

// Many at once: of what is sent twice one is stored, of corrections, voids and marks of one pickup one wins, and the books agree.
func TestService_atOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		var wg sync.WaitGroup
		var mu sync.Mutex
		count := map[string]int{}
		tell := func(what string, n int, err error) {
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				count[fmt.Sprint(what, n)]++
			case recycle.KindOf(err) != recycle.Conflict:
				t.Errorf("%s %d: %v", what, n, err)
			}
		}
		as := []context.Context{collector(t), operator(t)}
		logged(t, svc, testkit.Pickup(original))
		for i := range 40 {
			wg.Go(func() {
				p := testkit.Pickup(i / 2)
				p.Lines = append(p.Lines, recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 2})
				_, created, err := svc.Log(as[0], p)
				if err != nil {
					t.Error(err)
				}
				if created {
					tell("stored", i/2, nil)
				}
			})
		}
		wg.Wait()
		s.CheckRecords(t)
		logged(t, svc, testkit.Pickup(800))
		for range 8 { // the same correction: each is told that it is stored, one that it is new
			wg.Go(func() {
				p := testkit.Pickup(801)
				p.Replaces = testkit.ID[recycle.PickupID](800)
				_, created, err := svc.Log(as[0], p)
				if err != nil {
					t.Error("a correction that was sent eight times:", err)
				}
				if created {
					tell("stored", 801, nil)
				}
			})
		}
		wg.Wait()
		if n := count["stored801"]; n != 1 {
			t.Errorf("a correction is stored %d times", n)
		}
		for i := range 20 {
			id := testkit.ID[recycle.PickupID](i)
			for j, ctx := range as {
				wg.Go(func() {
					_, err := correct(svc, ctx, id, 1000+10*i+j)
					tell("won", i, err)
				})
			}
			wg.Go(func() {
				_, err := svc.MarkDuplicate(as[1], id, testkit.ID[recycle.PickupID](original))
				tell("won", i, err)
			})
			wg.Go(func() { _, err := svc.Void(as[0], id, "wrong"); tell("won", i, err) })
		}
		wg.Wait()
		for i := range 20 {
			for _, what := range []string{"stored", "won"} {
				if n := count[fmt.Sprint(what, i)]; n != 1 { // ASVS 2.3.4
					t.Errorf("%d %s %d times", i, what, n)
				}
			}
		}
		s.CheckRecords(t)
	})
}
