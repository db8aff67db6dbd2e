// Package sheet reads and writes tables: CSV and XLSX, with the place of every cell kept.
//
//	Table     表      the cells of one file, its header row found, what stands above it left out
//	line      行号    the row as the spreadsheet numbers it; in CSV the record from the top of the file, both from 1
//	column    列号    from 1
//	banner    标题行  what stands above the header row: a title, a date, a filter
//	Writer    写出    a table row by row, as CSV or XLSX, so that a long export needs no memory
package sheet

import (
	"bytes"
	"strings"
)

// Limits of a file that is read. What is larger is an Error, never a long wait.
const (
	MaxFile    = 32 << 20  // bytes of the file
	MaxUnzip   = 256 << 20 // bytes of all parts of an XLSX file, unpacked
	MaxCell    = 1 << 20   // bytes of one cell
	MaxRows    = 1_000_000
	MaxColumns = 1_000
)

// Format is how a table is written in a file.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Table is a file that was read. Its rows are those below the header row that are not blank.
type Table struct {
	format     Format
	encoding   string
	sheet      string
	header     []string
	headerLine int
	rows       [][]string
	lines      []int
}

// Format returns how the file is written.
func (t *Table) Format() Format { return t.format }

// Encoding returns how the text of a CSV file was encoded: "utf-8", "gb18030" or "utf-16"; "utf-8" of an XLSX file.
func (t *Table) Encoding() string { return t.encoding }

// Sheet returns the name of the worksheet that was read; empty for CSV.
func (t *Table) Sheet() string { return t.sheet }

// Header returns the cells of the header row without the blanks around them. The column of a cell is its index and 1.
func (t *Table) Header() []string { return t.header }

// HeaderLine returns the line of the header row.
func (t *Table) HeaderLine() int { return t.headerLine }

// Rows returns the number of rows.
func (t *Table) Rows() int { return len(t.rows) }

// Line returns the line of row i.
func (t *Table) Line(i int) int { return t.lines[i] }

// Width returns the number of cells that row i has in the file; it may differ from the header's.
func (t *Table) Width(i int) int { return len(t.rows[i]) }

// Cell returns the text of a cell as it stands in the file, blanks included; empty beyond the end of the row. A number or a date
// of an XLSX file is the number that the file holds.
func (t *Table) Cell(row, index int) string {
	if index < 0 || index >= len(t.rows[row]) {
		return ""
	}
	return t.rows[row][index]
}

// Read reads the table of a file: an XLSX file by its first bytes, anything else as CSV. Errors are *Error.
func Read(data []byte) (*Table, error) {
	if len(data) > MaxFile {
		return nil, &Error{Code: "sheet.too_large"}
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, &Error{Code: "xls.old_format"}
	}
	return readCSV(data)
}

// IsTable reports whether the first bytes of data are those of a table and not of JSON.
func IsTable(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(head) == 0 || head[0] != '{' && head[0] != '['
}

// newTable finds the header row of cells and keeps what stands below it.
func newTable(format Format, cells [][]string, lines []int) (*Table, error) {
	h := headerRow(cells)
	if h < 0 {
		return nil, &Error{Code: "sheet.empty"}
	}
	t := &Table{format: format, encoding: "utf-8", headerLine: lines[h]}
	for _, c := range cells[h] {
		t.header = append(t.header, strings.TrimSpace(c))
	}
	for i := h + 1; i < len(cells); i++ {
		if filled(cells[i]) > 0 {
			t.rows, t.lines = append(t.rows, cells[i]), append(t.lines, lines[i])
		}
	}
	return t, nil
}

// headerRow returns the index of the header: the first row that fills more than half of the columns that the widest of the first
// rows fills, so that a banner above it is skipped; -1 if every row is blank.
func headerRow(cells [][]string) int {
	const looked = 20
	widest, seen := 0, 0
	for _, row := range cells {
		if n := filled(row); n > 0 && seen < looked {
			widest = max(widest, n)
			seen++
		}
	}
	for i, row := range cells {
		if n := filled(row); n > 0 && 2*n > widest {
			return i
		}
	}
	return -1
}

// filled returns how many cells of row are not blank.
func filled(row []string) int {
	n := 0
	for _, c := range row {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}
