package recycle

import (
	"log/slog"
	"regexp"
	"strings"
)

// Phone is a telephone number of mainland China in digits alone: 13800000000, 05370000000, 4000000000. A person's is personal
// information: show it by Mask.
type Phone string

// PhoneClass is what a number is of.
type PhoneClass string

// The classes of numbers.
const (
	PhoneMobile  PhoneClass = "MOBILE"
	PhoneFixed   PhoneClass = "FIXED"   // with its area code; Jining's is 0537
	PhoneService PhoneClass = "SERVICE" // 400 and 800
)

var phoneClasses = []struct {
	class   PhoneClass
	pattern *regexp.Regexp
}{
	{PhoneMobile, regexp.MustCompile(`^1[3-9][0-9]{9}$`)},
	{PhoneFixed, regexp.MustCompile(`^0[0-9]{9,11}$`)},
	{PhoneService, regexp.MustCompile(`^(?:400|800)[0-9]{7}$`)},
}

// ParsePhone reads a number as people write it: any width, with blanks, hyphens and brackets; +86 or 0086 before a mobile
// number. Code: phone.pattern.
func ParsePhone(s string) (Phone, error) {
	s = normal(s, "-()（）—")
	for _, prefix := range []string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok && Phone(rest).Class() == PhoneMobile {
			s = rest
		}
	}
	p := Phone(s)
	if p.Class() == "" {
		return "", refusal("phone.pattern")
	}
	return p, nil
}

// ParseMobile reads a mobile number as ParsePhone does: what one signs in with. Codes: phone.pattern, phone.mobile (a number of
// another class).
func ParseMobile(s string) (Phone, error) {
	p, err := ParsePhone(s)
	if err != nil {
		return "", err
	}
	if p.Class() != PhoneMobile {
		return "", refusal("phone.mobile")
	}
	return p, nil
}

// Class returns the class of p, or "" if p is no number.
func (p Phone) Class() PhoneClass {
	for _, c := range phoneClasses {
		if c.pattern.MatchString(string(p)) {
			return c.class
		}
	}
	return ""
}

// LogValue implements slog.LogValuer: a log shows the mask.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.Mask()) }
