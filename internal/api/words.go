package api

import (
	"fmt"
	"strconv"
	"strings"

	"liangwang/internal/recycle"
)

// The words of exported files, which no page can translate: in Chinese, as the pages say them.

var methodWords = map[recycle.Method]string{recycle.Scale: "秤", recycle.Estimate: "估", recycle.Count: "数"}

var pickupStateWords = map[recycle.PickupState]string{recycle.Accepted: "已计入", recycle.NeedsFix: "待补正", recycle.Voided: "已作废",
	recycle.Superseded: "已更正", recycle.Duplicate: "重复"}

var ticketStateWords = map[recycle.TicketState]string{recycle.TicketStored: "已计入", recycle.TicketSuperseded: "已更正", recycle.TicketVoided: "已作废"}

var ticketKindWords = map[recycle.TicketKind]string{recycle.Weighbridge: "地磅", recycle.SiteScale: "站点秤", recycle.DoorstepScale: "上门秤",
	recycle.SmartBox: "智能箱", recycle.Estimated: "估算"}

// reasonWords says why a row's two sides differ.
func reasonWords(r *CompareRow) string {
	var words []string
	for _, code := range r.Codes {
		switch code {
		case recycle.Equal:
			if r.Collected.N > 0 || r.Received.N > 0 { // else there is nothing that could be equal
				words = append(words, "一点不差")
			}
		case recycle.Within:
			words = append(words, "在容差内")
		case recycle.OverTolerance:
			words = append(words, "超出 "+limitWords(r)+"："+methodWords[r.Method]+"对"+ticketKindWords[r.Kind])
		case recycle.NoReceipt:
			words = append(words, "收了还没过磅")
		case recycle.NoCollection:
			words = append(words, "过了磅没有收运记录")
		case recycle.NeedsFixOpen:
			words = append(words, fmt.Sprintf("待补正 %d 笔，不计入", r.Fix.N))
		}
	}
	return strings.Join(words, "；")
}

// limitWords says what the limit was: the rule's share where that made it, else a quantity.
func limitWords(r *CompareRow) string {
	if r.LimitBP > 0 {
		return strconv.FormatFloat(float64(r.LimitBP)/100, 'f', -1, 64) + " %"
	}
	return quantityWords(r.Limit, r.ByPieces)
}

func quantityWords(n int64, pieces bool) string {
	if pieces {
		return strconv.FormatInt(n, 10) + " 件"
	}
	return kilograms(recycle.Grams(n)) + " 公斤"
}

// kilograms writes grams as kilograms, exactly.
func kilograms(g recycle.Grams) string {
	text := strconv.FormatFloat(float64(g)/1000, 'f', 3, 64) // exact below 2^53 g
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// percent writes hundredths of a percent, and nothing where there is no base.
func percent(bp *int64) string {
	if bp == nil {
		return ""
	}
	return fmt.Sprintf("%+.2f %%", float64(*bp)/100)
}

// planWords are the words of the planner's exports, by the key of a column, a fact or a value.
var planWords = map[string]string{"sites": "网点", "uncovered": "没覆盖到的住户", "areas": "分区覆盖", "routes": "路线覆盖",
	"at": "日期", "within": "半径（米）", "network": "网络", "category": "品类", "weight": "数量", "demandWeight": "合计", "coveredWeight": "覆盖到", "rows": "行数",
	"any": "任一网", "A": "再生资源回收网", "B": "生活垃圾分类网", "AB": "融合网点", "households": "住户", "people": "人口",
	"id": "编号", "name": "名称", "kind": "类型", "networks": "所属网络", "fused": "融合形式", "operator": "运营单位", "address": "地址", "district": "街道（来源）",
	"hours": "时间", "lon": "经度", "lat": "纬度", "validFrom": "从哪天起", "distanceM": "离最近网点（米）", "level": "级别", "settlement": "城乡", "share": "覆盖率",
	"code": "线路号", "vehicle": "车辆", "lengthM": "长度（米）", "record": "一处登记", "pair": "两处相邻"}

func planColumn(key string) string {
	if word, ok := planWords[key]; ok {
		return word
	}
	if d, ok := strings.CutPrefix(key, "within"); ok {
		return d + " 米内网点"
	}
	if d, ok := strings.CutPrefix(key, "fused"); ok {
		return d + " 米内融合网点"
	}
	return key
}
