package account

import (
	"context"

	"liangwang/internal/recycle"
)

// Devices returns the devices of the actor that may sign in, the last used first.
func (s *Service) Devices(ctx context.Context) ([]recycle.Device, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	return s.store.DevicesOf(ctx, actor.PersonID)
}

// RevokeDevice ends the session of the actor on one of their devices and lets nobody sign in to the account there again: for a
// phone that was lost. A device that is not theirs is NotFound.
func (s *Service) RevokeDevice(ctx context.Context, id recycle.DeviceID) error {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	defer s.cache.clear()
	return s.store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.store.Device(ctx, actor.PersonID, id); err != nil {
			return err
		}
		return s.revoke(ctx, actor.PersonID, id)
	})
}

// revoke does it, in the transaction of ctx.
func (s *Service) revoke(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) error {
	if err := s.store.RevokeDevice(ctx, person, id, s.instant()); err != nil {
		return err
	}
	if err := s.store.EndSession(ctx, person, id); err != nil {
		return err
	}
	return s.audit(ctx, "device.revoke", string(id), map[string]recycle.PersonID{"person": person})
}

// see enrols a device, or notes that it was in contact; a revoked one is device.revoked.
func (s *Service) see(ctx context.Context, person recycle.PersonID, d recycle.SignInDevice) error {
	known, err := s.store.Device(ctx, person, d.ID)
	switch {
	case err == nil && known.RevokedAt != 0:
		return &recycle.Error{Kind: recycle.Forbidden, Code: "device.revoked"}
	case err != nil && recycle.KindOf(err) != recycle.NotFound:
		return err
	}
	now := s.instant()
	return s.store.SeeDevice(ctx, &recycle.Device{PersonID: person, ID: d.ID, Name: d.Name, App: d.App, CreatedAt: now, LastContactAt: now})
}
