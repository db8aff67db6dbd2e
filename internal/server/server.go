// Package server runs the program's HTTP side: the gin engine with its middleware, limits, TLS, the embedded pages, health
// and metrics, and the orderly stop. It knows nothing of the domain; the API is mounted by a function that it is given.
//
//	page (页面)          an HTML file of the front end, sent for every address that is not a file and not the API
//	draining (停机中)    told to stop: /readyz says 503, requests in hand are finished, no new ones are taken
//	live, ready          the process runs; it can also do its work
package server

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"liangwang/internal/config"
	"liangwang/static"
)

// Parts are what the server is given by the program around it.
type Parts struct {
	// Mount adds the API to the engine, its answers to unknown routes (404) and methods (405) included.
	Mount func(*gin.Engine)
	// Problem answers with an error of the given status and code as problem+json, and ends the handling of the request.
	Problem func(c *gin.Context, status int, code string)
	// Ready returns nil when requests can be served, as far as the parts behind the API know (database open, …).
	Ready func(context.Context) error
	// Now is the clock of the machine, also where the program shows another time: it times requests.
	Now func() time.Time
	// Log takes the access lines and what goes wrong.
	Log *slog.Logger
	// Large names the paths that may have a larger body than the configured limit.
	Large []Large
	// Epoch goes out with every answer (Lw-Epoch): a phone that sees another one sends again what its predecessor acknowledged.
	Epoch string
	// Metrics are the figures of the program around the server.
	Metrics []prometheus.Collector
	// Pages is the built front end; nil is the embedded one.
	Pages fs.FS
}

// Large allows bodies of up to Bytes for paths that begin with Prefix.
type Large struct {
	Prefix string
	Bytes  int64
}

// Server is the HTTP side of one program. New makes it, Run serves.
type Server struct {
	cfg      config.Config
	parts    Parts
	engine   *gin.Engine
	pages    pages
	metrics  *metrics
	origins  *http.CrossOriginProtection
	draining atomic.Bool
}

// New returns a server that is not listening yet.
func New(cfg config.Config, p Parts) (*Server, error) {
	if p.Pages == nil {
		p.Pages = static.Dist()
	}
	pages, err := readPages(p.Pages)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, parts: p, pages: pages, metrics: newMetrics(p.Metrics), origins: http.NewCrossOriginProtection()}
	if s.engine, err = s.newEngine(); err != nil {
		return nil, err
	}
	return s, nil
}

// newEngine puts the middleware together: what comes first sees the request first and the answer last.
func (s *Server) newEngine() (*gin.Engine, error) {
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash = false // an address is right or wrong; a redirect would lose the body
	proxies := make([]string, len(s.cfg.TrustedProxy))
	for i, p := range s.cfg.TrustedProxy {
		proxies[i] = p.String()
	}
	if err := r.SetTrustedProxies(proxies); err != nil {
		return nil, err
	}
	r.Use(
		s.client,     // who is really calling, behind a trusted proxy
		s.identify,   // request id, in the context and in the answer
		s.observe,    // access line and metrics, of everything below
		s.recover,    // a panic becomes a 500
		s.harden,     // security headers on every answer
		s.sameOrigin, // no unsafe method from another site's page
		s.limit,      // no body over the limit
		s.page,       // the front end; what is left goes to the API
	)
	r.GET("/livez", s.live)
	r.GET("/readyz", s.ready)
	if s.cfg.MetricsToken != "" {
		r.GET("/metrics", s.metricsByToken)
	}
	s.parts.Mount(r)
	return r, nil
}

// Handler returns the whole HTTP side without a listener.
func (s *Server) Handler() http.Handler { return s.engine }
