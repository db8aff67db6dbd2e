package intake

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

const two = "编号,名称,纬度,经度,品类\n1,东站,35.40,116.60,纸类\n2,西站,35.41,116.61,\"塑料,Metals\"\n"

func TestService_Commit(t *testing.T) {
	r := newRig(t)
	first := r.load(t, recycle.ImportSites, two, recycle.ImportSettings{})
	if counts(first) != "2: 2+ 0~ 0= 0- 0! 0?" || !first.Committed || len(r.entries) != 1 {
		t.Fatalf("first: %s, %d entries", counts(first), len(r.entries))
	}
	east, west := r.site(t, "东站"), r.site(t, "西站")
	if east.ValidFrom != recycle.FirstDay || east.Kind != "RC_POINT_STD" || !east.InA || east.InB || east.State != recycle.SiteActive || east.Categories != "paper" {
		t.Errorf("%+v", east)
	}
	if west.Categories != "plastic" || west.LocalCategories != "Metals" || west.RawLon != "116.61" {
		t.Errorf("%+v", west)
	}

	r.now = r.now.Add(48 * time.Hour)
	again := r.load(t, recycle.ImportSites, two, recycle.ImportSettings{})
	if counts(again) != "2: 0+ 0~ 2= 0- 0! 0?" || r.writes != 1 || len(r.entries) != 1 {
		t.Errorf("again: %s, %d writes", counts(again), r.writes)
	}

	changed := r.load(t, recycle.ImportSites, "编号,名称,纬度,经度,品类\n2,西站,35.42,116.61,塑料\n3,北站,35.43,116.62,纸类\n", recycle.ImportSettings{})
	if counts(changed) != "2: 1+ 1~ 0= 1- 0! 0?" {
		t.Errorf("changed: %s", counts(changed))
	}
	moved := r.site(t, "西站")
	if moved.ValidFrom != "2026-11-25" || moved.Lat.V != 35.42 || moved.SiteID != west.SiteID || r.site(t, "北站").ValidFrom != "2026-11-25" {
		t.Errorf("%+v", moved)
	}
	want := []recycle.ImportChange{{Field: "local_categories", Before: "Metals", After: ""}, {Field: "lat", Before: "35.41", After: "35.42"}}
	if got := changed.Examples.Changed; len(got) != 1 || !reflect.DeepEqual(got[0].Changes, want) {
		t.Errorf("%+v", got)
	}
	if other := r.load(t, recycle.ImportSites, two, recycle.ImportSettings{Source: "other", NewSource: true}); counts(other) != "2: 2+ 0~ 0= 0- 0! 0?" {
		t.Errorf("another source: %s", counts(other))
	}
}

// A dry run says what the commit then does, and writes nothing.
func TestService_Check(t *testing.T) {
	r := newRig(t)
	in := r.in(t, recycle.ImportSites, two, recycle.ImportSettings{})
	report, err := r.Check(r.ctx, in)
	if err != nil || counts(report) != "2: 2+ 0~ 0= 0- 0! 0?" || report.Committed || r.writes != 0 {
		t.Fatalf("%s, %v, %d writes", counts(report), err, r.writes)
	}
	if len(report.Sketch.Points) != 2 || len(report.Sketch.Bounds) != 4 || report.Examples.Created[0].Key != "1" {
		t.Errorf("%+v %+v", report.Sketch, report.Examples)
	}
	r.version++ // something else in the register changes: the difference is the same
	if _, err := r.Commit(r.ctx, in, report.Digest); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Commit(r.ctx, in, report.Digest); recycle.KindOf(err) != recycle.Conflict {
		t.Errorf("a digest that no longer fits: %v", err)
	}
}

// What changes while an import is made ready makes it compare again; what keeps changing makes it a conflict.
func TestService_Commit_race(t *testing.T) {
	r := newRig(t)
	races := 1
	r.between = func() {
		if races > 0 {
			races--
			r.version++
		}
	}
	if got := r.load(t, recycle.ImportSites, two, recycle.ImportSettings{}); got.Created != 2 || r.writes != 1 {
		t.Errorf("%s, %d writes", counts(got), r.writes)
	}
	races = 99
	_, err := r.Commit(r.ctx, r.in(t, recycle.ImportSites, two, recycle.ImportSettings{Source: "b", NewSource: true}), "")
	if recycle.KindOf(err) != recycle.Conflict || r.writes != 1 {
		t.Errorf("%v, %d writes", err, r.writes)
	}
}

