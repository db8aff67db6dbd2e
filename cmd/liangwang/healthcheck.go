package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"liangwang/internal/config"
)

const healthWithin = 4 * time.Second // below the 5 s that a container's health check is usually given

func newHealthcheckCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Ask the running server whether it is ready 健康检查",
		Long: "Asks /readyz of the server that runs with the same configuration on this machine, and exits 0 if it is ready,\n" +
			"else 1. Meant for a container's health check.",
		Example: "  liangwang healthcheck\n  liangwang healthcheck --addr 127.0.0.1:9090",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkHealth(cmd.Context(), a.cfg); err != nil {
				return err
			}
			_, err := fmt.Fprintln(a.stdout, "ready")
			return err
		},
	}
	settings(cmd.Flags(), "addr", "tls_cert", "tls_key")
	return cmd
}

// checkHealth returns nil if the server of cfg is ready.
func checkHealth(ctx context.Context, cfg config.Config) error {
	ctx, cancel := context.WithTimeout(ctx, healthWithin)
	defer cancel()
	url := "http://" + nearby(cfg.Addr) + "/readyz"
	transport := &http.Transport{DisableKeepAlives: true, Proxy: nil}
	if cfg.TLS() {
		url = "https" + url[len("http"):]
		own, err := ownCertificate(cfg)
		if err != nil {
			return err
		}
		transport.TLSClientConfig = own
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return fmt.Errorf("no server answers at %s: %w", req.URL.Host, cause(err))
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", res.Status)
	}
	return nil
}

// nearby returns the address by which a server that listens on addr is reached from this machine.
func nearby(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip, perr := netip.ParseAddr(host); err == nil && (host == "" || perr == nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

// ownCertificate takes the configured certificate and no other. Its name is not compared: the check goes to an address of this
// machine, which the certificate need not name.
func ownCertificate(cfg config.Config) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(cfg.TLSCert, cfg.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, //nolint:gosec // the certificate itself is compared below
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			if len(raw) == 0 || !bytes.Equal(raw[0], pair.Certificate[0]) {
				return errors.New("another certificate than the configured one answers")
			}
			return nil
		},
	}, nil
}
