package intake

import (
	"context"

	"liangwang/internal/recycle"
)

// demand reads the rows of a file of demand points.
func (r *reader) demand() []item[recycle.DemandFacts] {
	items := make([]item[recycle.DemandFacts], len(r.rows.Rows))
	for i := range r.rows.Rows {
		it := &items[i]
		it.line, it.key = r.rows.Rows[i].Line, r.keys[i]
		if r.usable(i) {
			it.facts, it.ok = r.demandPoint(i)
		}
	}
	return items
}

func (r *reader) demandPoint(i int) (f recycle.DemandFacts, ok bool) {
	row := &r.rows.Rows[i]
	if f.Place, ok = r.place(i); !ok {
		return f, false
	}
	f.Name, f.AreaName = r.text(row, "name"), r.text(row, "area")
	if f.Households, ok = r.count(row, "households"); !ok {
		return f, false
	}
	if f.People, ok = r.count(row, "people"); !ok {
		return f, false
	}
	return f, r.valid(row, f.Validate())
}

// planDemand compares demand points with the register.
func (p *plan) planDemand(ctx context.Context, r *reader, a recycle.Actor) error {
	d := difference[recycle.DemandFacts]{plan: p, reader: r, items: r.demand(),
		fields: func(f *recycle.DemandFacts) []field { return demandFields(f) },
		merge: func(old, row recycle.DemandFacts) recycle.DemandFacts {
			row.Place = r.keepPlace(old.Place, row.Place)
			if !r.says("households") {
				row.Households = old.Households
			}
			if !r.says("people") {
				row.People = old.People
			}
			if !r.says("area") {
				row.AreaName = old.AreaName
			}
			if !r.says("name") {
				row.Name = old.Name
			}
			return row
		},
		name: func(f *recycle.DemandFacts) string { return f.Name },
		load: func(rows *recycle.RegisterRows) map[string]recycle.DemandFacts {
			found := map[string]recycle.DemandFacts{}
			for _, v := range rows.DemandV {
				found[string(v.DemandID)] = v.DemandFacts
			}
			return found
		},
	}
	d.add = func(id string, f recycle.DemandFacts, from recycle.Day) {
		p.rows.DemandV = append(p.rows.DemandV, recycle.DemandVersion{DemandID: recycle.DemandID(id), ValidFrom: from, ValidTo: recycle.LastDay, DemandFacts: f,
			ImportID: p.rows.Import.ID, ChangedBy: a.PersonID, ChangedAt: p.at})
	}
	return d.run(ctx)
}