// An import neither opens a site that a person closed nor takes back what its file does not say.
func TestService_Commit_keeps(t *testing.T) {
	r := newRig(t)
	r.load(t, recycle.ImportSites, two, recycle.ImportSettings{Set: map[string]string{"operator": "甲公司"}})
	east := r.site(t, "东站")
	east.State, east.Hours = recycle.SiteSuspended, "Mo-Fr 08:00-17:00"
	r.sites[string(east.SiteID)] = east
	got := r.load(t, recycle.ImportSites, "编号,名称,纬度,经度,品类\n1,东站,35.405,116.60,纸类\n", recycle.ImportSettings{Set: map[string]string{"state": "active"}})
	v := r.site(t, "东站")
	if got.Changed != 1 || v.Lat.V != 35.405 || v.State != recycle.SiteSuspended || v.Hours != east.Hours || v.OperatorName != "甲公司" {
		t.Errorf("%s %+v", counts(got), v)
	}
	got = r.load(t, recycle.ImportSites, "编号,名称,纬度,经度,品类,状态\n1,东站,35.405,116.60,纸类,运营\n", recycle.ImportSettings{})
	if got.Changed != 1 || r.site(t, "东站").State != recycle.SiteActive {
		t.Errorf("%s %+v", counts(got), r.site(t, "东站"))
	}
	// A blank cell says nothing: neither does the constant, for a site that is there.
	east = r.site(t, "东站")
	east.State = recycle.SiteClosed
	r.sites[string(east.SiteID)] = east
	got = r.load(t, recycle.ImportSites, "编号,名称,纬度,经度,品类,状态\n1,东站,35.406,116.60,纸类,\n3,南站,35.39,116.60,纸类,\n", recycle.ImportSettings{})
	if got.Changed != 1 || got.Created != 1 || r.site(t, "东站").State != recycle.SiteClosed || r.site(t, "南站").State != recycle.SiteActive {
		t.Errorf("%s %s, %s", counts(got), r.site(t, "东站").State, r.site(t, "南站").State)
	}
	east.State = recycle.SiteSuspended // a closed one would stay closed: no table opens it
	r.sites[string(east.SiteID)] = east
	r.load(t, recycle.ImportSites, "编号,名称,纬度,经度,品类,状态\n1,东站,35.405,116.60,纸类,运营\n", recycle.ImportSettings{})
	// The same column again is nothing new: the site stays closed.
	east = r.site(t, "东站")
	east.State = recycle.SiteSuspended
	r.sites[string(east.SiteID)] = east
	got = r.load(t, recycle.ImportSites, "编号,名称,纬度,经度,品类,状态\n1,东站,35.405,116.60,纸类,运营\n", recycle.ImportSettings{})
	if got.Unchanged != 1 || r.site(t, "东站").State != recycle.SiteSuspended {
		t.Errorf("%s %+v", counts(got), r.site(t, "东站"))
	}
}

