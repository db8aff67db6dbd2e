package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

func planMap(l *recycle.PlanLayers) PlanMap {
	b := PlanMap{At: l.At, Areas: l.Areas, Routes: l.Routes, Sites: make([]MapSite, 0, len(l.Sites)), Unplaced: l.Unplaced, Pairs: mapPairs(l.Pairs), Bounds: orEmpty(l.Bounds)}
	for i := range l.Sites {
		v := &l.Sites[i]
		at, _ := v.Point()
		b.Sites = append(b.Sites, MapSite{v.SiteID, v.Name, v.Kind, v.State, networks(v.SiteVersion), v.Form, v.OperatorName, v.Open(), at.Lon(), at.Lat()})
	}
	return b
}

func mapPairs(pairs []recycle.SitePair) []MapPair {
	list := make([]MapPair, 0, len(pairs))
	for _, p := range pairs {
		list = append(list, MapPair{p.A.SiteID, p.A.Name, p.A.OperatorName, p.B.SiteID, p.B.Name, p.B.OperatorName, p.Metres})
	}
	return list
}

func coverageFigure(f *recycle.ServiceCoverage) CoverageFigure {
	b := CoverageFigure{At: f.At, WithinM: f.Within, Network: f.Network, Category: f.Category, Weight: f.Weight, Sites: f.Sites, Points: f.Points, Covered: f.Covered,
		Total: f.Total, Reached: f.Reached, Share: f.Share, Areas: make([]AreaFigure, 0, len(f.Areas)),
		Uncovered: UncoveredBody{f.Uncovered.Count, make([][4]float64, 0, len(f.Uncovered.Points))}}
	for _, a := range f.Areas {
		b.Areas = append(b.Areas, AreaFigure{a.ID, a.Name, a.Level, string(a.Settlement), a.Bounded, a.Points, a.Total, a.Reached, a.Share, a.Sites})
	}
	for _, p := range f.Uncovered.Points {
		b.Uncovered.Points = append(b.Uncovered.Points, [4]float64{p.At.Lon(), p.At.Lat(), float64(p.Weight), p.Metres})
	}
	return b
}

func routeFigure(f *recycle.RouteCoverage) RouteFigure {
	b := RouteFigure{At: f.At, Network: f.Network, Within: orEmpty(f.Within), Sites: f.Sites, FusedSites: f.FusedSites, Counts: orEmpty(f.Counts),
		Fused: orEmpty(f.Fused), Routes: make([]RouteRow, 0, len(f.Routes)), Covered: make([]CoveredSite, 0, len(f.Covered))}
	for _, r := range f.Routes {
		b.Routes = append(b.Routes, RouteRow{r.ID, r.Name, r.Code, r.Vehicle, r.LengthM, orEmpty(r.Counts), orEmpty(r.Fused)})
	}
	for _, c := range f.Covered {
		b.Covered = append(b.Covered, CoveredSite{c.Site.SiteID, c.Site.Name, c.Route.RouteID, c.Metres})
	}
	return b
}

func fusionFigure(f *recycle.FusionRate) FusionFigure {
	b := FusionFigure{At: f.At, WithinM: f.Within, Places: f.Places, MSW: f.MSW, Fused: f.Fused, Records: f.Records, Rate: f.Rate,
		Areas: make([]AreaFusion, 0, len(f.Areas)), Pairs: mapPairs(f.Pairs)}
	for _, a := range f.Areas {
		b.Areas = append(b.Areas, AreaFusion(a))
	}
	return b
}

// exportPlan streams a table of what the map shows. GeoJSON carries the filter and the counts in its member "about", a spreadsheet in
// its first rows.
func exportPlan(ctx context.Context, c Coverage, in *planExport) (*huma.StreamResponse, error) {
	within := []float64(nil)
	if in.What == "routes" {
		within = []float64{50, 100, 300}
	}
	t, err := c.Export(ctx, in.What, in.query(), within)
	if err != nil {
		return nil, fail(ctx, err)
	}
	name := planWords[in.What]
	if in.Format == "geojson" {
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", geoJSONType)
			hc.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name+".geojson"))
			hc.SetStatus(http.StatusOK)
			if _, err := hc.BodyWriter().Write(c.GeoJSON(t)); err != nil {
				return // the client has hung up
			}
		}}, nil
	}
	return spreadsheet(ctx, name+".xlsx", func(_ context.Context, w sheet.Writer) error { return planRows(w, name, t) }), nil
}

func planRows(w sheet.Writer, name string, t *recycle.PlanTable) error {
	title := name
	for _, f := range t.About {
		if label, ok := planWords[f.Key]; ok && fmt.Sprint(f.Value) != "" {
			value := fmt.Sprint(f.Value)
			if word, ok := planWords[value]; ok {
				value = word
			}
			title += "；" + label + " " + value
		}
	}
	columns := make([]string, len(t.Columns))
	for i, key := range t.Columns {
		columns[i] = planColumn(key)
	}
	if err := head(w, title, columns...); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := w.Row(row...); err != nil {
			return err
		}
	}
	return nil
}
