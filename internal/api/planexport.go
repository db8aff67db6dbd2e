package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

// exportPlan streams a table of what the map shows. GeoJSON carries the filter and the counts in its member "about", a spreadsheet in
// its first rows. The spreadsheet is in words; GeoJSON keeps the codes and has a name beside each.
func exportPlan(ctx context.Context, s Services, in *planExport) (*huma.StreamResponse, error) {
	within := []float64(nil)
	if in.What == "routes" {
		within = []float64{50, 100, 300}
	}
	t, err := s.Coverage.Export(ctx, in.What, in.query(), within)
	if err != nil {
		return nil, fail(ctx, err)
	}
	category, err := categoryWord(ctx, s, in.Category)
	if err != nil {
		return nil, fail(ctx, err)
	}
	name := planFiles[in.What]
	file := name + "-" + tableDay(t) // what, and as of which day
	if in.Format == "geojson" {
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", geoJSONType)
			hc.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(file+".geojson"))
			hc.SetStatus(http.StatusOK)
			if _, err := hc.BodyWriter().Write(s.Coverage.GeoJSON(named(t, category))); err != nil {
				return // the client has hung up
			}
		}}, nil
	}
	return spreadsheet(ctx, file+".xlsx", func(_ context.Context, w sheet.Writer) error { return planRows(w, name, t, category) }), nil
}

// tableDay is the day that t is of.
func tableDay(t *recycle.PlanTable) string {
	for _, f := range t.About {
		if f.Key == "at" {
			return fmt.Sprint(f.Value)
		}
	}
	return ""
}

// categoryWord is what the catalogue of today calls a category or a group; what it does not know stays as asked for.
func categoryWord(ctx context.Context, s Services, key recycle.Category) (string, error) {
	if key == "" {
		return planValues["category"][""], nil
	}
	for _, g := range recycle.SeedGroups() {
		if g.Key == string(key) {
			return g.ZH, nil
		}
	}
	rows, err := s.Catalogue.Categories(ctx, recycle.At(s.Env.Now()).Day())
	if err != nil {
		return "", err
	}
	for _, r := range rows {
		if r.Key == key {
			return r.ZH, nil
		}
	}
	return string(key), nil
}

// named is t with a name beside each code, as another column and another fact.
func named(t *recycle.PlanTable, category string) *recycle.PlanTable {
	b := &recycle.PlanTable{What: t.What, Shapes: t.Shapes, Columns: slices.Clone(t.Columns), About: slices.Clone(t.About)}
	var codes []int
	for i, key := range t.Columns {
		if planValues[key] != nil || key == "hours" {
			codes, b.Columns = append(codes, i), append(b.Columns, key+"Name")
		}
	}
	for _, row := range t.Rows {
		row = slices.Clone(row)
		for _, i := range codes {
			row = append(row, planValue(t.Columns[i], row[i]))
		}
		b.Rows = append(b.Rows, row)
	}
	for _, f := range t.About {
		switch {
		case f.Key == "category":
			b.About = append(b.About, recycle.PlanFact{Key: "categoryName", Value: category})
		case planValues[f.Key] != nil:
			b.About = append(b.About, recycle.PlanFact{Key: f.Key + "Name", Value: planValue(f.Key, f.Value)})
		}
	}
	return b
}

func planRows(w sheet.Writer, name string, t *recycle.PlanTable, category string) error {
	title, unit := name, ""
	for _, f := range t.About {
		value := planValue(f.Key, f.Value)
		switch f.Key {
		case "category":
			value = category
		case "weight":
			unit = fmt.Sprint(value)
		case "demandWeight", "coveredWeight", "uncoveredWeight":
			value = fmt.Sprint(value, " ", unit)
		}
		title += fmt.Sprintf("；%s：%v", planFacts[f.Key], value)
	}
	var shown []int // what is asked for by households or by people has a column of each
	var columns []string
	for i, key := range t.Columns {
		if key != "weight" || !slices.Contains(t.Columns, "households") {
			shown, columns = append(shown, i), append(columns, planColumn(key, unit))
		}
	}
	if err := head(w, title, columns...); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]any, len(shown))
		for n, i := range shown {
			cells[n] = planValue(t.Columns[i], row[i])
		}
		if err := w.Row(cells...); err != nil {
			return err
		}
	}
	return nil
}