func TestService_problems(t *testing.T) {
	long := make([]byte, 2001)
	for i := range long {
		long[i] = 'x'
	}
	tests := []struct {
		name, text string
		kind       recycle.ImportKind
		set        map[string]string
		counts     string
		codes      []string
	}{
		{"a cell NaN", "id,name,lat,lon\n1,a,NaN,116.6\n2,b,35.4,116.6\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:3 position.missing"}},
		{"no position", "id,name,lat,lon\n1,a,,\n2,b,35.4,116.6\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:4 position.missing"}},
		{"beyond the Earth", "id,name,lat,lon\n1,a,135.4,190\n2,b,35.4,116.6\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:3 position.range"}},
		{"swapped, not storable", "id,name,lat,lon\n1,a,116.6,35.4\n2,b,35.4,116.6\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:3 position.swapped"}},
		{"zero", "id,name,lat,lon\n1,a,0,0\n2,b,35.4,116.6\n", recycle.ImportSites, nil, "2: 2+ 0~ 0= 0- 0! 1?", []string{"2:3 position.zero"}},
		{"a degree too much", "id,name,lat,lon\n1,a,36.4,116.6\n2,b,35.4,116.6\n3,c,35.41,116.6\n", recycle.ImportSites, nil, "3: 3+ 0~ 0= 0- 0! 1?", []string{"2:3 position.degree"}},
		{"degrees, minutes, seconds", "id,name,lat,lon\n1,a,35.24000,116.36\n2,b,35.4,116.6\n3,c,35.41,116.6\n", recycle.ImportSites, nil, "3: 3+ 0~ 0= 0- 0! 1?", []string{"2:3 position.dms"}},
		{"elsewhere", "id,name,lat,lon\n1,a,30,100\n2,b,35.4,116.6\n3,c,35.41,116.6\n", recycle.ImportSites, nil, "3: 3+ 0~ 0= 0- 0! 1?", []string{"2:3 position.outside"}},
		{"an id twice", "id,name,lat,lon\n1,a,35.4,116.6\n1,b,35.4,116.6\n1,a,35.4,116.6\n", recycle.ImportSites, map[string]string{"map": "id"}, "3: 1+ 0~ 1= 0- 1! 0?", []string{"3:1 id.duplicate"}},
		{"a blank category", "id,name,lat,lon,品类\n1,a,35.4,116.6,\n2,b,35.4,116.6,纸类\n", recycle.ImportSites, nil, "2: 2+ 0~ 0= 0- 0! 0?", []string{"2:5 category.blank"}},
		{"an unknown kind", "id,name,lat,lon,网点类型\n1,a,35.4,116.6,碉堡\n2,b,35.4,116.6,中转站\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:5 kind.unknown"}},
		{"a text too long", "id,name,address,lat,lon\n1,a," + string(long) + ",35.4,116.6\n2,b,,35.4,116.6\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:3 address.text"}},
		{"a row cut off", "id,name,lat,lon\n1,a,35.4,116.6\n2,b,35.4\n", recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"3:0 row.ragged"}},
		{"people that are no number", "id,lat,lon,Pop\n1,35.4,116.6,NaN\n2,35.4,116.6,60.0\n3,35.4,116.6,-1\n", recycle.ImportDemand, nil, "3: 1+ 0~ 0= 0- 2! 0?", []string{"2:4 number.count", "4:4 number.count"}},
		{"an area without a name", "code,name\n370811001,\n370811002,许庄街道\n", recycle.ImportAreas, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"2:2 name.missing"}},
		{"a point among areas", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Point","coordinates":[116,35]}},{"type":"Feature","properties":{"name":"乙"},"geometry":null}]}`,
			recycle.ImportAreas, nil, "2: 0+ 0~ 0= 0- 2! 0?", []string{"1:0 row.geometry_type", "2:0 position.missing"}},
		{"a latitude of 121", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Point","coordinates":[25.01,121.5]}},{"type":"Feature","properties":{"name":"乙"},"geometry":{"type":"Point","coordinates":[121.5,25.01]}}]}`,
			recycle.ImportSites, nil, "2: 1+ 0~ 0= 0- 1! 0?", []string{"1:0 position.swapped"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			s := recycle.ImportSettings{}
			if column := tt.set["map"]; column != "" {
				s.Map = map[string]string{"site_id": column}
			}
			got := r.load(t, tt.kind, tt.text, s)
			if counts(got) != tt.counts || !reflect.DeepEqual(codes(got), tt.codes) {
				t.Errorf("%s %v", counts(got), codes(got))
			}
		})
	}
}

// An id that stands in two rows is told with both lines, whether the user named its column or its header did; the rest goes in.
func TestService_identity_twice(t *testing.T) {
	text := "编号,名称,纬度,经度\n1,东站,35.4,116.6\n2,西站,35.41,116.61\n1,南站,35.42,116.62\n"
	for name, s := range map[string]recycle.ImportSettings{"named": {Map: map[string]string{"site_id": "编号"}}, "found": {}} {
		r := newRig(t)
		got := r.load(t, recycle.ImportSites, text, s)
		if counts(got) != "3: 2+ 0~ 0= 0- 1! 0?" || len(got.Problems) != 1 {
			t.Fatalf("%s: %s %v", name, counts(got), codes(got))
		}
		p := got.Problems[0]
		if p.Line != 4 || p.Column != 1 || p.Other != 2 || p.Code != "id.duplicate" || SentenceOf(&p) != "第 4 行 编号 1 与第 2 行重复，内容不同；改编号，或者删掉一行" {
			t.Errorf("%s: %+v %s", name, p, SentenceOf(&p))
		}
		moved := strings.Replace(text, "35.41", "35.415", 1)
		if got := r.load(t, recycle.ImportSites, moved, s); counts(got) != "3: 0+ 1~ 1= 0- 1! 0?" {
			t.Errorf("%s, moved: %s", name, counts(got))
		}
	}
}

