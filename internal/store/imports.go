package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Imports keeps the files that were brought into the register, and writes what they brought.
type Imports struct{ DB *DB }

// Versions returns, of each id of the kind that the register has, the version in force on day, else the newest, in no order.
func (s Imports) Versions(ctx context.Context, kind recycle.ImportKind, ids []string, day recycle.Day) (rows recycle.RegisterRows, err error) {
	switch kind {
	case recycle.ImportSites:
		rows.SiteV, err = Sites(s).SitesHeld(ctx, ids, day)
	case recycle.ImportAreas:
		rows.AreaV, err = Areas(s).AreasHeld(ctx, ids, day)
	case recycle.ImportDemand:
		rows.DemandV, err = Demand(s).DemandHeld(ctx, ids, day)
	case recycle.ImportRoutes:
		rows.RouteV, err = Routes(s).RoutesHeld(ctx, ids, day)
	}
	return rows, err
}

// PutRegister writes what one import brings. It is a Conflict if the register has changed since rows.Version.
func (s Imports) PutRegister(ctx context.Context, rows *recycle.RegisterRows) error {
	if err := s.DB.takeRegister(ctx); err != nil {
		return err
	}
	version, err := Register(s).RegisterVersion(ctx)
	if err != nil {
		return err
	}
	if version != rows.Version+1 {
		return &recycle.Error{Kind: recycle.Conflict, Code: "import.changed"}
	}
	for _, put := range []func() error{
		func() error { return Sites(s).InsertSites(ctx, rows.Sites) },
		func() error { return Sites(s).PutSiteVersions(ctx, rows.SiteV) },
		func() error { return s.putMoves(ctx, rows.SiteE) },
		func() error { return Areas(s).PutAreaVersions(ctx, rows.AreaV) },
		func() error { return Demand(s).PutDemandVersions(ctx, rows.DemandV) },
		func() error { return Routes(s).PutRouteVersions(ctx, rows.RouteV) },
		func() error { return SourceRefs(s).putRefs(ctx, rows.Refs) },
		func() error { return s.putImport(ctx, &rows.Import) },
	} {
		if err := put(); err != nil {
			return err
		}
	}
	return nil
}

// putMoves adds the moves of sites to their histories.
func (s Imports) putMoves(ctx context.Context, events []recycle.SiteEvent) error {
	for i := range events {
		if err := Sites(s).AddSiteEvent(ctx, &events[i]); err != nil {
			return err
		}
	}
	return nil
}

// putImport stores a committed import: the row of its upload, if there is one, becomes it.
func (s Imports) putImport(ctx context.Context, im *recycle.Import) error {
	done := s.DB.own(ctx).Model(&recycle.Import{}).Where("id = ?", im.ID).
		Select("source", "settings", "state", "counts", "done_at").Updates(im)
	if done.Error != nil || done.RowsAffected > 0 {
		return wrap("import", done.Error)
	}
	return s.InsertImport(ctx, im)
}

// InsertImport adds an import of the acting organisation. One that is there already, whosever it is, is a Conflict.
func (s Imports) InsertImport(ctx context.Context, im *recycle.Import) error {
	tx, err := s.DB.owned(ctx, im.OrgID)
	if err != nil {
		return err
	}
	return wrap("import", tx.Create(im).Error)
}

// Import returns an import of the acting organisation, or NotFound.
func (s Imports) Import(ctx context.Context, id recycle.ImportID) (im recycle.Import, err error) {
	return im, wrap("import", s.DB.own(ctx).Where("id = ?", id).Take(&im).Error)
}

// ImportsOf returns the acting organisation's committed imports, the newest first, at most limit.
func (s Imports) ImportsOf(ctx context.Context, limit int) (list []recycle.Import, err error) {
	return list, wrap("import", s.DB.own(ctx).Where("state = ?", "committed").Order("done_at DESC, id DESC").Limit(limit).Find(&list).Error)
}
