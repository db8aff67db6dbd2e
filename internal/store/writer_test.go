package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// hold keeps SQLite's writer busy until the returned function is called, so that what comes meanwhile forms one group.
func hold(ctx context.Context, s testkit.Store) (release func()) {
	began, end := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.InTx(ctx, func(context.Context) error { close(began); <-end; return nil }) })
	<-began
	return func() { close(end); wg.Wait() }
}

func waitFor(s testkit.Store, queued int) {
	for s.Queued() < queued {
		time.Sleep(time.Millisecond)
	}
}

func ours(t testing.TB) context.Context {
	return testkit.As(t, testkit.Ours, recycle.CompanyOperator)
}

func theirs(t testing.TB) context.Context {
	return testkit.As(t, testkit.Theirs, recycle.CompanyOperator)
}

// write does what a feature's closure does: a row by gorm, a prepared statement, another row.
func write(ctx context.Context, s testkit.Store, i int, part string) error {
	v := recycle.Vehicle{OrgID: testkit.Ours, ID: recycle.VehicleID(fmt.Sprint(i, part)), VehicleFacts: recycle.VehicleFacts{Number: fmt.Sprint(i, part)}}
	if err := s.InsertVehicle(ctx, &v); err != nil {
		return err
	}
	return s.AppendAudit(ctx, recycle.Entry{OrgID: testkit.Ours, Action: "test", ObjectID: fmt.Sprint(i, part), Body: []byte("{}")})
}

// written reports whether the row and the entry of a part are there; half of it fails the test.
func written(t *testing.T, s testkit.Store, i int, part string) bool {
	t.Helper()
	_, err := s.Vehicle(ours(t), recycle.VehicleID(fmt.Sprint(i, part)))
	var n int
	if qerr := s.SQL.QueryRow(`SELECT count(*) FROM audit_entries WHERE object_id = '` + fmt.Sprint(i, part) + `'`).Scan(&n); qerr != nil {
		t.Fatal(qerr)
	}
	if (err == nil) != (n == 1) {
		t.Errorf("%d%s: row %v, %d entries", i, part, err, n)
	}
	return err == nil
}

// Fifty closures at once, of which some fail, some panic and one hangs up before its turn: each is stored whole or not at all, and
// is told so. On SQLite they share one commit.
func TestInTx_group(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		ctx, boom := ours(t), errors.New("boom")
		cancelled, cancel := context.WithCancel(ctx)
		defer cancel()
		errs := make([]error, 50)
		release := func() {}
		if !s.Postgres() {
			release = hold(ctx, s)
		} else {
			cancel()
		}
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				ctx, hangUp := context.WithCancel(ctx)
				defer hangUp()
				if i == 49 {
					ctx = cancelled
				}
				errs[i] = s.InTx(ctx, func(ctx context.Context) error {
					if err := write(ctx, s, i, "a"); err != nil {
						return err
					}
					hangUp() // in the midst of the closure: too late to stop it
					switch i % 5 {
					case 1:
						return boom
					case 2:
						panic("bug")
					}
					return s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, i, "b") }) // joins
				})
			})
		}
		if !s.Postgres() {
			waitFor(s, 50)
			cancel()
		}
		release()
		wg.Wait()
		for i, err := range errs {
			fails := i%5 == 1 || i%5 == 2 || i == 49
			if (err != nil) != fails || i%5 == 1 && !errors.Is(err, boom) || i == 49 && recycle.KindOf(err) != recycle.Unavailable {
				t.Errorf("%d: error %v, want one: %v", i, err, fails)
			}
			for _, part := range []string{"a", "b"} {
				if written(t, s, i, part) == fails { // ASVS 2.3.3
					t.Errorf("%d%s: want it stored: %v", i, part, !fails)
				}
			}
		}
		s.CheckBooks(t)
	})
}

