package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Sessions keeps who is signed in where. A session that ended is deleted: the device keeps the trace of it.
type Sessions struct{ DB *DB }

// Session returns the session with this hash of its token, or NotFound.
func (s Sessions) Session(ctx context.Context, tokenHash []byte) (x recycle.Session, err error) {
	return x, wrap("session", s.DB.across(ctx, signIn).Where("token_hash = ?", tokenHash).Take(&x).Error)
}

// ReplaceSession adds a session and ends the one that its person had on the device before.
func (s Sessions) ReplaceSession(ctx context.Context, x *recycle.Session) error {
	if err := s.EndSession(ctx, x.PersonID, x.DeviceID); err != nil {
		return err
	}
	return wrap("session", s.DB.register(ctx).Create(x).Error)
}

// TouchSession writes when a session was last used and when it ends, and with it its device's last contact.
func (s Sessions) TouchSession(ctx context.Context, x *recycle.Session) error {
	tx := s.DB.register(ctx)
	err := tx.Model(&recycle.Session{}).Where("token_hash = ?", x.TokenHash).Select("last_seen_at", "expires_at").Updates(x).Error
	if err != nil {
		return wrap("session", err)
	}
	return wrap("device", tx.Model(&recycle.Device{}).Where("person_id = ? AND id = ?", x.PersonID, x.DeviceID).
		Update("last_contact_at", x.LastSeenAt).Error)
}

// ActFor writes for whom the session of a person on a device acts.
func (s Sessions) ActFor(ctx context.Context, id recycle.PersonID, device recycle.DeviceID, org recycle.OrgID) error {
	return wrap("session", s.DB.register(ctx).Model(&recycle.Session{}).Where("person_id = ? AND device_id = ?", id, device).
		Update("acting_org_id", org).Error)
}

// EndSession ends a person's session on a device.
func (s Sessions) EndSession(ctx context.Context, id recycle.PersonID, device recycle.DeviceID) error {
	return wrap("session", s.DB.register(ctx).Where("person_id = ? AND device_id = ?", id, device).Delete(&recycle.Session{}).Error)
}

// EndSessionsBut ends a person's sessions on all devices but one, which may be empty.
func (s Sessions) EndSessionsBut(ctx context.Context, id recycle.PersonID, device recycle.DeviceID) error {
	return wrap("session", s.DB.register(ctx).Where("person_id = ? AND device_id <> ?", id, device).Delete(&recycle.Session{}).Error)
}
