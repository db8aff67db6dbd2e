package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

// policy is the content security policy of every answer. It has no exception for inline code or style, and names no host.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const epochHeader = "Lw-Epoch"

const strictTransport = "max-age=31536000" // seconds: a year; hosts below this one are not ours to bind

// harden sets the headers that every answer carries. An answer of the API is not kept anywhere unless its operation says so.
func (s *Server) harden(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin") // no-referrer would send Origin: null with a form
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=()")
	if s.parts.Epoch != "" {
		h.Set(epochHeader, s.parts.Epoch)
	}
	if s.cfg.Secure() && named(c.Request.Host) {
		h.Set("Strict-Transport-Security", strictTransport)
	}
	if strings.HasPrefix(c.Request.URL.Path, apiPrefix) {
		h.Set("Cache-Control", "no-store")
	}
}

// named reports whether host (with or without port) is a name that Strict-Transport-Security is good for: not an address,
// and not localhost, where it would shut out every other program of the machine that speaks plain http.
func named(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return false
	}
	return host != "localhost" && !strings.HasSuffix(host, ".localhost")
}

// sameOrigin refuses a request that would change something and comes from another site's page (the session is a cookie). Where the
// public address is known it decides, not what the request says of the host: a proxy changes that, and anybody may send it.
func (s *Server) sameOrigin(c *gin.Context) {
	if s.cfg.PublicURL == "" && s.origins.Check(c.Request) == nil || s.cfg.PublicURL != "" && fromPage(c.Request, s.cfg.PublicURL) {
		return
	}
	s.parts.Problem(c, http.StatusForbidden, "request.cross_origin")
	c.Abort()
}

// fromPage reports whether r is harmless, or from a page of the origin public, or from no page at all.
func fromPage(r *http.Request, public string) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		return canonical(origin) == canonical(public)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none": // no browser, or an old one without an Origin; a page of ours; typed by hand
		return true
	}
	return false
}

// canonical is an origin as browsers write it: small letters, without the port that its scheme has anyway.
func canonical(origin string) string {
	origin = strings.ToLower(origin)
	if rest, ok := strings.CutPrefix(origin, "https://"); ok {
		return "https://" + strings.TrimSuffix(rest, ":443")
	}
	return strings.TrimSuffix(origin, ":80")
}
