package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
	"unicode"

	"github.com/gin-gonic/gin"
)

const requestIDHeader = "X-Request-Id"

// client sets the request's RemoteAddr to the address of the person's machine, whom a trusted proxy names in X-Forwarded-For
// (port 0 then: it is not known). Nobody else's X-Forwarded-For is believed, and nobody below has to know about proxies.
func (s *Server) client(c *gin.Context) {
	host, _, err := net.SplitHostPort(c.Request.RemoteAddr)
	if ip := c.ClientIP(); err == nil && ip != "" && ip != host {
		c.Request.RemoteAddr = net.JoinHostPort(ip, "0")
		c.Set(proxiedKey, true)
	}
}

type (
	idKey   struct{}
	infoKey string
)

const (
	proxiedKey infoKey = "proxied" // set: the request came through a trusted proxy
	routeKey   infoKey = "route"   // set by the pages, which have no route of gin's
)

// identify gives the request an id, or keeps the one that a trusted proxy gave it.
func (s *Server) identify(c *gin.Context) {
	id := c.GetHeader(requestIDHeader)
	if _, proxied := c.Get(proxiedKey); !proxied || !plain(id) {
		var b [12]byte
		_, _ = rand.Read(b[:]) // never fails (crypto/rand)
		id = hex.EncodeToString(b[:])
	}
	c.Header(requestIDHeader, id)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), idKey{}, id))
}

// plain reports whether an id of the proxy's may stand in a log line.
func plain(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for i := range len(id) {
		b := id[i]
		if b != '-' && b != '_' && (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'z') {
			return false
		}
	}
	return true
}

// observe writes the access line and counts the request. The line has the route, never the path or the query: they may hold
// a token, a name or a phone number; nor the address of the caller.
func (s *Server) observe(c *gin.Context) {
	start := s.parts.Now()
	defer func() {
		route := c.FullPath()
		if r := c.GetString(routeKey); route == "" && r != "" {
			route = r
		}
		took := s.parts.Now().Sub(start)
		status, method := c.Writer.Status(), methodName(c.Request.Method)
		s.metrics.count(method, route, status, took)
		if !s.cfg.AccessLog {
			return
		}
		level := slog.LevelInfo
		if status >= 500 {
			level = slog.LevelWarn
		}
		s.parts.Log.LogAttrs(c.Request.Context(), level, "request", slog.String("method", method), slog.String("route", route),
			slog.Int("status", status), slog.Int("bytes", max(0, c.Writer.Size())), slog.Int64("us", took.Microseconds()))
	}()
	c.Writer = wholeRequest{c.Writer}
	c.Next()
}

// wholeRequest keeps the server's read timeout for the whole of a request. huma would replace it by a shorter one for each body and
// then lift it, for large bodies at once: whoever sends a byte a minute could hold a connection for good. It also sets two timers less.
type wholeRequest struct{ gin.ResponseWriter }

// SetReadDeadline changes nothing.
func (wholeRequest) SetReadDeadline(time.Time) error { return nil }

// methodName keeps a caller from filling log and metrics with methods of his invention.
func methodName(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recover answers a panic with a 500. If the answer had already begun, the connection is cut instead, so that the caller does
// not take half an answer for a whole one.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler { // asked for, by whoever panicked with it
			panic(p)
		}
		s.parts.Log.LogAttrs(c.Request.Context(), slog.LevelError, "panic", slog.String("route", c.FullPath()),
			slog.String("cause", cause(p)), slog.String("stack", string(debug.Stack())))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		s.parts.Problem(c, http.StatusInternalServerError, "server.internal")
		c.Abort()
	}()
	c.Next()
}

// cause says what a panic was about. The text of errors that are not the runtime's is left out: it may quote a person's data.
func cause(p any) string {
	switch e := p.(type) {
	case runtime.Error:
		return e.Error()
	case string:
		return e
	case error:
		return "error"
	}
	return "value"
}

// limit bounds the body: at once if the length is declared, else while it is read.
func (s *Server) limit(c *gin.Context) {
	n := s.bodyLimit(c.Request.URL.Path)
	if c.Request.ContentLength > n {
		c.Header("Connection", "close") // the rest of the body is not worth reading
		s.parts.Problem(c, http.StatusRequestEntityTooLarge, "request.too_large")
		c.Abort()
		return
	}
	if c.Request.Body != nil && c.Request.Body != http.NoBody {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, n)
	}
}

func (s *Server) bodyLimit(path string) int64 {
	for _, l := range s.parts.Large {
		if len(path) >= len(l.Prefix) && path[:len(l.Prefix)] == l.Prefix {
			return l.Bytes
		}
	}
	return s.cfg.BodyLimit
}

// NewLogger returns a logger that writes JSON lines to w and adds the id of the request that a context belongs to. No text in a line can
// steer the terminal that shows it: JSON escapes line breaks and the first 32 characters, and what it leaves is replaced.
func NewLogger(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(withID{slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: tame})})
}

// tame replaces what a terminal obeys in texts and errors.
func tame(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(strings.Map(shown, v))
	case error:
		a.Value = slog.StringValue(strings.Map(shown, v.Error()))
	}
	return a
}

// shown returns r, or a mark in place of DEL, of the controls behind it (0x9b begins an escape sequence) and of what turns the direction
// of writing. JSON escapes the controls before the blank itself.
func shown(r rune) rune {
	if r >= 0x7f && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return unicode.ReplacementChar
	}
	return r
}

type withID struct{ slog.Handler }

func (h withID) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(idKey{}).(string); ok {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h withID) WithAttrs(a []slog.Attr) slog.Handler { return withID{h.Handler.WithAttrs(a)} }
func (h withID) WithGroup(name string) slog.Handler   { return withID{h.Handler.WithGroup(name)} }
