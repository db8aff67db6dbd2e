package recycle

import (
	"errors"
	"strings"
)

// refusal is the error of an identifier that cannot be right. The code says what is wrong with it, as in "uscc.check"; the
// identifier itself is never part of an error, since it may be a person's.
func refusal(code string) error { return &Error{Kind: Invalid, Code: code} }

// CodeOf returns the code of err if it is an Error, else "". It names what an identifier's parser found wrong.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// normal returns s as identifiers are kept: full-width forms as half-width ones, letters in upper case, without blanks and
// without the separators in drop.
func normal(s, drop string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '\u3000', r == '\u00a0', r == '\t':
			r = ' '
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r == ' ' || strings.ContainsRune(drop, r) {
			return -1
		}
		return r
	}, s)
}

func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
