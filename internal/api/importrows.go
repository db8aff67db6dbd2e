package api

import (
	"context"
	"io"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

const csvType = "text/csv"

// rowsFile streams rows of an import in the format of their file; those of a map file of points as CSV.
func rowsFile(ctx context.Context, t *recycle.ImportRows, level recycle.ImportLevel) *huma.StreamResponse {
	title, mediaType := "要改的行", csvType
	if level == recycle.RowOutside {
		title = "要核对的行"
	}
	if t.Format == string(sheet.XLSX) {
		mediaType = xlsxType
	}
	if t.Document != nil {
		mediaType = geoJSONType
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", mediaType)
		c.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(t.Name+"-"+title+"."+t.Format))
		c.SetHeader("Cache-Control", "no-store")
		if err := writeRows(c.BodyWriter(), t, title); err != nil {
			abandon(ctx, c.BodyWriter(), err)
		}
	}}
}

// writeRows writes t in the encoding of its file: what was GB18030 stays that.
func writeRows(out io.Writer, t *recycle.ImportRows, title string) error {
	if t.Document != nil {
		_, err := out.Write(t.Document)
		return err
	}
	w, err := rowsWriter(out, t, title)
	if err != nil {
		return err
	}
	if err := w.Header(t.Columns...); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = text
		}
		if err := w.Row(cells...); err != nil {
			return err
		}
	}
	return w.Close()
}

func rowsWriter(out io.Writer, t *recycle.ImportRows, title string) (sheet.Writer, error) {
	switch {
	case t.Format == string(sheet.XLSX):
		return sheet.NewBook(out, title)
	case t.Encoding == "gb18030":
		return sheet.NewGB18030Writer(out), nil
	}
	return sheet.NewWriter(out, sheet.CSV)
}
