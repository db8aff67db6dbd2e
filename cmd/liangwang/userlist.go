package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
)

// userRow is a person in `user list --json`.
type userRow struct {
	ID       recycle.PersonID `json:"personId"`
	Name     string           `json:"name"`
	Phone    string           `json:"phone"` // masked
	Disabled bool             `json:"disabled"`
	Orgs     []userOrg        `json:"orgs"` // where they hold a role today
	Devices  int              `json:"devices"`
	ToCheck  bool             `json:"toConfirm"` // after a restore
}

type userOrg struct {
	ID    recycle.OrgID  `json:"orgId"`
	Name  string         `json:"name"`
	Roles []recycle.Role `json:"roles"`
}

// deviceRow is a device in `user devices --json`.
type deviceRow struct {
	ID            recycle.DeviceID `json:"deviceId"`
	Kind          string           `json:"kind"` // as the browser names it
	FirstSeen     recycle.Instant  `json:"firstSeen"`
	LastSeen      recycle.Instant  `json:"lastSeen"`
	SignedInSince *recycle.Instant `json:"signedInSince"` // null: nobody is signed in on it
	RevokedAt     *recycle.Instant `json:"revokedAt"`     // null: it may sign in
}

func newUserListCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List people, their roles and how many devices they have 列出人员",
		Long:    "Lists everyone who has an account, the newest first, with the roles that they hold today; phones are masked.",
		Example: "  liangwang user list\n  liangwang user list --org 示范回收公司 --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withAccounts(cmd.Context(), func(s *account.Service) error { return a.userList(cmd.Context(), s, f) })
		},
	}
	cmd.Flags().StringVar(&f.org, "org", "", "only those who hold a role in this organisation today, by name or id 单位名称或编号")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON 输出 JSON")
	return cmd
}

const listPage = 200 // accounts that are read at a time

func (a *app) userList(ctx context.Context, s *account.Service, f userFlags) error {
	filter := recycle.RosterFilter{Limit: listPage}
	if f.org != "" {
		org, err := s.OrgCalled(ctx, f.org)
		if err != nil {
			return explained(err)
		}
		filter.OrgID = org.ID
	}
	rows, text := []userRow{}, &strings.Builder{}
	for more := true; more; {
		page, err := s.Roster(ctx, filter)
		if err != nil {
			return err
		}
		for _, one := range page.Accounts {
			row := newUserRow(&one)
			rows = append(rows, row)
			fmt.Fprintf(text, "%s  %s %s  %s  %s\n", row.ID, row.Name, row.Phone, row.roles(), row.state())
		}
		if more = page.More; more {
			last := page.Accounts[len(page.Accounts)-1].Person
			filter.After = recycle.Cursor{At: last.CreatedAt, ID: string(last.ID)}
		}
	}
	fmt.Fprintf(text, "%d people 人\n", len(rows))
	return a.answer(f, map[string]any{"people": rows}, text.String())
}

func newUserRow(one *recycle.Account) userRow {
	row := userRow{ID: one.Person.ID, Name: one.Person.Name, Phone: recycle.Phone(one.Person.Phone).Mask(), Disabled: one.Person.Disabled,
		Orgs: []userOrg{}, Devices: len(one.Usable()), ToCheck: one.Open}
	for _, p := range one.Posts {
		row.Orgs = append(row.Orgs, userOrg{p.Org.ID, p.Org.Name, p.Roles})
	}
	return row
}

func (r userRow) roles() string {
	var parts []string
	for _, o := range r.Orgs {
		parts = append(parts, o.Name+": "+words(o.Roles))
	}
	if len(parts) == 0 {
		return "no role today 今天没有角色"
	}
	return strings.Join(parts, "; ")
}

func (r userRow) state() string {
	if r.Disabled {
		return "disabled 已停用"
	}
	return fmt.Sprintf("%d devices 台设备", r.Devices)
}

func newUserDevicesCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:   "devices",
		Short: "List the devices of a person 列出一个人的设备",
		Long: "Lists what the person with this phone has signed in on, the last seen first: the id that `user revoke` takes, what it is, when it\n" +
			"was last seen, and since when somebody is signed in on it.",
		Example: "  liangwang user devices --phone 13800000002",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withAccounts(cmd.Context(), func(s *account.Service) error {
				one, err := s.AccountOf(cmd.Context(), f.phone)
				if err != nil {
					return explained(err)
				}
				return a.printDevices(f, &one)
			})
		},
	}
	f.person(cmd, "phone")
	return cmd
}

func (a *app) printDevices(f userFlags, one *recycle.Account) error {
	rows, text := []deviceRow{}, &strings.Builder{}
	fmt.Fprintf(text, "%s %s: %d devices 台设备\n", one.Person.Name, recycle.Phone(one.Person.Phone).Mask(), len(one.Devices))
	for _, d := range one.Devices {
		row := deviceRow{d.ID, d.Name, d.CreatedAt, d.LastContactAt, since(d.SignedInAt), since(d.RevokedAt)}
		rows = append(rows, row)
		state := "nobody is signed in 没有登录"
		switch {
		case row.RevokedAt != nil:
			state = "revoked 已吊销 " + d.RevokedAt.Clock()
		case row.SignedInSince != nil:
			state = "signed in since 登录于 " + d.SignedInAt.Clock()
		}
		fmt.Fprintf(text, "%s  %s  last seen 最近 %s  %s\n", d.ID, d.Name, d.LastContactAt.Clock(), state)
	}
	return a.answer(f, map[string]any{"personId": one.Person.ID, "devices": rows}, text.String())
}

// since is a moment that there may be none of.
func since(at recycle.Instant) *recycle.Instant {
	if at == 0 {
		return nil
	}
	return &at
}
