package api

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// outline is a schema in the form in which a body is held to it at one pass, without making anything of it. It says yes to what plainly
// fits; no means only that huma has to look, whose word on what is wrong with a body stays the only one.
type outline struct {
	kind     byte // of { [ " i n: an integer, a number
	members  []member
	required uint64 // a bit for each of members
	items    *outline
	least    int // characters of a text, or items
	most     int // or -1
	pattern  *regexp.Regexp
	instant  bool
	oneOf    []string
	low      *float64
	high     *float64
}

type member struct {
	name string
	*outline
}

const (
	maxMembers = 64 // bits of required
	maxDepth   = 10 // of schemas in schemas: more go in a circle
	maxDigits  = 15 // of an integer that float64 holds exactly, as huma compares it
)

// outlineOf compiles s, whose references are of r. The error names what of a schema an outline does not know.
func outlineOf(r huma.Registry, s *huma.Schema, depth int) (*outline, error) {
	for s.Ref != "" { // what stands beside a reference is not held to by huma either
		s = r.SchemaFromRef(s.Ref)
	}
	if depth > maxDepth || s.OneOf != nil || s.AnyOf != nil || s.AllOf != nil || s.Not != nil || s.Const != nil || s.Nullable || s.ContentEncoding != "" ||
		s.ExclusiveMinimum != nil || s.ExclusiveMaximum != nil || s.MultipleOf != nil || s.UniqueItems || len(s.DependentRequired) > 0 ||
		s.MinProperties != nil || s.MaxProperties != nil {
		return nil, fmt.Errorf("a schema of type %q has more than an outline knows", s.Type)
	}
	switch {
	case s.Type == huma.TypeObject:
		return objectOutline(r, s, depth)
	case s.Enum != nil && s.Type != huma.TypeString:
		return nil, fmt.Errorf("an enum of type %q", s.Type)
	case s.Type == huma.TypeArray:
		items, err := outlineOf(r, s.Items, depth+1)
		return &outline{kind: '[', items: items, least: or(s.MinItems, 0), most: or(s.MaxItems, -1)}, err
	case s.Type == huma.TypeString:
		return textOutline(s)
	case s.Type == huma.TypeInteger:
		return &outline{kind: 'i', low: s.Minimum, high: s.Maximum}, nil
	case s.Type == huma.TypeNumber:
		return &outline{kind: 'n', low: s.Minimum, high: s.Maximum}, nil
	}
	return nil, fmt.Errorf("a schema of type %q", s.Type)
}

