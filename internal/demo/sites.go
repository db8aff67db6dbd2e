package demo

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// form is how a place belongs to the two networks.
type form string

const (
	fused form = "AB"   // one record in both
	pair  form = "pair" // a record of each
	onlyA form = "A"
	onlyB form = "B"
)

// place is one place of the two networks: a site, or a pair of sites.
type place struct {
	at      spot
	of      int // compound
	street  int
	form    form
	company int            // who runs its side of network A
	site    recycle.SiteID // of network A, where it has one
	kind    recycle.SiteKind
}

const (
	reachMetres = 300 // what placing looks at
	apartMetres = 115 // so that no two places are taken for one
)

// site places the 200 places of the two networks, the six transfer stations and the sorting centre.
func (w *world) site() {
	d := roll(w.seed, "sites", 0)
	village, town := w.candidates(d)
	forms := func(counts map[form]int) (list []form) {
		for _, f := range []form{fused, pair, onlyB, onlyA} {
			list = append(list, slices.Repeat([]form{f}, counts[f])...)
		}
		shuffle(d, list)
		return list
	}
	n := min(len(village), 56)
	inVillages := forms(map[form]int{fused: 14, pair: 4, onlyB: n - 28, onlyA: 10})
	inTown := forms(map[form]int{fused: 36, pair: 16, onlyB: 90 - (n - 28), onlyA: 30})
	for k, f := range inVillages {
		w.add(d, village[k], f)
	}
	for k, f := range inTown {
		w.add(d, town[k], f)
	}
	w.assign()
	for k := range w.places {
		w.register(d, k)
	}
	w.yards(d)
}

// candidates returns the compounds where sites will stand: of each village but the one without service, and of towns those that
// reach the most households first, then others.
func (w *world) candidates(d *dice) (village, town []int) {
	seen := map[int]bool{}
	var blocks []int
	for k, p := range w.compounds {
		switch {
		case !p.village:
			blocks = append(blocks, k)
		case !seen[p.community]:
			seen[p.community] = true
			village = append(village, k)
		}
	}
	w.unserved = w.remotest(village)
	village = slices.DeleteFunc(village, func(k int) bool { return w.compounds[k].community == w.unserved })
	shuffle(d, village)
	near := make([][]int, len(w.compounds))
	for _, k := range blocks {
		for h := range w.homes {
			if w.homes[h].at.metres(w.compounds[k].gate) <= reachMetres {
				near[k] = append(near[k], h)
			}
		}
	}
	covered := make([]bool, len(w.homes))
	var placed []spot
	for _, k := range village {
		placed = append(placed, w.compounds[k].gate)
	}
	for len(town) < 172 {
		best, most := -1, -1.0
		for _, k := range blocks {
			if slices.ContainsFunc(placed, func(s spot) bool { return s.metres(w.compounds[k].gate) < apartMetres }) {
				continue
			}
			gain := float64(w.compounds[k].households) * .02
			for _, h := range near[k] {
				if !covered[h] {
					gain += float64(w.homes[h].households)
				}
			}
			if gain *= d.between(.55, 1); gain > most {
				best, most = k, gain
			}
		}
		for _, h := range near[best] {
			covered[h] = true
		}
		town, placed = append(town, best), append(placed, w.compounds[best].gate)
	}
	return village, town
}

// remotest returns the community of the village that lies farthest from all others.
func (w *world) remotest(village []int) int {
	best, most := -1, -1.0
	for _, k := range village {
		least := math.Inf(1)
		for other := range w.compounds {
			if w.compounds[other].community != w.compounds[k].community {
				least = min(least, w.compounds[other].gate.metres(w.compounds[k].gate))
			}
		}
		if least > most {
			best, most = w.compounds[k].community, least
		}
	}
	return best
}

func (w *world) add(d *dice, compound int, f form) {
	p := place{at: w.compounds[compound].gate, of: compound, street: w.communities[w.compounds[compound].community].street, form: f}
	switch {
	case f == onlyB:
		p.kind = "MSW_DROP"
		if d.chance(.07) {
			p.kind = "MSW_STATION"
		}
	case w.compounds[compound].village && (f != onlyA || d.chance(.5)):
		p.kind = "RC_VILLAGE"
	case w.compounds[compound].village:
		p.kind = "RC_POINT_MOBILE"
	case f == onlyA:
		p.kind = pick(d, []recycle.SiteKind{"RC_POINT_STD", "RC_POINT_STD", "RC_POINT_SELF", "RC_POINT_SELF", "RC_POINT_MOBILE", "TEMP_BULKY"})
	default:
		p.kind = "RC_POINT_STD"
		if f == pair && d.chance(.3) {
			p.kind = "RC_POINT_SELF"
		}
		if f == fused && !slices.ContainsFunc(w.places, func(o place) bool { return o.kind == "RC_POINT_DEMO" && o.street == p.street }) {
			p.kind = "RC_POINT_DEMO"
		}
	}
	w.places = append(w.places, p)
}

