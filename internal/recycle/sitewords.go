package recycle

import (
	"strings"
	"sync"
	"unicode"
)

// siteKindWords are what the kinds of sites are called (DOMAIN §2.2): first the name that pages and exported files show, then the
// others under which lists in use have them, in Chinese and English.
var siteKindWords = map[SiteKind][]string{
	"MSW_DROP": {"分类投放点", "生活垃圾分类投放点", "生活垃圾投放点", "垃圾分类投放点", "集中投放点", "投放点", "投放亭", "集中投放亭", "垃圾分类亭", "垃圾分类点", "分类收集点",
		"sorted-waste drop-off", "drop-off"},
	"MSW_STATION": {"垃圾收集站", "生活垃圾收集站", "waste station", "waste collection station"},
	"RC_POINT_DEMO": {"示范回收点", "示范型回收服务点", "示范型回收点", "示范回收服务点", "示范型", "示范点", "示范交投点", "demonstration point",
		"demonstration recycling point"},
	"RC_POINT_STD": {"交投点", "标准型回收服务点", "标准型回收点", "标准回收点", "标准型", "便民交投点", "便民回收点", "回收点", "回收服务点", "社区回收点", "再生资源回收点", "再生资源交投点",
		"再生资源回收站", "回收站", "recycling point", "standard point"},
	"RC_POINT_SELF":   {"智能回收箱", "自助型", "自助回收箱", "自助型回收箱", "自助型回收点", "智能箱", "智能回收柜", "smart box", "unattended smart box"},
	"RC_POINT_MOBILE": {"流动交投点", "流动回收车", "流动回收点", "流动点", "mobile stop", "timetabled mobile stop"},
	"RC_VILLAGE":      {"村级回收点", "村级收集点", "村级交投点", "村回收点", "village point"},
	"TEMP_BULKY": {"大件暂存点", "大件临时存放点", "大件垃圾暂存点", "大件垃圾临时存放点", "大件家具暂存点", "家电家具临时存放点", "大件存放点", "bulky store",
		"temporary bulky store"},
	"TRANSFER":     {"中转站", "再生资源中转站", "回收中转站", "transfer station"},
	"SORTING_COMP": {"综合分拣中心", "综合型分拣中心", "综合性分拣中心", "分拣中心", "sorting centre", "sorting center", "comprehensive sorting centre"},
	"SORTING_SPEC": {"专业分拣中心", "专业型分拣中心", "专业性分拣中心", "single-category centre", "single-category center"},
	"YARD":         {"集散场", "集散市场", "再生资源集散场", "yard", "consolidation yard", "consolidation market"},
	"DISMANTLER": {"拆解企业", "废弃电器电子产品拆解企业", "报废机动车回收拆解企业", "报废汽车拆解企业", "拆解厂", "dismantler",
		"licensed dismantler"},
	"MARKET_2H":  {"二手市场", "二手商品交易市场", "二手商品市场", "二手车交易市场", "二手交易市场", "旧货市场", "second-hand market"},
	"GONGWUCANG": {"公物仓", "public-asset store"},
	"REUSE":      {"加工利用企业", "再制造企业", "加工利用", "加工利用厂", "加工企业", "利用企业", "re-user"},
}

// Word returns what k is called in Chinese, as pages and exported files show it; an unknown kind is its own code.
func (k SiteKind) Word() string {
	if words := siteKindWords[k]; len(words) > 0 {
		return words[0]
	}
	return string(k)
}

// Networks returns the networks that a site of kind k belongs to where nothing else is said (DOMAIN §2.2): B for the places of sorted
// waste, neither for a second-hand market and a public-asset store, A for the others, also for those that may be in both.
func (k SiteKind) Networks() (inA, inB bool) {
	switch k {
	case "MSW_DROP", "MSW_STATION":
		return false, true
	case "MARKET_2H", "GONGWUCANG":
		return false, false
	}
	return true, false
}

// ReadSiteKind returns the kind of a code or a name; blanks, case and what stands in parentheses do not matter. Several names of one
// kind may stand side by side ("集散场/集散市场"); names of different kinds are none.
func ReadSiteKind(text string) (kind SiteKind, ok bool) {
	for _, part := range append([]string{text}, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/／、", r) })...) {
		found, known := siteKindOf(part)
		switch {
		case known && part == text:
			return found, true
		case part == text:
		case !known || ok && found != kind:
			return "", false
		default:
			kind, ok = found, true
		}
	}
	return kind, ok
}

// ReadFusedSite returns the kind of a place of both networks by its name: 两网融合 before a kind's name is that kind; a 两网融合 point as
// such is a standard point. It is fused by F1's first form: one record with both memberships (DOMAIN §2.5).
func ReadFusedSite(text string) (kind SiteKind, ok bool) {
	rest, found := strings.CutPrefix(plainWord(text), "两网")
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "融合"), "合一")
	if !found {
		return "", false
	}
	switch rest {
	case "", "点", "点位", "站", "站点", "网点", "型", "型网点", "服务点", "服务站", "便民服务点":
		return "RC_POINT_STD", true
	}
	return siteKindOf(rest)
}

func siteKindOf(text string) (SiteKind, bool) {
	k, ok := siteKindIndex()[plainWord(text)]
	return k, ok
}

var (
	siteKindIndex  = sync.OnceValue(func() map[string]SiteKind { return wordIndex(SiteKinds(), siteKindWords) })
	siteStateIndex = sync.OnceValue(func() map[string]SiteState { return wordIndex(SiteStates(), siteStateWords) })
)

// wordIndex finds a code by itself and by its words, as plainWord writes them.
func wordIndex[T ~string](codes []T, words map[T][]string) map[string]T {
	index := map[string]T{}
	for _, code := range codes {
		index[plainWord(string(code))] = code
		for _, w := range words[code] {
			index[plainWord(w)] = code
		}
	}
	return index
}

// siteStateWords are what the states of a site are called: first the name that the lists of sites show, then the others.
var siteStateWords = map[SiteState][]string{
	SiteProposed:          {"待审", "拟建", "规划", "规划中", "申报"},
	SiteSurveyed:          {"已勘察", "已踏勘"},
	SiteApproved:          {"已批准", "已批"},
	SiteUnderConstruction: {"建设中", "在建"},
	SiteAcceptancePending: {"待验收"},
	SiteActive:            {"开放", "运营", "运营中", "在用", "启用", "正常", "营业", "open"},
	SiteSuspended:         {"暂停", "停用", "暂停运营"},
	SiteRectification:     {"整改中", "整改"},
	SiteRelocating:        {"搬迁中", "迁址", "搬迁"},
	SiteClosing:           {"关停中", "将关"},
	SiteClosed:            {"已关", "已关闭", "关闭", "撤销"},
	SiteRejected:          {"未批准", "未通过"},
}

// Word returns what s is called in Chinese; an unknown state is its own code.
func (s SiteState) Word() string {
	if words := siteStateWords[s]; len(words) > 0 {
		return words[0]
	}
	return string(s)
}

// ReadSiteState returns the state of a code or a name.
func ReadSiteState(text string) (SiteState, bool) {
	s, ok := siteStateIndex()[plainWord(text)]
	return s, ok
}

// plainWord returns a word as it is compared: in lower case, letters and digits only, without what stands in parentheses.
func plainWord(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range strings.ToLower(text) {
		switch {
		case r == '(' || r == '（':
			depth++
		case r == ')' || r == '）':
			depth = max(depth-1, 0)
		case depth == 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		}
	}
	return b.String()
}