// Groups of which one closure fails come between groups in which none does, in every phase of the writer's care: what is stored is
// what was answered, each time.
func TestInTx_care(t *testing.T) {
	s := testkit.NewStore(t)
	ctx, boom := ours(t), errors.New("boom")
	for round := range 3 * store.Careful {
		const of = 3
		fails := -1
		if round%7 == 0 {
			fails = round*of + round%of
		}
		release := hold(ctx, s)
		var wg sync.WaitGroup
		for i := round * of; i < (round+1)*of; i++ {
			wg.Go(func() {
				err := s.InTx(ctx, func(ctx context.Context) error {
					if err := write(ctx, s, i, ""); err != nil || i != fails {
						return err
					}
					return boom
				})
				if (err != nil) != (i == fails) {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		waitFor(s, of)
		release()
		wg.Wait()
		for i := round * of; i < (round+1)*of; i++ {
			if written(t, s, i, "") == (i == fails) {
				t.Errorf("%d: want it stored: %v", i, i != fails)
			}
		}
	}
	s.CheckBooks(t)
}

// A hot statement is prepared after its first use and stays good, also in the savepoint of a closure that fails.
func TestInTx_prepared(t *testing.T) {
	s := testkit.NewStore(t)
	ctx := ours(t)
	if s.Prepared(store.InsertEntrySQL) {
		t.Error("prepared before anybody asked")
	}
	for i := range 4 {
		_ = s.InTx(ctx, func(ctx context.Context) error {
			if err := write(ctx, s, i, ""); err != nil {
				t.Error(err)
			}
			if i == 2 {
				return errors.New("boom")
			}
			return nil
		})
		if written(t, s, i, "") == (i == 2) {
			t.Error(i, "stored:", i == 2)
		}
		waitPrepared(t, s)
	}
	s.CheckBooks(t)
}

func waitPrepared(t *testing.T, s testkit.Store) {
	t.Helper()
	for range 1000 {
		if s.Prepared(store.InsertEntrySQL) {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("never prepared")
}

// A transaction that ended under the closures' feet must take everyone with it: nobody is answered "stored" for half a record.
func TestInTx_broken(t *testing.T) {
	s := testkit.NewStore(t)
	ctx := ours(t)
	release := hold(ctx, s)
	var wg sync.WaitGroup
	for i := range 9 {
		wg.Go(func() {
			err := s.InTx(ctx, func(ctx context.Context) error {
				if i == 4 {
					return s.Conn(ctx).Exec("ROLLBACK").Error
				}
				return write(ctx, s, i, "")
			})
			if err == nil {
				t.Errorf("%d: stored", i)
			}
		})
	}
	waitFor(s, 9)
	release()
	wg.Wait()
	for i := range 9 {
		if written(t, s, i, "") {
			t.Errorf("%d is stored", i)
		}
	}
	if err := s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, 99, "") }); err != nil || !written(t, s, 99, "") { // ASVS 16.5.3
		t.Error("the writer did not recover:", err)
	}
}

// Where the commit fails, nobody is told what came of another's half: a second sending that met the first one's row has no conflict,
// since that row is gone.
func TestInTx_twinsOfFailedCommit(t *testing.T) {
	s := testkit.NewStore(t)
	ctx := ours(t)
	release := hold(ctx, s)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			err := s.InTx(ctx, func(ctx context.Context) error {
				if i > 0 {
					return write(ctx, s, 1, "") // the same for all
				}
				return errors.Join(s.Conn(ctx).Exec("PRAGMA defer_foreign_keys = ON").Error,
					s.Conn(ctx).Exec("INSERT INTO sessions (token_hash, person_id, device_id, acting_org_id, created_at, last_seen_at, expires_at) VALUES (x'00', '?', '?', '?', 0, 0, 0)").Error)
			})
			if err == nil || recycle.KindOf(err) == recycle.Conflict {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	waitFor(s, 4)
	release()
	wg.Wait()
	if written(t, s, 1, "") {
		t.Error("stored")
	}
}

// A single closure that writes much is written back soon, however few there are.
func TestInTx_large(t *testing.T) {
	s := testkit.NewStore(t)
	ctx := ours(t)
	err := s.InTx(ctx, func(ctx context.Context) error {
		return s.Conn(ctx).Exec(`CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
			SELECT randomblob(4000) AS data FROM n`).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	var name, path string
	if err := s.SQL.QueryRow("PRAGMA database_list").Scan(&n, &name, &path); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if info, err := os.Stat(path); err == nil && info.Size() > 4500*4000 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Error("it is still in the WAL")
}

// After a failure of the disk the writer goes on with a new connection, if that has what was acknowledged; else nothing is written.
func TestInTx_distrust(t *testing.T) {
	s := testkit.NewStore(t)
	ctx := ours(t)
	for i := range 3 {
		if err := s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, i, "") }); err != nil || !written(t, s, i, "") {
			t.Fatal(i, err)
		}
		s.Distrust()
	}
	before := s.Prepared(store.InsertEntrySQL)
	if _, err := s.SQL.Exec("UPDATE audit_heads SET seq = seq - 1"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, 9, "") })
		if recycle.KindOf(err) != recycle.Unavailable || recycle.CodeOf(err) != "storage.failed" || written(t, s, 9, "") {
			t.Error(err)
		}
	}
	if _, err := s.SQL.Exec("UPDATE audit_heads SET seq = seq + 1"); err != nil {
		t.Fatal(err)
	}
	if err := s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, 9, "") }); err != nil || !before {
		t.Error(err, before)
	}
	s.CheckBooks(t)
}

