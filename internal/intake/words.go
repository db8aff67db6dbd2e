package intake

import (
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// kindWords are names of site kinds in Chinese (DOMAIN §2.2); the codes are taken as they are.
var kindWords = map[string]recycle.SiteKind{
	"生活垃圾分类投放点": "MSW_DROP", "分类投放点": "MSW_DROP", "集中投放点": "MSW_DROP", "垃圾分类亭": "MSW_DROP", "投放点": "MSW_DROP",
	"生活垃圾收集站": "MSW_STATION", "垃圾收集站": "MSW_STATION",
	"示范型回收服务点": "RC_POINT_DEMO", "示范型": "RC_POINT_DEMO", "示范点": "RC_POINT_DEMO",
	"标准型回收服务点": "RC_POINT_STD", "标准型": "RC_POINT_STD", "便民交投点": "RC_POINT_STD", "回收点": "RC_POINT_STD", "回收服务点": "RC_POINT_STD",
	"智能回收箱": "RC_POINT_SELF", "自助型": "RC_POINT_SELF", "自助回收箱": "RC_POINT_SELF",
	"流动交投点": "RC_POINT_MOBILE", "流动回收车": "RC_POINT_MOBILE", "流动回收点": "RC_POINT_MOBILE",
	"村级收集点": "RC_VILLAGE", "村级回收点": "RC_VILLAGE",
	"大件临时存放点": "TEMP_BULKY", "大件垃圾暂存点": "TEMP_BULKY", "中转站": "TRANSFER",
	"综合型分拣中心": "SORTING_COMP", "分拣中心": "SORTING_COMP", "专业型分拣中心": "SORTING_SPEC",
	"集散场": "YARD", "集散市场": "YARD", "拆解企业": "DISMANTLER", "二手市场": "MARKET_2H", "二手商品交易市场": "MARKET_2H",
	"公物仓": "GONGWUCANG", "加工利用企业": "REUSE", "再制造企业": "REUSE",
}

func readKind(s string) (recycle.SiteKind, bool) {
	if k := recycle.SiteKind(strings.ToUpper(s)); slices.Contains(recycle.SiteKinds(), k) {
		return k, true
	}
	k, ok := kindWords[s]
	return k, ok
}

// stateWords are words of lists in use for the states of a site; the codes are taken as they are.
var stateWords = map[string]recycle.SiteState{
	"运营": recycle.SiteActive, "运营中": recycle.SiteActive, "在用": recycle.SiteActive, "启用": recycle.SiteActive, "正常": recycle.SiteActive,
	"暂停": recycle.SiteSuspended, "停用": recycle.SiteSuspended, "暂停运营": recycle.SiteSuspended,
	"拟建": recycle.SiteProposed, "规划": recycle.SiteProposed, "在建": recycle.SiteUnderConstruction, "整改": recycle.SiteRectification,
	"待验收": recycle.SiteAcceptancePending, "已批准": recycle.SiteApproved,
	"关闭": recycle.SiteClosed, "已关闭": recycle.SiteClosed, "撤销": recycle.SiteClosed,
}

func readState(s string) (recycle.SiteState, bool) {
	if st := recycle.SiteState(strings.ToLower(s)); slices.Contains(recycle.SiteStates(), st) {
		return st, true
	}
	st, ok := stateWords[s]
	return st, ok
}

// readNetwork reads a membership: "A", "B", "AB" in any spelling, or the networks' names.
func readNetwork(s string) (inA, inB, ok bool) {
	switch strings.NewReplacer("+", "", ",", "", "，", "", "、", "", "/", "", "&", "", " ", "").Replace(strings.ToUpper(s)) {
	case "A", "再生资源", "再生资源回收", "再生资源回收网络", "再生资源回收网", "A网":
		return true, false, true
	case "B", "生活垃圾", "生活垃圾分类", "生活垃圾分类网络", "环卫", "垃圾分类", "B网":
		return false, true, true
	case "AB", "BA", "两网", "两网融合", "融合":
		return true, true, true
	case "NONE", "无":
		return false, false, true
	}
	return false, false, false
}

// certain are words of lists in use that mean one category, or one whole group, of the catalogue and no other.
var certain = map[string]string{
	"plastic": "plastic", "塑料": "plastic", "塑料类": "plastic", "塑膠": "plastic", "papers": "paper", "纸": "paper", "纸类": "paper", "废纸类": "paper", "廢紙": "paper",
	"玻璃": "glass", "玻璃类": "glass", "glass bottle": "glass.bottle", "glass bottles": "glass.bottle", "玻璃樽": "glass.bottle", "废玻璃瓶": "glass.bottle",
	"织物": "textile", "纺织品": "textile", "textile": "textile", "废旧织物": "textile", "clothing": "textile.clothes", "旧衣": "textile.clothes", "旧衣物": "textile.clothes", "衣物": "textile.clothes",
	"electrical and electronic equipment": "weee", "weee": "weee", "e-waste": "weee", "家电": "weee", "废旧家电": "weee", "废弃电器电子产品": "weee",
	"computer": "weee.pc", "computers": "weee.pc", "电脑主机": "weee.pc", "tv": "weee.tv", "电视": "weee.tv", "手机": "weee.phone",
	"fluorescent lamp": "hazard.lamp", "fluorescent lamps": "hazard.lamp", "灯管": "hazard.lamp", "荧光灯管": "hazard.lamp",
	"tyre": "rubber.tyre", "tires": "rubber.tyre", "废轮胎": "rubber.tyre", "有害垃圾": "hazard", "大件垃圾": "wood.furniture", "纸箱": "paper.occ", "纸板": "paper.occ", "cardboard boxes": "paper.occ",
	"报纸": "paper.newspaper", "newspapers": "paper.newspaper", "饮料瓶": "plastic.pet", "pet": "plastic.pet", "铝罐": "nonferrous.aluminium_can", "cans": "nonferrous.aluminium_can",
}

// catalogue finds the key of a category or group by its key, its names, or a word that is certain.
type catalogue map[string]string

func newCatalogue(rows []recycle.CategoryRow) catalogue {
	c := catalogue{}
	keys := map[string]bool{}
	for _, g := range recycle.SeedGroups() {
		keys[g.Key] = true
		c[g.Key], c[strings.ToLower(g.ZH)], c[strings.ToLower(g.EN)] = g.Key, g.Key, g.Key
	}
	for _, r := range rows {
		key := string(r.Key)
		keys[key] = true
		c[key], c[strings.ToLower(r.ZH)], c[strings.ToLower(r.EN)] = key, key, key
	}
	for w, key := range certain {
		if _, known := c[w]; !known && keys[key] {
			c[w] = key
		}
	}
	return c
}

// read returns the keys of the words of a cell and the words that have none, each sorted and once.
func (c catalogue) read(s string) (keys, labels []string) {
	for _, w := range splitWords(s) {
		if key, ok := c[strings.ToLower(w)]; ok {
			keys = append(keys, key)
		} else {
			labels = append(labels, w)
		}
	}
	slices.Sort(keys)
	slices.Sort(labels)
	return slices.Compact(keys), slices.Compact(labels)
}
