package demo

import (
	"fmt"
	"math"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

const mostStops = 9

// plan makes the routes: of each company one or two past its places, and in each subdistrict one of the sorted-waste network.
func (w *world) plan() {
	d := roll(w.seed, "routes", 0)
	for c := range companies {
		var own []int
		for k := range w.places {
			if w.places[k].form != onlyB && w.places[k].company == c {
				own = append(own, k)
			}
		}
		for part, n := 0, (len(own)+mostStops-1)/mostStops; part < min(n, 2); part++ {
			w.route(d, recycle.RouteFacts{Name: fmt.Sprintf("%s %d 号线", w.orgs[c].Name, part+1), Code: fmt.Sprintf("示-A%02d%d", c+1, part+1), OperatorOrgID: w.orgs[c].ID,
				OperatorName: w.orgs[c].Name, Vehicle: fmt.Sprintf("示%02d-%02d", c+1, part+1), Weekdays: []int{recycle.EveryDay, 0b0010101}[part]},
				own[part*len(own)/n:(part+1)*len(own)/n], w.stations[stationOf[c]].site)
		}
	}
	for s := range w.grid.streets {
		var some []int
		for k := range w.places {
			if w.places[k].street == s && w.places[k].form == onlyB && len(some) < 14 {
				some = append(some, k)
			}
		}
		w.route(d, recycle.RouteFacts{Name: fmt.Sprintf("分类清运 %d 号线", s+1), Code: fmt.Sprintf("示-B%02d", s+1), OperatorOrgID: w.orgs[zoneOrg].ID,
			OperatorName: w.orgs[zoneOrg].Name, Vehicle: fmt.Sprintf("清运-%02d", s+1), Weekdays: recycle.EveryDay}, some, w.stations[s].site)
	}
}

// route adds a route from a yard past places, always to the nearest next, and back, along the roads.
func (w *world) route(d *dice, f recycle.RouteFacts, places []int, yard recycle.SiteID) {
	start, _ := w.versions[w.siteIndex[yard]].Point()
	at := spot{(start[0] - west) * eastDegree, (start[1] - south) * northDg}
	home := w.crossing(at)
	here, way := home, []node{home}
	v := recycle.RouteVersion{RouteID: recycle.RouteID(d.id(w.born)), ValidFrom: recycle.FirstDay, ChangedAt: recycle.Instant(w.born)}
	left, minute := append([]int(nil), places...), 7*60+30
	for len(left) > 0 {
		next, least := 0, math.Inf(1)
		for n, k := range left {
			if far := w.places[k].at.metres(at); far < least {
				next, least = n, far
			}
		}
		k := left[next]
		left = append(left[:next], left[next+1:]...)
		to := w.crossing(w.places[k].at)
		leg := w.way(here, to)
		if leg == nil {
			continue
		}
		way, here, at = append(way, leg[1:]...), to, w.places[k].at
		v.Stops = append(v.Stops, w.stop(k, minute, f.Weekdays))
		minute += 35
	}
	if back := w.way(here, home); back != nil {
		way = append(way, back[1:]...)
	}
	if len(way) < 2 {
		return
	}
	lines := geo.MultiLineString{w.drive(way)}
	b, _ := geo.BoundOf(lines)
	f.Shape, f.LengthM, f.RawDatum = geo.WKB(lines), geo.LengthOf(lines), geo.WGS84
	f.Box = recycle.Box{MinLon: b.Min[0], MinLat: b.Min[1], MaxLon: b.Max[0], MaxLat: b.Max[1]}
	v.RouteFacts = f
	w.routes = append(w.routes, v)
}

// stop returns the stop at a place, with a window of 50 minutes.
func (w *world) stop(k, minute, weekdays int) recycle.RouteStop {
	p := &w.places[k]
	id := p.site
	if id == "" {
		for n := range w.versions {
			if at, _ := w.versions[n].Point(); at == p.at.point() {
				id = w.versions[n].SiteID
			}
		}
	}
	return recycle.RouteStop{SiteID: id, Name: w.versions[w.siteIndex[id]].Name, Place: recycle.PlaceAt(p.at.point()), FromMin: minute, ToMin: minute + 50, Weekdays: weekdays}
}
