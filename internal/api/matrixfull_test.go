//go:build matrixfull

package api_test

import (
	"slices"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

const everyForm = true

// What is another's takes as long as what there is not: medians of 2,000 requests of each, one after the other, within 5 %. It is no
// test of make test, where the machine does other things beside it.
func TestMatrix_timing(t *testing.T) {
	const times, most = 2000, 0.05
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		m := &maker{w: w, photos: map[string]string{}}
		m.seed()
		rows := readMatrix(t)
		for _, cell := range []struct{ op, place, as string }{
			{"GET /pickups/{pickupId}", "path.pickupId", collector}, {"GET /pickups/{pickupId}", "path.pickupId", operator},
			{"POST /pickups/{pickupId}/void", "path.pickupId", operator}, {"POST /pickups/{pickupId}/papers", "path.pickupId", collector},
			{"POST /pickups/{pickupId}/duplicate", "body.of", operator}, {"GET /pickups/{pickupId}/photos/{sha256}", "path.sha256", collector},
			{"HEAD /photos/{sha256}", "path.sha256", collector}, {"GET /tickets/{ticketId}", "path.ticketId", weigher},
			{"GET /tickets/{ticketId}", "path.ticketId", operator}, {"POST /tickets/{ticketId}/void", "path.ticketId", weigher},
			{"GET /vehicles/{vehicleId}", "path.vehicleId", operator}, {"GET /sites/{siteId}", "path.siteId", operator},
			{"POST /sites/{siteId}/state", "path.siteId", operator}, {"POST /imports/{importId}/check", "path.importId", operator},
			{"DELETE /session/devices/{deviceId}", "path.deviceId", operator}, {"GET /pickups", "query.siteId", operator},
			{"GET /pickups", "query.collectorId", operator}, {"GET /tickets", "query.siteId", operator},
		} {
			t.Run(cell.op+" "+cell.place+" "+string(partyOf(cell.as).role), func(t *testing.T) {
				w.t = t
				if row := rowFor(rows[cell.op], cell.place, string(partyOf(cell.as).role)); row == nil || row.want[foreign] != row.want[unknown] {
					t.Fatal("the matrix has no such cell")
				}
				m.timed(t, cell.op, cell.place, partyOf(cell.as), times, most)
			})
		}
	})
}

// timed compares the medians of requests for another's and for none; a machine that stutters gets three tries.
func (m *maker) timed(t *testing.T, op, place string, p party, times int, most float64) {
	var requests [2]request
	for i, r := range []relation{foreign, unknown} {
		c := m.call(op, place, p)
		m.fill(c, op, place, p, r)
		requests[i] = c.request(p.as)
	}
	requests[1].body = requests[0].body
	if place == "body.of" {
		c := m.call(op, place, p)
		for i, r := range []relation{foreign, unknown} {
			m.fill(c, op, place, p, r)
			requests[i] = c.request(p.as)
		}
	}
	for try := 1; ; try++ {
		var took [2][]time.Duration
		for n := range 2 * times {
			start := time.Now()
			m.w.send(requests[n%2])
			took[n%2] = append(took[n%2], time.Since(start))
		}
		var median [2]float64
		for i := range took {
			slices.Sort(took[i])
			median[i] = float64(took[i][times/2].Nanoseconds()) / 1000
		}
		share := median[0]/median[1] - 1
		t.Logf("another's %.1f us, none %.1f us: %+.1f %%", median[0], median[1], 100*share)
		if share < most && share > -most {
			return
		}
		if try == 3 {
			t.Errorf("another's takes %.1f us, none %.1f us", median[0], median[1])
			return
		}
	}
}
