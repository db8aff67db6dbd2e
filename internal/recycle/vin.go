package recycle

import "strings"

// VIN is a vehicle identification number (车辆识别代号, GB 16735): 17 characters in upper case, without I, O and Q.
type VIN string

const vinAlphabet = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"

// The value of each character of vinAlphabet, in its order, and the weight of each place.
const vinValues = "012345678912345678123457923456789"

var vinWeights = [...]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}

// ParseVIN reads a VIN, in any case and width. Codes: vin.length, vin.alphabet. Its check digit refuses nothing, since imported
// and old vehicles need not have one: ask Warning.
func ParseVIN(s string) (VIN, error) {
	s = normal(s, "-")
	switch {
	case len([]rune(s)) != 17:
		return "", refusal("vin.length")
	case strings.Trim(s, vinAlphabet) != "":
		return "", refusal("vin.alphabet")
	}
	return VIN(s), nil
}

// Warning returns "vin.check" if place 9 of a parsed v is not its check digit, else "".
func (v VIN) Warning() string {
	if len(v) != 17 || v.check() == v[8] {
		return ""
	}
	return "vin.check"
}

func (v VIN) check() byte {
	sum := 0
	for i, w := range vinWeights {
		sum += w * int(vinValues[strings.IndexByte(vinAlphabet, v[i])]-'0')
	}
	return "0123456789X"[sum%11]
}
