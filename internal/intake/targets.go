package intake

import (
	"slices"
	"strings"
	"unicode"

	"liangwang/internal/recycle"
)

// Target is what a column can be read as, and the headers that are taken for it. The words are headers without blanks, signs, case
// and what stands in parentheses. The order of words is their rank; behind each word rank its variants in simplified Chinese,
// traditional Chinese and English ("address_sc", "address_tc", "address_en"), and a blank cell of one is filled from the next.
type Target struct {
	Key      string
	Required bool
	Words    []string
	unsure   []string               // headers that mean other things too: taken where a value of the column fits
	fits     func(text string) bool // of unsure
}

// Targets lists what a column of the kind can be read as. The first is its id.
func Targets(kind recycle.ImportKind) []Target {
	switch kind {
	case recycle.ImportSites:
		return siteTargets
	case recycle.ImportAreas:
		return areaTargets
	case recycle.ImportDemand:
		return demandTargets
	case recycle.ImportRoutes:
		return routeTargets
	}
	return nil
}

var (
	lonTarget      = Target{Key: "lon", Words: []string{"lon", "lng", "lgt", "long", "longitude", "经度", "經度", "x"}}
	latTarget      = Target{Key: "lat", Words: []string{"lat", "latitude", "纬度", "緯度", "y"}}
	positionTarget = Target{Key: "position", Words: []string{"position", "coords", "coord", "coordinates", "lnglat", "lonlat", "坐标", "座標", "经纬度", "經緯度"}}
	sourceTarget   = Target{Key: "source", Words: []string{"source"}} // of the row, honoured where that source has its id
	datumTarget    = Target{Key: "datum", Words: []string{"datum", "坐标系", "坐标基准"}}
	householdsWord = Target{Key: "households", Words: []string{"households", "household", "hh", "住户", "住户数", "户数", "戶數", "家庭户数", "总户数"}}
	peopleWord     = Target{Key: "people", Words: []string{"people", "population", "pop", "persons", "inhabitants", "residents", "人口", "人口数", "人数", "常住人口"}}
)

var siteTargets = []Target{
	{Key: "site_id", Words: []string{"siteid", "cpid", "id", "pointid", "网点编号", "点位编号", "站点编号", "网点编码", "编号", "編號", "编码", "網點編號", "登记编号"}},
	{Key: "name", Words: []string{"name", "sitename", "网点名称", "点位名称", "站点名称", "名称", "名稱", "網點名稱", "place", "title"}},
	{Key: "address", Words: []string{"address", "addr", "详细地址", "地址", "地点", "地點", "details"}},
	{Key: "address2", Words: []string{"address2", "补充地址", "位置说明"}},
	lonTarget, latTarget, positionTarget, datumTarget, sourceTarget,
	{Key: "categories", Words: []string{"categories", "category", "wastetype", "wastetypes", "materials", "material", "品类", "回收品类", "接收品类", "回收种类", "品類"}},
	{Key: "kind", Words: []string{"kind", "sitekind", "sitetype", "网点类型", "站点类型", "点位类型", "设施类型", "网点类别", "站点类别", "网点种类", "类型", "網點類型", "類型"},
		unsure: []string{"类别", "种类", "type", "類別", "種類"}, fits: isSiteKind},
	{Key: "network", Words: []string{"network", "networks", "网络", "所属网络", "網絡"}},
	{Key: "state", Words: []string{"state", "sitestate", "状态", "网点状态", "狀態"}},
	{Key: "operator", Words: []string{"operator", "operatorname", "运营单位", "运营企业", "运营商", "责任单位", "營運單位"}},
	{Key: "district", Words: []string{"district", "districtid", "所属街道", "街道", "镇街", "区域", "行政区", "行政區"}},
	{Key: "hours", Words: []string{"hours", "openinghours", "营业时间", "开放时间", "服务时间", "營業時間", "时间"}},
	{Key: "area_m2", Words: []string{"aream2", "面积", "占地面积", "建筑面积"}},
	{Key: "capacity", Words: []string{"capacity", "capacitykgday", "日处理能力"}},
	{Key: "note", Words: []string{"note", "notes", "remark", "remarks", "备注", "備註"}},
}

