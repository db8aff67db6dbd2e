package demo_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"liangwang/internal/catalogue"
	"liangwang/internal/coverage"
	"liangwang/internal/demo"
	"liangwang/internal/network"
	"liangwang/internal/pickup"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
	"liangwang/internal/weighing"
)

// now is a Monday afternoon in Shanghai.
func now() time.Time { return time.Date(2026, 11, 23, 6, 10, 0, 0, time.UTC) }

type demoStore struct {
	*store.DB
	store.Demo
	store.Orgs
	store.People
	store.Vehicles
	store.Sites
	store.Areas
	store.Demand
	store.Routes
	store.Basemap
	store.Register
	store.Audit
}

type pickupStore struct {
	*store.DB
	store.Pickups
	store.Totals
	store.Audit
}

// ticketStore wraps: an embedded store.Tickets would hide its method of that name.
type tickets struct{ store.Tickets }

type ticketStore struct {
	*store.DB
	tickets
	store.Totals
	store.Audit
}

// lookup is the register and the catalogue as records are held against them.
type lookup struct {
	*catalogue.Service
	register *network.Register
	orgs     store.Orgs
	people   store.People
}

func (l lookup) SiteOn(ctx context.Context, id recycle.SiteID, day recycle.Day) (pickup.SiteFacts, error) {
	v, err := l.register.SiteAt(ctx, id, day)
	at, placed := v.Point()
	return pickup.SiteFacts{At: at, Placed: placed, OperatorOrgID: v.OperatorOrgID}, err
}

func (l lookup) SiteExists(ctx context.Context, id recycle.SiteID) (bool, error) {
	_, err := l.register.SiteAt(ctx, id, recycle.LastDay)
	return err == nil, err
}

func (l lookup) OrgExists(ctx context.Context, id recycle.OrgID) (bool, error) {
	_, err := l.orgs.Org(ctx, id)
	return err == nil, err
}

func (l lookup) Memberships(ctx context.Context, person recycle.PersonID, _ recycle.OrgID) ([]recycle.Member, error) {
	return l.people.Memberships(ctx, person)
}

// stand is a demo in a file of its own.
type stand struct {
	*demo.Maker
	store    demoStore
	register *network.Register
	path     string
	says     []int
}

func newStand(t testing.TB) *stand {
	t.Helper()
	return newStandOn(t, store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: now})
}

func newStandOn(t testing.TB, options store.Options) *stand {
	t.Helper()
	db, err := store.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s := demoStore{db, store.Demo{DB: db}, store.Orgs{DB: db}, store.People{DB: db}, store.Vehicles{DB: db}, store.Sites{DB: db}, store.Areas{DB: db},
		store.Demand{DB: db}, store.Routes{DB: db}, store.Basemap{DB: db}, store.Register{DB: db}, store.Audit{DB: db}}
	clock := &demo.Clock{Under: now}
	st := &stand{store: s, register: &network.Register{Store: s, Now: time.Now}, path: options.Path}
	look := lookup{&catalogue.Service{Store: store.Catalogue{DB: db}, Clock: time.Now}, st.register, store.Orgs{DB: db}, store.People{DB: db}}
	st.Maker = &demo.Maker{Store: s, Clock: clock, Days: 3, Hash: func(string) (string, error) { return "hash", nil },
		Pickups:  &pickup.Service{Store: pickupStore{db, store.Pickups{DB: db}, store.Totals{DB: db}, s.Audit}, Register: look, Members: look, Rules: look, Now: clock.Now},
		Tickets:  &weighing.Service{Store: ticketStore{db, tickets{store.Tickets{DB: db}}, store.Totals{DB: db}, s.Audit}, Reads: store.Tickets{DB: db}, Register: look, Now: clock.Now},
		Progress: func(percent int, _ string) { st.says = append(st.says, percent) }}
	return st
}

func (s *stand) make(t testing.TB, until time.Time) {
	t.Helper()
	if err := s.Make(t.Context(), recycle.At(until)); err != nil {
		t.Fatal(err)
	}
}

// sum returns a hash of every row of every table but the credentials.
func (s *stand) sum(t testing.TB, without ...string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var text string
	for _, table := range []string{"orgs", "people", "memberships", "site_versions", "site_events", "area_versions", "demand_versions", "route_versions", "route_stops",
		"basemap_features", "vehicles", "pickups", "pickup_lines", "pickup_flags", "tickets", "method_totals", "site_totals", "audit_entries", "meta"} {
		if slices.Contains(without, table) {
			continue
		}
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		columns, _ := rows.Columns()
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			line := ""
			for _, c := range cells {
				line += fmt.Sprintf("%v|", *c.(*any))
			}
			if table == "meta" && strings.HasPrefix(line, "epoch|") {
				continue // each database's own, and random: the same data, another life
			}
			lines = append(lines, line)
		}
		_ = rows.Close()
		slices.Sort(lines)
		text += fmt.Sprintf("%s %d %x\n", table, len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
	}
	return text
}

