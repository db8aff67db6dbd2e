package weighing_test

import (
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// What is doubtful is asked before it is stored, and stored once somebody has looked; a repeat is asked nothing.
func TestService_Weigh(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		weigh := func(n int, number string, gross recycle.Grams, sure ...recycle.Doubt) string {
			t.Helper()
			k := testkit.Ticket(n)
			k.Number, k.Gross, k.Net = number, gross, gross-k.Tare
			_, created, err := svc.Weigh(yard(t), k, sure)
			if created {
				return "created"
			}
			return outcome(err)
		}
		for _, tt := range []struct{ name, got, want string }{
			{"nothing is doubtful", weigh(1, "A-1", 2_010_000), "created"},
			{"again", weigh(1, "A-1", 2_010_000), "<nil>"},
			{"its number", weigh(2, "A-1", 2_010_000), "ticket.doubtful number:numberUsed"},
			{"another answer", weigh(2, "A-1", 2_010_000, recycle.GrossOver), "ticket.doubtful number:numberUsed"},
			{"both", weigh(2, "A-1", 99_000_000), "ticket.doubtful gross:grossOver number:numberUsed"},
			{"one is answered", weigh(2, "A-1", 99_000_000, recycle.GrossOver), "ticket.doubtful number:numberUsed"},
			{"both are", weigh(2, "A-1", 99_000_000, recycle.Doubts()...), "created"},
			{"a repeat that answers nothing", weigh(2, "A-1", 99_000_000), "<nil>"},
			{"its tare", func() string {
				k := testkit.Ticket(5)
				k.Number, k.Plate, k.Tare, k.Net = "A-5", " "+strings.ToLower(k.Plate), k.Tare-400_000, k.Net+400_000
				_, _, err := svc.Weigh(yard(t), k, nil)
				return outcome(err)
			}(), "ticket.doubtful tare:tareNew"},
			{"without a number", weigh(3, "", 2_010_000), "created"},
			{"without a number again", weigh(4, "", 2_010_000), "created"},
		} {
			if tt.got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
			}
		}
		var bodies string
		rows, err := s.SQL.Query("SELECT body FROM audit_entries ORDER BY seq")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var body []byte
			if err := rows.Scan(&body); err != nil {
				t.Fatal(err)
			}
			bodies += string(body) + "\n"
		}
		if strings.Count(bodies, `"sure":["grossOver","numberUsed"]`) != 1 || strings.Count(bodies, `"sure"`) != 1 || rows.Err() != nil {
			t.Errorf("the log keeps %s %v", bodies, rows.Err())
		}
		s.CheckBooks(t)
	})
}

// A correction is asked as well, but not about the number of what it corrects.
func TestService_Weigh_correction(t *testing.T) {
	s := testkit.NewStore(t)
	svc := service(s, testkit.Now)
	recorded(t, svc, testkit.Ticket(1))
	fix := testkit.Ticket(2)
	fix.Number, fix.Replaces, fix.Gross, fix.Net = testkit.Ticket(1).Number, testkit.ID[recycle.TicketID](1), 50_000_000, 48_000_000
	if _, _, err := svc.Weigh(yard(t), fix, nil); outcome(err) != "ticket.doubtful gross:grossOver" {
		t.Error(outcome(err))
	}
	if old, err := s.OwnTicket(yard(t), fix.Replaces); err != nil || old.State != recycle.TicketStored {
		t.Errorf("a question has changed what it corrects: %+v, %v", old, err)
	}
	if _, created, err := svc.Weigh(yard(t), fix, []recycle.Doubt{recycle.GrossOver}); err != nil || !created {
		t.Error(created, err)
	}
	s.CheckBooks(t)
}

// The next number follows what anybody of the yard recorded, scale by scale, past what was typed ahead.
func TestService_NextNumber(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		svc := service(s, testkit.Now)
		n := 0
		add := func(number, scale string, daysAgo recycle.Instant) recycle.Ticket {
			n++
			k := testkit.Ticket(n)
			k.Number, k.ScaleNo, k.WeighedAt = number, scale, k.WeighedAt-daysAgo*24*3600_000
			return recorded(t, svc, k)
		}
		next := func(what, scale, want string) {
			t.Helper()
			if got, err := svc.NextNumber(yard(t), "", scale); err != nil || got != want {
				t.Errorf("%s: %q, %v, want %q", what, got, err, want)
			}
		}
		next("nothing yet", "1", "")
		add("A-09", "1", 0)
		next("after one", "1", "A-10")
		next("of another scale", "2", "")
		if _, _, err := svc.Record(testkit.As(t, testkit.Ours, recycle.YardOperator), testkit.Ticket(77)); err != nil {
			t.Fatal(err)
		}
		next("another organisation's count nothing", "1", "A-10")
		add("A-11", "1", 0)
		add("A-10", "1", 0)
		next("past what was typed ahead", "1", "A-12")
		last := add("A-12", "1", 0)
		if _, err := svc.Void(yard(t), last.ID, "wrong"); err != nil {
			t.Fatal(err)
		}
		next("a number that was taken back stays used", "1", "A-13")
		typo := add("A-9999", "1", 0)
		if _, err := svc.Void(yard(t), typo.ID, "typo"); err != nil {
			t.Fatal(err)
		}
		next("a slip that was taken back is not followed", "1", "A-13")
		again := testkit.Ticket(n + 1)
		again.Number, again.ScaleNo = "A-12", "1"
		recorded(t, svc, again) // whoever types it is not asked: it is the ticket that was taken back, written anew
		n++
		next("its number, typed anew", "1", "A-13")
		add("B-1", "3", 31)
		next("a scale that was still for a month", "3", "")
		add("B-7", "3", 1)
		next("yesterday's", "3", "B-8")
		add("回单", "4", 0)
		next("no digits", "4", "")
	})
}
