package store

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// Sellers keeps who sold, as each organisation registered them.
type Sellers struct{ DB *DB }

const (
	masterKey  = "master_key"  // in meta: the fingerprint of the master key that this database was written with
	keysBackup = "keys_backup" // in meta: when the keys were last copied to another place, milliseconds
)

// Seller returns a seller of the acting organisation, or NotFound.
func (s Sellers) Seller(ctx context.Context, id recycle.SellerID) (v recycle.Seller, err error) {
	return v, wrap("seller", s.DB.own(ctx).Where("id = ?", id).Take(&v).Error)
}

// SellerByMac returns the seller of the acting organisation whose number has this keyed hash, or NotFound.
func (s Sellers) SellerByMac(ctx context.Context, mac string) (v recycle.Seller, err error) {
	return v, wrap("seller", s.DB.own(ctx).Where("id_mac = ?", mac).Take(&v).Error)
}

// OwnSellers returns the sellers of the acting organisation behind (before, id), the newest first; at most limit. Without before it begins
// with the newest.
func (s Sellers) OwnSellers(ctx context.Context, before recycle.Instant, id recycle.SellerID, limit int) (rows []recycle.Seller, err error) {
	tx := s.DB.own(ctx)
	if before != 0 {
		tx = tx.Where("(created_at, id) < (?, ?)", before, id)
	}
	return rows, wrap("seller", tx.Order("created_at DESC, id DESC").Limit(limit).Find(&rows).Error)
}

// InsertSeller adds a seller; an id or a number that the organisation has already is a Conflict.
func (s Sellers) InsertSeller(ctx context.Context, v *recycle.Seller) error {
	tx, err := s.DB.owned(ctx, v.OrgID)
	if err != nil {
		return err
	}
	return wrap("seller", tx.Create(v).Error)
}

// EraseSeller writes v, which is erased, over what stood there, if that was not erased yet.
func (s Sellers) EraseSeller(ctx context.Context, v *recycle.Seller) error {
	if err := s.DB.mayWrite(ctx, v.OrgID); err != nil {
		return err
	}
	res := s.DB.own(ctx).Model(&recycle.Seller{}).Where("id = ? AND erased_at = 0", v.ID).
		Select("name", "phone", "address", "id_type", "id_sealed", "id_mac", "erased_at", "keys_until").Updates(v)
	if res.Error == nil && res.RowsAffected != 1 {
		res.Error = gorm.ErrRecordNotFound
	}
	return wrap("seller", res.Error)
}

// IdentifiedSellers returns which of ids are sellers of the acting organisation that are not erased.
func (s Sellers) IdentifiedSellers(ctx context.Context, ids []recycle.SellerID) (found []recycle.SellerID, err error) {
	err = s.DB.own(ctx).Model(&recycle.Seller{}).Where("id IN ? AND erased_at = 0", ids).Pluck("id", &found).Error
	return found, wrap("seller", err)
}

// LastSale returns the last day of a pickup of the acting organisation that names a seller and was not taken back, or "".
func (s Sellers) LastSale(ctx context.Context, id recycle.SellerID) (day recycle.Day, err error) {
	var days []recycle.Day
	named := s.DB.own(ctx).Model(&recycle.Paper{}).Where("seller_id = ?", id).Select("pickup_id")
	err = s.DB.own(ctx).Model(&recycle.Pickup{}).Where("id IN (?) AND state IN ?", named, []recycle.PickupState{recycle.Accepted, recycle.NeedsFix, recycle.Duplicate}).
		Order("day DESC").Limit(1).Pluck("day", &days).Error
	if err != nil || len(days) == 0 {
		return "", wrap("seller", err)
	}
	return days[0], nil
}

// ErasedSellers returns the sellers of all organisations that are erased.
func (s Sellers) ErasedSellers(ctx context.Context) (rows []recycle.Seller, err error) {
	err = s.DB.across(ctx, keysAndPeople).Where("erased_at > 0").Order("org_id, id").Find(&rows).Error
	return rows, wrap("seller", err)
}

// EachSeller calls visit with every seller of every organisation, in pages.
func (s Sellers) EachSeller(ctx context.Context, visit func(v recycle.Seller) error) error {
	if has, err := s.DB.hasSellers(ctx); err != nil || !has {
		return err
	}
	var org recycle.OrgID
	var id recycle.SellerID
	for {
		var page []recycle.Seller
		err := s.DB.across(ctx, keysAndPeople).Where("(org_id, id) > (?, ?)", org, id).Order("org_id, id").Limit(objectPage).Find(&page).Error
		if err != nil || len(page) == 0 {
			return wrap("seller", err)
		}
		for _, v := range page {
			if err := visit(v); err != nil {
				return err
			}
		}
		org, id = page[len(page)-1].OrgID, page[len(page)-1].ID
	}
}

// keysAndPeople is why the sellers of all organisations are read: the keys are of the whole directory.
const keysAndPeople reason = "keys: which belong to whom"

const sellersTable = `SELECT count(*) FROM sqlite_master WHERE name = 'sellers'`

// hasSellers reports whether the database is new enough to have sellers: a copy of an older one is checked before it is migrated.
func (d *DB) hasSellers(ctx context.Context) (bool, error) {
	if d.postgres {
		return true, nil
	}
	var n int64
	err := d.across(ctx, keysAndPeople).Raw(sellersTable).Scan(&n).Error
	return n > 0, wrap("seller", err)
}

// MasterKey returns the fingerprint of the master key that the database was written with, or "" if no person was registered yet.
func (s Sellers) MasterKey(ctx context.Context) (string, error) { return s.DB.meta(ctx, masterKey) }

// KeepMasterKey writes that fingerprint, unless there is one.
func (s Sellers) KeepMasterKey(ctx context.Context, fingerprint string) error {
	return wrap("keys", s.DB.exec(ctx, keepMeta, masterKey, fingerprint))
}

// KeysSavedAt returns when the keys were last copied to another place, or 0.
func (s Sellers) KeysSavedAt(ctx context.Context) (recycle.Instant, error) {
	text, err := s.DB.meta(ctx, keysBackup)
	if err != nil || text == "" {
		return 0, err
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	return recycle.Instant(ms), wrap("keys", err)
}

// SaveKeysAt writes that.
func (s Sellers) SaveKeysAt(ctx context.Context, at recycle.Instant) error {
	text := strconv.FormatInt(int64(at), 10)
	return s.DB.InTx(ctx, func(ctx context.Context) error { return wrap("keys", s.DB.exec(ctx, setMeta, keysBackup, text)) })
}

func (d *DB) meta(ctx context.Context, key string) (string, error) {
	var rows []metaRow
	if err := d.conn(ctx).Where("key = ?", key).Find(&rows).Error; err != nil || len(rows) == 0 {
		return "", wrap("meta", err)
	}
	return rows[0].Value, nil
}
