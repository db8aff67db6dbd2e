package geo

import "bytes"

// scanner checks JSON by RFC 8259, strictly, and stops at the first place that is wrong. It is not encoding/json because
// that gives no depth limit of one's own, repairs what it should refuse, and says no column.
type scanner struct {
	data  []byte
	pos   int
	depth int // levels that may still be opened
	code  Code
}

// fail notes what is wrong here; the end of the text is always "cut off".
func (s *scanner) fail(code Code) bool {
	if s.pos >= len(s.data) {
		code = CodeTruncated
	}
	s.code = code
	return false
}

func (s *scanner) space() {
	for s.pos < len(s.data) && isSpace(s.data[s.pos]) {
		s.pos++
	}
}

// next returns the byte here, 0 at the end.
func (s *scanner) next() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

func (s *scanner) value() bool {
	switch c := s.next(); {
	case c == '{':
		return s.nest(s.member, '}')
	case c == '[':
		return s.nest(s.value, ']')
	case c == '"':
		return s.text()
	case c == '-' || isDigit(c):
		return s.number()
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	}
	return s.fail(s.strangeNumber(CodeSyntax))
}

// strangeNumber tells the numbers of JavaScript and Python from other mistakes.
func (s *scanner) strangeNumber(otherwise Code) Code {
	rest := bytes.TrimPrefix(s.data[s.pos:], []byte("-"))
	for _, word := range []string{"NaN", "nan", "Infinity", "inf", "-inf"} {
		if bytes.HasPrefix(rest, []byte(word)) {
			return CodeNotANumber
		}
	}
	return otherwise
}

func (s *scanner) nest(one func() bool, closing byte) bool {
	if s.depth == 0 {
		return s.fail(CodeTooDeep)
	}
	s.depth--
	s.pos++
	s.space()
	if s.next() == closing {
		s.pos++
		s.depth++
		return true
	}
	for {
		if !one() {
			return false
		}
		s.space()
		switch s.next() {
		case ',':
			s.pos++
			s.space()
		case closing:
			s.pos++
			s.depth++
			return true
		default:
			return s.fail(CodeSyntax)
		}
	}
}

func (s *scanner) member() bool {
	if s.next() != '"' {
		return s.fail(CodeSyntax)
	}
	if !s.text() {
		return false
	}
	s.space()
	if s.next() != ':' {
		return s.fail(CodeSyntax)
	}
	s.pos++
	s.space()
	return s.value()
}

func (s *scanner) text() bool {
	for s.pos++; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return true
		case c == '\\':
			if !s.escape() {
				return false
			}
		case c < 0x20:
			return s.fail(CodeSyntax)
		}
	}
	return s.fail(CodeTruncated)
}

// escape checks the escape that begins here and stops at its last byte.
func (s *scanner) escape() bool {
	s.pos++
	c := s.next()
	if c != 'u' {
		return c != 0 && bytes.IndexByte([]byte(`"\/bfnrt`), c) >= 0 || s.fail(CodeSyntax)
	}
	for range 4 {
		s.pos++
		if hexDigit(s.next()) < 0 {
			return s.fail(CodeSyntax)
		}
	}
	return true
}

func (s *scanner) number() bool {
	start := s.pos
	if s.next() == '-' {
		s.pos++
	}
	if s.next() == '0' {
		s.pos++
	} else if !s.digits() {
		s.pos = min(s.pos, len(s.data))
		if code := s.strangeNumber(CodeSyntax); code == CodeNotANumber {
			s.pos = start
			return s.fail(code)
		}
		return s.fail(CodeSyntax)
	}
	if s.next() == '.' {
		s.pos++
		if !s.digits() {
			return s.fail(CodeSyntax)
		}
	}
	if c := s.next(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.next(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			return s.fail(CodeSyntax)
		}
	}
	return true
}

// digits passes one digit or more.
func (s *scanner) digits() bool {
	start := s.pos
	for isDigit(s.next()) {
		s.pos++
	}
	return s.pos > start
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (s *scanner) word(w string) bool {
	if bytes.HasPrefix(s.data[s.pos:], []byte(w)) {
		s.pos += len(w)
		return true
	}
	code := s.strangeNumber(CodeSyntax)
	if bytes.HasPrefix([]byte(w), s.data[s.pos:]) {
		s.pos = len(s.data)
	}
	return s.fail(code)
}
