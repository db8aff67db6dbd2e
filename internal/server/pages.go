package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"liangwang/static"
)

const (
	apiPrefix = "/api/"
	immutable = "public, max-age=31536000, immutable" // seconds: a year; the name changes with the content
	revalid   = "no-cache"                            // kept, but asked about each time
)

// pages is the front end by address ("/assets/index-B1x.js"), read once at the start.
type pages map[string]*file

// file is one file of the front end: as it is, and compressed at build time if that made it smaller.
type file struct {
	mime, cache string
	etag        string // without quotes
	plain       []byte
	br, gz      []byte // nil: not there
}

// types are the media types of what Vite writes. A table of our own: the machine's may lack or change them.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".json": "application/json", ".webmanifest": "application/manifest+json",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
}

func readPages(dist fs.FS) (pages, error) {
	all := pages{}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name)[0] == '.' || compressed(name) {
			return err
		}
		f, err := readFile(dist, name)
		all["/"+name] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("front end: %w", err)
	}
	return all, nil
}

func compressed(name string) bool {
	return strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

func readFile(dist fs.FS, name string) (*file, error) {
	plain, err := fs.ReadFile(dist, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(plain)
	f := &file{mime: types[path.Ext(name)], cache: revalid, etag: hex.EncodeToString(sum[:12]), plain: plain}
	if f.mime == "" {
		f.mime = "application/octet-stream"
	}
	if strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, "c/") {
		f.cache = immutable
	}
	f.br, _ = fs.ReadFile(dist, name+".br") // absent where compressing gains nothing
	f.gz, _ = fs.ReadFile(dist, name+".gz")
	return f, nil
}

// page answers with a file of the front end, or with the page that an address below it belongs to; everything else passes on.
func (s *Server) page(c *gin.Context) {
	p := c.Request.URL.Path
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead || strings.HasPrefix(p, apiPrefix) {
		return
	}
	f, ok := s.pages[p]
	route := "(file)"
	if !ok {
		if !isPage(p) {
			return
		}
		f, route = s.pages.forPage(p), "(page)"
	}
	c.Set(routeKey, route)
	f.write(c)
	c.Abort()
}

// isPage reports whether p is an address that the front end's router knows what to do with: no file, no end point of ours.
func isPage(p string) bool {
	switch p {
	case "/livez", "/readyz", "/metrics", "/api":
		return false
	}
	return !strings.HasPrefix(p, "/assets/") && !strings.HasPrefix(p, "/c/") && !strings.Contains(path.Base(p), ".")
}

// forPage returns the page that p belongs to: /collect and all below it to collect.html, everything without a page of its
// own to index.html. If the front end was never built, it returns the hint how to do that.
func (a pages) forPage(p string) *file {
	first, _, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/")
	if f, ok := a["/"+first+".html"]; ok {
		return f
	}
	if f, ok := a["/index.html"]; ok {
		return f
	}
	return &file{mime: types[".html"], cache: "no-store", plain: static.Unbuilt()}
}

func (f *file) write(c *gin.Context) {
	h := c.Writer.Header()
	body, etag := f.plain, f.etag
	if f.br != nil || f.gz != nil {
		h.Set("Vary", "Accept-Encoding")
		accept := c.GetHeader("Accept-Encoding")
		switch {
		case f.br != nil && accepts(accept, "br"):
			body, etag = f.br, f.etag+"-br"
			h.Set("Content-Encoding", "br")
		case f.gz != nil && accepts(accept, "gzip"):
			body, etag = f.gz, f.etag+"-gz"
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("Cache-Control", f.cache)
	h.Set("Content-Type", f.mime)
	if c.Request.URL.Path == "/sw.js" {
		h.Set("Service-Worker-Allowed", "/")
	}
	if f.etag != "" {
		etag = `"` + etag + `"`
		h.Set("ETag", etag)
		if matches(c.GetHeader("If-None-Match"), etag) {
			h.Del("Content-Encoding")
			c.Writer.WriteHeader(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Writer.WriteHeader(http.StatusOK)
	c.Writer.WriteHeaderNow()
	if c.Request.Method != http.MethodHead {
		_, _ = c.Writer.Write(body) // fails only if the reader has gone
	}
}

// accepts reports whether an Accept-Encoding header takes the coding: named, and not with q=0.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, param, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, found := strings.CutPrefix(strings.TrimSpace(param), "q=")
		n, err := strconv.ParseFloat(q, 64)
		return !found || err != nil || n > 0
	}
	return false
}

// matches reports whether an If-None-Match header has the entity tag.
func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == etag {
			return true
		}
	}
	return false
}
