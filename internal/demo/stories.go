package demo

import "liangwang/internal/recycle"

const (
	minute = 60 * 1000
	hour   = 60 * minute
)

// OverloadedYard is the story of the station that takes in more than it can, which only its own people see.
const OverloadedYard = "yard"

// overloaded is the station with more material than room: its deliveries of a day are a multiple of what its entry says it can take.
const overloaded = 2

// sick are the three scales that have always weighed wrong, by station and scale: what they show against what lies on them.
var sick = map[int]map[string]float64{
	0: {"2 号地磅": .925},
	1: {"1 号地磅": 1.045},
	3: {"1 号地磅": .94},
}

// scaleOf returns the scale that a trip of a day is weighed on: two stations have only one.
func scaleOf(station, trip int) string {
	if trip == 1 && station != 1 && station != 3 {
		return "2 号地磅"
	}
	return "1 号地磅"
}

// shown returns what a scale shows of a mass.
func shown(d *dice, station int, scale string, grams recycle.Grams) recycle.Grams {
	bias, isSick := sick[station][scale]
	if !isSick {
		bias = 1
	}
	kg := float64(grams) / 1000 * bias * (1 + .004*d.bell())
	return recycle.Grams(max(kg*100, 1)+.5) * 10 // to 10 g
}

// lateCollector is whose phone sends late: of the first company, not the demo's own collector.
const lateCollector = 12

// shortDay reports whether a company's light scrap of a day arrives short, as if some had been sold on the way: every fifth day of
// the first company.
func shortDay(company, number int) bool { return company == 0 && number%5 == 2 }