// An id column of which most values repeat is none, and the report says so: then name, address and position are the identity.
func TestService_identity(t *testing.T) {
	r := newRig(t)
	text := "id,place,details,coords\n1,Am Ostseebad,a,\"[9.42, 54.80]\"\n1,Am Ostseebad,b,\"[9.42, 54.81]\"\n1,Am Soot,c,\"[9.43, 54.80]\"\n"
	if got := r.load(t, recycle.ImportSites, text, recycle.ImportSettings{}); got.Created != 3 || !reflect.DeepEqual(codes(got), []string{"2:1 id.repeats"}) {
		t.Fatal(counts(got), codes(got))
	}
	if got := r.load(t, recycle.ImportSites, text, recycle.ImportSettings{}); got.Unchanged != 3 {
		t.Fatal(counts(got))
	}
}

func TestService_settings(t *testing.T) {
	r := newRig(t)
	text := "点位,Y坐标,X坐标,联网\n东站,35.41956429,116.62530929,是\n"
	s := recycle.ImportSettings{Source: "s", Datum: geo.GCJ02, Map: map[string]string{"name": "点位", "lat": "Y坐标", "lon": "X坐标"},
		Set: map[string]string{"network": "AB", "kind": "智能回收箱", "state": "suspended"}}
	if got := r.load(t, recycle.ImportSites, text, s); counts(got) != "1: 1+ 0~ 0= 0- 0! 0?" {
		t.Fatal(counts(got), codes(got))
	}
	v := r.site(t, "东站")
	p, _ := v.Point()
	if geo.Metres(p, geo.Point{116.62, 35.42}) > 0.01 || v.RawDatum != geo.GCJ02 || v.RawLon != "116.62530929" {
		t.Errorf("%+v", v.Place)
	}
	if !v.Fused() || v.Kind != "RC_POINT_SELF" || v.State != recycle.SiteSuspended {
		t.Errorf("%+v", v.SiteFacts)
	}
	for name, bad := range map[string]recycle.ImportSettings{
		"no such column": {Map: map[string]string{"name": "无"}}, "no such target": {Set: map[string]string{"colour": "red"}}, "datum": {Datum: "MOON"},
	} {
		if _, err := r.Check(r.ctx, r.in(t, recycle.ImportSites, text, bad)); recycle.KindOf(err) != recycle.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func as(ctx context.Context, org recycle.OrgID, role recycle.Role) context.Context {
	return recycle.WithActor(ctx, recycle.Actor{OrgID: org, OrgKind: recycle.RecyclingCompany, Roles: []recycle.Role{role}})
}

// A company proposes sites that it runs, whatever its file says, and changes them as long as they are proposed: nothing else.
func TestService_company(t *testing.T) {
	r := newRig(t)
	r.ctx = as(t.Context(), company, recycle.CompanyOperator)
	got := r.load(t, recycle.ImportSites, "id,name,lat,lon,state\n1,a,35.4,116.6,active\n2,b,35.4,116.61,closed\n", recycle.ImportSettings{})
	if v := r.site(t, "b"); got.Created != 2 || v.State != recycle.SiteProposed || v.OperatorOrgID != company {
		t.Errorf("%s %+v", counts(got), v)
	}
	b := r.site(t, "b")
	b.OperatorOrgID = zone // handed to somebody else
	r.sites[string(b.SiteID)] = b
	got = r.load(t, recycle.ImportSites, "id,name,lat,lon,state\n1,a2,35.4,116.6,closed\n2,b2,35.4,116.61,closed\n", recycle.ImportSettings{})
	if v := r.site(t, "a2"); got.Changed != 1 || got.Wrong != 1 || v.State != recycle.SiteProposed || codes(got)[0] != "3:1 site.foreign" {
		t.Errorf("%s %v %+v", counts(got), codes(got), v)
	}
	v := r.site(t, "a2")
	v.State = recycle.SiteActive // published: from here on the planner's
	r.sites[string(v.SiteID)] = v
	got = r.load(t, recycle.ImportSites, "id,name,lat,lon,state\n1,a3,35.5,116.7,closed\n", recycle.ImportSettings{})
	if v := r.site(t, "a2"); got.Changed != 0 || got.Wrong != 1 || v.State != recycle.SiteActive || v.Lat.V != 35.4 || codes(got)[0] != "2:1 site.not_proposed" {
		t.Errorf("%s %v %+v", counts(got), codes(got), v)
	}
	if _, err := r.Check(r.ctx, r.in(t, recycle.ImportAreas, "name\nx\n", recycle.ImportSettings{})); recycle.KindOf(err) != recycle.Forbidden {
		t.Errorf("areas: %v", err)
	}
	if _, err := r.Check(as(t.Context(), company, recycle.Collector), r.in(t, recycle.ImportSites, two, recycle.ImportSettings{})); recycle.KindOf(err) != recycle.Forbidden {
		t.Errorf("collector: %v", err)
	}
}

func TestService_areas(t *testing.T) {
	r := newRig(t)
	bare := `{"coordinates":[[[[116.6,35.4],[116.7,35.4],[116.7,35.5],[116.6,35.4]]]],"center":["116.6","35.4"],"code":"370811","name":"任城区"}`
	got := r.load(t, recycle.ImportAreas, bare, recycle.ImportSettings{Datum: geo.GCJ02})
	if counts(got) != "1: 1+ 0~ 0= 0- 0! 0?" {
		t.Fatal(counts(got), codes(got))
	}
	for _, v := range r.areas {
		if v.Level != recycle.LevelZone || v.Code != "370811" || v.MinLon > 116.5951 || v.RawDatum != geo.GCJ02 {
			t.Errorf("%+v", v.AreaFacts)
		}
	}
	// A table of the same areas adds people and leaves the polygon.
	got = r.load(t, recycle.ImportAreas, "code,name,人口\n370811,任城区,1000\n", recycle.ImportSettings{})
	for _, v := range r.areas {
		if got.Changed != 1 || v.People != 1000 || v.Shape == nil {
			t.Errorf("%s %+v", counts(got), v.AreaFacts)
		}
	}
	// With areas, what lies in none of them is outside.
	sites := r.load(t, recycle.ImportSites, "id,name,lat,lon\n1,in,35.42,116.65\n2,out,35.48,116.62\n", recycle.ImportSettings{})
	if counts(sites) != "2: 2+ 0~ 0= 0- 0! 1?" {
		t.Error(counts(sites), codes(sites))
	}
}

func TestService_routes(t *testing.T) {
	r := newRig(t)
	text := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ROUTE_ID":1201,"ROUTE_NAMEE":"39M","COMPANY_CODE":"KMB",
		"stops":[{"name":"甲","lon":116.6,"lat":35.4,"from":"08:00","to":"08:10"},{"name":"乙"}]},
		"geometry":{"type":"MultiLineString","coordinates":[[[116.6,35.4],[116.61,35.4]],[[116.61,35.4],[116.62,35.4]]]}}]}`
	if got := r.load(t, recycle.ImportRoutes, text, recycle.ImportSettings{}); counts(got) != "1: 1+ 0~ 0= 0- 0! 0?" {
		t.Fatal(counts(got), codes(got))
	}
	for _, v := range r.routes {
		if v.Name != "39M" || v.LengthM < 1800 || v.LengthM > 1830 || v.Weekdays != recycle.EveryDay || len(v.Stops) != 2 || v.Stops[0].ToMin != 490 || v.Stops[1].FromMin != -1 {
			t.Errorf("%+v", v)
		}
	}
	if got := r.load(t, recycle.ImportRoutes, text, recycle.ImportSettings{}); got.Unchanged != 1 {
		t.Error(counts(got))
	}
}
