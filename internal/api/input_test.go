package api_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// secret stands in bad input: no answer may repeat it.
const secret = "13800000000"

// good are bodies that nothing is wrong with, by operation, with who sends them and where; "%s" is a new id each time.
var good = []struct{ name, as, method, path, body string }{
	{"pickup", collector, "PUT", "/pickups/%s", strings.Replace(pickupBody(testkit.Ours), `"lines":[{`, `"sellerKind":"COMPANY","vehicle":{"orgId":"`+string(testkit.Ours)+`","id":"`+id(5)+`"},"deviceId":"`+id(6)+
		`","seq":3,"photos":["`+strings.Repeat("a", 64)+`"],"papers":[{"kind":"x","number":"1"}],"lines":[{"pieces":1,"unit":"KG","typed":"12.5","unitPrice":9000,"priceUnit":"KG",`, 1)},
	{"void", collector, "POST", "/pickups/" + id(1) + "/void", reasonBody},
	{"paper", collector, "POST", "/pickups/" + id(1) + "/papers", `{"kind":"battery_code","number":"1","photo":"` + strings.Repeat("a", 64) + `"}`},
	{"accept", operator, "POST", "/pickups/" + id(1) + "/accept", reasonBody},
	{"duplicate", operator, "POST", "/pickups/" + id(1) + "/duplicate", `{"of":"` + id(4) + `"}`},
	{"not duplicate", operator, "POST", "/pickups/" + id(1) + "/not-duplicate", reasonBody},
	{"ticket", weigher, "PUT", "/tickets/%s", strings.Replace(ticketBody(testkit.Ours), `"kind"`, `"siteId":"`+string(testkit.OurSite)+`","pieces":1,"note":"湿","vehicle":{"orgId":"`+string(testkit.Ours)+`","id":"`+id(5)+`"},"kind"`, 1)},
	{"void a ticket", weigher, "POST", "/tickets/" + id(1) + "/void", reasonBody},
	{"vehicle", operator, "PUT", "/vehicles/%s", `{"number":"T-9","plate":"鲁H12345","plateColour":"BLUE","type":"TRUCK_BOX","use":"OPERATING","energy":"DIESEL","emission":"CN6","grossKg":4495,"payloadKg":1500,"tareKg":2900,"vin":"LSVAM4187C2184841","terminalId":"1","ownerName":"a","disabled":true}`},
	{"seller", collector, "PUT", "/sellers/%s", sellerBody},
	{"find a seller", collector, "POST", "/sellers/find", `{"idType":"RESIDENT_ID","idNumber":"` + idNumber + `"}`},
	{"reveal", operator, "POST", "/sellers/" + id(1) + "/reveal", `{"reason":"CHECK_DOCUMENT"}`},
	{"site", planner, "PUT", "/sites/%s", `{"name":"拟建","kind":"RC_POINT_STD","networks":["A","B"],"operatorOrgId":"` + string(testkit.Ours) + `","operatorName":"a","categories":["paper.occ"],"localCategories":"a","address":"a","district":"a","hours":"a","areaM2":20.5,"capacityKgDay":100,"note":"a","position":{"lon":116.6,"lat":35.4,"datum":"GCJ02"},"state":"proposed","validFrom":"2026-11-23","reason":"a","evidence":"a"}`},
	{"move", planner, "POST", "/sites/" + string(testkit.OurSite) + "/state", `{"to":"suspended","from":"2026-11-23","reason":"a","evidence":"a","position":{"lon":116.6,"lat":35.4,"datum":"WGS84"}}`},
	{"check", operator, "POST", "/imports/" + id(1) + "/check", `{"source":"a","datum":"GCJ02","map":{"name":"名称"},"set":{"hours":"a"}}`},
	{"rows", operator, "POST", "/imports/" + id(1) + "/problems", `{"source":"a","datum":"GCJ02","map":{"name":"名称"},"set":{"hours":"a"},"level":"wrong"}`},
	{"commit", operator, "POST", "/imports/" + id(1) + "/commit", `{"source":"a","datum":"GCJ02","map":{"name":"名称"},"set":{"hours":"a"},"digest":"d"}`},
	{"sign in", "", "POST", "/session", `{"phone":"13812345678","password":"a","orgId":"` + id(1) + `","deviceId":"` + id(7) + `","deviceName":"a"}`},
	{"join", "", "POST", "/session/join", `{"code":"ABCD","password":"abcdefgh","name":"a","deviceId":"` + id(7) + `","deviceName":"a"}`},
	{"demo", "", "POST", "/session/demo", `{"role":"collector","deviceId":"` + id(7) + `","deviceName":"a"}`},
	{"act for", collector, "PUT", "/session/org", `{"orgId":"` + string(testkit.Ours) + `"}`},
	{"invite", zoneAdmin, "POST", "/invitations", `{"orgId":"` + string(testkit.Ours) + `","role":"collector","phone":"13900000777","name":"新人"}`},
	{"password", collector, "PUT", "/session/password", `{"old":"a","new":"a lot of cardboard"}`},
}

