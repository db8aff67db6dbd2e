package store

import "context"

// countRows counts by indexes; the entries of the audit log, of which there are most, by the heads of their chains.
const countRows = `SELECT 'orgs' AS name, count(*) AS n FROM orgs
		UNION ALL SELECT 'people' AS name, count(*) AS n FROM people
		UNION ALL SELECT 'devices' AS name, count(*) AS n FROM devices
		UNION ALL SELECT 'sites' AS name, count(*) AS n FROM sites
		UNION ALL SELECT 'site_versions' AS name, count(*) AS n FROM site_versions
		UNION ALL SELECT 'demand_versions' AS name, count(*) AS n FROM demand_versions
		UNION ALL SELECT 'area_versions' AS name, count(*) AS n FROM area_versions
		UNION ALL SELECT 'route_versions' AS name, count(*) AS n FROM route_versions
		UNION ALL SELECT 'vehicles' AS name, count(*) AS n FROM vehicles
		UNION ALL SELECT 'pickups' AS name, count(*) AS n FROM pickups
		UNION ALL SELECT 'photos' AS name, count(*) AS n FROM photos
		UNION ALL SELECT 'tickets' AS name, count(*) AS n FROM tickets
		UNION ALL SELECT 'imports' AS name, count(*) AS n FROM imports
		UNION ALL SELECT 'audit_entries', CAST(COALESCE(sum(seq), 0) AS bigint) FROM audit_heads`

// Counts returns how many rows each table has that holds what people entered, and how many entries the audit log has: by these a
// backup is held against the running data.
func (d *DB) Counts(ctx context.Context) (map[string]int64, error) {
	var rows []struct {
		Name string
		N    int64
	}
	if err := d.across(ctx, verify).Raw(countRows).Scan(&rows).Error; err != nil {
		return nil, wrap("counts", err)
	}
	counts := make(map[string]int64, len(rows))
	for _, r := range rows {
		counts[r.Name] = r.N
	}
	return counts, nil
}

const sumOfEntry = `SELECT sum FROM audit_entries WHERE org_id = ? AND seq = ?`

// SumAt returns the sum of an audit entry, and whether there is one: whoever kept the head of a chain can tell by it whether the chain
// still leads there.
func (s Audit) SumAt(ctx context.Context, head AuditHead) (sum []byte, found bool, err error) {
	var sums [][]byte
	err = s.DB.across(ctx, verify).Raw(sumOfEntry, head.OrgID, head.Seq).Scan(&sums).Error
	if err != nil || len(sums) == 0 {
		return nil, false, wrap("audit", err)
	}
	return sums[0], true, nil
}