// One organisation's flood is told to come back at its share of the queue; another is still taken, until the queue is full.
func TestInTx_full(t *testing.T) {
	s := testkit.NewStore(t)
	flood, other, program := ours(t), theirs(t), context.Background()
	release := hold(program, s)
	var wg sync.WaitGroup
	nothing := func(context.Context) error { return nil }
	queue := func(ctx context.Context, n int) {
		queued := s.Queued()
		for range n {
			wg.Go(func() {
				if err := s.InTx(ctx, nothing); err != nil {
					t.Error("queued and", err)
				}
			})
		}
		waitFor(s, queued+n)
	}
	busy := func(ctx context.Context) bool { return recycle.KindOf(s.InTx(ctx, nothing)) == recycle.Unavailable }
	queue(flood, store.MaxShare)
	if !busy(flood) {
		t.Error("beyond its share")
	}
	queue(other, 1)
	queue(program, store.MaxQueue-store.MaxShare-1)
	if !busy(other) || !busy(program) { // ASVS 2.3.2, 2.4.1
		t.Error("a full queue takes more")
	}
	release()
	wg.Wait()
	for _, ctx := range []context.Context{flood, other, program} {
		if err := s.InTx(ctx, nothing); err != nil {
			t.Error("afterwards:", err)
		}
	}
}

// Outside of a transaction nothing can be written, by gorm or by a prepared statement.
func TestInTx_outside(t *testing.T) {
	s := testkit.NewStore(t)
	if err := s.InsertVehicle(ours(t), &recycle.Vehicle{OrgID: testkit.Ours, ID: "1"}); err == nil {
		t.Error("gorm wrote")
	}
	p := testkit.Pickup(1)
	if err := s.InsertPickup(ours(t), &p); err == nil {
		t.Error("a statement wrote")
	}
}

// lost is an error that says what PostgreSQL says of a transaction that it ended in favour of another one.
type lost string

func (l lost) Error() string { return "ERROR: (SQLSTATE " + string(l) + ")" }

