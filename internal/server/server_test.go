package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"liangwang/internal/config"
	"liangwang/internal/server"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	os.Exit(m.Run())
}

// the policy of the design, to the letter
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// built is a front end as the two builds leave it.
var built = fstest.MapFS{
	".keep":                {},
	"index.html":           {Data: []byte("<title>desk</title>")},
	"collect.html":         {Data: []byte("<title>collect</title>")},
	"sw.js":                {Data: []byte("self")},
	"collect.webmanifest":  {Data: []byte("{}")},
	"assets/desk-1.js":     {Data: []byte("plain desk")},
	"assets/desk-1.js.br":  {Data: []byte("br desk")},
	"assets/desk-1.js.gz":  {Data: []byte("gz desk")},
	"assets/_plugin-2.js":  {Data: []byte("plugin")},
	"c/collect-1.css":      {Data: []byte("a{}")},
	"icons/icon-192.png":   {Data: []byte("png")},
	"assets/font-1.woff2x": {Data: []byte("?")},
}

// parts is a program that has one operation of each kind.
func parts(log io.Writer) server.Parts {
	return server.Parts{
		Mount: func(r *gin.Engine) {
			r.NoRoute(func(c *gin.Context) { problem(c, 404, "route.not_found") })
			r.NoMethod(func(c *gin.Context) { problem(c, 405, "route.method") })
			r.GET("/api/v1/sites/:id", func(c *gin.Context) { c.JSON(200, gin.H{"from": c.Request.RemoteAddr}) })
			r.PUT("/api/v1/pickups/:id", read)
			r.PUT("/api/v1/photos/:id", read)
			r.GET("/api/v1/panic", func(*gin.Context) { panic("boom") })
			r.GET("/api/v1/panic-late", func(c *gin.Context) { c.String(200, "half"); c.Writer.Flush(); panic(errors.New("secret 13800000000")) })
		},
		Problem: problem,
		Ready:   func(context.Context) error { return nil },
		Now:     time.Now,
		Log:     server.NewLogger(log, slog.LevelInfo),
		Large:   []server.Large{{Prefix: "/api/v1/photos/", Bytes: 100}},
		Pages:   built,
	}
}

func problem(c *gin.Context, status int, code string) {
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatusJSON(status, gin.H{"status": status, "code": code})
}

func read(c *gin.Context) {
	b, err := io.ReadAll(c.Request.Body)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		problem(c, 413, "request.too_large")
		return
	}
	c.String(200, "%d", len(b))
}

func conf(t *testing.T, flags map[string]string) config.Config {
	t.Helper()
	if flags == nil {
		flags = map[string]string{}
	}
	if flags["addr"] == "" {
		flags["addr"] = "127.0.0.1:0"
	}
	flags["body_limit"] = "10"
	c, err := config.Load("", nil, flags)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func handler(t *testing.T, flags map[string]string, change func(*server.Parts)) http.Handler {
	t.Helper()
	p := parts(io.Discard)
	if change != nil {
		change(&p)
	}
	s, err := server.New(conf(t, flags), p)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func do(h http.Handler, method, target string, body io.Reader, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, body)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func code(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var p struct{ Code string }
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return p.Code
}

func TestServer_headers(t *testing.T) {
	h := handler(t, nil, nil)
	for _, path := range []string{"/", "/collect", "/assets/desk-1.js", "/api/v1/sites/1", "/api/v1/none", "/api/v1/panic", "/livez", "/no.file"} {
		w := do(h, "GET", path, nil)
		if got := w.Header().Get("Content-Security-Policy"); got != csp { // ASVS 1.3.2, 14.2.3
			t.Errorf("%s: policy %q", path, got)
		}
		for name, want := range map[string]string{"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=()", "Server": "",
			"Access-Control-Allow-Origin": ""} { // ASVS 3.4.2
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s %q", path, name, got)
			}
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || // ASVS 3.2.1
			len(w.Header().Get("X-Request-Id")) != 24 {
			t.Errorf("%s: headers %v", path, w.Header())
		}
		if w.Header().Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: transport security over plain http", path)
		}
		if got := w.Header().Get("Cache-Control"); strings.HasPrefix(path, "/api/") && got != "no-store" { // ASVS 14.2.2, 14.3.2
			t.Errorf("%s: Cache-Control %q", path, got)
		}
	}
}

func TestServer_strict_transport(t *testing.T) {
	tests := []struct {
		name, host string
		want       bool
	}{
		{"name", "lw.example", true},
		{"name and port", "lw.example:8443", true},
		{"localhost", "localhost:8443", false},
		{"address", "10.0.0.1:8443", false},
		{"address of six", "[::1]:8443", false},
	}
	h := handler(t, map[string]string{"public_url": "https://lw.example"}, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := do(h, "GET", "/", nil, "Host", tt.host).Header().Get("Strict-Transport-Security")
			if (got != "") != tt.want { // ASVS 3.4.1
				t.Errorf("header %q, want one: %v", got, tt.want)
			}
		})
	}
}

