package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// Pickups keeps pickups with their lines, papers, photos and flags.
type Pickups struct{ DB *DB }

// Pickup returns a pickup of the acting organisation with all that belongs to it, or NotFound.
func (s Pickups) Pickup(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
	var p recycle.Pickup
	if err := s.DB.own(ctx).Where("id = ?", id).Take(&p).Error; err != nil {
		return p, wrap("pickup", err)
	}
	many := []recycle.Pickup{p}
	err := s.whole(ctx, many)
	return many[0], err
}

const pickupHash = `SELECT content_hash FROM pickups WHERE org_id = ? AND id = ?`

// PickupHash returns the content hash of a stored pickup, and whether there is one. It runs in the writing transaction, for
// every pickup that comes in, so it reads one column.
func (s Pickups) PickupHash(ctx context.Context, org recycle.OrgID, id recycle.PickupID) (hash []byte, found bool, err error) {
	if err := s.DB.mayWrite(ctx, org); err != nil {
		return nil, false, err
	}
	found, err = s.DB.row(ctx, pickupHash, []any{string(org), string(id)}, &hash)
	return hash, found, wrap("pickup", err)
}

const (
	insertPickup = `INSERT INTO pickups (org_id, id, site_id, occurred_at, lon, lat, accuracy_m, raw_lon, raw_lat, raw_datum, note,
		delivery, trigger, origin, seller_kind, vehicle_org_id, vehicle_id, replaces, device_id, seq, sent_at, skew_ms, app, collector_id,
		received_at, day, content_hash, state, fix, state_reason, state_by, state_at, replaced_by, duplicate_of)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (org_id, id) DO NOTHING RETURNING received_at`
	insertLine = `INSERT INTO pickup_lines (org_id, pickup_id, n, category, method, grams, pieces, unit, typed, unit_price, price_unit, amount)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertPaper = `INSERT INTO pickup_papers (org_id, pickup_id, n, kind, number, photo, added_by, added_at, seller_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertPhoto = `INSERT INTO pickup_photos (org_id, pickup_id, n, hash) VALUES (?, ?, ?, ?)`
	insertFlag  = `INSERT INTO pickup_flags (org_id, pickup_id, code, amount, rules) VALUES (?, ?, ?, ?, ?)`
)

// InsertPickup adds p with all that belongs to it; an id that is taken is a Conflict, and nothing is added. It is the hot path:
// prepared statements, no reflection, and no look before the leap.
func (s Pickups) InsertPickup(ctx context.Context, p *recycle.Pickup) error {
	if err := s.DB.mayWrite(ctx, p.OrgID); err != nil {
		return err
	}
	var at int64
	added, err := s.DB.row(ctx, insertPickup, []any{string(p.OrgID), string(p.ID), string(p.SiteID), int64(p.OccurredAt),
		nullable(p.Where.Lon), nullable(p.Where.Lat), nullable(p.Where.AccuracyM), nullable(p.Where.RawLon), nullable(p.Where.RawLat),
		string(p.Where.RawDatum), p.Note, string(p.Delivery), string(p.Trigger), string(p.Origin), string(p.SellerKind),
		string(p.VehicleOrgID), string(p.VehicleID), string(p.Replaces), string(p.DeviceID), p.Seq, int64(p.SentAt), p.SkewMS, p.App,
		string(p.CollectorID), int64(p.ReceivedAt), string(p.Day), p.ContentHash, string(p.State), p.Fix, p.StateReason,
		string(p.StateBy), int64(p.StateAt), string(p.ReplacedBy), string(p.DuplicateOf)}, &at)
	if err != nil {
		return wrap("pickup", err)
	}
	if !added {
		return &recycle.Error{Kind: recycle.Conflict, Code: "pickup.conflict"}
	}
	return wrap("pickup", s.insertParts(ctx, p))
}

func (s Pickups) insertParts(ctx context.Context, p *recycle.Pickup) error {
	org, id := string(p.OrgID), string(p.ID)
	for i := range p.Lines {
		l := &p.Lines[i]
		err := s.DB.exec(ctx, insertLine, org, id, i, string(l.Category), string(l.Method), int64(l.Grams), l.Pieces,
			string(l.Unit), l.Typed, int64(l.UnitPrice), string(l.PriceUnit), int64(l.Amount))
		if err != nil {
			return err
		}
	}
	for i := range p.Papers {
		d := &p.Papers[i]
		if err := s.DB.exec(ctx, insertPaper, org, id, i, d.Kind, d.Number, string(d.Photo), string(d.AddedBy), int64(d.AddedAt), string(d.SellerID)); err != nil {
			return err
		}
	}
	for i, hash := range p.Photos {
		if err := s.DB.exec(ctx, insertPhoto, org, id, i, string(hash)); err != nil {
			return err
		}
	}
	for _, f := range p.Flags {
		if err := s.DB.exec(ctx, insertFlag, org, id, f.Code, f.Amount, f.Rules); err != nil {
			return err
		}
	}
	return nil
}

func nullable(v sql.Null[float64]) any {
	if !v.Valid {
		return nil
	}
	return v.V
}

// pickupPhoto is one picture of a pickup, in its order.
type pickupPhoto struct {
	OrgID    recycle.OrgID    `gorm:"primaryKey"`
	PickupID recycle.PickupID `gorm:"primaryKey"`
	N        int              `gorm:"primaryKey;autoIncrement:false"`
	Hash     recycle.PhotoHash
}

// SetPickupStanding stores what changed of p after it was taken in, if it still stands at from; else Conflict: somebody else was
// first, and totals must not move twice.
func (s Pickups) SetPickupStanding(ctx context.Context, p *recycle.Pickup, from recycle.PickupState) error {
	if err := s.DB.mayWrite(ctx, p.OrgID); err != nil {
		return err
	}
	res := s.DB.own(ctx).Model(&recycle.Pickup{}).Where("id = ? AND state = ?", p.ID, from).
		Select("state", "fix", "state_reason", "state_by", "state_at", "replaced_by", "duplicate_of").Updates(p)
	if res.Error == nil && res.RowsAffected != 1 {
		return &recycle.Error{Kind: recycle.Conflict, Code: "pickup.state"}
	}
	return wrap("pickup", res.Error)
}

// Copies returns how many pickups are marked as duplicates of one.
func (s Pickups) Copies(ctx context.Context, id recycle.PickupID) (n int64, err error) {
	err = s.DB.own(ctx).Model(&recycle.Pickup{}).Where("duplicate_of = ? AND state = ?", id, recycle.Duplicate).Count(&n).Error
	return n, wrap("pickup", err)
}

// InsertPaper adds one paper to a stored pickup.
func (s Pickups) InsertPaper(ctx context.Context, paper *recycle.Paper) error {
	tx, err := s.DB.owned(ctx, paper.OrgID)
	if err != nil {
		return err
	}
	return wrap("paper", tx.Create(paper).Error)
}

// parts loads lines, papers, photos and flags of all of pickups, which are of one organisation: four queries, whatever their number.
func (s Pickups) parts(ctx context.Context, pickups []recycle.Pickup) error {
	if len(pickups) == 0 {
		return nil
	}
	at := map[recycle.PickupID]*recycle.Pickup{}
	ids := make([]recycle.PickupID, len(pickups))
	for i := range pickups {
		ids[i], at[pickups[i].ID] = pickups[i].ID, &pickups[i]
	}
	var (
		lines  []recycle.Line
		papers []recycle.Paper
		photos []pickupPhoto
		flags  []recycle.Flag
	)
	of := func() *gorm.DB { return s.DB.own(ctx).Where("pickup_id IN ?", ids) }
	err := errors.Join(of().Order("pickup_id, n").Find(&lines).Error, of().Order("pickup_id, n").Find(&papers).Error,
		of().Order("pickup_id, n").Find(&photos).Error, of().Order("pickup_id, code").Find(&flags).Error)
	if err != nil {
		return wrap("pickup", err)
	}
	var stray recycle.Pickup // what an index and its table do not agree about
	one := func(id recycle.PickupID) *recycle.Pickup {
		if p := at[id]; p != nil {
			return p
		}
		stray.ID = id
		return &stray
	}
	for _, l := range lines {
		one(l.PickupID).Lines = append(one(l.PickupID).Lines, l)
	}
	for _, p := range papers {
		one(p.PickupID).Papers = append(one(p.PickupID).Papers, p)
	}
	for _, p := range photos {
		one(p.PickupID).Photos = append(one(p.PickupID).Photos, p.Hash)
	}
	for _, f := range flags {
		one(f.PickupID).Flags = append(one(f.PickupID).Flags, f)
	}
	if stray.ID != "" {
		return errDamaged("parts of a pickup that was not asked for")
	}
	return nil
}

// whole loads the parts of pickups and who corrected them.
func (s Pickups) whole(ctx context.Context, pickups []recycle.Pickup) error {
	if err := s.parts(ctx, pickups); err != nil {
		return err
	}
	return s.correctors(ctx, pickups)
}

// correctors finds who entered the corrections among pickups that have photos: whoever superseded what they replace, and so on back to
// what the collector logged. A query for each version back, and none where there is no such correction.
func (s Pickups) correctors(ctx context.Context, pickups []recycle.Pickup) error {
	open := map[recycle.PickupID][]*recycle.Pickup{} // by the version that is looked for
	seen := map[[2]recycle.PickupID]bool{}           // of each pickup each version once: data that were tampered with may lead in a circle
	for i := range pickups {
		if p := &pickups[i]; p.Replaces != "" && (len(p.Photos) > 0 || len(p.Papers) > 0) {
			open[p.Replaces] = append(open[p.Replaces], p)
		}
	}
	for len(open) > 0 {
		var old []recycle.Pickup
		err := s.DB.own(ctx).Select("id, replaces, state_by").Where("id IN ?", slices.Collect(maps.Keys(open))).Find(&old).Error
		if err != nil {
			return wrap("pickup", err)
		}
		further := map[recycle.PickupID][]*recycle.Pickup{}
		for _, o := range old {
			for _, p := range open[o.ID] {
				if !slices.Contains(p.Correctors, o.StateBy) {
					p.Correctors = append(p.Correctors, o.StateBy)
				}
				if step := [2]recycle.PickupID{p.ID, o.ID}; o.Replaces != "" && !seen[step] {
					seen[step] = true
					further[o.Replaces] = append(further[o.Replaces], p)
				}
			}
		}
		open = further
	}
	return nil
}
