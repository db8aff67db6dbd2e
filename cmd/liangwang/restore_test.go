package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"liangwang/internal/store"
)

// serving runs a server on the data directory dir until the returned function is called, which returns how it ended.
func serving(t *testing.T, dir string, args ...string) (url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	a, _ := newTestApp()
	said := &firstURL{found: make(chan string, 1)}
	a.stdout = said
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, a, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", dir}, args...))
	}()
	select {
	case url = <-said.found:
	case err := <-ended:
		t.Fatal("the server ended:", err)
	case <-time.After(30 * time.Second):
		t.Fatal("the server did not start")
	}
	return url, func() error {
		cancel()
		return <-ended
	}
}

// firstURL hands over the address that a server prints.
type firstURL struct{ found chan string }

func (f *firstURL) Write(p []byte) (int, error) {
	if _, after, ok := strings.Cut(string(p), "http://"); ok {
		select {
		case f.found <- "http://" + strings.Replace(strings.Fields(after)[0], "localhost", "127.0.0.1", 1):
		default:
		}
	}
	return len(p), nil
}

// Two servers on one directory, and a restore into one that is served, are refused; the commands that work beside a server do.
func TestServe_alone(t *testing.T) {
	dir, _ := filled(t)
	to := filepath.Join(t.TempDir(), "backup")
	_, stop := serving(t, dir)
	var m manifest
	if err := says(t, dir, &m, "backup", "--to", to); err != nil {
		t.Error("backup beside a server:", err)
	}
	if _, err := user(t, dir, "", "add", "--org", "丙公司", "--kind", "RECYCLING_COMPANY", "--role", "company_operator", "--phone", "13800000008", "--name", "经理"); err != nil {
		t.Error("user beside a server:", err)
	}
	for name, args := range map[string][]string{
		"a second server": {"serve", "--addr", "127.0.0.1:0"}, "restore": {"restore", "--from", to}, "restore --replace": {"restore", "--from", to, "--replace"},
	} {
		a, _ := newTestApp()
		err := run(t.Context(), a, append(args, "--data", dir))
		if held, ok := errors.AsType[*store.HeldError](err); !ok || !strings.HasPrefix(held.By, "serve, pid ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &m, "restore", "--from", to, "--replace"); err != nil {
		t.Error("after the stop:", err)
	}
}

func TestRestore_replace(t *testing.T) {
	dir, _ := filled(t)
	to := filepath.Join(t.TempDir(), "backup")
	var r restored
	if err := says(t, dir, &r, "backup", "--to", to); err != nil {
		t.Fatal(err)
	}
	if _, err := user(t, dir, "", "add", "--org", "丙公司", "--kind", "RECYCLING_COMPANY", "--role", "company_operator", "--phone", "13800000008", "--name", "经理"); err != nil {
		t.Fatal(err)
	}
	// A backup that is not whole changes nothing.
	whole, err := os.ReadFile(filepath.Join(to, r.Database.Path))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(to, r.Database.Path), 100_000); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &r, "restore", "--from", to, "--replace"); err == nil || !strings.Contains(err.Error(), "hash") {
		t.Fatal("restored a damaged backup:", err)
	}
	if n := rows(t, filepath.Join(dir, "liangwang.db"), "orgs"); n != 3 {
		t.Fatalf("%d organisations after a refused restore", n)
	}
	if err := os.WriteFile(filepath.Join(to, r.Database.Path), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &r, "restore", "--from", to, "--replace"); err != nil {
		t.Fatal(err)
	}
	if now, before := rows(t, filepath.Join(dir, "liangwang.db"), "orgs"), rows(t, filepath.Join(r.Aside, "liangwang.db"), "orgs"); now != 2 || before != 3 {
		t.Errorf("%d organisations restored, %d set aside", now, before)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 2 {
		t.Errorf("%v, %v: want the data directory and the old one", entries, err)
	}
	private(t, dir)
}

// Data, backup and export are the owner's alone, whatever the umask and whatever the file was before.
func TestUmask(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir, _ := filled(t)
	to, back := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "back")
	var m manifest
	if err := errors.Join(says(t, dir, &m, "backup", "--to", to), says(t, back, &m, "restore", "--from", to)); err != nil {
		t.Fatal(err)
	}
	_, stop := serving(t, dir)
	out := filepath.Join(t.TempDir(), "sites.csv")
	if err := os.WriteFile(out, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	a, _ := newTestApp()
	if err := run(t.Context(), a, []string{"export", "sites", "--out", out, "--data", dir}); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, to, back, out} {
		private(t, d)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	private(t, dir)
}
