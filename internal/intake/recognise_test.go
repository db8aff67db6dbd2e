package intake

import (
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// A row that names its source speaks for whoever wrote it: it may say again what the source said first, and the source, which says
// nothing new, does not take it back.
func TestService_exported(t *testing.T) {
	r := newRig(t)
	hint := recycle.ImportSettings{Source: "街道"}
	r.load(t, recycle.ImportSites, two, hint)
	for _, name := range []string{"东门站", "东站", "东门站"} {
		exported := "site_id,source,name,lon,lat,categories\n1,街道,东站,116.60,35.40,纸类\n2,街道,西站,116.61,35.41,\"塑料,Metals\"\n"
		got := r.load(t, recycle.ImportSites, strings.Replace(exported, "东站", name, 1), recycle.ImportSettings{Source: "另一个"})
		if r.site(t, name); got.Changed != 1 || got.Unchanged != 1 {
			t.Errorf("%s: %s", name, counts(got))
		}
	}
	if got := r.load(t, recycle.ImportSites, two, hint); got.Unchanged != 2 || r.site(t, "东门站").Name == "" {
		t.Error(counts(got))
	}
}

// The register's own id finds a thing that no source has; to a company that does not run the site it is an unknown word.
func TestService_ownID(t *testing.T) {
	r := newRig(t)
	r.load(t, recycle.ImportSites, two, recycle.ImportSettings{})
	id := string(r.site(t, "东站").SiteID)
	clear(r.refs)
	file := "登记编号,名称,经度,纬度,品类\n" + id + ",东站,116.60,35.40,纸类\n"
	if got := r.load(t, recycle.ImportSites, file, recycle.ImportSettings{Source: "a"}); got.Unchanged != 1 || len(r.sites) != 2 {
		t.Error(counts(got))
	}
	r.ctx = as(t.Context(), company, recycle.CompanyOperator)
	if got := r.load(t, recycle.ImportSites, file, recycle.ImportSettings{Source: "a"}); got.Created != 1 || len(r.sites) != 3 {
		t.Errorf("a company: %s", counts(got))
	}
}

// A position in a file without a datum that is the register's, rounded, is no change; one with a datum that is another, is.
func TestService_samePlace(t *testing.T) {
	r := newRig(t)
	r.load(t, recycle.ImportSites, "编号,名称,经度,纬度\n1,东站,116.61234567,35.42345678\n", recycle.ImportSettings{})
	for _, tt := range []struct {
		header, lon, lat, datum string
		changed                 int
	}{
		{"", "116.612346", "35.423457", "", 0},
		{"", "116.612345", "35.423457", "", 1},
		{"", "116.61235", "35.42346", "", 1}, // too few digits to be the same place
		{",坐标系", "116.61234567", "35.42345678", ",CGCS2000", 1},
		{",坐标系", "116.61234567", "35.42345678", ",GCJ02", 1},
		{",坐标系", "116.61234567", "35.42345678", ",WGS84", 0},
	} {
		text := "编号,名称,经度,纬度" + tt.header + "\n1,东站," + tt.lon + "," + tt.lat + tt.datum + "\n"
		got, err := r.Check(r.ctx, r.in(t, recycle.ImportSites, text, recycle.ImportSettings{}))
		if err != nil || got.Changed != tt.changed {
			t.Errorf("%+v: %s %v", tt, counts(got), err)
		}
	}
}
