package recycle

import "strings"

// Plausible is the most that one line usually holds. More is no error: before it is saved a person is asked once whether it is
// meant, because what lies above is nearly always a slip (a point that was missed, 斤 for 公斤) and, as a total, hides everything else.
type Plausible struct {
	Grams  Grams // 0 where a category is not weighed
	Pieces int64 // 0 where it is not counted
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
	p := Plausible{r.loadGrams(), countedPieces}
	if r.Parent == "vehicle" {
		p.Pieces = countedVehicles
	}
	if each := r.DefaultGramsPerPiece; each > 0 {
		p.Pieces = max(1, min(p.Pieces, int64(lorryGrams/each)))
		p.Grams = min(p.Grams, 2*Grams(p.Pieces)*each) // kinds of one thing differ by a factor of two
	}
	switch r.Unit {
	case ByMass:
		p.Pieces = 0
	case ByPiece:
		p.Grams = 0
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
