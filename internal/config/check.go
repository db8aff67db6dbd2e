package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	minToken  = 16               // characters; fewer could be guessed
	maxStop   = 10 * time.Second // what a supervisor waits before it kills
	minBackup = time.Minute      // more often is none finished before the next
)

// check returns every fault of c, joined. It says what is wrong with a secret, never the secret.
func (c Config) check() error {
	var faults []error
	that := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	that(hostPort(c.Addr), "addr: host:port is expected, not %q", c.Addr)
	that(c.Data != "", "data: a directory is expected")
	that(c.DSN == "" || strings.HasPrefix(c.DSN, "postgres://") || strings.HasPrefix(c.DSN, "postgresql://"),
		"dsn: postgres://… is expected, or nothing for SQLite in the data directory")
	that((c.TLSCert == "") == (c.TLSKey == ""), "tls_cert and tls_key: both or neither")
	that(c.DemoNow.IsZero() || c.Demo, "demo_now: only with demo")
	that(c.PublicURL == "" || origin(c.PublicURL), "public_url: https://host[:port] without a path is expected, not %q", c.PublicURL)
	that(c.MetricsAddr == "" || hostPort(c.MetricsAddr), "metrics_addr: host:port is expected, not %q", c.MetricsAddr)
	that(c.MetricsToken == "" || len(c.MetricsToken) >= minToken, "metrics_token: %d characters or more are expected", minToken)
	for name, n := range map[string]int64{"body_limit": c.BodyLimit, "photo_limit": c.PhotoLimit, "photo_quota": c.PhotoQuota, "import_limit": c.ImportLimit} {
		that(n > 0, "%s: more than 0 bytes are expected", name)
	}
	that(c.Reserve >= 0, "reserve: 0 bytes or more are expected")
	that(c.BackupDir == "" || c.DSN == "", "backup_dir: only with SQLite; of PostgreSQL use pg_dump")
	that(c.BackupDir == "" || !within(c.Data, c.BackupDir), "backup_dir: outside of the data directory, which may be what is lost")
	that(c.BackupKeys == "" || c.BackupDir != "", "backup_keys: only beside backup_dir; by hand: backup --keys")
	that(c.BackupKeys == "" || !within(c.Data, c.BackupKeys) && !within(c.BackupDir, c.BackupKeys), "backup_keys: outside of the data directory and of backup_dir: who has the one must not have both")
	that(c.BackupEvery >= minBackup, "backup_every: %v or more is expected", minBackup)
	that(c.BackupKeep > 0, "backup_keep: 1 or more is expected")
	that(c.BackupEncryptTo == "" || strings.HasPrefix(c.BackupEncryptTo, "age1"), "backup_encrypt_to: an age recipient (age1…) is expected")
	times := map[string]time.Duration{
		"session_ttl": c.SessionTTL, "read_timeout": c.ReadTimeout, "write_timeout": c.WriteTimeout,
		"idle_timeout": c.IdleTimeout, "drain_timeout": c.DrainTimeout,
	}
	for name, d := range times {
		that(d > 0, "%s: more than 0s is expected", name)
	}
	that(c.DrainDelay >= 0 && c.DrainDelay+c.DrainTimeout <= maxStop, "drain_delay and drain_timeout: together at most %v", maxStop)
	return errors.Join(faults...)
}

// within reports whether path is dir or below it.
func within(dir, path string) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func hostPort(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n <= 65535
}

// origin reports whether s is scheme and host alone, as a browser sends it in Origin.
func origin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && s == u.Scheme+"://"+u.Host
}
