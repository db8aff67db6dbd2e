package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDrill(t *testing.T) {
	dir, _ := filled(t)
	to := filepath.Join(t.TempDir(), "backup")
	key, recipient := newIdentity(t)
	var m manifest
	if err := says(t, dir, &m, "backup", "--to", to, "--encrypt-to", recipient); err != nil {
		t.Fatal(err)
	}
	if _, err := user(t, dir, "", "add", "--org", "丙公司", "--kind", "RECYCLING_COMPANY", "--role", "company_operator", "--phone", "13800000008", "--name", "经理"); err != nil {
		t.Fatal(err)
	}
	_, stop := serving(t, dir)
	var d drilled
	if err := says(t, dir, &d, "drill", "--from", to, "--identity", key); err != nil || !d.OK || d.Files != 1 || d.Lines != 2*heldPickups {
		t.Fatalf("%+v, %v", d, err)
	}
	seen := 0
	for _, table := range d.Tables {
		switch table {
		case drillTable{"pickups", heldPickups, heldPickups}, drillTable{"orgs", 2, 3}, drillTable{"people", 3, 4}:
			seen++
		}
	}
	if seen != 3 {
		t.Errorf("tables %v", d.Tables)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &d, "drill", "--from", to); err == nil || !strings.Contains(err.Error(), "--identity") {
		t.Error("without the identity:", err)
	}
	var other drilled
	foreign, _ := filled(t)
	if err := says(t, foreign, &other, "drill", "--from", to, "--identity", key); err == nil || other.OK || len(other.Faults) == 0 {
		t.Errorf("of other data: %+v, %v", other, err)
	}
	spoil(t, filepath.Join(dir, "liangwang.db"), "DELETE FROM pickup_lines")
	spoil(t, filepath.Join(dir, "liangwang.db"), "DELETE FROM pickups")
	var lost drilled
	if err := says(t, dir, &lost, "drill", "--from", to, "--identity", key); err == nil || lost.OK || !strings.Contains(strings.Join(lost.Faults, " "), "pickups: the running data have 0") {
		t.Errorf("after a loss: %+v, %v", lost, err)
	}
	if err := os.Truncate(filepath.Join(to, m.Database.Path), 1000); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &d, "drill", "--from", to, "--identity", key); err == nil {
		t.Error("of a damaged backup")
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
