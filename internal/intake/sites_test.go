package intake

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// What a row says of a kind and a network, in the words of pages and of the field.
func TestService_kinds(t *testing.T) {
	tests := []struct {
		name, header, cells string
		set                 map[string]string
		kind                recycle.SiteKind
		networks            string
	}{
		{"nothing", "", "", nil, "RC_POINT_STD", "A"},
		{"both networks as a kind", "类型", "两网融合点", nil, "RC_POINT_STD", "AB"},
		{"both networks as a category of places", "类别", "两网融合网点", nil, "RC_POINT_STD", "AB"},
		{"a kind of both networks", "kind", "两网融合中转站", nil, "TRANSFER", "AB"},
		{"both networks, but the column says one", "类型,网络", "两网融合点,回收", nil, "RC_POINT_STD", "A"},
		{"the page's word", "类型", "分类投放点", nil, "MSW_DROP", "B"},
		{"a kind that may be either", "类型", "智能回收箱", nil, "RC_POINT_SELF", "A"},
		{"a network beside the kind", "类型,所属网络", "分类投放点,两网", nil, "MSW_DROP", "AB"},
		{"a blank network", "站点类型,网络", "垃圾收集站,", nil, "MSW_STATION", "B"},
		{"a blank kind", "种类,网络", ",", nil, "RC_POINT_STD", "A"},
		{"the network of the user", "类型", "交投点", map[string]string{"network": "B"}, "RC_POINT_STD", "B"},
		{"the kind of the user", "", "", map[string]string{"kind": "分类投放点"}, "MSW_DROP", "B"},
		{"no network at all", "网点类型", "公物仓", nil, "GONGWUCANG", ""},
		{"a kind column left unread", "类型", "碉堡", map[string]string{"kind": ""}, "RC_POINT_STD", "A"},
		{"a network column left unread", "类型,网络", "交投点,碉堡", map[string]string{"network": ""}, "RC_POINT_STD", "A"},
		{"the page's networks", "类型,网络", "交投点,生活垃圾分类网", nil, "RC_POINT_STD", "B"},
		{"type", "type", "Smart box", nil, "RC_POINT_SELF", "A"},
		{"a type of something else", "type", "cat8", nil, "RC_POINT_STD", "A"},
		{"类别 of what it takes", "类别", "纸类", nil, "RC_POINT_STD", "A"},
	}
	for _, h := range []string{"类型", "种类", "类别", "站点类型", "站点类别", "网点类型", "点位类型", "type", "kind", "Site Type", "類型"} {
		tests = append(tests, struct {
			name, header, cells string
			set                 map[string]string
			kind                recycle.SiteKind
			networks            string
		}{"under " + h, h, "中转站", nil, "TRANSFER", "A"})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			got := r.load(t, recycle.ImportSites, "名称,经度,纬度,"+tt.header+"\n东站,116.6,35.4,"+tt.cells+"\n", recycle.ImportSettings{Set: tt.set})
			if got.Created != 1 {
				t.Fatalf("%s %v", counts(got), codes(got))
			}
			v := r.site(t, "东站")
			networks := map[bool]string{true: "A"}[v.InA] + map[bool]string{true: "B"}[v.InB]
			if v.Kind != tt.kind || networks != tt.networks || v.State != recycle.SiteActive {
				t.Errorf("%s in %q, %s", v.Kind, networks, v.State)
			}
		})
	}
}

// A later file that says no network leaves the one that a person chose.
func TestService_kinds_again(t *testing.T) {
	r := newRig(t)
	r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,类型\n1,东站,116.6,35.4,交投点\n", recycle.ImportSettings{})
	v := r.site(t, "东站")
	v.InB = true
	r.sites[string(v.SiteID)] = v
	got := r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,类型\n1,东站,116.6,35.4,示范回收点\n", recycle.ImportSettings{})
	if v := r.site(t, "东站"); got.Changed != 1 || v.Kind != "RC_POINT_DEMO" || !v.Fused() {
		t.Errorf("%s %+v", counts(got), v.SiteFacts)
	}
}