// worse returns bodies that differ from a good one in one place, by what is wrong with them.
func worse(t testing.TB, body string) map[string]string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(body, err)
	}
	found := map[string]string{}
	var walk func(v any, path string, put func(any) any)
	walk = func(v any, path string, put func(any) any) {
		bad := func(what string, with any) {
			data, err := json.Marshal(put(with))
			if err != nil {
				t.Fatal(err)
			}
			found[path+" "+what] = strings.NewReplacer(`"RAW"`, "\"\xc3\xc5"+secret+"\"", `"LONE"`, `"\ud800`+secret+`"`).Replace(string(data))
		}
		bad("null", nil)
		bad("a text", secret+" ")
		bad("NUL", secret+"\x00")
		bad("other bytes", "RAW")
		bad("half a character", "LONE")
		bad("much text", strings.Repeat(secret, 50_000/len(secret)))
		bad("a number", json.Number("1"+secret))
		bad("below 0", -1)
		bad("a fraction", 1.5)
		bad("beyond int64", json.Number("9223372036854775808"))
		bad("beyond all", json.Number("1e999"))
		bad("true", true)
		bad("an array", []any{secret})
		bad("an object", map[string]any{"other": secret})
		bad("many", make([]any, 500))
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				walk(inner, path+"."+key, func(with any) any {
					other := map[string]any{}
					for k, x := range v {
						other[k] = x
					}
					other[key] = with
					return put(other)
				})
				other := map[string]any{"other": secret}
				for k, x := range v {
					if k != key {
						other[k] = x
					} else {
						other[strings.ToUpper(k[:1])+k[1:]] = x
					}
				}
				bad("case of "+key, other)
			}
		case []any:
			for i, inner := range v {
				walk(inner, fmt.Sprintf("%s[%d]", path, i), func(with any) any {
					other := slices.Clone(v)
					other[i] = with
					return put(other)
				})
			}
		}
	}
	walk(v, "", func(with any) any { return with })
	return found
}

// Whatever is wrong with a body, the answer says so with a code: never as an error of the server, never with what was sent. What is
// taken all the same was harmless.
func TestInput_bodies(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		n, sent := 1<<20, 0
		for _, g := range good {
			t.Run(g.name, func(t *testing.T) {
				w.t = t
				for what, body := range worse(t, g.body) {
					n++
					sent++
					path := g.path
					if strings.Contains(path, "%s") {
						path = fmt.Sprintf(path, id(n))
					}
					a := w.send(request{as: g.as, method: g.method, path: path, body: body})
					if a.Code >= 500 || a.Code >= 400 && (codeOf(a) == "" || strings.Contains(a.Body.String(), secret)) {
						t.Errorf("%s: %d %.300s", what, a.Code, a.Body)
					}
					for _, kind := range []string{" NUL", " other bytes", " half a character", " case of", " an object", " many", " beyond"} {
						if a.Code < 400 && strings.Contains(what, kind) {
							t.Errorf("%s is taken: %d %.300s", what, a.Code, a.Body)
						}
					}
				}
			})
		}
		w.t = t
		if sent < 1500 {
			t.Errorf("only %d bodies", sent)
		}
		s.CheckRecords(t)
	})
}

// The good bodies are good, or the test above proves nothing: the guard, the form and the feature take them.
func TestInput_good(t *testing.T) {
	s := testkit.NewStore(t)
	w := newWorld(t, s, nil)
	w.objects()
	for i, g := range good {
		path := g.path
		if strings.Contains(path, "%s") {
			path = fmt.Sprintf(path, id(1<<20+i))
		}
		a := w.send(request{as: g.as, method: g.method, path: path, body: g.body})
		if a.Code == 422 && !slices.Contains([]string{"join.invalid", "password.wrong"}, codeOf(a)) || a.Code == 400 || a.Code >= 500 {
			t.Errorf("%s: %d %s", g.name, a.Code, a.Body)
		}
	}
}

