package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

// newIdentity returns the file of an age identity, and its recipient.
func newIdentity(t *testing.T) (file, recipient string) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(file, []byte("# made by a test\n"+id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, id.Recipient().String()
}

// names returns the files below dir, without the locks.
func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && filepath.Ext(path) != ".lock" {
			name, _ := filepath.Rel(dir, path)
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A folder keeps as many backups as it is told to, each of which restores to what it was; photos lie there once, as long as one of
// them needs them.
func TestBackup_keep(t *testing.T) {
	dir, _ := filled(t)
	to := filepath.Join(t.TempDir(), "backup")
	var made []manifest
	for i := range 4 {
		blobs := filepath.Join(dir, "blobs", "aa")
		if err := os.MkdirAll(blobs, 0o700); err != nil {
			t.Fatal(err)
		}
		if i == 1 { // a blob that only the first backup has
			if err := os.RemoveAll(filepath.Join(dir, "blobs")); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := user(t, dir, "", "add", "--org", "丙公司", "--kind", "RECYCLING_COMPANY", "--role", "company_operator", "--phone", "1380000007"+string(rune('0'+i)), "--name", "经理"); err != nil {
			t.Fatal(err)
		}
		var m manifest
		if err := says(t, dir, &m, "backup", "--to", to, "--keep", "3"); err != nil {
			t.Fatal(err)
		}
		made = append(made, m)
		time.Sleep(2 * time.Millisecond) // of one moment there is one backup
	}
	want := []string{"liangwang-" + made[1].Database.SHA256[:16] + ".db", "liangwang-" + made[2].Database.SHA256[:16] + ".db",
		"liangwang-" + made[3].Database.SHA256[:16] + ".db", made[1].older(), made[2].older(), manifestName}
	slices.Sort(want)
	if got := names(t, to); !slices.Equal(got, want) {
		t.Errorf("the folder has\n%v\nwant\n%v", got, want)
	}
	for i, from := range []string{1: filepath.Join(to, made[1].older()), 2: filepath.Join(to, made[2].older()), 3: to} {
		if i == 0 {
			continue
		}
		back := filepath.Join(t.TempDir(), "back")
		var r restored
		if err := says(t, back, &r, "restore", "--from", from); err != nil {
			t.Fatal(err)
		}
		if n := rows(t, filepath.Join(back, "liangwang.db"), "people"); int64(n) != made[i].Counts["people"] || n != 3+i+1 {
			t.Errorf("backup %d: %d people, the manifest says %d", i, n, made[i].Counts["people"])
		}
	}
}

// An encrypted backup has nothing in clear but the manifest, needs its identity, and is copied once as well.
func TestBackup_sealed(t *testing.T) {
	dir, _ := filled(t)
	key, recipient := newIdentity(t)
	other, _ := newIdentity(t)
	to := filepath.Join(t.TempDir(), "backup")
	var first, second manifest
	if err := says(t, dir, &first, "backup", "--to", to, "--encrypt-to", recipient); err != nil {
		t.Fatal(err)
	}
	blob := filepath.Join(to, first.Blobs[0].Path)
	before, err := os.Stat(blob)
	if err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &second, "backup", "--to", to, "--encrypt-to", recipient); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(blob); err != nil || !os.SameFile(before, after) {
		t.Errorf("%v: blobs are copied once", err)
	}
	for _, d := range []string{to, dir} {
		for _, name := range names(t, d) {
			if strings.Contains(name, unfinished) {
				t.Errorf("%s was left behind in %s", name, d)
			}
			text, err := os.ReadFile(filepath.Join(d, name))
			if err != nil {
				t.Fatal(err)
			}
			clear := bytes.Contains(text, []byte("收运员")) || bytes.Contains(text, []byte("13800000001")) || bytes.Contains(text, []byte("a photo"))
			if clear && d == to {
				t.Errorf("%s can be read", name)
			}
		}
	}
	back := filepath.Join(t.TempDir(), "back")
	for name, args := range map[string][]string{"no identity": {}, "another identity": {"--identity", other}} {
		if err := says(t, back, &restored{}, append([]string{"restore", "--from", to}, args...)...); err == nil {
			t.Errorf("restored with %s", name)
		}
	}
	var r restored
	if err := says(t, back, &r, "restore", "--from", to, "--identity", key); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, filepath.Join(back, "liangwang.db"), "pickups"); n != heldPickups {
		t.Errorf("%d pickups", n)
	}
	if got := names(t, filepath.Join(back, "blobs")); len(got) != 1 || got[0] != filepath.Join(first.Blobs[0].SHA256[:2], first.Blobs[0].SHA256) {
		t.Errorf("blobs %v", got)
	}
	private(t, to)
	// A damaged file is found out, and by the next backup mended.
	text, err := os.ReadFile(blob)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)-3] ^= 1
	if err := os.WriteFile(blob, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := says(t, filepath.Join(t.TempDir(), "d"), &r, "restore", "--from", to, "--identity", key); err == nil {
		t.Error("restored a damaged file")
	}
	if err := says(t, dir, &second, "backup", "--to", to, "--encrypt-to", recipient); err != nil {
		t.Fatal(err)
	}
	if err := says(t, filepath.Join(t.TempDir(), "d"), &r, "restore", "--from", to, "--identity", key); err != nil {
		t.Error(err)
	}
}

