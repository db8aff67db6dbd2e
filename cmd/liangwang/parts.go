package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"liangwang/internal/account"
	"liangwang/internal/blob"
	"liangwang/internal/catalogue"
	"liangwang/internal/coverage"
	"liangwang/internal/fleet"
	"liangwang/internal/intake"
	"liangwang/internal/network"
	"liangwang/internal/photo"
	"liangwang/internal/pickup"
	"liangwang/internal/reconcile"
	"liangwang/internal/recycle"
	"liangwang/internal/seller"
	"liangwang/internal/store"
	"liangwang/internal/weighing"
)

// parts are the features over one open database: what serve, the demo and the checks work with.
type parts struct {
	db        *store.DB
	blobs     *blob.Dir
	room      func() error // for what is not a record
	accounts  *account.Service
	catalogue *catalogue.Service
	register  *network.Register
	pickups   *pickup.Service
	photos    *photo.Service
	tickets   *weighing.Service
	company   *reconcile.Service
	network   *network.Service
	coverage  *coverage.Service
	fleet     *fleet.Service
	intake    *intake.Desk
	sellers   *seller.Service
}

// openStore opens the configured database.
func (a *app) openStore(ctx context.Context) (*store.DB, error) {
	o := store.Options{Path: a.cfg.Database(), Now: a.now, Held: a.held}
	if a.cfg.Postgres() {
		o.DSN = a.cfg.DSN
	}
	db, err := store.Open(ctx, o)
	if _, unreached := errors.AsType[*net.OpError](err); unreached {
		return nil, fmt.Errorf("the database of --dsn cannot be reached: %w", cause(err))
	}
	return db, err
}

// The store as each feature sees it: put together here from one type per aggregate.
type (
	pickupStore struct {
		*store.DB
		store.Pickups
		store.Totals
		store.Audit
	}
	ticketStore struct {
		*store.DB
		store.Tickets
		store.Totals
		store.Audit
	}
	photoStore struct {
		*store.DB
		store.Photos
		store.Audit
	}
	demoStore struct {
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
		store.Audit
	}
	finder struct {
		store.Find
		store.People
		store.Tickets
	}
	companyStore struct {
		store.Pickups
		store.Totals
		store.Tickets
		store.Catalogue
	}
	registerStore struct {
		*store.DB
		store.Register
		store.Sites
		store.Areas
		store.Demand
		store.Routes
		store.Basemap
		store.Catalogue
		store.Orgs
		store.Audit
	}
	sellerStore struct {
		*store.DB
		store.Sellers
		store.Audit
	}
	vehicleStore struct {
		*store.DB
		store.Vehicles
		store.Audit
	}
)

// clock tells the time.
type clock = func() time.Time

