package keys

import (
	"context"
	"errors"

	"liangwang/internal/recycle"
)

// Marks is what a database says of the keys that it was written with.
type Marks interface {
	// MasterKey returns the fingerprint of the master key, or "" if no person was registered yet.
	MasterKey(ctx context.Context) (string, error)
	// KeepMasterKey writes it, unless there is one.
	KeepMasterKey(ctx context.Context, fingerprint string) error
}

// Bound is a ring held against its database: what the features work with.
type Bound struct {
	Ring  *Ring
	Marks Marks
}

// Ready returns the fingerprint of the master key, or keys.missing if it is not the one that the database was written with. Without one
// on either side it is "".
func (k Bound) Ready(ctx context.Context) (string, error) {
	expected, err := k.Marks.MasterKey(ctx)
	if err != nil {
		return "", err
	}
	found, err := k.Ring.Fingerprint()
	if err == nil && expected != "" && expected != found {
		err = ErrMissing
	}
	return found, err
}

// Begin implements seller.Keys.
func (k Bound) Begin(ctx context.Context) error {
	found, err := k.Ready(ctx)
	if err != nil || found != "" {
		return err
	}
	return k.Ring.Begin()
}

// Keep implements seller.Keys.
func (k Bound) Keep(ctx context.Context) error {
	found, err := k.Ready(ctx)
	if err != nil {
		return err
	}
	return k.Marks.KeepMasterKey(ctx, found)
}

// Seal implements seller.Keys.
func (k Bound) Seal(ctx context.Context, v *recycle.Seller, number string) ([]byte, error) {
	if _, err := k.Ready(ctx); err != nil {
		return nil, err
	}
	key, err := k.Ring.New(recycle.SellerRef{Org: v.OrgID, ID: v.ID})
	if errors.Is(err, ErrDestroyed) {
		return nil, &recycle.Error{Kind: recycle.Conflict, Code: "seller.erased"}
	}
	if err != nil {
		return nil, err
	}
	return key.Seal(number)
}

// Open implements seller.Keys.
func (k Bound) Open(ctx context.Context, v *recycle.Seller) (string, error) {
	if _, err := k.Ready(ctx); err != nil {
		return "", err
	}
	key, err := k.Ring.Key(recycle.SellerRef{Org: v.OrgID, ID: v.ID})
	if errors.Is(err, ErrDestroyed) { // of a record that is about to be erased
		return "", ErrMissing
	}
	if err != nil {
		return "", err
	}
	return key.Open(v.IDSealed)
}

// SignSeller implements seller.Keys and store.Signer.
func (k Bound) SignSeller(v *recycle.Seller) (sum []byte, ok bool, err error) {
	key, err := k.Ring.Key(recycle.SellerRef{Org: v.OrgID, ID: v.ID})
	if errors.Is(err, ErrDestroyed) || errors.Is(err, ErrMissing) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return key.Sign(v.Digest()), true, nil
}

// Mac implements seller.Keys.
func (k Bound) Mac(ctx context.Context, text string) (string, error) {
	if _, err := k.Ready(ctx); err != nil {
		return "", err
	}
	return k.Ring.Mac(text)
}

// Destroy implements seller.Keys.
func (k Bound) Destroy(org recycle.OrgID, id recycle.SellerID) error {
	return k.Ring.Destroy(recycle.SellerRef{Org: org, ID: id})
}

// Destroyed implements seller.Keys.
func (k Bound) Destroyed() ([]recycle.SellerRef, error) { return k.Ring.Graves() }
