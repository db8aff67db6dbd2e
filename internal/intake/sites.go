package intake

import (
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
	kind, fused := recycle.ReadFusedSite(r.text(row, "kind"))
	if f.Kind, ok = recycle.ReadSiteKind(r.text(row, "kind")); fused {
		f.Kind = kind
	} else if !ok {
		r.refuse(row, "kind", "kind.unknown", r.text(row, "kind"))
		return f, false
	}
	if f.InA, f.InB, ok = r.networks(row, f.Kind, fused); !ok {
		r.refuse(row, "network", "network.unknown", r.text(row, "network"))
		return f, false
	}
	if f.State, ok = recycle.ReadSiteState(r.text(row, "state")); !ok {
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

// networks returns the networks of a row; one that names none is in those of its kind, and in both if its kind says 两网融合.
func (r *reader) networks(row *Row, kind recycle.SiteKind, fused bool) (inA, inB, ok bool) {
	text := r.text(row, "network")
	if text == "" {
		inA, inB = kind.Networks()
		return inA || fused, inB || fused, true
	}
	return readNetwork(text)
}

// siteName returns the name of a site: its own, else its address, else what its source calls it, else its position. That the row has
// none is noted; a file whose rows have addresses alone is as it is meant.
func (r *reader) siteName(row *Row, address string, i int) string {
	if name := r.text(row, "name"); name != "" {
		return name
	}
	switch {
	case len(r.columns["name"]) > 0:
		r.problem(recycle.RowWarning, row, r.number("name"), "name.blank", messages["name.blank"].en, "")
	case address == "":
		if r.nameless.rows++; r.nameless.line == 0 {
			r.nameless.line = row.Line
		}
	}
	if address != "" {
		if runes := []rune(address); len(runes) > recycle.MaxName {
			return string(runes[:recycle.MaxName])
		}
		return address
	}
	if len(r.columns[Targets(r.kind)[0].Key]) == 0 { // the key is a hash, which says nothing to people
		return r.positions[i].lon + ", " + r.positions[i].lat
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
		r.problem(recycle.RowWarning, row, r.number("categories"), "category.blank", messages["category.blank"].en, "")
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
	f.ServiceArea, f.Place, f.Hours = old.ServiceArea, r.keepPlace(old.Place, row.Place), keepHours(old.Hours, row.Hours)
	f.OperatorOrgID = old.OperatorOrgID
	if f.State == "" {
		f.State = old.State
	}
	keep := []struct {
		target string
		from   func()
	}{
		{"kind", func() { f.Kind = old.Kind }},
		{"network", func() {
			if f.Fused() { // only the name of its kind has said so
				return
			}
			if old.InA || old.InB || f.Kind == old.Kind { // else the new kind's own are kept: a point must be in one
				f.InA, f.InB = old.InA, old.InB
			}
		}},
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

// mayImport reports whether a may import the kind.
func mayImport(a recycle.Actor, kind recycle.ImportKind) error {
	if a.Is(recycle.Planner) || kind == recycle.ImportSites && a.Is(recycle.CompanyOperator) {
		return nil
	}
	return &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
}

// isKind reports whether the program imports the kind.
func isKind(kind recycle.ImportKind) bool { return slices.Contains(recycle.ImportKinds(), kind) }