func TestServer_unknown(t *testing.T) {
	tests := []struct {
		name, method, path string
		status             int
	}{
		{"route", "GET", "/api/v1/none", 404},
		{"file", "GET", "/none.png", 404},
		{"hashed file", "GET", "/assets/none", 404},
		{"method", "DELETE", "/api/v1/sites/1", 405},
		{"method on a page", "POST", "/collect", 404},
		{"slash at the end", "GET", "/api/v1/sites/1/", 404},
		{"compressed sibling", "GET", "/assets/desk-1.js.br", 404},
		{"placeholder", "GET", "/.keep", 404},
		{"metrics without token", "GET", "/metrics", 404},
	}
	h := handler(t, nil, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := do(h, tt.method, tt.path, nil)
			if w.Code != tt.status || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%d %s, want %d as problem+json", w.Code, w.Header().Get("Content-Type"), tt.status)
			}
		})
	}
}

func TestServer_panic(t *testing.T) {
	var log bytes.Buffer
	h := handler(t, nil, func(p *server.Parts) { p.Log = server.NewLogger(&log, slog.LevelInfo) })
	w := do(h, "GET", "/api/v1/panic", nil)
	if w.Code != 500 || code(t, w) != "server.internal" || strings.Contains(w.Body.String(), "boom") { // ASVS 16.5.1
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if id := w.Header().Get("X-Request-Id"); strings.Count(log.String(), id) != 2 { // ASVS 16.3.4
		t.Errorf("want the id %s on the panic's line and the access line:\n%s", id, &log)
	}

	srv := httptest.NewServer(h)
	_, _, err := get(srv.Client(), srv.URL+"/api/v1/panic-late")
	srv.Close() // its handlers have ended: the log is ours again
	if err == nil {
		t.Error("a panic in the middle of an answer ended it as if it were whole")
	}
	if strings.Contains(log.String(), "13800000000") {
		t.Error("the log has the text of an error, which may quote a person's data")
	}
}

func TestServer_body_limit(t *testing.T) {
	tests := []struct {
		name, path string
		bytes      int
		chunked    bool
		status     int
	}{
		{"at the limit", "/api/v1/pickups/1", 10, false, 200},
		{"over it", "/api/v1/pickups/1", 11, false, 413},
		{"over it, length unknown", "/api/v1/pickups/1", 11, true, 413},
		{"a larger one where that is allowed", "/api/v1/photos/1", 100, false, 200},
		{"too large even there", "/api/v1/photos/1", 101, false, 413},
		{"no such route", "/api/v1/none", 11, false, 413},
	}
	srv := httptest.NewServer(handler(t, nil, nil))
	defer srv.Close()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var body io.Reader = strings.NewReader(strings.Repeat("x", tt.bytes))
			if tt.chunked {
				body = io.MultiReader(body)
			}
			req, err := http.NewRequest("PUT", srv.URL+tt.path, body)
			if err != nil {
				t.Fatal(err)
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if res.StatusCode != tt.status {
				t.Errorf("status %d, want %d", res.StatusCode, tt.status)
			}
		})
	}
}

