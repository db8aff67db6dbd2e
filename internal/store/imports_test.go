package store_test

import (
	"context"
	"fmt"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

func importID(n int) recycle.ImportID {
	return recycle.ImportID(fmt.Sprintf("01900000-0000-7000-8000-%012x", 0xf000+n))
}

// registerRows are an import of one new site with its ref.
func registerRows(n int, version int64, name string) recycle.RegisterRows {
	return recycle.RegisterRows{
		Version: version,
		Import: recycle.Import{ID: importID(n), OrgID: zone.OrgID, Kind: recycle.ImportSites, Source: "s", FileName: "f", Settings: "{}", State: "committed",
			Counts: "{}", CreatedAt: 1, DoneAt: recycle.Instant(n)},
		Sites: []recycle.Site{{ID: siteID(n), CreatedByOrg: zone.OrgID, Token: fmt.Sprintf("%032x", n)}},
		SiteV: []recycle.SiteVersion{siteVersion(siteID(n), recycle.FirstDay, name)},
		Refs:  []recycle.Ref{{OrgID: zone.OrgID, Kind: recycle.ImportSites, Source: "s", Key: fmt.Sprint(n), ID: string(siteID(n)), Hash: []byte{1}}},
	}
}

func TestPutRegister(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		imports, refs, register := store.Imports{DB: db}, store.SourceRefs{DB: db}, store.Register{DB: db}
		put := func(rows recycle.RegisterRows) error {
			return db.InTx(ctx, func(ctx context.Context) error { return imports.PutRegister(ctx, &rows) })
		}
		version := func() int64 {
			v, err := register.RegisterVersion(ctx)
			must(t, err)
			return v
		}
		must(t, put(registerRows(1, version(), "东站")))
		held, err := imports.Versions(ctx, recycle.ImportSites, []string{string(siteID(1)), string(siteID(2))}, "2026-11-23")
		must(t, err)
		if len(held.SiteV) != 1 || held.SiteV[0].Name != "东站" || held.SiteV[0].ValidTo != recycle.LastDay {
			t.Errorf("%+v", held.SiteV)
		}

		stale := version()
		must(t, put(registerRows(2, stale, "西站")))
		if err := put(registerRows(3, stale, "北站")); recycle.KindOf(err) != recycle.Conflict {
			t.Errorf("rows made against an older register: %v", err)
		}
		if held, err := imports.Versions(ctx, recycle.ImportSites, []string{string(siteID(3))}, "2026-11-23"); err != nil || len(held.SiteV) != 0 {
			t.Errorf("half an import: %+v, %v", held.SiteV, err)
		}

		change := registerRows(4, version(), "")
		change.Sites, change.SiteV = nil, []recycle.SiteVersion{siteVersion(siteID(1), "2026-11-23", "东站二")}
		change.Refs = []recycle.Ref{{OrgID: zone.OrgID, Kind: recycle.ImportSites, Source: "s", Key: "1", ID: string(siteID(1)), Hash: []byte{2}}}
		change.SiteE = []recycle.SiteEvent{{SiteID: siteID(1), At: 5, FromState: recycle.SiteActive, ToState: recycle.SiteSuspended, ValidFrom: "2026-11-23", Reason: "s · f"}}
		must(t, put(change))
		if moves, err := (store.Sites{DB: db}).SiteEvents(ctx, siteID(1)); err != nil || len(moves) != 1 || moves[0] != change.SiteE[0] {
			t.Errorf("the moves of an import: %+v, %v", moves, err)
		}
		if got := timeline(t, ctx, db, siteID(1)); fmt.Sprint(got) != "[1970-01-01..2026-11-22 东站 2026-11-23..9999-12-31 东站二]" {
			t.Error(got)
		}
		list, err := refs.Refs(ctx, recycle.ImportSites, "s")
		must(t, err)
		if len(list) != 2 || list[0].Key != "1" || list[0].Hash[0] != 2 || list[1].Hash[0] != 1 {
			t.Errorf("%+v", list)
		}
		byID, err := refs.RefsOfKind(ctx, recycle.ImportSites)
		must(t, err)
		if len(byID) != 2 || byID[string(siteID(2))].Key != "2" {
			t.Errorf("%+v", byID)
		}
		recent, err := imports.ImportsOf(ctx, 10)
		must(t, err)
		if len(recent) != 3 || recent[0].ID != importID(4) {
			t.Errorf("%+v", recent)
		}
	})
}

// The row of an upload becomes the import; whose it is stays hidden from others.
func TestImport_upload(t *testing.T) {
	onBoth(t, func(t *testing.T, ctx context.Context, db *store.DB) {
		imports := store.Imports{DB: db}
		rows := registerRows(1, 0, "东站")
		upload := rows.Import
		upload.State, upload.DoneAt = "uploaded", 0
		insert := func(ctx context.Context, im recycle.Import) error {
			return db.InTx(ctx, func(ctx context.Context) error { return imports.InsertImport(ctx, &im) })
		}
		must(t, insert(ctx, upload))
		if list, err := imports.ImportsOf(ctx, 10); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		other := zone
		other.OrgID = "01900000-0000-7000-8000-00000000000b"
		foreign := recycle.WithActor(t.Context(), other)
		if _, err := imports.Import(foreign, upload.ID); recycle.KindOf(err) != recycle.NotFound {
			t.Errorf("another organisation: %v", err)
		}
		upload.OrgID = other.OrgID
		if err := insert(foreign, upload); recycle.KindOf(err) != recycle.Conflict {
			t.Errorf("the id again: %v", err)
		}
		must(t, db.InTx(ctx, func(ctx context.Context) error { return imports.PutRegister(ctx, &rows) }))
		got, err := imports.Import(ctx, rows.Import.ID)
		must(t, err)
		if got.State != "committed" || got.DoneAt != 1 {
			t.Errorf("%+v", got)
		}
	})
}
