package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Invites keeps the one-time codes by which people join.
type Invites struct{ DB *DB }

// Invitation returns the invitation with this hash of its code, or NotFound.
func (s Invites) Invitation(ctx context.Context, codeHash []byte) (i recycle.Invitation, err error) {
	return i, wrap("invitation", s.DB.across(ctx, signIn).Where("code_hash = ?", codeHash).Take(&i).Error)
}

// InsertInvitation adds an invitation. Older ones of the same person for the same role, not used yet, end with it.
func (s Invites) InsertInvitation(ctx context.Context, i *recycle.Invitation) error {
	err := s.DB.register(ctx).Model(&recycle.Invitation{}).
		Where("person_id = ? AND acting_org_id = ? AND role = ? AND used_at = 0 AND expires_at > ?", i.PersonID, i.ActingOrgID, i.Role, i.CreatedAt).
		Update("expires_at", i.CreatedAt).Error
	if err != nil {
		return wrap("invitation", err)
	}
	return wrap("invitation", s.DB.register(ctx).Create(i).Error)
}

// UseInvitation marks an invitation as used at a moment before it expires, and reports whether it was still to be had: of two
// who come at once, one gets it.
func (s Invites) UseInvitation(ctx context.Context, codeHash []byte, at recycle.Instant) (bool, error) {
	done := s.DB.register(ctx).Model(&recycle.Invitation{}).Where("code_hash = ? AND used_at = 0 AND expires_at > ?", codeHash, at).
		Update("used_at", at)
	return done.RowsAffected == 1, wrap("invitation", done.Error)
}
