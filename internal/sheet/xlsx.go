package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the first worksheet that is not blank. Numbers and dates stay the numbers that the file holds.
func readXLSX(data []byte) (t *Table, err error) {
	if err := checkZip(data); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: MaxUnzip, UnzipXMLSizeLimit: 16 << 20,
	})
	if err != nil {
		return nil, &Error{Code: "xlsx.content", Err: err}
	}
	defer func() { err = errors.Join(err, f.Close()) }() // removes the temporary files of long worksheets
	for _, name := range f.GetSheetList() {
		t, err := readSheet(f, name)
		if sheetErr, ok := errors.AsType[*Error](err); ok && sheetErr.Code == "sheet.empty" {
			continue
		}
		return t, err
	}
	return nil, &Error{Code: "sheet.empty"}
}

// checkZip reads the directory of a ZIP file and adds up what its parts say they unpack to; the library that unpacks them stops
// where a part is longer than it said.
func checkZip(data []byte) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &Error{Code: "xlsx.zip", Err: err}
	}
	var total uint64
	for _, part := range r.File {
		if total += min(part.UncompressedSize64, MaxUnzip+1); total > MaxUnzip {
			return &Error{Code: "xlsx.zip", Err: errors.New("unpacks to too much")}
		}
	}
	return nil
}

func readSheet(f *excelize.File, name string) (*Table, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, sheetError(err)
	}
	cells, lines, err := collect(rows)
	if err = errors.Join(err, rows.Close()); err != nil {
		return nil, err
	}
	t, err := newTable(XLSX, cells, lines)
	if t != nil {
		t.sheet = name
	}
	return t, err
}

func collect(rows *excelize.Rows) (cells [][]string, lines []int, err error) {
	for line := 1; rows.Next(); line++ {
		row, err := rows.Columns()
		if err != nil {
			return nil, nil, sheetError(err)
		}
		switch {
		case len(row) == 0:
			continue
		case len(row) > MaxColumns:
			return nil, nil, &Error{Code: "sheet.too_many_columns", Line: line}
		case len(cells) > MaxRows:
			return nil, nil, &Error{Code: "sheet.too_many_rows", Line: line}
		}
		for i, c := range row {
			if len(c) > MaxCell {
				return nil, nil, &Error{Code: "sheet.cell_too_large", Line: line, Column: i + 1}
			}
		}
		cells, lines = append(cells, row), append(lines, line)
	}
	if err := rows.Error(); err != nil {
		return nil, nil, sheetError(err)
	}
	return cells, lines, nil
}

// sheetError marks an error of the library as one of the file.
func sheetError(err error) error {
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Error{Code: "xlsx.zip", Err: err}
	}
	return &Error{Code: "xlsx.content", Err: err}
}
