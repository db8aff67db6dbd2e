package api_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// operations returns every operation by "METHOD /path" below the prefix.
func operations(a huma.API) map[string]*huma.Operation {
	found := map[string]*huma.Operation{}
	for _, item := range a.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Options, item.Head, item.Patch, item.Trace} {
			if op != nil {
				found[op.Method+" "+strings.TrimPrefix(op.Path, prefix)] = op
			}
		}
	}
	return found
}

func access(op *huma.Operation) api.Access {
	a, _ := op.Metadata["access"].(api.Access)
	return a
}

// matrix reads the rules that are written by hand, in one form.
func matrix(t testing.TB) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]string{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if len(fields) < 3 {
			t.Fatalf("no rule: %s", line)
		}
		slices.Sort(fields[3:])
		name := fields[0] + " " + fields[1]
		if rules[name] != "" {
			t.Fatalf("two rules for %s", name)
		}
		rules[name] = strings.Join(fields[2:], " ")
	}
	return rules
}

// rule is what the code says, in the form of the matrix.
func rule(op *huma.Operation) string {
	a := access(op)
	var roles []string
	for _, r := range a.Roles {
		roles = append(roles, string(r))
	}
	slices.Sort(roles)
	return strings.TrimSpace(string(a.Relation) + " " + strings.Join(roles, " "))
}

// The rules of the code are those that are written by hand, no more and no fewer; every route of the router is an operation of the
// document and every operation a route.
func TestAccess_matrix(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	want, ops := matrix(t), operations(w.api)
	for name, op := range ops {
		if got := rule(op); got == "" || got != want[name] { // ASVS 8.1.1
			t.Errorf("%s: the code says %q, the matrix %q", name, got, want[name])
		}
	}
	for name := range want {
		if ops[name] == nil {
			t.Errorf("%s has a rule and is no operation", name)
		}
	}
	param, routes := regexp.MustCompile(`:(\w+)`), 0
	for _, r := range w.engine.Routes() {
		routes++
		name := r.Method + " " + strings.TrimPrefix(param.ReplaceAllString(r.Path, "{$1}"), prefix)
		if !strings.HasPrefix(r.Path, prefix+"/") || ops[name] == nil { // it would escape both the guard and this test
			t.Errorf("the route %s is no operation", name)
		}
	}
	if routes != len(ops) || routes < 50 {
		t.Errorf("%d routes, %d operations", routes, len(ops))
	}
}

