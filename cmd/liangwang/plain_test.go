package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// goSyntax is what the language prints and people do not write.
var goSyntax = regexp.MustCompile(`map\[|\[[a-z]+ [a-z]|\(s\)|&\{|%!|0x[0-9a-f]{4}|<nil>|\n`)

// Whatever goes wrong is said in one line of plain words.
func TestPlain(t *testing.T) {
	dir := t.TempDir()
	data, points, none := filepath.Join(dir, "data"), filepath.Join(dir, "points.csv"), filepath.Join(dir, "none")
	if err := os.WriteFile(points, []byte("id,lat,lon\n1,35.4,116.6\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := user(t, data, "", "add", "--org", "示范区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ args, want string }{
		{"sevre", `unknown command "sevre" for "liangwang"`},
		{"user add", "give --org, --phone and --role"},
		{"user revoke", "give the id of a device, as `user devices` prints it, or --phone, with --all for all devices"},
		{"user revoke a b", "the command takes at most 1 argument, and got 2: see its --help"},
		{"user revoke --all", "give the id of a device, as `user devices` prints it, or --phone, with --all for all devices"},
		{"user devices --phone 13800000009", "nobody has this phone"},
		{"user list --org 无", "no organisation has this name or id; --kind makes a new one"},
		{"export sites extra", "the command takes 1 argument, and got 2: see its --help"},
		{"export planets", `there is no kind "planets": give one of sites, areas, demand, routes`},
		{"restore", "give --from, --adopt or --keys"},
		{"restore --from x --adopt y", "give only one of --adopt and --from"},
		{"serve --backup-every often", "configuration: backup_every: invalid duration"},
		{"version --config " + none, "configuration file " + none + ": cannot open " + none + ": no such file or directory"},
		{"geo service-coverage --sites " + points + " --demand " + points + " --weight Foo", points + ` has no column "Foo" for --weight`},
		{"geo route-coverage --sites " + none + " --routes " + none, "cannot open " + none + ": no such file or directory"},
		{"ledger verify --data " + none, "there is no database in " + none + ": give the data directory with --data"},
		{"export sites --data " + none, "there is no database in " + none + ": give the data directory with --data"},
		{"user list --data " + none, "there is no database in " + none + ": give the data directory with --data"},
		{"migrate --dsn postgres://127.0.0.1:1/x", "the database of --dsn cannot be reached: connect: connection refused"},
		{"healthcheck --addr 127.0.0.1:1", "no server answers at 127.0.0.1:1: connect: connection refused"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			a, _ := newTestApp()
			args := strings.Fields(tt.args)
			if !strings.Contains(tt.args, "--data") && !strings.HasPrefix(tt.args, "sevre") {
				args = append(args, "--data", data)
			}
			err := run(t.Context(), a, args)
			if err == nil {
				t.Fatal("no error")
			}
			if got := plain(err); got != tt.want || goSyntax.MatchString(got) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	if _, err := os.Stat(none); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a check of a directory that is not there made it:", err)
	}
	two := errors.Join(errors.New("store: open: one"), errors.New("two:\n\tone"))
	if got := plain(two); got != "one; two: one" {
		t.Errorf("%q", got)
	}
}

// What the commands on files print for people has no syntax of the language either.
func TestGeo_text(t *testing.T) {
	points, route := filepath.Join(t.TempDir(), "points.csv"), filepath.Join(t.TempDir(), "route.json")
	if err := errors.Join(os.WriteFile(points, []byte("id,lat,lon\n1,22.36,114.1\n"), 0o600), os.WriteFile(route, []byte(oneRoute), 0o600)); err != nil {
		t.Fatal(err)
	}
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"geo", "route-coverage", "--sites", points, "--routes", route, "--within", "1000000,50"}); err != nil {
		t.Fatal(err)
	}
	if text := stdout.String(); goSyntax.MatchString(strings.ReplaceAll(text, "\n", " ")) || !strings.Contains(text, "sites within 50 m, 1 sites within 1000000 m") {
		t.Error(text)
	}
}
