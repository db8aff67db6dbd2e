package apifuzz

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/getkin/kin-openapi/openapi3"
)

// place is one value within a body: its path, and what the body is with another one there.
type place struct {
	path string
	put  func(any) any
	in   map[string]any // the object whose member it is, nil for an element or the whole
	name string
}

// places are all values within v.
func places(v any, path string, put func(any) any) (list []place) {
	list = append(list, place{path: path, put: put})
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			inner := places(v[k], path+"."+k, func(with any) any {
				m := maps.Clone(v)
				m[k] = with
				return put(m)
			})
			inner[0].in, inner[0].name = v, k
			list = append(list, inner...)
		}
	case []any:
		for i := range v {
			list = append(list, places(v[i], fmt.Sprintf("%s[%d]", path, i), func(with any) any {
				l := slices.Clone(v)
				l[i] = with
				return put(l)
			})...)
		}
	}
	return list
}

// worseBody changes one place: another value, a member left out, renamed or added. Whether that is wrong the schema says.
func (r *Recorded) worseBody(rng *rand.Rand) Case {
	all := places(decode(r.Body), "body", func(v any) any { return v })
	p := all[rng.IntN(len(all))]
	var v any
	what := "other value"
	switch n := rng.IntN(8); {
	case n == 0 && p.in != nil:
		what = "missing"
		v = p.put(nil)
		without(v, p)
	case n == 1 && p.in != nil:
		what, v = "other case", p.put(nil)
		without(v, p)[swapCase(p.name)] = p.in[p.name]
	case n == 2 && p.in != nil:
		what, v = "another member", p.put(p.in[p.name])
		find(v, p.path)[one(rng, "other", "orgID", "role", "state", "__proto__", "")] = one[any](rng, "admin", 1, nil)
	default:
		v = p.put(bad[rng.IntN(len(bad))])
	}
	body := encode(v)
	return Case{What: what + " at " + p.path, Want: judge(r.Schema(), v), Body: body, Query: r.goodQuery(rng).Encode()}
}

// without takes the member that p is out of v, which no other value shares, and returns its object.
func without(v any, p place) map[string]any {
	m := find(v, p.path)
	delete(m, p.name)
	return m
}

// find returns the object of v that has the member at path.
func find(v any, path string) map[string]any {
	path = strings.TrimPrefix(path, "body")
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		path = path[:i]
	}
	for path != "" {
		if path[0] == '[' {
			end := strings.IndexByte(path, ']')
			var n int
			_, _ = fmt.Sscanf(path[1:end], "%d", &n) // places wrote it
			v, path = v.([]any)[n], path[end+1:]
			continue
		}
		path = path[1:]
		end := strings.IndexAny(path+".", ".[")
		v, path = v.(map[string]any)[path[:end]], path[end:]
	}
	return v.(map[string]any)
}

func swapCase(name string) string {
	if up := strings.ToUpper(name[:1]) + name[1:]; up != name {
		return up
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// judge says what has to come of a body by its schema: a wrong one is refused; a right one may break a rule that no schema has.
func judge(s *openapi3.Schema, v any) Want {
	data, err := json.Marshal(v)
	if err != nil {
		return Refused // a number beyond all
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil || s.VisitJSON(plain, openapi3.EnableFormatValidation()) != nil || bytes.Contains(data, []byte(`\u0000`)) {
		return Refused
	}
	return Either
}

// worseBytes sends what is no such body at all, or not one alone.
func (r *Recorded) worseBytes(rng *rand.Rand) Case {
	b := encode(decode(r.Body))
	c := Case{Want: Refused, Body: b, Query: r.goodQuery(rng).Encode()}
	name := strings.SplitN(b, `"`, 3)[1]
	switch rng.IntN(15) {
	case 0:
		c.What, c.Body = "a member twice", `{"`+name+`":null,`+b[1:]
	case 1:
		c.What, c.Body = "a member twice, the second escaped", strings.TrimSuffix(b, "}")+fmt.Sprintf(`,"\u%04x%s":null}`, name[0], name[1:])
	case 2:
		c.What, c.Body = "something behind it", b+one(rng, "{}", "}", " null", "\x00", ",")
	case 3:
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		_, _ = w.Write([]byte(b)) // into memory
		_ = w.Close()
		c.What, c.Body, c.Header = "gzip", z.String(), header("application/json", "Content-Encoding", "gzip")
	case 4:
		c.What, c.Body, c.Header = "UTF-16", string(wide(b)), header("application/json; charset=utf-16")
	case 5:
		c.What, c.Body, c.Header = "GB18030", strings.Replace(b, `"`+name+`":`, "\"\xb7\xcf\xd6\xbd\":1,\""+name+`":`, 1), header("application/json; charset=gb18030")
	case 6:
		c.What, c.Body = "half a character", `{"`+one(rng, `\ud800`, `\udfff`, `\ud83d\u0041`)+`":1,`+b[1:]
	case 7:
		c.What, c.Body = "cut off", b[:rng.IntN(len(b)-1)]
	case 8:
		c.What, c.Body = "deep", strings.Repeat(one(rng, "[", `{"a":`), 20_000)
	case 9:
		c.What, c.Body = "in a list", "["+b+"]"
	case 10:
		c.What, c.Body = "a byte order mark", "\ufeff"+b
	case 11:
		c.What, c.Header = "another type", header(one(rng, "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/cbor"))
	case 12:
		c.What, c.Body = "no JSON", one(rng, "", "x", "NaN", "'a'", "{'a':1}", "// a\n"+b, strings.Replace(b, ":", "=", 1), b[:len(b)-1]+",}")
	case 13:
		c.What, c.Body = "much", `{"`+name+`":"`+strings.Repeat("a", 1<<20)+`"}`
	default:
		flipped := []byte(b)
		flipped[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
		c.What, c.Want, c.Body = "a bit", Either, string(flipped)
	}
	return c
}

func header(kind string, more ...string) http.Header {
	h := http.Header{"Content-Type": {kind}}
	for i := 0; i+1 < len(more); i += 2 {
		h.Set(more[i], more[i+1])
	}
	return h
}

// wide is s in UTF-16, big end first.
func wide(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}