// An operation that was registered without Access is shut, not open, for everybody.
func TestAccess_none(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	huma.Get(w.api, prefix+"/open", func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
	huma.Register(w.api, huma.Operation{OperationID: "odd", Method: "GET", Path: prefix + "/odd", Metadata: map[string]any{"access": api.Access{Relation: "odd"}}},
		func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
	for _, path := range []string{"/open", "/odd"} {
		if a := w.get("", path); a.Code != 401 {
			t.Error(path, a.Code, a.Body)
		}
		for _, role := range recycle.Roles() {
			if a := w.get(who(testkit.Home(role), role), path); a.Code != 403 {
				t.Error(path, role, a.Code, a.Body)
			}
		}
	}
}

// objects are what paths can name: own, another organisation's, unknown, and no id at all.
var objects = map[string][]string{
	"pickupId": {id(1), id(2), id(99), "x"}, "ticketId": {id(1), id(2), id(99), "x"}, "vehicleId": {id(1), id(2), id(99), "x"}, "sellerId": {id(1), id(2), id(99), "x"}, "keyId": {id(1), id(2), id(99), "x"},
	"siteId": {string(testkit.OurSite), string(testkit.TheirPropose), id(99), "x"}, "importId": {id(1), id(2), id(99), "x"},
	"deviceId": {id(1), id(2), id(99), "x"},
	"personId": {string(testkit.Actor(testkit.Ours, recycle.Collector).PersonID), string(testkit.Actor(testkit.Theirs, recycle.Collector).PersonID), id(99), "x"},
	"sha256":   {strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64), "x"},
}

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// at returns the path of an operation with the n-th object.
func at(path string, n int) string {
	return pathParam.ReplaceAllStringFunc(path, func(p string) string { return objects[p[1:len(p)-1]][n] })
}

// Every operation for nobody and for every role, on every kind of object, with a body that nobody could read: whoever may not call
// gets one and the same answer before anything is read; whoever may gets past the guard.
func TestAccess_walk(t *testing.T) {
	s := testkit.NewStore(t)
	w := newWorld(t, s, nil)
	w.objects()
	before := count(t, s)
	callers := []string{""}
	for _, role := range recycle.Roles() {
		callers = append(callers, who(testkit.Home(role), role))
	}
	rules, walked := matrix(t), 0
	for name, op := range operations(w.api) {
		method, path, _ := strings.Cut(name, " ")
		relation, roles, _ := strings.Cut(rules[name], " ")
		for _, caller := range callers {
			_, role, _ := strings.Cut(caller, "/")
			want := 0
			switch {
			case relation == "public":
			case caller == "":
				want = 401
			case roles != "" && !slices.Contains(strings.Fields(roles), role):
				want = 403
			}
			if want == 0 && method == http.MethodDelete {
				continue // has no body to break: it would happen
			}
			first := ""
			for n := range 4 {
				walked++
				q := request{as: caller, method: method, path: at(path, n) + "?limit=x&from=x&q=%00&" + strings.Repeat("a", n)}
				if op.RequestBody != nil {
					q.body = `{"` + strings.Repeat("{", n)
				}
				a := w.send(q)
				if want != 0 && a.Code != want || want == 0 && (a.Code == 401 || a.Code == 403 || a.Code >= 500) {
					t.Errorf("%s %s for %q: %d %s, want %d", method, q.path, caller, a.Code, a.Body, want)
				}
				answer := fmt.Sprint(a.Code, a.Header(), a.Body)
				if n == 0 {
					first = answer
				}
				if want != 0 && answer != first {
					t.Errorf("%s %s tells %q something: %s, for another object %s", method, q.path, caller, answer, first)
				}
				if strings.Contains(path, "{") == false && n == 1 {
					break
				}
			}
		}
	}
	if walked < 1000 {
		t.Errorf("only %d requests", walked)
	}
	if after := count(t, s); after != before {
		t.Errorf("something was written: %s, before %s", after, before)
	}
}

// count is how many rows the tables of records have, and how many entries the logs.
func count(t testing.TB, s testkit.Store) (text string) {
	t.Helper()
	for _, table := range []string{"pickups", "pickup_papers", "pickup_photos", "tickets", "vehicles", "sellers", "site_versions", "site_events", "imports", "photos",
		"photo_authors", "audit_entries", "method_totals"} {
		var n int
		if err := s.SQL.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("%s %d ", table, n)
	}
	return text
}

// Whoever's session ended, by time, by the device or by the account, is nobody: each operation answers as to somebody who never
// signed in, before anything is read. Whoever's membership ended is nobody in that organisation.
func TestAccess_ended(t *testing.T) {
	for _, tt := range []struct{ name, end string }{
		{"expired", "UPDATE sessions SET expires_at = 1"},
		{"signed out", "DELETE FROM sessions"},
		{"device revoked", "UPDATE devices SET revoked_at = 1"},
		{"account disabled", "UPDATE people SET disabled = 1"},
		{"organisation disabled", "UPDATE orgs SET disabled = 1"},
		{"membership over", "UPDATE memberships SET valid_to = '2020-01-01'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := testkit.NewStore(t)
			w := newWorld(t, s, nil)
			w.objects()
			callers := []string{}
			for _, role := range recycle.Roles() {
				callers = append(callers, "mate:"+who(testkit.Home(role), role)) // whom nobody has seen yet: no cache answers
				w.token(callers[len(callers)-1])
			}
			if _, err := s.SQL.Exec(tt.end); err != nil {
				t.Fatal(err)
			}
			before := count(t, s)
			for name, op := range operations(w.api) {
				method, path, _ := strings.Cut(name, " ")
				if relation, _, _ := strings.Cut(matrix(t)[name], " "); relation == "public" {
					continue
				}
				for n := range 3 {
					q := request{method: method, path: at(path, n)}
					if op.RequestBody != nil {
						q.body = "{"
					}
					nobody := w.send(q)
					for _, q.as = range callers {
						if a := w.send(q); a.Code != http.StatusUnauthorized || a.Body.String() != nobody.Body.String() {
							t.Errorf("%s %s for %q: %d %s", method, q.path, q.as, a.Code, a.Body)
						}
					}
				}
			}
			if after := count(t, s); after != before {
				t.Errorf("something was written: %s, before %s", after, before)
			}
		})
	}
}