// A file that calls a point 两网融合点 the second time makes it one of both networks.
func TestService_kinds_fused(t *testing.T) {
	r := newRig(t)
	for _, kind := range []string{"交投点", "两网融合点"} {
		r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,类型\n1,东站,116.6,35.4,"+kind+"\n", recycle.ImportSettings{})
	}
	if v := r.site(t, "东站"); v.Kind != "RC_POINT_STD" || !v.Fused() {
		t.Errorf("%+v", v.SiteFacts)
	}
}

func TestService_unread(t *testing.T) {
	tests := []struct {
		name, header string
		settings     recycle.ImportSettings
		want         []string
	}{
		{"all read", "编号,名称,经度,纬度", recycle.ImportSettings{}, []string{}},
		{"unknown ones", "编号,名称,经度,纬度,联网,负责人", recycle.ImportSettings{}, []string{"联网", "负责人"}},
		{"one that is mapped", "编号,名称,经度,纬度,联网,负责人", recycle.ImportSettings{Map: map[string]string{"operator": "负责人"}}, []string{"联网"}},
		{"one that a constant replaces", "编号,名称,经度,纬度,类型", recycle.ImportSettings{Set: map[string]string{"kind": "TRANSFER"}}, []string{"类型"}},
		{"a kind that is none", "编号,名称,经度,纬度,类别", recycle.ImportSettings{}, []string{"类别"}},
		{"in two languages", "cp_id,address_sc,address_en,lat,lgt", recycle.ImportSettings{}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			n := strings.Count(tt.header, ",")
			got := r.load(t, recycle.ImportSites, tt.header+"\n1,a,116.6,35.4"+strings.Repeat(",x", n-3)+"\n", tt.settings)
			if !slices.Equal(got.Unread, tt.want) || got.Unread == nil {
				t.Errorf("%v", got.Unread)
			}
		})
	}
}

// A file that says another state than the register's moves the site as a person would: by the table, with an event; what the table
// lacks is a wrong row. The first time a row may say any state.
func TestService_states(t *testing.T) {
	for _, from := range recycle.SiteStates() {
		for _, to := range recycle.SiteStates() {
			t.Run(fmt.Sprint(from, " to ", to), func(t *testing.T) {
				r := newRig(t)
				file := func(state recycle.SiteState, lat string) string {
					return "编号,名称,经度,纬度,状态\n1,东站,116.6," + lat + "," + state.Word() + "\n"
				}
				if got := r.load(t, recycle.ImportSites, file(from, "35.4"), recycle.ImportSettings{Source: "表"}); got.Created != 1 || len(r.events) != 0 {
					t.Fatalf("%s %v", counts(got), codes(got))
				}
				lat := "35.4"
				if from == recycle.SiteRelocating {
					lat = "35.41"
				}
				got := r.load(t, recycle.ImportSites, file(to, lat), recycle.ImportSettings{Source: "表"})
				may := slices.ContainsFunc(recycle.SiteMoves(), func(m recycle.SiteMove) bool { return m.From == from && m.To == to && m.Planner })
				v := r.site(t, "东站")
				switch {
				case from == to:
					if len(r.events) != 0 || got.Wrong != 0 {
						t.Errorf("%s, %d events", counts(got), len(r.events))
					}
				case may:
					if got.Changed != 1 || v.State != to || len(r.events) != 1 || v.Reason != "表 · x" {
						t.Fatalf("%s %v %s %q, %d events", counts(got), codes(got), v.State, v.Reason, len(r.events))
					}
					want := recycle.SiteEvent{SiteID: v.SiteID, At: recycle.At(r.now), FromState: from, ToState: to, ValidFrom: "2026-11-23", Reason: "表 · x", Evidence: "表 · x"}
					if r.events[0] != want {
						t.Errorf("%+v", r.events[0])
					}
					if body := string(r.entries[1].Body); !strings.Contains(body, `"moves":[{"site":"`+string(v.SiteID)+`","from":"`+string(from)+`","to":"`+string(to)+`"}]`) {
						t.Errorf("the log says %s", body)
					}
				default:
					if got.Wrong != 1 || got.Changed != 0 || v.State != from || v.Lat.V != 35.4 || len(r.events) != 0 || !reflect.DeepEqual(codes(got), []string{"2:5 state.transition"}) {
						t.Errorf("%s %v %s, %d events", counts(got), codes(got), v.State, len(r.events))
					}
				}
			})
		}
	}
	t.Run("back from a move without a new position", func(t *testing.T) {
		r := newRig(t)
		r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,状态\n1,东站,116.6,35.4,搬迁中\n", recycle.ImportSettings{})
		if got := r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,状态\n1,东站,116.6,35.4,开放\n", recycle.ImportSettings{}); codes(got)[0] != "2:5 state.position" {
			t.Errorf("%s %v", counts(got), codes(got))
		}
	})
	t.Run("a site that changes again later", func(t *testing.T) {
		r := newRig(t)
		r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,状态\n1,东站,116.6,35.4,开放\n", recycle.ImportSettings{})
		v := r.site(t, "东站")
		v.ValidTo = "2026-12-31"
		r.sites[string(v.SiteID)] = v
		if got := r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,状态\n1,东站,116.6,35.4,暂停\n", recycle.ImportSettings{}); codes(got)[0] != "2:5 state.later_version" {
			t.Errorf("%s %v", counts(got), codes(got))
		}
	})
}

