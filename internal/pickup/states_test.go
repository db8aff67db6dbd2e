package pickup_test

import (
	"context"
	"slices"
	"testing"

	"liangwang/internal/pickup"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// gated is a pickup that its category's gate holds up until both papers are there; no rule lets it pass without them.
func gated(n int) recycle.Pickup {
	p := testkit.Pickup(n)
	p.Lines = append(p.Lines, recycle.Line{Category: "battery.lithium_power", Method: recycle.Count, Pieces: 1, Grams: 300_000})
	return p
}

// code and proof are the papers that gated lacks.
var (
	code  = recycle.Paper{Kind: recycle.NeedBatteryCode, Number: "B-1"}
	proof = recycle.Paper{Kind: recycle.NeedHandover, Photo: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
)

// strayed is a pickup of a day on which its author did not belong to the company: its operator may accept it with words.
func strayed(n int) recycle.Pickup {
	p := testkit.Pickup(n)
	p.OccurredAt -= 365 * 24 * hour
	return p
}

// act is one thing that may be done to a stored pickup.
type act func(svc *pickup.Service, ctx context.Context, id recycle.PickupID, n int) (recycle.Pickup, error)

func void(svc *pickup.Service, ctx context.Context, id recycle.PickupID, _ int) (recycle.Pickup, error) {
	return svc.Void(ctx, id, "entered twice")
}

func paper(svc *pickup.Service, ctx context.Context, id recycle.PickupID, _ int) (recycle.Pickup, error) {
	return svc.AddPaper(ctx, id, code)
}

func accept(svc *pickup.Service, ctx context.Context, id recycle.PickupID, _ int) (recycle.Pickup, error) {
	return svc.Accept(ctx, id, "seen by me")
}

func notDuplicate(svc *pickup.Service, ctx context.Context, id recycle.PickupID, _ int) (recycle.Pickup, error) {
	return svc.NotDuplicate(ctx, id, "two fridges")
}

const original = 900 // of the duplicates

func duplicate(svc *pickup.Service, ctx context.Context, id recycle.PickupID, _ int) (recycle.Pickup, error) {
	return svc.MarkDuplicate(ctx, id, testkit.ID[recycle.PickupID](original))
}

// correct replaces a pickup by one that differs, and returns the old one.
func correct(svc *pickup.Service, ctx context.Context, id recycle.PickupID, n int) (recycle.Pickup, error) {
	p := testkit.Pickup(n)
	p.Replaces, p.Lines[0].Grams = id, 1_000
	if a, err := recycle.ActorFrom(ctx); err == nil {
		p.OrgID = a.OrgID
	}
	if _, _, err := svc.Log(ctx, p); err != nil {
		return recycle.Pickup{}, err
	}
	return svc.Store.Pickup(ctx, id)
}

// Every move from every state by everybody: what WORKFLOWS §3.2 has, and nothing else.
func TestService_moves(t *testing.T) {
	const (
		state     = "conflict pickup.state"
		noPass    = "conflict pickup.no_override"
		forbidden = "forbidden auth.forbidden"
		unknown   = "not_found pickup.not_found"
		nothing   = "invalid pickup.invalid replaces:unknown"
	)
	froms := []struct {
		name string
		make func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup
	}{
		{"accepted", func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup {
			return logged(t, svc, testkit.Pickup(n))
		}},
		{"gated", func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup { return logged(t, svc, gated(n)) }},
		{"strayed", func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup { return logged(t, svc, strayed(n)) }},
		{"voided", func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup {
			return moved(t, svc, n, void)
		}},
		{"superseded", func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup {
			return moved(t, svc, n, correct)
		}},
		{"duplicate", func(t *testing.T, svc *pickup.Service, n int) recycle.Pickup {
			return moved(t, svc, n, duplicate)
		}},
	}
	// What the operator gets, in the order of froms; a state is where the pickup then stands.
	acts := []struct {
		name                          string
		act                           act
		operator                      [6]string
		author, dispatcher, colleague string // "": as the operator
	}{
		{"void", void, [6]string{"voided", "voided", "voided", "voided", state, state}, "", forbidden, unknown},
		{"paper", paper, [6]string{state, "needs_fix", "needs_fix", state, state, state}, "", forbidden, unknown},
		{"accept", accept, [6]string{state, noPass, "accepted", state, state, state}, forbidden, forbidden, unknown},
		{"duplicate", duplicate, [6]string{"duplicate", state, state, state, state, "duplicate"}, forbidden, forbidden, unknown},
		{"not duplicate", notDuplicate, [6]string{state, state, state, state, state, "accepted"}, forbidden, forbidden, unknown},
		{"correct", correct, [6]string{"superseded", "superseded", "superseded", state, state, state}, "", forbidden, nothing},
	}
	// Who collects beside may log, and finds nothing of others to correct.
	both := func(act, dispatcher string) string {
		if act == "correct" {
			return nothing
		}
		return dispatcher
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc, n := service(s, testkit.Now), 1000
		logged(t, svc, testkit.Pickup(original))
		for i, from := range froms {
			for _, a := range acts {
				for who, tt := range map[string]struct {
					ctx  context.Context
					want string
				}{
					"operator":      {operator(t), ""},
					"author":        {collector(t), a.author},
					"dispatcher":    {testkit.As(t, testkit.Ours, recycle.Dispatcher), a.dispatcher},
					"both at once":  {recycle.WithActor(t.Context(), testkit.Roles(testkit.Mate(testkit.Ours, recycle.Collector), recycle.Collector, recycle.Dispatcher)), both(a.name, a.dispatcher)},
					"colleague":     {mate(t), a.colleague},
					"other company": {testkit.As(t, testkit.Theirs, recycle.CompanyOperator), a.colleague},
				} {
					n += 2
					p, want := from.make(t, svc, n), a.operator[i]
					if tt.want != "" {
						want = tt.want
					} else if who == "dispatcher" || who == "both at once" || who == "colleague" || who == "other company" {
						t.Fatal("the table lacks what a stranger gets")
					}
					got, err := a.act(svc, tt.ctx, p.ID, n+100_000)
					if outcome(err) != want && (err != nil || string(got.State) != want) {
						t.Errorf("%s of a %s one by %s: %q %s, want %q", a.name, from.name, who, outcome(err), got.State, want)
					}
					stored, serr := svc.Find(operator(t), p.ID)
					if serr != nil || err != nil && string(stored.Hash()) != string(p.Hash()) || err == nil && string(stored.Hash()) != string(got.Hash()) {
						t.Errorf("%s of a %s one by %s: answered %+v, stored %+v, %v", a.name, from.name, who, got.Standing, stored.Standing, serr)
					}
				}
			}
		}
		s.CheckRecords(t)
	})
}

// moved is what the n-th pickup becomes by what the operator does, who must succeed.
func moved(t *testing.T, svc *pickup.Service, n int, do act) recycle.Pickup {
	t.Helper()
	got, err := do(svc, operator(t), logged(t, svc, testkit.Pickup(n)).ID, n+200_000)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A paper is judged with those that are there; the last one that was missing makes the pickup count.
func TestService_AddPaper(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	p := logged(t, svc, gated(1))
	if m := p.Missing(); len(m) != 1 || m[0].Line != 1 || m[0].Code != recycle.GatePapersMissing || len(m[0].Needs) != 2 {
		t.Fatalf("missing %+v", m)
	}
	steps := []struct {
		name  string
		ctx   context.Context
		paper recycle.Paper
		want  string // outcome, or the state and the number of papers
		n     int
	}{
		{"without number and picture", collector(t), recycle.Paper{Kind: code.Kind}, "invalid pickup.invalid papers[0].number:required", 0},
		{"an ID number", collector(t), recycle.Paper{Kind: code.Kind, Number: "11010519491231002X"}, "invalid pickup.invalid papers[0].number:idNumber", 0},
		{"the first", collector(t), code, "needs_fix", 1},
		{"the first again", collector(t), code, "needs_fix", 1},
		{"another number of it", collector(t), recycle.Paper{Kind: code.Kind, Number: "B-2"}, "needs_fix", 2},
		{"the second", operator(t), proof, "accepted", 3},
		{"the second again", operator(t), proof, "accepted", 3},
		{"one too many", operator(t), recycle.Paper{Kind: "x", Number: "1"}, "conflict pickup.state", 3},
	}
	for _, tt := range steps {
		t.Run(tt.name, func(t *testing.T) {
			got, err := svc.AddPaper(tt.ctx, p.ID, tt.paper)
			if outcome(err) != tt.want && (err != nil || string(got.State) != tt.want) {
				t.Errorf("%q %s, want %q", outcome(err), got.State, tt.want)
			}
			stored, serr := svc.Find(operator(t), p.ID)
			if serr != nil || len(stored.Papers) != tt.n {
				t.Errorf("%d papers, want %d, %v", len(stored.Papers), tt.n, serr)
			}
			s.CheckRecords(t)
		})
	}
	stored, err := svc.Find(operator(t), p.ID)
	if err != nil || stored.Fix != "" || stored.Papers[2].AddedBy != testkit.Actor(testkit.Ours, recycle.CompanyOperator).PersonID ||
		stored.Papers[0].AddedBy != stored.CollectorID {
		t.Errorf("%+v, %v", stored.Papers, err)
	}
}

// No paper mends a missing membership, and a gate's papers do not hide it.
func TestService_AddPaper_notMember(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	p := gated(1)
	p.OccurredAt -= 365 * 24 * hour
	logged(t, svc, p)
	for _, d := range []recycle.Paper{code, proof} {
		if _, err := svc.AddPaper(collector(t), p.ID, d); err != nil {
			t.Fatal(err)
		}
	}
	got, err := svc.Find(operator(t), p.ID)
	if err != nil || got.State != recycle.NeedsFix || len(missingCodes(&got)) != 1 || missingCodes(&got)[0] != pickup.NotMember {
		t.Errorf("%s %v, %v", got.State, missingCodes(&got), err)
	}
	if got, err = svc.Accept(operator(t), p.ID, "was with us already"); err != nil || got.State != recycle.Accepted {
		t.Errorf("%s, %v", got.State, err)
	}
	s.CheckRecords(t)
}

func TestService_reasons(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	logged(t, svc, testkit.Pickup(original))
	for name, tt := range map[string]struct {
		reason string
		want   string
	}{
		"none":     {"", "invalid pickup.invalid reason:required"},
		"NUL":      {"a\x00", "invalid pickup.invalid reason:text"},
		"too long": {string(make([]rune, recycle.MaxNote+1)), "invalid pickup.invalid reason:text"},
	} {
		for i, do := range []func(id recycle.PickupID) error{
			func(id recycle.PickupID) error { _, err := svc.Void(collector(t), id, tt.reason); return err },
			func(id recycle.PickupID) error { _, err := svc.Accept(operator(t), id, tt.reason); return err },
			func(id recycle.PickupID) error { _, err := svc.NotDuplicate(operator(t), id, tt.reason); return err },
		} {
			n := i + 10*len(name)
			p := []recycle.Pickup{testkit.Pickup(n), strayed(n), testkit.Pickup(n)}[i]
			logged(t, svc, p)
			if i == 2 {
				if _, err := duplicate(svc, operator(t), p.ID, 0); err != nil {
					t.Fatal(err)
				}
			}
			if err := do(p.ID); outcome(err) != tt.want {
				t.Errorf("%s, %d: %q", name, i, outcome(err))
			}
		}
	}
	s.CheckRecords(t)
}

func TestService_MarkDuplicate(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	for n := range 4 {
		logged(t, svc, testkit.Pickup(n))
	}
	if _, err := svc.Void(operator(t), testkit.ID[recycle.PickupID](3), "gone"); err != nil {
		t.Fatal(err)
	}
	foreign := testkit.Pickup(9)
	foreign.OrgID = testkit.Theirs
	loggedBy(t, svc, testkit.As(t, testkit.Theirs, recycle.Collector), foreign)
	for name, tt := range map[string]struct {
		of   int
		want string
	}{
		"itself":             {0, "invalid pickup.invalid of:unknown"},
		"one that is voided": {3, "invalid pickup.invalid of:unknown"},
		"another company's":  {9, "invalid pickup.invalid of:unknown"},
		"none":               {99, "invalid pickup.invalid of:unknown"},
	} {
		if _, err := svc.MarkDuplicate(operator(t), testkit.ID[recycle.PickupID](0), testkit.ID[recycle.PickupID](tt.of)); outcome(err) != tt.want {
			t.Errorf("%s: %q", name, outcome(err))
		}
	}
	s.CheckRecords(t)
}

// The pictures of a correction may be its collector's and those of whoever entered it or a version before it: asked of what the server
// answers at once and of what it reads again, and nobody else's.
func TestService_Log_photoOfCorrection(t *testing.T) {
	const photo = recycle.PhotoHash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	author := testkit.Actor(testkit.Ours, recycle.Collector).PersonID
	clerk := testkit.Actor(testkit.Ours, recycle.CompanyOperator).PersonID
	second := testkit.Mate(testkit.Ours, recycle.CompanyOperator)
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		last := logged(t, svc, testkit.Pickup(1))
		for n, step := range []struct {
			name string
			ctx  context.Context
			want []recycle.PersonID
		}{
			{"by a clerk", operator(t), []recycle.PersonID{author, clerk}},
			{"by another clerk", recycle.WithActor(t.Context(), second), []recycle.PersonID{author, clerk, second.PersonID}},
			{"by the author", collector(t), []recycle.PersonID{author, clerk, second.PersonID}},
		} {
			p := testkit.Pickup(n + 2)
			p.Replaces, p.Photos, p.Note = last.ID, []recycle.PhotoHash{photo}, step.name
			last = loggedBy(t, svc, step.ctx, p)
			read, err := svc.Find(operator(t), last.ID)
			for how, got := range map[string]recycle.Pickup{"answered": last, "read again": read} {
				authors := got.PhotoAuthors()
				slices.Sort(authors)
				want := slices.Sorted(slices.Values(step.want))
				if err != nil || got.CollectorID != author || !slices.Equal(slices.Compact(authors), want) {
					t.Errorf("%s, %s: of %v, %v, want %v, %v", step.name, how, got.CollectorID, authors, want, err)
				}
			}
		}
		s.CheckRecords(t)
	})
}
