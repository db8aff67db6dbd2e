package recycle_test

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"liangwang/internal/recycle"
)

func TestTolerance_Compare(t *testing.T) {
	const m, e = recycle.ByMeasuring, recycle.ByEstimate
	kg := func(kg recycle.Grams, ev recycle.Evidence) recycle.Side {
		return recycle.Side{N: 1, Grams: kg * 1000, Evidence: ev}
	}
	pieces := func(n int64) recycle.Side {
		return recycle.Side{N: 1, Grams: recycle.Grams(n) * 45_000, Pieces: n, Evidence: e}
	}
	tests := []struct {
		name               string
		method             recycle.Method
		declared, received recycle.Side
		needsFix           int64
		want               string
		limit, bp          int64
	}{
		{"equal", recycle.Scale, kg(100, m), kg(100, m), 0, "equal", 10_000, 0},
		{"small sums: 10 kg", recycle.Scale, kg(100, m), kg(90, m), 0, "within", 10_000, -1053},
		{"a gram more", recycle.Scale, recycle.Side{N: 1, Grams: 100_001, Evidence: m}, kg(90, m), 0, "over_tolerance", 10_000, -1053},
		{"large sums: 3 % of the mean", recycle.Scale, kg(1000, m), kg(970, m), 0, "over_tolerance", 29_550, -305},
		{"3 % of the mean, inside", recycle.Scale, kg(1000, m), recycle.Side{N: 1, Grams: 970_450, Evidence: m}, 0, "within", 29_556, -300},
		{"estimate: 20 % of the measured side", recycle.Estimate, kg(1200, e), kg(1000, m), 0, "within", 200_000, -2000},
		{"estimate: a kilogram more", recycle.Estimate, kg(1201, e), kg(1000, m), 0, "over_tolerance", 200_000, -2010},
		{"estimate: 30 kg of little", recycle.Estimate, kg(40, e), kg(10, m), 0, "within", 30_000, -30000},
		{"counted", recycle.Count, pieces(5), pieces(5), 0, "equal", 0, 0},
		{"one of five is not there", recycle.Count, pieces(5), pieces(4), 0, "over_tolerance", 0, -2222},
		{"counted, weighed on arrival", recycle.Count, pieces(5), kg(210, m), 0, "within", 42_000, -714},
		{"no receipt", recycle.Scale, kg(3, m), recycle.Side{}, 0, "no_receipt", 0, -10000},
		{"no collection", recycle.Scale, recycle.Side{}, kg(3, m), 1, "no_collection needs_fix_open", 0, 10000},
		{"nothing", recycle.Scale, recycle.Side{}, recycle.Side{}, 2, "equal needs_fix_open", 0, 0},
		{"as much as there is", recycle.Scale, recycle.Side{N: 1, Grams: math.MaxInt64, Evidence: m}, recycle.Side{N: 1, Evidence: m}, 0,
			"over_tolerance", 138350580552821637, -20000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, ok := recycle.ToleranceOn(recycle.SeedTolerances(), tt.method, today)
			f := rule.Compare(tt.declared, tt.received, tt.needsFix)
			if got := strings.Join(f.Codes, " "); !ok || got != tt.want || f.Limit != tt.limit || f.ShareBP != tt.bp {
				t.Errorf("%s, limit %d, %d bp", got, f.Limit, f.ShareBP)
			}
			if judged := tt.declared.N > 0 && tt.received.N > 0; judged != (f.Rule == rule.ID && f.Version == "2026-01") {
				t.Errorf("judged by %q %q", f.Rule, f.Version)
			}
			if f.Open() != (tt.want != "equal" && tt.want != "within") {
				t.Error("open:", f.Open())
			}
		})
	}
}

func TestToleranceOn(t *testing.T) {
	rules := []recycle.Tolerance{
		{ID: "old", Method: recycle.Scale, ValidFrom: "2020-01-01", ValidTo: recycle.LastDay},
		{ID: "new", Method: recycle.Scale, ValidFrom: "2026-01-01", ValidTo: recycle.LastDay},
	}
	for day, want := range map[recycle.Day]string{"2019-12-31": "", "2020-01-01": "old", "2025-12-31": "old", "2026-01-01": "new"} {
		if r, ok := recycle.ToleranceOn(rules, recycle.Scale, day); r.ID != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", day, r.ID, ok)
		}
	}
	if _, ok := recycle.ToleranceOn(rules, recycle.Count, today); ok {
		t.Error("a rule for another method")
	}
}

// Flagged is exactly |received − declared| > max(abs, pct × base); the share is the exact quotient, rounded half away from zero.
func TestTolerance_exact(t *testing.T) {
	evidence := rapid.SampledFrom(recycle.Evidences())
	grams := rapid.OneOf(rapid.Int64Range(0, 200_000), rapid.Int64Range(0, math.MaxInt64))
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.SampledFrom(recycle.SeedTolerances()).Draw(t, "rule")
		a := recycle.Side{N: 1, Grams: recycle.Grams(grams.Draw(t, "declared")), Evidence: evidence.Draw(t, "by")}
		b := recycle.Side{N: 1, Grams: recycle.Grams(grams.Draw(t, "received")), Evidence: evidence.Draw(t, "with")}
		if rapid.Bool().Draw(t, "near") {
			b.Grams = a.Grams - a.Grams*3/100 + recycle.Grams(rapid.Int64Range(0, 2).Draw(t, "off"))
			if b.Grams < 0 {
				b.Grams = a.Grams
			}
		}
		f := rule.Compare(a, b, 0)

		declared, received := big.NewRat(int64(a.Grams), 1), big.NewRat(int64(b.Grams), 1)
		base := new(big.Rat).Add(declared, received)
		base.Quo(base, big.NewRat(2, 1))
		switch measured := recycle.ByMeasuring; {
		case a.Evidence == measured && b.Evidence != measured:
			base = declared
		case b.Evidence == measured && a.Evidence != measured:
			base = received
		}
		limit := new(big.Rat).Mul(base, big.NewRat(rule.ShareBP, 10_000))
		if abs := big.NewRat(int64(rule.AbsGrams), 1); abs.Cmp(limit) > 0 {
			limit = abs
		}
		diff := new(big.Rat).Sub(received, declared)
		if over := new(big.Rat).Abs(diff).Cmp(limit) > 0; over != slices.Contains(f.Codes, recycle.OverTolerance) {
			t.Fatalf("%+v, over %v by %v", f, over, limit)
		}
		if back := rule.Compare(b, a, 0); back.Codes[0] != f.Codes[0] || back.Diff != -f.Diff || back.ShareBP != -f.ShareBP {
			t.Fatalf("there %+v, back %+v", f, back)
		}
		if base.Sign() == 0 {
			if f.ShareKnown {
				t.Fatal("a share of nothing")
			}
			return
		}
		share := diff.Quo(diff, base)
		share.Mul(share, big.NewRat(10_000, 1))
		half := big.NewRat(int64(share.Sign()), 2)
		share.Add(share, half)
		want := new(big.Int).Quo(share.Num(), share.Denom())
		if f.ShareKnown && want.Cmp(big.NewInt(f.ShareBP)) != 0 || !f.ShareKnown && want.CmpAbs(big.NewInt(1<<62)) <= 0 {
			t.Fatalf("%+v, want %v bp", f, want)
		}
	})
}
