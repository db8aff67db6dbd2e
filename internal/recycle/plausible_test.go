package recycle_test

import (
	"testing"

	"liangwang/internal/recycle"
)

func TestCategoryRow_Plausible(t *testing.T) {
	rows := map[recycle.Category]recycle.CategoryRow{}
	for _, r := range recycle.SeedCategories() {
		rows[r.Key] = r
	}
	for _, tt := range []struct {
		name     string
		category recycle.Category
		kg       int64
		pieces   int64
	}{
		{"cardboard fills the room", "paper.occ", 720, 0},
		{"books are too heavy for that", "paper.book", 2000, 0},
		{"bottles", "plastic.pet", 420, 0},
		{"foam", "plastic.eps", 180, 0},
		{"another plastic", "plastic.pp", 1440, 0},
		{"steel", "steel.heavy", 2000, 0},
		{"refrigerators, by their weight", "weee.fridge", 2000, 44},
		{"phones, by the hand that counts", "weee.phone", 60, 200},
		{"tyres", "rubber.tyre", 1800, 200},
		{"pieces without a weight", "wood.furniture", 2000, 200},
		{"only counted", "reuse.phone", 0, 200},
		{"cars", "vehicle.elv", 0, 10},
		{"a drum", "hazard.paint", 200, 0},
		{"dry batteries", "battery.dry", 200, 0},
	} {
		if got := rows[tt.category].Plausible(); got.Grams != recycle.Grams(tt.kg*1000) || got.Pieces != tt.pieces {
			t.Errorf("%s: %+v, want %d kg, %d pieces", tt.name, got, tt.kg, tt.pieces)
		}
	}
	for key, r := range rows {
		p := r.Plausible()
		if (p.Grams > 0) == (r.Unit == recycle.ByPiece) || (p.Pieces > 0) == (r.Unit == recycle.ByMass) || p.Grams > recycle.MaxGrams/10 || p.Pieces > recycle.MaxPieces/10 {
			t.Errorf("%s, counted by %s: %+v", key, r.Unit, p)
		}
		if (p.Price > 0) == (r.Unit == recycle.ByPiece) || r.Unit == recycle.ByMass && p.PiecePrice > 0 || r.Unit == recycle.ByPiece && p.PiecePrice == 0 || max(p.Price, p.PiecePrice) > recycle.MaxPrice {
			t.Errorf("%s, counted by %s, costs %+v", key, r.Unit, p)
		}
		if w := r.DefaultGramsPerPiece; w > 0 && p.Grams < w {
			t.Errorf("%s: one piece is too much", key)
		}
	}
}

// A category that a user adds has a limit too.
func TestCategoryRow_Plausible_unknown(t *testing.T) {
	heavy := recycle.CategoryRow{Key: "x.press", Parent: "x", Unit: recycle.ByPieceAndMass, DefaultGramsPerPiece: 9_000_000}
	if got := heavy.Plausible(); got.Pieces != 1 || got.Grams != 2_000_000 {
		t.Errorf("%+v", got)
	}
}

// The catalogue that a phone asks by and the rule that the server flags by are one.
func TestLine_PriceUnlikely(t *testing.T) {
	for _, r := range append(recycle.SeedCategories(), recycle.CategoryRow{Key: "x.new", Parent: "x", Unit: recycle.ByPieceAndMass}) {
		most := r.Plausible()
		for unit, price := range map[recycle.Unit]recycle.UnitPrice{recycle.Kilogram: most.Price, recycle.Piece: most.PiecePrice} {
			l := recycle.Line{Category: r.Key, PriceUnit: unit, UnitPrice: price}
			if l.PriceUnlikely() {
				t.Errorf("%s at %d per %s is unlikely", r.Key, price, unit)
			}
			if l.UnitPrice++; price > 0 && !l.PriceUnlikely() {
				t.Errorf("%s at %d per %s is not unlikely", r.Key, l.UnitPrice, unit)
			}
		}
	}
	for _, tt := range []struct {
		category recycle.Category
		yuan     recycle.UnitPrice
		want     bool
	}{{"paper.occ", 1, false}, {"paper.occ", 999, true}, {"steel.heavy", 9_999, true}, {"nonferrous.copper", 75, false}, {"nonferrous.copper", 750, true}} {
		l := recycle.Line{Category: tt.category, PriceUnit: recycle.Kilogram, UnitPrice: tt.yuan * 10_000}
		if l.PriceUnlikely() != tt.want {
			t.Errorf("%s at %d yuan: %v", tt.category, tt.yuan, !tt.want)
		}
	}
}
