package api

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"liangwang/internal/recycle"
)

// The words of exported files, which no page can translate: in Chinese, as the pages say them. words_test.go holds them against the
// pages' own catalogue, entry by entry.

var methodWords = map[recycle.Method]string{recycle.Scale: "秤", recycle.Estimate: "估", recycle.Count: "数"}

var pickupStateWords = map[recycle.PickupState]string{recycle.Accepted: "已计入", recycle.NeedsFix: "待补正", recycle.Voided: "已作废",
	recycle.Superseded: "已更正", recycle.Duplicate: "重复"}

var ticketStateWords = map[recycle.TicketState]string{recycle.TicketStored: "已计入", recycle.TicketSuperseded: "已更正", recycle.TicketVoided: "已作废"}

var ticketKindWords = map[recycle.TicketKind]string{recycle.Weighbridge: "地磅", recycle.SiteScale: "站点秤", recycle.DoorstepScale: "上门秤",
	recycle.SmartBox: "智能箱", recycle.Estimated: "估算"}

var deliveryWords = map[recycle.Delivery]string{"SITE": "固定地点", "DOORSTEP": "上门", "COMMUNITY_POINT": "社区定点", "SMART_BOX": "智能回收箱",
	"MOBILE_STOP": "流动交投点", "PARCEL": "寄递"}

var verdictWords = map[string]string{recycle.ScaleFew: "组数太少，不判断", recycle.ScaleEven: "看不出偏", recycle.ScaleLight: "一直偏轻", recycle.ScaleHeavy: "一直偏重"}

// reasonWords says why a row's two sides differ, the outcome first. A sum has no codes: only a day and a category are judged.
func reasonWords(r *CompareRow) string {
	if len(r.Codes) == 0 {
		words := "不单独判断，看每天每品类"
		if p := &r.Pending; p.Collected.N+p.Received.N > 0 {
			words += "；未结的不算差：收 " + roundKilos(p.Collected.Grams) + " 公斤，磅 " + roundKilos(p.Received.Grams) + " 公斤"
		}
		return words
	}
	how, bounds := "", limitWords(r)
	if r.Method != "" {
		kind := r.Kind
		if kind == "" {
			kind = recycle.Weighbridge
		}
		how = "：" + methodWords[r.Method] + "对" + ticketKindWords[kind]
	}
	var words []string
	for _, code := range r.Codes {
		switch {
		case code == recycle.Equal && r.Collected.N == 0 && r.Received.N == 0: // nothing that could be equal
		case code == recycle.Equal && r.ByPieces:
			words = append(words, "一件不差")
		case code == recycle.Equal:
			words = append(words, "一点不差")
		case code == recycle.Within:
			words = append(words, "在容差 ±"+bounds+"内"+how)
		case code == recycle.OverTolerance && r.ByPieces:
			words = append(words, "件数对不上，计件不许差")
		case code == recycle.OverTolerance:
			words = append(words, "超出容差 ±"+bounds+how)
		case code == recycle.DayOpen:
			words = append(words, "当天未结，还在收或还没磅完")
		case code == recycle.NoReceipt:
			words = append(words, "收了还没过磅")
		case code == recycle.NoCollection:
			words = append(words, "过了磅，没有收运记录")
		case code == recycle.NeedsFixOpen:
			words = append(words, thousands(strconv.FormatInt(r.Fix.N, 10))+" 笔还在待补正")
		}
	}
	return strings.Join(words, "；")
}

// limitWords says what the limit was: pieces, else the rule's share where that made it, else a mass without needless zeros.
func limitWords(r *CompareRow) string {
	switch {
	case r.ByPieces:
		return thousands(strconv.FormatInt(r.Limit, 10)) + " 件"
	case r.LimitBP > 0:
		return strconv.FormatInt((r.LimitBP+50)/100, 10) + " %"
	case r.Limit >= 1_000_000:
		return thousands(trimmed(float64(r.Limit)/1e6, 2)) + " 吨"
	}
	decimals := 1
	if r.Limit < 50 { // else it would read as nothing
		decimals = 3
	}
	return trimmed(float64(r.Limit)/1000, decimals) + " 公斤"
}

// trimmed writes v rounded half up to so many decimals, without zeros at its end.
func trimmed(v float64, decimals int) string {
	p := math.Pow10(decimals)
	return strconv.FormatFloat(math.Round(v*p)/p, 'f', -1, 64)
}

// thousands puts commas into the whole part of a number.
func thousands(number string) string {
	whole, part, found := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		return whole + "." + part
	}
	return whole
}

// kilograms writes grams as kilograms, exactly.
func kilograms(g recycle.Grams) string {
	text := strconv.FormatFloat(float64(g)/1000, 'f', 3, 64) // exact below 2^53 g
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// roundKilos writes grams as kilograms with one decimal, as the pages do.
func roundKilos(g recycle.Grams) string {
	return thousands(strconv.FormatFloat(math.Round(float64(g)/100)/10, 'f', 1, 64))
}

// filterWords says what besides its days a list of pickups was asked for.
func filterWords(q *PickupQuery, category string) string {
	var words []string
	if category != "" {
		words = append(words, "品类："+category)
	}
	if q.State != "" {
		words = append(words, "状态："+pickupStateWords[q.State])
	}
	if q.LateMinutes > 0 {
		words = append(words, fmt.Sprintf("晚到超过 %d 分钟", q.LateMinutes))
	}
	if len(words) == 0 {
		return ""
	}
	return "，" + strings.Join(words, "，")
}
