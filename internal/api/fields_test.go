package api_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// bodyFields are the paths of what a body may hold: "note", "lines[].grams". A map's keys are the sender's.
func bodyFields(a huma.API, s *huma.Schema) (fields []string) {
	walkSchema(a, s, "", 0, func(path string, _ *huma.Schema) {
		if path != "" && !strings.HasSuffix(path, "[]") {
			fields = append(fields, strings.TrimPrefix(path, "."))
		}
	})
	slices.Sort(fields)
	return fields
}

// answerParts visits each component that the answers of an operation are made of, with the names of its fields.
func answerParts(a huma.API, op *huma.Operation, visit func(name string, fields []string)) {
	seen := map[string]bool{}
	var walk func(s *huma.Schema)
	walk = func(s *huma.Schema) {
		if s == nil {
			return
		}
		if s.Ref != "" {
			name := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
			if seen[name] {
				return
			}
			seen[name] = true
			s = a.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
			if len(s.Properties) > 0 {
				visit(name, sortedKeys(s.Properties))
			}
		}
		for _, name := range sortedKeys(s.Properties) {
			walk(s.Properties[name])
		}
		walk(s.Items)
	}
	for _, status := range sortedKeys(op.Responses) {
		for _, media := range op.Responses[status].Content {
			walk(media.Schema)
		}
	}
}

// fieldTable is testdata/fields.txt.
type fieldTable struct {
	set  map[string]map[string][]string // by operation and field: the roles that may set it; none: whoever may call
	see  map[string][]string            // by part of an answer
	only []onlyRow
}

type onlyRow struct {
	op         string
	fields, to []string
}

func readFields(t testing.TB) fieldTable {
	t.Helper()
	data, err := os.ReadFile("testdata/fields.txt")
	if err != nil {
		t.Fatal(err)
	}
	table := fieldTable{set: map[string]map[string][]string{}, see: map[string][]string{}}
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "see" && table.see[f[1]] == nil:
			table.see[f[1]] = f[2:]
		case f[0] == "set":
			op := f[1] + " " + f[2]
			if table.set[op] == nil {
				table.set[op] = map[string][]string{}
			}
			for _, field := range f[3:] {
				name, roles, restricted := strings.Cut(field, "=")
				table.set[op][name] = nil
				if restricted {
					table.set[op][name] = strings.Split(roles, ",")
				}
			}
		case f[0] == "only":
			at := slices.IndexFunc(f, func(s string) bool { return strings.Contains(s, "@") })
			table.only = append(table.only, onlyRow{f[1] + " " + f[2], f[3:at], f[at:]})
		default:
			t.Fatalf("no row of the table: %s", line)
		}
	}
	return table
}

// What the document lets be sent and shown is what the table says, field by field.
func TestFields(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	table, parts := readFields(t), map[string]bool{}
	for name, op := range operations(w.api) {
		var got []string
		if s := bodySchema(op); s != nil {
			got = bodyFields(w.api, s)
		}
		if want := sortedKeys(table.set[name]); !slices.Equal(got, want) { // ASVS 8.1.2, 8.2.3
			t.Errorf("a body of %s may hold %v, the table says %v", name, got, want)
		}
		answerParts(w.api, op, func(part string, fields []string) {
			parts[part] = true
			if want := table.see[part]; !slices.Equal(fields, slices.Sorted(slices.Values(want))) { // ASVS 15.3.1
				t.Errorf("%s shows %v, the table says %v", part, fields, want)
			}
		})
	}
	for part := range table.see {
		if !parts[part] {
			t.Errorf("%s is part of no answer", part)
		}
	}
}

// Whatever else is sent, anywhere in a body, is refused by its name and changes nothing: every name that any body or answer of the API
// knows, and what people try.
func TestFields_other(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	m := &maker{w: w, photos: map[string]string{}}
	m.seed()
	table := readFields(t)
	names := map[string]bool{"actor": true, "actorId": true, "grade": true, "admin": true, "personId": true, "createdAt": true, "__proto__": true, "org_id": true, "contentHash": true, "": true}
	for _, set := range table.set {
		for field := range set {
			names[field[strings.LastIndex(field, ".")+1:]] = true
		}
	}
	for _, fields := range table.see {
		for _, field := range fields {
			names[field] = true
		}
	}
	sent := 0
	for name := range table.set {
		as, p := "", partyOf(collector)
		if _, list, _ := strings.Cut(matrix(t)[name], " "); list != "" {
			role := recycle.Role(strings.Fields(list)[0])
			as = who(testkit.Home(role), role)
			p = partyOf(as)
		} else if !strings.HasPrefix(matrix(t)[name], "public") {
			as = collector
		}
		for _, at := range levels(table.set[name]) {
			c := m.call(name, "", p)
			complete(c, name, at)
			before := count(t, w.s)
			for other := range names {
				if _, known := table.set[name][strings.TrimPrefix(at+"."+other, ".")]; known {
					continue
				}
				sent++
				inner := inside(c.body, at)
				inner[other] = "x"
				a := w.send(c.request(as))
				delete(inner, other)
				location := `"location":"body` + strings.ReplaceAll("."+at, "[]", "[0]")
				if at == "" {
					location = `"location":"body`
				}
				if a.Code != 422 || !strings.Contains(a.Body.String(), location+"."+other+`","code":"unknown"`) {
					t.Errorf("%s with %q in %q: %d %.300s", name, other, at, a.Code, a.Body)
				}
			}
			if after := count(t, w.s); after != before {
				t.Errorf("%s: something was written: %s, before %s", name, after, before)
			}
		}
	}
	if sent < 3000 {
		t.Errorf("only %d fields were sent", sent)
	}
	t.Logf("%d fields that are no part of a body, all refused", sent)
}

