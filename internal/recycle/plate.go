package recycle

import "regexp"

// Plate is the number plate of a vehicle (号牌, GA 36) without blanks and separators, letters in upper case: 鲁H00000. There is
// no check digit.
type Plate string

// PlateClass is what the characters of a plate say about its vehicle; the length decides, as 鲁HD0000 is a conventional plate.
type PlateClass string

// The classes of plates. A small new-energy plate is gradient green, a large one yellow and green.
const (
	PlateConventional PlateClass = "CONVENTIONAL"
	PlateNEVSmall     PlateClass = "NEV_SMALL"
	PlateNEVLarge     PlateClass = "NEV_LARGE"
)

const plateOffice = "^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"

// The letter of a new-energy plate is one of A-H, J, K, not only D and F.
var plateClasses = []struct {
	class   PlateClass
	pattern *regexp.Regexp
}{
	{PlateNEVSmall, regexp.MustCompile(plateOffice + `[A-HJK][A-HJ-NP-Z0-9][0-9]{4}$`)},
	{PlateNEVLarge, regexp.MustCompile(plateOffice + `[0-9]{5}[A-HJK]$`)},
	{PlateConventional, regexp.MustCompile(plateOffice + `(?:[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[挂学警港澳使领])$`)},
}

// ParsePlate reads a plate as people write it: any case and width, with blanks, middle dots and hyphens. Code: plate.pattern.
func ParsePlate(s string) (Plate, error) {
	p := Plate(normal(s, "·•‧・.-—"))
	if p.Class() == "" {
		return "", refusal("plate.pattern")
	}
	return p, nil
}

// Class returns the class of p, or "" if p is no plate.
func (p Plate) Class() PlateClass {
	for _, c := range plateClasses {
		if c.pattern.MatchString(string(p)) {
			return c.class
		}
	}
	return ""
}

// NEV reports whether p is a plate for new-energy vehicles.
func (p Plate) NEV() bool { return p.Class() == PlateNEVSmall || p.Class() == PlateNEVLarge }
