package recycle

import (
	"log/slog"
	"time"
)

// ResidentID is the number of a resident identity card (居民身份证, GB 11643-1999) or of another card with the same make: the
// residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and the permanent residence card of 2023 (9).
// 18 characters, the last a digit or X. It is sensitive personal information: show it by Mask.
type ResidentID string

// The first day on which the holder of a card can have been born.
const earliestBirth Day = "1900-01-01"

var residentWeights = [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// ParseResidentID reads the number of a card, in any case and width. Codes: id.length, id.digits, id.check, id.date (the date
// of birth is no day of the calendar, or lies after today or before 1900).
func ParseResidentID(s string, today Day) (ResidentID, error) {
	s = normal(s, "-")
	if len([]rune(s)) != 18 {
		return "", refusal("id.length")
	}
	if len(s) != 18 || s[0] == '0' || !isDigits(s[:17]) || (s[17] != 'X' && !isDigits(s[17:])) {
		return "", refusal("id.digits")
	}
	sum := 0
	for i, w := range residentWeights {
		sum += w * int(s[i]-'0')
	}
	if "10X98765432"[sum%11] != s[17] {
		return "", refusal("id.check")
	}
	t, err := time.Parse("20060102", s[6:14])
	if born := Day(t.Format(time.DateOnly)); err != nil || born > today || born < earliestBirth {
		return "", refusal("id.date")
	}
	return ResidentID(s), nil
}

// HoldsResidentID reports whether the number of a card stands anywhere in s: 18 characters with no further digit beside them, a right
// check digit and a date of birth. It is how a field that must not hold such a number tells.
func HoldsResidentID(s string) bool {
	runes := []rune(normal(s, "-"))
	digit := func(i int) bool { return i >= 0 && i < len(runes) && runes[i] >= '0' && runes[i] <= '9' }
	for i := 0; i+18 <= len(runes); i++ {
		if digit(i-1) || digit(i+18) {
			continue
		}
		if _, err := ParseResidentID(string(runes[i:i+18]), LastDay); err == nil {
			return true
		}
	}
	return false
}

// LogValue implements slog.LogValuer: a log shows the mask.
func (id ResidentID) LogValue() slog.Value { return slog.StringValue(id.Mask()) }
