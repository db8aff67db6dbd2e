package api_test

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
	"liangwang/internal/testkit"
)

// Every page's read answers with data as the document says: send checks each answer.
func TestReads(t *testing.T) {
	tests := []struct{ as, path, want string }{
		{"", "/start", `"demo":false`},
		{collector, "/catalogue", `"key":"paper.occ"`},
		{collector, "/catalogue", `"mostGrams":720000`},
		{collector, "/catalogue", `"mostPrice":60000`},
		{collector, "/orgs", `"name":"示例旧货市场"`},
		{collector, "/orgs?kind=MARKET", `"kind":"MARKET"`},
		{collector, "/basemap", `"layer":"road"`},
		{collector, "/sites", `"total":2`},
		{planner, "/sites?q=示范&network=A&limit=1", `"next":"`},
		{planner, "/sites?at=1999-01-01", `"total":0`},
		{theirOperator, "/sites?state=proposed", `"total":1`},
		{collector, "/sites/near?lon=116.6&lat=35.4", `"distanceM":0`},
		{collector, "/sites/phone", string(testkit.OurSite)},
		{collector, "/sites/" + string(testkit.OurSite), `"moves":[]`},
		{operator, "/sites/" + string(testkit.OurSite), `"needs":["reason"]`},
		{planner, "/sites/" + string(testkit.TheirPropose), `"to":"surveyed","needs":["evidence"]`},
		{collector, "/vehicles", `"number":"T-1"`},
		{operator, "/vehicles/" + id(1), `"number":"T-1"`},
		{operator, "/pickups", `"otherPickups":1`},
		{operator, "/pickups?state=needs_fix&q=示范", id(1)},
		{operator, "/tickets", `"tickets":1`},
		{operator, "/tickets?side=delivered", `"tickets":2`},
		{collector, "/my/day", `"needsFix":[{`},
		{mate, "/my/last", `"category":"paper.occ"`},
		{operator, "/company/day", `"shown":"2026-11-23"`},
		{operator, "/company/day?day=2026-11-30", `"shown":"2026-11-23"`},
		{dispatcher, "/company/compare?from=2026-11-01&to=2026-11-30", `"codes":["`},
		{operator, "/company/search?q=示范", `"kind":"site"`},
		{operator, "/company/search?q=T-1", `"kind":"vehicle"`},
		{weigher, "/company/search?q=示-1", `"kind":"ticket"`},
		{operator, "/company/search?q=11-22", `"id":"2026-11-22"`},
		{operator, "/company/people", `"roles":["collector"]`},
		{operator, "/imports", `"items":[]`},
		{planner, "/plan/map", `"FeatureCollection"`},
		{planner, "/plan/coverage", `"withinM":300`},
		{planner, "/plan/route-coverage?within=50,100", `"within":[50,100]`},
		{planner, "/plan/fusion", `"msw":0`},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		err := s.InTx(testkit.As(t, testkit.Zone, recycle.Planner), func(ctx context.Context) error {
			return s.ReplaceBasemap(ctx, []recycle.BasemapFeature{{ID: "1", Layer: "road", Name: "示范路", GeoJSON: `{"type":"LineString","coordinates":[[116.6,35.4],[116.7,35.4]]}`}})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range tests {
			t.Run(tt.path, func(t *testing.T) {
				w.t = t
				a := w.get(tt.as, tt.path)
				if a.Code != 200 || !strings.Contains(a.Body.String(), tt.want) {
					t.Errorf("%d %.1000s, want %s", a.Code, a.Body, tt.want)
				}
			})
		}
		w.t = t
		tag := w.get(collector, "/basemap").Header().Get("ETag")
		if a := w.send(request{as: collector, method: "GET", path: "/basemap", header: http.Header{"If-None-Match": {tag}}}); a.Code != 304 || tag == "" {
			t.Errorf("%q again: %d", tag, a.Code)
		}
	})
}

// The register's writes, and a file by page, from beginning to end.
func TestRegister(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.must(w.put(planner, "/sites/"+id(1), siteBody), 201)
		w.edits(planner, "/sites/"+id(1), strings.Replace(siteBody, "拟建", "拟建二", 1), strings.Replace(siteBody, "拟建", "拟建三", 1))
		w.must(w.post(planner, "/sites/"+id(1)+"/state", `{"to":"active"}`), 409)
		w.must(w.post(planner, "/sites/"+id(1)+"/state", `{"to":"surveyed"}`), 422)
		w.must(w.post(planner, "/sites/"+id(1)+"/state", `{"to":"surveyed","evidence":"照片"}`), 200)
		w.must(w.put(operator, "/vehicles/"+id(1), vehicleBody), 201)
		w.must(w.put(operator, "/vehicles/"+id(1), vehicleBody), 200)
		w.must(w.put(operator, "/vehicles/"+id(2), vehicleBody), 409)
		w.edits(operator, "/vehicles/"+id(1), strings.Replace(vehicleBody, "T-1", "T-2", 1), strings.Replace(vehicleBody, "T-1", "T-3", 1))

		upload := request{as: planner, method: "PUT", path: "/imports/" + id(1) + "?kind=sites&name=a.csv", body: csvFile, header: octets}
		w.must(w.send(upload), 200)
		w.must(w.send(upload), 200)
		upload.body += "示范-2,116.6,35.4\n"
		w.must(w.send(upload), 409)
		report := body(t, w.must(w.post(planner, "/imports/"+id(1)+"/check", `{"source":"a"}`), 200))
		settings := fmt.Sprintf(`{"source":"a","digest":"%s"}`, report["digest"])
		w.must(w.post(planner, "/imports/"+id(1)+"/commit", strings.Replace(settings, `"a"`, `"b"`, 1)), 409)
		w.must(w.post(planner, "/imports/"+id(1)+"/commit", settings), 409) // the register has the site already
		settings = strings.Replace(settings, "{", `{"newSource":true,`, 1)
		w.must(w.post(planner, "/imports/"+id(1)+"/commit", settings), 200)
		w.must(w.post(planner, "/imports/"+id(1)+"/commit", settings), 200)
		if a := w.get(planner, "/imports"); a.Code != 200 || strings.Count(a.Body.String(), `"source":"a"`) != 1 {
			t.Error(a.Code, a.Body)
		}
		s.CheckRecords(t)
	})
}

