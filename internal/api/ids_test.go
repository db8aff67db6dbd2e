package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

// The time within an id is the clock of whoever made it: ids of 1970 and of 9999 are taken like any, and no list, cursor or last
// record is ordered by them.
func TestIDs_time(t *testing.T) {
	times := []string{"e677d21f-dbff", "00000000-0000", "01900000-0000", "ffffffff-ffff", "00000000-0001"}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		for _, list := range []struct{ as, reads, path, body, at string }{
			{collector, operator, "/pickups", pickupBody(testkit.Ours), "T00:10:00"},
			{weigher, weigher, "/tickets", ticketBody(testkit.Ours), "T00:20:00"},
		} {
			var sent []string
			for i, at := range times {
				one := fmt.Sprintf("%s-7000-9000-%012x", at, i)
				w.clock.Pass(time.Minute)
				body := strings.NewReplacer(list.at, fmt.Sprintf("T00:%02d:00", 20+i), "示-1", fmt.Sprint("示-", i)).Replace(list.body)
				w.must(w.put(list.as, list.path+"/"+one, body), 201)
				sent = append(sent, one)
			}
			slices.Reverse(sent) // the newest first
			for _, limit := range []int{1, 2, 200} {
				if got := w.listed(list.reads, list.path, limit); !slices.Equal(got, sent) {
					t.Errorf("%s by %d: %v, want %v", list.path, limit, got, sent)
				}
			}
		}
		w.must(w.put(operator, "/vehicles/"+times[0]+"-7000-9000-000000000001", vehicleBody), 201)
		w.must(w.put(planner, "/sites/"+times[1]+"-7000-9000-000000000001", siteBody), 201)
		s.CheckRecords(t)
	})
}

// listed returns the ids of a list, page by page.
func (w *world) listed(as, path string, limit int) (ids []string) {
	w.t.Helper()
	for next := ""; ; {
		page := body(w.t, w.must(w.get(as, fmt.Sprintf("%s?limit=%d&cursor=%s", path, limit, next)), 200))
		for _, item := range page["items"].([]any) {
			ids = append(ids, item.(map[string]any)["id"].(string))
		}
		more, ok := page["next"].(string)
		if !ok || more == "" || len(ids) > 100 {
			return ids
		}
		next = more
	}
}

// The largest legal values add up without a loss: what one sees of a list is what was sent, digit by digit.
func TestInput_largest(t *testing.T) {
	line := `{"category":"paper.occ","method":"SCALE","grams":100000000,"pieces":100000,"unitPrice":1000000000,"priceUnit":"KG"}`
	all := strings.Replace(pickupBody(testkit.Ours), `{"category":"paper.occ","method":"SCALE","grams":12500}`, strings.TrimSuffix(strings.Repeat(line+",", 50), ","), 1)
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		const n = 200
		for i := range n {
			w.must(w.put(collector, "/pickups/"+id(i+1), strings.Replace(all, `"delivery"`, `"seq":9223372036854775807,"delivery"`, 1)), 201)
		}
		got := w.must(w.get(operator, "/pickups?limit=1"), 200).Body.String()
		for _, want := range []string{fmt.Sprint(`"grams":`, n*50*100_000_000), fmt.Sprint(`"pieces":`, n*50*100_000), fmt.Sprint(`"amount":`, n*50*1_000_000_000_000), `"seq":9223372036854775807`} {
			if !strings.Contains(got, want) { // ASVS 1.4.2
				t.Errorf("%s is not in %.3000s", want, got)
			}
		}
		s.CheckRecords(t)
	})
}
