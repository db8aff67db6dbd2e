package recycle_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// Every name that the pages show is the first word of its kind or state here, and is read back as it.
func TestSiteWords_pages(t *testing.T) {
	zh, en, plan := page(t, "zh/terms.ts"), page(t, "en/terms.ts"), page(t, "zh/plan.ts")
	for _, k := range recycle.SiteKinds() {
		if got := wordIn(t, zh, "siteKind", string(k)); got != k.Word() {
			t.Errorf("%s: the page says %q, the files %q", k, got, k.Word())
		}
		for _, text := range []string{wordIn(t, zh, "siteKind", string(k)), wordIn(t, en, "siteKind", string(k)), strings.ToLower(string(k)), " " + k.Word() + "（亭） "} {
			if got, ok := recycle.ReadSiteKind(text); !ok || got != k {
				t.Errorf("%q is read as %q, want %s", text, got, k)
			}
		}
	}
	for _, s := range recycle.SiteStates() {
		if got := wordIn(t, zh, "siteState", string(s)); got != s.Word() {
			t.Errorf("%s: the page says %q, the files %q", s, got, s.Word())
		}
		for _, text := range []string{wordIn(t, zh, "siteState", string(s)), wordIn(t, plan, "state", string(s)), strings.ToUpper(string(s))} {
			if got, ok := recycle.ReadSiteState(text); !ok || got != s {
				t.Errorf("%q is read as %q, want %s", text, got, s)
			}
		}
	}
}

// page returns the text of a catalogue of words of the front end.
func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../static/src/i18n/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// wordIn returns the word of a key in one group of a catalogue.
func wordIn(t *testing.T, text, group, key string) string {
	t.Helper()
	found := regexp.MustCompile(`(?s)\b` + group + `: \{.*?\b` + key + `: '([^']*)'`).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no word for %s.%s", group, key)
	}
	return found[1]
}

// The names of DOMAIN §2.2.
func TestReadSiteKind(t *testing.T) {
	tests := []struct {
		text string
		want recycle.SiteKind
	}{
		{"生活垃圾分类投放点/集中投放点(亭)", "MSW_DROP"}, {"生活垃圾收集站", "MSW_STATION"}, {"示范型回收服务点", "RC_POINT_DEMO"},
		{"标准型回收服务点/便民交投点/回收点", "RC_POINT_STD"}, {"智能回收箱", "RC_POINT_SELF"}, {"流动交投点/流动回收车", "RC_POINT_MOBILE"},
		{"村级收集点", "RC_VILLAGE"}, {"大件临时存放点", "TEMP_BULKY"}, {"中转站", "TRANSFER"}, {"综合型分拣中心", "SORTING_COMP"},
		{"专业型分拣中心", "SORTING_SPEC"}, {"集散场/集散市场", "YARD"}, {"废弃电器电子产品拆解企业 / 报废机动车回收拆解企业", "DISMANTLER"},
		{"二手车交易市场", "MARKET_2H"}, {"公物仓", "GONGWUCANG"}, {"加工利用/再制造企业", "REUSE"}, {"再制造企业", "REUSE"},
		{"交投点", "RC_POINT_STD"}, {"rc_point_self", "RC_POINT_SELF"}, {"Smart Box", "RC_POINT_SELF"}, {"交投点/中转站", ""}, {"碉堡", ""}, {"", ""}, {"（亭）", ""},
	}
	for _, tt := range tests {
		if got, ok := recycle.ReadSiteKind(tt.text); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q is %q, %v, want %q", tt.text, got, ok, tt.want)
		}
	}
}

// What a kind belongs to by itself can be stored.
func TestSiteKind_Networks(t *testing.T) {
	for _, k := range recycle.SiteKinds() {
		inA, inB := k.Networks()
		f := recycle.SiteFacts{Name: "x", Kind: k, State: recycle.SiteActive, InA: inA, InB: inB}
		if err := f.Validate(); err != nil {
			t.Errorf("%s with its own networks: %v", k, err)
		}
	}
}
