package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// canaries are the values of one tenant that nobody else may ever see: a word, a number or a moment for each field that it can fill in.
type canaries struct {
	w      *world
	org    recycle.OrgID
	digit  int // with which its numbers and words begin
	n      int
	marks  map[string]string // by the value as answers write it: the field
	paths  []string          // of what the tenant made
	seller string            // the path of one

	resident, said string // the number of that one, and what was answered of them
}

func (k *canaries) mark(field, value string) { k.marks[value] = field }

func (k *canaries) text(field string) string {
	k.n++
	v := fmt.Sprintf("cn%dz%02d", k.digit, k.n)
	k.mark(field, v)
	return v
}

// number is below most, and no other's.
func (k *canaries) number(field string, most float64) int {
	k.n++
	v := k.digit*10_000_000 + 10_007*k.n   // 8 figures
	if strings.HasSuffix(field, " tare") { // gross is the sum
		most = 1e7
	}
	for float64(v) > most {
		v /= 10
	}
	if v < 10_000 {
		k.w.t.Fatal(field, "is too small for a canary")
	}
	k.mark(field, fmt.Sprint(v))
	if strings.HasSuffix(field, "rams") || slices.Contains([]string{"net", "gross", "tare"}, field[strings.LastIndex(field, " ")+1:]) {
		k.mark(field+" in kg", strings.TrimRight(fmt.Sprintf("%d.%03d", v/1000, v%1000), "0"))
	}
	return v
}

func (k *canaries) moment(field string) string {
	k.n++
	v := fmt.Sprintf("T0%d:%02d:%02d.%03d", k.digit%8, k.n%60, k.digit*7%60, 100+k.n)
	k.mark(field, v)
	return "2026-11-22" + v + "Z"
}

// plant fills every free text, number and moment that the schema of a body has; what is in keep stays as the body has it.
func (k *canaries) plant(op string, schema *huma.Schema, body map[string]any, at string, keep ...string) {
	a := k.w.api
	for _, name := range sortedKeys(schema.Properties) {
		s, field := schema.Properties[name], strings.TrimPrefix(at+"."+name, ".")
		ref := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		if s.Ref != "" {
			s = a.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
		}
		most := 1e12
		if s.Maximum != nil {
			most = *s.Maximum
		}
		field = op + " " + field
		switch {
		case slices.Contains(keep, strings.TrimPrefix(field, op+" ")):
		case s.Format == "date-time":
			body[name] = k.moment(field)
		case s.Type == "string" && len(s.Enum) == 0 && s.Pattern == "" && s.Format == "" && ref == "":
			body[name] = k.text(field)
		case s.Type == "integer" || s.Type == "number":
			body[name] = k.number(field, most)
		case s.Type == "object" && body[name] != nil:
			k.plant(op, s, body[name].(map[string]any), strings.TrimPrefix(at+"."+name, "."), keep...)
		case s.Type == "array" && body[name] != nil:
			items := s.Items
			if items.Ref != "" {
				items = a.OpenAPI().Components.Schemas.SchemaFromRef(items.Ref)
			}
			for _, v := range body[name].([]any) {
				if inner, ok := v.(map[string]any); ok {
					k.plant(op, items, inner, strings.TrimPrefix(at+"."+name+"[]", "."), keep...)
				}
			}
		}
	}
}

// send plants a body and sends it as somebody of the tenant.
func (k *canaries) send(as, op, path, body string, fix func(map[string]any), keep ...string) {
	k.w.t.Helper()
	schema := bodySchema(operations(k.w.api)[op])
	if schema.Ref != "" {
		schema = k.w.api.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref)
	}
	b := object(k.w.t, body)
	k.plant(op, schema, b, "", keep...)
	if fix != nil {
		fix(b)
	}
	method, _, _ := strings.Cut(op, " ")
	c := call{method: method, path: path, body: b}
	k.w.must(k.w.send(c.request(as)), 200, 201)
	if method == "PUT" {
		k.paths = append(k.paths, path)
	}
}

