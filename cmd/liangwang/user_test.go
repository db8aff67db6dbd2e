package main

import (
	"encoding/json"
	"image/color"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
)

// user runs a command on people in the data directory dir and returns what it printed as JSON.
func user(t *testing.T, dir, stdin string, args ...string) (map[string]any, error) {
	t.Helper()
	a, stdout := newTestApp()
	a.stdin = strings.NewReader(stdin)
	err := run(t.Context(), a, append([]string{"user"}, append(args, "--json", "--data", dir)...))
	answer := map[string]any{}
	if err == nil {
		if err := json.Unmarshal(stdout.Bytes(), &answer); err != nil {
			t.Fatalf("%v: %s", err, stdout)
		}
	}
	return answer, err
}

// enters reports whether a person can sign in on the database in dir, on the first device or the one that is given.
func enters(t *testing.T, dir, phone, password string, device ...string) (ok bool) {
	t.Helper()
	device = append(device, "01900000-0000-7000-8000-000000000001")
	a, _ := newTestApp()
	a.cfg.Data = dir
	err := a.withAccounts(t.Context(), func(s *account.Service) error {
		_, err := s.SignIn(t.Context(), recycle.SignIn{Phone: phone, Password: password,
			Device: recycle.SignInDevice{ID: recycle.DeviceID(device[0])}})
		ok = err == nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestUser(t *testing.T) {
	const admin, collector = "13800000000", "13800000002"
	dir := t.TempDir()
	must := func(stdin string, args ...string) map[string]any {
		t.Helper()
		answer, err := user(t, dir, stdin, args...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return answer
	}
	refused := func(why, stdin string, args ...string) {
		t.Helper()
		if _, err := user(t, dir, stdin, args...); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v: %v, want %q", args, err, why)
		}
	}
	refused("--role admin", "", "add", "--org", "示范区", "--role", "planner", "--phone", admin, "--name", "规划员")
	first := must("", "add", "--org", "示范区", "--role", "admin", "--phone", admin, "--name", "管理员")
	if first["orgCreated"] != true || !enters(t, dir, admin, first["password"].(string)) {
		t.Error("the first admin", first)
	}
	again := must("", "add", "--org", "示范区", "--role", "planner", "--phone", admin) // the name is known
	if _, changed := again["password"]; changed || !enters(t, dir, admin, first["password"].(string)) {
		t.Error("a second role changed the password")
	}
	refused("name", "", "add", "--org", "示范区", "--role", "planner", "--phone", "13800000009")
	refused("--kind", "", "add", "--org", "甲公司", "--role", "collector", "--phone", collector, "--name", "收运员")
	refused("no unified social credit code", "", "add", "--org", "甲公司", "--kind", "RECYCLING_COMPANY", "--uscc", "91370800MA0000006N", "--role", "company_operator", "--phone", "13800000001", "--name", "经理")
	must("long enough\n", "add", "--uscc", "91370800MA0000007N", "--org", "甲公司", "--kind", "RECYCLING_COMPANY", "--role", "company_operator", "--phone", "13800000001", "--name", "经理", "--password-stdin")
	if !enters(t, dir, "13800000001", "long enough") {
		t.Error("the password of standard input")
	}
	refused("cannot be held", "", "invite", "--org", "甲公司", "--role", "planner", "--phone", collector)
	invited := must("", "invite", "--org", "甲公司", "--role", "collector", "--phone", collector, "--public-url", "https://zone.example/")
	if code, _ := invited["code"].(string); len(code) != 14 || invited["link"] != "https://zone.example/collect/join#"+code {
		t.Error("invitation", invited)
	}
	must("", "passwd", "--phone", collector)
	refused("shorter", "short", "passwd", "--phone", collector, "--password-stdin")
	refused("no password", "", "passwd", "--phone", collector, "--password-stdin")
	must("another one\n", "passwd", "--phone", admin, "--password-stdin")
	if !enters(t, dir, admin, "another one") {
		t.Error("passwd changed nothing")
	}
	if list := must("", "devices", "--phone", admin)["devices"].([]any); len(list) != 1 || list[0].(map[string]any)["deviceId"] != "01900000-0000-7000-8000-000000000001" {
		t.Error("devices", list)
	}
	everyone, here := must("", "list")["people"].([]any), must("", "list", "--org", "甲公司")["people"].([]any)
	if len(everyone) != 3 || len(here) != 1 || here[0].(map[string]any)["phone"] != "138****0001" {
		t.Error("listed", everyone, here)
	}
	if revoked := must("", "revoke", "01900000-0000-7000-8000-000000000001"); revoked["people"] != 2.0 {
		t.Error("revoked for", revoked)
	}
	if enters(t, dir, admin, "another one") {
		t.Error("signed in on a revoked device")
	}
	refused("nobody signed in", "", "revoke", "01900000-0000-7000-8000-000000000009")
	refused("nobody has", "", "disable", "--phone", "13800000009")
	must("", "disable", "--phone", "13800000001")
	if enters(t, dir, "13800000001", "long enough") {
		t.Error("a closed account")
	}
	must("", "enable", "--phone", "13800000001")
	if !enters(t, dir, "13800000001", "long enough", "01900000-0000-7000-8000-000000000002") {
		t.Error("an account that was opened again")
	}
	enters(t, dir, "13800000001", "long enough", "01900000-0000-7000-8000-000000000003")
	refused("has 2 devices", "", "revoke", "--phone", "13800000001")
	if gone := must("", "revoke", "--phone", "13800000001", "--all"); gone["devices"] != 2.0 {
		t.Error("revoked", gone)
	}
	must("", "move", "--org", "甲公司", "--role", "collector", "--phone", collector, "--from", "2026-12-01")
	refused("--from", "", "move", "--org", "甲公司", "--role", "collector", "--phone", collector, "--from", "2026-02-30")
}

// The printed picture has the modules of the code, within a light frame.
func TestQRText(t *testing.T) {
	const says = "https://zone.example/collect/join#PVAR-SAHP-0500"
	picture, err := qrText(says)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(says, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(picture, "\n"), "\n")
	size := code.Bounds().Dx()
	for y := -2; y < size+2; y++ {
		row := []rune(lines[(y+2)/2])
		if len(row) != size+4 {
			t.Fatalf("line %d has %d modules", y, len(row))
		}
		for x := -2; x < size+2; x++ {
			upper, lower := strings.ContainsRune("▀█", row[x+2]), strings.ContainsRune("▄█", row[x+2])
			light := upper
			if (y+2)%2 == 1 {
				light = lower
			}
			if frame := x < 0 || y < 0 || x >= size || y >= size; light != (frame || code.At(x, y) == color.White) {
				t.Fatalf("module %d,%d", x, y)
			}
		}
	}
	if _, err := qrText(strings.Repeat("x", 5000)); err == nil {
		t.Error("more than a code holds")
	}
}
