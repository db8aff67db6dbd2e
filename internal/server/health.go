package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const readyWithin = 2 * time.Second // a database that takes longer to say hello is not ready

func (s *Server) live(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

// ready says 503 from the moment of the stop on, so that a balancer sends nobody here while the requests in hand are finished.
func (s *Server) ready(c *gin.Context) {
	if s.draining.Load() {
		c.String(http.StatusServiceUnavailable, "draining\n")
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyWithin)
	defer cancel()
	if err := s.parts.Ready(ctx); err != nil {
		s.parts.Log.LogAttrs(ctx, slog.LevelWarn, "not ready", slog.Any("err", err))
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return
	}
	if s.damaged() { // it serves those who read, which is all that it is for now
		c.String(http.StatusOK, "ok, read only: damaged data was found\n")
		return
	}
	c.String(http.StatusOK, "ok\n")
}

// metrics counts requests, in a registry of its own: two servers in one process do not share it.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(others []prometheus.Collector, damaged func() bool) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "liangwang_http_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "liangwang_http_request_seconds", Help: "Time from request to answer.",
			Buckets: []float64{0.001, 0.005, 0.02, 0.1, 0.5, 2, 10},
		}, []string{"method", "route"}),
	}
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "liangwang_damaged", Help: "1 when damage was found in the data and it is only read, else 0.",
	}, func() float64 {
		if damaged != nil && damaged() {
			return 1
		}
		return 0
	}))
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(others...)
	return m
}

func (m *metrics) count(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(method, route).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// metricsByToken serves the metrics to whoever has the token. Hashes are compared, so that the time says nothing about it.
func (s *Server) metricsByToken(c *gin.Context) {
	token, _ := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	got, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(s.cfg.MetricsToken))
	if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
		c.Header("WWW-Authenticate", "Bearer")
		s.parts.Problem(c, http.StatusUnauthorized, "auth.required")
		c.Abort()
		return
	}
	s.metrics.handler().ServeHTTP(c.Writer, c.Request)
}