func TestServer_cross_origin(t *testing.T) {
	tests := []struct {
		name, method string
		header       []string
		status       int
	}{
		{"no browser", "PUT", nil, 200},
		{"own page", "PUT", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"another site's page", "PUT", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"another host, old browser", "PUT", []string{"Origin", "https://evil.example"}, 403},
		{"the host that the request names", "PUT", []string{"Origin", "http://example.com"}, 403},
		{"a host that the request names forwarded", "PUT", []string{"Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"}, 403},
		{"a page that was led to our address", "PUT", []string{"Origin", "https://evil.example", "Host", "evil.example", "Sec-Fetch-Site", "same-origin"}, 403},
		{"a page without an origin", "PUT", []string{"Origin", "null"}, 403},
		{"another port", "PUT", []string{"Origin", "https://lw.example:8443"}, 403},
		{"without encryption", "PUT", []string{"Origin", "http://lw.example"}, 403},
		{"public address", "PUT", []string{"Origin", "https://lw.example", "Sec-Fetch-Site", "cross-site"}, 200},
		{"public address, old browser, behind a proxy", "PUT", []string{"Origin", "https://lw.example", "Host", "10.0.0.7:8080", "X-Forwarded-Host", "evil.example"}, 200},
		{"public address with its port", "PUT", []string{"Origin", "https://lw.example:443"}, 200},
		{"a neighbour's page without an origin", "DELETE", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"reading", "GET", []string{"Sec-Fetch-Site", "cross-site"}, 405},
	}
	nowhere := handler(t, nil, nil) // where no address is said, the request's is all there is
	for name, status := range map[string]int{"http://example.com": 200, "https://evil.example": 403} {
		if w := do(nowhere, "PUT", "/api/v1/pickups/1", strings.NewReader("x"), "Origin", name, "X-Forwarded-Host", "evil.example"); w.Code != status {
			t.Errorf("%s without a public address: %d", name, w.Code)
		}
	}
	h := handler(t, map[string]string{"public_url": "https://lw.example"}, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := do(h, tt.method, "/api/v1/pickups/1", strings.NewReader("x"), tt.header...)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			if w.Code == 403 && code(t, w) != "request.cross_origin" {
				t.Errorf("code %s", code(t, w))
			}
		})
	}
}

func TestServer_client(t *testing.T) {
	tests := []struct {
		name, proxy, forwarded, want string
	}{
		{"no proxy trusted", "", "203.0.113.9", "192.0.2.1:1234"},
		{"another proxy trusted", "10.0.0.0/8", "203.0.113.9", "192.0.2.1:1234"},
		{"through the proxy", "192.0.2.0/24", "203.0.113.9", "203.0.113.9:0"},
		{"one entry the caller made up", "192.0.2.0/24", "127.0.0.1, 203.0.113.9", "203.0.113.9:0"},
		{"through two proxies", "192.0.2.0/24,198.51.100.7", "203.0.113.9, 198.51.100.7", "203.0.113.9:0"},
		{"nonsense", "192.0.2.0/24", "no address", "192.0.2.1:1234"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var flags map[string]string
			if tt.proxy != "" {
				flags = map[string]string{"trusted_proxy": tt.proxy}
			}
			h := handler(t, flags, nil)
			w := do(h, "GET", "/api/v1/sites/1", nil, "X-Forwarded-For", tt.forwarded, "X-Request-Id", "from-proxy")
			var got struct{ From string }
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.From != tt.want {
				t.Errorf("from %s (%v), want %s", got.From, err, tt.want)
			}
			if kept := w.Header().Get("X-Request-Id") == "from-proxy"; kept != strings.HasSuffix(tt.want, ":0") {
				t.Errorf("request id %s", w.Header().Get("X-Request-Id"))
			}
		})
	}
}

