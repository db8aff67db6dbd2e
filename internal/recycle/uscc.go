package recycle

import "strings"

// USCC is a unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters in upper case. It is public.
type USCC string

const (
	usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // without I, O, S, V, Z
	orgAlphabet  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

var (
	usccWeights = [...]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	orgWeights  = [...]int{3, 7, 9, 10, 5, 8, 4, 2}
)

// ParseUSCC reads a unified social credit code, in any case and width. Codes: uscc.length, uscc.alphabet, uscc.region (places
// 3-8 are digits), uscc.check (place 18, GB 32100), uscc.org_check (place 17, the check character of the organisation code by
// GB 11714, which the example of GB 32100 satisfies too).
func ParseUSCC(s string) (USCC, error) {
	s = normal(s, "-")
	switch {
	case len([]rune(s)) != 18:
		return "", refusal("uscc.length")
	case strings.Trim(s, usccAlphabet) != "":
		return "", refusal("uscc.alphabet")
	case !isDigits(s[2:8]):
		return "", refusal("uscc.region")
	case usccCheck(s) != s[17]:
		return "", refusal("uscc.check")
	case orgCheck(s[8:16]) != s[16]:
		return "", refusal("uscc.org_check")
	}
	return USCC(s), nil
}

// usccCheck returns the check character of the first 17 places of s.
func usccCheck(s string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += w * strings.IndexByte(usccAlphabet, s[i])
	}
	return usccAlphabet[(31-sum%31)%31]
}

// orgCheck returns the check character of the 8 places of an organisation code (组织机构代码, GB 11714).
func orgCheck(s string) byte {
	sum := 0
	for i, w := range orgWeights {
		sum += w * strings.IndexByte(orgAlphabet, s[i])
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}
