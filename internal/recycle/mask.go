package recycle

import "strings"

// Mask returns the number with its region and last four places alone: 370800********0014.
func (id ResidentID) Mask() string { return masked(string(id), 6, 4) }

// Mask returns the number with its first three and last four digits alone: 138****0000.
func (p Phone) Mask() string { return masked(string(p), 3, 4) }

// Mask returns the plate with its office and last two places alone: 鲁H***00. A plate of one's own car is personal.
func (p Plate) Mask() string { return masked(string(p), 2, 2) }

// Mask returns the number with its maker and last four places alone: LZZ**********0001.
func (v VIN) Mask() string { return masked(string(v), 3, 4) }

// MaskName returns the family name of a Chinese name, or the first letter of another: 张**.
func MaskName(name string) string { return masked(name, 1, 0) }

// masked replaces what lies between the first head and the last tail characters by stars. What is too short to hide anything
// that way is hidden whole.
func masked(s string, head, tail int) string {
	r := []rune(s)
	if len(r) <= head+tail {
		return strings.Repeat("*", len(r))
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}