func TestTickets(t *testing.T) {
	good := ticketBody(testkit.Ours)
	heavy := strings.NewReplacer("22400", "99000000", "12400", "98990000").Replace(good)
	tests := []struct {
		name, as, method, path, body string
		status                       int
		want                         string
	}{
		{"first", yard, "PUT", id(1), good, 201, `"state":"stored"`},
		{"again", yard, "PUT", id(1), good, 200, `"deliveredOrgName":"示例回收一公司"`},
		{"another net", yard, "PUT", id(1), strings.NewReplacer("22400", "22401", "12400", "12401").Replace(good), 409, `"stored":{`},
		{"the number is used", yard, "PUT", id(2), good, 422, `"code":"ticket.doubtful","errors":[{"location":"body.number","code":"numberUsed","param":"` + id(1) + `"}]`},
		{"more than a road bears", yard, "PUT", id(2), heavy, 422, `{"location":"body.gross","code":"grossOver","param":"49000000"}`},
		{"one answer of two", yard, "PUT", id(2) + "?sure=grossOver", heavy, 422, `"errors":[{"location":"body.number","code":"numberUsed","param":"` + id(1) + `"}]`},
		{"no such answer", yard, "PUT", id(2) + "?sure=yes", heavy, 422, `"location":"query.sure[0]","code":"oneOf"`},
		{"the next number", yard, "GET", "next?scaleNo=1", "", 200, `{"number":"示-2"}`},
		{"the next number of a scale that nobody used", yard, "GET", "next?scaleNo=9", "", 200, `{"number":""}`},
		{"the next number, for who delivers", operator, "GET", "next?scaleNo=1", "", 403, `auth.forbidden`},
		{"of the yard, for who delivers", operator, "GET", id(1) + "?orgId=" + string(testkit.Yard), "", 200, `"deliveredOrgName":"示例回收一公司"`},
		{"of another, for who delivers", operator, "GET", id(1) + "?orgId=" + string(testkit.Theirs), "", 404, `"code":"ticket.not_found"`},
		{"of nobody", operator, "GET", id(1) + "?orgId=x", "", 422, `"location":"query.orgId"`},
		{"gross less tare", yard, "PUT", id(2), strings.Replace(good, "22400", "22401", 1), 422, `{"location":"body.net","code":"grossLessTare"}`},
		{"delivered by nobody", yard, "PUT", id(2), strings.Replace(good, string(testkit.Ours), id(99), 1), 422, `{"location":"body.deliveredOrgId","code":"unknown"}`},
		{"unknown category", yard, "PUT", id(2), strings.Replace(good, "paper.occ", "gold", 1), 422, `{"location":"body.category","code":"oneOf"}`},
		{"unknown station", yard, "PUT", id(2), strings.Replace(good, `"kind"`, `"siteId":"`+id(99)+`","kind"`, 1), 422, `{"location":"body.siteId","code":"unknown"}`},
		{"correction", yard, "PUT", id(3), strings.Replace(good, `"kind"`, `"replaces":"`+id(1)+`","kind"`, 1), 201, `"replaces":"` + id(1)},
		{"the old one", operator, "GET", id(1), "", 200, `"state":"superseded"`},
		{"corrected twice", yard, "PUT", id(4), strings.Replace(good, `"kind"`, `"replaces":"`+id(1)+`","kind"`, 1), 409, `"code":"ticket.state"`},
		{"both answers", yard, "PUT", id(5) + "?sure=grossOver&sure=numberUsed", heavy, 201, `"gross":99000000`},
		{"again, without an answer", yard, "PUT", id(5), heavy, 200, `"gross":99000000`},
		{"void", yard, "POST", id(3) + "/void", reasonBody, 200, `"state":"voided"`},
		{"void again", yard, "POST", id(3) + "/void", reasonBody, 200, `"stateReason":"记错了"`},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				w.t = t
				a := w.send(request{as: tt.as, method: tt.method, path: "/tickets/" + tt.path, body: tt.body})
				if a.Code != tt.status || !strings.Contains(a.Body.String(), tt.want) {
					t.Errorf("%d %s, want %d %s", a.Code, a.Body, tt.status, tt.want)
				}
			})
		}
		s.CheckRecords(t)
	})
}

