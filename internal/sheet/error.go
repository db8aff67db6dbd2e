package sheet

import (
	"fmt"
	"strings"
)

// Error says why a file cannot be read, and where. The codes:
//
//	sheet.empty             no cell is filled
//	sheet.too_large         more than MaxFile bytes
//	sheet.cell_too_large    a cell of more than MaxCell bytes
//	sheet.too_many_rows     more than MaxRows
//	sheet.too_many_columns  more than MaxColumns
//	csv.quote               a quoted cell that does not end, or goes on after its end
//	csv.encoding            bytes that are neither UTF-8 nor GB18030
//	xlsx.zip                no whole ZIP file, or one that holds more than MaxUnzip bytes
//	xlsx.content            a ZIP file without a readable workbook
//	xls.old_format          the format of Excel before 2007
type Error struct {
	Code   string
	Line   int // 0 if it is about the whole file
	Column int // 0 if it is about the whole line
	Err    error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Line > 0 {
		fmt.Fprintf(&b, " at line %d", e.Line)
	}
	if e.Column > 0 {
		fmt.Fprintf(&b, ", column %d", e.Column)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Place returns the code, line and column: what a reader of the error needs without importing this package.
func (e *Error) Place() (code string, line, column int) { return e.Code, e.Line, e.Column }