// A server makes backups by itself, says so in its metrics and to the command, and goes on when it cannot.
func TestServe_backups(t *testing.T) {
	dir, _ := filled(t)
	to := filepath.Join(t.TempDir(), "backup")
	metric := func(url, name string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer 0123456789abcdef")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		text, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		_, after, _ := strings.Cut(string(text), "\n"+name+" ")
		line, _, _ := strings.Cut(after, "\n")
		return line
	}
	eventually := func(what string, ok func() bool) {
		t.Helper()
		for range 500 {
			if ok() {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Fatal("never came:", what)
	}
	args := []string{"--backup-dir", to, "--backup-every", "1h", "--metrics-token", "0123456789abcdef"}
	url, stop := serving(t, dir, args...)
	eventually("a backup", func() bool { return metric(url, "liangwang_backup_last_good_timestamp_seconds") != "0" })
	if n := metric(url, "liangwang_backup_failures"); n != "0" {
		t.Error(n, "failures")
	}
	var s backupStatus
	if err := says(t, dir, &s, "backup", "status", "--backup-dir", to); err != nil || s.LastGood == nil || s.Late || s.AgeS > 60 {
		t.Errorf("%+v, %v", s, err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := says(t, filepath.Join(t.TempDir(), "d"), &restored{}, "restore", "--from", to); err != nil {
		t.Error(err)
	}
	// The folder is somebody else's now: the server serves, and says what is wrong.
	letter := filepath.Join(to, "letter.txt")
	if err := os.WriteFile(letter, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, _ := newTestApp()
	a.now = func() time.Time { return time.Now().Add(3 * time.Hour) } // the last one is old
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	said := &firstURL{found: make(chan string, 1)}
	a.stdout = said
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, a, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", dir}, args...))
	}()
	url = <-said.found
	eventually("a failure", func() bool { return metric(url, "liangwang_backup_failures") == "1" })
	res, err := http.Get(url + "/readyz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Error("not ready:", res.Status, err)
	}
	_ = res.Body.Close()
	if err := says(t, dir, &s, "backup", "status", "--backup-dir", to); err == nil || !strings.Contains(s.LastError, "letter.txt") {
		t.Errorf("%+v, %v", s, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What lies in clear is said, beside the answer and not in it.
func TestBackup_inClear(t *testing.T) {
	dir, _ := filled(t)
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"backup", "--to", filepath.Join(t.TempDir(), "b"), "--json", "--data", dir}); err != nil {
		t.Fatal(err)
	}
	if said := a.stderr.(*bytes.Buffer).String(); !strings.Contains(said, "phone numbers") || !strings.Contains(said, "未加密") || !json.Valid(stdout.Bytes()) {
		t.Errorf("said %q, answered %s", said, stdout)
	}
}
