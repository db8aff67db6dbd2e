package recycle

import (
	"regexp"
	"strings"
)

var (
	hoursPart = regexp.MustCompile(`^((?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)?\s*((?:\d{2}:\d{2}-\d{2}:\d{2}(?:,\s*)?)+|off)$`)
	hoursDays = strings.NewReplacer("Mo", "周一", "Tu", "周二", "We", "周三", "Th", "周四", "Fr", "周五", "Sa", "周六", "Su", "周日", "PH", "节假日",
		"-", "至", ",", "、")
	hoursTime = strings.NewReplacer("-", "–", ", ", "、", ",", "、")
)

// HoursWords says simple opening hours (OpenStreetMap's) in words; a text that it does not know stays as given.
func HoursWords(text string) string {
	if strings.TrimSpace(text) == "24/7" {
		return "全天"
	}
	var said []string
	for part := range strings.SplitSeq(text, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		m := hoursPart.FindStringSubmatch(part)
		if m == nil {
			return text
		}
		days, times := hoursDays.Replace(m[1]), hoursTime.Replace(m[2])
		if m[1] == "" || m[1] == "Mo-Su" {
			days = "每天"
		}
		if m[2] == "off" {
			times = "不开放"
		}
		said = append(said, days+" "+times)
	}
	return strings.Join(said, "；")
}
