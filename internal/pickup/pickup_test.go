package pickup_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"liangwang/geo"
	"liangwang/internal/pickup"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

const hour = 60 * 60 * 1000 // milliseconds

// register answers from the store what the feature asks of the register.
type register struct{ testkit.Lookup }

func (r register) SiteOn(ctx context.Context, id recycle.SiteID, day recycle.Day) (pickup.SiteFacts, error) {
	held, err := r.SitesHeld(ctx, []string{string(id)}, day)
	if err == nil && len(held) == 0 {
		err = &recycle.Error{Kind: recycle.NotFound, Code: "site.not_found"}
	}
	if err != nil {
		return pickup.SiteFacts{}, err
	}
	at, placed := held[0].Point()
	return pickup.SiteFacts{At: at, Placed: placed, OperatorOrgID: held[0].OperatorOrgID}, nil
}

func service(s testkit.Store, now func() time.Time) *pickup.Service {
	l := register{testkit.Lookup{Store: s}}
	return &pickup.Service{Store: s, Register: l, Members: l, Sellers: s, Rules: l, Now: now}
}

// collector is the context of the collector of Ours, operator that of its company operator.
func collector(t testing.TB) context.Context { return testkit.As(t, testkit.Ours, recycle.Collector) }
func operator(t testing.TB) context.Context {
	return testkit.As(t, testkit.Ours, recycle.CompanyOperator)
}

// mate is the context of another collector of Ours.
func mate(t testing.TB) context.Context {
	return recycle.WithActor(t.Context(), testkit.Mate(testkit.Ours, recycle.Collector))
}

// roles is the context of the collector of Ours who holds these roles there.
func roles(t testing.TB, held ...recycle.Role) context.Context {
	a := testkit.Actor(testkit.Ours, recycle.Collector)
	a.Roles = held
	return recycle.WithActor(t.Context(), a)
}

// logged stores p as the collector of Ours, who must succeed.
func logged(t testing.TB, svc *pickup.Service, p recycle.Pickup) recycle.Pickup {
	t.Helper()
	return loggedBy(t, svc, collector(t), p)
}

func loggedBy(t testing.TB, svc *pickup.Service, ctx context.Context, p recycle.Pickup) recycle.Pickup {
	t.Helper()
	stored, created, err := svc.Log(ctx, p)
	if err != nil || !created {
		t.Fatalf("created %v, error %v", created, err)
	}
	return stored
}

// outcome is an error as a test writes it: "" or "kind code path:code …".
func outcome(err error) string {
	if err == nil {
		return ""
	}
	names := []string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "stale", "unavailable"}
	text := names[recycle.KindOf(err)] + " " + recycle.CodeOf(err)
	for _, f := range fields(err) {
		text += " " + f.Path + ":" + f.Code
	}
	return text
}

func fields(err error) []recycle.Field {
	if e, ok := err.(*recycle.Error); ok {
		return e.Fields
	}
	return nil
}

func flagged(p *recycle.Pickup) string {
	var list []string
	for _, f := range p.Flags {
		list = append(list, f.Code, fmt.Sprint(f.Amount))
	}
	return strings.Join(list, " ")
}

// east is a fix some degrees of longitude east of our site; 0.001 is 90.8 m there.
func east(degrees, accuracyM float64) recycle.Fix {
	return recycle.FixAt(geo.Point{testkit.SiteLon + degrees, testkit.SiteLat}, accuracyM)
}

