package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	many := `{"a":1`
	for i := range 5000 {
		many += fmt.Sprintf(`,"%d":[]`, i)
	}
	tests := []struct {
		name, body string
		want       error
	}{
		{"nothing", "", nil},
		{"a body", `{"a":"b","c":[{"a":1},{"a":2}],"d":{"a":"\\u0000 \" \ud83d\ude00"}}`, nil},
		{"a text that looks like a member", `{"a":"b\":","b":["a",":"],"c":"a"}`, nil},
		{"no JSON", `}]"`, nil},
		{"cut off", `{"a":"\u00`, nil},
		{"NUL", `{"a":"\u0000"}`, errText},
		{"NUL in a name", `{"\u0000":1}`, errText},
		{"half a character", `["\ud83d"]`, errUTF8},
		{"two first halves", `["\ud83d\ud83d"]`, errUTF8},
		{"a second half alone", `["\ude00"]`, errUTF8},
		{"bytes", "[\"\xff\"]", errUTF8},
		{"twice", `{"a":1,"a":2}`, errTwice},
		{"twice, apart", `{"a":{"b":[{"c":"}"}]} , "b" : 2, "a"	:1}`, errTwice},
		{"twice, by its letters", `{"note":1,"n\u006fte":2}`, errTwice},
		{"many", many + "}", nil},
		{"many, one twice", many + `,"a":1}`, errTwice},
		{"many, a late one twice", many + `,"4999":1}`, errTwice},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := plain([]byte(tt.body)); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

// What passes comes back as it was: no text was replaced, no member lost.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{`{"a":"b","c":[1,{"d":"\ud83d\ude00"}]}`, `{"a":1,"a":2}`, `"\ud800"`, `{"n\u006fte":"\\u0000"}`, `{"a":{"a":{"a":[]}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := plain(data)
		var v any
		if json.Unmarshal(data, &v) != nil || err != nil {
			return
		}
		names := 0
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case map[string]any:
				for k, x := range v {
					names++
					walk(k)
					walk(x)
				}
			case []any:
				for _, x := range v {
					walk(x)
				}
			case string:
				if strings.ContainsRune(v, 0) || strings.ContainsRune(v, utf8.RuneError) && !strings.Contains(string(data), "�") && !strings.Contains(strings.ToLower(string(data)), `\ufffd`) {
					t.Errorf("%q became %q", data, v)
				}
			}
		}
		walk(v)
		if want := memberCount(data); names != want {
			t.Errorf("%q has %d members, %d were read", data, want, names)
		}
	})
}

// memberCount counts the members of every object, those that would be lost included.
func memberCount(data []byte) (n int) {
	d := json.NewDecoder(strings.NewReader(string(data)))
	var open []bool // an object, and a name comes next
	var name []bool
	for {
		token, err := d.Token()
		if err != nil {
			return n
		}
		if len(open) > 0 && open[len(open)-1] && name[len(name)-1] {
			if _, end := token.(json.Delim); !end {
				n++
				name[len(name)-1] = false
				continue
			}
		}
		switch token {
		case json.Delim('{'):
			open, name = append(open, true), append(name, true)
			continue
		case json.Delim('['):
			open, name = append(open, false), append(name, false)
			continue
		case json.Delim('}'), json.Delim(']'):
			open, name = open[:len(open)-1], name[:len(name)-1]
		}
		if len(open) > 0 && open[len(open)-1] {
			name[len(name)-1] = true
		}
	}
}
