package account

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// findOrg returns the organisation of in by id or name, or a new one, not stored yet: the zone's own for its admin on an empty
// directory, else one of the kind that in says.
func (s *Service) findOrg(ctx context.Context, in Add) (org recycle.Org, isNew bool, err error) {
	if recycle.IsID(in.Org) {
		org, err = s.store.Org(ctx, recycle.OrgID(in.Org))
		if recycle.KindOf(err) == recycle.NotFound {
			err = userInvalid("org", "unknown")
		}
		return org, false, err
	}
	named, err := s.store.OrgsNamed(ctx, in.Org)
	switch {
	case err != nil:
		return org, false, err
	case len(named) == 1:
		return named[0], false, nil
	case len(named) > 1:
		return org, false, userInvalid("org", "ambiguous")
	}
	_, err = s.store.ZoneOrg(ctx)
	empty := recycle.KindOf(err) == recycle.NotFound
	switch {
	case err != nil && !empty:
		return org, false, err
	case empty && in.Role != recycle.Admin:
		return org, false, userInvalid("role", "adminFirst")
	case empty:
		org, err = s.newOrg(in.Org, in.USCC, recycle.Government)
		org.Zone = true
	case in.Kind == "":
		return org, false, userInvalid("org", "unknown")
	default:
		org, err = s.newOrg(in.Org, in.USCC, in.Kind)
	}
	return org, true, err
}

// OrgCalled returns the organisation with this id or name. Codes: user.invalid with the field "org" (unknown, ambiguous).
func (s *Service) OrgCalled(ctx context.Context, nameOrID string) (recycle.Org, error) {
	org, isNew, err := s.findOrg(ctx, Add{Org: nameOrID, Role: recycle.Admin})
	if err == nil && isNew {
		err = userInvalid("org", "unknown")
	}
	return org, err
}

func (s *Service) newOrg(name, uscc string, kind recycle.OrgKind) (recycle.Org, error) {
	id, err := s.newID()
	if err != nil {
		return recycle.Org{}, err
	}
	o := recycle.Org{ID: recycle.OrgID(id), Kind: kind, Name: name, USCC: uscc, CreatedAt: s.instant()}
	if code, err := recycle.ParseUSCC(uscc); err == nil { // else Validate says so
		o.USCC = string(code)
	}
	return o, o.Validate()
}

// known returns the person with this phone, or person.not_found.
func (s *Service) known(ctx context.Context, phone string) (recycle.Person, error) {
	p, err := recycle.ParseMobile(phone)
	if err != nil {
		return recycle.Person{}, userInvalid("phone", recycle.CodeOf(err))
	}
	return s.store.PersonByPhone(ctx, p)
}

// findPerson returns the person with this phone, or makes one by this name.
func (s *Service) findPerson(ctx context.Context, phone, name string) (recycle.Person, error) {
	p, err := s.known(ctx, phone)
	if recycle.KindOf(err) != recycle.NotFound {
		return p, err
	}
	id, err := s.newID()
	if err != nil {
		return p, err
	}
	number, _ := recycle.ParseMobile(phone) // known has read it
	p = recycle.Person{ID: recycle.PersonID(id), Name: name, Phone: string(number), CreatedAt: s.instant()}
	if err := p.Validate(); err != nil {
		return p, err
	}
	return p, s.store.InsertPerson(ctx, &p)
}

// appoint gives a person a role from a day on, unless they hold it then already.
func (s *Service) appoint(ctx context.Context, org *recycle.Org, person recycle.PersonID, role recycle.Role, from recycle.Day) error {
	if !recycle.MayHold(org, role) {
		return userInvalid("role", "notInThisKind")
	}
	members, err := s.store.Memberships(ctx, person)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m recycle.Member) bool { return m.OrgID == org.ID && m.Role == role && m.On(from) })
	switch {
	case i < 0:
		return s.store.InsertMember(ctx, recycle.Member{PersonID: person, OrgID: org.ID, Role: role, ValidFrom: from, ValidTo: recycle.LastDay})
	case members[i].ValidTo != recycle.LastDay: // it was to end: it goes on
		return s.store.EndMember(ctx, members[i], recycle.LastDay)
	}
	return nil
}

func userInvalid(path, code string) error {
	return &recycle.Error{Kind: recycle.Invalid, Code: "user.invalid", Fields: []recycle.Field{{Path: path, Code: code}}}
}
