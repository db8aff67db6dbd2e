package intake

import (
	"cmp"
	"maps"
	"slices"

	"liangwang/internal/recycle"
)

// binding says where the values of each target come from.
type binding struct {
	kind     recycle.ImportKind
	columns  map[string][]int  // indexes of columns, the preferred first
	mapped   map[string]bool   // named by the user
	constant map[string]string // set by the user, else the default
	set      map[string]bool   // set by the user, not to blank
	closed   map[string]bool   // no column is read: set by the user, also to blank
}

// bind finds the columns of each target: those that the user named, else by synonyms. A name that no target or no column has, and a
// value for a target that the kind does not have, is Invalid.
func bind(kind recycle.ImportKind, rows *Rows, s recycle.ImportSettings) (*binding, error) {
	b := &binding{kind: kind, columns: map[string][]int{}, mapped: map[string]bool{}, constant: map[string]string{}, set: map[string]bool{}, closed: map[string]bool{}}
	maps.Copy(b.constant, defaults(kind))
	var check recycle.Check
	for name, value := range s.Set {
		key, ok := canonical(kind, name)
		check.That(ok, "set."+name, "oneOf")
		b.constant[key], b.set[key], b.closed[key] = cmp.Or(trim(value), b.constant[key]), trim(value) != "", true
	}
	for name, header := range s.Map {
		key, ok := canonical(kind, name)
		check.That(ok, "map."+name, "oneOf")
		i := column(rows.Columns, header)
		check.That(i >= 0, "map."+name, "unknownColumn")
		b.columns[key], b.mapped[key] = []int{i}, true
	}
	if err := check.Err("import.invalid"); err != nil {
		return nil, err
	}
	words := make([]string, len(rows.Columns))
	for i, h := range rows.Columns {
		words[i] = word(h)
	}
	for _, t := range Targets(kind) {
		if b.mapped[t.Key] || b.closed[t.Key] {
			continue
		}
		if b.columns[t.Key] = b.find(t.Words, words); b.columns[t.Key] == nil {
			b.columns[t.Key] = slices.DeleteFunc(b.find(t.unsure, words), func(i int) bool { return !rows.any(i, t.fits) })
		}
	}
	return b, nil
}

// any reports whether a value of column i is as fits says.
func (r *Rows) any(i int, fits func(string) bool) bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return fits(cell(row.Cells, i)) })
}

// column returns the index of the column with this header: as written, else as headers are compared.
func column(headers []string, name string) int {
	if i := slices.Index(headers, trim(name)); i >= 0 {
		return i
	}
	return slices.IndexFunc(headers, func(h string) bool { return word(h) != "" && word(h) == word(name) })
}

// find returns the columns of the first of names that any header has, its variants in their order.
func (b *binding) find(names, words []string) (found []int) {
	for _, name := range names {
		for _, v := range variants {
			if i := slices.Index(words, name+v); i >= 0 && !b.isMapped(i) && !slices.Contains(found, i) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// isMapped reports whether the user gave column i to a target.
func (b *binding) isMapped(i int) bool {
	for key := range b.mapped {
		if slices.Contains(b.columns[key], i) {
			return true
		}
	}
	return false
}

// text returns the value of a target in a row: of its first column that is not blank, else the constant.
func (b *binding) text(row *Row, target string) string {
	if text := b.cell(row, target); text != "" {
		return text
	}
	return b.constant[target]
}

// cell returns the value of a target in a row without the constant.
func (b *binding) cell(row *Row, target string) string {
	for _, i := range b.columns[target] {
		if text := cell(row.Cells, i); text != "" {
			return text
		}
	}
	return ""
}

// unread returns the headers that no target reads.
func (b *binding) unread(headers []string) []string {
	list := []string{}
	for i, h := range headers {
		read := false
		for _, columns := range b.columns {
			read = read || slices.Contains(columns, i)
		}
		if !read && h != "" {
			list = append(list, h)
		}
	}
	return list
}

// number returns the number of the target's column for a problem, 0 if it has none.
func (b *binding) number(target string) int {
	if c := b.columns[target]; len(c) > 0 {
		return c[0] + 1
	}
	return 0
}

// says reports whether the file or the user says the target, not only a default.
func (b *binding) says(target string) bool { return len(b.columns[target]) > 0 || b.set[target] }
