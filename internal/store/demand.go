package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Demand keeps the demand points of the zone's register.
type Demand struct{ DB *DB }

var demandVersions = versions[recycle.DemandVersion]{key: "demand_id"}

func demandOf(v *recycle.DemandVersion) string { return string(v.DemandID) }

// PutDemandVersions stores versions of demand points as PutSiteVersions does those of sites.
func (s Demand) PutDemandVersions(ctx context.Context, rows []recycle.DemandVersion) error {
	err := demandVersions.put(ctx, s.DB, rows, func(v *recycle.DemandVersion) (string, recycle.Day) { return string(v.DemandID), v.ValidFrom },
		func(v *recycle.DemandVersion) *recycle.Day { return &v.ValidTo })
	return wrap("demand", err)
}

// DemandOn returns every demand point's version in force on day, by id.
func (s Demand) DemandOn(ctx context.Context, day recycle.Day) ([]recycle.DemandVersion, error) {
	rows, err := demandVersions.on(ctx, s.DB, day, demandOf)
	return rows, wrap("demand", err)
}

// DemandHeld returns of each of ids the version in force on day, else the newest, in no order.
func (s Demand) DemandHeld(ctx context.Context, ids []string, day recycle.Day) ([]recycle.DemandVersion, error) {
	rows, err := demandVersions.held(ctx, s.DB, ids, day, demandOf)
	return rows, wrap("demand", err)
}
