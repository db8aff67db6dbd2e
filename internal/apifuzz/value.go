package apifuzz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// letters are what free texts are made of: scripts, signs that mean something elsewhere, and characters outside the first plane.
var letters = []rune(`废纸箱回收站 abcXYZ019-_.,;:'"<>&=+@%\/{}[]()#!?*|~^` + "`" + "🚛𠮷éßİı\u200b\u202e\u00a0\n\t")

// good returns a value that s allows.
func good(rng *rand.Rand, s *openapi3.Schema) any {
	switch {
	case len(s.Enum) > 0:
		return s.Enum[rng.IntN(len(s.Enum))]
	case s.Type.Is("integer"):
		lo, hi := bounds(s)
		return json.Number(fmt.Sprint(one(rng, int64(lo), int64(hi), int64(lo)+rng.Int64N(int64(hi)-int64(lo)+1))))
	case s.Type.Is("number"):
		lo, hi := bounds(s)
		return one(rng, lo, hi, lo+rng.Float64()*(hi-lo), math.Nextafter(lo, hi), math.Nextafter(hi, lo))
	case s.Type.Is("boolean"):
		return rng.IntN(2) == 0
	case s.Type.Is("object"):
		m := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			if slices.Contains(s.Required, name) || rng.IntN(2) == 0 {
				m[name] = good(rng, s.Properties[name].Value)
			}
		}
		return m
	case s.Type.Is("array"):
		list := []any{}
		for range rng.IntN(4) {
			list = append(list, good(rng, s.Items.Value))
		}
		return list
	case strings.Contains(s.Pattern, "{64}"):
		return fmt.Sprintf("%064x", rng.Uint64())
	case s.Pattern != "": // the one other: an id, whose time says nothing
		return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", rng.Uint32(), rng.Uint32()>>16, rng.Uint32()>>20, rng.Uint32()>>20, rng.Uint64()>>16)
	case s.Format == "date-time":
		at := time.UnixMilli(rng.Int64N(253402300799999)).In(time.FixedZone("", (rng.IntN(27)-13)*3600))
		return at.Format(one(rng, time.RFC3339, time.RFC3339Nano))
	}
	return words(rng, s)
}

// words returns a text of a length that s allows, the longest now and then.
func words(rng *rand.Rand, s *openapi3.Schema) string {
	most := 40
	if s.MaxLength != nil {
		most = int(*s.MaxLength)
	}
	n := one(rng, int(s.MinLength), most, int(s.MinLength)+rng.IntN(most-int(s.MinLength)+1))
	var b strings.Builder
	for range n {
		b.WriteRune(letters[rng.IntN(len(letters))])
	}
	return b.String()
}

// bounds are the ends of a number, both included; what has none ends at what JSON numbers hold without loss.
func bounds(s *openapi3.Schema) (lo, hi float64) {
	lo, hi = -(1<<53 - 1), 1<<53-1
	if s.Min != nil {
		lo = *s.Min
	}
	if s.Max != nil {
		hi = *s.Max
	}
	return lo, hi
}

func one[T any](rng *rand.Rand, of ...T) T { return of[rng.IntN(len(of))] }

// bad are values that hardly any schema allows, or that trouble somebody on the way.
var bad = []any{nil, true, -1, 0, 1.5, json.Number("1e999"), json.Number("-1e308"), json.Number("9007199254740993"), json.Number("9223372036854775808"),
	json.Number("123456789012345678901234567890"), "", "\x00", "' OR 1=1 --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "../../etc/passwd", strings.Repeat("长", 70_000),
	"\u202e\ufffe", "01900000-0000-4000-9000-00000000000a", "2026-02-30", "2026-11-23T25:00:00Z", "0000-00-00", []any{}, map[string]any{}, []any{[]any{[]any{}}}, []any{nil},
	make([]any, 600), map[string]any{"other": 1}}

// decode reads JSON without loss of digits; the recorded bodies are known to be some.
func decode(body string) (v any) {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		panic(fmt.Sprintf("apifuzz: recorded body: %v", err))
	}
	return v
}

func encode(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("apifuzz: body: %v", err)) // of what decode made and of constants
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// vary returns v with a value of its schema at path; "[]" is every element. A member that may be absent is now and then.
func vary(rng *rand.Rand, s *openapi3.Schema, v any, path string) any {
	if path == "" {
		return good(rng, s)
	}
	if rest, ok := strings.CutPrefix(path, "[]"); ok {
		list := slices.Clone(v.([]any))
		for i := range list {
			list[i] = vary(rng, s.Items.Value, list[i], strings.TrimPrefix(rest, "."))
		}
		return list
	}
	at := strings.IndexAny(path, ".[")
	name, rest := path, ""
	if at >= 0 {
		name, rest = path[:at], strings.TrimPrefix(path[at:], ".")
	}
	m := map[string]any{}
	for k, x := range v.(map[string]any) {
		m[k] = x
	}
	if rest == "" && !slices.Contains(s.Required, name) && rng.IntN(5) == 0 {
		delete(m, name)
		return m
	}
	if _, there := m[name]; there || rest == "" {
		m[name] = vary(rng, s.Properties[name].Value, m[name], rest)
	}
	return m
}