// tenant seeds an organisation with a canary in every field.
func (k *canaries) tenant(m *maker) {
	t, who := k.w.t, func(role recycle.Role) string { return who(k.org, role) }
	p, boss := partyOf(who(recycle.Collector)), who(recycle.CompanyOperator)
	hash := m.photo(p.as, k.digit)
	full := strings.Replace(gatedBody(k.org), `"lines"`, `"photos":["`+hash+`"],"papers":[{"kind":"x"}],"seq":1,"lines"`, 1)
	id := m.id()
	k.send(p.as, "PUT /pickups/{pickupId}", "/pickups/"+id, full, func(b map[string]any) {
		line := b["lines"].([]any)[0].(map[string]any)
		line["priceUnit"] = "KG"
	}, "where.lon", "where.lat")
	k.send(p.as, "POST /pickups/{pickupId}/papers", "/pickups/"+id+"/papers", paperBody, nil)
	plainID := m.id()
	k.send(p.as, "PUT /pickups/{pickupId}", "/pickups/"+plainID, pickupBody(k.org), func(b map[string]any) { b["lines"].([]any)[0].(map[string]any)["priceUnit"] = "KG" },
		"where.lon", "where.lat")
	gone := m.pickup(p, own, pickupBody)
	k.send(p.as, "POST /pickups/{pickupId}/void", "/pickups/"+gone+"/void", reasonBody, nil)
	early := m.pickup(p, own, bodyFor("/accept"))
	k.send(boss, "POST /pickups/{pickupId}/accept", "/pickups/"+early+"/accept", reasonBody, nil)
	k.paths = append(k.paths, "/pickups/"+gone, "/pickups/"+early, "/pickups/"+id+"/photos/"+hash)
	sure := url.Values{}
	for _, doubt := range recycle.Doubts() {
		sure.Add("sure", string(doubt))
	}
	for _, ticket := range []string{m.id(), m.id()} {
		k.send(who(recycle.YardOperator), "PUT /tickets/{ticketId}", "/tickets/"+ticket+"?"+sure.Encode(), ticketBody(k.org), func(b map[string]any) {
			b["gross"] = b["net"].(int) + b["tare"].(int)
		}, "gross", "pieces")
		if ticket > k.paths[len(k.paths)-1] {
			k.send(who(recycle.YardOperator), "POST /tickets/{ticketId}/void", "/tickets/"+ticket+"/void", reasonBody, nil)
		}
	}
	plate, vin := fmt.Sprintf("鲁H8%d77%d", k.digit, k.digit), fmt.Sprintf("LCN%d0000000000001", k.digit)
	k.mark("vehicle plate", plate)
	k.mark("vehicle vin", vin)
	k.send(boss, "PUT /vehicles/{vehicleId}", "/vehicles/"+m.id(), strings.Replace(vehicleBody, "{", `{"plate":"`+plate+`","vin":"`+vin+`",`, 1), nil, "plate", "vin")
	site := m.id()
	k.send(boss, "PUT /sites/{siteId}", "/sites/"+site, strings.Replace(siteBody, "116.6", fmt.Sprintf("116.6%d51", k.digit), 1), nil, "position.lon", "position.lat", "operatorName")
	k.mark("site position", fmt.Sprintf("116.6%d51", k.digit))
	second := m.id()
	k.w.must(k.w.put(boss, "/sites/"+second, siteBody), 201)
	k.paths = append(k.paths, "/sites/"+second)
	k.send(planner, "POST /sites/{siteId}/state", "/sites/"+second+"/state", `{"to":"surveyed"}`, nil)
	k.imported(m, boss)
	k.sold(m)
	name, device := k.text("person name"), k.text("device name")
	phone := fmt.Sprintf("1390%d00770%d", k.digit, k.digit)
	k.mark("phone", phone)
	if _, err := k.w.accounts.Add(t.Context(), account.Add{Org: string(k.org), Role: recycle.Dispatcher, Name: name, Phone: phone, Password: secretWord}); err != nil {
		t.Fatal(err)
	}
	a := k.w.must(k.w.post("", "/session", `{"phone":"`+phone+`","password":"`+secretWord+`","deviceId":"`+m.id()+`","deviceName":"`+device+`"}`), 200)
	k.w.tokens["canary:"+string(k.org)] = a.Result().Cookies()[0].Value
}

