package api_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"liangwang/internal/account"
	"liangwang/internal/api"
	"liangwang/internal/config"
	"liangwang/internal/recycle"
	"liangwang/internal/server"
	"liangwang/internal/testkit"
)

// newStack is the world behind the whole server: what stands before the operations stands before every one of them.
func newStack(t *testing.T, log io.Writer, flags map[string]string) *world {
	t.Helper()
	var services api.Services
	w := newWorld(t, testkit.NewStore(t), func(s *api.Services) { services = *s })
	cfg, err := config.Load("", nil, flags)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(cfg, server.Parts{
		Mount: func(r *gin.Engine) { w.engine, w.api = r, api.Mount(r, services) }, Problem: api.Abort, Ready: w.s.Ping, Now: time.Now,
		Log: server.NewLogger(log, slog.LevelInfo), Pages: fstest.MapFS{"index.html": {Data: []byte("<title>desk</title>")}, "collect.html": {Data: []byte("<title>c</title>")},
			"assets/a-1.js": {Data: []byte("a")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if w.engine == nil || s.Handler() == nil {
		t.Fatal("nothing is mounted")
	}
	return w
}

// No operation that changes anything is called from another site's page, by somebody who is signed in and may; every answer has the
// headers that keep a browser to what it is.
func TestStack_crossOrigin(t *testing.T) {
	w := newStack(t, io.Discard, map[string]string{"addr": "127.0.0.1:0", "public_url": "https://lw.example"})
	m := &maker{w: w, photos: map[string]string{}}
	m.seed()
	x := &cells{m: m, rows: readMatrix(t), rules: matrix(t)}
	unsafe := 0
	for _, op := range sortedKeys(operations(w.api)) {
		roles, _ := x.may(op)
		as, p := x.caller(string(roles[0]))
		places := idPlaces(w.api, operations(w.api)[op])
		place := "none"
		for _, in := range places {
			if strings.HasPrefix(in, "path.") {
				place = in
			}
		}
		c := m.call(op, place, p)
		m.fill(c, op, place, p, own)
		before := count(t, w.s)
		for name, header := range map[string][]string{"an old browser": {"Origin", "https://evil.example"}, "a new browser": {"Sec-Fetch-Site", "cross-site"},
			"a neighbour": {"Origin", "https://www.lw.example", "Sec-Fetch-Site", "same-site"}, "a sandbox": {"Origin", "null"}} {
			q := c.request(as)
			q.header = q.header.Clone()
			if q.header == nil {
				q.header = http.Header{}
			}
			for i := 0; i < len(header); i += 2 {
				q.header.Set(header[i], header[i+1])
			}
			a := w.send(q)
			if refused := a.Code == 403 && codeOf(a) == "request.cross_origin"; refused != (c.method != "GET" && c.method != "HEAD") { // ASVS 3.5.1
				t.Errorf("%s from %s: %d %s", op, name, a.Code, a.Body)
			}
			h := a.Header()
			if h.Get("Content-Security-Policy") == "" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "DENY" || h.Get("Cache-Control") == "" ||
				h.Get("X-Request-Id") == "" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" || h.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: headers %v", op, h)
			}
		}
		if c.method != "GET" && c.method != "HEAD" {
			unsafe++
			if after := count(t, w.s); after != before {
				t.Errorf("%s: something was written: %s, before %s", op, after, before)
			}
		}
	}
	if unsafe < 20 {
		t.Errorf("only %d operations that change something", unsafe)
	}
}

// dump is every row of the database but the traces that use leaves in a session and its device.
func dump(t testing.TB, s testkit.Store) map[string]string {
	t.Helper()
	tables := map[string]string{}
	names, err := s.SQL.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all = append(all, name)
	}
	_ = names.Close()
	for _, name := range all {
		columns := "*"
		switch name { // not when it was last used, and so ends
		case "sessions":
			columns = "token_hash, person_id, acting_org_id, device_id, created_at"
		case "devices":
			columns = "person_id, id, name, app, last_seq, created_at, revoked_at"
		}
		rows, err := s.SQL.Query("SELECT " + columns + " FROM " + name + " ORDER BY 1, 2")
		if err != nil {
			t.Fatal(err)
		}
		cols, _ := rows.Columns()
		var text strings.Builder
		for rows.Next() {
			values := make([]any, len(cols))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				fmt.Fprintf(&text, "%v|", *v.(*any))
			}
			text.WriteByte('\n')
		}
		_ = rows.Close()
		tables[name] = text.String()
	}
	return tables
}

