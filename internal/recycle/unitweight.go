package recycle

// UnitWeight is what a piece of a category weighs where no scale says so: a default for planning, which users edit.
type UnitWeight struct {
	Category Category
	Grams    Grams
	Source   string
}

// SeedUnitWeights returns the unit weights that the catalogue begins with (DOMAIN §3.3, §3.4).
func SeedUnitWeights() []UnitWeight {
	const planning, unu, density = "planning default", "UNU key table, EU basis", "bulk table, car tyre"
	return []UnitWeight{
		{"weee.tv", 18_000, planning},
		{"weee.fridge", 45_000, planning},
		{"weee.washer", 30_000, planning},
		{"weee.ac", 42_000, planning},
		{"weee.pc", 16_000, planning},
		{"weee.microwave", 14_000, planning},
		{"weee.hood", 18_000, planning},
		{"weee.heater_e", 25_000, planning},
		{"weee.heater_g", 25_000, planning},
		{"weee.phone", 150, planning},
		{"weee.printer", 10_320, unu},
		{"weee.small", 990, unu},
		{"battery.lead_acid", 15_000, planning},
		{"rubber.tyre", 8_500, density},
	}
}

// EstimateGrams returns what pieces of gramsPerPiece weigh, and false where that is not known or beyond what one line may hold.
// The evidence of such a mass is ESTIMATED.
func EstimateGrams(pieces int64, gramsPerPiece Grams) (Grams, bool) {
	if pieces <= 0 || gramsPerPiece <= 0 || gramsPerPiece > MaxGrams/Grams(pieces) {
		return 0, false
	}
	return Grams(pieces) * gramsPerPiece, true
}
