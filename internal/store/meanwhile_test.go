package store_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// between calls write just before each query of the reading pool on a table, or whose text has a part, and says how often it did. What
// write itself reads is not meant.
func between(t *testing.T, s testkit.Store, what string, write func(n int)) (calls *int) {
	t.Helper()
	calls, inside := new(int), false
	hook := func(tx *gorm.DB) {
		text := tx.Statement.SQL.String()
		if inside || !(text == "" && tx.Statement.Table == what) && !(text != "" && strings.Contains(what, " ") && strings.Contains(text, what)) {
			return
		}
		inside = true
		write(*calls)
		*calls, inside = *calls+1, false
	}
	must(t, s.Pool().Callback().Query().Before("*").Register("between", hook))
	must(t, s.Pool().Callback().Row().Before("*").Register("between", hook))
	return calls
}

// A record that gets a newer entry between the reading of the log and of the record is no difference; one that was changed past the
// program at that moment is.
func TestVerifyObjects_meanwhile(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		logged(t, s)
		a := testkit.Actor(testkit.Ours, recycle.Collector)
		calls := between(t, s, "pickups", func(n int) {
			if n > 0 {
				return
			}
			must(t, s.InTx(recycle.WithActor(context.Background(), a), func(ctx context.Context) error {
				p, err := s.Pickup(ctx, testkit.Pickup(0).ID)
				if err != nil {
					return err
				}
				paper := recycle.Paper{OrgID: p.OrgID, PickupID: p.ID, N: 2, Kind: "origin", Number: "3", AddedBy: "x", AddedAt: p.ReceivedAt}
				if err := s.InsertPaper(ctx, &paper); err != nil {
					return err
				}
				p.Papers = append(p.Papers, paper)
				return s.AppendAudit(ctx, recycle.Entry{OrgID: a.OrgID, Action: "pickup.paper", ObjectID: string(p.ID), ObjectHash: p.Hash(), Body: []byte("{}")})
			}))
			_, err := s.SQL.Exec("UPDATE pickup_lines SET grams = grams + 1 WHERE pickup_id = '" + string(testkit.Pickup(1).ID) + "'")
			must(t, err)
		})
		check, err := s.VerifyObjects(t.Context())
		want := store.ObjectWrong{OrgID: testkit.Ours, Kind: "pickup", ID: string(testkit.Pickup(1).ID), What: "changed"}
		if err != nil || *calls == 0 || check.Differ != 1 || check.First[0] != want {
			t.Errorf("%+v, %v after %d calls", check, err, *calls)
		}
	})
}

// A day that changes with every look is read in one statement, which finds what is wrong, and nothing else.
func TestVerifyLedger_restless(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		books(t, s)
		calls := between(t, s, "SELECT flow, '' AS site_id", func(n int) {
			p := testkit.Pickup(1000 + n)
			p.State = recycle.Accepted
			log(t, s, p)
		})
		ledger := store.Ledger{DB: s.DB}
		if got, err := ledger.VerifyLedger(t.Context()); err != nil || got.Differ != 0 || *calls < 4 {
			t.Errorf("%+v, %v after %d calls", got, err, *calls)
		}
		if _, err := s.SQL.Exec("UPDATE method_totals SET grams = grams + 1 WHERE flow = 'COLLECTED' AND day = $1 AND category = 'paper.occ' AND org_id = $2", string(testkit.Today), string(testkit.Ours)); err != nil {
			t.Fatal(err)
		}
		before := *calls
		if got, err := ledger.VerifyLedger(t.Context()); err != nil || *calls-before < 4 || got.Differ != 1 || got.First[0].Kept.Grams-got.First[0].Counted.Grams != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