// open puts the features together over the configured database. now is the product's, which a demo may set; the caches run by the
// machine's.
func (a *app) open(ctx context.Context, now clock) (*parts, error) {
	db, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	blobs, err := blob.Open(filepath.Join(a.cfg.Data, "blobs"))
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	ring, err := a.openKeys(db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	reserve := blob.Reserve{Path: a.cfg.Data, Bytes: a.cfg.Reserve}
	p := &parts{db: db, blobs: blobs.Keeping(reserve), room: reserve.Room}
	audit, totals := store.Audit{DB: db}, store.Totals{DB: db}
	p.accounts = account.New(account.Options{Store: newAccountStore(db), Now: now, Machine: a.now, TTL: a.cfg.SessionTTL})
	p.catalogue = &catalogue.Service{Store: store.Catalogue{DB: db}, Clock: a.now}
	reads := registerStore{db, store.Register{DB: db}, store.Sites{DB: db}, store.Areas{DB: db}, store.Demand{DB: db}, store.Routes{DB: db},
		store.Basemap{DB: db}, store.Catalogue{DB: db}, store.Orgs{DB: db}, audit}
	p.register = &network.Register{Store: reads, Now: a.now}
	p.network = &network.Service{Store: reads, Register: p.register, Now: now}
	p.coverage = &coverage.Service{Register: p.register, Now: now}
	p.fleet = &fleet.Service{Store: vehicleStore{db, store.Vehicles{DB: db}, audit}, Now: now}
	p.intake = intake.NewDesk(intake.DeskOptions{Store: newImportStore(db), Files: p.blobs, Parse: parseRows, Now: now, NewID: newID})
	p.sellers = &seller.Service{Store: sellerStore{db, store.Sellers{DB: db}, audit}, Keys: ring, Now: now, Erased: a.noteErased}
	lookup := lookup{Service: p.catalogue, register: p.register, db: db}
	p.pickups = &pickup.Service{Store: pickupStore{db, store.Pickups{DB: db}, totals, audit}, Register: lookup, Members: lookup,
		Sellers: store.Sellers{DB: db}, Rules: p.catalogue, Now: now}
	p.photos = photo.New(photoStore{db, store.Photos{DB: db}, audit}, p.blobs, p.pickups, now)
	p.photos.Quota = a.cfg.PhotoQuota
	p.tickets = &weighing.Service{Store: ticketStore{db, store.Tickets{DB: db}, totals, audit}, Reads: store.Tickets{DB: db}, Register: lookup, Now: now}
	p.company = &reconcile.Service{Store: companyStore{store.Pickups{DB: db}, totals, store.Tickets{DB: db}, store.Catalogue{DB: db}},
		Finder: finder{store.Find{DB: db}, store.People{DB: db}, store.Tickets{DB: db}}, Now: now}
	return p, nil
}

func (p *parts) close() error { return p.db.Close() }

// lookup is the register and the catalogue as records are held against them.
type lookup struct {
	*catalogue.Service
	register *network.Register
	db       *store.DB
}

// SiteOn implements pickup.Register. The register in memory may be a second old: a site that it does not have is looked up. A site that
// the actor saw neither on that day nor since is none.
func (l lookup) SiteOn(ctx context.Context, id recycle.SiteID, day recycle.Day) (pickup.SiteFacts, error) {
	v, err := l.register.SiteAt(ctx, id, day)
	if err != nil && recycle.KindOf(err) == recycle.NotFound {
		held, herr := store.Sites{DB: l.db}.SitesHeld(ctx, []string{string(id)}, day)
		if herr != nil || len(held) == 0 {
			return pickup.SiteFacts{}, errors.Join(err, herr)
		}
		v, err = held[0], nil
	}
	if err != nil {
		return pickup.SiteFacts{}, err
	}
	if a, _ := recycle.ActorFrom(ctx); !v.SeenBy(a) {
		newest, err := l.register.SiteAt(ctx, id, recycle.LastDay)
		if err != nil || !newest.SeenBy(a) {
			return pickup.SiteFacts{}, cmp.Or(err, error(&recycle.Error{Kind: recycle.NotFound, Code: "site.not_found"}))
		}
	}
	at, placed := v.Point()
	return pickup.SiteFacts{At: at, Placed: placed, OperatorOrgID: v.OperatorOrgID}, nil
}

// SiteExists implements weighing.Register.
func (l lookup) SiteExists(ctx context.Context, id recycle.SiteID) (bool, error) {
	_, err := l.SiteOn(ctx, id, recycle.LastDay)
	return exists(err)
}

// OrgExists implements weighing.Register.
func (l lookup) OrgExists(ctx context.Context, id recycle.OrgID) (bool, error) {
	_, err := store.Orgs{DB: l.db}.Org(ctx, id)
	return exists(err)
}

func exists(err error) (bool, error) {
	if err != nil && recycle.KindOf(err) == recycle.NotFound {
		return false, nil
	}
	return err == nil, err
}

// Memberships implements pickup.Members.
func (l lookup) Memberships(ctx context.Context, person recycle.PersonID, org recycle.OrgID) ([]recycle.Member, error) {
	all, err := store.People{DB: l.db}.Memberships(ctx, person)
	var here []recycle.Member
	for _, m := range all {
		if m.OrgID == org {
			here = append(here, m)
		}
	}
	return here, err
}
