package api

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
)

// everyMember is a pickup with all that a phone may say.
const everyMember = `{"orgId":"0190b6f0-0000-7000-8000-000000000001","siteId":"0190b6f0-0000-7000-8000-000000000002",
"occurredAt":"2026-11-22T09:10:11.5+08:00","where":{"lon":116.58,"lat":-35.4,"accuracyM":0,"datum":"GCJ02"},"note":"二楼，按门铃 +WOO <&>",
"delivery":"SITE","trigger":"WALK_IN","origin":"RESIDENT","sellerKind":"COMPANY","seq":0,
"vehicle":{"orgId":"0190b6f0-0000-7000-8000-000000000001","id":"0190b6f0-0000-7000-8000-000000000003"},
"replaces":"0190b6f0-0000-7000-8000-000000000004","deviceId":"0190b6f0-0000-7000-8000-000000000005",
"lines":[{"category":"paper","method":"SCALE","grams":12500,"unit":"KG","typed":"12.5","unitPrice":9000,"priceUnit":"KG"},
{"category":"battery_lead","method":"COUNT","pieces":3}],"photos":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
"papers":[{"kind":"unit_certificate","number":"鲁-1","photo":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
{"kind":"agent_identity","sellerId":"0190b6f0-0000-7000-8000-000000000006"}]}`

const leastMembers = `{"orgId":"0190b6f0-0000-7000-8000-000000000001","occurredAt":"2026-11-22T01:10:11Z","delivery":"SITE","trigger":"WALK_IN",` +
	`"origin":"RESIDENT","lines":[{"category":"paper","method":"SCALE"}]}`

// judge holds an outline to huma's word.
type judge struct {
	registry huma.Registry
	schema   *huma.Schema
	outline  *outline
}

func newJudge(t testing.TB) *judge {
	t.Helper()
	useCodes()
	j := &judge{registry: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)}
	schemas(j.registry)
	j.schema = j.registry.Schema(reflect.TypeFor[PickupBody](), true, "")
	var err error
	if j.outline, err = outlineOf(j.registry, j.schema, 0); err != nil {
		t.Fatal(err)
	}
	return j
}

// usual is what huma makes of data, or why it refuses it.
func (j *judge) usual(data []byte) (b PickupBody, err error) {
	var parsed any
	if err := unmarshal(data, &parsed); err != nil {
		return b, err
	}
	var res huma.ValidateResult
	huma.Validate(j.registry, j.schema, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, parsed, &res)
	if err := errors.Join(res.Errors...); err != nil {
		return b, err
	}
	return b, unmarshal(data, &b)
}

// hold fails if the second way takes what the usual one refuses, or reads it differently.
func (j *judge) hold(t *testing.T, data []byte) (fits bool) {
	t.Helper()
	if !j.outline.fits(data) {
		return false
	}
	want, err := j.usual(data)
	if err != nil {
		t.Fatalf("taken: %s\nwhich is refused: %v", data, err)
	}
	var got PickupBody
	if err := swift.Unmarshal(data, &got); err != nil {
		t.Fatalf("%s\nis not read: %v", data, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s\nis read differently: %s", data, diff)
	}
	return true
}

func TestOutline(t *testing.T) {
	j := newJudge(t)
	with := func(old, new string) string {
		if !strings.Contains(everyMember, old) {
			t.Fatalf("%q is not in the body", old)
		}
		return strings.Replace(everyMember, old, new, 1)
	}
	tests := []struct {
		name, body string
		fits, good bool // good: taken by the usual way
	}{
		{"every member", everyMember, true, true},
		{"few members", leastMembers, true, true},
		{"spaces", " \t\r\n" + strings.ReplaceAll(everyMember, ",", " ,\n ") + "\n", true, true},
		{"a name in escapes", with(`"note"`, `"n\u006fte"`), false, true},
		{"a text in escapes", with("二楼", `\u4e8c`), false, true},
		{"an integer with an exponent", with("12500", "125e2"), false, false},
		{"a number with an exponent", with("116.58", "1.1658e2"), false, true},
		{"a text as long as may be", with("二楼", strings.Repeat("两", 500-len([]rune("，按门铃 +WOO <&>")))), true, true},
		{"a text too long", with("二楼", strings.Repeat("两", 501)), false, false},
		{"an empty text", with(`"paper"`, `""`), false, false},
		{"a word of no list", with(`"SITE"`, `"SITES"`), false, false},
		{"no time", with("2026-11-22T09", "2026-02-30T09"), false, false},
		{"no id", with("0190b6f0-0000-7000-8000-000000000002", "0190b6f0-0000-4000-8000-000000000002"), false, false},
		{"an id in capitals", with("0190b6f0-0000-7000-8000-000000000002", "0190B6F0-0000-7000-8000-000000000002"), false, false},
		{"below the least", with(`"seq":0`, `"seq":-1`), false, false},
		{"above the most", with("116.58", "180.01"), false, false},
		{"a fraction", with("12500", "12500.5"), false, false},
		{"a zero in front", with("12500", "012500"), false, false},
		{"beyond 2^53", with(`"seq":0`, `"seq":9007199254740993`), false, true},
		{"a point without digits", with("116.58", "116."), false, false},
		{"digits without end", with("116.58", "116."+strings.Repeat("5", 40)), false, true},
		{"a text for a number", with("12500", `"12500"`), false, false},
		{"a null", with(`"seq":0`, `"seq":null`), false, false},
		{"a member two times", with(`"seq":0`, `"seq":0,"seq":0`), false, false},
		{"another member", with(`"seq":0`, `"state":"accepted"`), false, false},
		{"another case", with(`"seq":0`, `"Seq":0`), false, false},
		{"a member missing", with(`"origin":"RESIDENT",`, ""), false, false},
		{"no items", with(everyMember[strings.Index(everyMember, `"lines":[`):strings.Index(everyMember, `,"photos"`)], `"lines":[]`), false, false},
		{"too many items", with(`{"category":"battery_lead","method":"COUNT","pieces":3}`, strings.Repeat(`{"category":"a","method":"COUNT"},`, 49)+`{"category":"a","method":"COUNT"}`), true, true},
		{"one more", with(`{"category":"battery_lead","method":"COUNT","pieces":3}`, strings.Repeat(`{"category":"a","method":"COUNT"},`, 50)+`{"category":"a","method":"COUNT"}`), false, false},
		{"a comma behind the last", with(`"pieces":3}`, `"pieces":3,}`), false, false},
		{"a comma behind the last item", with(`"pieces":3}]`, `"pieces":3},]`), false, false},
		{"something behind", everyMember + "{}", false, false},
		{"a NUL behind", everyMember + "\x00", false, false},
		{"bytes that are no text", with("二楼", "\xff"), false, false},
		{"a byte of control", with("二楼", "\x1f"), false, false},
		{"cut off", everyMember[:len(everyMember)-1], false, false},
		{"a list", "[" + everyMember + "]", false, false},
		{"nothing", "", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "too many items" { // 51 of them: the first stands already
				tt.body = strings.Replace(tt.body, `{"category":"a","method":"COUNT"},`, "", 1)
			}
			if got := j.hold(t, []byte(tt.body)); got != tt.fits {
				t.Errorf("fits: %v", got)
			}
			if _, err := j.usual([]byte(tt.body)); (err == nil) != tt.good {
				t.Errorf("the usual way: %v", err)
			}
		})
	}
}

