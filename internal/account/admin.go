package account

import (
	"cmp"
	"context"

	"liangwang/internal/recycle"
)

// What follows is for whoever runs the machine: it asks for no role, since its caller can read the database anyway. Each change
// is in the audit chain of the organisation concerned, without a person.

// Add is a person who is given a role.
type Add struct {
	Org      string          // id or name
	Kind     recycle.OrgKind // of an organisation that does not exist yet; empty: it must exist
	USCC     string          // unified social credit code of that organisation; may be empty
	Role     recycle.Role
	Name     string
	Phone    string
	Password string // empty: they will join by a code, or keep the one they have
	Initial  string // password for who has none yet, beside no Password
}

// Added is what Add came to.
type Added struct {
	Person  recycle.Person
	Org     recycle.Org
	NewOrg  bool
	Initial bool // the initial password was set
}

// Add gives a person a role from today on, and makes the person and the organisation where they do not exist. The first
// organisation of an empty directory is the zone's own, for its admin. Codes: user.invalid with fields, person.conflict.
func (s *Service) Add(ctx context.Context, in Add) (out Added, err error) {
	password, err := s.firstHash(ctx, in)
	if err != nil {
		return out, err
	}
	defer s.cache.clear()
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		out.Org, out.NewOrg, err = s.findOrg(ctx, in)
		if err != nil {
			return err
		}
		ctx = as(ctx, &out.Org)
		if out.NewOrg {
			if err := s.store.InsertOrg(ctx, &out.Org); err != nil {
				return err
			}
		}
		if out.Person, err = s.findPerson(ctx, in.Phone, in.Name); err != nil {
			return err
		}
		if out.Initial, err = s.giveFirst(ctx, out.Person.ID, in, password); err != nil {
			return err
		}
		if err := s.appoint(ctx, &out.Org, out.Person.ID, in.Role, s.today()); err != nil {
			return err
		}
		return s.audit(ctx, "user.add", string(out.Person.ID), map[string]recycle.Role{"role": in.Role})
	})
	return out, err
}

// firstHash returns the hash of the password that in has for its person, or "" if it has none.
func (s *Service) firstHash(ctx context.Context, in Add) (string, error) {
	password := cmp.Or(in.Password, in.Initial)
	if password == "" {
		return "", nil
	}
	if err := checkPassword(password, in.Phone, "password"); err != nil {
		return "", err
	}
	return s.hash(ctx, password)
}

// giveFirst writes the hash of in's password, an initial one only for who has none, and reports whether it wrote that.
func (s *Service) giveFirst(ctx context.Context, id recycle.PersonID, in Add, hash string) (initial bool, err error) {
	if hash == "" {
		return false, nil
	}
	if in.Password == "" {
		_, err := s.store.Credential(ctx, id)
		if recycle.KindOf(err) != recycle.NotFound {
			return false, err
		}
	}
	return in.Password == "", s.store.SetCredential(ctx, recycle.Credential{PersonID: id, Hash: hash, ChangedAt: s.instant()})
}

// EnsureZone returns the zone's own organisation, which it makes by this name on an empty directory: an import needs no account.
func (s *Service) EnsureZone(ctx context.Context, name string) (org recycle.Org, err error) {
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		org, err = s.store.ZoneOrg(ctx)
		if recycle.KindOf(err) != recycle.NotFound {
			return err
		}
		if org, err = s.newOrg(name, "", recycle.Government); err != nil {
			return err
		}
		org.Zone = true
		ctx = as(ctx, &org)
		if err := s.store.InsertOrg(ctx, &org); err != nil {
			return err
		}
		return s.audit(ctx, "org.add", string(org.ID), map[string]recycle.OrgKind{"kind": org.Kind})
	})
	return org, err
}

// Invite returns a one-time code by which the person with this phone joins org in a role. It is returned once; the database has
// its hash.
func (s *Service) Invite(ctx context.Context, in Add) (code string, out Added, err error) {
	if code, err = s.newCode(); err != nil {
		return "", out, err
	}
	hash, _ := codeHash(code) // it was made a moment ago
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		out.Org, out.NewOrg, err = s.findOrg(ctx, in)
		if err != nil {
			return err
		}
		if out.NewOrg {
			return userInvalid("org", "unknown")
		}
		if out.Org.Disabled { // nobody can sign in there
			return userInvalid("org", "disabled")
		}
		if !recycle.MayHold(&out.Org, in.Role) {
			return userInvalid("role", "notInThisKind")
		}
		ctx = as(ctx, &out.Org)
		name := in.Name
		if name == "" {
			name = recycle.Phone(in.Phone).Mask() // until they say it when they join
		}
		if out.Person, err = s.findPerson(ctx, in.Phone, name); err != nil {
			return err
		}
		now := s.instant()
		err = s.store.InsertInvitation(ctx, &recycle.Invitation{
			CodeHash: hash, ActingOrgID: out.Org.ID, PersonID: out.Person.ID, Role: in.Role,
			CreatedAt: now, ExpiresAt: now + recycle.Instant(inviteFor.Milliseconds()),
		})
		if err != nil {
			return err
		}
		return s.audit(ctx, "user.invite", string(out.Person.ID), map[string]recycle.Role{"role": in.Role})
	})
	return code, out, err
}

