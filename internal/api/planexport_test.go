package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strings"
	"testing"

	"liangwang/geo"
	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
	"liangwang/internal/testkit"
)

// mapped puts a small zone onto the map: a fused place of one record, one of two, a site that is doubtful, two areas, a route, people.
func (w *world) mapped() {
	w.t.Helper()
	site := func(n int, kind recycle.SiteKind, networks string, lon, lat float64) recycle.SiteVersion {
		v := recycle.SiteVersion{SiteID: testkit.ID[recycle.SiteID](n), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay, SiteFacts: recycle.SiteFacts{
			Name: fmt.Sprintf("示范网点-%d", n), Kind: kind, State: recycle.SiteActive, OperatorName: "示范公司", Hours: "Mo-Su 08:00-18:00",
			InA: strings.Contains(networks, "A"), InB: strings.Contains(networks, "B"), Place: recycle.PlaceAt(geo.Point{lon, lat})}}
		if n == 24 {
			v.Outside = "position.outside"
		}
		return v
	}
	versions := []recycle.SiteVersion{site(21, "RC_POINT_STD", "AB", 116.61, 35.41), site(22, "MSW_DROP", "B", 116.63, 35.43), site(23, "RC_VILLAGE", "A", 116.6302, 35.4301),
		site(24, "RC_POINT_SELF", "A", 116.75, 35.4412345678)}
	var sites []recycle.Site
	for _, v := range versions {
		sites = append(sites, recycle.Site{ID: v.SiteID, CreatedByOrg: testkit.Zone, Token: string(v.SiteID)})
	}
	square := func(n int, level recycle.AreaLevel, name string, east float64) recycle.AreaVersion {
		ring := geo.Ring{{116.6, 35.4}, {116.6 + east, 35.4}, {116.6 + east, 35.5}, {116.6, 35.5}, {116.6, 35.4}}
		return recycle.AreaVersion{AreaID: testkit.ID[recycle.AreaID](n), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay, AreaFacts: recycle.AreaFacts{Name: name,
			Level: level, Settlement: "URBAN", Shape: geo.WKB(geo.MultiPolygon{{ring}})}}
	}
	people := func(n int, households, people int64, lon, lat float64) recycle.DemandVersion {
		return recycle.DemandVersion{DemandID: testkit.ID[recycle.DemandID](n), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay,
			DemandFacts: recycle.DemandFacts{Households: households, People: people, Place: recycle.PlaceAt(geo.Point{lon, lat})}}
	}
	line := geo.MultiLineString{{{116.6, 35.41}, {116.65, 35.41}}}
	route := recycle.RouteVersion{RouteID: testkit.ID[recycle.RouteID](41), ValidFrom: recycle.FirstDay, ValidTo: recycle.LastDay,
		RouteFacts: recycle.RouteFacts{Name: "示范一线", Code: "R-1", Shape: geo.WKB(line), LengthM: geo.LengthOf(line)}}
	err := w.s.InTx(testkit.As(w.t, testkit.Zone, recycle.Planner), func(ctx context.Context) error {
		if err := w.s.InsertSites(ctx, sites); err != nil {
			return err
		}
		if err := w.s.PutSiteVersions(ctx, versions); err != nil {
			return err
		}
		if err := w.s.PutAreaVersions(ctx, []recycle.AreaVersion{square(31, recycle.LevelZone, "示范区", 0.1), square(32, recycle.LevelSubdistrict, "甲街道", 0.05)}); err != nil {
			return err
		}
		if err := w.s.PutDemandVersions(ctx, []recycle.DemandVersion{people(51, 100, 280, 116.61, 35.41), people(52, 7, 30, 116.69, 35.49), people(53, 20, 21, 116.68, 35.48)}); err != nil {
			return err
		}
		return w.s.PutRouteVersions(ctx, []recycle.RouteVersion{route})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// Every code of the register has a word in the files, none stands for itself.
func TestExportPlan_words(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.mapped()
	code := regexp.MustCompile(`^[A-Z][A-Z_+0-9]*$|_|^(record|pair|any|households|people)$|1970|Mo-Su|position\.`)
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7`)
	decimals := map[string]int{"经度（度）": 6, "纬度（度）": 6, "覆盖率（%）": 1, "离最近网点（米）": 1, "全长（公里）": 1}
	for _, tt := range []struct {
		what, query string
		header      string
		row         string // one that is among them
	}{
		{"sites", "", "名称 类型 所属网络 融合形式 与它成对的 运营单位 地址 街道（来源） 时间 经度（度） 纬度（度） 位置可疑 从哪天起 登记编号",
			"示范网点-22 分类投放点 生活垃圾分类网 两处成对 示范网点-23 示范公司   每天 08:00–18:00 116.63 35.43  最早的登记 " + id(22)},
		{"sites", "&network=A", "", "示范网点-24 智能回收箱 再生资源回收网   示范公司   每天 08:00–18:00 116.75 35.441235 在辖区外 最早的登记 " + id(24)},
		{"uncovered", "", "经度（度） 纬度（度） 住户（户） 人口（人） 离最近网点（米）", ""},
		{"uncovered", "&weight=people", "经度（度） 纬度（度） 住户（户） 人口（人） 离最近网点（米）", ""},
		{"areas", "", "名称 级别 城乡 合计（户） 覆盖到（户） 没覆盖到（户） 覆盖率（%） 开放的网点（处） 开放的网点登记（条） 登记编号", "甲街道 街道 城镇 100 100 0 100"},
		{"areas", "&weight=people", "名称 级别 城乡 合计（人） 覆盖到（人） 没覆盖到（人） 覆盖率（%） 开放的网点（处） 开放的网点登记（条） 登记编号", "示范区 全区 城镇 331 280 51 84.6"},
		{"routes", "", "名称 线路号 车辆 全长（公里） 50 米内的网点登记（条） 50 米内的融合网点（处） 100 米内的网点登记（条） 100 米内的融合网点（处） 300 米内的网点登记（条） 300 米内的融合网点（处） 登记编号",
			"示范一线 R-1  4.5 1 1 1 1 1 1 " + id(41)},
	} {
		t.Run(tt.what+tt.query, func(t *testing.T) {
			w.t = t
			table, err := sheet.Read(w.must(w.get(planner, "/plan/export?what="+tt.what+tt.query), 200).Body.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(table.Header(), " "); tt.header != "" && got != tt.header {
				t.Errorf("header %s", got)
			}
			found := tt.row == ""
			for i := range table.Rows() {
				var cells []string
				for k, name := range table.Header() {
					cell := table.Cell(i, k)
					if cells = append(cells, cell); !uuid.MatchString(cell) && name != "线路号" && code.MatchString(cell) {
						t.Errorf("row %d, %s: %q is a code", i, name, cell)
					}
					if n, limited := decimals[name]; limited {
						if _, fraction, _ := strings.Cut(cell, "."); len(fraction) > n {
							t.Errorf("row %d, %s: %s", i, name, cell)
						}
					}
				}
				found = found || strings.HasPrefix(strings.Join(cells, " "), tt.row)
			}
			if !found {
				t.Errorf("no row %q", tt.row)
			}
		})
	}
}

// The files say in their title what the page says, and have as many rows; GeoJSON keeps the codes with a name beside each.
func TestExportPlan_equal(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.mapped()
	for _, query := range []string{"", "&weight=people", "&network=AB", "&within=20000", "&category=paper"} {
		page := body(t, w.get(planner, "/plan/coverage?"+query))
		number := func(key string) int64 { return int64(page[key].(float64)) }
		unit := map[bool]string{true: "人", false: "户"}[strings.Contains(query, "people")]
		uncovered := page["uncovered"].(map[string]any)
		rows := map[string]int64{"sites": number("sites"), "areas": int64(len(page["areas"].([]any))), "uncovered": int64(uncovered["count"].(float64))}
		for what, n := range rows {
			a := w.must(w.get(planner, "/plan/export?what="+what+query), 200)
			table, err := sheet.Read(a.Body.Bytes())
			if err != nil || int64(table.Rows()) != n {
				t.Errorf("%s%s: %v, %v, want %d rows", what, query, table, err, n)
				continue
			}
			title := titleOf(t, a.Body.Bytes())
			for _, want := range []string{fmt.Sprintf("开放的网点（处）：%d；开放的网点登记（条）：%d；", number("places"), number("sites")), fmt.Sprintf("行数：%d", n), "日期：2026-11-23", "半径（米）：",
				fmt.Sprintf("合计：%d %s；覆盖到：%d %s；没覆盖到：%d %s", number("total"), unit, number("reached"), unit, number("total")-number("reached"), unit)} {
				if !strings.Contains(title, want) {
					t.Errorf("%s%s: %s, want %s", what, query, title, want)
				}
			}
			if share, known := page["share"].(float64); known && !strings.Contains(title, fmt.Sprintf("覆盖率（%%）：%v；", math.Round(share*1000)/10)) {
				t.Errorf("%s%s: %s, share %v", what, query, title, share)
			}
			if regexp.MustCompile(`[A-Za-z]{2}`).MatchString(title) {
				t.Errorf("%s%s: a code in %s", what, query, title)
			}
			var file struct {
				Features []struct{ Properties map[string]any }
				About    map[string]any
			}
			if err := json.Unmarshal(w.get(planner, "/plan/export?format=geojson&what="+what+query).Body.Bytes(), &file); err != nil || int64(len(file.Features)) != n {
				t.Errorf("%s%s: %d features, %v, want %d", what, query, len(file.Features), err, n)
				continue
			}
			if file.About["networkName"] == "" || file.About["places"] != page["places"] || file.About["uncoveredWeight"] != float64(number("total")-number("reached")) {
				t.Errorf("%s%s: about %v", what, query, file.About)
			}
			for _, f := range file.Features {
				for key, name := range map[string]string{"kind": "kindName", "networks": "networksName", "fused": "fusedName", "hours": "hoursName", "level": "levelName", "settlement": "settlementName"} {
					code, has := f.Properties[key]
					if said := f.Properties[name]; has && (said == nil || code != "" && said == code) {
						t.Errorf("%s%s: %v", what, query, f.Properties)
					}
				}
			}
		}
	}
}

// A question that no figure can answer has no export either, not even one that does without the distance: NaN is neither below nor above
// a bound.
func TestExportPlan_noNumber(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.mapped()
	paths := []string{"/plan/coverage?within=NaN", "/plan/fusion?within=NaN"}
	for _, what := range []string{"sites", "uncovered", "areas", "routes"} {
		paths = append(paths, "/plan/export?within=NaN&format=geojson&what="+what, "/plan/export?within=nan&what="+what)
	}
	for _, path := range paths {
		a := w.get(planner, path)
		if want := `"errors":[{"location":"query.within","code":"range"}]`; a.Code != 422 || !strings.Contains(a.Body.String(), want) {
			t.Errorf("%s: %d %.300s, want %s", path, a.Code, a.Body, want)
		}
	}
}

// titleOf is the first text of a spreadsheet: the row above its header, which readers of tables pass over.
func titleOf(t testing.TB, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	page, err := fs.ReadFile(z, "xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`<t[^>]*>([^<]*)</t>`).FindSubmatch(page)
	if m == nil {
		t.Fatalf("no text: %.500s", page)
	}
	return string(m[1])
}
