package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"liangwang/geo"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// maker makes a random register.
type maker struct {
	*rand.Rand
	dir string
}

func (m *maker) pick(words ...string) string { return words[m.IntN(len(words))] }

func (m *maker) text() string {
	return m.pick("", "", "东站", "+WOO 嘉湖", "=1+1", "a,b \"c\"", "一行\n两行", "'x", "  间隔  ", "-5", "007", "1e3", "Öl & Glas", "纸类/塑料", "0")
}

// number is a coordinate as people write it.
func (m *maker) number(from float64) string {
	return fmt.Sprintf(m.pick("%.2f", "%.4f", "%.6f", "%.7f", "%.12f"), from+m.Float64()/10)
}

// write writes a file of rows and returns its path.
func (m *maker) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func quoted(cells ...string) string {
	for i, c := range cells {
		cells[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
	}
	return strings.Join(cells, ",") + "\n"
}

// table makes a table of a kind of n rows, with ids that the other sources have too.
func (m *maker) table(kind string, n int) string {
	header := map[string]string{
		"sites":  "id,name,address,lon,lat,datum,categories,kind,network,state,operator,district,hours,area_m2,capacity,note\n",
		"areas":  "area_id,name,level,parent,settlement,households,people\n",
		"demand": "id,name,lon,lat,datum,households,people,area_name\n",
		"routes": "id,name,code,operator,vehicle,weekdays,stops\n",
	}
	rows := header[kind]
	for i := range n {
		id, name, count := fmt.Sprint(i+1), fmt.Sprintf("%s %d", m.pick("甲", "+乙", "丙,丁"), i), func() string { return fmt.Sprint(m.IntN(2000)) }
		lon, lat, datum := m.number(116.5), m.number(35.3), m.pick("", "WGS84", "GCJ02", "BD09", "CGCS2000")
		switch kind {
		case "sites":
			kind, network := m.pick(`RC_POINT_STD`, `分类投放点`, `RC_POINT_SELF`), m.pick("", "A", "B", "AB")
			rows += quoted(id, m.pick(name, name, ""), m.text(), lon, lat, datum, m.pick("", "纸类", "纸类;塑料;怪物", "paper.occ,别的"), kind, network, m.pick("active", "suspended", "待审"),
				m.text(), m.text(), m.pick("", "Mo-Su 08:00-18:00", "24/7", m.text()), m.pick("", "12.5", "0.1", "3e2"), m.pick("", "1000", "0.333333333333"), m.text())
		case "areas":
			rows += quoted(m.pick(id, fmt.Sprintf("370811%03d", i)), name, m.pick("ZONE", "街道", "社区"), m.text(), m.pick("", "URBAN", "农村"), count(), count())
		case "demand":
			rows += quoted(id, m.pick(name, ""), lon, lat, datum, count(), count(), m.text())
		default:
			rows += quoted(id, name, m.text(), m.text(), m.text(), m.pick("", "1,3,5", "7"), m.pick("", `[{"name":"a","lon":116.6,"lat":35.4,"from":"08:00","to":"09:00"}]`))
		}
	}
	return rows
}

// shapes makes a map file of a kind.
func (m *maker) shapes(kind string, n int) string {
	type feature = map[string]any
	var list []feature
	for i := range n {
		x, y := 116.5+m.Float64()/10, 35.3+m.Float64()/10
		g := any(map[string]any{"type": "Point", "coordinates": []float64{x, y}})
		switch kind {
		case "areas":
			g = map[string]any{"type": "Polygon", "coordinates": [][][]float64{{{x, y}, {x + .01, y}, {x + .01, y + .01 + m.Float64()/100}, {x, y}}}}
		case "routes":
			g = map[string]any{"type": "LineString", "coordinates": [][]float64{{x, y}, {x + m.Float64()/100, y}, {x, y + .01}}}
		}
		list = append(list, feature{"type": "Feature", "geometry": g, "properties": feature{"id": i + 1, "name": fmt.Sprintf("图 %d", i)}})
	}
	text, _ := json.Marshal(feature{"type": "FeatureCollection", "features": list})
	return string(text)
}

// unreferred puts things into the register that no import brought, as the pages and the demo do.
func (m *maker) unreferred(t *testing.T, n int) {
	t.Helper()
	a, _ := newTestApp()
	a.cfg.Data = filepath.Join(m.dir, "data")
	db, ctx, err := openAsPlanner(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.InTx(ctx, func(ctx context.Context) error {
		for i := range n {
			if err := errors.Join(m.putSite(ctx, db, i), m.putShapes(ctx, db, i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (m *maker) point() geo.Point { return geo.Point{116.5 + m.Float64()/10, 35.3 + m.Float64()/10} }

// putSite puts a site and a demand point into the register.
func (m *maker) putSite(ctx context.Context, db *store.DB, i int) error {
	id := recycle.SiteID(newID())
	site := recycle.SiteVersion{SiteID: id, ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay, SiteFacts: recycle.SiteFacts{Name: fmt.Sprint("造 ", i), Kind: "TRANSFER",
		InA: i%2 == 0, State: recycle.SiteActive, Note: m.text(), Place: recycle.PlaceAt(m.point())}}
	demand := recycle.DemandVersion{DemandID: recycle.DemandID(newID()), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay,
		DemandFacts: recycle.DemandFacts{Households: int64(i), Place: recycle.PlaceAt(m.point())}}
	return errors.Join((store.Sites{DB: db}).InsertSites(ctx, []recycle.Site{{ID: id, CreatedByOrg: "x", Token: string(id)}}),
		(store.Sites{DB: db}).PutSiteVersions(ctx, []recycle.SiteVersion{site}), (store.Demand{DB: db}).PutDemandVersions(ctx, []recycle.DemandVersion{demand}))
}

// putShapes puts an area and a route into the register.
func (m *maker) putShapes(ctx context.Context, db *store.DB, i int) error {
	at := m.point()
	ring, line := geo.Ring{at, {at[0] + .01, at[1]}, {at[0], at[1] + .01}, at}, geo.MultiLineString{{at, {at[0] + m.Float64()/100, at[1]}}}
	area := recycle.AreaVersion{AreaID: recycle.AreaID(newID()), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay,
		AreaFacts: recycle.AreaFacts{Name: fmt.Sprint("片 ", i), Level: recycle.LevelCommunity, Households: int64(i), Shape: geo.WKB(geo.MultiPolygon{{ring}}), RawDatum: geo.GCJ02}}
	route := recycle.RouteVersion{RouteID: recycle.RouteID(newID()), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay,
		RouteFacts: recycle.RouteFacts{Name: fmt.Sprint("线 ", i), Weekdays: recycle.EveryDay, Shape: geo.WKB(line), LengthM: geo.LengthOf(line)}}
	return errors.Join((store.Areas{DB: db}).PutAreaVersions(ctx, []recycle.AreaVersion{area}), (store.Routes{DB: db}).PutRouteVersions(ctx, []recycle.RouteVersion{route}))
}

// fill imports files of every kind from three sources, and makes things that no source has.
func (m *maker) fill(t *testing.T, dir string) {
	t.Helper()
	for _, kind := range []string{"areas", "sites", "demand", "routes"} {
		for n, source := range []string{"甲来源", "乙来源", kind} {
			text, datum := m.table(kind, 1+m.IntN(8)), m.pick("wgs84", "gcj02")
			if n == 1 {
				text = m.shapes(kind, 1+m.IntN(5))
			}
			if got, err := importFile(t, dir, kind, m.write(t, "in", text), "--source", source, "--datum", datum, "--new-source"); err != nil || got.Created == 0 {
				t.Fatalf("%s from %s: %v %s %v", kind, source, err, got.counts(), got.Problems)
			}
		}
	}
	m.unreferred(t, 3)
}

// oneCell changes a cell of one row of a table.
func (m *maker) oneCell(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := []string{"name", "name"}
	if slices.Contains(rows[0], "lon") {
		columns = []string{"name", "lon", "lat"}
	}
	row := rows[1+m.IntN(len(rows)-1)]
	switch c := m.pick(columns...); c {
	case "name":
		row[slices.Index(rows[0], c)] = "另一个名字"
	default:
		row[slices.Index(rows[0], c)] = m.number(map[string]float64{"lon": 116.5, "lat": 35.3}[c])
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return m.write(t, "changed.csv", b.String())
}

// Whatever the register holds and whoever brought it: what is exported of it goes back without a change and without a column that is
// not read, under any source; and a cell that is another in it is one changed row.
func TestExport_roundTrip(t *testing.T) {
	for seed := range uint64(6) {
		m := &maker{rand.New(rand.NewPCG(seed, 2026)), t.TempDir()}
		dir := filepath.Join(m.dir, "data")
		m.fill(t, dir)
		for _, kind := range []string{"sites", "areas", "demand", "routes"} {
			for _, format := range []string{"csv", "xlsx", "gb18030", "geojson"} {
				out := filepath.Join(m.dir, "out."+format)
				a, _ := newTestApp()
				if err := run(t.Context(), a, []string{"export", kind, "--data", dir, "--format", format, "--out", out}); err != nil {
					t.Fatal(err)
				}
				got, err := importFile(t, dir, kind, out, "--source", m.pick("旧的", kind, "甲来源"))
				if err != nil || got.Rows == 0 || got.Unchanged != got.Rows || len(got.Unread) > 0 {
					text, _ := os.ReadFile(out)
					t.Fatalf("seed %d, %s as %s: %v %s, unread %v, %v\n%.3000s", seed, kind, format, err, got.counts(), got.Unread, got.Problems, text)
				}
			}
			got, err := importFile(t, dir, kind, m.oneCell(t, filepath.Join(m.dir, "out.csv")), "--source", "旧的", "--dry-run")
			if err != nil || got.Changed != 1 || got.Unchanged != got.Rows-1 {
				t.Fatalf("seed %d, %s with one other cell: %v %s %v", seed, kind, err, got.counts(), got.Problems)
			}
		}
	}
}
