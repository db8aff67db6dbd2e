package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// book writes an XLSX file of one worksheet. Rows go to a temporary file when they become many. Text is written as string cells,
// so that nothing in it is ever computed.
type book struct {
	out    io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	plain  look
	strong look // of the header and the totals
	line   int
}

// look is the styles of a row: of its shares, and of its other cells.
type look struct{ share, other int }

const (
	maxSheetName = 31 // characters, by the format
	columnWidth  = 14 // characters: a time with its day
	percentStyle = 10 // 0.00%, built in
)

// NewBook returns a Writer of XLSX to w with one worksheet called name, cut to what the format allows.
func NewBook(w io.Writer, name string) (Writer, error) {
	b := &book{out: w, file: excelize.NewFile()}
	if err := b.open(name); err != nil {
		return nil, errors.Join(fmt.Errorf("sheet: %w", err), b.file.Close())
	}
	return b, nil
}

func (b *book) open(name string) error {
	name = strings.Trim(strings.NewReplacer(":", " ", `\`, " ", "/", " ", "?", " ", "*", " ", "[", " ", "]", " ").Replace(name), "' ")
	if r := []rune(name); len(r) > maxSheetName {
		name = string(r[:maxSheetName])
	}
	if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
		return err
	}
	bold := &excelize.Font{Bold: true}
	var errs [4]error
	b.plain.share, errs[0] = b.file.NewStyle(&excelize.Style{NumFmt: percentStyle})
	b.strong.share, errs[1] = b.file.NewStyle(&excelize.Style{NumFmt: percentStyle, Font: bold})
	b.strong.other, errs[2] = b.file.NewStyle(&excelize.Style{Font: bold})
	b.stream, errs[3] = b.file.NewStreamWriter(name)
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	return b.stream.SetColWidth(1, 30, columnWidth)
}

func (b *book) Title(text string) error { return b.write([]any{text}, b.plain) }

func (b *book) Header(names ...string) error {
	cells := make([]any, len(names))
	for i, n := range names {
		cells[i] = n
	}
	return b.write(cells, b.strong)
}

func (b *book) Row(cells ...any) error { return b.write(cells, b.plain) }

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

func (b *book) write(cells []any, style look) error {
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
		row[i] = excelize.Cell{StyleID: style.other, Value: c}
		if share, ok := c.(Share); ok {
			row[i] = excelize.Cell{StyleID: style.share, Value: float64(share)}
		}
	}
	if err := b.stream.SetRow(at, row); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}
