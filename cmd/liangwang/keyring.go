package main

import (
	"context"
	"errors"
	"path/filepath"

	"liangwang/internal/keys"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// keysDir is the folder of the keys in a data directory.
func keysDir(data string) string { return filepath.Join(data, "keys") }

// openKeys opens the keys that belong to db. They may be missing: whoever needs them hears of it.
func (a *app) openKeys(db *store.DB) (keys.Bound, error) { return boundKeys(a.cfg.Data, db) }

// boundKeys opens the keys in a data directory for the database db.
func boundKeys(data string, db *store.DB) (keys.Bound, error) {
	ring, err := keys.Open(keysDir(data))
	return keys.Bound{Ring: ring, Marks: store.Sellers{DB: db}}, err
}

// tendKeys says at a start what is missing of the keys, and brings to its end what an erasure that was cut off, or a backup from before
// one, left undone.
func (a *app) tendKeys(ctx context.Context, p *parts) error {
	ring, err := a.openKeys(p.db)
	if err != nil {
		return err
	}
	state, err := countKeys(ctx, ring, p.db)
	if err != nil {
		return err
	}
	if state.Lost > 0 || state.Master == "missing" {
		a.log.ErrorContext(ctx, "the keys of persons are missing: their ID numbers cannot be read, and none is taken in; stop the server and bring them back with restore --keys",
			"master", state.Master, "without_key", state.Lost, "persons", state.Persons)
	}
	n, err := p.sellers.Sweep(ctx)
	if n > 0 {
		a.log.InfoContext(ctx, "erased again, as a restored backup brought them back", "persons", n)
	}
	return err
}

// keyState is how keys and database fit.
type keyState struct {
	Master   string `json:"master"`   // none: nobody is registered yet; here; missing
	Persons  int64  `json:"persons"`  // that are registered
	Readable int64  `json:"readable"` // of them with a key that opens their number
	Lost     int64  `json:"lost"`     // of them without
	Erased   int64  `json:"erased"`   // beside them
	Revived  int64  `json:"revived"`  // of the erased, those whose key is still here: must be 0
}

// countKeys tries the key of every person.
func countKeys(ctx context.Context, k keys.Bound, db *store.DB) (s keyState, err error) {
	s.Master = "here"
	found, err := k.Ready(ctx)
	switch {
	case errors.Is(err, keys.ErrMissing):
		s.Master = "missing"
	case err != nil:
		return s, err
	case found == "":
		s.Master = "none"
	}
	err = store.Sellers{DB: db}.EachSeller(ctx, func(v recycle.Seller) error {
		key, err := k.Ring.Key(recycle.SellerRef{Org: v.OrgID, ID: v.ID})
		if v.IsErased() {
			s.Erased++
			if err == nil {
				s.Revived++
			}
			return nil
		}
		s.Persons++
		if err == nil {
			_, err = key.Open(v.IDSealed)
		}
		if err == nil {
			s.Readable++
		} else {
			s.Lost++
		}
		return nil
	})
	return s, err
}
