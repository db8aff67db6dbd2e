package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// ListPickups returns the pickups that f says, newest first by Pickup.Place, with their parts.
func (s Pickups) ListPickups(ctx context.Context, f recycle.PickupFilter) ([]recycle.Pickup, error) {
	tx := s.filtered(ctx, f)
	if f.After.ID != "" { // the day alone is what the index can use
		tx = tx.Where("day <= ? AND (day, occurred_at + skew_ms, id) < (?, ?, ?)", f.After.Day, f.After.Day, f.After.At, f.After.ID)
	}
	var list []recycle.Pickup
	if err := tx.Order("day DESC, occurred_at + skew_ms DESC, id DESC").Limit(f.Limit).Find(&list).Error; err != nil {
		return nil, wrap("pickup", err)
	}
	return list, s.whole(ctx, list)
}

// PickupSums returns what all pickups of f add up to, whatever page is shown.
func (s Pickups) PickupSums(ctx context.Context, f recycle.PickupFilter) (sums recycle.PickupSums, err error) {
	type row struct {
		State          recycle.PickupState
		Pickups, Lines int64
		Grams          recycle.Grams
		Pieces         int64
		Amount         recycle.Fen
	}
	var rows []row
	lines := s.DB.own(ctx).Model(&recycle.Line{}).Where("pickup_id IN (?)", s.filtered(ctx, f).Model(&recycle.Pickup{}).Select("id")).
		Select("pickup_id, count(*) AS n, sum(grams) AS grams, sum(pieces) AS pieces, sum(amount) AS amount").Group("pickup_id")
	if f.Category != "" {
		lines = lines.Where("category = ?", f.Category)
	}
	err = s.filtered(ctx, f).Model(&recycle.Pickup{}).Joins("JOIN (?) AS l ON l.pickup_id = pickups.id", lines).
		Select("state, count(*) AS pickups, CAST(sum(l.n) AS bigint) AS lines, CAST(sum(l.grams) AS bigint) AS grams, " +
			"CAST(sum(l.pieces) AS bigint) AS pieces, CAST(sum(l.amount) AS bigint) AS amount").
		Group("state").Scan(&rows).Error
	for _, r := range rows {
		if !r.State.Counts() {
			sums.OtherPickups, sums.OtherGrams = sums.OtherPickups+r.Pickups, sums.OtherGrams+r.Grams
			continue
		}
		sums.Pickups, sums.Lines, sums.Grams = sums.Pickups+r.Pickups, sums.Lines+r.Lines, sums.Grams+r.Grams
		sums.Pieces, sums.Amount = sums.Pieces+r.Pieces, sums.Amount+r.Amount
	}
	return sums, wrap("pickup", err)
}

// filtered is the acting organisation's pickups that f says, without its page.
func (s Pickups) filtered(ctx context.Context, f recycle.PickupFilter) *gorm.DB {
	tx := s.DB.own(ctx)
	if f.From != "" {
		tx = tx.Where("day >= ?", f.From)
	}
	if f.To != "" {
		tx = tx.Where("day <= ?", f.To)
	}
	if len(f.States) > 0 {
		tx = tx.Where("state IN ?", f.States)
	}
	if len(f.SiteIDs) > 0 {
		tx = tx.Where("site_id IN ?", f.SiteIDs)
	}
	if len(f.CollectorIDs) > 0 {
		tx = tx.Where("collector_id IN ?", f.CollectorIDs)
	}
	if f.Category != "" {
		tx = tx.Where("id IN (?)", s.DB.own(ctx).Model(&recycle.Line{}).Select("pickup_id").Where("category = ?", f.Category))
	}
	if f.LateMS > 0 {
		uncertain := s.DB.own(ctx).Model(&recycle.Flag{}).Select("pickup_id").Where("code = ?", recycle.TimeUncertain)
		tx = tx.Where("replaces = '' AND received_at - occurred_at - skew_ms > ? AND id NOT IN (?)", f.LateMS, uncertain)
	}
	if f.AnyOf != nil {
		any := recycle.PickupAnyOf{SiteIDs: atLeastOne(f.AnyOf.SiteIDs), CollectorIDs: atLeastOne(f.AnyOf.CollectorIDs), VehicleIDs: atLeastOne(f.AnyOf.VehicleIDs)}
		tx = tx.Where("(site_id IN ? OR collector_id IN ? OR vehicle_id IN ?)", any.SiteIDs, any.CollectorIDs, any.VehicleIDs)
	}
	return tx
}

