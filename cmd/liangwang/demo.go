package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"liangwang/internal/api"
	"liangwang/internal/demo"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// demoRoles are the roles that have a page, in the order of the start page.
var demoRoles = []recycle.Role{recycle.Collector, recycle.CompanyOperator, recycle.YardOperator, recycle.Planner, recycle.Admin}

var (
	errNotDemo  = errors.New("the data directory holds data that no demo made: give --demo a directory of its own")
	errDemoData = errors.New("the data directory holds a demo: serve it with --demo, or give another directory")
)

// demoDoor lets visitors of the demo in.
type demoDoor struct {
	parts    *parts
	now      func() time.Time
	machine  func() time.Time
	accounts []demo.Account

	mu      sync.Mutex
	at      time.Time
	figures api.StartFigures
}

// enterDemo makes or extends the demo zone, if one is asked for. A database that no demo made is refused, as is a demo's without
// --demo: its accounts have a known password.
func (a *app) enterDemo(ctx context.Context, p *parts, c *demo.Clock) (*demoDoor, error) {
	s := newDemoStore(p.db)
	_, found, err := demo.ReadMark(ctx, s)
	if err != nil {
		return nil, err
	}
	if !a.cfg.Demo {
		if found {
			return nil, errDemoData
		}
		return nil, nil
	}
	door := &demoDoor{parts: p, now: c.Now, machine: a.now, accounts: demo.Accounts(0)}
	if found && p.db.Damaged() != nil { // no day is added to it
		return door, nil
	}
	m := demo.Maker{Store: s, Pickups: p.pickups, Tickets: p.tickets, Clock: c, Progress: a.progress(),
		Hash: func(password string) (string, error) { return p.accounts.HashPassword(ctx, password) }}
	if err := m.Make(ctx, recycle.At(c.Under())); err != nil {
		if errors.Is(err, demo.ErrNotMine) {
			return nil, errNotDemo
		}
		return nil, err
	}
	return door, nil
}

func newDemoStore(db *store.DB) demoStore {
	return demoStore{db, store.Demo{DB: db}, store.Orgs{DB: db}, store.People{DB: db}, store.Vehicles{DB: db}, store.Sites{DB: db}, store.Areas{DB: db},
		store.Demand{DB: db}, store.Routes{DB: db}, store.Basemap{DB: db}, store.Audit{DB: db}}
}

// progress prints how far the demo has come, a line each tenth.
func (a *app) progress() func(percent int, what string) {
	last := -1
	return func(percent int, what string) {
		if percent/10 != last {
			last = percent / 10
			fmt.Fprintf(a.stderr, "示意数据 demo data: %3d %% %s\n", percent, what)
		}
	}
}

// Enter implements api.Demo.
func (d *demoDoor) Enter(ctx context.Context, role recycle.Role, story string, device recycle.SignInDevice) (recycle.Signed, error) {
	i := slices.IndexFunc(d.accounts, func(a demo.Account) bool { return a.Role == role && a.Story == story })
	if i < 0 && story != "" {
		return recycle.Signed{}, &recycle.Error{Kind: recycle.Invalid, Code: "request.invalid", Fields: []recycle.Field{{Path: "story", Code: "oneOf"}}}
	}
	if i < 0 || !slices.Contains(demoRoles, role) {
		return recycle.Signed{}, &recycle.Error{Kind: recycle.Invalid, Code: "request.invalid", Fields: []recycle.Field{{Path: "role", Code: "oneOf"}}}
	}
	return d.parts.accounts.SignInAs(ctx, d.accounts[i].PersonID, d.accounts[i].OrgID, device)
}

// Roles implements api.Demo.
func (d *demoDoor) Roles() []recycle.Role { return demoRoles }

const figuresAge = time.Minute

// Figures implements api.Demo; what it says may be a minute old.
func (d *demoDoor) Figures(ctx context.Context) (api.StartFigures, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.at.IsZero() && d.machine().Sub(d.at) < figuresAge {
		return d.figures, nil
	}
	ctx = recycle.WithActor(ctx, recycle.Actor{OrgKind: recycle.Government, Zone: true, Roles: []recycle.Role{recycle.Planner}})
	fusion, err := d.parts.coverage.Fusion(ctx, "", 0)
	if err != nil {
		return d.figures, err
	}
	reach, err := d.parts.coverage.Service(ctx, recycle.CoverageQuery{})
	if err != nil {
		return d.figures, err
	}
	pickups, tickets, err := store.Demo{DB: d.parts.db}.CountRecords(ctx)
	if err != nil {
		return d.figures, err
	}
	d.at, d.figures = d.machine(), api.StartFigures{Places: int64(fusion.Places), Fused: int64(fusion.Fused), Pickups: pickups, Tickets: tickets,
		Covered: reach.Reached, Of: reach.Total, Days: demo.Days}
	return d.figures, nil
}

// greet prints an account for every role that has a page.
func (d *demoDoor) greet(w io.Writer, url string) {
	fmt.Fprintf(w, "示意数据，不是真人真地。打开上面的地址，点一个身份就进；也可以登录 (password 密码 %s):\n", demo.Password)
	for _, role := range demoRoles {
		for _, a := range d.accounts {
			if a.Role == role {
				fmt.Fprintf(w, "  %-17s %s  %s %s\n", a.Role, a.Phone, a.Org, a.Name)
			}
		}
	}
	fmt.Fprintf(w, "  collector's phone 收运员用手机打开 %s/collect\n", url)
}

func newDemoCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "demo", Short: "The synthetic zone 示意区", Example: "  liangwang demo accounts --json"}
	var asJSON bool
	accounts := &cobra.Command{
		Use: "accounts", Short: "List one demo account for every role, and those that see a story 示意账号", Example: "  liangwang demo accounts --json", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list := demo.Accounts(0)
			if asJSON {
				return writeJSON(a.stdout, list)
			}
			for _, c := range list {
				fmt.Fprintf(a.stdout, "%-17s %s  %s  %s %s\n", c.Role, c.Phone, c.Password, c.Org, c.Name)
			}
			return nil
		},
	}
	accounts.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.AddCommand(accounts)
	return cmd
}
