package intake

import (
	"errors"
	"fmt"
	"strings"

	"liangwang/internal/recycle"
)

// message says one thing about a row: in English for scripts, and in Chinese what is wrong and how to mend it, as the page has it.
type message struct{ en, zh string }

// messages are by the code of the problem.
var messages = map[string]message{
	"position.missing":        {"no position, or one that is no number", "没有位置，或者不是数字；补上经纬度再导"},
	"position.range":          {"latitude beyond 90 or longitude beyond 180 degrees", "纬度超过 90 或经度超过 180；看看是不是写反了"},
	"position.swapped":        {"latitude and longitude seem to be swapped: the other way round the position fits", "经纬度像是写反了；对调后就在辖区里：在文件里换过来"},
	"position.zero":           {"the position is 0, 0", "位置是 0, 0；补上真实位置"},
	"position.degree":         {"outside the bounds; with one degree more or less it fits", "落在辖区外，像是整度数写错了；改一度就在辖区里：核对整数部分"},
	"position.dms":            {"outside the bounds; read as degrees, minutes and seconds it fits", "落在辖区外，像是把度分秒写成了小数；换算成小数度，例 35.4213"},
	"position.outside":        {"outside the bounds", "落在辖区外；核对位置；确实在外面也可以写入"},
	"id.missing":              {"the id column is blank", "编号是空的；补上编号，或者把编号列设为不读"},
	"id.duplicate":            {"the id stood in an earlier row with other contents", "和前面的行重号，内容不同；改编号，或者删掉一行"},
	"id.repeats":              {"most ids repeat or are blank: the column is not taken as the id; map it to take it", "这一列的编号大多重复或空着，没有当作编号用；确实是编号，就指定它"},
	"id.text":                 {"the id is too long or holds a character that cannot be stored", "编号太长，或有不能存的字符；换一个编号"},
	"number.count":            {"no whole number from 0", "不是整数；例 320"},
	"number.decimal":          {"no number from 0", "不是数字；例 12.5"},
	"kind.unknown":            {"no kind of site", "没有这个类型；用登记里的类型，例 交投点、分类投放点、中转站"},
	"network.unknown":         {"no network: A, B or AB", "没有这个网络；填 回收、分类 或 两网"},
	"state.unknown":           {"no state of a site", "没有这个状态；例 运营、暂停、拟建"},
	"level.unknown":           {"no level: ZONE, SUBDISTRICT or COMMUNITY", "看不出是哪一级；填 区、街道 或 社区"},
	"name.missing":            {"no name", "没有名称；补上名称"},
	"name.blank":              {"no name: the address or the id stands in its place", "没有名称，先用地址或编号；补上名称"},
	"operator.unknown":        {"no organisation of this name or credit code is registered; kept as written", "没有登记过这家单位，按原文留着；核对名称，或请管理员先登记"},
	"category.blank":          {"no category", "没有写收什么；补上品类；不补也会写入"},
	"site.known":              {"", "有些行和另一个来源的网点相同（名称或位置）；选那个来源，或确认是新的"},
	"site.foreign":            {"the site is run by another organisation", "这个网点是别的单位在运营；删掉这一行，或请规划员导入"},
	"site.not_proposed":       {"the site is no proposal any more: a planner changes it", "已经公布的网点，公司不能用文件改；请规划员改"},
	"datum.unknown":           {"no datum: WGS84, CGCS2000, GCJ02 or BD09", "坐标系认不出；填 WGS-84、GCJ-02、BD-09"},
	"stops.format":            {"stops are no JSON array of {name, lon, lat, from, to}", "停靠点的写法不对；看说明里的例子"},
	"weekdays.format":         {"no weekdays: 1-7, separated by commas", "运行日的写法不对；例 1,3,5"},
	"row.ragged":              {"the row has another number of cells than the header", "这一行的格数和表头不一样；检查多出来的逗号或引号"},
	"row.geometry_type":       {"a geometry of a type that this kind has no use for", "图形不是这一类要的；网点要点，辖区要面，线路要线"},
	"operator.foreign":        {"the row names another organisation as operator: a company imports only sites that it runs", "运营单位写的是别家；公司只能导入自己运营的网点：改成本公司，或删掉这一行"},
	"state.transition":        {"the site cannot go from its state to this one", "登记里的状态不能一步改成这个；按登记的下一步改，或在网点页上办"},
	"state.position":          {"a site that has moved needs its new position", "迁址后要写新的位置；在文件里改成新的经纬度"},
	"state.later_version":     {"the site changes again on a later day: that version would bring the old state back", "这个网点以后的日子已经登记了变化；在网点页上改状态"},
	"category.unknown":        {"", "品类认不出，按原文留着；换成目录里的说法，例 黄板纸"},
	"row.geometry_null":       {"", "没有图形；补上再导"},
	"row.geometry_empty":      {"", "图形是空的；补上坐标"},
	"row.ring_open":           {"", "边界没有闭合；首尾两点要一样"},
	"row.ring_short":          {"", "边界的点太少；至少四个点，首尾相同"},
	"row.ring_flat":           {"", "边界没有面积；重新画一遍"},
	"row.line_short":          {"", "路线只有一个点；至少两个点"},
	"row.position_not_number": {"", "坐标不是数字；改成数字"},
	"row.position_length":     {"", "坐标不完整；每个点要有经度和纬度"},
	"row.position_outside":    {"", "坐标超出范围；经度不超过 180，纬度不超过 90"},
	"row.number_range":        {"", "数字太大；核对这个数"},
	"row.text_unstorable":     {"", "有不能存的字符；删掉乱码再导"},
	"row.not_feature":         {"", "这一项不是地图要素；用导出工具重新导出"},
	"row.json_duplicate_key":  {"", "同一项写了两次；删掉一个"},
}

// faultMessage returns the English sentence of a fault of a row.
func faultMessage(code string) string {
	if m := messages[code]; m.en != "" {
		return m.en
	}
	return "the element cannot be read: " + strings.ReplaceAll(strings.TrimPrefix(code, "row."), "_", " ")
}

// Sentence returns what the code of a row's problem says in Chinese: what is wrong, and how to mend it.
func Sentence(code string) string {
	if m := messages[code]; m.zh != "" {
		return m.zh
	}
	return "这一行有内容不对；对照其他行改一改"
}

// SentenceOf returns what a problem says in Chinese, with the row that it repeats.
func SentenceOf(p *recycle.ImportProblem) string {
	if p.Other == 0 {
		return Sentence(p.Code)
	}
	return fmt.Sprintf("第 %d 行 编号 %s 与第 %d 行重复，内容不同；改编号，或者删掉一行", p.Line, p.Value, p.Other)
}

// fieldsOf returns the rejected fields of a validation.
func fieldsOf(err error) []recycle.Field {
	if e, ok := errors.AsType[*recycle.Error](err); ok {
		return e.Fields
	}
	return nil
}