// Move attaches a person to another organisation from a day on: the same role that they hold elsewhere ends the day before. What
// they did there stays there, under their name.
func (s *Service) Move(ctx context.Context, in Add, from recycle.Day) (out Added, err error) {
	defer s.cache.clear()
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		out.Org, out.NewOrg, err = s.findOrg(ctx, in)
		if err != nil {
			return err
		}
		if out.NewOrg {
			return userInvalid("org", "unknown")
		}
		if out.Person, err = s.known(ctx, in.Phone); err != nil {
			return err
		}
		members, err := s.store.Memberships(ctx, out.Person.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			if m.Role == in.Role && m.OrgID != out.Org.ID && m.ValidTo >= from {
				if err := s.leave(ctx, m, from); err != nil {
					return err
				}
			}
		}
		ctx = as(ctx, &out.Org)
		if err := s.appoint(ctx, &out.Org, out.Person.ID, in.Role, from); err != nil {
			return err
		}
		return s.audit(ctx, "user.move", string(out.Person.ID), map[string]string{"role": string(in.Role), "from": string(from)})
	})
	return out, err
}

// leave ends a role on the day before from, but not before it began, in the chain of the organisation that is left.
func (s *Service) leave(ctx context.Context, m recycle.Member, from recycle.Day) error {
	org, err := s.store.Org(ctx, m.OrgID)
	if err != nil {
		return err
	}
	ctx = as(ctx, &org)
	last := max(from.Add(-1), m.ValidFrom)
	if err := s.store.EndMember(ctx, m, last); err != nil {
		return err
	}
	return s.audit(ctx, "user.leave", string(m.PersonID), map[string]string{"role": string(m.Role), "to": string(last)})
}

// SetPassword gives the person with this phone a new password and ends all their sessions.
func (s *Service) SetPassword(ctx context.Context, phone, password string) error {
	if err := checkPassword(password, phone, "password"); err != nil {
		return err
	}
	phc, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, s.byPhone(phone), "user.password", func(ctx context.Context, p *recycle.Person) error {
		if err := s.store.ForgetLoginFailures(ctx, accountKey(recycle.Phone(p.Phone))); err != nil {
			return err
		}
		return s.store.SetCredential(ctx, recycle.Credential{PersonID: p.ID, Hash: phc, ChangedAt: s.instant()})
	})
}

// Disable closes the account of the person with this phone and ends all their sessions; what they did stays.
func (s *Service) Disable(ctx context.Context, phone string) error {
	return s.change(ctx, s.byPhone(phone), "user.disable", s.disable)
}

// RevokeAnyDevice revokes a device for everyone who signed in on it, and returns how many they were; NotFound if nobody did.
func (s *Service) RevokeAnyDevice(ctx context.Context, id recycle.DeviceID) (n int, err error) {
	err = s.inZone(ctx, func(ctx context.Context) error {
		list, err := s.store.DevicesByID(ctx, id)
		if err != nil {
			return err
		}
		if n = len(list); n == 0 {
			return &recycle.Error{Kind: recycle.NotFound, Code: "device.not_found"}
		}
		for _, d := range list {
			if err := s.revoke(ctx, d.PersonID, id); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// person finds one, in the transaction of ctx.
type person func(ctx context.Context) (recycle.Person, error)

func (s *Service) byPhone(phone string) person {
	return func(ctx context.Context) (recycle.Person, error) { return s.known(ctx, phone) }
}

func (s *Service) disable(ctx context.Context, p *recycle.Person) error {
	p.Disabled = true
	return s.store.UpdatePerson(ctx, p)
}

// change does something to an account that ends its sessions, in the zone's chain.
func (s *Service) change(ctx context.Context, who person, action string, do func(ctx context.Context, p *recycle.Person) error) error {
	return s.inZone(ctx, func(ctx context.Context) error {
		p, err := who(ctx)
		if err != nil {
			return err
		}
		if err := do(ctx, &p); err != nil {
			return err
		}
		if err := s.store.EndSessionsBut(ctx, p.ID, ""); err != nil {
			return err
		}
		return s.audit(ctx, action, string(p.ID), struct{}{})
	})
}

// as lets the command line, or the administrator of ctx, act for org.
func as(ctx context.Context, org *recycle.Org) context.Context {
	actor, _ := recycle.ActorFrom(ctx) // of the command line there is none
	return recycle.WithActor(ctx, recycle.Actor{PersonID: actor.PersonID, OrgID: org.ID, OrgKind: org.Kind, Zone: org.Zone, Roles: []recycle.Role{recycle.Admin}})
}