// A pickup is refused for neither clock nor place: what is unlikely is flagged, and its day follows WORKFLOWS §3.9.
func TestService_Log_flags(t *testing.T) {
	tests := []struct {
		name string
		edit func(p *recycle.Pickup)
		want string
		day  recycle.Day
	}{
		{"nothing", func(*recycle.Pickup) {}, "", testkit.Today},
		{"far but unsure", func(p *recycle.Pickup) { p.Where = east(0.001, 41) }, "", testkit.Today},
		{"far", func(p *recycle.Pickup) { p.Where = east(0.001, 40) }, "far_from_site 91", testkit.Today},
		{"999 yuan a kilogram", func(p *recycle.Pickup) { p.Lines[0].UnitPrice, p.Lines[0].PriceUnit = 9_990_000, recycle.Kilogram }, "price_unlikely 9990000", testkit.Today},
		{"a price that is paid", func(p *recycle.Pickup) { p.Lines[0].UnitPrice, p.Lines[0].PriceUnit = 9_000, recycle.Kilogram }, "", testkit.Today},
		{"another continent", func(p *recycle.Pickup) { p.Where = recycle.FixAt(geo.Point{0, 0}, 0) }, "far_from_site 12974914", testkit.Today},
		{"no signal", func(p *recycle.Pickup) { p.Where = recycle.Fix{} }, "no_position 0", testkit.Today},
		{"a position, no site", func(p *recycle.Pickup) { p.SiteID = "" }, "", testkit.Today},
		{"hours late", func(p *recycle.Pickup) { p.OccurredAt -= 9 * hour }, "", "2026-11-22"},
		{"a minute before midnight", func(p *recycle.Pickup) { p.OccurredAt -= 31 * 60_000 }, "", "2026-11-22"},
		{"five minutes ahead", func(p *recycle.Pickup) { p.OccurredAt += 5 * 60_000 }, "", testkit.Today},
		{"a moment more", func(p *recycle.Pickup) { p.OccurredAt += 5*60_000 + 1 }, "time_uncertain 300001", testkit.Today},
		{"from the future", func(p *recycle.Pickup) { p.OccurredAt += 48 * hour }, "time_uncertain 172800000", testkit.Today},
		{"clock known to be slow", func(p *recycle.Pickup) { p.OccurredAt, p.SkewMS = p.OccurredAt-2*hour, 2*hour }, "clock_skew 7200000", testkit.Today},
		{"slow within five minutes", func(p *recycle.Pickup) { p.SkewMS = -5 * 60_000 }, "", testkit.Today},
		{"slow for a whole day", func(p *recycle.Pickup) { p.OccurredAt, p.SkewMS = p.OccurredAt-48*hour, 24*hour }, "clock_skew 86400000", "2026-11-22"},
		{"two days fast", func(p *recycle.Pickup) { p.OccurredAt, p.SkewMS = p.OccurredAt+48*hour, -48*hour }, "clock_skew -172800000 time_uncertain 0", testkit.Today},
		{"another operator's site", func(p *recycle.Pickup) { p.SiteID = testkit.TheirSite }, "other_operator 0", testkit.Today},
		{"all", func(p *recycle.Pickup) { p.SiteID, p.Where, p.SkewMS = testkit.TheirSite, recycle.Fix{}, 48*hour },
			"clock_skew 172800000 no_position 0 other_operator 0 time_uncertain 172800000", testkit.Today},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				p := testkit.Pickup(i)
				tt.edit(&p)
				got := logged(t, svc, p)
				stored, err := svc.Find(collector(t), p.ID)
				if err != nil || string(stored.Hash()) != string(got.Hash()) || stored.SkewMS != p.SkewMS || stored.OccurredAt != p.OccurredAt {
					t.Errorf("stored %+v, %v, logged %+v", stored, err, got)
				}
				if flagged(&stored) != tt.want || stored.Day != tt.day || stored.State != recycle.Accepted {
					t.Errorf("flags %q, day %s, %s, want %q, %s", flagged(&stored), stored.Day, stored.State, tt.want, tt.day)
				}
			})
		}
		s.CheckRecords(t)
	})
}

