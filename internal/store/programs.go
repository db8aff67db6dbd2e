package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Programs keeps the API keys, which are what programs act with.
type Programs struct{ DB *DB }

// APIKeyByHash returns the key with this hash of its token, of whichever organisation, or NotFound.
func (s Programs) APIKeyByHash(ctx context.Context, tokenHash []byte) (k recycle.APIKey, err error) {
	return k, wrap("key", s.DB.across(ctx, signIn).Where("token_hash = ?", tokenHash).Take(&k).Error)
}

// APIKey returns a key of the acting organisation, or NotFound.
func (s Programs) APIKey(ctx context.Context, id recycle.APIKeyID) (k recycle.APIKey, err error) {
	return k, wrap("key", s.DB.own(ctx).Where("id = ?", id).Take(&k).Error)
}

// APIKeys returns the keys of the acting organisation, the newest first.
func (s Programs) APIKeys(ctx context.Context) (list []recycle.APIKey, err error) {
	return list, wrap("key", s.DB.own(ctx).Order("created_at DESC, id").Find(&list).Error)
}

// InsertAPIKey adds a key of the acting organisation.
func (s Programs) InsertAPIKey(ctx context.Context, k *recycle.APIKey) error {
	tx, err := s.DB.owned(ctx, k.OrgID)
	if err != nil {
		return err
	}
	return wrap("key", tx.Create(k).Error)
}

// MarkAPIKey writes when a key of the acting organisation was revoked and when it was last used.
func (s Programs) MarkAPIKey(ctx context.Context, k *recycle.APIKey) error {
	if err := s.DB.mayWrite(ctx, k.OrgID); err != nil {
		return err
	}
	return wrap("key", s.DB.own(ctx).Model(&recycle.APIKey{}).Where("id = ?", k.ID).Select("revoked_at", "last_used_at").Updates(k).Error)
}
