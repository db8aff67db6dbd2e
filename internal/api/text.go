package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// What a body must not have, as codes that useCodes passes on.
var (
	errUTF8     = errors.New("utf8")     // bytes or halves of characters that are no text
	errText     = errors.New("text")     // NUL, which PostgreSQL does not store
	errTwice    = errors.New("twice")    // a member of one object two times: which one was meant?
	errTrailing = errors.New("trailing") // something behind the value
	errNull     = errors.New("null")     // a value that is none, where a member is left out
)

// plain refuses what encoding/json would silently replace or choose: the stored text must be the text that was sent. data need be no
// JSON; what is none is found by the decoder.
func plain(data []byte) error {
	if !utf8.Valid(data) {
		return errUTF8
	}
	var open []members
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			open = append(open, members{})
		case '}', ']':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case '"':
			end, err := endOf(data, i+1)
			if err != nil {
				return err
			}
			if len(open) > 0 && isName(data[min(end+1, len(data)):]) && !open[len(open)-1].add(data[i:min(end+1, len(data))]) {
				return errTwice
			}
			i = end
		}
	}
	return nil
}

// hasNull reports whether JSON has a null anywhere. No schema of a body allows it, but huma does in place of what may be absent.
func hasNull(data []byte) bool {
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case 'n':
			return true
		case '"':
			end, err := endOf(data, i+1)
			if err != nil {
				return false
			}
			i = end
		}
	}
	return false
}

// endOf returns where the text that begins at from ends: at its closing quote, or behind data.
func endOf(data []byte, from int) (int, error) {
	for i := from; i < len(data); i++ {
		switch data[i] {
		case '"':
			return i, nil
		case '\\':
			i++
			if i >= len(data) || data[i] != 'u' {
				continue
			}
			switch r := escaped(data, i+1); {
			case r == 0:
				return 0, errText
			case utf16.IsSurrogate(r):
				if i+6 >= len(data) || data[i+5] != '\\' || data[i+6] != 'u' || utf16.DecodeRune(r, escaped(data, i+7)) == utf8.RuneError {
					return 0, errUTF8
				}
				i += 10
			}
		}
	}
	return len(data), nil
}

// escaped returns the value of four hexadecimal digits, or -1.
func escaped(data []byte, at int) rune {
	if at+4 > len(data) {
		return -1
	}
	v, err := strconv.ParseUint(string(data[at:at+4]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(v)
}

// isName reports whether the text before rest names a member.
func isName(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return len(rest) > 0 && rest[0] == ':'
}

// members are the names of one object so far.
type members struct {
	few  [][]byte // as they stand in the body
	many map[string]bool
}

const fewMembers = 32

// add reports whether the quoted name is new.
func (m *members) add(quoted []byte) bool {
	if bytes.IndexByte(quoted, '\\') >= 0 {
		var name string
		if json.Unmarshal(quoted, &name) == nil {
			quoted = []byte(strconv.Quote(name))
		}
	}
	if m.many != nil {
		known := m.many[string(quoted)]
		m.many[string(quoted)] = true
		return !known
	}
	if slices.ContainsFunc(m.few, func(name []byte) bool { return bytes.Equal(name, quoted) }) {
		return false
	}
	if m.few = append(m.few, quoted); len(m.few) == fewMembers {
		m.many = map[string]bool{}
		for _, name := range m.few {
			m.many[string(name)] = true
		}
	}
	return true
}

// plainQuery refuses an address whose query is no text: the databases do not agree about NUL and foreign bytes. Errors of what only reads
// are about the query.
func plainQuery(c huma.Context, next func(huma.Context)) {
	u := c.URL()
	if u.RawQuery != "" {
		text, err := url.QueryUnescape(u.RawQuery)
		if err != nil || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			reject(c, newProblem(http.StatusUnprocessableEntity, "request.invalid", []ProblemField{{Location: "query", Code: errText.Error()}}))
			return
		}
	}
	if c.Method() == http.MethodGet {
		c = huma.WithContext(c, context.WithValue(c.Context(), inputKey{}, "query"))
	}
	next(c)
}
