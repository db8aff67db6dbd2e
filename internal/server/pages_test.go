package server_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"liangwang/internal/server"
)

func TestPages_addresses(t *testing.T) {
	tests := []struct {
		name, path, body, mime, cache string
	}{
		{"start", "/", "<title>desk</title>", "text/html; charset=utf-8", "no-cache"},
		{"page of the desk", "/office/month", "<title>desk</title>", "text/html; charset=utf-8", "no-cache"},
		{"collector", "/collect", "<title>collect</title>", "text/html; charset=utf-8", "no-cache"},
		{"deep link of the collector", "/collect/scan/1", "<title>collect</title>", "text/html; charset=utf-8", "no-cache"},
		{"like the collector's, but not", "/collection", "<title>desk</title>", "text/html; charset=utf-8", "no-cache"},
		{"service worker", "/sw.js", "self", "text/javascript; charset=utf-8", "no-cache"},
		{"manifest", "/collect.webmanifest", "{}", "application/manifest+json", "no-cache"},
		{"chunk", "/assets/desk-1.js", "plain desk", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"chunk with an underscore", "/assets/_plugin-2.js", "plugin", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"style of the collector", "/c/collect-1.css", "a{}", "text/css; charset=utf-8", "public, max-age=31536000, immutable"},
		{"icon", "/icons/icon-192.png", "png", "image/png", "no-cache"},
		{"unknown kind", "/assets/font-1.woff2x", "?", "application/octet-stream", "public, max-age=31536000, immutable"},
	}
	h := handler(t, nil, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := do(h, "GET", tt.path, nil)
			if w.Code != 200 || w.Body.String() != tt.body {
				t.Fatalf("%d %q, want %q", w.Code, w.Body, tt.body)
			}
			if got := w.Header().Get("Content-Type"); got != tt.mime {
				t.Errorf("type %q, want %q", got, tt.mime)
			}
			if got := w.Header().Get("Cache-Control"); got != tt.cache {
				t.Errorf("Cache-Control %q, want %q", got, tt.cache)
			}
			if got := w.Header().Get("Service-Worker-Allowed"); (got != "") != (tt.path == "/sw.js") {
				t.Errorf("Service-Worker-Allowed %q", got)
			}
			again := do(h, "GET", tt.path, nil, "If-None-Match", w.Header().Get("ETag"))
			if again.Code != 304 || again.Body.Len() != 0 {
				t.Errorf("asked again: %d with %d bytes", again.Code, again.Body.Len())
			}
			head := do(h, "HEAD", tt.path, nil)
			if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") != w.Header().Get("Content-Length") {
				t.Errorf("HEAD: %d with %d bytes", head.Code, head.Body.Len())
			}
		})
	}
}

func TestPages_compressed(t *testing.T) {
	tests := []struct {
		name, accept, body, coding string
	}{
		{"none", "", "plain desk", ""},
		{"both", "gzip, deflate, br", "br desk", "br"},
		{"old browser", "gzip, deflate", "gz desk", "gzip"},
		{"refused", "br;q=0, gzip;q=0.5", "gz desk", "gzip"},
		{"refused altogether", "br;q=0,gzip; q=0.0", "plain desk", ""},
	}
	h := handler(t, nil, nil)
	tags := map[string]string{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := do(h, "GET", "/assets/desk-1.js", nil, "Accept-Encoding", tt.accept)
			if w.Body.String() != tt.body || w.Header().Get("Content-Encoding") != tt.coding || w.Header().Get("Vary") != "Accept-Encoding" {
				t.Errorf("%q as %q", w.Body, w.Header().Get("Content-Encoding"))
			}
			tag := w.Header().Get("ETag")
			if other, ok := tags[tag]; ok && other != tt.coding {
				t.Errorf("%s for %q and %q", tag, other, tt.coding)
			}
			tags[tag] = tt.coding
		})
	}
}

func TestPages_never_built(t *testing.T) {
	h := handler(t, nil, func(p *server.Parts) { p.Pages = fstest.MapFS{".keep": {}} })
	for _, path := range []string{"/", "/collect", "/office/today"} {
		w := do(h, "GET", path, nil)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "make build") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %.80s", path, w.Code, w.Body)
		}
	}
	if w := do(h, "GET", "/api/v1/sites/1", nil); w.Code != 200 {
		t.Errorf("the API answers %d", w.Code)
	}
}
