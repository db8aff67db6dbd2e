package reconcile

import (
	"fmt"
	"testing"

	"liangwang/internal/recycle"
)

// Sums hold exactly what their rows hold, however they are put together, and are not judged.
func TestGrouped(t *testing.T) {
	row := func(day recycle.Day, category recycle.Category, collected, received recycle.Grams, fix int64) recycle.CompareRow {
		r := recycle.CompareRow{Day: day, Category: category, Method: recycle.Scale, Collected: recycle.Sum{N: 1, Grams: collected},
			Received: recycle.Sum{N: min(1, int64(received)), Grams: received}, Kind: recycle.Weighbridge, Fix: recycle.FixCount{N: fix, Grams: 7}}
		judge(&r, recycle.SeedTolerances())
		return r
	}
	rows := []recycle.CompareRow{row("2026-11-23", "paper.occ", 1000, 900, 0), row("2026-11-23", "steel.light", 500, 0, 0), row("2026-11-22", "paper.occ", 100, 200, 1)}
	tests := []struct {
		name string
		by   recycle.CompareBy
		want string
	}{
		{"both", recycle.ByDayAndCategory, "[2026-11-23 paper.occ 1000 900 [within] 2026-11-23 steel.light 500 0 [no_receipt] 2026-11-22 paper.occ 100 200 [within needs_fix_open]]"},
		{"not said", "", "[2026-11-23 paper.occ 1000 900 [within] 2026-11-23 steel.light 500 0 [no_receipt] 2026-11-22 paper.occ 100 200 [within needs_fix_open]]"},
		{"day", recycle.ByDay, "[2026-11-23  1500 900 [] 2026-11-22  100 200 []]"},
		{"category", recycle.ByCategory, "[ paper.occ 1100 1100 []  steel.light 500 0 []]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range grouped(rows, tt.by) {
				got = append(got, fmt.Sprint(r.Day, " ", r.Category, " ", r.Collected.Grams, " ", r.Received.Grams, " ", r.Finding.Codes))
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
}

// A sum's share has the mean as its base, or what was weighed where the larger part of the other side was estimated.
func TestJudgeSum(t *testing.T) {
	for name, tt := range map[string]struct {
		estimated recycle.Grams
		want      int64
	}{"measured": {0, -6667}, "half estimated": {500, -6667}, "mostly estimated": {501, -10_000}} {
		r := recycle.CompareRow{Collected: recycle.Sum{N: 1, Grams: 1000}, Received: recycle.Sum{N: 1, Grams: 500}, Kind: recycle.Weighbridge, Estimated: tt.estimated}
		if judgeSum(&r); r.Finding.ShareBP != tt.want || !r.Finding.ShareKnown || len(r.Finding.Codes) > 0 {
			t.Errorf("%s: %+v, want %d", name, r.Finding, tt.want)
		}
	}
}
