package recycle_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"liangwang/internal/recycle"
)

func TestLineAmount(t *testing.T) {
	tests := []struct {
		name   string
		grams  recycle.Grams
		pieces int64
		price  recycle.UnitPrice
		per    recycle.Unit
		want   recycle.Fen
		code   string
	}{
		{"half a kilogram at 0.91 yuan", 500, 0, 9_100, recycle.Kilogram, 46, ""},
		{"its reversal", -500, 0, 9_100, recycle.Kilogram, -46, ""},
		{"1 yuan a jin", 500, 0, 20_000, recycle.Kilogram, 100, ""},
		{"just below half a fen", 499, 0, 1_00, recycle.Kilogram, 0, ""},
		{"half a fen", 500, 0, 1_00, recycle.Kilogram, 1, ""},
		{"by piece, mass beside", 45_000, 2, 350_000, recycle.Piece, 7_000, ""},
		{"piece at half a fen", 0, 1, 50, recycle.Piece, 1, ""},
		{"no price", 500, 0, 0, "", 0, ""},
		{"another basis", 500, 0, 1, recycle.Jin, 0, "amount.unit"},
		{"beyond all money", math.MaxInt64, 0, math.MaxInt64, recycle.Kilogram, 0, "amount.range"},
		{"one beyond", math.MaxInt64, 0, 100_001, recycle.Kilogram, 0, "amount.range"},
		{"the largest", math.MaxInt64, 0, 100_000, recycle.Kilogram, math.MaxInt64, ""},
		{"the smallest", math.MinInt64, 0, 100_000, recycle.Kilogram, math.MinInt64, ""},
		{"the smallest, turned", math.MinInt64, 0, -100_000, recycle.Kilogram, 0, "amount.range"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := recycle.LineAmount(tt.grams, tt.pieces, tt.price, tt.per)
			if got != tt.want || recycle.CodeOf(err) != tt.code || (err != nil) != (tt.code != "") {
				t.Errorf("%d fen, %v", got, err)
			}
		})
	}
	var total recycle.Fen
	for range 3 {
		line, _ := recycle.LineAmount(500, 0, 9_100, recycle.Kilogram)
		total, _ = recycle.AddFen(total, line)
	}
	if total != 138 {
		t.Error("three lines make", total)
	}
}

func TestAddFen(t *testing.T) {
	for _, tt := range []struct {
		name       string
		a, b, want recycle.Fen
		ok         bool
	}{
		{"plain", 1, 2, 3, true}, {"zero", 5, 0, 5, true}, {"less", 5, -7, -2, true}, {"up to the end", math.MaxInt64 - 1, 1, math.MaxInt64, true},
		{"over", math.MaxInt64, 1, 0, false}, {"under", math.MinInt64, -1, 0, false},
	} {
		if got, err := recycle.AddFen(tt.a, tt.b); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: %d, %v", tt.name, got, err)
		}
	}
}

// The amount is the exact quotient rounded half away from zero, or there is none.
func TestLineAmount_exact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quantity, price := rapid.Int64().Draw(t, "quantity"), recycle.UnitPrice(rapid.Int64().Draw(t, "price"))
		per := rapid.SampledFrom([]recycle.Unit{recycle.Kilogram, recycle.Piece}).Draw(t, "per")
		divisor := int64(100_000)
		if per == recycle.Piece {
			divisor = 100
		}
		got, err := recycle.LineAmount(recycle.Grams(quantity), quantity, price, per)

		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(quantity), big.NewInt(int64(price))), big.NewInt(divisor))
		half := big.NewRat(1, 2)
		if exact.Sign() < 0 {
			half.Neg(half)
		}
		exact.Add(exact, half)
		want := new(big.Int).Quo(exact.Num(), exact.Denom()) // truncates toward zero
		if want.IsInt64() != (err == nil) {
			t.Fatalf("%v for %v", err, want)
		}
		if err == nil && int64(got) != want.Int64() {
			t.Fatalf("%d, want %v", got, want)
		}
	})
}

func TestEvidenceOf(t *testing.T) {
	const m, e, d = recycle.ByMeasuring, recycle.ByEstimate, recycle.ByDeclaration
	tests := []struct {
		name          string
		method        recycle.Method
		tickets       []recycle.TicketKind
		grams, pieces recycle.Evidence
	}{
		{"scale on a scale", recycle.Scale, scales, m, m},
		{"scale without", recycle.Scale, []recycle.TicketKind{""}, d, d},
		{"estimate", recycle.Estimate, append(append([]recycle.TicketKind{}, scales...), "", recycle.Estimated), e, e},
		{"count on a scale", recycle.Count, scales, m, m},
		{"count without", recycle.Count, []recycle.TicketKind{""}, e, m},
		{"scale, estimated ticket", recycle.Scale, []recycle.TicketKind{recycle.Estimated}, e, m},
		{"count, estimated ticket", recycle.Count, []recycle.TicketKind{recycle.Estimated}, e, m},
		{"booking", "", []recycle.TicketKind{""}, d, d},
		{"ticket by itself", "", scales, m, m},
	}
	for _, tt := range tests {
		for _, kind := range tt.tickets {
			if g, p := recycle.EvidenceOf(tt.method, kind); g != tt.grams || p != tt.pieces {
				t.Errorf("%s: %s × %q is %s and %s", tt.name, tt.method, kind, g, p)
			}
		}
	}
	if recycle.SpotWeighing(recycle.Scale, "") != recycle.DoorstepScale || recycle.SpotWeighing(recycle.Scale, "s") != recycle.SiteScale ||
		recycle.SpotWeighing(recycle.Count, "s") != "" {
		t.Error("a line on the spot is another weighing")
	}
	if got := recycle.WeakestMethod(recycle.Scale, recycle.Estimate, recycle.Count); got != recycle.Estimate {
		t.Error("weakest is", got)
	}
	if recycle.WeakestMethod() != "" || recycle.WeakestMethod(recycle.Scale, recycle.Count) != recycle.Count {
		t.Error("weakest of none, or of scale and count")
	}
}

var scales = []recycle.TicketKind{recycle.DoorstepScale, recycle.SiteScale, recycle.Weighbridge, recycle.SmartBox}