func objectOutline(r huma.Registry, s *huma.Schema, depth int) (*outline, error) {
	if more, ok := s.AdditionalProperties.(bool); !ok || more || len(s.Properties) > maxMembers {
		return nil, fmt.Errorf("an object of any members, or of too many")
	}
	o := &outline{kind: '{'}
	for name, p := range s.Properties {
		of, err := outlineOf(r, p, depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		o.members = append(o.members, member{name, of})
	}
	slices.SortFunc(o.members, func(a, b member) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	for i, m := range o.members {
		if slices.Contains(s.Required, m.name) {
			o.required |= 1 << i
		}
	}
	return o, nil
}

func textOutline(s *huma.Schema) (t *outline, err error) {
	t = &outline{kind: '"', least: or(s.MinLength, 0), most: or(s.MaxLength, -1), instant: s.Format == "date-time"}
	if s.Format != "" && !t.instant {
		return nil, fmt.Errorf("format %q", s.Format)
	}
	for _, v := range s.Enum {
		word, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%v in an enum of texts", v)
		}
		t.oneOf = append(t.oneOf, word)
	}
	if s.Pattern != "" {
		t.pattern, err = regexp.Compile(s.Pattern)
	}
	return t, err
}

func or(v *int, otherwise int) int {
	if v == nil {
		return otherwise
	}
	return *v
}

// fits reports whether data is one JSON value that plainly is as s says, with no text that needs escapes, no null and no member two
// times.
func (s *outline) fits(data []byte) bool {
	c := place{data: data}
	return utf8.Valid(data) && c.value(s) && c.next() == 0 && c.at == len(data)
}

// place is where one is in a body. Its methods move past what they found, and report whether they did.
type place struct {
	data []byte
	at   int
}

// next moves past spaces and returns what stands there; 0 behind the end, and no JSON has a 0 outside of a text.
func (c *place) next() byte {
	for ; c.at < len(c.data); c.at++ {
		switch b := c.data[c.at]; b {
		case ' ', '\t', '\r', '\n':
		default:
			return b
		}
	}
	return 0
}

func (c *place) take(b byte) bool {
	if c.next() != b {
		return false
	}
	c.at++
	return true
}

func (c *place) value(s *outline) bool {
	switch s.kind {
	case '{':
		return c.object(s)
	case '[':
		return c.array(s)
	case '"':
		return c.text(s)
	}
	return c.number(s)
}

func (c *place) object(s *outline) bool {
	if !c.take('{') {
		return false
	}
	var seen uint64
	for !c.take('}') {
		if seen != 0 && !c.take(',') {
			return false
		}
		name, ok := c.quoted()
		if !ok || !c.take(':') {
			return false
		}
		i := slices.IndexFunc(s.members, func(m member) bool { return m.name == string(name) })
		if i < 0 || seen&(1<<i) != 0 || !c.value(s.members[i].outline) {
			return false
		}
		seen |= 1 << i
	}
	return seen&s.required == s.required
}

func (c *place) array(s *outline) bool {
	if !c.take('[') {
		return false
	}
	n := 0
	for ; !c.take(']'); n++ {
		if n > 0 && !c.take(',') || !c.value(s.items) {
			return false
		}
	}
	return n >= s.least && (s.most < 0 || n <= s.most)
}

// quoted returns a text that holds nothing escaped and nothing that ought to be.
func (c *place) quoted() ([]byte, bool) {
	if !c.take('"') {
		return nil, false
	}
	for from := c.at; c.at < len(c.data); c.at++ {
		switch b := c.data[c.at]; {
		case b == '"':
			c.at++
			return c.data[from : c.at-1], true
		case b == '\\' || b < ' ':
			return nil, false
		}
	}
	return nil, false
}

func (c *place) text(s *outline) bool {
	v, ok := c.quoted()
	if !ok {
		return false
	}
	if s.least > 0 || s.most >= 0 {
		if n := utf8.RuneCount(v); n < s.least || s.most >= 0 && n > s.most {
			return false
		}
	}
	if s.oneOf != nil && !slices.ContainsFunc(s.oneOf, func(word string) bool { return word == string(v) }) {
		return false
	}
	if s.instant {
		if _, err := time.Parse(time.RFC3339, string(v)); err != nil {
			return false
		}
	}
	return s.pattern == nil || s.pattern.Match(v)
}

// digits moves past digits and returns how many there were.
func (c *place) digits() int {
	from := c.at
	for c.at < len(c.data) && '0' <= c.data[c.at] && c.data[c.at] <= '9' {
		c.at++
	}
	return c.at - from
}

// skip moves past b if it stands just here.
func (c *place) skip(b byte) bool {
	if c.at == len(c.data) || c.data[c.at] != b {
		return false
	}
	c.at++
	return true
}

// number takes what JSON calls one, without an exponent; an integer without a fraction too.
func (c *place) number(s *outline) bool {
	c.next()
	from := c.at
	c.skip('-')
	zero := c.skip('0')
	if n := c.digits(); zero && n > 0 || !zero && n == 0 || n > maxDigits {
		return false
	}
	if s.kind == 'n' && c.skip('.') {
		if n := c.digits(); n == 0 || n > 2*maxDigits {
			return false
		}
	}
	v, err := strconv.ParseFloat(string(c.data[from:c.at]), 64)
	return err == nil && (s.low == nil || v >= *s.low) && (s.high == nil || v <= *s.high)
}
