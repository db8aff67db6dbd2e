package demo

import (
	"fmt"
	"math"
)

// dice is a stream of random numbers that is the same for the same seed on every machine and in every version of Go (splitmix64,
// Steele, Lea and Flood, OOPSLA 2014).
type dice struct{ state uint64 }

// roll returns the dice of a seed and what they are for: streams for different purposes do not disturb each other.
func roll(seed uint64, what string, n int) *dice {
	d := &dice{seed}
	for _, b := range []byte(what) {
		d.state = d.next() ^ uint64(b)
	}
	d.state = d.next() ^ uint64(n)
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// float returns a number from 0 up to 1.
func (d *dice) float() float64 { return float64(d.next()>>11) / (1 << 53) }

// between returns a number from a up to b.
func (d *dice) between(a, b float64) float64 { return a + (b-a)*d.float() }

// n returns one of 0 … limit-1.
func (d *dice) n(limit int) int { return int(d.next() % uint64(limit)) }

// chance reports true with probability p.
func (d *dice) chance(p float64) bool { return d.float() < p }

// bell returns a number around 0 with standard deviation 1, never beyond 3.5.
func (d *dice) bell() float64 {
	u, v := 1-d.float(), d.float()
	return max(-3.5, min(3.5, math.Sqrt(-2*math.Log(u))*math.Cos(2*math.Pi*v)))
}

// id returns a UUIDv7 of a moment in milliseconds.
func (d *dice) id(ms int64) string {
	a, b := d.next(), d.next()
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%012x", ms>>16&0xffffffff, ms&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}

// pick returns one of list.
func pick[T any](d *dice, list []T) T { return list[d.n(len(list))] }

// shuffle puts list into another order.
func shuffle[T any](d *dice, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := d.n(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// weighted returns an index with a probability in proportion to its weight.
func weighted(d *dice, weights []float64) int {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	at := d.float() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// apportion splits total in proportion to weights, exactly: the largest remainders get what rounding leaves.
func apportion(total int64, weights []float64) []int64 {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	parts, rest := make([]int64, len(weights)), make([]float64, len(weights))
	left := total
	for i, w := range weights {
		exact := float64(total) * w / sum
		parts[i] = int64(exact)
		rest[i], left = exact-float64(parts[i]), left-parts[i]
	}
	for ; left > 0; left-- {
		most := 0
		for i := range rest {
			if rest[i] > rest[most] {
				most = i
			}
		}
		parts[most]++
		rest[most] = -1
	}
	return parts
}