// Nothing that is read is changed by it: each GET and HEAD by everybody who may, twice, and later; the database is the same.
func TestStack_reads(t *testing.T) {
	w := newStack(t, io.Discard, map[string]string{"addr": "127.0.0.1:0"})
	m := &maker{w: w, photos: map[string]string{}}
	m.seed()
	x := &cells{m: m, rows: readMatrix(t), rules: matrix(t)}
	type ask struct {
		request
		role string
	}
	var all []ask
	for _, op := range sortedKeys(operations(w.api)) {
		if !strings.HasPrefix(op, "GET") && !strings.HasPrefix(op, "HEAD") {
			continue
		}
		roles, _ := x.may(op)
		for _, role := range roles {
			as, p := x.caller(string(role))
			c := m.call(op, "", p)
			all = append(all, ask{c.request(as), string(role)})
			w.token(as)
		}
	}
	before := dump(t, w.s)
	for range 2 {
		for _, q := range all {
			if a := w.send(q.request); a.Code >= 300 {
				t.Errorf("%s for %s: %d %s", q.path, q.role, a.Code, a.Body)
			}
		}
		w.clock.Pass(2 * time.Hour) // a session leaves a trace of its use now
	}
	for table, rows := range dump(t, w.s) {
		if rows != before[table] { // ASVS 3.5.3, 7.6.2
			t.Errorf("%s is another than before %d reads:\n%s\nbefore\n%s", table, 2*len(all), rows, before[table])
		}
	}
	if len(before) < 30 || len(all) < 100 {
		t.Errorf("%d tables, %d reads", len(before), len(all))
	}
}

// A sign-in never takes over a token that the browser brought: nobody can give somebody else a session that they know.
func TestSession_fixation(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	phone := "13911112222"
	if _, err := w.accounts.Add(t.Context(), account.Add{Org: string(testkit.Ours), Role: recycle.Collector, Name: "某人", Phone: phone, Password: secretWord}); err != nil {
		t.Fatal(err)
	}
	signIn := func(device, brought string) *http.Cookie {
		a := w.must(w.send(request{method: "POST", path: "/session", body: `{"phone":"` + phone + `","password":"` + secretWord + `","deviceId":"` + device + `","deviceName":"a"}`,
			header: http.Header{"Cookie": {api.SessionCookie + "=" + brought}}}), 200)
		return a.Result().Cookies()[0]
	}
	first := signIn(id(7), "")
	for _, brought := range []string{"chosen-by-somebody-else-chosen-by-somebody", first.Value} {
		if c := signIn(id(8), brought); c.Value == brought || len(c.Value) < 40 { // ASVS 7.2.2
			t.Errorf("brought %s, has %v", brought, c)
		}
	}
	w.tokens["chosen"] = "chosen-by-somebody-else-chosen-by-somebody"
	w.must(w.get("chosen", "/session"), 401)
	w.tokens["first"] = first.Value
	w.must(w.get("first", "/session"), 200) // of the other device
	w.tokens["again"] = signIn(id(7), "").Value
	w.must(w.get("first", "/session"), 401) // of the same device: one session at a time. ASVS 7.2.4
	w.must(w.get("again", "/session"), 200)
}