// imported uploads a file, and commits it.
func (k *canaries) imported(m *maker, boss string) {
	id, file, source := m.id(), k.text("import file name"), k.text("import source")
	cells := "名称,经度,纬度,地址\n" + k.text("import cell") + fmt.Sprintf(",116.6,35.4,%s\n", k.text("import address"))
	k.w.must(k.w.send(request{as: boss, method: "PUT", path: "/imports/" + id + "?kind=sites&name=" + file, body: cells, header: octets}), 200)
	report := body(k.w.t, k.w.must(k.w.post(boss, "/imports/"+id+"/check", `{"source":"`+source+`","newSource":true}`), 200))
	k.w.must(k.w.post(boss, "/imports/"+id+"/commit", fmt.Sprintf(`{"source":"%s","newSource":true,"digest":"%s"}`, source, report["digest"])), 200)
}

// in returns which of marks are in a text. A number is one only as a whole.
func in(text string, marks map[string]string) (found []string) {
	for mark := range marks {
		for at := 0; ; {
			i := strings.Index(text[at:], mark)
			if i < 0 {
				break
			}
			i += at
			end := i + len(mark)
			digits := mark[0] >= '0' && mark[0] <= '9'
			if !digits || (i == 0 || !figure(text[i-1])) && (end == len(text) || !figure(text[end])) {
				found = append(found, mark)
				break
			}
			at = end
		}
	}
	return found
}

func figure(b byte) bool { return b >= '0' && b <= '9' || b == '.' }

// opened is an answer's text; of a spreadsheet, the text of all its parts.
func opened(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return string(data)
	}
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			continue
		}
		_, _ = io.Copy(&b, io.LimitReader(r, 1<<22))
		_ = r.Close()
	}
	return b.String()
}

// accounts is the administrator's list of everybody's accounts and devices: what its page is for.
const accounts = "/people"

// walk asks everything that can be read, as somebody, but for accounts: each list with each of words, and all of paths. It returns what
// came back.
func walk(w *world, as string, role recycle.Role, words, paths []string) string {
	var all strings.Builder
	add := func(path string) {
		a := w.get(as, path)
		fmt.Fprintln(&all, a.Code, a.Header(), opened(a.Body.Bytes()))
	}
	rules := matrix(w.t)
	for name, op := range operations(w.api) {
		method, path, _ := strings.Cut(name, " ")
		_, list, _ := strings.Cut(rules[name], " ")
		if method != "GET" || path == accounts || strings.Contains(path, "{") || list != "" && !slices.Contains(strings.Fields(list), string(role)) {
			continue
		}
		q, _ := url.ParseQuery(needed[name])
		searches := []string{""}
		for _, p := range op.Parameters {
			switch p.Name {
			case "limit":
				q.Set("limit", "50")
			case "from":
				q.Set("from", "2025-12-01")
			case "to":
				q.Set("to", "2026-11-30")
			case "q":
				if searches = append(searches, words...); path != "/company/search" && path != "/sites" && len(words) > 3 {
					searches = searches[:3]
				}
			}
		}
		if strings.HasPrefix(path, "/plan/records") {
			q.Set("from", "2026-11-01")
		}
		for _, word := range searches {
			if word != "" {
				q.Set("q", word)
			}
			if word != "" || q.Get("q") != "" || name != "GET /company/search" {
				add(path + "?" + q.Encode())
			}
		}
		for _, side := range []string{"delivered"} {
			if strings.HasSuffix(path, "/tickets") {
				q.Set("side", side)
				add(path + "?" + q.Encode())
			}
		}
	}
	for _, path := range paths {
		path, _, _ = strings.Cut(path, "?")
		add(path)
	}
	return all.String()
}

