package store

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"

	"liangwang/internal/recycle"
)

// ledgerDay is a business day of an organisation.
type ledgerDay struct {
	OrgID recycle.OrgID
	Day   recycle.Day
}

// A page of records is those behind one key and up to another; the key of the last one is found first, in the index alone.
const (
	pageEndPickups = `SELECT received_at AS at, id FROM pickups WHERE org_id = @org AND day = @day AND (received_at, id) > (@at, @id)
		ORDER BY received_at, id LIMIT 1 OFFSET @skip`
	pageOfPickups = `SELECT p.site_id, l.category, l.method, count(*) AS n, CAST(sum(l.grams) AS bigint) AS grams, CAST(sum(l.pieces) AS bigint) AS pieces
		FROM pickups p JOIN pickup_lines l ON l.org_id = p.org_id AND l.pickup_id = p.id
		WHERE p.org_id = @org AND p.day = @day AND (p.received_at, p.id) > (@at, @id) AND (p.received_at, p.id) <= (@lastAt, @lastId) AND p.state IN @states
		GROUP BY p.site_id, l.category, l.method`

	pageEndTickets = `SELECT received_at AS at, org_id AS by_org, id FROM tickets WHERE delivered_org_id = @org AND day = @day
		AND (received_at, org_id, id) > (@at, @by, @id) ORDER BY received_at, org_id, id LIMIT 1 OFFSET @skip`
	pageOfTickets = `SELECT site_id, category, kind AS method, count(*) AS n, CAST(sum(net) AS bigint) AS grams, CAST(sum(pieces) AS bigint) AS pieces
		FROM tickets WHERE delivered_org_id = @org AND day = @day AND (received_at, org_id, id) > (@at, @by, @id)
		AND (received_at, org_id, id) <= (@lastAt, @lastBy, @lastId) AND state IN @states GROUP BY site_id, category, kind`

	keptByMethod = `SELECT flow, '' AS site_id, category, method, n, grams, pieces FROM method_totals WHERE org_id = @org AND day = @day`
	keptBySite   = `SELECT flow, site_id, category, '' AS method, n, grams, pieces FROM site_totals WHERE org_id = @org AND day = @day`

	// Records and sums of a day in one statement: it sees one moment, even while the server writes.
	dayAtOnce = `SELECT 'COLLECTED' AS flow, 'r' AS part, p.site_id, l.category, l.method, count(*) AS n, CAST(sum(l.grams) AS bigint) AS grams,
			CAST(sum(l.pieces) AS bigint) AS pieces
			FROM pickups p JOIN pickup_lines l ON l.org_id = p.org_id AND l.pickup_id = p.id
			WHERE p.org_id = @org AND p.day = @day AND p.state IN @pickups GROUP BY p.site_id, l.category, l.method
		UNION ALL SELECT 'RECEIVED', 'r', site_id, category, kind, count(*), CAST(sum(net) AS bigint), CAST(sum(pieces) AS bigint)
			FROM tickets WHERE delivered_org_id = @org AND day = @day AND state IN @tickets GROUP BY site_id, category, kind
		UNION ALL SELECT flow, 'm', '', category, method, n, grams, pieces FROM method_totals WHERE org_id = @org AND day = @day
		UNION ALL SELECT flow, 's', site_id, category, '', n, grams, pieces FROM site_totals WHERE org_id = @org AND day = @day`
)

// ledgerSources are the records that the rollups sum up.
var ledgerSources = []struct {
	flow      recycle.Flow
	end, page string
	states    []string
}{
	{recycle.Collected, pageEndPickups, pageOfPickups, counting(recycle.PickupStates(), recycle.PickupState.Counts)},
	{recycle.Received, pageEndTickets, pageOfTickets, counting(recycle.TicketStates(), recycle.TicketState.Counts)},
}

const (
	ledgerPage  = 1_000
	ledgerTries = 4
)

// settled recounts a day, a page after the other. The pages are of different moments: while the server writes on this day they may
// differ from the sums where nothing is wrong. So a difference is one only if it is found twice; a day that changes with every look is
// read in one statement.
func (s Ledger) settled(ctx context.Context, at ledgerDay) (dayTally, error) {
	var before dayTally
	for try := range ledgerTries {
		found, err := s.recount(ctx, at)
		if err != nil || found.agrees() || try > 0 && found.same(before) {
			return found, err
		}
		before = found
	}
	return s.recountAtOnce(ctx, at)
}

// ledgerRow is what a statement says of one sum.
type ledgerRow struct {
	Flow      recycle.Flow
	Part      string
	SiteID    recycle.SiteID
	Category  recycle.Category
	Method    string
	N, Pieces int64
	Grams     recycle.Grams
}

func (r *ledgerRow) sum() LedgerSum { return LedgerSum{r.N, r.Grams, r.Pieces} }

// pageEnd is the key of a record; By is who weighed, of a ticket.
type pageEnd struct {
	At    int64
	ByOrg recycle.OrgID
	ID    string
}

