package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"liangwang/internal/config"
)

// Whatever a configuration file holds: an error that names it, or a configuration that was checked.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{"addr: :8080\nbody_limit: 1048576\n", "trusted_proxy: [10.0.0.0/8, ::1]\n", "session_ttl: 720h\nlog_level: debug\n", "a: &a [*a]\n", "addr: {x: 1}\n",
		"public_url: https://zone.example/\n", "{", "\x00", "? [a]\n: b\n", "backup_every: -1h\n"} {
		f.Add(s)
	}
	path := filepath.Join(f.TempDir(), "c.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		path := path + strings.ReplaceAll(t.Name(), "/", "_")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, nil, nil)
		if err == nil && (c.BodyLimit <= 0 || c.SessionTTL <= 0 || c.Addr == "") {
			t.Errorf("%q: %+v", text, c)
		}
	})
}
