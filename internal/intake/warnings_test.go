package intake

import (
	"fmt"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// A site without a name is told, with its line; of a file that has no names at all, once; and no hash becomes a name.
func TestService_nameless(t *testing.T) {
	tests := []struct{ name, text, want, called string }{
		{"a blank cell", "编号,名称,经度,纬度\n1,东站,116.6,35.4\n2,,116.61,35.41\n", "[3:2 name.blank]", "2"},
		{"with an address", "编号,名称,地址,经度,纬度\n1,,某路,116.6,35.4\n", "[2:2 name.blank]", "某路"},
		{"no column", "编号,经度,纬度\n1,116.6,35.4\n2,116.61,35.41\n", "[2:0 name.blank]", "1"},
		{"nothing but positions", "经度,纬度\n116.6,35.4\n", "[2:0 name.blank]", "116.6, 35.4"},
		{"addresses alone", "编号,地址,经度,纬度\n1,某路,116.6,35.4\n", "[]", "某路"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			got := r.load(t, recycle.ImportSites, tt.text, recycle.ImportSettings{})
			if fmt.Sprint(codes(got)) != tt.want || got.Wrong != 0 {
				t.Errorf("%v, want %s", codes(got), tt.want)
			}
			r.site(t, tt.called)
		})
	}
}

// An operator that no organisation is by name, credit code or id is told once, with its rows; a company is told of no other.
func TestService_unknownOperator(t *testing.T) {
	r := newRig(t)
	got := r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,运营单位\n1,a,116.6,35.4,某公司\n2,b,116.61,35.41,某公司\n3,c,116.62,35.42,示例回收一公司\n4,d,116.63,35.43,91370800ma3c0x4k7t\n5,e,116.64,35.44,\n", recycle.ImportSettings{})
	if len(got.Problems) != 1 || got.Problems[0].Code != "operator.unknown" || got.Problems[0].Line != 2 || got.Problems[0].Column != 5 || got.Problems[0].Value != "某公司" ||
		!strings.Contains(got.Problems[0].Message, "(2 rows)") || got.Created != 5 {
		t.Errorf("sites: %s %+v", counts(got), got.Problems)
	}
	got = r.load(t, recycle.ImportRoutes, "编号,名称,运营单位\n1,a,某公司\n2,b,示例回收一公司\n", recycle.ImportSettings{})
	if fmt.Sprint(codes(got)) != "[2:3 operator.unknown]" {
		t.Errorf("routes: %v", codes(got))
	}
}

// A file whose positions are mostly doubtful is told as a whole, also one of a single row where the register has areas.
func TestService_wholeFile(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"one row", "编号,名称,经度,纬度\n1,a,121.47,31.23\n", "[position.most_outside]"},
		{"half", "编号,名称,经度,纬度\n1,a,121.47,31.23\n2,b,116.61,35.41\n", "[position.most_outside]"},
		{"a third", "编号,名称,经度,纬度\n1,a,121.47,31.23\n2,b,116.61,35.41\n3,c,116.62,35.41\n", "[]"},
		{"swapped", "编号,名称,经度,纬度\n1,a,35.41,116.61\n2,b,35.42,116.62\n", "[position.most_swapped]"},
		{"none", "编号,名称,经度,纬度\n1,a,116.61,35.41\n", "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.load(t, recycle.ImportAreas, `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲街道"},"geometry":{"type":"Polygon","coordinates":[[[116.5,35.3],[116.8,35.3],[116.8,35.6],[116.5,35.6],[116.5,35.3]]]}}]}`, recycle.ImportSettings{})
			got := r.load(t, recycle.ImportSites, tt.text, recycle.ImportSettings{})
			if fmt.Sprint(got.Warnings) != tt.want {
				t.Errorf("%v, want %s: %v", got.Warnings, tt.want, codes(got))
			}
			for _, code := range got.Warnings {
				if WarningSentence(code) == "" {
					t.Errorf("%s says nothing", code)
				}
			}
		})
	}
}