func (s Ledger) recount(ctx context.Context, at ledgerDay) (dayTally, error) {
	found := dayTally{tally{}, tally{}}
	for _, src := range ledgerSources {
		for after, more := (pageEnd{At: math.MinInt64}), true; more; {
			of := map[string]any{"org": at.OrgID, "day": at.Day, "at": after.At, "by": after.ByOrg, "id": after.ID,
				"skip": cmp.Or(s.Page, ledgerPage) - 1, "states": src.states}
			var ends []pageEnd
			if err := s.DB.across(ctx, verify).Raw(src.end, of).Scan(&ends).Error; err != nil {
				return found, err
			}
			last := pageEnd{At: math.MaxInt64}
			if more = len(ends) > 0; more {
				last = ends[0]
			}
			of["lastAt"], of["lastBy"], of["lastId"] = last.At, last.ByOrg, last.ID
			var rows []ledgerRow
			err := s.DB.across(ctx, verify).Raw(src.page, of).Scan(&rows).Error
			for try := 0; errors.Is(err, errTooLong) && try < ledgerTries; try++ { // a machine that is busy just now
				rows = nil
				err = s.DB.across(ctx, verify).Raw(src.page, of).Scan(&rows).Error
			}
			if err != nil {
				return found, err
			}
			for i := range rows {
				found.count(src.flow, &rows[i])
			}
			after = last
			if err := rest(ctx); err != nil {
				return found, err
			}
		}
	}
	return found, s.kept(ctx, at, found)
}

// kept adds the sums that are kept of a day.
func (s Ledger) kept(ctx context.Context, at ledgerDay, found dayTally) error {
	of := map[string]any{"org": at.OrgID, "day": at.Day}
	var byMethod, bySite []ledgerRow
	if err := s.DB.across(ctx, verify).Raw(keptByMethod, of).Scan(&byMethod).Error; err != nil {
		return err
	}
	if err := s.DB.across(ctx, verify).Raw(keptBySite, of).Scan(&bySite).Error; err != nil {
		return err
	}
	found.byMethod.keep(byMethod)
	found.bySite.keep(bySite)
	return nil
}

func (s Ledger) recountAtOnce(ctx context.Context, at ledgerDay) (dayTally, error) {
	found, rows := dayTally{tally{}, tally{}}, []ledgerRow{}
	of := map[string]any{"org": at.OrgID, "day": at.Day, "pickups": ledgerSources[0].states, "tickets": ledgerSources[1].states}
	err := s.DB.across(ctx, verify).Raw(dayAtOnce, of).Scan(&rows).Error
	for i := range rows {
		switch r := &rows[i]; r.Part {
		case "m":
			found.byMethod.keep(rows[i : i+1])
		case "s":
			found.bySite.keep(rows[i : i+1])
		default:
			found.count(r.Flow, r)
		}
	}
	return found, err
}

// cell is the key of a sum on a day: site of the one rollup, method of the other.
type cell struct {
	flow     recycle.Flow
	site     recycle.SiteID
	category recycle.Category
	method   string
}

// tally has of each sum what the records add up to and what is kept.
type tally map[cell]struct{ counted, kept LedgerSum }

type dayTally struct{ byMethod, bySite tally }

func (t tally) count(k cell, sum LedgerSum) {
	b := t[k]
	b.counted = b.counted.plus(sum)
	t[k] = b
}

func (t tally) keep(rows []ledgerRow) {
	for i := range rows {
		r := &rows[i]
		k := cell{r.Flow, r.SiteID, r.Category, r.Method}
		b := t[k]
		b.kept = b.kept.plus(r.sum())
		t[k] = b
	}
}

// cells returns the keys in the order of the rollup's own.
func (t tally) cells() []cell {
	return slices.SortedFunc(maps.Keys(t), func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.flow, b.flow), cmp.Compare(a.site, b.site), cmp.Compare(a.category, b.category), cmp.Compare(a.method, b.method))
	})
}

func (t tally) agrees() bool {
	for _, b := range t {
		if b.counted != b.kept {
			return false
		}
	}
	return true
}

// count adds a row of records to both rollups.
func (d dayTally) count(flow recycle.Flow, r *ledgerRow) {
	d.byMethod.count(cell{flow: flow, category: r.Category, method: r.Method}, r.sum())
	d.bySite.count(cell{flow: flow, site: r.SiteID, category: r.Category}, r.sum())
}

func (d dayTally) agrees() bool { return d.byMethod.agrees() && d.bySite.agrees() }

func (d dayTally) same(o dayTally) bool {
	return maps.Equal(d.byMethod, o.byMethod) && maps.Equal(d.bySite, o.bySite)
}

func (s LedgerSum) plus(o LedgerSum) LedgerSum {
	return LedgerSum{s.N + o.N, s.Grams + o.Grams, s.Pieces + o.Pieces}
}

func counting[S ~string](states []S, counts func(S) bool) (list []string) {
	for _, s := range states {
		if counts(s) {
			list = append(list, string(s))
		}
	}
	return list
}
