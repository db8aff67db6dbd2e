package intake

import (
	"strconv"
	"strings"

	"liangwang/geo"
)

// Table is a parsed spreadsheet; *sheet.Table is one.
type Table interface {
	Header() []string
	Rows() int
	Line(row int) int
	// Width returns the number of cells of a row.
	Width(row int) int
	Cell(row, index int) string
}

// Rows is a file as rows of cells by column.
type Rows struct {
	Format   string // "csv", "xlsx", "geojson", "json"
	Encoding string
	Columns  []string // headers; a column's number is its index and 1
	Rows     []Row
	document []byte // of a map file, as read
}

// Row is one row of a file. Of a GeoJSON file it has a geometry, by the file's datum.
type Row struct {
	Line     int
	Cells    []string // by column, without the blanks around them; may be shorter than the header
	Geometry geo.Geometry
	Fault    *Fault   // why the row as such cannot be read; its cells may be there all the same
	surplus  []string // cells beyond the header, if one of them is not blank
}

// point returns longitude and latitude of a row of a map file as given, if it is a point.
func (r *Row) point() (at [2]string, ok bool) {
	if r.Fault != nil && r.Fault.Position != nil {
		return *r.Fault.Position, true
	}
	p, ok := r.Geometry.(geo.Point)
	if !ok {
		return at, false
	}
	return [2]string{strconv.FormatFloat(p[0], 'f', -1, 64), strconv.FormatFloat(p[1], 'f', -1, 64)}, true
}

// Fault is what is wrong with a row before any column is looked at.
type Fault struct {
	Code     string
	Position *[2]string // of a point beyond the Earth: longitude and latitude as given
}

// FromTable returns the rows of a spreadsheet. In a CSV file a row with more or fewer cells than the header is wrong: its cells may
// stand in the wrong columns, or the file is cut off. A workbook leaves blank cells out.
func FromTable(t Table, format, encoding string) *Rows {
	r := &Rows{Format: format, Encoding: encoding, Columns: t.Header()}
	for i := range t.Rows() {
		row := Row{Line: t.Line(i), Cells: make([]string, 0, min(t.Width(i), len(r.Columns)))}
		for c := range t.Width(i) {
			cell := trim(t.Cell(i, c))
			if c < len(r.Columns) {
				row.Cells = append(row.Cells, cell)
			} else if cell != "" || row.surplus != nil {
				row.surplus = append(row.surplus, cell)
			}
		}
		if row.surplus != nil || format == "csv" && t.Width(i) < len(r.Columns) {
			row.Fault = &Fault{Code: "row.ragged"}
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// trim takes off the blanks around a cell, the non-breaking space and the byte order mark among them.
func trim(s string) string { return strings.Trim(s, " \t\r\n\u00a0\u3000\ufeff") }
