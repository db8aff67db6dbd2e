package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"liangwang/geo"
	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
	"liangwang/internal/store"
)

// exported is one thing of the register as a row; its columns are the targets of an import.
type exported struct {
	cells []any
	shape geo.Geometry // WGS-84; nil: none
}

func newExportCmd(a *app) *cobra.Command {
	var out, format, at string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "export KIND",
		Short: "Write sites, areas, demand or routes of the register to a file 导出",
		Long: "Writes what holds on a day, each row with its source, the id there and the datum, so that an import reads its columns by\n" +
			"itself. GeoJSON has WGS-84 geometries; tables of sites and demand have the positions as they were given, those of areas and\n" +
			"routes have no shapes.",
		Example: "  liangwang export sites --format xlsx --out sites.xlsx\n  liangwang export areas --format geojson > areas.geojson",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON {
				format = "geojson"
			}
			return runExport(cmd.Context(), a, exportOptions{kind: recycle.ImportKind(args[0]), out: out, format: format, at: recycle.Day(at)})
		},
	}
	cmd.Flags().StringVar(&out, "out", "-", "file to write; - is the standard output")
	cmd.Flags().StringVar(&format, "format", "csv", "csv, gb18030 (CSV in GB18030), xlsx or geojson")
	cmd.Flags().StringVar(&at, "at", "", "day, as 2026-11-23 (default: today)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the same as --format geojson")
	return cmd
}

type exportOptions struct {
	kind        recycle.ImportKind
	out, format string
	at          recycle.Day
}

