package account

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// Roster returns the accounts that f says, the newest first; f's Today and Restored are filled in here. f.Limit is at most 200.
func (s *Service) Roster(ctx context.Context, f recycle.RosterFilter) (out recycle.Roster, err error) {
	if out.Restored, err = s.store.Restored(ctx); err != nil {
		return out, err
	}
	f.Today, f.Restored = s.today(), out.Restored
	limit := f.Limit
	f.Limit++
	people, err := s.store.Accounts(ctx, f)
	if err != nil {
		return out, err
	}
	if out.More = len(people) > limit; out.More {
		people = people[:limit]
	}
	if out.Restored.Epoch != "" {
		if out.OpenPeople, out.OpenDevices, err = s.store.CountOpen(ctx, out.Restored); err != nil {
			return out, err
		}
	}
	out.Accounts, err = s.accounts(ctx, people, out.Restored)
	return out, err
}

// AccountOf returns the account of the person with this phone, as Roster does. Codes: user.invalid, person.not_found.
func (s *Service) AccountOf(ctx context.Context, phone string) (recycle.Account, error) {
	p, err := s.known(ctx, phone)
	if err != nil {
		return recycle.Account{}, err
	}
	restored, err := s.store.Restored(ctx)
	if err != nil {
		return recycle.Account{}, err
	}
	list, err := s.accounts(ctx, []recycle.Person{p}, restored)
	if err != nil {
		return recycle.Account{}, err
	}
	return list[0], nil
}

// accounts puts to each of people what belongs to them.
func (s *Service) accounts(ctx context.Context, people []recycle.Person, restored recycle.Restored) ([]recycle.Account, error) {
	if len(people) == 0 {
		return nil, nil
	}
	ids := make([]recycle.PersonID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	devices, err := s.store.AllDevicesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	sessions, err := s.store.SessionsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	members, orgs, err := s.held(ctx, ids)
	if err != nil {
		return nil, err
	}
	var settled []recycle.Settled
	if restored.Epoch != "" {
		if settled, err = s.store.SettledOf(ctx, restored.Epoch, ids); err != nil {
			return nil, err
		}
	}
	open := func(created recycle.Instant, person recycle.PersonID, device recycle.DeviceID) bool {
		return restored.Epoch != "" && created <= restored.BackupAt && !slices.ContainsFunc(settled, func(x recycle.Settled) bool { return x.PersonID == person && x.DeviceID == device })
	}
	now := s.instant()
	list := make([]recycle.Account, len(people))
	for i, p := range people {
		a := recycle.Account{Person: p, Posts: postsOf(p.ID, orgs, members), Open: !p.Disabled && open(p.CreatedAt, p.ID, "")}
		for _, d := range devices {
			if d.PersonID != p.ID {
				continue
			}
			one := recycle.AccountDevice{Device: d, Open: !p.Disabled && d.RevokedAt == 0 && open(d.CreatedAt, p.ID, d.ID)}
			for _, x := range sessions {
				if x.PersonID == p.ID && x.DeviceID == d.ID && x.ExpiresAt > now {
					one.SignedInAt = x.CreatedAt
				}
			}
			a.Devices = append(a.Devices, one)
		}
		list[i] = a
	}
	return list, nil
}

// held returns the roles that people hold today, and the organisations where they do.
func (s *Service) held(ctx context.Context, people []recycle.PersonID) ([]recycle.Member, []recycle.Org, error) {
	members, err := s.store.RolesOf(ctx, people)
	if err != nil {
		return nil, nil, err
	}
	today := s.today()
	members = slices.DeleteFunc(members, func(m recycle.Member) bool { return !m.On(today) })
	orgs, err := s.store.OrgsByID(ctx, orgIDs(members))
	return members, orgs, err
}

func postsOf(person recycle.PersonID, orgs []recycle.Org, members []recycle.Member) []recycle.Post {
	var own []recycle.Member
	for _, m := range members {
		if m.PersonID == person {
			own = append(own, m)
		}
	}
	return posts(orgIDs(own), orgs, own)
}

// orgIDs are the organisations of members, each once, in their order.
func orgIDs(members []recycle.Member) (ids []recycle.OrgID) {
	for _, m := range members {
		if !slices.Contains(ids, m.OrgID) {
			ids = append(ids, m.OrgID)
		}
	}
	return ids
}
