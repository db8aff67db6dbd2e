package demo

import (
	"fmt"
	"math"
	"testing"

	"liangwang/internal/recycle"
)

// What a visitor can find is there: in the register and in the records of a week.
func TestStories(t *testing.T) {
	w := newWorld(Seed)
	for k, h := range w.demand {
		if h.AreaName != w.communities[w.unserved].name {
			continue
		}
		for _, v := range w.versions {
			if at, _ := v.Point(); !v.Kind.BackEnd() && w.homes[k].at.metres(spot{(at[0] - west) * eastDegree, (at[1] - south) * northDg}) < 500 {
				t.Errorf("%s serves the village without service", v.Name)
			}
		}
	}
	used := map[string]bool{} // sick scales
	late, short := 0, [2]recycle.Grams{}
	received := map[recycle.SiteID]recycle.Grams{}
	for day := recycle.Day("2026-11-16"); day <= "2026-11-22"; day = day.Add(1) {
		for _, e := range w.day(day) {
			switch {
			case e.pickup != nil:
				p := e.pickup
				if e.at.Day() > day {
					late++
					if e.person != w.crew[lateCollector].person {
						t.Errorf("%s sends a day late", w.people[e.person].Name)
					}
				}
				for _, l := range p.Lines {
					if l.Category == "steel.light" && p.OrgID == w.orgs[0].ID && shortDay(0, number(day)) {
						short[0] += l.Grams
					}
				}
			case e.ticket != nil:
				received[e.ticket.SiteID] += e.ticket.Net
				if e.ticket.Category == "steel.light" && e.ticket.DeliveredOrgID == w.orgs[0].ID && shortDay(0, number(day)) {
					short[1] += e.ticket.Net
				}
				if err := e.ticket.Validate(); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if late < 40 {
		t.Error(late, "pickups came late")
	}
	if share := float64(short[1]) / float64(short[0]); share > .88 || share < .7 {
		t.Errorf("of the light scrap of a short day %.3f arrives", share)
	}
	if yard := w.versions[w.siteIndex[w.stations[overloaded].site]]; float64(received[yard.SiteID])/7000 < 1.5*yard.CapacityKgDay.V {
		t.Errorf("%s takes %.0f kg a day and can take %.0f", yard.Name, float64(received[yard.SiteID])/7000, yard.CapacityKgDay.V)
	}
	for station := range w.stations {
		for trip := range 2 {
			scale, d := scaleOf(station, trip), roll(1, "scale", station)
			var sum recycle.Grams
			for range 400 {
				sum += shown(d, station, scale, 100_000)
			}
			want := 1.0
			if bias, isSick := sick[station][scale]; isSick {
				want = bias
				used[fmt.Sprint(station, scale)] = true
			}
			if got := float64(sum) / 400 / 100_000; math.Abs(got-want) > .001 {
				t.Errorf("scale %s of station %d shows %.4f, want %.3f", scale, station, got, want)
			}
		}
	}
	if len(used) != 3 {
		t.Error(len(used), "sick scales are used")
	}
}
