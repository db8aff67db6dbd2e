package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Areas keeps the areas of the zone's register.
type Areas struct{ DB *DB }

var areaVersions = versions[recycle.AreaVersion]{key: "area_id"}

func areaOf(v *recycle.AreaVersion) string { return string(v.AreaID) }

// PutAreaVersions stores versions of areas as PutSiteVersions does those of sites.
func (s Areas) PutAreaVersions(ctx context.Context, rows []recycle.AreaVersion) error {
	err := areaVersions.put(ctx, s.DB, rows, func(v *recycle.AreaVersion) (string, recycle.Day) { return string(v.AreaID), v.ValidFrom },
		func(v *recycle.AreaVersion) *recycle.Day { return &v.ValidTo })
	return wrap("area", err)
}

// AreasOn returns every area's version in force on day, by id.
func (s Areas) AreasOn(ctx context.Context, day recycle.Day) ([]recycle.AreaVersion, error) {
	rows, err := areaVersions.on(ctx, s.DB, day, areaOf)
	return rows, wrap("area", err)
}

// AreasHeld returns of each of ids the version in force on day, else the newest, in no order.
func (s Areas) AreasHeld(ctx context.Context, ids []string, day recycle.Day) ([]recycle.AreaVersion, error) {
	rows, err := areaVersions.held(ctx, s.DB, ids, day, areaOf)
	return rows, wrap("area", err)
}

// AreaVersions returns every version of an area, the newest first; none is no error.
func (s Areas) AreaVersions(ctx context.Context, id recycle.AreaID) (rows []recycle.AreaVersion, err error) {
	return rows, wrap("area", s.DB.register(ctx).Where("area_id = ?", id).Order("valid_from DESC").Find(&rows).Error)
}
