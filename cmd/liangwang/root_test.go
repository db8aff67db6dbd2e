package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/spf13/cobra"
)

// TestMain keeps gin's list of routes out of the tests' output.
func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	m.Run()
}

// newTestApp returns the surroundings of a command, and what it printed.
func newTestApp(environ ...string) (a *app, stdout *bytes.Buffer) {
	stdout = &bytes.Buffer{}
	return &app{stdin: strings.NewReader(""), stdout: stdout, stderr: &bytes.Buffer{}, environ: environ, now: time.Now}, stdout
}

// Every command tells a newcomer what it is and how to call it, and refuses arguments that it would ignore.
func TestCommands_help(t *testing.T) {
	a, _ := newTestApp()
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		t.Run(c.CommandPath(), func(t *testing.T) {
			if c.Short == "" || c.Example == "" || c.Args == nil && c.RunE != nil {
				t.Errorf("short %q, example %q, argument check %v", c.Short, c.Example, c.Args != nil)
			}
			if c.Run != nil {
				t.Error("Run cannot fail; use RunE")
			}
			b, stdout := newTestApp()
			if err := run(t.Context(), b, append(strings.Fields(c.CommandPath())[1:], "--help")); err != nil || !strings.Contains(stdout.String(), "Examples:") {
				t.Errorf("--help: %v\n%s", err, stdout)
			}
		})
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(newRootCmd(a))
}

func TestRoot_configuration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lw.yaml")
	if err := os.WriteFile(file, []byte("data: from-file\nsession_ttl: 1h\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		args    []string
		environ []string
		data    string
	}{
		{"default", nil, nil, "data"},
		{"file", []string{"--config", file}, nil, "from-file"},
		{"file by environment", nil, []string{"LW_CONFIG=" + file}, "from-file"},
		{"environment over file", []string{"--config", file}, []string{"LW_DATA=from-env"}, "from-env"},
		{"flag over all", []string{"--config", file, "--data", "from-flag"}, []string{"LW_DATA=from-env"}, "from-flag"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := newTestApp(tt.environ...)
			if err := run(t.Context(), a, append([]string{"version"}, tt.args...)); err != nil {
				t.Fatal(err)
			}
			if a.cfg.Data != tt.data || a.log == nil {
				t.Errorf("data %q, want %q", a.cfg.Data, tt.data)
			}
		})
	}
}

func TestRoot_faults(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"unknown command", []string{"sevre"}, `unknown command "sevre"`},
		{"unknown flag", []string{"version", "--jsno"}, "unknown flag"},
		{"argument nobody reads", []string{"version", "x"}, "unknown command"},
		{"no such file", []string{"version", "--config", "none.yaml"}, "none.yaml"},
		{"wrong setting", []string{"version", "--dsn", "mysql://x"}, "dsn: postgres://"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := newTestApp()
			if err := run(t.Context(), a, tt.args); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"version", "--json"}); err != nil {
		t.Fatal(err)
	}
	var b build
	if err := json.Unmarshal(stdout.Bytes(), &b); err != nil || b.Version == "" || !strings.HasPrefix(b.Go, "go1.") {
		t.Errorf("%+v, %v", b, err)
	}
}
