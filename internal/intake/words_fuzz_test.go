package intake

import (
	"math"
	"testing"

	"liangwang/geo"
)

// The small readers of cells: no text breaks them, and what they take lies in the range that the rest relies on.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"1,3,5", "１，３", "07:30", "23:59", "-1:-1", `[{"name":"a","lon":116.6,"lat":"35.4","from":"07:30","to":"08:00"}]`, `[{"lon":1e999}]`,
		"116.6, 35.4", "35°24′N 116°36′E", "POINT(1 2)", "1e309", "-0", "1,234.5", "约300户", "A/B", "两网融合", "示范小区"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if days, ok := readWeekdays(s); ok && (days <= 0 || days > 127) {
			t.Errorf("weekdays %q: %d", s, days)
		}
		if m, ok := readClock(s); ok && (m < -1 || m >= 24*60) {
			t.Errorf("clock %q: %d", s, m)
		}
		if v, ok := parseNumber(s); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("number %q: %v", s, v)
		}
		if n, ok := parseCount(s); ok && n < 0 {
			t.Errorf("count %q: %d", s, n)
		}
		stops, ok := readStops(s, geo.BD09, 127)
		for i := range stops {
			if p, placed := stops[i].Point(); !ok || placed && !geo.OnEarth(p) {
				t.Errorf("stops %q: %+v, %v", s, stops, ok)
			}
		}
		splitPosition(s)
		splitWords(s)
		readNetwork(s)
		readLevel(s, s, s)
		_ = readSettlement(s)
	})
}
