package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// geoJSON runs a geo command with --json.
func geoJSON(t *testing.T, into any, args ...string) {
	t.Helper()
	a, stdout := newTestApp()
	if err := run(t.Context(), a, append(append([]string{"geo"}, args...), "--json")); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(stdout.Bytes(), into); err != nil {
		t.Fatalf("%v: %s", err, stdout)
	}
}

func TestGeo_routeCoverage(t *testing.T) {
	sites, isReal := shared(t, "01-hk-points-2020/wasteless-2020.csv", fewSites)
	one, _ := shared(t, "05-tracks-devices/hk-routes/1000410-O.json", strings.Replace(oneRoute, "22.36", "23.36", 1))
	two, _ := shared(t, "05-tracks-devices/hk-routes/1201-O.json", oneRoute)
	var got routeAnswer
	geoJSON(t, &got, "route-coverage", "--sites", sites, "--routes", one, "--routes", two, "--within", "50,100,300")
	if len(got.Routes) != 2 || len(got.Covered) != got.Within["300"] {
		t.Fatalf("%+v", got)
	}
	if !isReal {
		if got.Sites != 2 || got.Within["50"] != 1 || got.Covered[0].Site != "1" {
			t.Errorf("%+v", got)
		}
		return
	}
	// An independent oracle on the ellipsoid; no point lies within 0.5 % of a threshold.
	if got.Sites != 3962 || fmt.Sprint(got.Within) != "map[100:41 300:99 50:23]" ||
		fmt.Sprint(got.Routes[0].Within) != "map[100:16 300:56 50:7]" || fmt.Sprint(got.Routes[1].Within) != "map[100:25 300:43 50:16]" {
		t.Errorf("%+v", got)
	}
	if got.Routes[0].ID != "1000410" || got.Routes[0].Name != "50M" || got.Routes[0].LengthM < 6207 || got.Routes[0].LengthM > 6208 ||
		got.Routes[1].LengthM < 4260 || got.Routes[1].LengthM > 4261 {
		t.Errorf("%+v", got.Routes)
	}
	var few routeAnswer
	geoJSON(t, &few, "route-coverage", "--sites", sites, "--routes", one, "--routes", two, "--within", "300", "--limit", "3")
	if len(few.Covered) != 3 || few.Within["300"] != 99 {
		t.Errorf("limit: %+v", few)
	}
}

func TestGeo_assign(t *testing.T) {
	stops, isReal := shared(t, "02-taipei-trucks/garbage_truck.geojson", fewStops)
	areas, _ := shared(t, "02-taipei-trucks/taipei_town.geojson", fewAreas)
	var got assignAnswer
	geoJSON(t, &got, "assign", "--points", stops, "--areas", areas)
	want := "2 1 1 0 1"
	if isReal {
		want = "4040 4021 19 0 12"
	}
	if is := fmt.Sprint(got.Points, got.Inside, got.Outside, got.Several, len(got.Areas)); is != want {
		t.Errorf("%s, want %s", is, want)
	}
	sum := 0
	for _, area := range got.Areas {
		sum += area.Count
	}
	if sum != got.Inside+got.Several {
		t.Errorf("the areas have %d points", sum)
	}
}

func TestGeo_serviceCoverage(t *testing.T) {
	blocks, isReal := shared(t, "06-volumes-demand/UrbanaData.csv", fewBlocks)
	sites, _ := shared(t, "06-volumes-demand/UrbanaData.csv", "id,lat,lon\n1,40.08,-88.17\n2,,\n")
	var got serviceAnswer
	geoJSON(t, &got, "service-coverage", "--sites", sites, "--demand", blocks, "--weight", "Pop", "--within", "300,500")
	if isReal && (got.Demand != 576 || got.Weight != 30844 || got.Within["300"] != share{576, 30844}) {
		t.Errorf("%+v", got)
	}
	if got.WeighedBy != "Pop" {
		t.Errorf("weighed by %q", got.WeighedBy)
	}
	if !isReal && (got.Demand != 2 || got.Weight != 144 || got.Within["300"] != share{1, 60} || got.Areas == nil) {
		t.Errorf("%+v", got)
	}
}

// Without --weight the households are summed up, else the people, else every point is 1; the answer says which.
func TestGeo_serviceCoverage_weight(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	sites := file("sites.csv", "id,lat,lon\n1,35.4,116.6\n")
	people := file("people.csv", "id,lat,lon,Pop\n1,35.4,116.6,60\n2,35.5,116.6,40\n")
	for _, tt := range []struct {
		name   string
		demand []string
		by     string
		weight float64
	}{
		{"households before people", []string{"--demand", file("h.csv", "id,lat,lon,人口,户数\n1,35.4,116.6,60,20\n2,35.5,116.6,40,11\n")}, "户数", 31},
		{"people", []string{"--demand", people}, "Pop", 100},
		{"a column that another file lacks", []string{"--demand", people, "--demand", file("n.csv", "id,lat,lon\n9,35.4,116.6\n")}, "", 3},
		{"named", []string{"--demand", people, "--map", "people=Pop"}, "Pop", 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got serviceAnswer
			geoJSON(t, &got, append([]string{"service-coverage", "--sites", sites}, tt.demand...)...)
			if got.WeighedBy != tt.by || got.Weight != tt.weight {
				t.Errorf("%q %v, want %q %v", got.WeighedBy, got.Weight, tt.by, tt.weight)
			}
		})
	}
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"geo", "service-coverage", "--sites", sites, "--demand", people, "--within", "300,50"}); err != nil {
		t.Fatal(err)
	}
	if want := "2 demand points, weight 100 (the sum of Pop)\nwithin 50 m: 1 points, weight 60 (60.0 %)\nwithin 300 m: 1 points, weight 60 (60.0 %)\n"; stdout.String() != want {
		t.Errorf("%s, want %s", stdout, want)
	}
}

func TestGeo_convert(t *testing.T) {
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"geo", "convert", "--from", "gcj02", "--to", "wgs84", "116.62530929,35.41956429"}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stdout.String(), "116.62000000") || !strings.Contains(stdout.String(), ",35.42000000") {
		t.Error(stdout)
	}
	stdout.Reset()
	area, _ := shared(t, "04-jining/370811.json", bareArea)
	if err := run(t.Context(), a, []string{"geo", "convert", "--from", "gcj02", "--to", "wgs84", area}); err != nil {
		t.Fatal(err)
	}
	var features struct {
		Features []struct{ Geometry struct{ Type string } }
	}
	if err := json.Unmarshal(stdout.Bytes(), &features); err != nil || features.Features[0].Geometry.Type != "MultiPolygon" {
		t.Errorf("%v: %+v", err, features)
	}
	for _, bad := range []string{"116.6", "x,y", "116,91"} {
		if err := run(t.Context(), a, []string{"geo", "convert", bad}); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}
