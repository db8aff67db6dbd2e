package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"

	"liangwang/internal/recycle"
)

// SignIn lets a person in by phone and password. A wrong password, an unknown account and a disabled one are the same
// auth.failed, after the same time. Others: auth.limited, auth.no_membership, auth.not_member (OrgID), device.revoked.
func (s *Service) SignIn(ctx context.Context, in recycle.SignIn) (recycle.Signed, error) {
	if err := checkDevice(in.Device); err != nil {
		return recycle.Signed{}, err
	}
	a := attempt{password: in.Password, device: in.Device.ID, address: in.Address}
	phone, err := recycle.ParseMobile(in.Phone)
	if err == nil {
		found, err := s.store.PersonByPhone(ctx, phone)
		if err != nil && recycle.KindOf(err) != recycle.NotFound {
			return recycle.Signed{}, err
		}
		if a.phone = phone; err == nil {
			a.person = &found
		}
	} // else it is nobody's: refused like any unknown one, and all such are one account
	if err := s.prove(ctx, a); err != nil {
		return recycle.Signed{}, err
	}
	return s.begin(ctx, a.person.ID, in.OrgID, in.Device, func(context.Context) error { return nil })
}

// SignInAs lets a person in without proof: for a demo, whose start page enters roles with one click.
func (s *Service) SignInAs(ctx context.Context, person recycle.PersonID, org recycle.OrgID, device recycle.SignInDevice) (recycle.Signed, error) {
	if err := checkDevice(device); err != nil {
		return recycle.Signed{}, err
	}
	return s.begin(ctx, person, org, device, func(context.Context) error { return nil })
}

// attempt is somebody's try to prove who they are.
type attempt struct {
	phone    recycle.Phone
	password string
	person   *recycle.Person  // nil: there is no such account
	device   recycle.DeviceID // from which they try; empty: not known
	address  string           // empty: not counted by address
}

// prove reports whether a is who they say: nil, auth.failed or auth.limited. The limits are read again within the slot, so that
// a thousand tries at once are not a thousand tries: two at most go past the limit.
func (s *Service) prove(ctx context.Context, a attempt) error {
	key, err := s.countedBy(ctx, a)
	if err != nil {
		return err
	}
	keys := []string{key}
	if a.address != "" {
		keys = append(keys, addressKey(a.address))
	}
	if err := s.limited(ctx, keys...); err != nil {
		return err
	}
	free, err := s.slot(ctx)
	if err != nil {
		return err
	}
	defer free()
	if err := s.limited(ctx, keys...); err != nil {
		return err
	}
	phc := nobody
	if a.person != nil {
		if phc, err = s.credential(ctx, a.person.ID); err != nil {
			return err
		}
	}
	if right := matches(a.password, phc); !right || a.person == nil || a.person.Disabled {
		return s.failed(ctx, &recycle.Error{Kind: recycle.Unauthenticated, Code: codeFailed}, keys...)
	}
	return nil
}

// countedBy returns the key under which the failures of a are counted: that of a device on which the account signed in before, so that
// nobody who fails elsewhere locks it out, else that of the account. It asks the database for an unknown account too.
func (s *Service) countedBy(ctx context.Context, a attempt) (string, error) {
	var person recycle.Person
	if a.person != nil {
		person = *a.person
	}
	known, err := s.store.Device(ctx, person.ID, a.device)
	switch {
	case err == nil && known.RevokedAt == 0:
		return deviceKey(person.ID, a.device), nil
	case err != nil && recycle.KindOf(err) != recycle.NotFound:
		return "", err
	}
	return accountKey(a.phone), nil
}

// begin makes a session of person on device, acting for org or for the first of their organisations, together with what also
// does in the same transaction. It forgets the failures that stood in its way, not those of the address.
func (s *Service) begin(ctx context.Context, person recycle.PersonID, org recycle.OrgID, device recycle.SignInDevice, also func(ctx context.Context) error) (recycle.Signed, error) {
	raw, err := s.draw(32)
	if err != nil {
		return recycle.Signed{}, err
	}
	token := base64.RawURLEncoding.EncodeToString(raw)
	var who recycle.Who
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		if err := also(ctx); err != nil {
			return err
		}
		p, err := s.holder(ctx, person)
		if err != nil {
			return err
		}
		acting, err := p.choose(org)
		if err != nil {
			return err
		}
		who = p.who(acting, device.ID)
		ctx = recycle.WithActor(ctx, who.Actor())
		failures, err := s.countedBy(ctx, attempt{phone: recycle.Phone(p.person.Phone), person: &p.person, device: device.ID})
		if err != nil {
			return err
		}
		if err := s.see(ctx, person, device); err != nil {
			return err
		}
		if err := s.store.ForgetLoginFailures(ctx, failures); err != nil {
			return err
		}
		now := s.instant()
		return s.store.ReplaceSession(ctx, &recycle.Session{
			TokenHash: tokenHash(token), PersonID: person, ActingOrgID: acting.Org.ID, DeviceID: device.ID,
			CreatedAt: now, LastSeenAt: now, ExpiresAt: now + recycle.Instant(s.ttl.Milliseconds()),
		})
	})
	s.cache.clear() // the session that the device had before is gone
	if err != nil {
		return recycle.Signed{}, err
	}
	return recycle.Signed{Token: token, Who: who}, nil
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func checkDevice(d recycle.SignInDevice) error {
	var c recycle.Check
	c.That(recycle.IsID(d.ID), "deviceId", "pattern")
	c.That(recycle.IsText(d.Name, 100), "deviceName", "text")
	c.That(recycle.IsText(d.App, 100), "app", "text")
	return c.Err("session.invalid")
}
