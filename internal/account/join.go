package account

import (
	"context"
	"time"

	"liangwang/internal/recycle"
)

// inviteFor is how long a code lasts.
const inviteFor = 24 * time.Hour

// Join lets the invited person in and gives them the role. An account that has a password proves itself by it, or by being
// signed in already: the code says who may have the role, not who somebody is. Codes: join.invalid with the field "code"
// (unknown, used, expired), else those of SignIn and password.invalid.
func (s *Service) Join(ctx context.Context, in recycle.Join) (recycle.Signed, error) {
	if err := checkDevice(in.Device); err != nil {
		return recycle.Signed{}, err
	}
	key := addressKey(in.Address)
	if err := s.limited(ctx, key); err != nil {
		return recycle.Signed{}, err
	}
	inv, hash, err := s.invitation(ctx, in.Code)
	if recycle.KindOf(err) == recycle.Invalid {
		return recycle.Signed{}, s.failed(ctx, err, key)
	}
	if err != nil {
		return recycle.Signed{}, err
	}
	person, err := s.store.Person(ctx, inv.PersonID)
	if err != nil {
		return recycle.Signed{}, err
	}
	password, err := s.enter(ctx, in, &person)
	if err != nil {
		return recycle.Signed{}, err
	}
	return s.begin(ctx, person.ID, inv.ActingOrgID, in.Device, func(ctx context.Context) error {
		return s.accept(ctx, inv, hash, person, password)
	})
}

// invitation returns the invitation of a code that can still be used.
func (s *Service) invitation(ctx context.Context, code string) (recycle.Invitation, []byte, error) {
	refuse := func(why string) (recycle.Invitation, []byte, error) {
		return recycle.Invitation{}, nil, joinRefused(why)
	}
	hash, ok := codeHash(code)
	if !ok {
		return refuse("unknown")
	}
	inv, err := s.store.Invitation(ctx, hash)
	switch {
	case recycle.KindOf(err) == recycle.NotFound:
		return refuse("unknown")
	case err != nil:
		return recycle.Invitation{}, nil, err
	case inv.UsedAt != 0:
		return refuse("used")
	case inv.ExpiresAt <= s.instant():
		return refuse("expired")
	}
	return inv, hash, nil
}

func joinRefused(why string) error {
	return &recycle.Error{Kind: recycle.Invalid, Code: "join.invalid", Fields: []recycle.Field{{Path: "code", Code: why}}}
}

// enter proves that in is person, and returns the hash of the password that a new account chose, empty if it chose none. It
// sets the name that was given.
func (s *Service) enter(ctx context.Context, in recycle.Join, person *recycle.Person) (string, error) {
	if in.Name != "" {
		person.Name = in.Name
	}
	if err := person.Validate(); err != nil {
		return "", err
	}
	_, err := s.store.Credential(ctx, person.ID)
	switch actor, _ := recycle.ActorFrom(ctx); {
	case err == nil && actor.PersonID == person.ID:
		return "", nil
	case err == nil:
		return "", s.prove(ctx, attempt{phone: recycle.Phone(person.Phone), password: in.Password, person: person, device: in.Device.ID, address: in.Address})
	case recycle.KindOf(err) != recycle.NotFound:
		return "", err
	case in.Password == "":
		return "", nil
	}
	if err := checkPassword(in.Password, string(person.Phone), "password"); err != nil {
		return "", err
	}
	return s.hash(ctx, in.Password)
}

// accept uses the invitation, in the transaction of ctx.
func (s *Service) accept(ctx context.Context, inv recycle.Invitation, hash []byte, person recycle.Person, password string) error {
	org, err := s.store.Org(ctx, inv.ActingOrgID)
	if err != nil {
		return err
	}
	ctx = recycle.WithActor(ctx, recycle.Actor{PersonID: person.ID, OrgID: org.ID, OrgKind: org.Kind, Zone: org.Zone, Roles: []recycle.Role{inv.Role}})
	switch used, err := s.store.UseInvitation(ctx, hash, s.instant()); {
	case err != nil:
		return err
	case !used:
		return joinRefused("used")
	}
	if err := s.store.UpdatePerson(ctx, &person); err != nil {
		return err
	}
	if password != "" {
		if err := s.store.SetCredential(ctx, recycle.Credential{PersonID: person.ID, Hash: password, ChangedAt: s.instant()}); err != nil {
			return err
		}
	}
	if err := s.appoint(ctx, &org, person.ID, inv.Role, s.today()); err != nil {
		return err
	}
	return s.audit(ctx, "user.join", string(person.ID), map[string]recycle.Role{"role": inv.Role})
}
