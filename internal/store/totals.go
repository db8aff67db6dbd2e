package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Totals keeps the two rollups. Nothing else writes there.
type Totals struct{ DB *DB }

const (
	addMethodTotal = `INSERT INTO method_totals (org_id, day, flow, category, method, n, grams, pieces) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (org_id, day, flow, category, method) DO UPDATE SET
		n = method_totals.n + excluded.n, grams = method_totals.grams + excluded.grams, pieces = method_totals.pieces + excluded.pieces`
	addSiteTotal = `INSERT INTO site_totals (org_id, day, flow, site_id, category, n, grams, pieces) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (org_id, day, flow, site_id, category) DO UPDATE SET
		n = site_totals.n + excluded.n, grams = site_totals.grams + excluded.grams, pieces = site_totals.pieces + excluded.pieces`
)

// AddTotals adds to both rollups what a record of the acting organisation brings or takes back. What was collected is booked on
// the acting organisation; what was received on the one that delivered, which is the one way in which a record of one
// organisation moves a figure of another. Callers pass each key once and in key order, as the records' Totals return them.
func (s Totals) AddTotals(ctx context.Context, t recycle.Totals) error {
	for _, m := range t.ByMethod {
		if err := s.booked(ctx, m.Flow, m.OrgID); err != nil {
			return err
		}
		err := s.DB.exec(ctx, addMethodTotal, string(m.OrgID), string(m.Day), string(m.Flow), string(m.Category), m.Method, m.N, int64(m.Grams), m.Pieces)
		if err != nil {
			return wrap("total", err)
		}
	}
	for _, m := range t.BySite {
		if err := s.booked(ctx, m.Flow, m.OrgID); err != nil {
			return err
		}
		err := s.DB.exec(ctx, addSiteTotal, string(m.OrgID), string(m.Day), string(m.Flow), string(m.SiteID), string(m.Category), m.N, int64(m.Grams), m.Pieces)
		if err != nil {
			return wrap("total", err)
		}
	}
	return nil
}

func (s Totals) booked(ctx context.Context, flow recycle.Flow, org recycle.OrgID) error {
	if flow == recycle.Received { // on whoever delivered
		_, err := recycle.ActorFrom(ctx)
		return err
	}
	return s.DB.mayWrite(ctx, org)
}

// MethodTotals returns the acting organisation's sums of the days from..to, by day, flow, category and method.
func (s Totals) MethodTotals(ctx context.Context, from, to recycle.Day) (rows []recycle.MethodTotal, err error) {
	err = s.DB.own(ctx).Where("day >= ? AND day <= ? AND n <> 0", from, to).Order("day, flow, category, method").Find(&rows).Error
	return rows, wrap("total", err)
}

// SiteTotals returns the acting organisation's sums of the days from..to, by day, flow, site and category.
func (s Totals) SiteTotals(ctx context.Context, from, to recycle.Day) (rows []recycle.SiteTotal, err error) {
	err = s.DB.own(ctx).Where("day >= ? AND day <= ? AND n <> 0", from, to).Order("day, flow, site_id, category").Find(&rows).Error
	return rows, wrap("total", err)
}

// LastDay returns the last day up to day on which the acting organisation has a sum, and whether there is one.
func (s Totals) LastDay(ctx context.Context, day recycle.Day) (last recycle.Day, found bool, err error) {
	var days []recycle.Day
	err = s.DB.own(ctx).Model(&recycle.MethodTotal{}).Where("day <= ? AND n <> 0", day).Order("day DESC").Limit(1).Pluck("day", &days).Error
	if err != nil || len(days) == 0 {
		return "", false, wrap("total", err)
	}
	return days[0], true, nil
}
