package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// registerTables are those of which every change is counted by the register's version, with their keys; the catalogue's last ones have
// only what a new database begins with. Whoever lets people change more of it lets that take the register.
var registerTables = []struct {
	model any
	keys  []string
}{
	{&recycle.SiteVersion{}, []string{"site_id", "valid_from"}},
	{&recycle.AreaVersion{}, []string{"area_id", "valid_from"}},
	{&recycle.DemandVersion{}, []string{"demand_id", "valid_from"}},
	{&recycle.RouteVersion{}, []string{"route_id", "valid_from"}},
	{&recycle.RouteStop{}, []string{"route_id", "valid_from", "n"}},
	{&recycle.BasemapFeature{}, []string{"id"}},
	{&categoryRow{}, []string{"key", "valid_from"}},
	{&gateRow{}, []string{"key", "valid_from"}},
	{&recycle.Tolerance{}, []string{"id", "version"}},
}

// sumPage is how many rows of the register are read at once.
const sumPage = 1000

// Edition names what the register holds: its version in this life of the data, in tables of this schema.
func (s Register) Edition(ctx context.Context) (string, error) {
	version, err := s.RegisterVersion(recycle.WithActor(ctx, recycle.Actor{}))
	if err != nil {
		return "", err
	}
	schema, err := s.DB.SchemaVersion(ctx)
	if err != nil {
		return "", err
	}
	epoch, err := s.DB.Epoch(ctx)
	return fmt.Sprintf("%d/%d/%s", version, schema, epoch), err
}

// Sum returns a hash over all rows of the register that its version counts, and their edition; still is false if it was changed
// meanwhile. While the edition is the same, nothing but a disk changes the hash.
func (s Register) Sum(ctx context.Context) (sum, edition string, still bool, err error) {
	before, err := s.Edition(ctx)
	if err != nil {
		return "", "", false, err
	}
	h := sha256.New()
	for _, t := range registerTables {
		if err := s.add(ctx, h, t.model, t.keys); err != nil {
			return "", "", false, wrap("register", err)
		}
	}
	after, err := s.Edition(ctx)
	return hex.EncodeToString(h.Sum(nil)), after, err == nil && before == after, err
}

// add adds the rows of a table to h, a page after the other.
func (s Register) add(ctx context.Context, h hash.Hash, model any, keys []string) error {
	behind := "(" + strings.Join(keys, ", ") + ") > (?" + strings.Repeat(", ?", len(keys)-1) + ")"
	var after []any
	for {
		tx := s.DB.across(ctx, verify).Model(model).Order(strings.Join(keys, ", ")).Limit(sumPage)
		if after != nil {
			tx = tx.Where(behind, after...)
		}
		n, last, err := addRows(tx, h, keys)
		if err != nil || n < sumPage {
			return err
		}
		if err := rest(ctx); err != nil {
			return err
		}
		after = last
	}
}

// addRows adds what tx finds to h, and returns how many rows that were and the key of the last.
func addRows(tx *gorm.DB, h hash.Hash, keys []string) (n int, last []any, err error) {
	rows, err := tx.Rows()
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = rows.Close() }() // they were only read
	columns, err := rows.Columns()
	if err != nil {
		return 0, nil, err
	}
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	last = make([]any, len(keys))
	for ; rows.Next(); n++ {
		if err := rows.Scan(to...); err != nil {
			return n, nil, err
		}
		_, _ = fmt.Fprintf(h, "%#v\n", values) // a hash takes all
		for k, key := range keys {
			for i, column := range columns {
				if column == key {
					last[k] = values[i]
				}
			}
		}
	}
	return n, last, rows.Err()
}