func TestInTx_postgresRetries(t *testing.T) {
	s := testkit.NewPostgresStore(t)
	tests := []struct {
		name string
		err  error
		fail int // times
		runs int
		ok   bool
	}{
		{"serialization", lost("40001"), 3, 4, true},
		{"deadlock", lost("40P01"), 1, 2, true},
		{"wrapped", fmt.Errorf("store: total: %w", lost("40001")), 1, 2, true},
		{"for ever", lost("40001"), 1000, store.PGRetries + 1, false},
		{"another error", lost("23514"), 1, 1, false},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			runs := 0
			err := s.InTx(ours(t), func(ctx context.Context) error {
				runs++
				if err := write(ctx, s, i, tt.name); err != nil {
					return err
				}
				if runs <= tt.fail {
					return tt.err
				}
				return nil
			})
			if runs != tt.runs || (err == nil) != tt.ok || written(t, s, i, tt.name) != tt.ok {
				t.Errorf("%d runs, %v", runs, err)
			}
		})
	}
}

// Two transactions that wait for each other both end well.
func TestInTx_postgresDeadlock(t *testing.T) {
	s := testkit.NewPostgresStore(t)
	ctx := ours(t)
	for i := range 2 {
		if err := s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, i, "") }); err != nil {
			t.Fatal(err)
		}
	}
	var met sync.WaitGroup
	var wg sync.WaitGroup
	var runs atomic.Int64
	met.Add(2)
	for i := range 2 {
		var once sync.Once
		wg.Go(func() {
			err := s.InTx(ctx, func(ctx context.Context) error {
				runs.Add(1)
				for j, n := range []int{i, 1 - i} {
					v := recycle.Vehicle{OrgID: testkit.Ours, ID: recycle.VehicleID(fmt.Sprint(n)), VehicleFacts: recycle.VehicleFacts{Number: fmt.Sprint("n", n), Plate: fmt.Sprint(i)}}
					if err := s.UpdateVehicle(ctx, &v); err != nil {
						return err
					}
					if j == 0 {
						once.Do(func() { met.Done(); met.Wait() })
					}
				}
				return nil
			})
			if err != nil {
				t.Error(i, err)
			}
		})
	}
	wg.Wait()
	a, errA := s.Vehicle(ctx, "0")
	b, errB := s.Vehicle(ctx, "1")
	if runs.Load() < 3 || errors.Join(errA, errB) != nil || a.Plate != b.Plate {
		t.Errorf("%d runs, %q %q", runs.Load(), a.Plate, b.Plate)
	}
}

func TestInTx_postgresCancel(t *testing.T) {
	s := testkit.NewPostgresStore(t)
	ctx, cancel := context.WithCancel(ours(t))
	if err := s.InTx(ctx, func(ctx context.Context) error { cancel(); return write(ctx, s, 1, "") }); err != nil || !written(t, s, 1, "") {
		t.Error("a caller who hung up half-way:", err)
	}
	if err := s.InTx(ctx, func(ctx context.Context) error { return write(ctx, s, 2, "") }); recycle.KindOf(err) != recycle.Unavailable || written(t, s, 2, "") {
		t.Error("a caller who had hung up before:", err)
	}
	if err := s.InTx(ours(t), func(ctx context.Context) error { _ = write(ctx, s, 3, ""); panic("bug") }); err == nil || written(t, s, 3, "") {
		t.Error("a panic:", err)
	}
}

// Those who are not signed in share half of the queue among them; who is signed in is still taken.
func TestInTx_fullOfStrangers(t *testing.T) {
	s := testkit.NewStore(t)
	strangers, ctx := context.Background(), ours(t)
	release := hold(ctx, s)
	var wg sync.WaitGroup
	nothing := func(context.Context) error { return nil }
	try := func(ctx context.Context) { wg.Go(func() { must(t, s.InTx(ctx, nothing)) }) }
	for range store.MaxShare {
		try(strangers)
	}
	waitFor(s, store.MaxShare)
	if recycle.KindOf(s.InTx(strangers, nothing)) != recycle.Unavailable || !s.Crowded("") || s.Crowded(testkit.Ours) {
		t.Error("beyond their share")
	}
	try(ctx)
	waitFor(s, store.MaxShare+1)
	release()
	wg.Wait()
}
