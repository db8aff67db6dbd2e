package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"liangwang/internal/config"
	"liangwang/internal/server"
)

// serveBare serves a program without an API, ready as long as the returned switch is on, and returns its host:port.
func serveBare(t *testing.T, flags map[string]string) (addr string, ready *atomic.Bool) {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	ready = &atomic.Bool{}
	ready.Store(true)
	flags["addr"], flags["drain_delay"] = "127.0.0.1:0", "0s"
	cfg, err := config.Load("", nil, flags)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := newTestApp()
	a.cfg, a.log = cfg, server.NewLogger(a.stderr, cfg.LogLevel)
	parts := server.Parts{
		Mount:   func(*gin.Engine) {},
		Problem: func(c *gin.Context, status int, _ string) { c.AbortWithStatus(status) },
		Ready: func(context.Context) error {
			if !ready.Load() {
				return errors.New("down")
			}
			return nil
		},
	}
	ctx, cancel := context.WithCancel(t.Context())
	started, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- a.listen(ctx, parts, func(u string) { started <- u }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(<-started)
	if err != nil {
		t.Fatal(err)
	}
	return "127.0.0.1:" + u.Port(), ready
}

func TestHealthcheck(t *testing.T) {
	addr, ready := serveBare(t, map[string]string{})
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"healthcheck", "--addr", addr}); err != nil || stdout.String() != "ready\n" {
		t.Errorf("ready: %v, %q", err, stdout)
	}
	_, port, _ := strings.Cut(addr, ":")
	a, _ = newTestApp("LW_ADDR=0.0.0.0:" + port)
	if err := run(t.Context(), a, []string{"healthcheck"}); err != nil {
		t.Errorf("address of the environment, every interface: %v", err)
	}
	ready.Store(false)
	if err := run(t.Context(), a, []string{"healthcheck"}); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("not ready: %v", err)
	}
	a, _ = newTestApp()
	if err := run(t.Context(), a, []string{"healthcheck", "--addr", "127.0.0.1:1"}); err == nil {
		t.Error("nobody there, and no error")
	}
}

func TestHealthcheck_TLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	selfSign(t, cert, key)
	addr, _ := serveBare(t, map[string]string{"tls_cert": cert, "tls_key": key})
	a, _ := newTestApp()
	if err := run(t.Context(), a, []string{"healthcheck", "--addr", addr, "--tls-cert", cert, "--tls-key", key}); err != nil {
		t.Errorf("own certificate: %v", err)
	}
	other, otherKey := filepath.Join(dir, "other.pem"), filepath.Join(dir, "other-key.pem")
	selfSign(t, other, otherKey)
	a, _ = newTestApp()
	if err := run(t.Context(), a, []string{"healthcheck", "--addr", addr, "--tls-cert", other, "--tls-key", otherKey}); err == nil {
		t.Error("another program's certificate was taken")
	}
}

// selfSign writes a certificate whose name is no address of this machine.
func selfSign(t *testing.T, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"lw.example"}, NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: pkcs}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
