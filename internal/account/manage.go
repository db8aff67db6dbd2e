package account

import (
	"context"

	"liangwang/internal/recycle"
)

// What follows is the administrator's: of the zone, over everyone's accounts. Each change is in the chain of the zone's own organisation,
// under the administrator's name.

// RevokeAll revokes every device of the person with this phone and returns how many they were.
func (s *Service) RevokeAll(ctx context.Context, phone string) (n int, err error) {
	err = s.inZone(ctx, func(ctx context.Context) error {
		p, err := s.known(ctx, phone)
		if err != nil {
			return err
		}
		devices, err := s.store.DevicesOf(ctx, p.ID)
		if err != nil {
			return err
		}
		n = len(devices)
		for _, d := range devices {
			if err := s.revoke(ctx, p.ID, d.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// InviteTo invites somebody as Invite does, for an administrator: under their name in the chain of the organisation that is joined.
func (s *Service) InviteTo(ctx context.Context, in recycle.Invite) (recycle.Invited, error) {
	code, out, err := s.Invite(ctx, Add{Org: string(in.OrgID), Role: in.Role, Phone: in.Phone, Name: in.Name})
	return recycle.Invited{Code: code, PersonID: out.Person.ID, Org: out.Org}, err
}

// DisablePerson closes an account and ends its sessions; what its person did stays. One's own is person.self.
func (s *Service) DisablePerson(ctx context.Context, id recycle.PersonID) error {
	if err := notSelf(ctx, id); err != nil {
		return err
	}
	return s.change(ctx, s.byID(id), "user.disable", s.disable)
}

// Enable opens the account of the person with this phone again.
func (s *Service) Enable(ctx context.Context, phone string) error {
	return s.change(ctx, s.byPhone(phone), "user.enable", s.enable)
}

// EnablePerson opens an account again. Its person signs in anew.
func (s *Service) EnablePerson(ctx context.Context, id recycle.PersonID) error {
	return s.change(ctx, s.byID(id), "user.enable", s.enable)
}

func (s *Service) enable(ctx context.Context, p *recycle.Person) error {
	p.Disabled = false
	return s.store.UpdatePerson(ctx, p)
}

// RevokeOf revokes a device of a person, or is NotFound. The one that the administrator works on is device.self.
func (s *Service) RevokeOf(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) error {
	if actor, err := recycle.ActorFrom(ctx); err != nil || actor.PersonID == person && actor.DeviceID == id {
		return refuseSelf("device.self", err)
	}
	return s.inZone(ctx, func(ctx context.Context) error {
		if _, err := s.store.Device(ctx, person, id); err != nil {
			return err
		}
		return s.revoke(ctx, person, id)
	})
}

// ConfirmPerson says of a person whom a restore brought back, and of their devices that are not revoked, that they may stay. Where
// nothing was restored, or it was said before, nothing happens.
func (s *Service) ConfirmPerson(ctx context.Context, id recycle.PersonID) error {
	return s.inZone(ctx, func(ctx context.Context) error {
		if _, err := s.store.Person(ctx, id); err != nil {
			return err
		}
		devices, err := s.store.DevicesOf(ctx, id)
		if err != nil {
			return err
		}
		confirm := []recycle.DeviceID{""}
		for _, d := range devices {
			confirm = append(confirm, d.ID)
		}
		return s.settle(ctx, id, confirm)
	})
}

// ConfirmDevice does so with one device.
func (s *Service) ConfirmDevice(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) error {
	return s.inZone(ctx, func(ctx context.Context) error {
		if _, err := s.store.Device(ctx, person, id); err != nil {
			return err
		}
		return s.settle(ctx, person, []recycle.DeviceID{id})
	})
}

func (s *Service) settle(ctx context.Context, person recycle.PersonID, devices []recycle.DeviceID) error {
	restored, err := s.store.Restored(ctx)
	if err != nil || restored.Epoch == "" {
		return err
	}
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	for _, id := range devices {
		x := recycle.Settled{Epoch: restored.Epoch, PersonID: person, DeviceID: id, ByID: actor.PersonID, At: s.instant()}
		if err := s.store.Settle(ctx, &x); err != nil {
			return err
		}
	}
	return s.audit(ctx, "user.confirm", string(person), map[string][]recycle.DeviceID{"devices": devices})
}

// inZone runs do in a transaction, for the zone's own organisation.
func (s *Service) inZone(ctx context.Context, do func(ctx context.Context) error) error {
	defer s.cache.clear()
	return s.store.InTx(ctx, func(ctx context.Context) error {
		zone, err := s.store.ZoneOrg(ctx)
		if err != nil {
			return err
		}
		return do(as(ctx, &zone))
	})
}

func (s *Service) byID(id recycle.PersonID) person {
	return func(ctx context.Context) (recycle.Person, error) { return s.store.Person(ctx, id) }
}

func notSelf(ctx context.Context, id recycle.PersonID) error {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil || actor.PersonID == id {
		return refuseSelf("person.self", err)
	}
	return nil
}

func refuseSelf(code string, err error) error {
	if err != nil {
		return err
	}
	return &recycle.Error{Kind: recycle.Conflict, Code: code}
}
