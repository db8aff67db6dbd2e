package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"liangwang/internal/recycle"
)

// settle stores the zone with its people and register, in one transaction.
func (m *Maker) settle(ctx context.Context, w *world, mk *Mark) error {
	hash, err := m.Hash(Password)
	if err != nil {
		return err
	}
	open := map[recycle.PersonID]bool{}
	for _, role := range recycle.Roles() {
		open[w.people[w.account(role)].ID] = true
	}
	m.Clock.Set(recycle.Instant(w.born))
	ctx = recycle.WithActor(ctx, recycle.Actor{OrgID: w.orgs[zoneOrg].ID, OrgKind: recycle.Government, Zone: true, Roles: []recycle.Role{recycle.Planner, recycle.Admin}})
	return m.Store.InTx(ctx, func(ctx context.Context) error {
		for n := range w.orgs {
			o := w.orgs[n]
			if err := m.Store.InsertOrg(ctx, &o); err != nil {
				return err
			}
		}
		for _, p := range w.people {
			err := m.Store.InsertPerson(ctx, &p.Person)
			if err == nil && open[p.ID] {
				err = m.Store.SetCredential(ctx, recycle.Credential{PersonID: p.ID, Hash: hash, ChangedAt: recycle.Instant(w.born)})
			}
			member := recycle.Member{PersonID: p.ID, OrgID: w.orgs[p.org].ID, Role: p.role, ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay}
			if err = errors.Join(err, m.Store.InsertMember(ctx, member)); err != nil {
				return err
			}
		}
		if err := m.fleet(ctx, w); err != nil {
			return err
		}
		if err := m.enter(ctx, w, mk.First, cmp.Or(m.Days, Days)); err != nil {
			return err
		}
		if err := mk.write(ctx, m.Store, mk.First.Start()); err != nil {
			return err
		}
		return m.Store.AppendAudit(ctx, recycle.Entry{OrgID: w.orgs[zoneOrg].ID, At: recycle.Instant(w.born), Action: "demo.begin", ObjectID: string(w.orgs[zoneOrg].ID),
			Body: fmt.Appendf(nil, `{"seed":%d,"sites":%d}`, w.seed, len(w.sites))})
	})
}

// fleet stores the vehicles of every company.
func (m *Maker) fleet(ctx context.Context, w *world) error {
	for n := range companies {
		var own []recycle.Vehicle
		for _, v := range w.vehicles {
			if v.OrgID == w.orgs[n].ID {
				own = append(own, v)
			}
		}
		as := recycle.WithActor(ctx, recycle.Actor{OrgID: w.orgs[n].ID, OrgKind: recycle.RecyclingCompany})
		if err := m.Store.InsertVehicles(as, own); err != nil {
			return err
		}
		for i := range own {
			if err := m.Store.AppendAudit(as, recycle.Entry{OrgID: own[i].OrgID, At: own[i].CreatedAt, Action: "vehicle.add",
				ObjectID: string(own[i].ID), ObjectHash: own[i].Hash(), Body: []byte("{}")}); err != nil {
				return err
			}
		}
	}
	return nil
}

// enter stores the register.
func (m *Maker) enter(ctx context.Context, w *world, first recycle.Day, days int) error {
	versions, events := w.history(first, days)
	err := errors.Join(m.Store.PutAreaVersions(ctx, w.areas()), m.Store.PutDemandVersions(ctx, slices.Clone(w.demand)), m.Store.InsertSites(ctx, w.sites),
		m.Store.PutSiteVersions(ctx, versions), m.Store.PutRouteVersions(ctx, slices.Clone(w.routes)), m.Store.ReplaceBasemap(ctx, w.basemap))
	for k := range events {
		if err == nil {
			err = m.Store.AddSiteEvent(ctx, &events[k])
		}
	}
	return err
}

const (
	group   = 1000 // records in one transaction
	latest  = 4    // days after which nothing of a day arrives any more
	percent = 100
)

// live stores what arrived after the mark and up to until, group by group; each group moves the mark with it.
func (m *Maker) live(ctx context.Context, w *world, mk Mark, until recycle.Instant) error {
	from := max(mk.First, mk.Until.Day().Add(-latest))
	total := max(number(until.Day())-number(mk.Until.Day())+1, 1)
	late := map[recycle.Day][]event{}
	var wait []event
	for day := from; day <= until.Day(); day = day.Add(1) {
		events := append(late[day], w.day(day)...)
		delete(late, day)
		for _, e := range w.arrivals(events, day, late) {
			if e.at > mk.Until && e.at <= until {
				wait = append(wait, e)
			}
		}
		for len(wait) >= group {
			if err := m.store(ctx, w, &mk, wait[:group]); err != nil {
				return err
			}
			wait = wait[group:]
		}
		m.say(min(max(percent*(number(day)-number(until.Day())+total)/total, 1), percent-1), string(day))
	}
	return m.store(ctx, w, &mk, wait)
}

// arrivals returns of events those that arrive on day, each a moment of its own, and keeps the others for their days.
func (w *world) arrivals(events []event, day recycle.Day, late map[recycle.Day][]event) []event {
	var list []event
	for _, e := range events {
		if on := e.at.Day(); on != day {
			late[on] = append(late[on], e)
			continue
		}
		list = append(list, e)
	}
	sortEvents(list)
	for k := 1; k < len(list); k++ { // so that the mark can stand between any two
		list[k].at = max(list[k].at, list[k-1].at+1)
	}
	return list
}

// store stores a group and its mark in one transaction.
func (m *Maker) store(ctx context.Context, w *world, mk *Mark, events []event) error {
	if len(events) == 0 {
		return nil
	}
	return m.Store.InTx(ctx, func(ctx context.Context) error {
		for k := range events {
			if err := m.happen(ctx, w, &events[k]); err != nil {
				return err
			}
		}
		return mk.write(ctx, m.Store, events[len(events)-1].at)
	})
}

func (m *Maker) happen(ctx context.Context, w *world, e *event) error {
	p := w.people[e.person]
	o := w.orgs[p.org]
	m.Clock.Set(e.at)
	ctx = recycle.WithActor(ctx, recycle.Actor{PersonID: p.ID, OrgID: o.ID, OrgKind: o.Kind, Roles: []recycle.Role{p.role}, DeviceID: e.device})
	var err error
	switch {
	case e.pickup != nil:
		_, _, err = m.Pickups.Log(ctx, *e.pickup)
	case e.ticket != nil:
		_, _, err = m.Tickets.Record(ctx, *e.ticket)
	default:
		_, err = m.Pickups.Void(ctx, e.void, "记错了（示意）")
	}
	return err
}
