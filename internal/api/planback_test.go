package api_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"liangwang/geo"
	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
	"liangwang/internal/testkit"
)

// navigated puts a site into the register whose position came by another datum, with more digits than a file shows, and a village
// without a shape.
func (w *world) navigated(n int, lon, lat string, at geo.Point) {
	w.t.Helper()
	p := geo.ToWGS84(at, geo.GCJ02)
	v := recycle.SiteVersion{SiteID: testkit.ID[recycle.SiteID](n), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay, SiteFacts: recycle.SiteFacts{Name: "来自导航图的网点",
		Kind: "RC_POINT_STD", State: recycle.SiteActive, InA: true, Hours: "Mo-Fr 07:30-11:30,14:00-17:00; Sa,Su off",
		Place: recycle.Place{Lon: sql.Null[float64]{V: p[0], Valid: true}, Lat: sql.Null[float64]{V: p[1], Valid: true}, RawLon: lon, RawLat: lat, RawDatum: geo.GCJ02}}}
	village := recycle.AreaVersion{AreaID: testkit.ID[recycle.AreaID](n), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay,
		AreaFacts: recycle.AreaFacts{Name: "某村", Level: recycle.LevelCommunity, Settlement: "RURAL", Households: 12}}
	err := w.s.InTx(testkit.As(w.t, testkit.Zone, recycle.Planner), func(ctx context.Context) error {
		if err := w.s.InsertSites(ctx, []recycle.Site{{ID: v.SiteID, CreatedByOrg: testkit.Zone, Token: string(v.SiteID)}}); err != nil {
			return err
		}
		if err := w.s.PutAreaVersions(ctx, []recycle.AreaVersion{village}); err != nil {
			return err
		}
		return w.s.PutSiteVersions(ctx, []recycle.SiteVersion{v})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// checked is the dry run of a file as upload n.
func (w *world) checked(n int, kind, name string, file []byte) map[string]any {
	w.t.Helper()
	w.must(w.send(request{as: planner, method: "PUT", path: "/imports/" + id(n) + "?kind=" + kind + "&name=" + url.QueryEscape(name), body: string(file), header: octets}), 200)
	return body(w.t, w.must(w.post(planner, "/imports/"+id(n)+"/check", `{"source":"规划员的表"}`), 200))
}

// What the map's page saves goes back without a change; a cell that somebody changed in it is one changed row.
func TestExportPlan_back(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.mapped()
	w.navigated(25, "116.61234567", "35.42345678", geo.Point{116.61234567, 35.42345678})
	n := 60
	for what, rows := range map[string]string{"sites": "7", "areas": "3", "routes": "1"} {
		for _, format := range []string{"xlsx", "geojson"} {
			file := w.must(w.get(planner, "/plan/export?format="+format+"&what="+what), 200).Body.Bytes()
			n++
			got := w.checked(n, what, what+"."+format, file)
			if s := fmt.Sprint(got["rows"], got["unchanged"], got["unread"]); s != rows+" "+rows+" []" {
				t.Errorf("%s as %s: %v", what, format, got)
			}
			if format == "geojson" {
				n++
				got = w.checked(n, what, "a.geojson", bytes.Replace(file, []byte(`"name":"`), []byte(`"name":"新`), 1))
				if fmt.Sprint(got["rows"], got["changed"], got["created"], got["wrong"]) != rows+" 1 0 0" {
					t.Errorf("%s with one name changed: %v", what, got)
				}
			}
		}
	}
	table, err := sheet.Read(w.must(w.get(planner, "/plan/export?what=sites"), 200).Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	cells := cellsOf(table)
	cells[1][9] = strings.TrimSuffix(cells[1][9], cells[1][9][len(cells[1][9])-1:]) + "9"
	var b strings.Builder
	for _, row := range cells {
		b.WriteString(strings.Join(row, ",") + "\n")
	}
	if got := w.checked(59, "sites", "a.csv", []byte(b.String())); fmt.Sprint(got["changed"], got["unchanged"]) != "1 6" {
		t.Errorf("one position moved: %v", got)
	}
}
