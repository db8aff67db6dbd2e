package store_test

import (
	"errors"
	"slices"
	"testing"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// twoTenants stores a pickup of the same id for each of two organisations.
func twoTenants(t *testing.T, s testkit.Store) {
	t.Helper()
	for _, org := range []recycle.OrgID{testkit.Ours, testkit.Theirs} {
		keep(t, s, received(1, org, nil))
	}
}

// A key that lacks its organisation is no reason for gorm to refuse, only for the guard.
func TestGuard_key(t *testing.T) {
	verbs := map[string]func(tx *gorm.DB, m any) error{
		"query":  func(tx *gorm.DB, m any) error { return tx.Limit(1).Find(m).Error },
		"row":    func(tx *gorm.DB, m any) error { return tx.Model(m).Scan(&struct{ OrgID string }{}).Error },
		"update": func(tx *gorm.DB, m any) error { return tx.Model(m).Where("1 = 1").Update("org_id", "x").Error },
		"delete": func(tx *gorm.DB, m any) error { return tx.Where("1 = 1").Delete(m).Error },
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		twoTenants(t, s)
		g := s.Writing()
		records, others := store.Tenant()
		for verb, run := range verbs {
			for _, m := range slices.Concat(records, others) {
				if err := run(g, m); !errors.Is(err, store.ErrUnscoped) {
					t.Errorf("%s of %T: %v", verb, m, err)
				}
			}
		}
		if err := s.Pool().Find(&recycle.Pickup{ID: "1"}).Error; !errors.Is(err, store.ErrUnscoped) {
			t.Error("the pool for reading:", err)
		}

		c := g.Callback()
		must(t, errors.Join(c.Query().Remove("guard"), c.Row().Remove("guard"), c.Update().Remove("guard"), c.Delete().Remove("guard")))
		res := g.Model(&recycle.Pickup{ID: testkit.Pickup(1).ID}).Update("note", "x")
		if res.RowsAffected != 2 {
			t.Errorf("the trap is gone: %d rows, %v", res.RowsAffected, res.Error)
		}
	})
}

// What passes finds one row, what would find another's is refused.
func TestGuard_where(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		twoTenants(t, s)
		id, pool := testkit.Pickup(1).ID, s.Pool()
		own := func() *gorm.DB { return s.Own(ours(t)) }
		var rows []recycle.Pickup
		var maps []map[string]any
		for name, tt := range map[string]struct {
			tx     *gorm.DB
			passes bool
		}{
			"scope":                {own().Where("id = ?", id).Find(&rows), true},
			"scope, or":            {own().Where("note = ? OR id = ?", "", id).Find(&rows), true}, // gorm adds parentheses
			"scope, or on a line":  {own().Where("note = ?\nOR id = ?", "", id).Find(&rows), false},
			"scope, Or":            {own().Or("id = ?", id).Find(&rows), false},
			"whole key":            {pool.Where("org_id = ? AND id = ?", testkit.Ours, id).Find(&rows), true},
			"whole key, or":        {pool.Where("org_id = ? AND id = ? OR 1 = 1", testkit.Ours, id).Find(&rows), false},
			"key of a struct":      {pool.Find(&recycle.Pickup{OrgID: testkit.Ours, ID: id}), false},
			"struct":               {pool.Where(&recycle.Pickup{OrgID: testkit.Ours}).Find(&rows), false},
			"another's org_id":     {pool.Where("id IN (SELECT id FROM pickups WHERE org_id = ?)", testkit.Ours).Find(&rows), false},
			"another column":       {pool.Where("vehicle_org_id = ?", "").Find(&rows), false},
			"who delivered":        {pool.Where("delivered_org_id = ?", "").Find(&[]recycle.Ticket{}), false},
			"not equal":            {pool.Where("org_id <> ?", testkit.Theirs).Find(&rows), false},
			"in a list":            {pool.Where("org_id IN ?", []recycle.OrgID{testkit.Ours}).Find(&rows), false},
			"register":             {pool.Where("id = ?", testkit.OurSite).Find(&[]recycle.Site{}), true},
			"no model":             {pool.Table("pickups").Find(&maps), false},
			"no model, scope":      {own().Table("pickups").Find(&maps), true},
			"model of no table":    {pool.Table("pickups").Find(&[]struct{ Note string }{}), false},
			"register's name":      {pool.Model(&recycle.Site{}).Table("pickups").Find(&maps), false},
			"raw":                  {pool.Raw("SELECT * FROM pickups WHERE id = ?", id).Scan(&rows), false},
			"raw in a scope":       {own().Raw("SELECT * FROM pickups").Scan(&rows), false},
			"raw with a scope":     {pool.Raw("SELECT * FROM pickups p WHERE p.org_id = ? AND id = ?", testkit.Ours, id).Scan(&rows), true},
			"raw with half of one": {pool.Raw("SELECT * FROM pickups p WHERE p.org_id = ? OR id = ?", testkit.Ours, id).Scan(&rows), false},
		} {
			if tt.passes != (tt.tx.Error == nil) || tt.passes && tt.tx.RowsAffected != 1 || !tt.passes && !errors.Is(tt.tx.Error, store.ErrUnscoped) {
				t.Errorf("%s: %d rows, %v, want it to pass: %v", name, tt.tx.RowsAffected, tt.tx.Error, tt.passes)
			}
		}
		if res := s.Across(ours(t)).Where("id = ?", id).Find(&rows); res.Error != nil || res.RowsAffected != 2 {
			t.Errorf("across: %d rows, %v", res.RowsAffected, res.Error)
		}
	})
}