func isSiteKind(text string) bool {
	_, ok := recycle.ReadSiteKind(text)
	_, fused := recycle.ReadFusedSite(text)
	return ok || fused
}

var areaTargets = []Target{
	{Key: "area_id", Words: []string{"areaid", "adcode", "code", "id", "区划代码", "行政区划代码", "区域编号", "编号", "编码", "代码", "登记编号"}},
	{Key: "name", Words: []string{"name", "areaname", "tname", "townname", "区域名称", "街道名称", "社区名称", "村名", "名称", "名稱"}, Required: true},
	{Key: "code", Words: []string{"code", "adcode", "区划代码", "行政区划代码", "代码"}},
	{Key: "level", Words: []string{"level", "arealevel", "级别", "层级"}},
	{Key: "parent", Words: []string{"parent", "parentname", "上级", "上级名称", "所属街道", "所属区县", "pname"}},
	{Key: "settlement", Words: []string{"settlement", "城乡", "城乡类型", "城乡属性"}},
	householdsWord, peopleWord, datumTarget, sourceTarget,
}

var demandTargets = []Target{
	{Key: "demand_id", Words: []string{"demandid", "id", "需求点编号", "小区编号", "编号", "编码"}},
	{Key: "name", Words: []string{"name", "小区名称", "小区", "居民点", "名称", "名稱"}},
	lonTarget, latTarget, positionTarget, datumTarget, sourceTarget, householdsWord, peopleWord,
	{Key: "area", Words: []string{"areaname", "所属社区", "社区", "村", "所属街道", "街道"}},
}

var routeTargets = []Target{
	{Key: "route_id", Words: []string{"routeid", "id", "线路编号", "路线编号", "编号", "编码", "登记编号"}},
	{Key: "name", Words: []string{"name", "routename", "routenames", "routenamec", "routenamee", "线路名称", "路线名称", "路线", "线路", "路線", "名称"}, Required: true},
	{Key: "code", Words: []string{"code", "routecode", "routeno", "线路代码", "线路号"}},
	{Key: "operator", Words: []string{"operator", "operatorname", "运营单位", "运营企业", "companycode"}},
	{Key: "vehicle", Words: []string{"vehicle", "plate", "车辆", "车牌", "车号", "車號"}},
	{Key: "weekdays", Words: []string{"weekdays", "运行日", "星期"}},
	{Key: "stops", Words: []string{"stops", "停靠点"}},
	datumTarget, sourceTarget,
}

// defaults are the constants that hold where the user sets none. The network is that of the kind: A of the kind here.
func defaults(kind recycle.ImportKind) map[string]string {
	if kind == recycle.ImportSites {
		return map[string]string{"kind": "RC_POINT_STD", "state": string(recycle.SiteActive)}
	}
	return nil
}

// canonical returns the key of a target as the user may write it: "id" is the kind's id, and case and "-" do not matter. ok is
// false for what the kind does not have.
func canonical(kind recycle.ImportKind, name string) (key string, ok bool) {
	name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "-", "_")
	targets := Targets(kind)
	if len(targets) > 0 && name == "id" {
		return targets[0].Key, true
	}
	for _, alias := range [][2]string{{"lng", "lon"}, {"latitude", "lat"}, {"longitude", "lon"}, {"category", "categories"}, {"networks", "network"}} {
		if name == alias[0] {
			name = alias[1]
		}
	}
	return name, slices.ContainsFunc(targets, func(t Target) bool { return t.Key == name })
}

// word returns a header as it is compared: in lower case, without what stands in parentheses, letters and digits only.
func word(header string) string {
	var b strings.Builder
	depth := 0
	for _, r := range strings.ToLower(header) {
		switch {
		case r == '(' || r == '（' || r == '[':
			depth++
		case r == ')' || r == '）' || r == ']':
			depth = max(depth-1, 0)
		case depth == 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// variants are the endings of headers in several languages, in the order in which they are preferred.
var variants = []string{"", "sc", "zhcn", "chs", "cn", "zh", "tc", "zhtw", "cht", "en"}
