package recycle

import "strings"

// Plausible is the most that one line usually holds. More is no error: before it is saved a person is asked once whether it is
// meant, because what lies above is nearly always a slip (a point that was missed, 斤 for 公斤) and, as a total, hides everything else.
type Plausible struct {
	Grams      Grams     // 0 where a category is not weighed
	Pieces     int64     // 0 where it is not counted
	Price      UnitPrice // of a kilogram
	PiecePrice UnitPrice // of a piece; 0 where it is not counted
}

// What one hand-over can be is what one vehicle of a collector can carry, by weight or by room, whichever is full first: a light
// lorry (gross mass to 4.5 t) takes 2 t and 12 m³. Small dangerous things come in a drum of 200 kg. Of pieces a person counts at most
// some 200 at one stop, of cars 10.
const (
	lorryGrams       Grams = 2_000_000
	lorryCubicMetres       = 12
	drumGrams        Grams = 200_000
	countedPieces          = 200
	countedVehicles        = 10
)

// loose is what a cubic metre of a category weighs at most as it is collected, kg (DOMAIN §3.4); of heavier ones the lorry is full by
// weight before it is by room, so they need no row. The first row that fits counts.
var loose = []struct {
	prefix string
	kg     Grams
}{
	{"paper.occ", 60}, {"paper.composite", 60}, {"plastic.pet", 35}, {"plastic.film", 40}, {"plastic.eps", 15}, {"plastic.", 120},
	{"nonferrous.aluminium_can", 50}, {"rubber.tyre", 150},
}

// Plausible returns the most that one line of r usually holds. A yard's weighing may be of many stops: it has a limit of its own.
func (r CategoryRow) Plausible() Plausible {
	price := dearest(r.Key)
	p := Plausible{r.loadGrams(), countedPieces, price.kg * yuan, price.piece * yuan}
	if r.Parent == "vehicle" {
		p.Pieces = countedVehicles
	}
	if each := r.DefaultGramsPerPiece; each > 0 {
		p.Pieces = max(1, min(p.Pieces, int64(lorryGrams/each)))
		p.Grams = min(p.Grams, 2*Grams(p.Pieces)*each) // kinds of one thing differ by a factor of two
	}
	switch r.Unit {
	case ByMass:
		p.Pieces, p.PiecePrice = 0, 0
	case ByPiece:
		p.Grams, p.Price = 0, 0
	}
	return p
}

// loadGrams returns what of r a vehicle takes.
func (r CategoryRow) loadGrams() Grams {
	switch {
	case r.Parent == "hazard", r.Key == "battery.lithium_small", r.Key == "battery.dry":
		return drumGrams
	}
	for _, l := range loose {
		if strings.HasPrefix(string(r.Key), l.prefix) {
			return min(lorryGrams, l.kg*1000*lorryCubicMetres)
		}
	}
	return lorryGrams
}

const yuan UnitPrice = 10_000

// dear is the most that a buyer pays for a category, yuan per kilogram and per piece.
type dear struct {
	prefix    string
	kg, piece UnitPrice
}

// dears is no price list: each row is several times what the best of its kind has cost in a good year (cardboard about 1 yuan,
// DOMAIN §9; the others general knowledge), so that only a slip lies above: a point that was missed, fen for yuan, the amount in the
// place of the price. The first row that fits counts.
var dears = []dear{
	{"paper.", 6, 0}, {"plastic.", 15, 0}, {"steel.", 10, 0}, {"nonferrous.aluminium", 40, 0}, {"nonferrous.copper", 150, 0},
	{"nonferrous.zinc", 50, 0}, {"nonferrous.", 40, 0}, {"textile.", 15, 0}, {"glass.", 5, 0}, {"rubber.", 10, 300}, {"wood.", 10, 2_000},
	{"weee.phone", 5_000, 5_000}, {"weee.pc", 100, 3_000}, {"weee.", 30, 1_500}, {"battery.lithium_power", 80, 30_000}, {"battery.", 30, 600},
	{"reuse.clothes", 0, 500}, {"vehicle.elv", 0, 50_000}, {"vehicle.agri", 0, 50_000}, {"vehicle.", 0, 5_000}, {"hazard.", 10, 0},
}

// dearest returns the row of c; one that a user added has the widest.
func dearest(c Category) dear {
	for _, d := range dears {
		if strings.HasPrefix(string(c), d.prefix) {
			return d
		}
	}
	return dear{kg: 150, piece: 10_000}
}

// PriceUnlikely reports whether l costs more than anybody pays for its category.
func (l *Line) PriceUnlikely() bool {
	d := dearest(l.Category)
	most := d.kg
	if l.PriceUnit == Piece {
		most = d.piece
	}
	return most > 0 && l.UnitPrice > most*yuan
}
