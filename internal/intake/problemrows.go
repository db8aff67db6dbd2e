package intake

import (
	"context"
	"path"
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// reasonHeader is the header of the column that is put behind the file's own.
const reasonHeader = "问题"

// ProblemRows returns the rows of an uploaded file that have a problem of a level, as they stand in the file, with a last column that
// says in Chinese what is wrong: what is mended in them can be uploaded again. With those outside come those that have a warning. Of a
// map file of areas or routes they are a map file, their shapes as they stand there.
func (d *Desk) ProblemRows(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings, level recycle.ImportLevel) (recycle.ImportRows, error) {
	free, err := d.slot(ctx)
	if err != nil {
		return recycle.ImportRows{}, err
	}
	defer free()
	in, _, err := d.open(ctx, id, s)
	if err != nil {
		return recycle.ImportRows{}, err
	}
	p, err := d.service.prepare(ctx, in)
	if err != nil {
		return recycle.ImportRows{}, err
	}
	return problemRows(&in, p.report.Problems, level)
}

func problemRows(in *Input, problems []recycle.ImportProblem, level recycle.ImportLevel) (recycle.ImportRows, error) {
	rows, name := in.Rows, in.FileName
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	out := recycle.ImportRows{Name: strings.TrimSuffix(base, path.Ext(base)), Format: "csv", Encoding: rows.Encoding, Rows: [][]string{}}
	if rows.Format == "xlsx" {
		out.Format = rows.Format
	}
	reasons := map[int][]string{}
	for _, p := range problems {
		if p.Level == level || level == recycle.RowOutside && p.Level == recycle.RowWarning {
			reasons[p.Line] = append(reasons[p.Line], reasonIn(rows.Columns, &p))
		}
	}
	if rows.Format == "geojson" && (in.Kind == recycle.ImportAreas || in.Kind == recycle.ImportRoutes) {
		doc, err := problemFeatures(rows.document, reasons)
		return recycle.ImportRows{Name: out.Name, Format: rows.Format, Encoding: rows.Encoding, Document: doc}, err
	}
	pointed := slices.ContainsFunc(rows.Rows, func(r Row) bool { _, ok := r.point(); return ok })
	out.Columns = slices.Clone(rows.Columns)
	if pointed { // of a map file
		out.Columns = append(out.Columns, "lon", "lat")
	}
	out.Columns = append(out.Columns, reasonHeader)
	for i := range rows.Rows {
		row := &rows.Rows[i]
		if reasons[row.Line] == nil {
			continue
		}
		cells := make([]string, len(rows.Columns), len(out.Columns)+len(row.surplus))
		copy(cells, row.Cells)
		if pointed {
			at, _ := row.point()
			cells = append(cells, at[:]...)
		}
		cells = append(cells, strings.Join(reasons[row.Line], "。"))
		out.Rows = append(out.Rows, append(cells, row.surplus...))
	}
	return out, nil
}

// reasonIn says what is wrong, with the header of the column.
func reasonIn(headers []string, p *recycle.ImportProblem) string {
	if p.Column > 0 && p.Column <= len(headers) && headers[p.Column-1] != "" {
		return headers[p.Column-1] + "：" + SentenceOf(p)
	}
	return SentenceOf(p)
}