// What no rule of a gate says is refused is kept; what nobody could ever say is refused.
func TestService_Log_refused(t *testing.T) {
	tests := []struct {
		name string
		ctx  context.Context
		edit func(p *recycle.Pickup)
		want string
	}{
		{"nobody", t.Context(), func(*recycle.Pickup) {}, "unauthenticated auth.required"},
		{"unknown site", collector(t), func(p *recycle.Pickup) { p.SiteID = testkit.ID[recycle.SiteID](999) }, "invalid pickup.invalid siteId:unknown"},
		{"unknown category and site", collector(t), func(p *recycle.Pickup) { p.Lines[0].Category, p.SiteID = "gold", testkit.ID[recycle.SiteID](999) },
			"invalid pickup.invalid lines[0].category:oneOf siteId:unknown"},
		{"neither site nor position", collector(t), func(p *recycle.Pickup) { p.SiteID, p.Where = "", recycle.Fix{} }, "invalid pickup.invalid siteId:required"},
		{"no line", collector(t), func(p *recycle.Pickup) { p.Lines = nil }, "invalid pickup.invalid lines:count"},
		{"no quantity", collector(t), func(p *recycle.Pickup) { p.Lines[0].Grams = 0 }, "invalid pickup.invalid lines[0].grams:required"},
		{"an ID number", collector(t), func(p *recycle.Pickup) {
			p.Papers = []recycle.Paper{{Kind: recycle.NeedOwnerPapers, Number: "11010519491231002X"}}
		}, "invalid pickup.invalid papers[0].number:idNumber"},
		{"for an organisation that one never belonged to", collector(t), func(p *recycle.Pickup) { p.OrgID = testkit.Theirs }, "not_found org.not_found"},
		{"for an organisation that is none", collector(t), func(p *recycle.Pickup) { p.OrgID = testkit.ID[recycle.OrgID](1) }, "not_found org.not_found"},
		{"an operator's own", operator(t), func(*recycle.Pickup) {}, "forbidden pickup.only_corrects"},
		{"corrects nothing", collector(t), func(p *recycle.Pickup) { p.Replaces = testkit.ID[recycle.PickupID](999) }, "invalid pickup.invalid replaces:unknown"},
		{"corrects itself", collector(t), func(p *recycle.Pickup) { p.Replaces = p.ID }, "invalid pickup.invalid replaces:pattern"},
	}
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := testkit.Pickup(i)
			tt.edit(&p)
			_, created, err := svc.Log(tt.ctx, p)
			if got := outcome(err); created || got != tt.want {
				t.Errorf("created %v, %q, want %q", created, got, tt.want)
			}
			if _, err := svc.Find(operator(t), p.ID); recycle.KindOf(err) != recycle.NotFound {
				t.Error("stored all the same:", err)
			}
		})
	}
	s.CheckRecords(t)
}

func TestService_Log_amount(t *testing.T) {
	tests := []struct {
		name string
		line recycle.Line
		want recycle.Fen
		code string
	}{
		{"no price", recycle.Line{Grams: 12_500}, 0, ""},
		{"half a fen goes up", recycle.Line{Grams: 500, UnitPrice: 9_100, PriceUnit: recycle.Kilogram}, 46, ""},
		{"below half goes down", recycle.Line{Grams: 499, UnitPrice: 9_100, PriceUnit: recycle.Kilogram}, 45, ""},
		{"by the piece", recycle.Line{Category: "weee.fridge", Method: recycle.Count, Pieces: 3, UnitPrice: 1_250_000, PriceUnit: recycle.Piece}, 37_500, ""},
		{"the most of both", recycle.Line{Grams: recycle.MaxGrams, UnitPrice: recycle.MaxPrice, PriceUnit: recycle.Kilogram}, 1_000_000_000_000, ""},
		{"a price by nothing", recycle.Line{Grams: 1, UnitPrice: 1}, 0, "invalid pickup.invalid lines[0].priceUnit:oneOf"},
		{"a price by the jin", recycle.Line{Grams: 1, UnitPrice: 1, PriceUnit: recycle.Jin}, 0, "invalid pickup.invalid lines[0].priceUnit:oneOf"},
	}
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := testkit.Pickup(i)
			if tt.line.Category == "" {
				tt.line.Category, tt.line.Method = "paper.occ", recycle.Scale
			}
			tt.line.Amount = 1 // what a phone says of it counts nothing
			p.Lines = []recycle.Line{tt.line}
			got, _, err := svc.Log(collector(t), p)
			if outcome(err) != tt.code || err == nil && got.Lines[0].Amount != tt.want {
				t.Errorf("%v %q, want %d %q", got.Lines, outcome(err), tt.want, tt.code)
			}
		})
	}
}