// Who pretends to come from elsewhere is counted where they come from: a hundred failures with as many forged addresses are a hundred.
func TestStack_forwarded(t *testing.T) {
	var log bytes.Buffer
	w := newStack(t, &log, map[string]string{"addr": "127.0.0.1:0"})
	try := func(n int) *httptest.ResponseRecorder {
		return w.send(request{method: "POST", path: "/session/join", body: fmt.Sprintf(`{"code":"K7QF-2M9X-%04d","deviceId":"%s","deviceName":"a"}`, n, id(7)),
			header: http.Header{"X-Forwarded-For": {fmt.Sprintf("203.0.113.%d", n)}, "X-Real-Ip": {fmt.Sprintf("203.0.113.%d", n)}, "Forwarded": {fmt.Sprintf("for=203.0.113.%d", n)},
				"X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"https"}}})
	}
	for n := range 100 {
		if a := try(n); a.Code != 422 {
			t.Fatal(n, a.Code, a.Body)
		}
	}
	if a := try(101); a.Code != 401 || codeOf(a) != "auth.limited" || a.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if strings.Contains(log.String(), "203.0.113") || strings.Contains(log.String(), "evil.example") { // ASVS 4.1.3
		t.Error("the log has what the caller made up")
	}
}

// No address leads out of the pages and the pictures: 5,000 that try answer with a page, a file of the front end or a problem.
func TestStack_traversal(t *testing.T) {
	w := newStack(t, io.Discard, map[string]string{"addr": "127.0.0.1:0"})
	const secretFile = "never to be served"
	for _, dir := range []string{t.TempDir(), "."} { // a file beside those that are served; of this folder there are many
		if dir != "." {
			if err := os.WriteFile(filepath.Join(dir, "secret.txt"), []byte(secretFile), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.must(w.put(collector, "/pickups/"+id(1), pickupBody(testkit.Ours)), 201)
	srv := httptest.NewServer(w.engine)
	defer srv.Close()
	up := []string{"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "%252e%252e%252f", "....//", "..;/", "%c0%ae%c0%ae/", "%00/", "./", "//", "%2f", "..%00/", "%ef%bc%8e%ef%bc%8e/"}
	at := []string{"/", "/assets/", "/c/", "/icons/", "/collect/", "/api/v1/photos/", "/api/v1/pickups/" + id(1) + "/photos/", "/api/v1/pickups/", "/api/v1/imports/", "/assets/a-1.js/", "/api/", "/.well-known/"}
	to := []string{"etc/passwd", "secret.txt", "go.mod", "liangwang.db", "static/static.go", "proc/self/environ", "index.html%00.png", ".git/config", "keys", "assets/a-1.js.br"}
	r := rand.New(rand.NewPCG(1, 2))
	statuses, token := map[int]int{}, w.token(collector)
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	answers := bufio.NewReader(conn)
	for range 5000 {
		path := at[r.IntN(len(at))]
		for range 1 + r.IntN(8) {
			path += up[r.IntN(len(up))]
		}
		path += to[r.IntN(len(to))]
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: a\r\nCookie: %s=%s\r\n\r\n", path, api.SessionCookie, token); err != nil {
			t.Fatal(path, err)
		}
		a, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(path, err)
		}
		text, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(path, err)
		}
		statuses[a.StatusCode]++
		page := string(text) == "<title>desk</title>" || string(text) == "<title>c</title>"
		problem := strings.HasPrefix(a.Header.Get("Content-Type"), "application/problem+json")
		if a.StatusCode >= 500 || a.StatusCode == 200 && !page && string(text) != "a" || a.StatusCode >= 400 && !problem && a.StatusCode != 400 ||
			strings.Contains(string(text), "root:") || strings.Contains(string(text), secretFile) || strings.Contains(string(text), "module liangwang") { // ASVS 5.3.1, 5.3.2, 13.4.1
			t.Errorf("%s: %d %.200q", path, a.StatusCode, text)
		}
		if a.Close {
			t.Fatalf("%s ends the connection", path)
		}
	}
	t.Logf("5000 addresses: %v", statuses)
}
