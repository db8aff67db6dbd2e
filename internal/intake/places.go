package intake

import (
	"strconv"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Place is a row of sites, demand or any other points, read without the register.
type Place struct {
	Line     int
	ID, Name string // the id column, else the line; the name or address
	At       geo.Point
	Stored   bool // it has a position that can be stored
	Weight   float64
	Weighed  bool // the weight is a number from 0
}

// Places returns the rows of a file as points, its columns found as in an import of the kind. weight is the header of a column, or
// empty: then every row weighs 1.
func Places(rows *Rows, kind recycle.ImportKind, s recycle.ImportSettings, weight string) ([]Place, error) {
	r, err := read(&Input{Kind: kind, Rows: rows, Settings: s}, nil, nil)
	if err != nil {
		return nil, err
	}
	w := -1
	if weight != "" {
		if w = column(rows.Columns, weight); w < 0 {
			return nil, &recycle.Error{Kind: recycle.Invalid, Code: "import.invalid", Fields: []recycle.Field{{Path: "weight", Code: "unknownColumn"}}}
		}
	}
	list := make([]Place, len(rows.Rows))
	for i := range rows.Rows {
		row := &rows.Rows[i]
		p := Place{Line: row.Line, ID: r.idOf(i), Name: r.text(row, "name"), Weight: 1, Weighed: true}
		if p.Name == "" {
			p.Name = r.text(row, "address")
		}
		place, _, wrong := judge(r.positions[i], &bounds{any: true})
		p.At, p.Stored = geo.Point{place.Lon.V, place.Lat.V}, !wrong
		if w >= 0 {
			p.Weight, p.Weighed = parseNumber(cell(row.Cells, w))
			if p.Weight < 0 || !p.Weighed {
				p.Weight, p.Weighed = 0, false
			}
		}
		list[i] = p
	}
	return list, nil
}

// WeightColumns returns the headers by which a file of demand can be weighed: of its households, then of its people, as far as it
// has them, found as in an import.
func WeightColumns(rows *Rows, s recycle.ImportSettings) (headers []string, err error) {
	r, err := read(&Input{Kind: recycle.ImportDemand, Rows: rows, Settings: s}, nil, nil)
	if err != nil {
		return nil, err
	}
	for _, key := range []string{householdsWord.Key, peopleWord.Key} {
		for _, at := range r.columns[key] {
			headers = append(headers, rows.Columns[at])
		}
	}
	return headers, nil
}

// idOf returns what the file calls row i: its id, or its line.
func (r *reader) idOf(i int) string {
	if len(r.columns[Targets(r.kind)[0].Key]) > 0 && r.keys[i] != "" {
		return r.keys[i]
	}
	return strconv.Itoa(r.rows.Rows[i].Line)
}

// Shape is a row of areas or routes, read without the register: a MultiPolygon or a MultiLineString by WGS-84.
type Shape struct {
	ID, Name string
	Geometry geo.Geometry
}

// Shapes returns the rows of a file of areas or routes that have a shape, and what is wrong with the others.
func Shapes(rows *Rows, kind recycle.ImportKind, s recycle.ImportSettings) ([]Shape, []recycle.ImportProblem, error) {
	r, err := read(&Input{Kind: kind, Rows: rows, Settings: s}, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	var list []Shape
	for i := range rows.Rows {
		row := &rows.Rows[i]
		if row.Fault != nil || row.Geometry == nil {
			code := "position.missing"
			if row.Fault != nil {
				code = row.Fault.Code
			}
			r.problem(recycle.RowWrong, row, 0, code, faultMessage(code), "")
			continue
		}
		g, ok := r.shapeOf(row)
		if !ok {
			r.problem(recycle.RowWrong, row, 0, "row.geometry_type", messages["row.geometry_type"].en, "")
			continue
		}
		list = append(list, Shape{ID: r.idOf(i), Name: r.text(row, "name"), Geometry: geo.Convert(g, r.rowDatum(row), geo.WGS84)})
	}
	return list, r.problems, nil
}

func (r *reader) shapeOf(row *Row) (geo.Geometry, bool) {
	if r.kind == recycle.ImportRoutes {
		return asLines(row.Geometry)
	}
	return asPolygons(row.Geometry)
}

func asPolygons(g geo.Geometry) (geo.MultiPolygon, bool) {
	switch g := g.(type) {
	case geo.Polygon:
		return geo.MultiPolygon{g}, true
	case geo.MultiPolygon:
		return g, true
	}
	return nil, false
}
