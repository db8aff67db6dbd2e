package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"liangwang/internal/account"
	"liangwang/internal/api"
	"liangwang/internal/recycle"
)

// userFlags are what the commands on people are given.
type userFlags struct {
	org, kind, uscc, role, name, phone, from string
	stdin, json                              bool
}

func newUserCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "People, their roles and devices 人员与账号",
		Long: "People who may sign in. The commands ask for no password of their own: who runs them can read the database anyway.\n" +
			"They may run beside the server, which sees a change within a second.",
		Example: "  liangwang user add --org 示范高新区 --role admin --phone 13800000000 --name 管理员",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newUserAddCmd(a), newUserInviteCmd(a), newUserMoveCmd(a), newUserPasswdCmd(a), newUserDisableCmd(a), newUserEnableCmd(a),
		newUserListCmd(a), newUserDevicesCmd(a), newUserRevokeCmd(a))
	return cmd
}

func newUserAddCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Give a person a role; the first is the zone's admin 添加人员",
		Long: "Gives a person a role in an organisation from today on, and makes the person if the phone is not known.\n" +
			"On an empty database it makes the zone's own organisation, for its admin. --kind makes another organisation that does\n" +
			"not exist yet. Without --password-stdin a person without a password gets a random one, which is printed once.",
		Example: "  liangwang user add --org 示范高新区 --role admin --phone 13800000000 --name 管理员\n" +
			"  liangwang user add --org 示范回收公司 --kind RECYCLING_COMPANY --role company_operator --phone 13800000001 --name 经理",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.userAdd(cmd.Context(), f) },
	}
	f.person(cmd, "org", "role", "phone")
	cmd.Flags().StringVar(&f.name, "name", "", "name, if the person is new 姓名")
	cmd.Flags().StringVar(&f.kind, "kind", "", "kind of an organisation to be made 单位类型 ("+words(recycle.OrgKinds())+")")
	cmd.Flags().StringVar(&f.uscc, "uscc", "", "unified social credit code of an organisation to be made 统一社会信用代码")
	cmd.Flags().BoolVar(&f.stdin, "password-stdin", false, "read the password from standard input 从标准输入读密码")
	return cmd
}

func (a *app) userAdd(ctx context.Context, f userFlags) error {
	in := f.add()
	var err error
	if f.stdin {
		if in.Password, err = a.readPassword(); err != nil {
			return err
		}
	} else {
		in.Initial = randomPassword()
	}
	return a.withNewAccounts(ctx, func(s *account.Service) error {
		out, err := s.Add(ctx, in)
		if err != nil {
			return explained(err)
		}
		answer := map[string]any{"personId": out.Person.ID, "orgId": out.Org.ID, "org": out.Org.Name, "orgCreated": out.NewOrg, "role": in.Role}
		text := fmt.Sprintf("%s %s: %s, %s\n", out.Person.Name, recycle.Phone(out.Person.Phone).Mask(), out.Org.Name, in.Role)
		if out.Initial {
			answer["password"] = in.Initial
			text += "password 初始密码: " + in.Initial + "\n"
		}
		return a.answer(f, answer, text)
	})
}

func newUserInviteCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:   "invite",
		Short: "Print a one-time code and QR for joining 邀请加入",
		Long: "Prints a code, good once and for 24 hours, by which the person with this phone joins the organisation in a role, and\n" +
			"the same as a QR code: with the address of the server if --public-url is set. A newer code ends an older one.",
		Example: "  liangwang user invite --org 示范回收公司 --role collector --phone 13800000002",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.userInvite(cmd.Context(), f) },
	}
	f.person(cmd, "org", "role", "phone")
	cmd.Flags().StringVar(&f.name, "name", "", "name, if the person is new 姓名")
	settings(cmd.Flags(), "public_url")
	return cmd
}

func (a *app) userInvite(ctx context.Context, f userFlags) error {
	return a.withAccounts(ctx, func(s *account.Service) error {
		code, out, err := s.Invite(ctx, f.add())
		if err != nil {
			return explained(err)
		}
		says := code
		if a.cfg.PublicURL != "" {
			says = a.cfg.PublicURL + api.JoinPath(recycle.Role(f.role), code)
		}
		answer := map[string]any{"code": code, "link": says, "personId": out.Person.ID, "orgId": out.Org.ID, "role": f.role, "hours": 24}
		picture, err := qrText(says)
		if err != nil {
			return err
		}
		return a.answer(f, answer, fmt.Sprintf("%s\n%s, %s\ncode 邀请码 (24 h, once 一次有效): %s\n%s\n", picture, out.Org.Name, f.role, code, says))
	})
}

func newUserMoveCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:   "move",
		Short: "Attach a person to another organisation 转到另一家单位",
		Long: "Ends the role where the person holds it now, on the day before, and begins it in the other organisation. What they did\n" +
			"stays where it was done, under their name.",
		Example: "  liangwang user move --org 另一回收公司 --role collector --phone 13800000002 --from 2026-12-01",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from := recycle.At(a.now()).Day()
			if f.from != "" {
				var err error
				if from, err = recycle.ParseDay(f.from); err != nil {
					return errors.New("--from is no day; write 2026-12-01")
				}
			}
			return a.withAccounts(cmd.Context(), func(s *account.Service) error {
				out, err := s.Move(cmd.Context(), f.add(), from)
				if err != nil {
					return explained(err)
				}
				return a.answer(f, map[string]any{"personId": out.Person.ID, "orgId": out.Org.ID, "role": f.role, "from": from},
					fmt.Sprintf("%s: %s, %s, from %s\n", out.Person.Name, out.Org.Name, f.role, from))
			})
		},
	}
	f.person(cmd, "org", "role", "phone")
	cmd.Flags().StringVar(&f.from, "from", "", "first day there, e.g. 2026-12-01; without: today 起始日期")
	return cmd
}

func newUserPasswdCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:   "passwd",
		Short: "Set a person's password; their sessions end 重设密码",
		Long:  "Sets the password of the person with this phone: a random one, printed once, or with --password-stdin the one given.",
		Example: "  liangwang user passwd --phone 13800000002\n" +
			"  printf '%s' \"$PASSWORD\" | liangwang user passwd --phone 13800000002 --password-stdin",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			password, answer, text := randomPassword(), map[string]any{}, "password set 密码已设置\n"
			if f.stdin {
				var err error
				if password, err = a.readPassword(); err != nil {
					return err
				}
			} else {
				answer["password"], text = password, "password 新密码: "+password+"\n"
			}
			return a.withAccounts(cmd.Context(), func(s *account.Service) error {
				if err := s.SetPassword(cmd.Context(), f.phone, password); err != nil {
					return explained(err)
				}
				return a.answer(f, answer, text)
			})
		},
	}
	f.person(cmd, "phone")
	cmd.Flags().StringVar(&f.uscc, "uscc", "", "unified social credit code of an organisation to be made 统一社会信用代码")
	cmd.Flags().BoolVar(&f.stdin, "password-stdin", false, "read the password from standard input 从标准输入读密码")
	return cmd
}

func newUserDisableCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:     "disable",
		Short:   "Close a person's account; their sessions end 停用账号",
		Example: "  liangwang user disable --phone 13800000002",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withAccounts(cmd.Context(), func(s *account.Service) error {
				if err := s.Disable(cmd.Context(), f.phone); err != nil {
					return explained(err)
				}
				return a.answer(f, map[string]any{"disabled": true}, "disabled 已停用\n")
			})
		},
	}
	f.person(cmd, "phone")
	return cmd
}

func newUserEnableCmd(a *app) *cobra.Command {
	var f userFlags
	cmd := &cobra.Command{
		Use:     "enable",
		Short:   "Open a closed account again 恢复账号",
		Long:    "Opens the account of the person with this phone again; they sign in anew.",
		Example: "  liangwang user enable --phone 13800000002",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withAccounts(cmd.Context(), func(s *account.Service) error {
				if err := s.Enable(cmd.Context(), f.phone); err != nil {
					return explained(err)
				}
				return a.answer(f, map[string]any{"disabled": false}, "enabled 已恢复\n")
			})
		},
	}
	f.person(cmd, "phone")
	return cmd
}

func newUserRevokeCmd(a *app) *cobra.Command {
	var f userFlags
	var all bool
	cmd := &cobra.Command{
		Use:   "revoke {DEVICE | --phone N [--all]}",
		Short: "End the sessions on a lost device for good 吊销设备",
		Long: "Revokes a device, by the id that `user devices` prints, for everyone who signed in on it; or with --phone the device of that person\n" +
			"alone, or with --all all of theirs. Nobody can sign in there with the account again.",
		Example: "  liangwang user revoke 01900000-0000-7000-8000-000000000001\n  liangwang user revoke --phone 13800000002 --all",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			device := ""
			if len(args) == 1 {
				device = args[0]
			}
			if (device == "") == (f.phone == "") || all && f.phone == "" {
				return errors.New("give the id of a device, as `user devices` prints it, or --phone, with --all for all devices")
			}
			return a.withAccounts(cmd.Context(), func(s *account.Service) error { return a.userRevoke(cmd.Context(), s, f, device, all) })
		},
	}
	cmd.Flags().StringVar(&f.phone, "phone", "", "mobile number of the person whose device it is 手机号")
	cmd.Flags().BoolVar(&all, "all", false, "all devices of that person 这个人的全部设备")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON 输出 JSON")
	return cmd
}

func (a *app) userRevoke(ctx context.Context, s *account.Service, f userFlags, device string, all bool) error {
	if device != "" {
		n, err := s.RevokeAnyDevice(ctx, recycle.DeviceID(device))
		if err != nil {
			return explained(err)
		}
		return a.answer(f, map[string]any{"people": n}, fmt.Sprintf("revoked for %d people 已吊销\n", n))
	}
	if !all {
		one, err := s.AccountOf(ctx, f.phone)
		if err != nil {
			return explained(err)
		}
		if n := len(one.Usable()); n > 1 {
			return fmt.Errorf("this person has %d devices: give the id of one, as `user devices` prints it, or --all", n)
		}
	}
	n, err := s.RevokeAll(ctx, f.phone)
	if err != nil {
		return explained(err)
	}
	return a.answer(f, map[string]any{"devices": n}, fmt.Sprintf("%d devices revoked 已吊销\n", n))
}

// person adds the named flags to cmd, each of which must be given, and --json.
func (f *userFlags) person(cmd *cobra.Command, required ...string) {
	flags := map[string]struct {
		to    *string
		usage string
	}{
		"org":   {&f.org, "organisation, by name or id 单位名称或编号"},
		"role":  {&f.role, "role 角色 (" + words(recycle.Roles()) + ")"},
		"phone": {&f.phone, "mobile number, by which they sign in 手机号"},
	}
	for _, name := range required {
		cmd.Flags().StringVar(flags[name].to, name, "", flags[name].usage)
		_ = cmd.MarkFlagRequired(name) // it was added the line before
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON 输出 JSON")
}

func (f *userFlags) add() account.Add {
	return account.Add{Org: f.org, Kind: recycle.OrgKind(f.kind), USCC: f.uscc, Role: recycle.Role(f.role), Name: f.name, Phone: f.phone}
}
