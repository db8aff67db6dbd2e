package apifuzz

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// goodQuery returns the parameters that have to be there, and others now and then.
func (r *Recorded) goodQuery(rng *rand.Rand) url.Values {
	q := url.Values{}
	for _, p := range r.queries() {
		if value, fixed := r.Query[p.Name]; fixed {
			q.Set(p.Name, value)
		}
		given, told := r.Given[p.Name]
		switch {
		case rng.IntN(3) == 0 || told && len(given) == 0:
		case told:
			q.Set(p.Name, given[rng.IntN(len(given))])
		case p.Schema.Value.Type.Is("array"):
			q.Add(p.Name, text(good(rng, p.Schema.Value.Items.Value)))
		case r.Query[p.Name] == "":
			if v := text(good(rng, p.Schema.Value)); v != "" {
				q.Set(p.Name, v)
			}
		}
	}
	return q
}

func text(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		return v.String()
	}
	return fmt.Sprint(v)
}

// strange are values of parameters that hardly any schema allows.
var strange = []string{"", "\x00", "\xff\xfe", "-1", "1e999", "NaN", "Inf", "99999999999999999999", "9007199254740993", "2026-02-30", "0000-00-00", "9999-12-31",
	"' OR 1=1 --", "%", `\`, "a,b,c,d", "NaN,0,1,1", "180,90,-180,-90", "AAAA", "null", "true", " 1", "1 ", "0x10", "１２", "\ud7ff", "id) OR (1=1", "day desc; DROP TABLE pickups"}

// worseQuery gives one parameter another value, twice, in another case, or one that there is none of.
func (r *Recorded) worseQuery(rng *rand.Rand) Case {
	q, all := r.goodQuery(rng), r.queries()
	c := Case{Want: Either, Body: r.Body}
	if len(all) == 0 {
		name, v := one(rng, "other", "orgId", "limit", "cursor"), strange[rng.IntN(len(strange))]
		c.What, c.Query = "a parameter of nobody "+strconv.Quote(v), url.Values{name: {v}}.Encode()
		if !plain(v) {
			c.Want = Refused
		}
		return c
	}
	p := all[rng.IntN(len(all))]
	v := strange[rng.IntN(len(strange))]
	if rng.IntN(8) == 0 {
		v = strings.Repeat("长", 1000)
	}
	switch rng.IntN(10) {
	case 0:
		c.What = "other case of " + p.Name
		q.Set(strings.ToUpper(p.Name), v)
	case 1:
		c.What = p.Name + " twice"
		q.Add(p.Name, v)
		q.Add(p.Name, v)
	case 2:
		c.What, c.Query, c.Want = "no encoding of "+p.Name, p.Name+"=%zz", Refused
		return c
	default:
		q.Set(p.Name, v)
		c.What, c.Want = p.Name+" "+strconv.Quote(v), judgeText(p, v)
	}
	if !plain(v) {
		c.Want = Refused
	}
	c.Query = q.Encode()
	return c
}

// judgeText says what has to come of a parameter's value by its schema. An empty one is as if it were absent.
func judgeText(p *openapi3.Parameter, v string) Want {
	s := p.Schema.Value
	if v == "" {
		return Either
	}
	if s.Type.Is("array") {
		s = s.Items.Value
	}
	var of any = v
	switch {
	case s.Type.Is("integer"):
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return Refused
		}
		of = float64(n)
	case s.Type.Is("number"):
		f, err := strconv.ParseFloat(v, 64)
		if err != nil || f-f != 0 {
			return Refused
		}
		of = f
	case s.Type.Is("boolean"):
		b, err := strconv.ParseBool(v)
		if err != nil {
			return Refused
		}
		of = b
	}
	if s.VisitJSON(of, openapi3.EnableFormatValidation()) != nil {
		return Refused
	}
	return Either
}

// plain reports whether v is text that every database stores.
func plain(v string) bool { return utf8.ValidString(v) && !strings.Contains(v, "\x00") }
