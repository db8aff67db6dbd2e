package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	headerWithin = 10 * time.Second
	maxHeader    = 64 << 10 // bytes
)

// ErrCut says that the stop took too long, and requests in hand were cut.
var ErrCut = errors.New("requests were cut at the stop")

// Run listens and serves until ctx is done, then stops in good order: /readyz says 503 for the drain delay, no connection is
// taken any more, and the requests in hand get their answers, for the drain timeout at most; what is not done by then is cut,
// and the error is ErrCut. started is called once, with the address for a browser, when connections are being taken.
//
// The requests' contexts outlive ctx: a stop does not cancel what is being stored.
func (s *Server) Run(ctx context.Context, started func(url string)) error {
	var servers []*http.Server
	failed := make(chan error, 2)
	open := func(addr string, h http.Handler, serve func(*http.Server, net.Listener) error) (string, error) {
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			return "", err
		}
		srv := s.newHTTP(h)
		servers = append(servers, srv)
		go func() { failed <- serve(srv, ln) }()
		return ln.Addr().String(), nil
	}

	var err error
	if s.cfg.MetricsAddr != "" {
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", s.metrics.handler())
		if _, err = open(s.cfg.MetricsAddr, mux, plainHTTP); err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	serve := plainHTTP
	if s.cfg.TLS() {
		if serve, err = s.overTLS(); err != nil {
			return errors.Join(err, stop(ctx, servers))
		}
	}
	bound, err := open(s.cfg.Addr, s.engine, serve)
	if err != nil {
		return errors.Join(err, stop(ctx, servers))
	}
	started(s.cfg.URL(bound))

	select {
	case err = <-failed:
		s.draining.Store(true)
	case <-ctx.Done():
		s.draining.Store(true)
		time.Sleep(s.cfg.DrainDelay)
	}
	down, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.cfg.DrainTimeout)
	defer cancel()
	return errors.Join(err, stop(down, servers))
}

func (s *Server) newHTTP(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerWithin,
		ReadTimeout:       s.cfg.ReadTimeout,
		WriteTimeout:      s.cfg.WriteTimeout,
		IdleTimeout:       s.cfg.IdleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.parts.Log.Handler(), slog.LevelDebug), // handshakes that fail: noise, with addresses
	}
}

func plainHTTP(srv *http.Server, ln net.Listener) error { return srv.Serve(ln) }

// overTLS returns how to serve with the configured certificate, HTTP/2 included. It fails if the certificate cannot be read now.
func (s *Server) overTLS() (func(*http.Server, net.Listener) error, error) {
	cert := &certificate{certFile: s.cfg.TLSCert, keyFile: s.cfg.TLSKey, now: s.parts.Now, log: s.parts.Log}
	if _, err := cert.get(nil); err != nil {
		return nil, err
	}
	return func(srv *http.Server, ln net.Listener) error {
		srv.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.get}
		return srv.ServeTLS(ln, "", "")
	}, nil
}

func stop(ctx context.Context, servers []*http.Server) error {
	var faults []error
	for _, srv := range servers {
		if err := srv.Shutdown(ctx); err != nil {
			_ = srv.Close()
			faults = append(faults, ErrCut)
		}
	}
	return errors.Join(faults...)
}
