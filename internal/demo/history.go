package demo

import (
	"slices"

	"liangwang/internal/recycle"
)

// history returns the versions and events by which the register changed in the so many days from first on: drop-off points that were
// built and opened one after the other, one that was closed for repair for a week, one with new hours. All of them are open at the
// end.
func (w *world) history(first recycle.Day, days int) (versions []recycle.SiteVersion, events []recycle.SiteEvent) {
	planner := w.people[w.account(recycle.Planner)].ID
	after := func(n int) recycle.Day { return first.Add(n * days / Days) }
	var drops []int
	for k, v := range w.versions {
		if v.Kind == "MSW_DROP" && v.OperatorOrgID == w.orgs[propertyOrg].ID && v.InB && !w.halfOfPair(v.SiteID) {
			drops = append(drops, k)
		}
	}
	shuffle(roll(w.seed, "history", 0), drops)
	changed := map[recycle.SiteID]bool{}
	step := func(k int, day recycle.Day, state recycle.SiteState, evidence string) {
		v := w.versions[k]
		from := recycle.SiteState("")
		if n := len(versions); n > 0 && versions[n-1].SiteID == v.SiteID {
			from = versions[n-1].State
		}
		v.ValidFrom, v.State, v.ChangedBy, v.ChangedAt, v.EvidenceNote = day, state, planner, day.Start()+9*hour, evidence
		versions = append(versions, v)
		events = append(events, recycle.SiteEvent{SiteID: v.SiteID, At: v.ChangedAt, PersonID: planner, FromState: from, ToState: state, ValidFrom: day, Evidence: evidence})
		changed[v.SiteID] = true
	}
	for n, k := range drops[:8] {
		opens := after(4 + 6*n)
		step(k, opens.Add(-75), recycle.SiteProposed, "")
		step(k, opens.Add(-60), recycle.SiteSurveyed, "踏勘记录（示意）")
		step(k, opens.Add(-50), recycle.SiteApproved, "规范核对（示意）")
		step(k, opens.Add(-45), recycle.SiteUnderConstruction, "")
		step(k, opens.Add(-3), recycle.SiteAcceptancePending, "")
		step(k, opens, recycle.SiteActive, "验收清单（示意）")
	}
	repair := drops[8]
	step(repair, recycle.FirstDay, recycle.SiteActive, "")
	step(repair, after(20), recycle.SiteSuspended, "")
	versions[len(versions)-1].Reason, events[len(events)-1].Reason = "设施维修（示意）", "设施维修（示意）"
	step(repair, after(27), recycle.SiteActive, "")
	late := w.versions[drops[9]]
	versions = append(versions, late)
	late.ValidFrom, late.Hours, late.ChangedBy, late.ChangedAt = after(33), "Mo-Su 06:00-09:30,17:00-21:00", planner, after(33).Start()+9*hour
	versions = append(versions, late)
	changed[late.SiteID] = true
	for _, v := range w.versions {
		if !changed[v.SiteID] {
			versions = append(versions, v)
		}
	}
	return versions, events
}

// halfOfPair reports whether a site of network B belongs to a pair: its place has a site of network A beside it.
func (w *world) halfOfPair(id recycle.SiteID) bool {
	return slices.ContainsFunc(w.places, func(p place) bool { return p.form == pair && w.siteIndex[id]+1 == w.siteIndex[p.site] })
}
