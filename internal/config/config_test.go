package config_test

import (
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"liangwang/internal/config"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lw.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad_layers(t *testing.T) {
	path := write(t, "addr: 127.0.0.1:1\ndata: from-file\nlog_level: warn\nsession_ttl: 1h\ntrusted_proxy: [10.0.0.0/8, 192.168.1.7]\ndemo: true\ndemo_now: 2026-11-23T08:00:00Z\n")
	env := []string{"LW_DATA=from-env", "LW_LOG_LEVEL=error", "LW_ADDR=", "LW_SHARED=elsewhere", "HOME=/", "LW_METRICS_TOKEN=0123456789abcdef"}
	c, err := config.Load(path, env, map[string]string{"log_level": "debug", "body_limit": "99"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:1" { // an empty variable counts as unset
		t.Errorf("addr %q, want the file's", c.Addr)
	}
	if c.Data != "from-env" {
		t.Errorf("data %q, want the environment's", c.Data)
	}
	if c.LogLevel != slog.LevelDebug || c.BodyLimit != 99 {
		t.Errorf("log level %v, body limit %d, want the flags'", c.LogLevel, c.BodyLimit)
	}
	if c.SessionTTL != time.Hour || c.ReadTimeout != 2*time.Minute {
		t.Errorf("session %v of the file, read timeout %v by default", c.SessionTTL, c.ReadTimeout)
	}
	if !c.DemoNow.Equal(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("demo_now %v", c.DemoNow)
	}
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.168.1.7/32")}
	if len(c.TrustedProxy) != 2 || c.TrustedProxy[0] != want[0] || c.TrustedProxy[1] != want[1] {
		t.Errorf("trusted proxies %v, want %v", c.TrustedProxy, want)
	}
}

func TestLoad_defaults(t *testing.T) {
	c, err := config.Load("", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:8080" || c.Database() != filepath.Join("data", "liangwang.db") || c.Postgres() || c.Secure() || !c.AccessLog {
		t.Errorf("defaults: %+v", c)
	}
}

func TestLoad_faults(t *testing.T) {
	tests := []struct {
		name  string
		file  string
		flags map[string]string
		want  string
	}{
		{"slip in the file", "adr: 127.0.0.1:1\n", nil, `"adr" is no setting`},
		{"no YAML", "a: [", nil, "configuration file"},
		{"no port", "", map[string]string{"addr": "localhost"}, "addr: host:port"},
		{"port out of range", "", map[string]string{"addr": "localhost:70000"}, "addr: host:port"},
		{"certificate without key", "", map[string]string{"tls_cert": "c.pem"}, "both or neither"},
		{"demo clock without demo", "", map[string]string{"demo_now": "2026-11-23T08:00:00Z"}, "only with demo"},
		{"demo clock is no time", "", map[string]string{"demo": "true", "demo_now": "yesterday"}, "demo_now"},
		{"dsn of another database", "", map[string]string{"dsn": "mysql://u:hunter2@h/d"}, "dsn: postgres://"},
		{"public URL with a path", "", map[string]string{"public_url": "https://a.example/lw"}, "public_url"},
		{"public URL without scheme", "", map[string]string{"public_url": "a.example"}, "public_url"},
		{"proxy is no network", "", map[string]string{"trusted_proxy": "10.0.0.0/8,proxy"}, "trusted_proxy"},
		{"short token", "", map[string]string{"metrics_token": "abc"}, "16 characters"},
		{"level", "", map[string]string{"log_level": "loud"}, "log_level"},
		{"no body at all", "", map[string]string{"body_limit": "0"}, "body_limit"},
		{"size with a unit", "", map[string]string{"body_limit": "1MB"}, "body_limit"},
		{"backups in the data directory", "", map[string]string{"data": "d", "backup_dir": "d/b"}, "backup_dir: outside"},
		{"backups of PostgreSQL", "", map[string]string{"dsn": "postgres://h/d", "backup_dir": "b"}, "pg_dump"},
		{"backups all the time", "", map[string]string{"backup_every": "1s"}, "backup_every"},
		{"no backup stays", "", map[string]string{"backup_keep": "0"}, "backup_keep"},
		{"keys among the backups", "", map[string]string{"backup_dir": "b", "backup_keys": "b/k"}, "backup_keys: outside"},
		{"keys without backups", "", map[string]string{"backup_keys": "k"}, "backup_keys: only"},
		{"backup for nobody", "", map[string]string{"backup_encrypt_to": "me"}, "backup_encrypt_to"},
		{"no time", "", map[string]string{"session_ttl": "-1s"}, "session_ttl"},
		{"too long a stop", "", map[string]string{"drain_timeout": "11s"}, "together at most 10s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := ""
			if tt.file != "" {
				path = write(t, tt.file)
			}
			_, err := config.Load(path, nil, tt.flags)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("the error shows a password")
			}
		})
	}
	t.Run("all at once", func(t *testing.T) {
		_, err := config.Load("", nil, map[string]string{"addr": "x", "metrics_token": "y"})
		if err == nil || !strings.Contains(err.Error(), "addr") || !strings.Contains(err.Error(), "metrics_token") {
			t.Fatalf("error %v, want both faults", err)
		}
	})
}

