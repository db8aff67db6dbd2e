package testkit

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// Store is a store as the features see it, and SQL for looking behind it.
type Store struct {
	*store.DB
	store.Areas
	store.Audit
	store.Basemap
	store.Catalogue
	store.Programs
	store.Demand
	store.Devices
	store.Find
	store.Imports
	store.Invites
	store.LoginLimits
	store.Roster
	store.Orgs
	store.People
	store.Photos
	store.Pickups
	store.Register
	store.Routes
	store.Sellers
	store.Sessions
	store.Sites
	store.SourceRefs
	store.Tickets
	store.Totals
	store.Vehicles
	SQL *sql.DB
}

// OnBoth runs test on the zone in a SQLite file and in a PostgreSQL database, each the test's own.
func OnBoth(t *testing.T, test func(t *testing.T, s Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, NewStore(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, NewPostgresStore(t)) })
}

// NewStore returns the zone in a SQLite file of its own.
func NewStore(t testing.TB) Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.db")
	return open(t, store.Options{Path: path, Now: Now}, "sqlite3", path)
}

// NewPostgresStore returns the zone in a PostgreSQL database of its own.
func NewPostgresStore(t testing.TB) Store {
	t.Helper()
	dsn := Postgres(t)
	return open(t, store.Options{DSN: dsn, Now: Now}, "pgx", dsn)
}

func open(t testing.TB, o store.Options, driver, dsn string) Store {
	t.Helper()
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = raw.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	s := Of(db)
	s.SQL = raw
	s.fill(t)
	return s
}

// Of returns every aggregate of db, without SQL.
func Of(db *store.DB) Store {
	return Store{DB: db, Areas: store.Areas{DB: db}, Audit: store.Audit{DB: db}, Basemap: store.Basemap{DB: db}, Catalogue: store.Catalogue{DB: db}, Programs: store.Programs{DB: db},
		Demand: store.Demand{DB: db}, Devices: store.Devices{DB: db}, Find: store.Find{DB: db}, Imports: store.Imports{DB: db},
		Invites: store.Invites{DB: db}, LoginLimits: store.LoginLimits{DB: db}, Roster: store.Roster{DB: db}, Orgs: store.Orgs{DB: db}, People: store.People{DB: db},
		Photos: store.Photos{DB: db}, Pickups: store.Pickups{DB: db}, Register: store.Register{DB: db}, Routes: store.Routes{DB: db},
		Sellers: store.Sellers{DB: db}, Sessions: store.Sessions{DB: db}, Sites: store.Sites{DB: db}, SourceRefs: store.SourceRefs{DB: db}, Tickets: store.Tickets{DB: db},
		Totals: store.Totals{DB: db}, Vehicles: store.Vehicles{DB: db}}
}

// Lookup answers what records are held against: the catalogue, the register and who belonged where, as they stand in the store.
type Lookup struct{ Store }

// Knows reports whether category is in the catalogue on day.
func (l Lookup) Knows(ctx context.Context, category recycle.Category, day recycle.Day) (bool, error) {
	rows, err := l.Categories(ctx, day)
	for _, r := range rows {
		if r.Key == category {
			return true, nil
		}
	}
	return false, err
}

// OrgExists reports whether the register has an organisation.
func (l Lookup) OrgExists(ctx context.Context, id recycle.OrgID) (bool, error) {
	_, err := l.Org(ctx, id)
	if err != nil && recycle.KindOf(err) == recycle.NotFound {
		return false, nil
	}
	return err == nil, err
}

// SiteExists reports whether the register has a site that the actor sees.
func (l Lookup) SiteExists(ctx context.Context, id recycle.SiteID) (bool, error) {
	versions, err := l.SiteVersions(ctx, id)
	a, _ := recycle.ActorFrom(ctx)
	return slices.ContainsFunc(versions, func(v recycle.SiteVersion) bool { return v.SeenBy(a) }), err
}

// Memberships returns every membership that a person has or had in org.
func (l Lookup) Memberships(ctx context.Context, person recycle.PersonID, org recycle.OrgID) (here []recycle.Member, err error) {
	all, err := l.People.Memberships(ctx, person)
	for _, m := range all {
		if m.OrgID == org {
			here = append(here, m)
		}
	}
	return here, err
}
