package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liangwang/internal/recycle"
)

// Register keeps what all parts of the zone's register share: the counter of its changes.
type Register struct{ DB *DB }

// metaRow is a fact about this database.
type metaRow struct {
	Key   string `gorm:"primaryKey"`
	Value string
}

func (metaRow) TableName() string { return "meta" }

const (
	registerKey  = "register.version"
	takeRegister = `INSERT INTO meta (key, value) VALUES ('register.version', '1')
		ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT) RETURNING value`
)

// RegisterVersion returns a number that grows with every change of areas, demand points, sites, routes or basemap, by whichever
// process; 0 before the first.
func (s Register) RegisterVersion(ctx context.Context) (int64, error) {
	var rows []metaRow
	if err := s.DB.register(ctx).Where("key = ?", registerKey).Find(&rows).Error; err != nil || len(rows) == 0 {
		return 0, wrap("register", err)
	}
	n, err := strconv.ParseInt(rows[0].Value, 10, 64)
	return n, wrap("register", err)
}

// TakeRegister counts a change of the register and makes every other writer of it wait until this transaction ends: whoever
// reads a version in order to change it takes the register first. The methods that put versions do so themselves.
func (s Register) TakeRegister(ctx context.Context) error { return s.DB.takeRegister(ctx) }

func (d *DB) takeRegister(ctx context.Context) error {
	if _, err := recycle.ActorFrom(ctx); err != nil {
		return err
	}
	var version string
	_, err := d.row(ctx, takeRegister, nil, &version)
	return wrap("register", err)
}

// versions knows how a table of versions is keyed. A row says what is true of a thing from valid_from to valid_to; the rows of
// one thing follow each other without gap or overlap, and the newest holds to recycle.LastDay.
type versions[V any] struct{ key string }

// span is what one version covers.
type span struct{ ID, ValidFrom, ValidTo string }

// room says what must happen to the stored versions of a thing before one that begins on a day can stand among them.
type room struct {
	validTo  recycle.Day // of the new one
	replaced bool        // one that begins on the same day goes
	cut      recycle.Day // the one that begins on this day ends the day before the new one; empty if there is none
}

// makeRoom returns the room for a version from a day among spans, which are ordered, and the spans afterwards.
func makeRoom(spans []span, id string, from recycle.Day) (room, []span) {
	i, found := slices.BinarySearchFunc(spans, string(from), func(s span, day string) int { return strings.Compare(s.ValidFrom, day) })
	r := room{validTo: recycle.LastDay, replaced: found}
	next := i
	if found {
		next = i + 1
	}
	if next < len(spans) {
		r.validTo = recycle.Day(spans[next].ValidFrom).Add(-1)
	}
	if i > 0 {
		r.cut = recycle.Day(spans[i-1].ValidFrom)
		spans[i-1].ValidTo = string(from.Add(-1))
	}
	if found {
		spans[i].ValidTo = string(r.validTo)
		return r, spans
	}
	return r, slices.Insert(spans, i, span{id, string(from), string(r.validTo)})
}

const idChunk = 500 // ids in one IN list

// put makes room for rows and inserts them. at returns the identity and the first day of a row, until where its last day stands.
func (t versions[V]) put(ctx context.Context, d *DB, rows []V, at func(*V) (id string, from recycle.Day), until func(*V) *recycle.Day) error {
	if len(rows) == 0 {
		return nil
	}
	if err := d.takeRegister(ctx); err != nil {
		return err
	}
	stored, err := t.spans(ctx, d, rows, at)
	if err != nil {
		return err
	}
	last := map[span]int{} // of two rows for one thing and day the later one stands
	for i := range rows {
		id, from := at(&rows[i])
		if _, err := recycle.ParseDay(string(from)); err != nil {
			return fmt.Errorf("store: version from %q: %w", from, err)
		}
		r, after := makeRoom(stored[id], id, from)
		stored[id] = after
		if err := t.clear(ctx, d, id, from, r); err != nil {
			return err
		}
		last[span{ID: id, ValidFrom: string(from)}] = i
	}
	kept := make([]V, 0, len(rows))
	for i := range rows {
		id, from := at(&rows[i])
		if last[span{ID: id, ValidFrom: string(from)}] != i {
			continue
		}
		j, _ := slices.BinarySearchFunc(stored[id], string(from), func(s span, day string) int { return strings.Compare(s.ValidFrom, day) })
		*until(&rows[i]) = recycle.Day(stored[id][j].ValidTo)
		kept = append(kept, rows[i])
	}
	return d.register(ctx).CreateInBatches(kept, 200).Error
}

