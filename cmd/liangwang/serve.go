package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"

	"github.com/gin-gonic/gin"
	"github.com/spf13/cobra"

	"liangwang/internal/api"
	"liangwang/internal/demo"
	"liangwang/internal/job"
	"liangwang/internal/network"
	"liangwang/internal/recycle"
	"liangwang/internal/server"
	"liangwang/internal/store"
)

func newServeCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Run the server 启动服务",
		Example: "  liangwang serve --addr :8080 --tls-cert cert.pem --tls-key key.pem\n  liangwang serve --demo",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context()) },
	}
	settings(cmd.Flags(), "addr", "demo", "demo_now", "tls_cert", "tls_key", "public_url", "trusted_proxy", "metrics_addr", "metrics_token",
		"backup_dir", "backup_every", "backup_keep", "backup_encrypt_to", "backup_keys")
	return cmd
}

// heapGrowth is how far the heap may grow between two collections, in per cent of what lives: it is small beside the page cache of
// the database, and collecting it as often as Go would by default takes a twentieth of the time of a busy server.
const heapGrowth = 400

// serve runs the server until ctx is done.
func (a *app) serve(ctx context.Context) (err error) {
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	slog.SetDefault(a.log) // what the API logs stands beside the access lines, in one form
	if err := a.hold(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.held.Release()) }() // after the database is closed
	clock := &demo.Clock{Under: a.clock()}                      // set to each record's arrival while a demo is made
	p, err := a.open(ctx, clock.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	if err := a.tendKeys(ctx, p); err != nil {
		return err
	}
	door, err := a.enterDemo(ctx, p, clock)
	if err != nil {
		return err
	}
	if !a.cfg.Postgres() {
		stop, oerr := a.openSocket(ctx, p.db)
		if oerr != nil { // not every file system has sockets; a command then copies from outside
			a.log.WarnContext(ctx, "no socket for commands in the data directory", "err", oerr)
		} else {
			defer func() { err = errors.Join(err, stop()) }()
		}
	}
	epoch, err := p.db.Epoch(ctx)
	if err != nil {
		return err
	}
	work := a.startBackground(ctx, p.db)
	defer work.stop()
	services := a.services(p, clock.Now)
	drills := &job.Task{Name: "drill", Now: a.now, Log: a.log}
	defer drills.Stop()
	services.Backups = &desk{a: a, db: p.db, task: drills, begin: func(run job.Run) bool { return drills.Begin(ctx, run) }}
	if door != nil { // a nil *demoDoor in an interface would not be nil
		services.Demo = door
	}
	return a.listen(ctx, server.Parts{
		Mount: func(r *gin.Engine) { api.Mount(r, services) }, Problem: api.Abort, Ready: p.db.Ping, Damaged: func() bool { return p.db.Damaged() != nil }, Epoch: epoch, Metrics: work.metrics(),
		Large: []server.Large{{Prefix: "/api/v1/photos/", Bytes: a.cfg.PhotoLimit + slack}, {Prefix: "/api/v1/imports/", Bytes: a.cfg.ImportLimit + slack}},
	}, func(url string) {
		fmt.Fprintf(a.stdout, "两网 Liangwang: %s\n", url)
		if door != nil {
			door.greet(a.stdout, url)
		}
	})
}

// hold keeps the data directory to this server. PostgreSQL has its own way with several.
func (a *app) hold() (err error) {
	if !a.cfg.Postgres() {
		a.held, err = store.LockDir(a.cfg.Data, "serve")
	}
	return err
}

// slack lets the API itself refuse a body that is just too large: what the server cuts off has no clear answer.
const slack = 4096

// services are the use cases behind the API.
func (a *app) services(p *parts, now clock) api.Services {
	find := store.Find{DB: p.db}
	return api.Services{
		Env:      api.Environment{Secure: a.cfg.Secure(), SessionTTL: a.cfg.SessionTTL, Now: now, Crowded: p.db.Crowded, Room: p.room, PublicURL: a.cfg.PublicURL},
		Sessions: p.accounts, Accounts: p.accounts, Directory: directory{find, store.Photos{DB: p.db}, p.register},
		Pickups: p.pickups, Records: records{store.Pickups{DB: p.db}, find}, Tickets: p.tickets, Company: p.company,
		Catalogue: catalogueReads{p.catalogue, store.Orgs{DB: p.db}}, Photos: p.photos, Vehicles: p.fleet,
		Network: p.network, Basemap: p.register, Coverage: p.coverage, ZoneRecords: store.ZoneRecords{DB: p.db}, Intake: p.intake,
		People: p.accounts, APIKeys: p.accounts, Sellers: p.sellers,
	}
}

// The reads of the API that no feature adds anything to.
type (
	directory struct {
		store.Find
		store.Photos
		register *network.Register
	}
	records struct {
		store.Pickups
		store.Find
	}
	catalogueReads struct {
		catalogueService
		store.Orgs
	}
)

// SiteNames implements api.Directory: from the register in memory, and what that does not have from the database.
func (d directory) SiteNames(ctx context.Context, ids []recycle.SiteID) (map[recycle.SiteID]string, error) {
	names := make(map[recycle.SiteID]string, len(ids))
	var others []recycle.SiteID
	for _, id := range ids {
		name, found, err := d.register.SiteName(ctx, id)
		if err != nil {
			return nil, err
		}
		if names[id] = name; !found {
			delete(names, id)
			others = append(others, id)
		}
	}
	if len(others) == 0 {
		return names, nil
	}
	found, err := d.Find.SiteNames(ctx, others)
	maps.Copy(names, found)
	return names, err
}

func newOpenapiCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "openapi", Short: "Print the OpenAPI document 接口文档", Example: "  liangwang openapi >openapi.json", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return writeJSON(a.stdout, api.Mount(gin.New(), api.Services{}).OpenAPI())
		},
	}
}
