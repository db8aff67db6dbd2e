package intake

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseNumber reads a decimal number; a comma may stand for the point. NaN, infinities and hexadecimal are no numbers here.
func parseNumber(s string) (float64, bool) {
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// parseCount reads a whole number from 0 that may have separators of thousands ("1,234") or a fraction of zeros ("60.0").
func parseCount(s string) (int64, bool) {
	if i := strings.LastIndexByte(s, ','); i >= 0 && len(s)-i == 4 {
		s = strings.ReplaceAll(s, ",", "")
	}
	v, ok := parseNumber(s)
	if !ok || v < 0 || v > 1e12 || v != math.Trunc(v) {
		return 0, false
	}
	return int64(v), true
}

// splitWords splits a cell of several values at commas, semicolons, enumeration commas, bars, slashes and line ends.
func splitWords(s string) (words []string) {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;、，；|/\n", r) }) {
		if w = trim(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// short returns the beginning of a value for a problem.
func short(s string) string {
	const most = 60
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