// clear does in the table what r says. Rows of the same call are not there yet: nothing happens to them.
func (t versions[V]) clear(ctx context.Context, d *DB, id string, from recycle.Day, r room) error {
	tx := d.register(ctx)
	if r.replaced {
		if err := tx.Where(t.key+" = ? AND valid_from = ?", id, from).Delete(new(V)).Error; err != nil {
			return err
		}
	}
	if r.cut == "" {
		return nil
	}
	return tx.Model(new(V)).Where(t.key+" = ? AND valid_from = ?", id, r.cut).Update("valid_to", from.Add(-1)).Error
}

// spans returns what the stored versions of the things in rows cover, by identity, in order.
func (t versions[V]) spans(ctx context.Context, d *DB, rows []V, at func(*V) (string, recycle.Day)) (map[string][]span, error) {
	stored := map[string][]span{}
	var ids []string
	for i := range rows {
		id, _ := at(&rows[i])
		if _, known := stored[id]; !known {
			stored[id] = nil
			ids = append(ids, id)
		}
	}
	for chunk := range slices.Chunk(ids, idChunk) {
		var found []span
		err := d.register(ctx).Model(new(V)).Select(t.key+" AS id, valid_from, valid_to").Where(t.key+" IN ?", chunk).
			Order(t.key + ", valid_from").Scan(&found).Error
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			stored[s.ID] = append(stored[s.ID], s)
		}
	}
	return stored, nil
}

const versionPage = 5000 // rows read at once: no read lasts long enough to hold up the write-ahead log

// on returns the versions in force on day, by identity.
func (t versions[V]) on(ctx context.Context, d *DB, day recycle.Day, id func(*V) string) ([]V, error) {
	list, after := []V{}, ""
	for {
		var page []V
		err := d.register(ctx).Where("valid_from <= ? AND valid_to >= ? AND "+t.key+" > ?", day, day, after).
			Order(t.key).Limit(versionPage).Find(&page).Error
		if err != nil {
			return nil, err
		}
		list = append(list, page...)
		if len(page) < versionPage {
			return list, nil
		}
		after = id(&page[len(page)-1])
	}
}

// held returns of each of ids the version in force on day, else the newest; of one that has none, nothing. In no order.
func (t versions[V]) held(ctx context.Context, d *DB, ids []string, day recycle.Day, id func(*V) string) ([]V, error) {
	list := []V{}
	for chunk := range slices.Chunk(ids, idChunk) {
		var page, other []V
		if err := d.register(ctx).Where("valid_from <= ? AND valid_to >= ? AND "+t.key+" IN ?", day, day, chunk).Find(&page).Error; err != nil {
			return nil, err
		}
		found := map[string]bool{}
		for i := range page {
			found[id(&page[i])] = true
		}
		rest := slices.DeleteFunc(slices.Clone(chunk), func(s string) bool { return found[s] })
		if len(rest) > 0 {
			if err := d.register(ctx).Where("valid_to = ? AND "+t.key+" IN ?", recycle.LastDay, rest).Find(&other).Error; err != nil {
				return nil, err
			}
		}
		list = append(append(list, page...), other...)
	}
	return list, nil
}
