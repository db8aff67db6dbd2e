package api

import (
	"math"
	"strings"

	"liangwang/internal/recycle"
)

// The words of the planner's files, as the map's page says them: by the key of a column, of a fact, and by column and code of a value.

var planFiles = map[string]string{"sites": "开放的网点登记", "uncovered": "没覆盖到的住户点", "areas": "辖区覆盖", "routes": "线路旁的网点"}

var planFacts = map[string]string{"at": "日期", "within": "半径（米）", "network": "算哪些网点", "category": "收什么", "weight": "按什么算", "places": "开放的网点（处）",
	"sites": "开放的网点登记（条）", "demandWeight": "合计", "coveredWeight": "覆盖到", "uncoveredWeight": "没覆盖到", "share": "覆盖率（%）", "uncovered": "没覆盖到的住户点（个）", "rows": "行数"}

var planColumns = map[string]string{"id": "登记编号", "name": "名称", "kind": "类型", "networks": "所属网络", "fused": "融合形式", "fusedWith": "与它成对的",
	"operator": "运营单位", "address": "地址", "district": "街道（来源）", "hours": "时间", "lon": "经度（度）", "lat": "纬度（度）", "outside": "位置可疑",
	"validFrom": "从哪天起", "households": "住户（户）", "people": "人口（人）", "distanceM": "离最近网点（米）", "level": "级别", "settlement": "城乡",
	"share": "覆盖率（%）", "places": "开放的网点（处）", "sites": "开放的网点登记（条）", "code": "线路号", "vehicle": "车辆", "lengthM": "全长（公里）"}

// planValues are the words of what a column or a fact holds as a code. What has no word there is what users wrote.
var planValues = map[string]map[string]string{
	"kind":       siteKindWords(),
	"networks":   {"A": "再生资源回收网", "B": "生活垃圾分类网", "A+B": "再生资源回收网、生活垃圾分类网"},
	"fused":      {"record": "一处两网", "pair": "两处成对"},
	"level":      {"ZONE": "全区", "SUBDISTRICT": "街道", "COMMUNITY": "社区、村"},
	"settlement": {"URBAN": "城镇", "RURAL": "村镇"},
	"outside": {"position.zero": "位置是 0, 0", "position.degree": "在辖区外，像是整度数写错了", "position.dms": "在辖区外，像是把度分秒写成了小数",
		"position.outside": "在辖区外"},
	"validFrom": {string(recycle.FirstDay): "最早的登记"},
	"network":   {"any": "都算", "A": "回收", "B": "分类", "AB": "融合"},
	"weight":    {"households": "户", "people": "人"},
	"category":  {"": "不限品类"},
}

// siteKindWords are the names of the kinds of sites, as pages and imports have them.
func siteKindWords() map[string]string {
	words := map[string]string{}
	for _, k := range recycle.SiteKinds() {
		words[string(k)] = k.Word()
	}
	return words
}

// planValue is what a column or a fact says in words, or a number as a person reads it: degrees to a tenth of a metre, shares in
// percent, lengths in kilometres, all as the page shows them.
func planValue(key string, v any) any {
	switch v := v.(type) {
	case string:
		if word, ok := planValues[key][v]; ok {
			return word
		}
		if key == "hours" {
			return recycle.HoursWords(v)
		}
	case float64:
		switch key {
		case "lon", "lat":
			return rounded(v, 6)
		case "share":
			return rounded(v*100, 1)
		case "lengthM":
			return rounded(v/1000, 1)
		case "distanceM":
			return rounded(v, 1)
		}
	}
	return v
}

func rounded(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}

// planColumn is the title of a column; what is counted of the demand has the unit of the question.
func planColumn(key, unit string) string {
	switch key {
	case "weight": // of the demand points, which an area's own number of households is not
		return planFacts["demandWeight"] + "（" + unit + "）"
	case "coveredWeight", "uncoveredWeight":
		return planFacts[key] + "（" + unit + "）"
	}
	if d, ok := strings.CutPrefix(key, "within"); ok {
		return d + " 米内的网点登记（条）"
	}
	if d, ok := strings.CutPrefix(key, "fused"); ok && d != "" && d != "With" {
		return d + " 米内的融合网点（处）"
	}
	return planColumns[key]
}
