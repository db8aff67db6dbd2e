package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// door is the side door of a demo.
type door struct{ w *world }

func (d door) Enter(ctx context.Context, role recycle.Role, _ string, device recycle.SignInDevice) (recycle.Signed, error) {
	if role != recycle.Collector {
		return recycle.Signed{}, &recycle.Error{Kind: recycle.NotFound, Code: "demo.no_role"}
	}
	a := testkit.Actor(testkit.Ours, role)
	return d.w.accounts.SignInAs(ctx, a.PersonID, a.OrgID, device)
}

func (door) Roles() []recycle.Role { return []recycle.Role{recycle.Collector} }

func (door) Figures(context.Context) (api.StartFigures, error) {
	return api.StartFigures{Places: 200}, nil
}

// blind is a door whose figures cannot be read.
type blind struct{ door }

func (blind) Figures(context.Context) (api.StartFigures, error) {
	return api.StartFigures{}, &recycle.Error{Kind: recycle.Unavailable, Code: "read.too_long"}
}

// The start page opens its doors also while its figures cannot be read.
func TestStart_blind(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), func(s *api.Services) { s.Demo = blind{} })
	if b := body(t, w.must(w.get("", "/start"), 200)); b["demo"] != true || len(b["roles"].([]any)) != 1 || b["figures"] != nil {
		t.Error(b)
	}
	w = newWorld(t, w.s, func(s *api.Services) { s.Demo = door{} })
	if b := body(t, w.must(w.get("", "/start"), 200)); b["figures"] == nil {
		t.Error(b)
	}
}

// enter signs in by the side door of a demo.
func enter(t *testing.T, secure bool) (*world, *http.Cookie) {
	t.Helper()
	var w *world
	w = newWorld(t, testkit.NewStore(t), func(s *api.Services) { s.Env.Secure = secure })
	w = newWorld(t, w.s, func(s *api.Services) { s.Env.Secure, s.Demo = secure, door{w} })
	a := w.must(w.post("", "/session/demo", `{"role":"collector","deviceId":"`+id(7)+`","deviceName":"a"}`), 200)
	cookies := a.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	return w, cookies[0]
}

// The cookie is out of reach of scripts and of other sites' pages, and goes over https alone where there is https.
func TestSession_cookie(t *testing.T) {
	for _, secure := range []bool{false, true} {
		w, c := enter(t, secure)
		if c.Name != api.SessionCookie || !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" ||
			c.MaxAge != 30*24*3600 || len(c.Value) < 40 { // ASVS 7.2.3: of 32 letters each
			t.Errorf("secure %v: %+v", secure, c)
		}
		w.tokens["entered"] = c.Value
		me := body(t, w.must(w.get("entered", "/session"), 200))
		if me["demo"] != true || me["today"] != string(testkit.Today) || !strings.Contains(me["phone"].(string), "*") || me["deviceId"] != id(7) {
			t.Error(me)
		}
		a := w.must(w.send(request{as: "entered", method: "DELETE", path: "/session"}), 204)
		if gone := a.Result().Cookies(); len(gone) != 1 || gone[0].Value != "" || gone[0].MaxAge >= 0 || !gone[0].HttpOnly || gone[0].Secure != secure {
			t.Error(gone)
		}
		w.must(w.get("entered", "/session"), 401) // ASVS 7.4.1
	}
}

func TestSession(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		if a := w.post("", "/session/demo", `{"role":"collector","deviceId":"`+id(7)+`","deviceName":"a"}`); a.Code != 404 || codeOf(a) != "route.not_found" { // ASVS 6.3.2
			t.Errorf("no demo: %d %s", a.Code, a.Body)
		}
		for name, password := range map[string]string{"13800001000": "wrong", "13900000000": "wrong", "x": "wrong"} {
			a := w.post("", "/session", `{"phone":"`+name+`","password":"`+password+`","deviceId":"`+id(7)+`","deviceName":"a"}`)
			if a.Code != 401 || codeOf(a) != "auth.failed" || len(a.Result().Cookies()) != 0 {
				t.Errorf("%s: %d %s", name, a.Code, a.Body)
			}
		}
		if a := w.post("", "/session/join", `{"code":"x","deviceId":"`+id(7)+`","deviceName":"a"}`); a.Code != 422 || codeOf(a) != "join.invalid" {
			t.Errorf("a code that is none: %d %s", a.Code, a.Body)
		}
		for token, want := range map[string]int{"": 401, "x": 401, strings.Repeat("x", 5000): 401} {
			w.tokens["guess"] = token
			if a := w.get("guess", "/session"); a.Code != want || codeOf(a) != "auth.required" {
				t.Errorf("a token %.5q: %d %s", token, a.Code, a.Body)
			}
		}
		devices := body(t, w.must(w.get(operator, "/session/devices"), 200))["items"].([]any)
		if len(devices) != 1 || devices[0].(map[string]any)["current"] != true {
			t.Error(devices)
		}
		if a := w.put(operator, "/session/org", `{"orgId":"`+string(testkit.Theirs)+`"}`); a.Code != 403 && a.Code != 404 {
			t.Errorf("acts for another organisation: %d %s", a.Code, a.Body)
		}
		me := body(t, w.must(w.put(operator, "/session/org", `{"orgId":"`+string(testkit.Ours)+`"}`), 200))
		if me["org"].(map[string]any)["id"] != string(testkit.Ours) || len(me["orgs"].([]any)) != 1 {
			t.Error(me)
		}
		w.must(w.put(collector, "/pickups/"+id(1), gatedBody(testkit.Ours)), 201)
		for as, want := range map[string]float64{collector: 0, operator: 1, planner: 0} {
			if me := body(t, w.must(w.get(as, "/session"), 200)); me["needsFix"] != want {
				t.Errorf("%s: %v need a fix, want %v", as, me["needsFix"], want)
			}
		}
		// A device that is revoked is out at once, with whatever was signed in on it.
		device := devices[0].(map[string]any)["id"].(string)
		w.must(w.send(request{as: operator, method: "DELETE", path: "/session/devices/" + device}), 204)
		w.must(w.get(operator, "/session"), 401)
		if a := w.send(request{as: collector, method: "DELETE", path: "/session/devices/" + device}); a.Code != 404 {
			t.Errorf("a device of somebody else: %d", a.Code)
		}
	})
}