// What governments read of records: figures, days and places, nobody's words, plates, prices or people.
var figures = []string{"PUT /pickups/{pickupId} lines[].grams", "PUT /pickups/{pickupId} lines[].pieces", "PUT /pickups/{pickupId} occurredAt",
	"PUT /tickets/{ticketId} net", "PUT /tickets/{ticketId} pieces", "PUT /tickets/{ticketId} weighedAt", "PUT /tickets/{ticketId} gross"}

// A value that one tenant entered, of whatever kind and in whatever field, is in no answer, file, sum, log line or error of another; each
// is somewhere in its own, or the test would prove nothing.
func TestCanaries(t *testing.T) {
	run := func(t *testing.T, s testkit.Store) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		defer slog.SetDefault(before)
		w := newWorld(t, s, nil)
		m := &maker{w: w, photos: map[string]string{}}
		tenants := []*canaries{{w: w, org: testkit.Ours, digit: 4, marks: map[string]string{}}, {w: w, org: testkit.Theirs, digit: 7, marks: map[string]string{}}}
		for _, k := range tenants {
			k.tenant(m)
		}
		for i, k := range tenants {
			other := tenants[1-i]
			words := slices.DeleteFunc(sortedKeys(other.marks), func(s string) bool { return len(s) > 50 })
			paths, mine := slices.Concat(k.paths, other.paths), strings.Builder{}
			for _, role := range recycle.Roles() {
				org := k.org
				if !recycle.MayHold(&recycle.Org{Kind: recycle.RecyclingCompany}, role) {
					org = testkit.Home(role)
				}
				said := walk(w, who(org, role), role, words, paths)
				if org == k.org {
					mine.WriteString(said)
				}
				for _, mark := range in(said, other.marks) {
					if government := org == testkit.Zone; government && !private(other.marks[mark]) { // ASVS 8.4.1
						continue
					}
					t.Errorf("%s of %s reads %s (%s) of %s", role, org, mark, other.marks[mark], other.org)
				}
			}
			mine.WriteString(walk(w, "canary:"+string(k.org), recycle.Dispatcher, nil, nil))
			k.masked(mine.String(), m, other.org)
			mine.WriteString(w.post(who(k.org, recycle.CompanyOperator), k.seller+"/reveal", `{"reason":"POLICE_REQUEST"}`).Body.String())
			for _, mark := range in(w.get(zoneAdmin, accounts+"?limit=200").Body.String(), k.marks) {
				if !slices.Contains(ofAccount, k.marks[mark]) {
					t.Errorf("the list of accounts has %s (%s) of %s", mark, k.marks[mark], k.org)
				}
			}
			seen := in(mine.String(), k.marks)
			for mark, field := range k.marks {
				if !slices.Contains(seen, mark) && !slices.Contains(unshown, field) {
					t.Errorf("%s (%s) is in no answer of its own tenant: the walk is blind there", field, mark)
				}
			}
			if len(k.marks) < 40 {
				t.Errorf("only %d canaries", len(k.marks))
			}
			t.Logf("%d canaries in %d fields, %d of them read by their own tenant", len(k.marks), k.n, len(seen))
		}
		for _, k := range tenants {
			if found := in(log.String(), k.marks); len(found) > 0 {
				t.Errorf("the log has %v: %s", found, &log)
			}
		}
	}
	if everyForm {
		testkit.OnBoth(t, run)
		return
	}
	run(t, testkit.NewStore(t))
}

// private reports whether governments may not read a field of a company's.
func private(field string) bool {
	record := strings.HasPrefix(field, "PUT /pickups") || strings.HasPrefix(field, "PUT /tickets") || strings.HasPrefix(field, "POST /pickups") ||
		strings.HasPrefix(field, "POST /tickets") || strings.HasPrefix(field, "PUT /vehicles") || strings.HasPrefix(field, "vehicle")
	return (record || strings.HasPrefix(field, "person") || field == "phone" || field == "device name") && !slices.Contains(figures, strings.TrimSuffix(field, " in kg"))
}

// ofAccount is what the list of accounts shows of one.
var ofAccount = []string{"person name", "device name"}

// unshown are the fields that no answer has: a phone number is masked.
var unshown = []string{"phone"}
