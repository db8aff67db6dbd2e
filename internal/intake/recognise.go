package intake

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// found is what a row is in the register.
type found struct {
	ref recycle.Ref
	// exported: the row itself names its source, or the register's own id. Then it speaks for whoever wrote it, not for the source, and
	// what the source said last stays as it is.
	exported bool
}

// recognise finds what each row is: by the source that the row names, if that has its key; else by the source of the import; else by
// the register's own id, as an export has it.
func (p *plan) recognise(ctx context.Context, r *reader, a recycle.Actor) error {
	p.found = make([]*found, len(r.keys))
	byName := map[[2]string]recycle.Ref{}
	if len(r.columns["source"]) > 0 {
		refs, err := p.store.RefsOfKind(ctx, p.kind)
		if err != nil {
			return err
		}
		for _, ref := range refs {
			byName[[2]string{ref.Source, ref.Key}] = ref
		}
	}
	var ids []string
	for i, key := range r.keys {
		ref, named := byName[[2]string{r.cell(&r.rows.Rows[i], "source"), key}]
		own, known := p.refs[key]
		switch {
		case key == "":
		case named:
			p.found[i] = &found{ref, true}
		case known:
			p.found[i] = &found{own, false}
		case recycle.IsID(key):
			ids = append(ids, key)
		}
	}
	there, err := p.there(ctx, ids, a)
	if err != nil {
		return err
	}
	for i, key := range r.keys {
		if p.found[i] == nil && there[key] {
			p.found[i] = &found{recycle.Ref{Source: p.source, Key: key, ID: key}, true}
		}
	}
	r.found = p.found
	return nil
}

// there tells which of ids the register has. To a company a site that it does not run is as unknown as any other id.
func (p *plan) there(ctx context.Context, ids []string, a recycle.Actor) (map[string]bool, error) {
	there := map[string]bool{}
	for batch := range slices.Chunk(ids, loadBatch) {
		rows, err := p.store.Versions(ctx, p.kind, batch, p.today)
		if err != nil {
			return nil, err
		}
		for i := range rows.SiteV {
			v := &rows.SiteV[i]
			there[string(v.SiteID)] = a.Is(recycle.Planner) || v.OperatorOrgID == a.OrgID
		}
		for i := range rows.AreaV {
			there[string(rows.AreaV[i].AreaID)] = true
		}
		for i := range rows.DemandV {
			there[string(rows.DemandV[i].DemandID)] = true
		}
		for i := range rows.RouteV {
			there[string(rows.RouteV[i].RouteID)] = true
		}
	}
	return there, nil
}

// missing counts the things of the source that the file does not name.
func (p *plan) missing() int {
	named := map[string]bool{}
	for _, f := range p.found {
		if f != nil {
			named[f.ref.ID] = true
		}
	}
	n := 0
	for _, ref := range p.refs {
		if !named[ref.ID] {
			n++
		}
	}
	return n
}