// atLeastOne keeps "IN ()" out of the SQL: no row has the id "-".
func atLeastOne[T ~string](ids []T) []T {
	if len(ids) == 0 {
		return []T{"-"}
	}
	return ids
}

// FixLines returns what the acting organisation's pickups of the days from..to that need a fix hold, by day, category and pickup.
func (s Pickups) FixLines(ctx context.Context, from, to recycle.Day) (rows []recycle.FixLine, err error) {
	waiting := s.DB.own(ctx).Model(&recycle.Pickup{}).Select("id, day").
		Where("state = ? AND day >= ? AND day <= ?", recycle.NeedsFix, from, to)
	err = s.DB.own(ctx).Model(&recycle.Line{}).Joins("JOIN (?) AS p ON p.id = pickup_lines.pickup_id", waiting).
		Select("p.day AS day, category, pickup_id, CAST(sum(grams) AS bigint) AS grams").
		Group("p.day, category, pickup_id").Order("p.day, category, pickup_id").Scan(&rows).Error
	return rows, wrap("pickup", err)
}

// CountFix returns how many of the acting organisation's pickups need a fix, and what they weigh. It is read with every page.
func (s Pickups) CountFix(ctx context.Context) (n int64, grams recycle.Grams, err error) {
	var row struct {
		N     int64
		Grams recycle.Grams
	}
	waiting := s.DB.own(ctx).Model(&recycle.Pickup{}).Select("id").Where("state = ?", recycle.NeedsFix)
	err = s.DB.own(ctx).Model(&recycle.Line{}).Where("pickup_id IN (?)", waiting).
		Select("count(DISTINCT pickup_id) AS n, CAST(coalesce(sum(grams), 0) AS bigint) AS grams").Scan(&row).Error
	return row.N, row.Grams, wrap("pickup", err)
}

// Collectors returns how many people of the acting organisation have a pickup that counts on day.
func (s Pickups) Collectors(ctx context.Context, day recycle.Day) (pickups, people int64, err error) {
	var row struct{ Pickups, People int64 }
	err = s.DB.own(ctx).Model(&recycle.Pickup{}).Where("day = ? AND state IN ?", day, recycle.CountingPickupStates()).
		Select("count(*) AS pickups, count(DISTINCT collector_id) AS people").Scan(&row).Error
	return row.Pickups, row.People, wrap("pickup", err)
}

// LastLines returns, for each of a collector's latest sites, the newest line of each category: what a new phone proposes.
func (s Pickups) LastLines(ctx context.Context, collector recycle.PersonID, since recycle.Day) ([]recycle.LastLine, error) {
	var list []recycle.Pickup
	err := s.DB.own(ctx).Where("collector_id = ? AND day >= ? AND state IN ?", collector, since, recycle.CountingPickupStates()).
		Order("received_at DESC, id DESC").Limit(200).Find(&list).Error
	if err != nil {
		return nil, wrap("pickup", err)
	}
	if err := s.whole(ctx, list); err != nil {
		return nil, err
	}
	var last []recycle.LastLine
	seen := map[string]bool{}
	for _, p := range list {
		for _, l := range p.Lines {
			key := strings.Join([]string{string(p.SiteID), string(l.Category)}, " ")
			if !seen[key] {
				seen[key] = true
				last = append(last, recycle.LastLine{SiteID: p.SiteID, Line: l})
			}
		}
	}
	return last, nil
}
