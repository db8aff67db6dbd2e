package server_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"liangwang/internal/server"
)

// run serves until the returned stop is called, which returns what Run returned.
func run(t *testing.T, flags map[string]string, change func(*server.Parts)) (url string, stop func() error) {
	t.Helper()
	p := parts(io.Discard)
	if change != nil {
		change(&p)
	}
	s, err := server.New(conf(t, flags), p)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	started, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- s.Run(ctx, func(url string) { started <- url }) }()
	stop = func() error { cancel(); return <-done }
	select {
	case url = <-started:
	case err := <-done:
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(cancel)
	return url, stop
}

func get(c *http.Client, url string) (int, string, error) {
	res, err := c.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, string(b), err
}

// A request in hand when the stop comes gets its answer; while it is finished the server is not ready; afterwards it is gone.
func TestRun_drains(t *testing.T) {
	began, finish := make(chan struct{}), make(chan struct{})
	url, stop := run(t, map[string]string{"drain_delay": "300ms"}, func(p *server.Parts) {
		mount := p.Mount
		p.Mount = func(r *gin.Engine) {
			mount(r)
			r.GET("/api/v1/slow", func(c *gin.Context) {
				close(began)
				<-finish
				if err := c.Request.Context().Err(); err != nil {
					c.String(500, "cancelled by the stop")
					return
				}
				c.String(200, "stored")
			})
		}
	})
	type answer struct {
		status int
		body   string
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		status, body, err := get(http.DefaultClient, url+"/api/v1/slow")
		answers <- answer{status, body, err}
	}()
	<-began
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()

	deadline := time.Now().Add(5 * time.Second)
	for {
		status, _, err := get(http.DefaultClient, url+"/readyz")
		if err != nil {
			t.Fatalf("closed before anybody could see that it was draining: %v", err)
		}
		if status == 503 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("still ready")
		}
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request in hand: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	close(finish)
	if a := <-answers; a.err != nil || a.status != 200 || a.body != "stored" {
		t.Errorf("the request in hand got %+v", a)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
	if _, _, err := get(http.DefaultClient, url+"/livez"); err == nil {
		t.Error("it still answers")
	}
}

func TestRun_drain_timeout(t *testing.T) {
	began, never := make(chan struct{}), make(chan struct{})
	defer close(never)
	url, stop := run(t, map[string]string{"drain_delay": "1ms", "drain_timeout": "50ms"}, func(p *server.Parts) {
		mount := p.Mount
		p.Mount = func(r *gin.Engine) {
			mount(r)
			r.GET("/api/v1/stuck", func(*gin.Context) { close(began); <-never })
		}
	})
	cut := make(chan error, 1)
	go func() {
		_, _, err := get(http.DefaultClient, url+"/api/v1/stuck")
		cut <- err
	}()
	<-began
	if err := stop(); !errors.Is(err, server.ErrCut) {
		t.Errorf("error %v, want ErrCut", err)
	}
	select {
	case err := <-cut:
		if err == nil {
			t.Error("the request that was cut got an answer")
		}
	case <-time.After(5 * time.Second):
		t.Error("the caller is left waiting")
	}
}

func TestRun_address_in_use(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	s, err := server.New(conf(t, map[string]string{"addr": ln.Addr().String()}), parts(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context(), func(string) { t.Error("started") }); err == nil {
		t.Error("no error")
	}
}

func TestRun_metrics_listener(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	_ = ln.Close()
	url, stop := run(t, map[string]string{"metrics_addr": addr, "drain_delay": "1ms"}, nil)
	if status, body, err := get(http.DefaultClient, "http://"+addr+"/metrics"); err != nil || status != 200 || !strings.Contains(body, "go_goroutines") {
		t.Errorf("own listener: %d %.80s %v", status, body, err)
	}
	if status, _, _ := get(http.DefaultClient, url+"/metrics"); status != 404 {
		t.Errorf("main listener: %d", status)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// certify writes a certificate for lw.example with the given serial number, and returns a pool that trusts it.
func certify(t *testing.T, certFile, keyFile string, serial int64) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "lw.example"}, DNSNames: []string{"lw.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, certFile, "CERTIFICATE", der)
	writePEM(t, keyFile, "PRIVATE KEY", pkcs)
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return pool
}

func writePEM(t *testing.T, name, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRun_TLS(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	pool := certify(t, certFile, keyFile, 1)
	var ahead atomic.Int64 // seconds by which the clock is moved on
	var log bytes.Buffer
	url, stop := run(t, map[string]string{"tls_cert": certFile, "tls_key": keyFile, "drain_delay": "1ms"}, func(p *server.Parts) {
		p.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load()) * time.Second) }
		p.Log = server.NewLogger(&log, slog.LevelError)
	})
	addr := strings.Replace(strings.TrimPrefix(url, "https://"), "localhost", "127.0.0.1", 1)

	// serial connects anew and returns the serial number of the certificate that it is shown, and the protocol spoken.
	serial := func(pool *x509.CertPool) (int64, string) {
		t.Helper()
		tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "lw.example"}, ForceAttemptHTTP2: true}
		defer tr.CloseIdleConnections()
		res, err := (&http.Client{Transport: tr}).Get("https://" + addr + "/livez")
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.TLS.PeerCertificates[0].SerialNumber.Int64(), res.Proto
	}

	if n, proto := serial(pool); n != 1 || proto != "HTTP/2.0" {
		t.Errorf("serial %d by %s, want 1 by HTTP/2.0", n, proto)
	}
	old := &tls.Config{RootCAs: pool, ServerName: "lw.example", MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	if c, err := tls.Dial("tcp", addr, old); err == nil { // ASVS 12.1.1
		_ = c.Close()
		t.Error("it speaks TLS 1.1")
	}
	writePEM(t, certFile, "NONSENSE", []byte("half written"))
	for range 2 { // the second look finds nothing new to complain about
		ahead.Add(2)
		if n, _ := serial(pool); n != 1 {
			t.Errorf("serial %d while the file is broken, want the one before", n)
		}
	}
	renewed := certify(t, certFile, keyFile, 2)
	if n, _ := serial(pool); n != 1 {
		t.Errorf("serial %d: it looked again within a second", n)
	}
	ahead.Add(2)
	if n, _ := serial(renewed); n != 2 {
		t.Errorf("serial %d, want the renewed 2", n)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if got := strings.Count(log.String(), "certificate not reloaded"); got != 1 {
		t.Errorf("%d lines about the broken file, want 1:\n%s", got, &log)
	}
}

func TestRun_no_certificate(t *testing.T) {
	s, err := server.New(conf(t, map[string]string{"tls_cert": "none.pem", "tls_key": "none.pem"}), parts(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context(), func(string) { t.Error("started") }); err == nil {
		t.Error("no error")
	}
}

// Who sends a body byte by byte loses the connection after the server's read timeout, though huma lifts the deadlines of large bodies.
func TestRun_slow_body(t *testing.T) {
	read := make(chan error, 1)
	url, stop := run(t, map[string]string{"read_timeout": "300ms"}, func(p *server.Parts) {
		p.Mount = func(r *gin.Engine) {
			r.PUT("/api/v1/slow", func(c *gin.Context) {
				if err := huma.SetReadDeadline(c.Writer, time.Time{}); err != nil {
					t.Error(err)
				}
				_, err := io.ReadAll(c.Request.Body)
				read <- err
			})
		}
	})
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "PUT /api/v1/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-read:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the body ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the body is still waited for")
	}
	if err := errors.Join(conn.Close(), stop()); err != nil {
		t.Error(err)
	}
}