func TestInput_form(t *testing.T) {
	good := pickupBody(testkit.Ours)
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	tests := []struct {
		name, id, body, kind string
		status               int
		want                 string
	}{
		{"nothing", id(1), "", "", 400, `"code":"request.invalid"`},
		{"no JSON", id(1), "{", "", 400, `"location":"body"`},
		{"something behind it", id(1), good + " {}", "", 422, `{"location":"body","code":"trailing"}`},
		{"a bracket behind it", id(1), good + "}", "", 422, `{"location":"body","code":"trailing"}`},
		{"other bytes", id(1), with("门口", "\xc3\xc5"), "", 422, `{"location":"body","code":"utf8"}`},
		{"a byte order mark", id(1), "\ufeff" + good, "", 400, `"location":"body"`},
		{"deep", id(1), strings.Repeat("[", 400_000), "", 400, `"location":"body"`},
		{"a member twice", id(1), with(`"note":"门口"`, `"note":"a","note":"b"`), "", 422, `{"location":"body","code":"twice"}`},
		{"a member twice, inside", id(1), with(`"method":"SCALE"`, `"method":"SCALE","grams":1`), "", 422, `{"location":"body","code":"twice"}`},
		{"a member twice, spelt otherwise", id(1), with(`"note":"门口"`, `"note":"a","n\u006fte":"b"`), "", 422, `{"location":"body","code":"twice"}`},
		{"other type", id(1), good, "text/plain", 415, `"code":"request.media_type"`},
		{"form", id(1), "a=b", "application/x-www-form-urlencoded", 415, `"code":"request.media_type"`},
		// ASVS 5.2.1
		{"too large", id(1), with("门口", strings.Repeat("a", 1<<20)), "", 413, `"code":"request.too_large"`},
		{"capitals", "01900000-0000-7000-9000-00000000000A", good, "", 422, `{"location":"path.pickupId","code":"pattern"`},
		{"version 4", "01900000-0000-4000-9000-00000000000a", good, "", 422, `{"location":"path.pickupId","code":"pattern"`},
		{"another variant", "01900000-0000-7000-c000-00000000000a", good, "", 422, `{"location":"path.pickupId","code":"pattern"`},
		{"braces", "%7B01900000-0000-7000-9000-00000000000a%7D", good, "", 422, `{"location":"path.pickupId","code":"pattern"`},
		{"a line after it", "01900000-0000-7000-9000-00000000000a%0A", good, "", 422, `{"location":"path.pickupId","code":"pattern"`},
		{"NUL in the path", "01900000-0000-7000-9000-00000000000a%00", good, "", 422, `"code":"pattern"`},
		{"enum", id(1), with("WALK_IN", "RUN_IN"), "", 422, `{"location":"body.trigger","code":"oneOf","param":"WALK_IN, BOOKED`},
		{"id in the body", id(1), with(string(testkit.OurSite), "x"), "", 422, `{"location":"body.siteId","code":"pattern"`},
		{"required", id(1), with(`"delivery":"SITE",`, ""), "", 422, `{"location":"body.delivery","code":"required"}`},
		{"null for what may be absent", id(1), with(`"note":"门口"`, `"note":null`), "", 422, `{"location":"body","code":"null"}`},
		{"null for what must be there", id(1), with(`"delivery":"SITE"`, `"delivery":null`), "", 422, `"location":"body.delivery"`},
		{"unknown", id(1), with("{", `{"collectorId":"`+secret+`",`), "", 422, `{"location":"body.collectorId","code":"unknown"}`},
		{"category", id(1), with("paper.occ", "gold"), "", 422, `{"location":"body.lines[0].category","code":"oneOf"}`},
		{"domain rule", id(1), with(`,"grams":12500`, ""), "", 422, `{"location":"body.lines[0].grams","code":"required"}`},
		{"not on Earth", id(1), with("35.4", "95"), "", 422, `{"location":"body.where.lat","code":"max","param":"90"}`},
		{"no instant", id(1), with("2026-11-23T00:10:00+08:00", "2026-02-30T00:10:00+08:00"), "", 422, `{"location":"body.occurredAt","code":"dateTime"}`},
		{"before year 1", id(1), with("2026-11-23T00:10:00+08:00", "0000-01-01T00:00:00Z"), "", 422, `"location":"body.occurredAt"`},
		{"NUL", id(1), with("门口", `a\u0000`), "", 422, `{"location":"body","code":"text"}`},
		{"half a character", id(1), with("门口", `a\ud800\u0041`), "", 422, `{"location":"body","code":"utf8"}`},
		{"the other half", id(1), with("门口", `a\udc00`), "", 422, `{"location":"body","code":"utf8"}`},
	}
	w := newWorld(t, testkit.NewStore(t), nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := request{as: collector, method: "PUT", path: "/pickups/" + tt.id, body: tt.body}
			if tt.kind != "" {
				r.header = http.Header{"Content-Type": {tt.kind}}
			}
			a := w.send(r)
			if a.Code != tt.status || !strings.Contains(a.Body.String(), tt.want) || strings.Contains(a.Body.String(), secret) {
				t.Errorf("%d %.500s, want %d %s", a.Code, a.Body, tt.status, tt.want)
			}
			if kind := a.Header().Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("content type %s", kind)
			}
		})
	}
	if a := w.get(operator, "/company/compare?from=2026-11-24&to=2026-11-23"); a.Code != 422 || !strings.Contains(a.Body.String(), `"location":"query.to"`) {
		t.Errorf("days backwards: %d %s", a.Code, a.Body)
	}
	for name, tt := range map[string]struct {
		method, path string
		status       int
		code         string
	}{
		"no route":         {"GET", "/nothing", 404, "route.not_found"},
		"no method":        {"PATCH", "/pickups/" + id(1), 405, "route.method"},
		"a slash too many": {"GET", "/catalogue/", 404, "route.not_found"},
	} {
		if a := w.send(request{as: collector, method: tt.method, path: tt.path}); a.Code != tt.status && a.Code != 301 && a.Code != 307 || a.Code == tt.status && codeOf(a) != tt.code {
			t.Errorf("%s: %d %s", name, a.Code, a.Body)
		}
	}
}

