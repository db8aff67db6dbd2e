package api

import (
	"testing"

	"liangwang/internal/recycle"
)

func TestPlanValues(t *testing.T) {
	for _, k := range recycle.SiteKinds() {
		if planValues["kind"][string(k)] == "" {
			t.Errorf("%s has no word", k)
		}
	}
	for _, l := range recycle.AreaLevels() {
		if planValues["level"][string(l)] == "" {
			t.Errorf("%s has no word", l)
		}
	}
}

func TestHoursWords(t *testing.T) {
	for text, want := range map[string]string{
		"Mo-Su 08:00-18:00": "每天 08:00–18:00", "08:00-18:00": "每天 08:00–18:00", "24/7": "全天", "": "", "PH off": "节假日 不开放",
		"Mo-Fr 07:30-11:30,14:00-17:00; Sa,Su off": "周一至周五 07:30–11:30、14:00–17:00；周六、周日 不开放", "每周三上午": "每周三上午", "Mo-Su 8-18": "Mo-Su 8-18",
	} {
		if got := recycle.HoursWords(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