// The files have the sums of the pages, and a row for each that the page lists.
func TestExports(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.objects()
	for n := 10; n < 640; n++ { // more than one page of the export
		w.must(w.put(collector, "/pickups/"+id(n), pickupBody(testkit.Ours)), 201)
	}
	tests := []struct {
		name, as, path, page string
		rows                 int
		column               string // that is summed up in the last row
		grams                func(page map[string]any) any
	}{
		{"pickups", operator, "/company/export/pickups?category=paper.occ", "/pickups?category=paper.occ", 631, "计入（公斤）",
			func(p map[string]any) any { return p["totals"].(map[string]any)["grams"] }},
		{"tickets that we delivered", operator, "/company/export/tickets?side=delivered", "/tickets?side=delivered", 2, "净重（公斤）",
			func(p map[string]any) any { return p["totals"].(map[string]any)["grams"] }},
		{"comparison", operator, "/company/export/compare?from=2026-11-01&to=2026-11-30", "/company/compare?from=2026-11-01&to=2026-11-30", 2, "收上来（公斤）",
			func(p map[string]any) any {
				return p["total"].(map[string]any)["collected"].(map[string]any)["grams"]
			}},
		{"scales", operator, "/company/export/scales?from=2026-11-01&to=2026-11-30", "/company/scales?from=2026-11-01&to=2026-11-30", 2, "过了磅（公斤）",
			func(p map[string]any) any {
				return p["total"].(map[string]any)["received"].(map[string]any)["grams"]
			}},
		{"sites of the map", planner, "/plan/export?what=sites", "", 2, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.t = t
			a := w.must(w.get(tt.as, tt.path), 200)
			if name := a.Header().Get("Content-Disposition"); !strings.HasPrefix(name, "attachment; filename*=UTF-8''%") {
				t.Error(name)
			}
			table, err := sheet.Read(a.Body.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if tt.column == "" {
				if table.Rows() != tt.rows {
					t.Errorf("%d rows, want %d", table.Rows(), tt.rows)
				}
				return
			}
			column := slices.Index(table.Header(), tt.column)
			if table.Rows() != tt.rows+1 || column < 0 {
				t.Fatalf("%d rows, want %d and the sum: %v", table.Rows(), tt.rows, table.Header())
			}
			sum := 0.0
			for i := range tt.rows {
				v, _ := strconv.ParseFloat(table.Cell(i, column), 64) // empty where it does not count
				sum += v
			}
			total, err := strconv.ParseFloat(table.Cell(tt.rows, column), 64)
			page := tt.grams(body(t, w.must(w.get(tt.as, tt.page), 200))).(float64) / 1000
			if err != nil || math.Abs(total-page) > 1e-6 || math.Abs(sum-page) > 1e-6 || page == 0 {
				t.Errorf("the rows add up to %v, the last row says %v, the page %v, %v", sum, total, page, err)
			}
		})
	}
	if a := w.get(planner, "/plan/export?what=areas&format=geojson"); a.Code != 200 || !strings.Contains(a.Body.String(), `"FeatureCollection"`) {
		t.Error(a.Code, a.Body)
	}
	if a := w.get(operator, "/company/export/compare?from=2026-11-02&to=2026-11-01"); a.Code != 422 {
		t.Error("backwards:", a.Code)
	}
}