// Whatever stands in the address, no answer is an error of the server or repeats it, on either database.
func TestInput_queries(t *testing.T) {
	values := []string{"\x00", "\xff\xfe", secret + "\x00", strings.Repeat("x", 1000), "-1", "1e999", "NaN", "Inf", "99999999999999999999", "2026-02-30", "0000-00-00",
		"9999-12-31", "' OR 1=1 --", "%", `\`, "a,b,c,d", "1,2,3", "NaN,0,1,1", "180,90,-180,-90", "AAAA", "MSA", "eHh4IDAx", "null", "{}", "\ud7ff"}
	days := []string{"from=2026-11-24&to=2026-11-23", "from=0001-01-01&to=9999-12-31", "from=2026-11-23&to=2027-12-29", "from=2026-11-23", "from=&to="}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		sent := 0
		rules := matrix(t)
		for name, op := range operations(w.api) {
			method, path, _ := strings.Cut(name, " ")
			if method != "GET" {
				continue
			}
			_, roles, _ := strings.Cut(rules[name], " ")
			as := collector
			if first, _, _ := strings.Cut(roles, " "); first != "" {
				as = who(testkit.Home(recycle.Role(strings.Fields(roles)[0])), recycle.Role(first))
			}
			var queries []string
			for _, p := range op.Parameters {
				if p.In != "query" {
					continue
				}
				for _, v := range values {
					queries = append(queries, p.Name+"="+url.QueryEscape(v))
				}
			}
			if len(queries) > 0 {
				queries = append(queries, days...)
			}
			for _, q := range queries {
				sent++
				a := w.get(as, at(path, 0)+"?"+q)
				if a.Code >= 500 || a.Code >= 400 && (codeOf(a) == "" || strings.Contains(a.Body.String(), secret)) {
					t.Errorf("%s?%s: %d %.300s", path, q, a.Code, a.Body)
				}
				if a.Code < 400 && (strings.Contains(q, "%00") || strings.Contains(q, "%FF")) {
					t.Errorf("%s?%s is taken: %d", path, q, a.Code)
				}
			}
		}
		if sent < 500 {
			t.Errorf("only %d addresses", sent)
		}
	})
}

// Files are refused with a code too, whatever is in them.
func TestInput_files(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		for name, data := range map[string]string{"nothing": "", "text": "abc", "NUL": "a,b\n\x00,1\n", "half a cell": "a,b\n\"x", "deep": strings.Repeat(`{"type":"FeatureCollection","features":[`, 2000),
			"no number": `[{"name":"a","lon":NaN}]`, "zip": "PK\x03\x04" + strings.Repeat("\x00", 50), "JPEG": "\xff\xd8\xff\xe0" + secret} {
			hash := digest(sha256.Sum256([]byte(data)))
			for _, r := range []request{
				{as: collector, method: "PUT", path: "/photos/" + hash, body: data, header: octets},
				{as: collector, method: "PUT", path: "/photos/" + strings.Repeat("a", 64), body: data, header: octets},
				{as: planner, method: "PUT", path: "/imports/" + id(len(name)) + "?kind=sites&name=" + url.QueryEscape(name), body: data, header: octets},
				{as: planner, method: "PUT", path: "/imports/" + id(len(name)) + "?kind=sites&name=%00", body: data, header: octets},
			} {
				a := w.send(r)
				if a.Code >= 500 || a.Code < 400 && !strings.Contains(r.path, "imports") || a.Code >= 400 && (codeOf(a) == "" || strings.Contains(a.Body.String(), secret)) {
					t.Errorf("%s to %s: %d %.300s", name, r.path, a.Code, a.Body)
				}
			}
		}
	})
}