// A company's file names nobody else as operator.
func TestService_company_operator(t *testing.T) {
	file := "编号,名称,经度,纬度,运营单位\n1,a,116.6,35.4,示例回收一公司\n2,b,116.6,35.41,乙公司\n3,c,116.6,35.42,\n4,d,116.6,35.43,91370800MA3C0X4K7T\n"
	r := newRig(t)
	r.ctx = as(t.Context(), company, recycle.CompanyOperator)
	got := r.load(t, recycle.ImportSites, file, recycle.ImportSettings{})
	if counts(got) != "4: 3+ 0~ 0= 0- 1! 0?" || codes(got)[0] != "3:5 operator.foreign" {
		t.Errorf("%s %v", counts(got), codes(got))
	}
	for _, name := range []string{"a", "c", "d"} {
		if v := r.site(t, name); v.OperatorName != "示例 回收一公司" || v.OperatorOrgID != company || v.State != recycle.SiteProposed {
			t.Errorf("%+v", v.SiteFacts)
		}
	}
	if got = r.load(t, recycle.ImportSites, file, recycle.ImportSettings{}); counts(got) != "4: 0+ 0~ 3= 0- 1! 0?" {
		t.Errorf("again: %s %v", counts(got), codes(got))
	}
	got = r.load(t, recycle.ImportSites, "编号,名称,经度,纬度,运营单位\n1,a2,116.6,35.4,乙公司\n", recycle.ImportSettings{})
	if v := r.site(t, "a"); got.Wrong != 1 || v.OperatorName != "示例 回收一公司" {
		t.Errorf("handed away: %s %+v", counts(got), v.SiteFacts)
	}
	if got = r.load(t, recycle.ImportSites, "编号,名称,经度,纬度\n1,a,116.6,35.4\n", recycle.ImportSettings{Set: map[string]string{"operator": "乙公司"}}); got.Wrong != 1 {
		t.Errorf("by a constant: %s %v", counts(got), codes(got))
	}
	planner := newRig(t)
	if got := planner.load(t, recycle.ImportSites, file, recycle.ImportSettings{}); got.Created != 4 || planner.site(t, "b").OperatorName != "乙公司" {
		t.Errorf("a planner: %s %v", counts(got), codes(got))
	}
}