// Every key reaches a field, and every field has a key: a new one cannot be forgotten on either side.
func TestKeys(t *testing.T) {
	values := map[string]string{
		"addr": "h:1", "data": "d", "dsn": "postgres://h/d", "demo": "true", "demo_now": "2026-11-23T08:00:00Z", "tls_cert": "c", "tls_key": "k",
		"public_url": "https://h", "trusted_proxy": "::1", "metrics_addr": "h:2", "metrics_token": "0123456789abcdef", "log_level": "warn",
		"access_log": "false", "body_limit": "1", "photo_limit": "2", "photo_quota": "9", "import_limit": "3", "reserve": "4", "session_ttl": "1s", "read_timeout": "2s",
		"write_timeout": "3s", "idle_timeout": "4s", "drain_delay": "5ms", "drain_timeout": "6s",
		"backup_dir": "b", "backup_every": "1h", "backup_keep": "3", "backup_encrypt_to": "age1x", "backup_keys": "k",
	}
	defaults, err := config.Load("", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range config.Keys() {
		v, ok := values[k.Name]
		if !ok {
			t.Errorf("%s has no value here", k.Name)
		}
		flags := map[string]string{k.Name: v}
		switch k.Name {
		case "demo_now":
			flags["demo"] = "true"
		case "backup_keys":
			flags["backup_dir"] = "b"
		case "tls_cert", "tls_key":
			flags["tls_cert"], flags["tls_key"] = "c", "k"
		}
		c, err := config.Load("", nil, flags)
		if err != nil {
			t.Errorf("%s: %v", k.Name, err)
		}
		if reflect.DeepEqual(c, defaults) {
			t.Errorf("%s changes nothing", k.Name)
		}
		if k.Env() != "LW_"+strings.ToUpper(k.Name) || strings.Contains(k.Flag(), "_") || k.Usage == "" {
			t.Errorf("%s: variable %s, flag %s, usage %q", k.Name, k.Env(), k.Flag(), k.Usage)
		}
	}
}

func TestConfig_URL(t *testing.T) {
	tests := []struct {
		name  string
		c     config.Config
		bound string
		want  string
	}{
		{"loopback", config.Config{}, "127.0.0.1:8080", "http://localhost:8080"},
		{"every address", config.Config{}, "[::]:8080", "http://localhost:8080"},
		{"over TLS", config.Config{TLSCert: "c"}, "127.0.0.1:8443", "https://localhost:8443"},
		{"one address", config.Config{}, "10.1.2.3:80", "http://10.1.2.3:80"},
		{"behind a proxy", config.Config{PublicURL: "https://lw.example"}, "127.0.0.1:8080", "https://lw.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.c.URL(tt.bound); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestConfig_LogValue(t *testing.T) {
	var b strings.Builder
	c := config.Config{Addr: "h:1", DSN: "postgres://u:hunter2@h/d", MetricsToken: "0123456789abcdef"}
	slog.New(slog.NewJSONHandler(&b, nil)).Info("start", "config", c)
	if s := b.String(); strings.Contains(s, "hunter2") || strings.Contains(s, "0123456789abcdef") || !strings.Contains(s, "postgres") {
		t.Errorf("log line %s", s)
	}
}
