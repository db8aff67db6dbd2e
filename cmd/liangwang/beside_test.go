package main

import (
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// seenWithin is how old what a server remembers may be: whatever a command changed is seen after that.
const seenWithin = time.Second

// browser is somebody who signs in on a running server.
type browser struct {
	t      *testing.T
	url    string
	client http.Client
}

func newBrowser(t *testing.T, url string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, url, http.Client{Jar: jar}}
}

func (b *browser) call(method, path, body string) int {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = res.Body.Close() // only its status counts
	if res.StatusCode >= 500 {
		b.t.Errorf("%s %s: %d", method, path, res.StatusCode)
	}
	return res.StatusCode
}

func (b *browser) signIn(phone, password, device string) int {
	b.t.Helper()
	return b.call("POST", "/session", `{"phone":"`+phone+`","password":"`+password+`","deviceId":"`+device+`","deviceName":"手机"}`)
}

// What the commands change beside a running server it sees within a second, and none of them makes it fail.
func TestUser_besideServer(t *testing.T) {
	const phone, word, one, two = "13800000001", "long enough", "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"
	dir := filepath.Join(t.TempDir(), "data")
	must := func(stdin string, args ...string) map[string]any {
		t.Helper()
		answer, err := user(t, dir, stdin, args...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return answer
	}
	must(word+"\n", "add", "--org", "示范区", "--role", "admin", "--phone", phone, "--name", "管理员", "--password-stdin")
	url, stop := serving(t, dir)
	first, second := newBrowser(t, url), newBrowser(t, url)
	in := func(b *browser, device string) {
		t.Helper()
		if got := b.signIn(phone, word, device); got != 200 {
			t.Fatalf("signed in with %d", got)
		}
		if got := b.call("GET", "/session", ""); got != 200 { // and it is remembered
			t.Fatalf("the session answers %d", got)
		}
	}
	out := func(why string, b *browser, want int) {
		t.Helper()
		if got := b.call("GET", "/session", ""); got != want {
			t.Errorf("%s: %d, want %d", why, got, want)
		}
	}
	in(first, one)
	in(second, two)
	list := must("", "devices", "--phone", phone)["devices"].([]any)
	device := map[string]any{}
	for _, d := range list {
		if d.(map[string]any)["deviceId"] == one {
			device = d.(map[string]any)
		}
	}
	if len(list) != 2 || device["kind"] != "手机" || device["signedInSince"] == nil || device["lastSeen"] == nil {
		t.Fatalf("devices %v", list)
	}
	must("", "revoke", device["deviceId"].(string))
	time.Sleep(seenWithin)
	out("the revoked device", first, 401)
	out("the other one", second, 200)
	must("", "revoke", "--phone", phone, "--all")
	time.Sleep(seenWithin)
	out("all devices revoked", second, 401)
	in(second, "01900000-0000-7000-8000-000000000003")
	must("", "disable", "--phone", phone)
	time.Sleep(seenWithin)
	out("a closed account", second, 401)
	must("", "enable", "--phone", phone)
	in(second, "01900000-0000-7000-8000-000000000003")
	if err := stop(); err != nil {
		t.Error(err)
	}
}
