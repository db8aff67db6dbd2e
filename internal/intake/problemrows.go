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
// says in Chinese what is wrong: what is mended in them can be uploaded again. With those outside come those that have a warning.
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
	return problemRows(in.Rows, in.FileName, p.report.Problems, level), nil
}

func problemRows(rows *Rows, name string, problems []recycle.ImportProblem, level recycle.ImportLevel) recycle.ImportRows {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	out := recycle.ImportRows{Name: strings.TrimSuffix(base, path.Ext(base)), Format: "csv", Encoding: rows.Encoding, Rows: [][]string{}}
	if rows.Format == "xlsx" {
		out.Format = rows.Format
	}
	pointed := slices.ContainsFunc(rows.Rows, func(r Row) bool { _, ok := r.point(); return ok })
	out.Columns = slices.Clone(rows.Columns)
	if pointed { // of a map file
		out.Columns = append(out.Columns, "lon", "lat")
	}
	out.Columns = append(out.Columns, reasonHeader)
	reasons := map[int][]string{}
	for _, p := range problems {
		if p.Level == level || level == recycle.RowOutside && p.Level == recycle.RowWarning {
			reasons[p.Line] = append(reasons[p.Line], reasonIn(rows.Columns, &p))
		}
	}
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
	return out
}

// reasonIn says what is wrong, with the header of the column.
func reasonIn(headers []string, p *recycle.ImportProblem) string {
	if p.Column > 0 && p.Column <= len(headers) && headers[p.Column-1] != "" {
		return headers[p.Column-1] + "：" + SentenceOf(p)
	}
	return SentenceOf(p)
}
