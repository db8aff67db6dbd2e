package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// program returns the header of a program with a new key of as, with scopes.
func (w *world) program(as, key string, scopes ...recycle.Scope) http.Header {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"name": "程序", "scopes": scopes, "days": 20})
	if err != nil {
		w.t.Fatal(err)
	}
	var made struct{ Token string }
	if err := json.Unmarshal(w.must(w.put(as, "/keys/"+key, string(body)), 201).Body.Bytes(), &made); err != nil || !strings.HasPrefix(made.Token, "lwk_") || len(made.Token) < 50 {
		w.t.Fatalf("token %q, %v", made.Token, err)
	}
	return http.Header{"Authorization": {"Bearer " + made.Token}}
}

// Each operation with a key of each scope: what testdata/scopes.txt says, and nothing else.
func TestKeys_scopes(t *testing.T) {
	text, err := os.ReadFile("testdata/scopes.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]recycle.Scope{}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] != "#" {
			want[f[0]+" "+f[1]] = recycle.Scope(f[2])
		}
	}
	w := newWorld(t, testkit.NewStore(t), nil)
	headers := map[recycle.Scope]http.Header{}
	for i, scope := range recycle.Scopes() {
		headers[scope] = w.program(operator, id(200+i), scope)
	}
	seen := 0
	for name, o := range operations(w.api) {
		if o.Metadata["access"].(api.Access).Relation == api.Public { // of those no key is looked at, or none will do
			continue
		}
		for scope, header := range headers {
			method, path, _ := strings.Cut(pathParam.ReplaceAllString(name, id(99)), " ")
			a := w.send(request{method: method, path: path, header: header})
			refused := a.Code == 403 && strings.Contains(a.Body.String(), `"auth.scope"`)
			if want[name] == scope == refused || a.Code == 401 {
				t.Errorf("%s with %s: %d %s", name, scope, a.Code, a.Body)
			}
			if want[name] == scope {
				seen++
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d operations for programs, want %d", seen, len(want))
	}
}

// What ends a key, and what it never lets through.
func TestKeys_life(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	read := func(h http.Header) int {
		return w.send(request{as: "", method: "GET", path: "/pickups", header: h}).Code
	}
	good := w.program(operator, id(1), recycle.ScopePickups)
	token := strings.TrimPrefix(good.Get("Authorization"), "Bearer ")
	if got := read(good); got != 200 {
		t.Fatal("a good key:", got)
	}
	for name, h := range map[string]http.Header{
		"another scheme":                      {"Authorization": {"Basic " + token}},
		"no scheme":                           {"Authorization": {token}},
		"cut off":                             {"Authorization": {"Bearer " + token[:len(token)-1]}},
		"a session's token":                   {"Authorization": {"Bearer " + w.token(operator)}},
		"as a cookie":                         {"Cookie": {"lw_session=" + token}},
		"another scheme beside a good cookie": {"Authorization": {"Basic"}, "Cookie": {"lw_session=" + w.token(operator)}},
		"beside a good cookie":                {"Authorization": {"Bearer x"}, "Cookie": {"lw_session=" + w.token(operator)}},
	} {
		if got := read(h); got != 401 {
			t.Errorf("%s: %d", name, got)
		}
	}
	// Its maker joins another organisation: the key stays with the one it was made for.
	maker := testkit.Actor(testkit.Ours, recycle.CompanyOperator)
	w.must(w.put(theirCollector, "/pickups/"+id(50), pickupBody(testkit.Theirs)), 201)
	admin := recycle.WithActor(t.Context(), testkit.Actor(testkit.Zone, recycle.Admin))
	join := func(org recycle.OrgID) error {
		return w.s.InTx(admin, func(ctx context.Context) error {
			return w.s.InsertMember(ctx, recycle.Member{PersonID: maker.PersonID, OrgID: org, Role: recycle.CompanyOperator, ValidFrom: "2026-01-01", ValidTo: recycle.LastDay})
		})
	}
	if err := join(testkit.Theirs); err != nil {
		t.Fatal(err)
	}
	if a := w.send(request{method: "GET", path: "/pickups/" + id(50) + "?orgId=" + string(testkit.Theirs), header: good}); a.Code != 404 {
		t.Error("for another organisation:", a.Code, a.Body)
	}
	// It ends by itself, by hand, and with its maker; none of it brings another one back.
	short := w.program(operator, id(2), recycle.ScopePickups)
	if got := read(short); got != 200 { // and it is remembered for a second
		t.Fatal(got)
	}
	w.must(w.send(request{as: operator, method: "DELETE", path: "/keys/" + id(2)}), 204)
	if got := read(short); got != 401 {
		t.Error("revoked:", got)
	}
	unused := w.program(operator, id(4), recycle.ScopePickups) // and so not remembered for a second
	w.clock.Pass(20*24*time.Hour - time.Minute)
	if got := read(good); got != 200 {
		t.Error("a minute before its end:", got)
	}
	w.clock.Pass(time.Minute)
	if got := read(unused); got != 401 {
		t.Error("at its end:", got)
	}
	left := w.program(operator, id(5), recycle.ScopePickups)
	if _, err := w.s.SQL.Exec("UPDATE memberships SET valid_to = '2026-11-30' WHERE person_id = ? AND org_id = ?", maker.PersonID, testkit.Ours); err != nil {
		t.Fatal(err)
	}
	if got := read(left); got != 401 {
		t.Error("its maker left, for another organisation:", got)
	}
}

func TestKeys_disabled(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	last := w.program(operator, id(3), recycle.ScopePickups)
	w.must(w.post(zoneAdmin, "/people/"+string(testkit.Actor(testkit.Ours, recycle.CompanyOperator).PersonID)+"/disable", ""), 204)
	if got := w.send(request{method: "GET", path: "/pickups", header: last}).Code; got != 401 {
		t.Error("its maker disabled:", got)
	}
}

// A token is shown once and stands nowhere.
func TestKeys_token(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	h := w.program(operator, id(1), recycle.ScopeTickets, recycle.ScopePickups)
	token := strings.TrimPrefix(h.Get("Authorization"), "Bearer ")
	again := w.must(w.put(operator, "/keys/"+id(1), `{"name":"程序","scopes":["pickups.read","tickets.read"],"days":20}`), 200)
	list := w.must(w.get(operator, "/keys"), 200)
	for name, a := range map[string]string{"again": again.Body.String(), "list": list.Body.String()} {
		if strings.Contains(a, "lwk_") || !strings.Contains(a, `"scopes":["pickups.read","tickets.read"]`) {
			t.Error(name, a)
		}
	}
	if a := w.put(operator, "/keys/"+id(1), `{"name":"程序","scopes":["pickups.read"],"days":20}`); a.Code != 409 || !strings.Contains(a.Body.String(), `"key.exists"`) {
		t.Error("another under its id:", a.Code, a.Body)
	}
	var n int
	if err := w.s.SQL.QueryRow("SELECT count(*) FROM api_keys WHERE instr(name || scopes || hex(token_hash), ?) > 0", token).Scan(&n); err != nil || n != 0 {
		t.Error("the token is stored:", n, err)
	}
	if err := w.s.SQL.QueryRow("SELECT count(*) FROM audit_entries WHERE action = 'key.create' AND instr(CAST(body AS TEXT), 'lwk_') = 0").Scan(&n); err != nil || n != 1 {
		t.Error("audited", n, err)
	}
}
