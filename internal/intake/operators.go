package intake

import (
	"context"
	"fmt"
	"slices"

	"liangwang/internal/recycle"
)

// lookForOperators notes each operator that no organisation of the register is, once, by name, credit code or id. Who is no planner
// names only the own organisation, and has been told so.
func lookForOperators[F any](ctx context.Context, p *plan, r *reader, a recycle.Actor, items []item[F]) error {
	if !r.says("operator") || !a.Is(recycle.Planner) {
		return nil
	}
	orgs, err := p.store.OrgsOfKind(ctx, "")
	if err != nil {
		return err
	}
	var names []string // in the order of their first rows
	found := map[string]*unknownWord{}
	for i := range items {
		name := r.text(&r.rows.Rows[i], "operator")
		if !items[i].ok || name == "" {
			continue
		}
		u := found[name]
		if u == nil {
			u = &unknownWord{line: items[i].line}
			found[name], names = u, append(names, name)
		}
		u.rows++
	}
	for _, name := range names {
		if slices.ContainsFunc(orgs, func(o recycle.Org) bool { return isNamed(&o, name) }) {
			continue
		}
		u := found[name]
		r.problems = append(r.problems, recycle.ImportProblem{Line: u.line, Column: r.number("operator"), Code: "operator.unknown", Level: recycle.RowWarning, Value: short(name),
			Message: fmt.Sprintf("%q: %s (%d rows)", short(name), messages["operator.unknown"].en, u.rows)})
	}
	return nil
}