// assign gives the places of network A in each subdistrict to its companies, from west to east.
func (w *world) assign() {
	for s := range w.grid.streets {
		var mine, firms []int
		for k := range w.places {
			if w.places[k].street == s && w.places[k].form != onlyB {
				mine = append(mine, k)
			}
		}
		for c, street := range companyStreet {
			if street == s {
				firms = append(firms, c)
			}
		}
		slices.SortFunc(mine, func(a, b int) int { return int(math.Round(w.places[a].at[0] - w.places[b].at[0])) })
		for n, k := range mine {
			w.places[k].company = firms[n*len(firms)/len(mine)]
		}
	}
}

// What the kinds of sites are called, when they are open and what they take.
var (
	kindName = map[recycle.SiteKind]string{"MSW_DROP": "分类投放点", "MSW_STATION": "垃圾收集站", "RC_POINT_DEMO": "示范型回收点", "RC_POINT_STD": "交投点",
		"RC_POINT_SELF": "智能回收箱", "RC_POINT_MOBILE": "流动交投点", "RC_VILLAGE": "村级回收点", "TEMP_BULKY": "大件暂存点"}
	kindHours = map[recycle.SiteKind]string{"MSW_DROP": "Mo-Su 06:30-09:00,17:30-20:30", "MSW_STATION": "Mo-Su 06:00-20:00", "RC_POINT_DEMO": "Mo-Su 08:00-18:00",
		"RC_POINT_STD": "Mo-Su 07:30-18:30", "RC_POINT_SELF": "24/7", "RC_POINT_MOBILE": "Tu,Sa 08:30-11:30", "RC_VILLAGE": "Mo-Sa 08:00-17:30", "TEMP_BULKY": "Mo-Sa 09:00-17:00"}
	pointTakes = strings.Fields("glass.bottle nonferrous.aluminium nonferrous.aluminium_can paper.book paper.mixed paper.newspaper paper.occ plastic.hdpe plastic.mixed plastic.pet steel.light textile.clothes")
	kindTakes  = map[recycle.SiteKind][]string{"MSW_DROP": strings.Fields("glass.bottle paper.mixed plastic.film plastic.pet textile.clothes"),
		"MSW_STATION":   strings.Fields("battery.dry glass.bottle paper.mixed plastic.film plastic.pet textile.clothes"),
		"RC_POINT_DEMO": append(slices.Clone(pointTakes), "weee.ac", "weee.fridge", "weee.pc", "weee.small", "weee.tv", "weee.washer", "wood.furniture"),
		"RC_POINT_STD":  pointTakes, "RC_VILLAGE": pointTakes, "RC_POINT_MOBILE": append(slices.Clone(pointTakes), "weee.small"),
		"RC_POINT_SELF": strings.Fields("nonferrous.aluminium_can paper.mixed paper.occ plastic.pet textile.clothes"),
		"TEMP_BULKY":    strings.Fields("weee.ac weee.fridge weee.tv weee.washer wood.furniture")}
)

