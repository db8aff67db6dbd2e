package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"liangwang/geo"
	"liangwang/internal/intake"
	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

func newGeoCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "geo",
		Short:   "Figures and conversions on files, without a database 空间计算",
		Example: "  liangwang geo route-coverage --sites points.csv --routes route.json --within 50,100,300 --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRouteCoverageCmd(a), newServiceCoverageCmd(a), newAssignCmd(a), newConvertCmd(a))
	return cmd
}

// geoFlags are what the commands on files share.
type geoFlags struct {
	importFlags
	json, csv bool
	limit     int
}

func (f *geoFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.datum, "datum", "wgs84", "datum of all files: wgs84, cgcs2000, gcj02, bd09")
	flags.StringArrayVar(&f.mapped, "map", nil, "target=column of the file of points, may be repeated")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.csv, "csv", false, "print the list as CSV")
	flags.IntVar(&f.limit, "limit", 0, "at most so many rows of the list; 0 is all of them")
}

// first returns how many of n rows are shown.
func (f *geoFlags) first(n int) int {
	if f.limit > 0 {
		return min(n, f.limit)
	}
	return n
}

// places reads files of points.
func (f *geoFlags) places(a *app, paths []string, kind recycle.ImportKind, weight string) ([]intake.Place, error) {
	s, err := f.settings()
	if err != nil {
		return nil, err
	}
	var list []intake.Place
	for _, path := range paths {
		file, err := readSource(a, path)
		if err != nil {
			return nil, err
		}
		places, err := intake.Places(file.rows, kind, s, weight)
		if e, ok := errors.AsType[*recycle.Error](err); ok && len(e.Fields) > 0 && e.Fields[0].Path == "weight" {
			return nil, fmt.Errorf("%s has no column %q for --weight", path, weight)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, explain(err))
		}
		list = append(list, places...)
	}
	return list, nil
}

// weightColumn returns the column of households that every file of demand has, else that of the people, else "".
func (f *geoFlags) weightColumn(a *app, paths []string) (string, error) {
	s, err := f.settings()
	if err != nil {
		return "", err
	}
	var common []string
	for i, path := range paths {
		file, err := readSource(a, path)
		if err != nil {
			return "", err
		}
		columns, err := intake.WeightColumns(file.rows, s)
		if err != nil {
			return "", fmt.Errorf("%s: %w", path, explain(err))
		}
		if i == 0 {
			common = columns
		}
		common = slices.DeleteFunc(common, func(c string) bool { return !slices.Contains(columns, c) })
	}
	if len(common) == 0 {
		return "", nil
	}
	return common[0], nil
}

// shapes reads files of areas or routes. Rows without a shape are noted and left out.
func (f *geoFlags) shapes(a *app, paths []string, kind recycle.ImportKind) ([]intake.Shape, error) {
	datum, err := parseDatum(f.datum)
	if err != nil {
		return nil, err
	}
	var list []intake.Shape
	for _, path := range paths {
		file, err := readSource(a, path)
		if err != nil {
			return nil, err
		}
		shapes, problems, err := intake.Shapes(file.rows, kind, recycle.ImportSettings{Datum: datum})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, explain(err))
		}
		for _, p := range problems {
			_, _ = fmt.Fprintf(a.stderr, "%s, element %d: %s: left out\n", path, p.Line, p.Message)
		}
		list = append(list, shapes...)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: no %s with a shape", strings.Join(paths, ", "), kind)
	}
	return list, nil
}

func polygonsOf(shapes []intake.Shape) []geo.MultiPolygon {
	list := make([]geo.MultiPolygon, len(shapes))
	for i, s := range shapes {
		list[i], _ = s.Geometry.(geo.MultiPolygon) // as intake.Shapes promises
	}
	return list
}

// nowhere is a position that lies in no area and near nothing: that of a row without one.
var nowhere = geo.Point{math.NaN(), math.NaN()}

func pointsOf(places []intake.Place) []geo.Point {
	list := make([]geo.Point, len(places))
	for i, p := range places {
		if list[i] = p.At; !p.Stored {
			list[i] = nowhere
		}
	}
	return list
}

// distances reads "50,100,300".
func distances(text string) (list []float64, err error) {
	for part := range strings.SplitSeq(text, ",") {
		d, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(d > 0) || d > 1e6 {
			return nil, fmt.Errorf("--within %q is no list of metres: write it as 50,100,300", text)
		}
		list = append(list, d)
	}
	return list, nil
}

// metres is a distance as a key: "50".
func metres(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

// nearFirst are the distances of m, the smallest first.
func nearFirst[T any](m map[string]T) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		x, _ := strconv.ParseFloat(a, 64) // metres wrote them
		y, _ := strconv.ParseFloat(b, 64)
		return cmp.Compare(x, y)
	})
}

// byDistance writes what is within each distance: "1 sites within 50 m, 2 sites within 100 m".
func byDistance[T any](m map[string]T, say func(T) string) string {
	var parts []string
	for _, d := range nearFirst(m) {
		parts = append(parts, say(m[d])+" within "+d+" m")
	}
	return strings.Join(parts, ", ")
}

// counted gives each count its distance as a key.
func counted(within []float64, counts []int) map[string]int {
	m := map[string]int{}
	for i, d := range within {
		m[metres(d)] = counts[i]
	}
	return m
}

// round keeps millimetres, or thousandths of what is counted.
func round(v float64) float64 { return math.Round(v*1000) / 1000 }

func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// printCSV writes a list in UTF-8 without a title.
func (a *app) printCSV(header []string, rows [][]any) error {
	w, err := sheet.NewWriter(a.stdout, sheet.CSV)
	if err != nil {
		return err
	}
	if err := w.Header(header...); err != nil {
		return err
	}
	for _, r := range rows {
		if err := w.Row(r...); err != nil {
			return err
		}
	}
	return w.Close()
}
