package store

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// Routes keeps the planned routes of the zone's register with their stops.
type Routes struct{ DB *DB }

var routeVersions = versions[recycle.RouteVersion]{key: "route_id"}

func routeOf(v *recycle.RouteVersion) string { return string(v.RouteID) }

type routeDay struct {
	id   recycle.RouteID
	from recycle.Day
}

// PutRouteVersions stores versions of routes with their stops, as PutSiteVersions does those of sites.
func (s Routes) PutRouteVersions(ctx context.Context, rows []recycle.RouteVersion) error {
	err := routeVersions.put(ctx, s.DB, rows, func(v *recycle.RouteVersion) (string, recycle.Day) { return string(v.RouteID), v.ValidFrom },
		func(v *recycle.RouteVersion) *recycle.Day { return &v.ValidTo })
	if err != nil {
		return wrap("route", err)
	}
	stops := map[routeDay][]recycle.RouteStop{} // of two rows for one route and day the later one stands
	var order []routeDay
	for i := range rows {
		v := routeDay{rows[i].RouteID, rows[i].ValidFrom}
		if _, twice := stops[v]; !twice {
			order = append(order, v)
		}
		stops[v] = slices.Clone(rows[i].Stops)
		for n := range stops[v] {
			stops[v][n].RouteID, stops[v][n].ValidFrom, stops[v][n].N = v.id, v.from, n
		}
	}
	var all []recycle.RouteStop
	for _, v := range order {
		err := s.DB.register(ctx).Where("route_id = ? AND valid_from = ?", v.id, v.from).Delete(&recycle.RouteStop{}).Error
		if err != nil {
			return wrap("route", err)
		}
		all = append(all, stops[v]...)
	}
	if len(all) == 0 {
		return nil
	}
	return wrap("route", s.DB.register(ctx).CreateInBatches(all, 500).Error)
}

// RoutesOn returns every route's version in force on day, by id, with its stops.
func (s Routes) RoutesOn(ctx context.Context, day recycle.Day) ([]recycle.RouteVersion, error) {
	rows, err := routeVersions.on(ctx, s.DB, day, routeOf)
	if err != nil {
		return nil, wrap("route", err)
	}
	return rows, s.stops(ctx, rows)
}

// RoutesHeld returns of each of ids the version in force on day, else the newest, in no order, with its stops.
func (s Routes) RoutesHeld(ctx context.Context, ids []string, day recycle.Day) ([]recycle.RouteVersion, error) {
	rows, err := routeVersions.held(ctx, s.DB, ids, day, routeOf)
	if err != nil {
		return nil, wrap("route", err)
	}
	return rows, s.stops(ctx, rows)
}

// stops loads the stops of all of rows.
func (s Routes) stops(ctx context.Context, rows []recycle.RouteVersion) error {
	at, ids := map[routeDay]int{}, make([]recycle.RouteID, len(rows))
	for i := range rows {
		ids[i], at[routeDay{rows[i].RouteID, rows[i].ValidFrom}] = rows[i].RouteID, i
	}
	for chunk := range slices.Chunk(ids, idChunk) {
		var page []recycle.RouteStop
		if err := s.DB.register(ctx).Where("route_id IN ?", chunk).Order("route_id, valid_from, n").Find(&page).Error; err != nil {
			return wrap("route", err)
		}
		for _, stop := range page {
			if i, ok := at[routeDay{stop.RouteID, stop.ValidFrom}]; ok {
				rows[i].Stops = append(rows[i].Stops, stop)
			}
		}
	}
	return nil
}