// register makes the site records of a place: one, or two of a pair.
func (w *world) register(d *dice, k int) {
	p := &w.places[k]
	home := &w.compounds[p.of]
	c := &w.communities[home.community]
	label, address := w.label(home, c), fmt.Sprintf("%s 示范路 %d 号", c.name, 1+d.n(180))
	facts := func(kind recycle.SiteKind, org int, at spot) recycle.SiteFacts {
		takes := slices.Clone(kindTakes[kind])
		slices.Sort(takes)
		f := recycle.SiteFacts{Name: label + " " + kindName[kind], Kind: kind, State: recycle.SiteActive, OperatorOrgID: w.orgs[org].ID, OperatorName: w.orgs[org].Name,
			Categories: strings.Join(takes, ","), Address: address, District: w.grid.streets[p.street].name, Hours: kindHours[kind], Place: recycle.PlaceAt(at.point()),
			AreaM2: known(math.Round(d.between(8, 26)))}
		f.RawLon, f.RawLat = fmt.Sprintf("%.6f", f.Lon.V), fmt.Sprintf("%.6f", f.Lat.V)
		return f
	}
	keeper := propertyOrg
	if home.village {
		keeper = zoneOrg
	}
	switch p.form {
	case onlyB:
		f := facts(p.kind, keeper, p.at)
		f.InB = true
		w.record(d, f)
	case pair:
		turn, far := d.between(0, 2*math.Pi), d.between(14, 44)
		if k == w.storyPair() { // could be one place: same operator, same hours, a few steps away
			far, keeper = 4, p.company
		}
		b := facts("MSW_DROP", keeper, p.at)
		b.InB = true
		w.record(d, b)
		a := facts(p.kind, p.company, spot{p.at[0] + far*math.Cos(turn), p.at[1] + far*math.Sin(turn)})
		a.InA = true
		p.site = w.record(d, a)
	default:
		f := facts(p.kind, p.company, p.at)
		f.InA, f.InB = true, p.form == fused
		if f.InB {
			f.Name = label + " 两网融合点"
		}
		p.site = w.record(d, f)
	}
}

// storyPair returns the pair that could be one place: the first one of the first company's subdistrict.
func (w *world) storyPair() int {
	return slices.IndexFunc(w.places, func(p place) bool { return p.form == pair && p.street == 0 })
}

func known(v float64) sql.Null[float64] { return sql.Null[float64]{V: v, Valid: true} }

// record adds a site that is there from the beginning.
func (w *world) record(d *dice, f recycle.SiteFacts) recycle.SiteID {
	id := recycle.SiteID(d.id(w.born))
	w.siteIndex[id] = len(w.versions)
	w.sites = append(w.sites, recycle.Site{ID: id, CreatedAt: recycle.Instant(w.born), CreatedByOrg: w.orgs[zoneOrg].ID, Token: fmt.Sprintf("%016x%016x", d.next(), d.next())})
	w.versions = append(w.versions, recycle.SiteVersion{SiteID: id, ValidFrom: recycle.FirstDay, SiteFacts: f, ChangedAt: recycle.Instant(w.born)})
	return id
}

// yards adds a transfer station in each subdistrict, a second one in the first, and the sorting centre.
func (w *world) yards(d *dice) {
	names := []string{"洸河", "柳行", "接庄", "王因", "黄屯", "洸河第二"}
	for n := range sortingCentre + 1 {
		street, org := 4, processor
		if n < sortingCentre {
			street, org = companyStreet[stationOwner[n]], stationOwner[n]
		}
		f := recycle.SiteFacts{Kind: "TRANSFER", State: recycle.SiteActive, InA: true, OperatorOrgID: w.orgs[org].ID, OperatorName: w.orgs[org].Name,
			Address: fmt.Sprintf("示范大道 %d 号", 10+n), District: w.grid.streets[street].name, Hours: "Mo-Su 07:00-20:00", Place: recycle.PlaceAt(w.clearing(d, street).point()),
			AreaM2: known(600 + 100*float64(d.n(6))), CapacityKgDay: known(20_000)}
		if n == overloaded {
			f.CapacityKgDay = known(1_800)
		}
		if n == sortingCentre {
			f.Name, f.Kind, f.AreaM2, f.CapacityKgDay, f.Note = "示范综合分拣中心", "SORTING_COMP", known(3_200), known(82_192), "年处理 3 万吨"
		} else {
			f.Name = "示范" + names[n] + "中转站"
		}
		w.stations = append(w.stations, station{site: w.record(d, f), org: org, street: street})
	}
}

// clearing returns a place in a subdistrict that is not near anybody's home, by a road.
func (w *world) clearing(d *dice, street int) spot {
	st := w.grid.streets[street]
	for tries := 0; ; tries++ {
		i, j := st.i0+d.n(st.i1-st.i0), st.j0+d.n(st.j1-st.j0)
		at := w.grid.within(i, j, .5, .12)
		_, road := w.roads[edge{node{i, j}, node{i + 1, j}}]
		lonely := !slices.ContainsFunc(w.homes, func(h home) bool { return h.at.metres(at) < 180 })
		if tries > 2000 || road && lonely && !w.wet[node{i, j}] {
			return at
		}
	}
}
