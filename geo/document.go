package geo

import (
	"bytes"
	"encoding/json"
	"iter"
	"unicode/utf8"
)

// document is the text of a JSON document that [check] has found good, so that what reads it may rely on its form.
type document []byte

// check says what keeps data from being a JSON document of at most the given depth in UTF-8, and returns where its value
// begins. A byte order mark before it is let pass (RFC 8259, 8.1). It does not recurse deeper than depth.
func check(data []byte, most, depth int) (start int, err *Error) {
	if len(data) > most {
		return 0, failed(data, CodeTooLarge, most)
	}
	if !utf8.Valid(data) {
		return 0, failed(data, CodeNotUTF8, firstInvalid(data))
	}
	s := scanner{data: data, depth: depth}
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		s.pos = 3
	}
	s.space()
	start = s.pos
	if s.value() {
		s.space()
		if s.pos < len(data) {
			s.fail(CodeSyntax)
		}
	}
	if s.code != "" {
		return 0, failed(data, s.code, s.pos)
	}
	return start, nil
}

func failed(data []byte, code Code, at int) *Error {
	var t tracker
	e := &Error{Code: code, Path: "$", Offset: at}
	e.Line, e.Column = t.place(data, at)
	return e
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// tracker turns offsets that only grow into lines and columns, reading the text once.
type tracker struct{ offset, line, column int }

func (t *tracker) place(data []byte, at int) (line, column int) {
	for ; t.offset < min(at, len(data)); t.offset++ {
		switch c := data[t.offset]; {
		case c == '\n':
			t.line, t.column = t.line+1, 0
		case c&0xC0 != 0x80: // not inside a character
			t.column++
		}
	}
	return t.line + 1, t.column + 1
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func (d document) space(at int) int {
	for at < len(d) && isSpace(d[at]) {
		at++
	}
	return at
}

// end returns where the value that begins at a place ends.
func (d document) end(at int) int {
	switch d[at] {
	case '"':
		return d.stringEnd(at)
	case '{', '[':
		return d.nestEnd(at)
	}
	for at < len(d) && !isSpace(d[at]) && d[at] != ',' && d[at] != ']' && d[at] != '}' {
		at++
	}
	return at
}

func (d document) stringEnd(at int) int {
	for at++; d[at] != '"'; at++ {
		if d[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func (d document) nestEnd(at int) int {
	for depth := 0; ; at++ {
		switch d[at] {
		case '"':
			at = d.stringEnd(at) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}

// text returns the string that begins at a place.
func (d document) text(at int) string {
	raw := d[at:d.stringEnd(at)]
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // a checked string
	return s
}

// members gives the keys of the object that begins at a place and where their values begin.
func (d document) members(at int) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for at = d.space(at + 1); d[at] != '}'; at = d.space(at) {
			key := d.text(at)
			at = d.space(d.space(d.stringEnd(at)) + 1) // past the colon
			if !yield(key, at) {
				return
			}
			if at = d.space(d.end(at)); d[at] == ',' {
				at = d.space(at + 1)
			}
		}
	}
}

// elements gives where the elements of the array that begins at a place begin.
func (d document) elements(at int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		at = d.space(at + 1)
		for i := 0; d[at] != ']'; i++ {
			if !yield(i, at) {
				return
			}
			if at = d.space(d.end(at)); d[at] == ',' {
				at = d.space(at + 1)
			}
		}
	}
}

// storable reports whether the strings of a checked value can be stored: no NUL, no half of a surrogate pair, which Go
// would quietly turn into U+FFFD.
func storable(raw []byte) bool {
	for {
		i := bytes.IndexByte(raw, '\\')
		if i < 0 {
			return true
		}
		unit, ok := escapedUnit(raw[i:])
		raw = raw[i+2:]
		if !ok {
			continue
		}
		if unit == 0 || unit&0xFC00 == 0xDC00 {
			return false
		}
		if raw = raw[4:]; unit&0xFC00 == 0xD800 {
			if low, ok := escapedUnit(raw); !ok || low&0xFC00 != 0xDC00 {
				return false
			}
			raw = raw[6:]
		}
	}
}

// escapedUnit reads a \uXXXX at the start of raw.
func escapedUnit(raw []byte) (unit int, ok bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	for _, c := range raw[2:6] {
		unit = unit<<4 | hexDigit(c)
	}
	return unit, true
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