// levels are the objects of a body: "" is the body itself.
func levels(set map[string][]string) []string {
	found := []string{""}
	for field := range set {
		if at := strings.LastIndex(field, "."); at >= 0 && !slices.Contains(found, field[:at]) {
			found = append(found, field[:at])
		}
	}
	return found
}

// complete puts into a body the object of a level that a good one may lack.
func complete(c *call, op, at string) {
	switch at {
	case "vehicle":
		c.body["vehicle"] = map[string]any{"orgId": testkit.Ours, "id": id(1)}
	case "papers[]":
		c.body["papers"] = []any{map[string]any{"kind": "a", "number": "1"}}
	case "position":
		c.body["position"] = map[string]any{"lon": 116.6, "lat": 35.4}
	}
}

// inside is the object of a body at a level.
func inside(body map[string]any, at string) map[string]any {
	if at == "" {
		return body
	}
	if list, ok := strings.CutSuffix(at, "[]"); ok {
		return body[list].([]any)[0].(map[string]any)
	}
	return body[at].(map[string]any)
}

// A field that another role may set is refused from this one.
func TestFields_roles(t *testing.T) {
	values := map[string]any{"PUT /sites/{siteId} state": "active", "PUT /sites/{siteId} operatorOrgId": string(testkit.Theirs)}
	w := newWorld(t, testkit.NewStore(t), nil)
	m := &maker{w: w, photos: map[string]string{}}
	tried := 0
	for op, set := range readFields(t).set {
		for field, may := range set {
			if may == nil {
				continue
			}
			_, list, _ := strings.Cut(matrix(t)[op], " ")
			for _, role := range strings.Fields(list) {
				p := partyOf(who(testkit.Home(recycle.Role(role)), recycle.Role(role)))
				c := m.call(op, "", p)
				value, known := values[op+" "+field]
				if c.body[field] = value; !known {
					t.Fatalf("no value for %s of %s", field, op)
				}
				a := w.send(c.request(p.as))
				tried++
				refused := a.Code == 422 && strings.Contains(a.Body.String(), `"location":"body.`+field+`"`)
				if refused == slices.Contains(may, role) || !refused && a.Code >= 400 {
					t.Errorf("%s sets %s of %s: %d %s", role, field, op, a.Code, a.Body)
				}
			}
		}
	}
	if tried < 4 {
		t.Errorf("only %d were tried", tried)
	}
}

// What only some see is in their answers and in nobody else's.
func TestFields_only(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	m := &maker{w: w, photos: map[string]string{}}
	m.seed()
	rows := readMatrix(t)
	x := &cells{m: m, rows: rows, rules: matrix(t)}
	for _, only := range readFields(t).only {
		place := idPlaces(w.api, operations(w.api)[only.op])[0]
		roles, _ := x.may(only.op)
		for _, role := range roles {
			as, p := x.caller(string(role))
			for r, name := range relations {
				if row := rowFor(rows[only.op], place, string(role)); row.want[r] != 200 || relation(r) == foreign || relation(r) == closed {
					continue
				}
				c := m.call(only.op, place, p)
				m.fill(c, only.op, place, p, relation(r))
				if place == "path.siteId" { // a version with a reason
					m.reason(c.params["siteId"])
				}
				a := w.must(w.send(c.request(as)), 200)
				for _, field := range only.fields {
					seen := strings.Contains(a.Body.String(), `"`+field+`":"`)
					if allowed := slices.Contains(only.to, string(role)+"@"+name); seen != allowed {
						t.Errorf("%s sees %s of what is %s: %v, want %v: %s", role, field, name, seen, allowed, a.Body)
					}
				}
			}
		}
	}
}

// reason makes a planner change a site, with a reason and evidence.
func (m *maker) reason(site string) {
	for _, step := range []string{`{"to":"rectification","reason":"缺","evidence":"照片"}`, `{"to":"active","reason":"好","evidence":"照片"}`} {
		m.w.must(m.w.post(planner, "/sites/"+site+"/state", step), 200)
	}
}
