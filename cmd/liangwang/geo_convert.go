package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"liangwang/geo"
	"liangwang/internal/intake"
	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

func newConvertCmd(a *app) *cobra.Command {
	var from, to string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "convert [LON,LAT ... | FILE]",
		Short: "Convert positions from one datum to another 坐标系转换",
		Long: "Converts positions given as \"lon,lat\", the positions of a file (GeoJSON gives GeoJSON, a table gives a table with its columns\n" +
			"lon and lat behind the others), or without arguments lines of \"lon,lat\" from the standard input.",
		Example: "  liangwang geo convert --from gcj02 --to wgs84 116.62530929,35.41956429\n" +
			"  liangwang geo convert --from gcj02 --to wgs84 370811.json > wgs84.geojson",
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			c := converter{app: a, json: asJSON}
			var err error
			if c.from, err = parseDatum(from); err != nil {
				return err
			}
			if c.to, err = parseDatum(to); err != nil {
				return err
			}
			return c.run(args)
		},
	}
	cmd.Flags().StringVar(&from, "from", "gcj02", "datum of the positions: wgs84, cgcs2000, gcj02, bd09")
	cmd.Flags().StringVar(&to, "to", "wgs84", "datum wanted")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON array of [lon,lat] (of a file: GeoJSON gives GeoJSON anyway)")
	return cmd
}

type converter struct {
	*app
	from, to geo.Datum
	json     bool
}

func (c converter) run(args []string) error {
	if len(args) == 0 {
		return c.lines(c.stdin)
	}
	if len(args) == 1 {
		if _, err := os.Stat(args[0]); err == nil {
			return c.file(args[0])
		}
	}
	return c.lines(strings.NewReader(strings.Join(args, "\n")))
}

// point converts one position.
func (c converter) point(p geo.Point) geo.Point { return geo.FromWGS84(geo.ToWGS84(p, c.from), c.to) }

// lines converts lines of "lon,lat".
func (c converter) lines(in io.Reader) error {
	list := []geo.Point{}
	scan, n := bufio.NewScanner(in), 0
	for scan.Scan() {
		n++
		text := strings.TrimSpace(scan.Text())
		if text == "" {
			continue
		}
		p, err := parsePoint(text)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, c.point(p))
	}
	if err := scan.Err(); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(list)
	}
	for _, p := range list {
		if _, err := fmt.Fprintf(c.stdout, "%s,%s\n", degrees(p[0]), degrees(p[1])); err != nil {
			return err
		}
	}
	return nil
}

// degrees writes a coordinate to a tenth of a millimetre.
func degrees(v float64) string {
	return strconv.FormatFloat(v, 'f', 9, 64)
}

func parsePoint(text string) (p geo.Point, err error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\t[]", r) })
	if len(parts) != 2 {
		return p, fmt.Errorf("longitude and latitude are expected, as 116.6,35.4")
	}
	for i := range p {
		if p[i], err = strconv.ParseFloat(parts[i], 64); err != nil {
			return p, fmt.Errorf("longitude and latitude are expected in decimal degrees, as 116.6,35.4")
		}
	}
	if !geo.OnEarth(p) {
		return p, fmt.Errorf("the position lies beyond 180 or 90 degrees")
	}
	return p, nil
}

func (c converter) file(path string) error {
	data, err := readFile(c.app, path)
	if err != nil {
		return err
	}
	rows, err := parseRows(data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, explain(err))
	}
	if rows.Format == "geojson" {
		return c.features(data)
	}
	return c.table(rows)
}

// features writes a GeoJSON file with its geometries converted.
func (c converter) features(data []byte) error {
	features, err := geo.ParseGeoJSON(data, geo.Limits{})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(c.stdout)
	_, _ = w.WriteString(`{"type":"FeatureCollection","features":[`) // bufio keeps the first error for Flush
	for i, f := range features {
		if f.Err != nil {
			return fmt.Errorf("feature %d: %w", f.Number, f.Err)
		}
		if i > 0 {
			_ = w.WriteByte(',')
		}
		properties := "null"
		if f.Properties != nil {
			properties = string(f.Properties)
		}
		_, _ = fmt.Fprintf(w, "\n{\"type\":\"Feature\",\"properties\":%s,\"geometry\":%s}", properties,
			geo.AppendGeoJSON(nil, geo.Convert(f.Geometry, c.from, c.to), 9))
	}
	_, _ = w.WriteString("\n]}\n")
	return w.Flush()
}

// table writes a table as CSV with the converted positions behind its columns; rows without a position have blanks there.
func (c converter) table(rows *intake.Rows) error {
	places, err := intake.Places(rows, recycle.ImportSites, recycle.ImportSettings{Datum: geo.WGS84}, "")
	if err != nil {
		return explain(err)
	}
	w, err := sheet.NewWriter(c.stdout, sheet.CSV)
	if err != nil {
		return err
	}
	name := strings.ToLower(string(c.to))
	if err := w.Header(append(append([]string{}, rows.Columns...), "lon_"+name, "lat_"+name)...); err != nil {
		return err
	}
	for i, p := range places {
		cells := make([]any, len(rows.Columns)+2)
		for k, text := range rows.Rows[i].Cells {
			cells[k] = text
		}
		if p.Stored {
			at := c.point(p.At)
			cells[len(cells)-2], cells[len(cells)-1] = at[0], at[1]
		}
		if err := w.Row(cells...); err != nil {
			return err
		}
	}
	return w.Close()
}