func TestServer_access_line(t *testing.T) {
	var log bytes.Buffer
	h := handler(t, nil, func(p *server.Parts) { p.Log = server.NewLogger(&log, slog.LevelInfo) })
	do(h, "GET", "/api/v1/sites/token-of-someone?phone=13800000000&x=%0a%1b[31m", nil, "X-Request-Id", "a\nb")
	do(h, "GET", "/collect/13900000000", nil)
	do(h, "FOO", "/none/%0d", nil)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines, want 3:\n%s", len(lines), &log)
	}
	for i, want := range []string{`"method":"GET","route":"/api/v1/sites/:id","status":200`, `"route":"(page)","status":200`, `"method":"other","route":"","status":404`} {
		if !strings.Contains(lines[i], want) || !strings.Contains(lines[i], `"request":"`) || !strings.Contains(lines[i], `"time":"`) { // ASVS 16.2.1
			t.Errorf("line %s lacks %s", lines[i], want)
		}
	}
	for _, never := range []string{"13800000000", "13900000000", "token-of-someone", "\x1b", "192.0.2.1"} {
		if strings.Contains(log.String(), never) { // ASVS 14.2.1, 16.2.5
			t.Errorf("the log has %q", never)
		}
	}
	log.Reset()
	quiet := handler(t, map[string]string{"access_log": "false"}, func(p *server.Parts) { p.Log = server.NewLogger(&log, slog.LevelInfo) })
	do(quiet, "GET", "/", nil)
	if log.Len() != 0 {
		t.Errorf("switched off, it wrote %s", &log)
	}
}

func TestServer_health(t *testing.T) {
	down := errors.New("database is locked")
	var state error
	h := handler(t, nil, func(p *server.Parts) { p.Ready = func(context.Context) error { return state } })
	if w := do(h, "GET", "/readyz", nil); w.Code != 200 {
		t.Errorf("ready: %d", w.Code)
	}
	state = down
	if w := do(h, "GET", "/readyz", nil); w.Code != 503 || strings.Contains(w.Body.String(), "locked") {
		t.Errorf("not ready: %d %s", w.Code, w.Body)
	}
	if w := do(h, "GET", "/livez", nil); w.Code != 200 {
		t.Errorf("live: %d", w.Code)
	}
}

func TestServer_metrics_token(t *testing.T) {
	const token = "0123456789abcdef"
	h := handler(t, map[string]string{"metrics_token": token}, nil)
	do(h, "GET", "/api/v1/sites/1", nil)
	tests := []struct {
		name, header string
		status       int
	}{
		{"none", "", 401},
		{"wrong", "Bearer 0123456789abcdeF", 401},
		{"right", "Bearer " + token, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := do(h, "GET", "/metrics", nil, "Authorization", tt.header)
			if w.Code != tt.status {
				t.Fatalf("status %d, want %d", w.Code, tt.status)
			}
			counted := strings.Contains(w.Body.String(), `liangwang_http_requests_total{method="GET",route="/api/v1/sites/:id",status="200"} 1`)
			if counted != (tt.status == 200) {
				t.Errorf("body %.300s", w.Body)
			}
		})
	}
}

// Where damage was found every answer says so, and the server is still ready for those who read.
func TestDamaged(t *testing.T) {
	damaged := false
	p := parts(io.Discard)
	p.Damaged = func() bool { return damaged }
	s, err := server.New(config.Config{BodyLimit: 10}, p)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		ready, answer := do(s.Handler(), "GET", "/readyz", nil), do(s.Handler(), "GET", "/api/v1/sites/1", nil)
		if ready.Code != 200 || strings.Contains(ready.Body.String(), "damaged") != damaged || (answer.Header().Get("Lw-State") == "damaged") != damaged { // ASVS 16.5.2
			t.Errorf("damaged %v: %s, %v", damaged, ready.Body, answer.Header())
		}
		damaged = true
	}
}
