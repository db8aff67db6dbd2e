package pickup_test

import (
	"context"
	"slices"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// join gives the collector of Ours a role in Theirs from one day to another.
func join(t *testing.T, s testkit.Store, role recycle.Role, from, to recycle.Day) {
	t.Helper()
	err := s.InTx(testkit.As(t, testkit.Zone, recycle.Planner), func(ctx context.Context) error {
		return s.InsertMember(ctx, recycle.Member{PersonID: testkit.Actor(testkit.Ours, recycle.Collector).PersonID, OrgID: testkit.Theirs,
			Role: role, ValidFrom: from, ValidTo: to})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func missingCodes(p *recycle.Pickup) (codes []string) {
	for _, m := range p.Missing() {
		codes = append(codes, m.Code)
	}
	return codes
}

// A pickup is stored in the organisation that it was made for, whichever the session acts for; whether its author belonged there
// on its day is judged.
func TestService_Log_member(t *testing.T) {
	const june, july = "2026-06-01", "2026-07-31"
	tests := []struct {
		name  string
		acts  recycle.OrgID
		made  recycle.OrgID
		daysB int // before today
		want  []string
	}{
		{"today, here", testkit.Ours, testkit.Ours, 0, nil},
		{"a day of the membership", testkit.Ours, testkit.Ours, 30, nil},
		{"before it began", testkit.Ours, testkit.Ours, 365, []string{"not_member"}},
		{"there, today, long after it ended", testkit.Ours, testkit.Theirs, 0, []string{"not_member"}},
		{"there, on its last day", testkit.Ours, testkit.Theirs, 115, nil},
		{"there, the day after", testkit.Ours, testkit.Theirs, 114, []string{"not_member"}},
		{"there, on its first day", testkit.Ours, testkit.Theirs, 175, nil},
		{"there, the day before", testkit.Ours, testkit.Theirs, 176, []string{"not_member"}},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		join(t, s, recycle.Collector, june, july)
		svc := service(s, testkit.Now)
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				p := testkit.Pickup(i)
				p.OrgID = tt.made
				p.OccurredAt -= recycle.Instant(tt.daysB * 24 * hour)
				got := logged(t, svc, p)
				if codes := missingCodes(&got); !slices.Equal(codes, tt.want) || (got.State == recycle.Accepted) != (tt.want == nil) {
					t.Errorf("of %s: %s, missing %v, want %v", got.Day, got.State, codes, tt.want)
				}
				a := testkit.Actor(tt.made, recycle.CompanyOperator)
				if stored, err := svc.Find(recycle.WithActor(t.Context(), a), p.ID); err != nil || stored.OrgID != tt.made {
					t.Errorf("its organisation finds %+v, %v", stored, err)
				}
				again, created, err := svc.Log(collector(t), p)
				if err != nil || created || string(again.Hash()) != string(got.Hash()) {
					t.Errorf("repeat: %v, %v", created, err)
				}
			})
		}
		s.CheckRecords(t)
	})
}

// The roles that somebody holds in the organisation of the session say nothing in another one.
func TestService_Log_rolesElsewhere(t *testing.T) {
	s := testkit.NewStore(t)
	join(t, s, recycle.Collector, testkit.Since, recycle.LastDay)
	svc := service(s, testkit.Now)
	theirs := testkit.Pickup(1)
	theirs.OrgID, theirs.Note = testkit.Theirs, "a colleague's there"
	loggedBy(t, svc, testkit.As(t, testkit.Theirs, recycle.Collector), theirs)

	boss := roles(t, recycle.Collector, recycle.CompanyOperator) // of Ours
	if kept, _, err := svc.Log(boss, theirs); outcome(err) != "conflict pickup.id_taken" || kept.ID != "" {
		t.Errorf("reads a colleague's: %q %+v", outcome(err), kept.Note)
	}
	fix := testkit.Pickup(2)
	fix.OrgID, fix.Replaces = testkit.Theirs, theirs.ID
	if _, _, err := svc.Log(boss, fix); outcome(err) != "invalid pickup.invalid replaces:unknown" {
		t.Errorf("corrects a colleague's: %q", outcome(err))
	}
	own := testkit.Pickup(3)
	own.OrgID = testkit.Theirs
	if p, _, err := svc.Log(roles(t, recycle.CompanyOperator), own); err != nil || p.State != recycle.Accepted {
		t.Errorf("a collector there, an operator here: %s %q", p.State, outcome(err))
	}
	s.CheckRecords(t)
}

// Who never collected there but belonged there is taken in and judged; nobody is the wiser for a correction.
func TestService_Log_memberNotCollector(t *testing.T) {
	s := testkit.NewStore(t)
	join(t, s, recycle.Dispatcher, testkit.Since, recycle.LastDay)
	svc := service(s, testkit.Now)
	p := testkit.Pickup(1)
	p.OrgID = testkit.Theirs
	if got := logged(t, svc, p); !slices.Equal(missingCodes(&got), []string{"not_member"}) {
		t.Errorf("%s, %v", got.State, missingCodes(&got))
	}
	s.CheckRecords(t)
}

// A correction is judged by the membership of whoever collected: an author cannot correct a not_member away, the operator's
// correction sets the day.
func TestService_Log_memberCorrected(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	p := testkit.Pickup(1)
	p.OccurredAt -= 365 * 24 * hour
	logged(t, svc, p)
	fix := p
	fix.ID, fix.Replaces, fix.Note = testkit.ID[recycle.PickupID](2), p.ID, "the same day"
	if got := logged(t, svc, fix); got.State != recycle.NeedsFix || !slices.Equal(missingCodes(&got), []string{"not_member"}) {
		t.Errorf("%s, %v", got.State, missingCodes(&got))
	}
	moved := fix
	moved.ID, moved.Replaces, moved.OccurredAt = testkit.ID[recycle.PickupID](3), fix.ID, testkit.At()
	if got := loggedBy(t, svc, operator(t), moved); got.State != recycle.Accepted || got.CollectorID != testkit.Actor(testkit.Ours, recycle.Collector).PersonID {
		t.Errorf("%s by %s, %v", got.State, got.CollectorID, missingCodes(&got))
	}
	s.CheckRecords(t)
}
