package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Writer writes a table row by row: titles first (the filter, the number of rows), then the header, the rows, the totals. A cell
// is a string (text), an int, int64 or float64 (a number), a Share, or nil (blank).
type Writer interface {
	// Title writes a row of one cell above the header.
	Title(text string) error
	Header(names ...string) error
	Row(cells ...any) error
	// Total writes a row that stands out.
	Total(cells ...any) error
	// Close ends the file. The caller closes what it is written to.
	Close() error
}

// Share is a part of one as a number: 0.042 is written as a number that XLSX shows as 4.20%.
type Share float64

// NewWriter returns a Writer of the format to w: CSV in UTF-8 with a byte order mark, or XLSX with a worksheet of no special name.
func NewWriter(w io.Writer, format Format) (Writer, error) {
	switch format {
	case CSV:
		b := bufio.NewWriterSize(w, 64<<10)
		_, err := b.WriteString("\ufeff")
		return &csvWriter{out: b}, err
	case XLSX:
		return NewBook(w, "数据")
	}
	return nil, fmt.Errorf("sheet: no format %q", format)
}

// NewGB18030Writer returns a Writer of CSV in GB18030, which old spreadsheets in China open by a double click.
func NewGB18030Writer(w io.Writer) Writer {
	return &csvWriter{out: bufio.NewWriterSize(&gbWriter{out: w, encoder: simplifiedchinese.GB18030.NewEncoder()}, 64<<10)}
}

// csvWriter writes RFC 4180 with CR LF. Text that begins like a formula stands behind an apostrophe; numbers never do.
type csvWriter struct{ out *bufio.Writer }

func (w *csvWriter) Title(text string) error { return w.Row(text) }

func (w *csvWriter) Header(names ...string) error {
	for i, n := range names {
		w.cell(i, Guard(n))
	}
	return w.endRow()
}

func (w *csvWriter) Row(cells ...any) error {
	for i, c := range cells {
		text, err := csvText(c)
		if err != nil {
			return err
		}
		w.cell(i, text)
	}
	return w.endRow()
}

func (w *csvWriter) Total(cells ...any) error { return w.Row(cells...) }

func (w *csvWriter) Close() error { return w.out.Flush() }

func (w *csvWriter) cell(i int, text string) {
	if i > 0 {
		w.out.WriteByte(',')
	}
	if strings.ContainsAny(text, ",;\t\"\r\n") || strings.TrimSpace(text) != text {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	w.out.WriteString(text) // bufio keeps the first error for the next call and for Flush
}

func (w *csvWriter) endRow() error {
	_, err := w.out.WriteString("\r\n")
	return err
}

func csvText(cell any) (string, error) {
	switch v := cell.(type) {
	case nil:
		return "", nil
	case string:
		return Guard(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case Share:
		return strconv.FormatFloat(float64(v), 'f', -1, 64), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return "", fmt.Errorf("sheet: a cell cannot be a %T", cell)
}
