package intake

import (
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// readNetwork reads a membership: "A", "B", "AB" in any spelling, or the networks' names, also as pages show them.
func readNetwork(s string) (inA, inB, ok bool) {
	switch strings.NewReplacer("+", "", ",", "", "，", "", "、", "", "/", "", "&", "", " ", "").Replace(strings.ToUpper(s)) {
	case "A", "再生资源", "再生资源回收", "再生资源回收网络", "再生资源回收网", "再生资源网络", "回收", "回收网", "回收网络", "A网":
		return true, false, true
	case "B", "生活垃圾", "生活垃圾分类", "生活垃圾分类网络", "生活垃圾分类网", "环卫", "垃圾分类", "分类", "分类网", "B网":
		return false, true, true
	case "AB", "BA", "两网", "两网都是", "两网融合", "融合", "融合网点", "再生资源回收网生活垃圾分类网":
		return true, true, true
	case "NONE", "无", "都不是":
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
