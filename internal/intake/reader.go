package intake

import (
	"fmt"
	"slices"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// item is one checked row.
type item[F any] struct {
	line  int
	key   string
	facts F
	ok    bool   // it can be stored
	hash  []byte // of what it says, if the register has it otherwise
}

// reader turns rows into items and collects what is wrong with them.
type reader struct {
	*binding
	rows       *Rows
	datum      geo.Datum
	keys       []string // by row; blank where a row has none
	positions  []given  // by row, of the kinds that have them
	bounds     bounds
	categories catalogue
	unknown    map[string]*unknownWord
	nameless   unknownWord // rows without a name, in a file that has no column for it
	problems   []recycle.ImportProblem
	found      []*found // by row, once they are recognised
}

type unknownWord struct{ line, rows int }

// read makes a reader of rows; its bounds are the areas, if there are any, else the extent of the file.
func read(in *Input, areas *geo.Areas, categories []recycle.CategoryRow) (*reader, error) {
	b, err := bind(in.Kind, in.Rows, in.Settings)
	if err != nil {
		return nil, err
	}
	r := &reader{binding: b, rows: in.Rows, datum: in.Settings.Datum, categories: newCatalogue(categories), unknown: map[string]*unknownWord{},
		problems: []recycle.ImportProblem{}}
	if r.datum == "" {
		r.datum = geo.WGS84
	}
	if in.Kind == recycle.ImportSites || in.Kind == recycle.ImportDemand {
		for i := range in.Rows.Rows {
			r.positions = append(r.positions, b.given(&in.Rows.Rows[i], r.datum))
		}
		r.bounds = bounds{areas: areas}
		if areas == nil {
			r.bounds = extent(r.positions)
		}
	}
	r.findKeys()
	return r, nil
}

// findKeys gives every row its key. The id column is the one that the user named, or one found by its header: that is left out, with a
// warning, only if most of its cells are blank or stood in an earlier row, for then it says something else.
func (r *reader) findKeys() {
	id := Targets(r.kind)[0].Key
	r.keys = make([]string, len(r.rows.Rows))
	seen, repeats, blank := map[string]bool{}, 0, 0
	for i := range r.rows.Rows {
		key := r.cell(&r.rows.Rows[i], id)
		r.keys[i] = key
		name := r.cell(&r.rows.Rows[i], "source") + "\n" + key
		switch {
		case key == "":
			blank++
		case seen[name]:
			repeats++
		}
		seen[name] = true
	}
	if n := r.number(id); n > 0 {
		if r.mapped[id] || 2*(repeats+blank) <= len(r.keys) {
			return
		}
		if len(r.keys) > blank { // a column without a single id is none
			r.problem(recycle.RowWarning, &r.rows.Rows[0], n, "id.repeats", messages["id.repeats"].en, r.rows.Columns[n-1])
		}
	}
	r.columns[id] = nil
	for i := range r.rows.Rows {
		r.keys[i] = r.hashOfRow(i)
	}
}

// hashOfRow is the key of a row without an id: of its name, address and position as given, without those of all its cells.
func (r *reader) hashOfRow(i int) string {
	row := &r.rows.Rows[i]
	parts := []string{r.cell(row, "name"), r.cell(row, "address"), r.cell(row, "address2")}
	if r.kind == recycle.ImportAreas || r.kind == recycle.ImportRoutes {
		parts = append(parts, r.cell(row, "parent"), r.cell(row, "code"))
	}
	if r.positions != nil {
		parts = append(parts, r.positions[i].lon, r.positions[i].lat)
	}
	if !slices.ContainsFunc(parts, func(s string) bool { return s != "" }) {
		parts = row.Cells
	}
	return hashKey(parts...)
}

// problem notes something about a target of a row.
func (r *reader) problem(level recycle.ImportLevel, row *Row, column int, code, message, value string) {
	r.problems = append(r.problems, recycle.ImportProblem{Line: row.Line, Column: column, Code: code, Message: message, Level: level, Value: short(value)})
}

// refuse notes why a row cannot be stored.
func (r *reader) refuse(row *Row, target, code, value string) {
	r.problem(recycle.RowWrong, row, r.number(target), code, messages[code].en, value)
}

// refuseTwice notes that row i has the key of an earlier row, whose line is other, and other contents.
func (r *reader) refuseTwice(i, other int) {
	r.refuseKey(i, "id.duplicate")
	p := &r.problems[len(r.problems)-1]
	p.Other, p.Message = other, fmt.Sprintf("%q stood in line %d with other contents", p.Value, other)
}

// refuseKey notes why row i cannot be stored under its key; of a key that no column has, the name is shown.
func (r *reader) refuseKey(i int, code string) {
	row, id := &r.rows.Rows[i], Targets(r.kind)[0].Key
	if len(r.columns[id]) == 0 {
		r.refuse(row, "name", code, r.text(row, "name"))
		return
	}
	r.refuse(row, id, code, r.keys[i])
}

// usable reports whether row i can be read as such and has a key; it notes why not. A position beyond the Earth is judged with the
// other positions. What the register has already may come without its shape.
func (r *reader) usable(i int) bool {
	row := &r.rows.Rows[i]
	if f := row.Fault; f != nil && (f.Position == nil || r.positions == nil) && !(f.Code == "position.missing" && r.positions == nil && r.isKnown(i)) {
		r.problem(recycle.RowWrong, row, 0, f.Code, faultMessage(f.Code), "")
		return false
	}
	if r.keys[i] == "" {
		r.refuse(row, Targets(r.kind)[0].Key, "id.missing", "")
		return false
	}
	if !recycle.IsText(r.keys[i], recycle.MaxName) {
		r.refuse(row, Targets(r.kind)[0].Key, "id.text", r.keys[i])
		return false
	}
	return true
}

// isKnown reports whether the register has what row i is.
func (r *reader) isKnown(i int) bool { return i < len(r.found) && r.found[i] != nil }

// place judges the position of row i and notes what is wrong with it.
func (r *reader) place(i int) (recycle.Place, bool) {
	row, g := &r.rows.Rows[i], r.positions[i]
	if row.Geometry != nil {
		if _, ok := row.Geometry.(geo.Point); !ok {
			r.problem(recycle.RowWrong, row, 0, "row.geometry_type", messages["row.geometry_type"].en, "")
			return recycle.Place{}, false
		}
	}
	place, code, wrong := judge(g, &r.bounds)
	value := g.lon + ", " + g.lat
	switch {
	case wrong:
		r.problem(recycle.RowWrong, row, g.column, code, messages[code].en, value)
		return place, false
	case code != "":
		r.problem(recycle.RowOutside, row, g.column, code, messages[code].en, value)
	}
	return place, true
}

// count reads a whole number from 0; a blank cell is 0.
func (r *reader) count(row *Row, target string) (int64, bool) {
	text := r.text(row, target)
	if text == "" {
		return 0, true
	}
	n, ok := parseCount(text)
	if !ok {
		r.refuse(row, target, "number.count", text)
	}
	return n, ok
}

// valid notes the first field that facts may not have.
func (r *reader) valid(row *Row, err error) bool {
	if err == nil {
		return true
	}
	target, code := "", "row.invalid"
	if fields := fieldsOf(err); len(fields) > 0 {
		target, code = fields[0].Path, fields[0].Path+"."+fields[0].Code
	}
	r.problem(recycle.RowWrong, row, r.number(target), code, fmt.Sprintf("%s cannot be stored: too long, missing, or out of range", target), "")
	return false
}

// reportWords notes each word that the catalogue does not have, once, and that a file names nothing.
func (r *reader) reportWords() {
	if n := r.nameless; n.rows > 0 {
		r.problems = append(r.problems, recycle.ImportProblem{Line: n.line, Code: "name.blank", Level: recycle.RowWarning,
			Message: fmt.Sprintf("%s (%d rows: no column has names)", messages["name.blank"].en, n.rows)})
	}
	for w, u := range r.unknown {
		r.problems = append(r.problems, recycle.ImportProblem{Line: u.line, Column: r.number("categories"), Code: "category.unknown",
			Message: fmt.Sprintf("%q is no category of the catalogue; kept as a local label (%d rows)", short(w), u.rows), Level: recycle.RowWarning, Value: short(w)})
	}
}

// said returns fields without the text of those that only a default says. Their hash tells whether the source says something new:
// if not, what a person has changed since stays.
func (r *reader) said(fields []field) []field {
	always := map[string]bool{"name": true, "address": true, "code": true, "level": true, "lon": true, "lat": true, "datum": true}
	out := make([]field, len(fields))
	for i, f := range fields {
		target, known := canonical(r.kind, strings.TrimPrefix(f.name, "local_"))
		silent := known && !always[target] && !r.says(target)
		silent = silent && !(f.name == "network" && f.text == "AB") // which no default says, but the name of a kind
		if silent || f.name == "state" && len(r.columns["state"]) == 0 {
			f.text = ""
		}
		out[i] = f
	}
	return out
}
