package recycle

import (
	"fmt"
	"testing"
)

// How a scale is judged: by its band, and only from so many pairs on.
func TestJudgeScale(t *testing.T) {
	tests := []struct {
		name     string
		n        int
		received func(i int) Grams // of 100 kg
		want     string
	}{
		{"none", 0, nil, "few 0"},
		{"too few", ScaleMinPairs - 1, func(int) Grams { return 90_000 }, "few -1053"},
		{"always light", ScaleMinPairs, func(int) Grams { return 90_000 }, "light -1053"},
		{"always heavy", ScaleMinPairs, func(int) Grams { return 110_000 }, "heavy 952"},
		{"right", ScaleMinPairs, func(int) Grams { return 100_000 }, "even 0"},
		{"within a percent is no bias", 400, func(int) Grams { return 99_100 }, "even -90"},
		{"light on the whole, by chance", ScaleMinPairs, func(i int) Grams { return 97_000 + Grams(i%2*60_000-30_000) }, "even -305"},
		{"light on the whole, and sure", 400, func(i int) Grams { return 97_000 + Grams(i%2*20_000-10_000) }, "light -305"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r ScaleRow
			var pairs []Pair
			for i := range tt.n {
				p := Pair{100_000, tt.received(i)}
				pairs = append(pairs, p)
				r.Collected.Add(Sum{N: 1, Grams: p.Collected})
				r.Matched.Add(Sum{N: 1, Grams: p.Received})
			}
			r.JudgeScale(pairs)
			if got := fmt.Sprint(r.Verdict, " ", r.Finding.ShareBP); got != tt.want || r.Finding.ShareKnown != (tt.n > 0) || r.BandKnown != (tt.n > 1) || r.LowBP > r.Finding.ShareBP || r.HighBP < r.Finding.ShareBP {
				t.Errorf("%s, band %d to %d, want %s", got, r.LowBP, r.HighBP, tt.want)
			}
		})
	}
}