func TestService_Log_repeat(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		clock := &testkit.Clock{}
		svc := service(s, clock.Now)
		theirs := testkit.As(t, testkit.Theirs, recycle.Collector)
		secret := testkit.Pickup(1)
		secret.OrgID, secret.SiteID, secret.Note = testkit.Theirs, testkit.TheirSite, "theirs alone"
		loggedBy(t, svc, theirs, secret)
		if _, err := svc.Find(collector(t), secret.ID); recycle.KindOf(err) != recycle.NotFound {
			t.Error("another organisation's pickup is found:", err)
		}
		p := testkit.Pickup(1)
		p.SkewMS = 1000
		first := logged(t, svc, p) // their id is free for us

		clock.Pass(49 * time.Hour)
		retry := testkit.Pickup(1)
		retry.SkewMS, retry.SentAt, retry.App = 2*hour, testkit.At(), "2" // measured and sent anew
		for _, ctx := range []context.Context{collector(t), operator(t)} {
			again, created, err := svc.Log(ctx, retry)
			if err != nil || created || string(again.Hash()) != string(first.Hash()) {
				t.Errorf("the second answer is %+v, %v, %v, the first was %+v", again, created, err, first)
			}
		}
		other := testkit.Pickup(1)
		other.Lines[0].Grams++
		kept, created, err := svc.Log(collector(t), other)
		if created || outcome(err) != "conflict pickup.conflict" || kept.Lines[0].Grams != 12_500 {
			t.Errorf("other content: %v, %q, with %+v", created, outcome(err), kept)
		}
		for name, p := range map[string]recycle.Pickup{"same": testkit.Pickup(1), "other": other} {
			kept, created, err := svc.Log(mate(t), p)
			if created || outcome(err) != "conflict pickup.id_taken" || kept.ID != "" {
				t.Errorf("a colleague's id with the %s content: %v, %q, with %+v", name, created, outcome(err), kept)
			}
		}
		if got, err := svc.Find(theirs, secret.ID); err != nil || got.Note != secret.Note {
			t.Errorf("theirs became %+v, %v", got, err)
		}
		s.CheckRecords(t)
	})
}

// forgetful is a catalogue from which a category is gone.
type forgetful struct{ pickup.Rules }

func (forgetful) Knows(context.Context, recycle.Category, recycle.Day) (bool, error) {
	return false, nil
}

// A retry is no new record: a rule that has changed meanwhile is not asked.
func TestService_Log_repeatUnderOtherRules(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	first := logged(t, svc, testkit.Pickup(1))
	svc.Rules = forgetful{svc.Rules}
	again, created, err := svc.Log(collector(t), testkit.Pickup(1))
	if err != nil || created || string(again.Hash()) != string(first.Hash()) {
		t.Errorf("%+v, %v, %v", again, created, err)
	}
	other := testkit.Pickup(1)
	other.Note = "other"
	if _, _, err := svc.Log(collector(t), other); outcome(err) != "conflict pickup.conflict" {
		t.Error("other content:", outcome(err))
	}
	if _, _, err := svc.Log(collector(t), testkit.Pickup(2)); outcome(err) != "invalid pickup.invalid lines[0].category:oneOf" {
		t.Error("a new one:", outcome(err))
	}
}

func TestService_Find(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	p := logged(t, svc, testkit.Pickup(1))
	for name, tt := range map[string]struct {
		ctx  context.Context
		want string
	}{
		"author":               {collector(t), ""},
		"operator":             {operator(t), ""},
		"dispatcher":           {testkit.As(t, testkit.Ours, recycle.Dispatcher), ""},
		"colleague":            {mate(t), "not_found pickup.not_found"},
		"another organisation": {testkit.As(t, testkit.Theirs, recycle.CompanyOperator), "not_found pickup.not_found"},
		"nobody":               {t.Context(), "unauthenticated auth.required"},
	} {
		if got, err := svc.Find(tt.ctx, p.ID); outcome(err) != tt.want || err != nil && got.ID != "" && name == "colleague" {
			t.Errorf("%s: %+v, %q, want %q", name, got.ID, outcome(err), tt.want)
		}
	}
	if got, err := svc.Find(mate(t), p.ID); err == nil || !slices.Equal(got.Photos, nil) || got.ID != "" {
		t.Errorf("what is not found comes along: %+v", got)
	}
}