func (s *stand) count(t testing.TB, query string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite3", s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The same seed and moment give the same data, whether made at once or extended from an earlier moment.
func TestMaker_Make(t *testing.T) {
	one, two, late := newStand(t), newStand(t), newStand(t)
	one.make(t, now())
	two.make(t, now())
	if a, b := one.sum(t), two.sum(t); a != b {
		t.Errorf("made twice:\n%s\n%s", a, b)
	}
	late.Days = 2 // of yesterday, so that the first day is the same
	for _, until := range []time.Time{now().Add(-24*time.Hour - 5*time.Minute), now().Add(-7 * time.Hour), now().Add(-time.Hour), now(), now()} {
		late.make(t, until)
	}
	if a, b := one.sum(t, "site_versions", "site_events"), late.sum(t, "site_versions", "site_events"); a != b { // these are spread over Days
		t.Errorf("extended:\n%s\n%s", a, b)
	}
	if one.says[0] != 0 || one.says[len(one.says)-1] != 100 {
		t.Error("progress", one.says)
	}
	for query, want := range map[string][2]int{
		"SELECT count(*) FROM sites": {227, 227}, "SELECT count(*) FROM area_versions WHERE level = 'COMMUNITY'": {120, 120},
		"SELECT count(*) FROM area_versions WHERE level = 'SUBDISTRICT'": {5, 5}, "SELECT sum(households) FROM demand_versions": {129_700, 129_700},
		"SELECT count(*) FROM pickups": {3300, 5000}, "SELECT count(*) FROM tickets": {300, 700}, "SELECT count(*) FROM pickups WHERE state = 'needs_fix'": {3, 30},
		"SELECT count(*) FROM pickups WHERE day = '2026-11-23'": {700, 1200}, "SELECT count(*) FROM pickups WHERE state = 'voided'": {3, 40},
		"SELECT count(*) FROM pickups WHERE received_at > 1795414200000":        {0, 0},  // the future
		"SELECT count(*) FROM pickups WHERE received_at - occurred_at > 3e7":    {5, 60}, // the late phone
		"SELECT count(*) FROM pickup_flags WHERE code <> 'no_position'":         {0, 200},
		"SELECT count(*) FROM pickup_flags WHERE code = 'price_unlikely'":       {0, 0}, // the zone's prices are usual ones
		"SELECT count(*) FROM pickup_lines WHERE amount = 0 AND unit_price > 0": {0, 0},
	} {
		if n := one.count(t, query); n < want[0] || n > want[1] {
			t.Errorf("%s: %d, want %v", query, n, want)
		}
	}
	if n, err := one.store.VerifyAudit(t.Context()); err != nil || n < 4000 {
		t.Error("audit", n, err)
	}
	if check, err := one.store.VerifyObjects(t.Context()); err != nil || check.Objects < 4000 || check.Differ != 0 {
		t.Error("records", check, err)
	}
	one.figures(t)
}

// figures holds the zone against the numbers that it is known for.
func (s *stand) figures(t *testing.T) {
	planner := recycle.WithActor(t.Context(), recycle.Actor{OrgKind: recycle.Government, Roles: []recycle.Role{recycle.Planner}})
	figures := &coverage.Service{Register: s.register, Now: now}
	f, err := figures.Fusion(planner, "", 0)
	if err != nil || f.Places != 200 || f.MSW != 160 || f.Fused != 70 || f.Records != 50 || len(f.Pairs) != 20 || *f.Rate != .4375 {
		t.Errorf("fusion %d places, %d of sorted waste, %d fused, %d in one record, %d pairs, %v", f.Places, f.MSW, f.Fused, f.Records, len(f.Pairs), err)
	}
	if p := f.Pairs[0]; p.Metres > 6 || p.A.OperatorOrgID != p.B.OperatorOrgID {
		t.Errorf("the nearest pair could not be one place: %.1f m", p.Metres)
	}
	c, err := figures.Service(planner, recycle.CoverageQuery{})
	if err != nil || *c.Share < .7 || *c.Share > .95 || c.Sites != 220 {
		t.Errorf("%v of the households, %d sites, %v", *c.Share, c.Sites, err)
	}
	unserved := 0
	for _, a := range c.Areas {
		if a.Level == recycle.LevelCommunity && a.Sites == 0 && *a.Share == 0 && a.Settlement == recycle.Rural {
			unserved++
		}
	}
	if unserved == 0 {
		t.Error("every village has service")
	}
	r, err := figures.Routes(planner, recycle.RouteQuery{})
	if err != nil || r.Counts[2] < 80 {
		t.Errorf("%v sites along the routes, %v", r.Counts, err)
	}
}

func TestMaker_Make_notMine(t *testing.T) {
	s := newStand(t)
	zone := recycle.WithActor(t.Context(), recycle.Actor{})
	err := s.store.InTx(zone, func(ctx context.Context) error {
		return s.store.InsertOrg(ctx, &recycle.Org{ID: "x", Kind: recycle.Government, Name: "真单位"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Make(t.Context(), recycle.At(now())); !errors.Is(err, demo.ErrNotMine) {
		t.Error("somebody's data directory became a demo:", err)
	}
	if n := s.count(t, "SELECT count(*) FROM sites"); n != 0 {
		t.Error(n, "sites in somebody's register")
	}
}

func TestAccounts(t *testing.T) {
	list := demo.Accounts(0)
	for k, role := range recycle.Roles() {
		a := list[k]
		if _, err := recycle.ParseMobile(a.Phone); err != nil || a.Role != role || !recycle.IsID(a.PersonID) || !recycle.IsID(a.OrgID) || a.Password == "" {
			t.Errorf("%+v, %v", a, err)
		}
	}
	others := list[len(recycle.Roles()):]
	if len(others) != 1 || others[0].Story != demo.OverloadedYard || others[0].Role != recycle.YardOperator || others[0].Name != "示范司磅员-03" || others[0].Org != "示范回收九公司" {
		t.Errorf("%+v", others)
	}
}

func TestMaker_Make_postgres(t *testing.T) {
	s := newStandOn(t, store.Options{DSN: testkit.Postgres(t), Now: now})
	s.Days = 1
	s.make(t, now().Add(-4*time.Hour))
	s.make(t, now().Add(-2*time.Hour))
	if n, err := s.store.VerifyAudit(t.Context()); err != nil || n < 500 {
		t.Error("audit", n, err)
	}
	s.figures(t)
}
