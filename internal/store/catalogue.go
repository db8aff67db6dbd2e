package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"liangwang/internal/recycle"
)

// Catalogue keeps what users edit: categories, their gates and the tolerances, as dated rows.
type Catalogue struct{ DB *DB }

type categoryRow struct {
	Key           recycle.Category `gorm:"primaryKey"`
	ValidFrom     recycle.Day      `gorm:"primaryKey"`
	ValidTo       recycle.Day
	ZH            string `gorm:"column:zh"`
	EN            string `gorm:"column:en"`
	Parent        string
	Unit          recycle.Basis
	Value         recycle.Value
	Sort          int
	GramsPerPiece recycle.Grams
	Disabled      bool
}

func (categoryRow) TableName() string { return "categories" }

type gateRow struct {
	Key       recycle.Category `gorm:"primaryKey"`
	ValidFrom recycle.Day      `gorm:"primaryKey"`
	ValidTo   recycle.Day
	Gate      recycle.Gate
	Needs     string // comma-separated, as the next two
	Override  string
	SendTo    string
	Source    string
}

func (gateRow) TableName() string { return "category_gates" }

// Categories returns the categories in force on day, in display order; a disabled one is not among them.
func (s Catalogue) Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error) {
	var rows []categoryRow
	err := s.DB.conn(ctx).Where("valid_from <= ? AND valid_to >= ? AND disabled = ?", day, day, false).Order("sort, key").Find(&rows).Error
	if err != nil {
		return nil, wrap("category", err)
	}
	list := make([]recycle.CategoryRow, len(rows))
	for i, r := range rows {
		list[i] = recycle.CategoryRow{Key: r.Key, ZH: r.ZH, EN: r.EN, Unit: r.Unit, Value: r.Value, Parent: r.Parent, Sort: r.Sort,
			DefaultGramsPerPiece: r.GramsPerPiece}
	}
	return list, nil
}

// Gates returns every dated gate.
func (s Catalogue) Gates(ctx context.Context) ([]recycle.GateRow, error) {
	var rows []gateRow
	if err := s.DB.conn(ctx).Order("key, valid_from").Find(&rows).Error; err != nil {
		return nil, wrap("gate", err)
	}
	list := make([]recycle.GateRow, len(rows))
	for i, r := range rows {
		list[i] = recycle.GateRow{Key: r.Key, Gate: r.Gate, Needs: split(r.Needs), Override: split(r.Override), SendTo: split(r.SendTo),
			ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Source: r.Source}
	}
	return list, nil
}

// Tolerances returns every dated tolerance.
func (s Catalogue) Tolerances(ctx context.Context) (list []recycle.Tolerance, err error) {
	return list, wrap("tolerance", s.DB.conn(ctx).Order("id, version").Find(&list).Error)
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// seed fills an empty catalogue with what the product ships.
func (d *DB) seed(ctx context.Context, _ func() time.Time) error {
	var n int64
	if err := d.conn(ctx).Model(&categoryRow{}).Count(&n).Error; err != nil || n > 0 {
		return wrap("seed", err)
	}
	var categories []categoryRow
	for _, c := range recycle.SeedCategories() {
		categories = append(categories, categoryRow{Key: c.Key, ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay, ZH: c.ZH, EN: c.EN,
			Parent: c.Parent, Unit: c.Unit, Value: c.Value, Sort: c.Sort, GramsPerPiece: c.DefaultGramsPerPiece})
	}
	var gates []gateRow
	for _, g := range recycle.SeedGates() {
		gates = append(gates, gateRow{Key: g.Key, ValidFrom: g.ValidFrom, ValidTo: g.ValidTo, Gate: g.Gate, Needs: strings.Join(g.Needs, ","),
			Override: strings.Join(g.Override, ","), SendTo: strings.Join(g.SendTo, ","), Source: g.Source})
	}
	tolerances := recycle.SeedTolerances()
	err := d.InTx(ctx, func(ctx context.Context) error {
		tx := d.conn(ctx)
		for _, rows := range []any{categories, gates, tolerances} {
			if err := tx.Create(rows).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && recycle.KindOf(wrap("seed", err)) != recycle.Conflict { // another replica was first
		return fmt.Errorf("store: seed: %w", err)
	}
	return nil
}
