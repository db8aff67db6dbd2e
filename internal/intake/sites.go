package intake

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// sites reads the rows of a file of sites.
func (r *reader) sites() []item[recycle.SiteFacts] {
	items := make([]item[recycle.SiteFacts], len(r.rows.Rows))
	for i := range r.rows.Rows {
		it := &items[i]
		it.line, it.key = r.rows.Rows[i].Line, r.keys[i]
		if r.usable(i) {
			it.facts, it.ok = r.site(i)
		}
	}
	r.reportWords()
	return items
}

func (r *reader) site(i int) (f recycle.SiteFacts, ok bool) {
	row := &r.rows.Rows[i]
	if f.Place, ok = r.place(i); !ok {
		return f, false
	}
	f.Address = strings.TrimSpace(r.text(row, "address") + " " + r.text(row, "address2"))
	f.Name = r.siteName(row, f.Address, i)
	if f.Kind, ok = readKind(r.text(row, "kind")); !ok {
		r.refuse(row, "kind", "kind.unknown", r.text(row, "kind"))
		return f, false
	}
	if f.InA, f.InB, ok = readNetwork(r.text(row, "network")); !ok {
		r.refuse(row, "network", "network.unknown", r.text(row, "network"))
		return f, false
	}
	if f.State, ok = readState(r.text(row, "state")); !ok {
		r.refuse(row, "state", "state.unknown", r.text(row, "state"))
		return f, false
	}
	f.OperatorName, f.District = r.text(row, "operator"), r.text(row, "district")
	f.Hours, f.Note = r.text(row, "hours"), r.text(row, "note")
	if f.AreaM2, ok = r.measure(row, "area_m2"); !ok {
		return f, false
	}
	if f.CapacityKgDay, ok = r.measure(row, "capacity"); !ok {
		return f, false
	}
	r.categoriesOf(row, &f)
	return f, r.valid(row, f.Validate())
}

// siteName returns the name of a site: its own, else its address, else what its source calls it.
func (r *reader) siteName(row *Row, address string, i int) string {
	if name := r.text(row, "name"); name != "" {
		return name
	}
	if address != "" {
		if runes := []rune(address); len(runes) > recycle.MaxName {
			return string(runes[:recycle.MaxName])
		}
		return address
	}
	return r.keys[i]
}

// categoriesOf sets the categories that the catalogue has and keeps the other words as labels. A blank cell is a warning, if there
// is a column at all.
func (r *reader) categoriesOf(row *Row, f *recycle.SiteFacts) {
	text := r.text(row, "categories")
	keys, labels := r.categories.read(text)
	f.Categories, f.LocalCategories = strings.Join(keys, ","), strings.Join(labels, ",")
	if text == "" && len(r.columns["categories"]) > 0 {
		r.problem(recycle.RowWarning, row, r.number("categories"), "category.blank", messages["category.blank"], "")
	}
	for _, w := range labels {
		if r.unknown[w] == nil {
			r.unknown[w] = &unknownWord{line: row.Line}
		}
		r.unknown[w].rows++
	}
}

// measure reads an optional number from 0.
func (r *reader) measure(row *Row, target string) (v sql.Null[float64], ok bool) {
	text := r.text(row, target)
	if text == "" {
		return v, true
	}
	n, ok := parseNumber(text)
	if !ok || n < 0 {
		r.refuse(row, target, "number.decimal", text)
		return v, false
	}
	return sql.Null[float64]{V: n, Valid: true}, true
}

// mergeSite returns what a site becomes by a row: what the file does not say stays, and its state too unless the row's own cell says
// it (else row.State is empty), for an import must not open again by a constant what a person has closed.
func (r *reader) mergeSite(old, row recycle.SiteFacts) recycle.SiteFacts {
	f := row
	f.ServiceArea = old.ServiceArea
	f.OperatorOrgID = old.OperatorOrgID
	if f.State == "" {
		f.State = old.State
	}
	keep := []struct {
		target string
		from   func()
	}{
		{"kind", func() { f.Kind = old.Kind }},
		{"network", func() { f.InA, f.InB = old.InA, old.InB }},
		{"operator", func() { f.OperatorName = old.OperatorName }},
		{"categories", func() { f.Categories, f.LocalCategories = old.Categories, old.LocalCategories }},
		{"address", func() { f.Address = old.Address }},
		{"district", func() { f.District = old.District }},
		{"hours", func() { f.Hours = old.Hours }},
		{"area_m2", func() { f.AreaM2 = old.AreaM2 }},
		{"capacity", func() { f.CapacityKgDay = old.CapacityKgDay }},
		{"note", func() { f.Note = old.Note }},
	}
	for _, k := range keep {
		if !r.says(k.target) {
			k.from()
		}
	}
	if !r.says("name") && !r.says("address") {
		f.Name = old.Name
	}
	if f.OperatorName != old.OperatorName {
		f.OperatorOrgID = ""
	}
	return f
}

// planSites compares sites with the register.
func (p *plan) planSites(ctx context.Context, r *reader, a recycle.Actor) error {
	items := r.sites()
	own := !a.Is(recycle.Planner)
	initial, _ := readState(r.constant["state"]) // where it is none, a row that needs it has been refused
	for i := range items {
		if r.cell(&r.rows.Rows[i], "state") == "" {
			items[i].facts.State = ""
		}
		if own { // a company proposes sites that it will run
			items[i].facts.State, items[i].facts.OperatorOrgID = recycle.SiteProposed, a.OrgID
		}
	}
	d := difference[recycle.SiteFacts]{plan: p, reader: r, items: items,
		fields: func(f *recycle.SiteFacts) []field { return siteFields(f) },
		merge: func(before, row recycle.SiteFacts) recycle.SiteFacts {
			f := r.mergeSite(before, row)
			if own {
				f.State, f.OperatorOrgID = before.State, before.OperatorOrgID
			}
			return f
		},
		name: func(f *recycle.SiteFacts) string { return f.Name },
		load: func(rows *recycle.RegisterRows) map[string]recycle.SiteFacts {
			found := map[string]recycle.SiteFacts{}
			for _, v := range rows.SiteV {
				found[string(v.SiteID)] = v.SiteFacts
			}
			return found
		},
		refused: func(before *recycle.SiteFacts) string {
			switch {
			case !own || before.ProposalOf(a.OrgID):
				return ""
			case before.OperatorOrgID != a.OrgID:
				return "site.foreign"
			}
			return "site.not_proposed"
		},
		created: func(id string) {
			p.rows.Sites = append(p.rows.Sites, recycle.Site{ID: recycle.SiteID(id), CreatedAt: p.at, CreatedByOrg: a.OrgID, Token: newToken()})
		},
	}
	d.add = func(id string, f recycle.SiteFacts, from recycle.Day) {
		f.State = cmp.Or(f.State, initial)
		p.rows.SiteV = append(p.rows.SiteV, recycle.SiteVersion{SiteID: recycle.SiteID(id), ValidFrom: from, ValidTo: recycle.LastDay, SiteFacts: f,
			ImportID: p.rows.Import.ID, ChangedBy: a.PersonID, ChangedAt: p.at})
	}
	return d.run(ctx)
}

// mayImport reports whether a may import the kind.
func mayImport(a recycle.Actor, kind recycle.ImportKind) error {
	if a.Is(recycle.Planner) || kind == recycle.ImportSites && a.Is(recycle.CompanyOperator) {
		return nil
	}
	return &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
}

// isKind reports whether the program imports the kind.
func isKind(kind recycle.ImportKind) bool { return slices.Contains(recycle.ImportKinds(), kind) }