// A new source over sites that are there is refused until somebody says that they are new; the dry run counts them by their source. A
// few in common are told alone, and a source of before is not asked about.
func TestService_known(t *testing.T) {
	load := func(t *testing.T) *rig {
		r := newRig(t)
		r.load(t, recycle.ImportSites, two, recycle.ImportSettings{Source: "市容局"})
		return r
	}
	for name, text := range map[string]string{
		"the same file": two, "without ids": "名称,纬度,经度\n东站,35.4001,116.6001\n西站,35.4101,116.6101\n",
		"at the same places": "编号,名称,纬度,经度\nA,甲,35.40,116.60\nB,乙,35.41,116.61\n", "moved": "编号,名称,纬度,经度\n1,东站,35.5,116.60\n2,西站,35.51,116.61\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := load(t)
			in := r.in(t, recycle.ImportSites, text, recycle.ImportSettings{Source: "新表"})
			dry, err := r.Check(r.ctx, in)
			if want := []recycle.ImportKnown{{Source: "市容局", Rows: 2}}; err != nil || !reflect.DeepEqual(dry.Known, want) || !dry.FirstTime || !slices.Contains(codes(dry), "2:0 site.known") {
				t.Fatalf("%v %+v %v", err, dry.Known, codes(dry))
			}
			if _, err := r.Commit(r.ctx, in, dry.Digest); recycle.KindOf(err) != recycle.Conflict || r.writes != 1 {
				t.Fatalf("%v, %d writes", err, r.writes)
			}
			in.Settings.NewSource = true
			if got, err := r.Commit(r.ctx, in, dry.Digest); err != nil || got.Created != 2 {
				t.Fatalf("as new ones: %v %s", err, counts(got))
			}
			if got := r.load(t, recycle.ImportSites, text, recycle.ImportSettings{Source: "新表"}); got.Unchanged != 2 || len(got.Known) != 0 {
				t.Errorf("again: %s %v", counts(got), got.Known)
			}
		})
	}
	t.Run("one of three", func(t *testing.T) {
		r := load(t)
		got := r.load(t, recycle.ImportSites, "编号,名称,纬度,经度\n7,东站,35.4,116.6\n8,南站,35.42,116.62\n9,北站,35.43,116.63\n", recycle.ImportSettings{Source: "新表"})
		if got.Created != 3 || len(got.Known) != 1 || got.Known[0].Rows != 1 {
			t.Errorf("%s %v", counts(got), got.Known)
		}
	})
	t.Run("a company", func(t *testing.T) {
		r := load(t)
		r.ctx = as(t.Context(), company, recycle.CompanyOperator)
		if got := r.load(t, recycle.ImportSites, two, recycle.ImportSettings{Source: "新表"}); got.Created != 2 || len(got.Known) != 0 {
			t.Errorf("%s, is told %v", counts(got), got.Known)
		}
	})
}

// A key that no column has is not shown: the name is.
func TestService_duplicate(t *testing.T) {
	r := newRig(t)
	got := r.load(t, recycle.ImportSites, "名称,经度,纬度,备注\n东站,116.6,35.4,甲\n东站,116.6,35.4,乙\n", recycle.ImportSettings{})
	if got.Wrong != 1 || got.Problems[0].Code != "id.duplicate" || got.Problems[0].Value != "东站" || got.Problems[0].Column != 1 {
		t.Errorf("%s %+v", counts(got), got.Problems)
	}
}

// The command line and the page say the same.
func TestSentence(t *testing.T) {
	text, err := os.ReadFile("../../static/src/i18n/zh/import.ts")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytesCut(text, "\n  problem: {")
	rows, rest, _ := bytesCut(text, "problemOther: ")
	n := 0
	for _, m := range regexp.MustCompile(`'([a-z_.]+)': \['([^']*)', '([^']*)'\]`).FindAllSubmatch(rows, -1) {
		if n++; Sentence(string(m[1])) != string(m[2])+"；"+string(m[3]) {
			t.Errorf("%s: %s", m[1], Sentence(string(m[1])))
		}
	}
	for code, m := range messages {
		if m.en == "" && !strings.HasPrefix(code, "row.") && code != "category.unknown" && code != "site.known" { // these are made of the word or the fault
			t.Errorf("%s says nothing in English", code)
		}
	}
	if n != len(messages) {
		t.Errorf("the page has %d sentences about rows, the command line %d", n, len(messages))
	}
	n = 0
	for _, m := range regexp.MustCompile(`'((?:csv|sheet|xlsx?|file|import)\.[a-z_]+)': '([^']*)'`).FindAllSubmatch(rest, -1) {
		if n++; FileSentence(string(m[1])) != string(m[2]) {
			t.Errorf("%s: %s", m[1], FileSentence(string(m[1])))
		}
	}
	if n != len(fileSentences) {
		t.Errorf("the page has %d sentences about files, the command line %d", n, len(fileSentences))
	}
}

func bytesCut(text []byte, at string) (before, after []byte, found bool) {
	a, b, found := strings.Cut(string(text), at)
	return []byte(a), []byte(b), found
}
