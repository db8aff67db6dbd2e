package sheet

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// book writes an XLSX file of one worksheet. Rows go to a temporary file when they become many. Text is written as string cells,
// so that nothing in it is ever computed.
type book struct {
	out    io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	strong int // style of the header and the totals
	line   int
}

func newBook(out io.Writer) (*book, error) {
	f := excelize.NewFile()
	stream, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sheet: %w", err), f.Close())
	}
	strong, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sheet: %w", err), f.Close())
	}
	return &book{out: out, file: f, stream: stream, strong: strong}, nil
}

func (b *book) Title(text string) error { return b.write([]any{text}, 0) }

func (b *book) Header(names ...string) error {
	cells := make([]any, len(names))
	for i, n := range names {
		cells[i] = n
	}
	return b.write(cells, b.strong)
}

func (b *book) Row(cells ...any) error { return b.write(cells, 0) }

func (b *book) Total(cells ...any) error { return b.write(cells, b.strong) }

func (b *book) Close() error {
	err := b.stream.Flush()
	if err == nil {
		_, err = b.file.WriteTo(b.out)
	}
	if err = errors.Join(err, b.file.Close()); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}

func (b *book) write(cells []any, style int) error {
	b.line++
	at, err := excelize.CoordinatesToCellName(1, b.line)
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	row := make([]any, len(cells))
	for i, c := range cells {
		if _, err := csvText(c); err != nil {
			return err
		}
		row[i] = excelize.Cell{StyleID: style, Value: c}
	}
	if err := b.stream.SetRow(at, row); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}
