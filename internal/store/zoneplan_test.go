package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// ZonePlan returns how SQLite reads a page of one day of the zone's pickups and tickets, a step a line.
func (s ZoneRecords) ZonePlan(ctx context.Context, f recycle.ZoneFilter) (string, error) {
	var steps []string
	for _, of := range []struct {
		model   any
		columns string
	}{{&recycle.Pickup{}, zonePickupColumns}, {&recycle.Ticket{}, zoneTicketColumns}} {
		tx := s.over(ctx).Session(&gorm.Session{DryRun: true}).Model(of.model).Select(of.columns)
		stmt := dayPage(tx, f, f.To, f.Limit).Find(&[]map[string]any{}).Statement
		pool, err := s.DB.read.DB()
		if err != nil {
			return "", err
		}
		rows, err := pool.QueryContext(ctx, "EXPLAIN QUERY PLAN "+stmt.SQL.String(), stmt.Vars...)
		if err != nil {
			return "", err
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				return "", err
			}
			steps = append(steps, detail)
		}
		if err := rows.Err(); err != nil {
			return "", err
		}
	}
	return strings.Join(steps, "\n"), nil
}