// Bodies with something else in one place, or more: none is taken that the usual way refuses, and enough of both kinds are tried.
func TestOutline_mutated(t *testing.T) {
	j := newJudge(t)
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{`"`, `,`, `:`, `{`, `}`, `[`, `]`, `\`, `0`, `-`, `1`, `9`, `.`, `e`, `E+1`, `null`, `true`, ` `, "\n", "\x00", "\x7f", "\xc3", "两", `"seq":1`,
		`"note":""`, `\u0000`, `\ud800`, "Z", "+08:00", `{}`, `[]`, `""`, "-0", "1e999", "a", "A", "7"}
	taken, refused := 0, 0
	for range 60_000 {
		body := []byte(leastMembers)
		if r.IntN(2) == 0 {
			body = []byte(everyMember)
		}
		for range 1 + r.IntN(2) {
			at, cut := r.IntN(len(body)), r.IntN(3)
			rest := body[min(at+cut, len(body)):]
			body = append(append(append([]byte{}, body[:at]...), pieces[r.IntN(len(pieces))]...), rest...)
		}
		if j.hold(t, body) {
			taken++
		} else {
			refused++
		}
	}
	if taken < 1000 || refused < 1000 {
		t.Errorf("%d taken, %d not", taken, refused)
	}
}

func FuzzOutline(f *testing.F) {
	for _, s := range []string{everyMember, leastMembers, strings.Replace(everyMember, `"seq":0`, `"seq":-0`, 1), "{}", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { newJudge(t).hold(t, data) })
}

// What an outline does not know it does not pass over.
func TestOutline_unknown(t *testing.T) {
	three := 3.0
	for name, s := range map[string]*huma.Schema{
		"choice":        {OneOf: []*huma.Schema{{Type: "string"}}},
		"step":          {Type: "integer", MultipleOf: &three},
		"nullable":      {Type: "string", Nullable: true},
		"once each":     {Type: "array", UniqueItems: true, Items: &huma.Schema{Type: "string"}},
		"any members":   {Type: "object"},
		"format":        {Type: "string", Format: "email"},
		"list of words": {Type: "array", Items: &huma.Schema{Type: "string", Format: "ipv4"}},
		"boolean":       {Type: "boolean"},
		"numbers":       {Type: "integer", Enum: []any{1}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := outlineOf(nil, s, 0); err == nil {
				t.Error("an outline of it")
			}
		})
	}
}

// Whoever reads the body after it was looked at finds what was sent, and how that ended.
func TestAside_plain(t *testing.T) {
	j := newJudge(t)
	gone := errors.New("gone")
	tests := []struct {
		name, body, contentType string
		length                  int64
		err                     error
		plain                   bool
	}{
		{"plain", everyMember, "application/json", int64(len(everyMember)), nil, true},
		{"does not fit", "{}", "application/json", 2, nil, false},
		{"of another type", everyMember, "application/json; charset=utf-16", int64(len(everyMember)), nil, false},
		{"of unknown length", everyMember, "application/json", -1, nil, false},
		{"long", everyMember + strings.Repeat(" ", oftenBytes), "application/json", int64(len(everyMember)) + oftenBytes, nil, false},
		{"cut off", everyMember[:99], "application/json", int64(len(everyMember)), gone, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := gin.CreateTestContext(httptest.NewRecorder())
			var body io.Reader = strings.NewReader(tt.body)
			if tt.err != nil {
				body = io.MultiReader(body, failing{tt.err})
			}
			c.Request = httptest.NewRequest(http.MethodPut, "/", body)
			c.Request.ContentLength = tt.length
			c.Request.Header.Set("Content-Type", tt.contentType)
			if got := new(aside).plain(humagin.NewContext(&huma.Operation{}, c), j.outline); got != tt.plain {
				t.Errorf("plain: %v", got)
			}
			left, err := io.ReadAll(c.Request.Body)
			if string(left) != tt.body || !errors.Is(err, tt.err) {
				t.Errorf("left %d bytes of %d, %v", len(left), len(tt.body), err)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
