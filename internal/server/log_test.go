package server_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"unicode"

	"github.com/gin-gonic/gin"

	"liangwang/internal/server"
)

// Whatever a request has in its path, query, method and headers, and whatever an error quotes of it: a line of the log is one line of
// JSON, without a byte that a terminal obeys.
func TestLog_lines(t *testing.T) {
	var log bytes.Buffer
	h := handler(t, nil, func(p *server.Parts) {
		p.Log = server.NewLogger(&log, slog.LevelInfo)
		mount := p.Mount
		p.Mount = func(r *gin.Engine) {
			mount(r)
			r.GET("/api/v1/quoted/:id", func(c *gin.Context) {
				said := c.Param("id") + c.Query("q") + c.GetHeader("Lw-App") + c.Request.Method
				p.Log.ErrorContext(c.Request.Context(), "internal error", "err", errors.New(said), "text", said, slog.Group("g", "b", said))
				panic(said)
			})
		}
	})
	texts := []string{"a\n{\"level\":\"INFO\",\"msg\":\"request\"}", "\r\n\r\n", "\x00\x07\x08\x1b[31m", "\x1b]0;title\x07", "\x7f\x7f", "\u009b31m\u0085", "\u2028\u2029", "\u202eabc\u2066", "\xff\x9b31m",
		`"},{"a":"`, "%0a%0d", "两网\t废纸"}
	sent := 0
	for _, path := range []string{"/api/v1/quoted/", "/api/v1/sites/", "/api/v1/none/", "/", "/assets/"} {
		for _, s := range texts {
			for _, method := range []string{http.MethodGet, "BREW\n" + s} {
				q := httptest.NewRequest(http.MethodGet, "/x", nil)
				q.Method, q.URL = method, &url.URL{Path: path + s, RawQuery: "q=" + url.QueryEscape(s)}
				q.Host, q.RemoteAddr = s, s
				for _, name := range []string{"X-Request-Id", "Lw-App", "User-Agent", "X-Forwarded-For", "Origin", "Cookie", "Traceparent"} {
					q.Header.Set(name, s)
				}
				h.ServeHTTP(httptest.NewRecorder(), q)
				sent++
			}
		}
	}
	lines := bytes.Split(bytes.TrimSuffix(log.Bytes(), []byte("\n")), []byte("\n"))
	if len(lines) < sent || len(lines) > 3*sent {
		t.Errorf("%d lines of %d requests", len(lines), sent)
	}
	for _, line := range lines {
		var v map[string]any
		// ASVS 16.2.2, 16.2.4, 16.4.1
		if err := json.Unmarshal(line, &v); err != nil || v["time"] == nil {
			t.Errorf("%v: %q", err, line)
		}
		for _, r := range string(line) {
			if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%U in %q", r, line)
			}
		}
	}
}