func runExport(ctx context.Context, a *app, o exportOptions) (err error) {
	if !slices.Contains(recycle.ImportKinds(), o.kind) {
		return fmt.Errorf("there is no kind %q: give one of %s", o.kind, words(recycle.ImportKinds()))
	}
	if o.at == "" {
		o.at = recycle.At(a.now()).Day()
	}
	if _, err := recycle.ParseDay(string(o.at)); err != nil {
		return fmt.Errorf("--at %q is no day: write it as 2026-11-23", o.at)
	}
	if err := a.exists(); err != nil {
		return err
	}
	db, ctx, err := openAsPlanner(ctx, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	header, rows, err := registerRows(ctx, db, o)
	if err != nil {
		return err
	}
	w := io.Writer(a.stdout)
	if o.out != "-" {
		f, err := createPrivate(o.out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		w = f
	}
	return writeExport(w, o.format, header, rows)
}

// registerRows returns the header and the rows of a kind.
func registerRows(ctx context.Context, db *store.DB, o exportOptions) (header []string, rows []exported, err error) {
	refs, err := store.SourceRefs{DB: db}.RefsOfKind(ctx, o.kind)
	if err != nil {
		return nil, nil, err
	}
	switch o.kind {
	case recycle.ImportSites:
		list, err := store.Sites{DB: db}.SitesOn(ctx, o.at)
		return siteHeader, exportSites(list, refs), err
	case recycle.ImportAreas:
		list, err := store.Areas{DB: db}.AreasOn(ctx, o.at)
		return areaHeader, exportAreas(list, refs), err
	case recycle.ImportDemand:
		list, err := store.Demand{DB: db}.DemandOn(ctx, o.at)
		return demandHeader, exportDemand(list, refs), err
	default:
		list, err := store.Routes{DB: db}.RoutesOn(ctx, o.at)
		return routeHeader, exportRoutes(list, refs), err
	}
}

var (
	siteHeader = []string{"site_id", "source", "name", "address", "lon", "lat", "datum", "categories", "kind", "network", "state", "operator",
		"district", "hours", "area_m2", "capacity", "note"}
	areaHeader   = []string{"area_id", "source", "name", "code", "level", "parent", "settlement", "households", "people", "datum"}
	demandHeader = []string{"demand_id", "source", "name", "lon", "lat", "datum", "households", "people", "area_name"}
	routeHeader  = []string{"route_id", "source", "name", "code", "operator", "vehicle", "weekdays", "length_m", "datum"}
)

// named returns what a source calls a thing, and the source; without one the id of the register.
func named(id string, refs map[string]recycle.Ref) (key, source any) {
	if ref, ok := refs[id]; ok {
		return ref.Key, ref.Source
	}
	return id, nil
}

func exportSites(list []recycle.SiteVersion, refs map[string]recycle.Ref) (rows []exported) {
	for i := range list {
		v := &list[i]
		key, source := named(string(v.SiteID), refs)
		lon, lat, shape := coordinates(&v.Place)
		rows = append(rows, exported{shape: shape, cells: []any{key, source, v.Name, v.Address, lon, lat, string(v.RawDatum), categoriesOf(&v.SiteFacts),
			string(v.Kind), networksOf(&v.SiteFacts), string(v.State), v.OperatorName, v.District, v.Hours, measure(v.AreaM2), measure(v.CapacityKgDay), v.Note}})
	}
	return rows
}

func categoriesOf(f *recycle.SiteFacts) string {
	if f.Categories != "" && f.LocalCategories != "" {
		return f.Categories + "," + f.LocalCategories
	}
	return f.Categories + f.LocalCategories
}

func networksOf(f *recycle.SiteFacts) string {
	switch {
	case f.InA && f.InB:
		return "AB"
	case f.InA:
		return "A"
	case f.InB:
		return "B"
	}
	return "NONE"
}

func exportAreas(list []recycle.AreaVersion, refs map[string]recycle.Ref) (rows []exported) {
	for i := range list {
		v := &list[i]
		key, source := named(string(v.AreaID), refs)
		rows = append(rows, exported{shape: shapeOf(v.Shape), cells: []any{key, source, v.Name, v.Code, string(v.Level), v.ParentName, string(v.Settlement),
			v.Households, v.People, string(v.RawDatum)}})
	}
	return rows
}

func exportDemand(list []recycle.DemandVersion, refs map[string]recycle.Ref) (rows []exported) {
	for i := range list {
		v := &list[i]
		key, source := named(string(v.DemandID), refs)
		lon, lat, shape := coordinates(&v.Place)
		rows = append(rows, exported{shape: shape, cells: []any{key, source, v.Name, lon, lat, string(v.RawDatum), v.Households, v.People, v.AreaName}})
	}
	return rows
}

func exportRoutes(list []recycle.RouteVersion, refs map[string]recycle.Ref) (rows []exported) {
	for i := range list {
		v := &list[i]
		key, source := named(string(v.RouteID), refs)
		days := ""
		for d := range 7 {
			if v.Weekdays&(1<<d) != 0 {
				days += "," + strconv.Itoa(d+1)
			}
		}
		rows = append(rows, exported{shape: shapeOf(v.Shape), cells: []any{key, source, v.Name, v.Code, v.OperatorName, v.Vehicle, days[min(1, len(days)):],
			round(v.LengthM), string(v.RawDatum)}})
	}
	return rows
}

// coordinates returns a position as it was given, by its own datum, as numbers; and by WGS-84 as a shape.
func coordinates(p *recycle.Place) (lon, lat any, shape geo.Geometry) {
	at, ok := p.Point()
	if !ok {
		return nil, nil, nil
	}
	x, errX := strconv.ParseFloat(p.RawLon, 64)
	y, errY := strconv.ParseFloat(p.RawLat, 64)
	if errX != nil || errY != nil {
		given := geo.FromWGS84(at, p.RawDatum)
		x, y = given[0], given[1]
	}
	return x, y, at
}

func shapeOf(wkb []byte) geo.Geometry {
	g, err := geo.ParseWKB(wkb, geo.Limits{})
	if err != nil { // none, or not ours
		return nil
	}
	return g
}

func measure(v sql.Null[float64]) any {
	if !v.Valid {
		return nil
	}
	return v.V
}

func writeExport(w io.Writer, format string, header []string, rows []exported) error {
	var table sheet.Writer
	var err error
	switch format {
	case "geojson":
		return writeFeatures(w, header, rows)
	case "csv", "xlsx":
		table, err = sheet.NewWriter(w, sheet.Format(format))
	case "gb18030":
		table = sheet.NewGB18030Writer(w)
	default:
		return fmt.Errorf("there is no --format %q: give csv, gb18030, xlsx or geojson", format)
	}
	if err != nil {
		return err
	}
	if err := table.Header(header...); err != nil {
		return err
	}
	for i := range rows {
		if err := table.Row(rows[i].cells...); err != nil {
			return err
		}
	}
	return table.Close()
}

// writeFeatures writes GeoJSON by WGS-84; the positions and the datum as given are no properties there.
func writeFeatures(w io.Writer, header []string, rows []exported) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(`{"type":"FeatureCollection","features":[`) // bufio keeps the first error for Flush
	for i := range rows {
		properties := map[string]any{}
		for k, name := range header {
			if name != "lon" && name != "lat" && name != "datum" {
				properties[name] = rows[i].cells[k]
			}
		}
		text, err := json.Marshal(properties)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = fmt.Fprintf(out, "\n{\"type\":\"Feature\",\"properties\":%s,\"geometry\":%s}", text, geo.AppendGeoJSON(nil, rows[i].shape, -1))
	}
	_, _ = out.WriteString("\n]}\n")
	return out.Flush()
}
