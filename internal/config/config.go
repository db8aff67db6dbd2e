// Package config reads how one running program is set up.
//
// The layers, each over the one before: the defaults of Keys, a YAML file, the environment (LW_ADDR for addr), the flags of the
// command line. The result is checked once by Load and passed down as a Config; nothing reads the environment after that.
//
//	data directory (数据目录)   where the SQLite database, photos and caches live
//	dsn (数据库地址)            empty: SQLite in the data directory; postgres://…: PostgreSQL
//	public URL (对外地址)       the address that people type, where a proxy stands before the program
//	trusted proxy (可信代理)    a network whose X-Forwarded-For and X-Request-Id are believed
package config

import (
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Config is the checked configuration. The doc of each field stands in Keys, where users read it too.
type Config struct {
	Addr            string         `koanf:"addr"`
	Data            string         `koanf:"data"`
	DSN             string         `koanf:"dsn"`
	Demo            bool           `koanf:"demo"`
	DemoNow         time.Time      `koanf:"demo_now"`
	TLSCert         string         `koanf:"tls_cert"`
	TLSKey          string         `koanf:"tls_key"`
	PublicURL       string         `koanf:"public_url"`
	TrustedProxy    []netip.Prefix `koanf:"trusted_proxy"`
	MetricsAddr     string         `koanf:"metrics_addr"`
	MetricsToken    string         `koanf:"metrics_token"`
	LogLevel        slog.Level     `koanf:"log_level"`
	AccessLog       bool           `koanf:"access_log"`
	BodyLimit       int64          `koanf:"body_limit"`
	PhotoLimit      int64          `koanf:"photo_limit"`
	PhotoQuota      int64          `koanf:"photo_quota"`
	ImportLimit     int64          `koanf:"import_limit"`
	Reserve         int64          `koanf:"reserve"`
	SessionTTL      time.Duration  `koanf:"session_ttl"`
	BackupDir       string         `koanf:"backup_dir"`
	BackupEvery     time.Duration  `koanf:"backup_every"`
	BackupKeep      int            `koanf:"backup_keep"`
	BackupEncryptTo string         `koanf:"backup_encrypt_to"`
	BackupKeys      string         `koanf:"backup_keys"`
	ReadTimeout     time.Duration  `koanf:"read_timeout"`
	WriteTimeout    time.Duration  `koanf:"write_timeout"`
	IdleTimeout     time.Duration  `koanf:"idle_timeout"`
	DrainDelay      time.Duration  `koanf:"drain_delay"`
	DrainTimeout    time.Duration  `koanf:"drain_timeout"`
}

// TLS reports whether the program itself speaks TLS.
func (c Config) TLS() bool { return c.TLSCert != "" }

// Secure reports whether people reach the program over https, so that cookies carry Secure: either it speaks TLS itself, or
// its public URL says that a proxy does.
func (c Config) Secure() bool { return c.TLS() || strings.HasPrefix(c.PublicURL, "https://") }

// Postgres reports whether the database is PostgreSQL; else it is SQLite, in the file that Database names.
func (c Config) Postgres() bool { return c.DSN != "" }

// Database returns the DSN, or the path of the SQLite file in the data directory if there is none.
func (c Config) Database() string {
	if c.DSN != "" {
		return c.DSN
	}
	return filepath.Join(c.Data, "liangwang.db")
}

// URL returns the address that people open in a browser: the public URL, else the one that the bound address (host:port, as a
// listener reports it) is reached by from this machine.
func (c Config) URL(bound string) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	u := url.URL{Scheme: "http", Host: bound}
	if c.TLS() {
		u.Scheme = "https"
	}
	host, port, err := net.SplitHostPort(bound)
	if ip, perr := netip.ParseAddr(host); err == nil && (host == "" || perr == nil && (ip.IsLoopback() || ip.IsUnspecified())) {
		u.Host = net.JoinHostPort("localhost", port)
	}
	return u.String()
}

// LogValue implements slog.LogValuer: what may stand in a log, which is neither the token nor the password of a DSN.
func (c Config) LogValue() slog.Value {
	database := "sqlite"
	if c.Postgres() {
		database = "postgres"
	}
	return slog.GroupValue(slog.String("addr", c.Addr), slog.String("database", database), slog.Bool("tls", c.TLS()),
		slog.Bool("demo", c.Demo), slog.String("public_url", c.PublicURL), slog.String("metrics_addr", c.MetricsAddr),
		slog.Bool("backups", c.BackupDir != ""))
}