// The name of a file says what it holds and of which days, in Chinese, without a space.
func TestExports_names(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	for _, tt := range []struct {
		as, path, query, ending, want string
	}{
		{operator, "/company/export/pickups", "?from=2026-11-16&to=2026-11-22", ".xlsx", "收运记录-2026-11-16至2026-11-22"},
		{operator, "/company/export/pickups", "?from=2026-11-16", ".xlsx", "收运记录-2026-11-16起"},
		{operator, "/company/export/pickups", "?to=2026-11-16", ".xlsx", "收运记录-至2026-11-16"},
		{operator, "/company/export/pickups", "", ".xlsx", "收运记录-全部日期"},
		{operator, "/company/export/tickets", "?side=delivered&from=2026-11-16&to=2026-11-16", ".xlsx", "磅单-2026-11-16"},
		{operator, "/company/export/compare", "?from=2026-11-16&to=2026-11-22", ".xlsx", "对照-2026-11-16至2026-11-22"},
		{operator, "/company/export/scales", "?from=2026-11-16&to=2026-11-22", ".xlsx", "过磅对照-2026-11-16至2026-11-22"},
		{planner, "/plan/export", "?what=areas&at=2026-11-20", ".xlsx", "辖区覆盖-2026-11-20"},
		{planner, "/plan/export", "?what=sites&format=geojson", ".geojson", "开放的网点登记-2026-11-23"},
	} {
		a := w.must(w.get(tt.as, tt.path+tt.query), 200)
		if got, want := a.Header().Get("Content-Disposition"), "attachment; filename*=UTF-8''"+url.PathEscape(tt.want+tt.ending); got != want { // ASVS 5.4.1, 5.4.2
			t.Errorf("%s%s: %s, want %s", tt.path, tt.query, got, want)
		}
	}
}

// A file says what is not known by a blank, what is a share by a number, and is called by its name.
func TestExports_cells(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.must(w.put(collector, "/pickups/"+id(1), strings.Replace(pickupBody(testkit.Ours), `"siteId":"`+string(testkit.OurSite)+`",`, "", 1)), 201)
	w.must(w.put(yard, "/tickets/"+id(2), strings.Replace(ticketBody(testkit.Ours), `"gross":22400,"tare":10000,`, "", 1)), 201)
	for _, tt := range []struct {
		path, name string
		cells      map[string]string // of the first row
	}{
		{"/company/export/tickets?side=delivered", "磅单-全部日期", map[string]string{"毛重（公斤）": "", "皮重（公斤）": "", "净重（公斤）": "12.4", "件": "", "状态": "已计入"}},
		{"/company/export/pickups", "收运记录-全部日期", map[string]string{"网点": "固定地点", "方式": "秤", "公斤": "12.5", "件": "", "金额（元）": "", "状态": "已计入", "收到": "2026-11-23 00:30", "晚到（分钟）": "20"}},
		{"/company/export/compare?from=2026-11-23&to=2026-11-23", "对照-2026-11-23", map[string]string{"差比（以两边平均，或唯一称过的一边为底）": "-0.008", "为什么": "在容差 ±10 公斤内：秤对地磅"}},
		{"/company/export/scales?from=2026-11-23&to=2026-11-23", "过磅对照-2026-11-23", map[string]string{"秤号": "1", "怎么磅的": "地磅", "对得上（组）": "0", "收上来（公斤）": "", "差比": "", "判断": "组数太少，不判断"}},
	} {
		table, err := sheet.Read(w.must(w.get(operator, tt.path), 200).Body.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if table.Sheet() != tt.name {
			t.Errorf("%s: the sheet is called %q", tt.path, table.Sheet())
		}
		for column, want := range tt.cells {
			if at := slices.Index(table.Header(), column); at < 0 || table.Cell(0, at) != want {
				t.Errorf("%s: %s is %q, want %q: %v", tt.path, column, table.Cell(0, at), want, table.Header())
			}
		}
	}
}

// edits changes a thing: only who says which edition they have seen may, and only while it is the last.
func (w *world) edits(as, path, first, second string) {
	w.t.Helper()
	seen := w.get(as, path).Header().Get("ETag")
	edit := func(body, tag string) *httptest.ResponseRecorder {
		return w.send(request{as: as, method: "PUT", path: path, body: body, header: http.Header{"If-Match": {tag}, "Content-Type": {"application/json"}}})
	}
	w.must(w.put(as, path, first), 428)
	w.must(edit(first, `"another"`), 412)
	w.must(edit(first, seen), 200)
	w.must(edit(first, seen), 200) // sent again: nothing changes
	w.must(edit(second, seen), 412)
	w.must(edit(second, w.get(as, path).Header().Get("ETag")), 200)
}
