package recycle

import "math/bits"

// LineAmount returns what a line costs in fen: grams × price ÷ 100,000 for a price per KG, pieces × price ÷ 100 for a price per
// PIECE, rounded half away from zero (DOMAIN §3.2). Totals add rounded lines. Without a price (per is empty) it is 0. Codes:
// amount.unit (per is no basis of a price), amount.range (more than Fen holds).
func LineAmount(grams Grams, pieces int64, price UnitPrice, per Unit) (Fen, error) {
	switch per {
	case "":
		return 0, nil
	case Kilogram:
		return rounded(int64(grams), int64(price), 100_000)
	case Piece:
		return rounded(pieces, int64(price), 100)
	}
	return 0, refusal("amount.unit")
}

// AddFen returns a + b, or amount.range where Fen does not hold it.
func AddFen(a, b Fen) (Fen, error) {
	if sum := a + b; (sum > a) == (b > 0) {
		return sum, nil
	}
	return 0, refusal("amount.range")
}

// rounded returns a × b ÷ d rounded half away from zero, for an even d > 0. It is the one place where money is rounded.
func rounded(a, b int64, d uint64) (Fen, error) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	lo, carry := bits.Add64(lo, d/2, 0)
	hi += carry // cannot overflow: a product of two magnitudes is at most 1<<126
	if hi >= d {
		return 0, refusal("amount.range")
	}
	q, _ := bits.Div64(hi, lo, d)
	negative := (a < 0) != (b < 0)
	switch {
	case negative && q <= 1<<63:
		return Fen(-q), nil
	case !negative && q < 1<<63:
		return Fen(q), nil
	}
	return 0, refusal("amount.range")
}

// magnitude returns |v|, of the smallest integer too.
func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
