package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What goes wrong is said in Chinese first, and then by its code, in English.
func TestImport_words(t *testing.T) {
	dir := t.TempDir()
	good, cut := filepath.Join(dir, "good.csv"), filepath.Join(dir, "cut.json")
	for path, text := range map[string]string{good: "编号,名称,经度,纬度,类型,负责人\n1,东站,116.6,35.4,碉堡,甲\n2,西站,116.6,35.41,分类投放点,乙\n", cut: fewAreas[:90]} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"a file that is cut off", []string{"import", "sites", cut}, "文件不完整，像是没有传完或被截断。重新导出，再导。 (file.json_truncated: line 1, column 87)"},
		{"an unknown target", []string{"import", "sites", good, "--set", "colour=red"}, "没有这一项 (import.invalid: set.colour oneOf)"},
		{"an unknown column", []string{"import", "sites", good, "--map", "name=无"}, "文件里没有这一列 (import.invalid: map.name unknownColumn)"},
		{"an unknown kind", []string{"import", "planets", good}, "没有这一类可导入 (kind \"planets\""},
		{"an unknown organisation", []string{"user", "add", "--org", "无", "--role", "collector", "--phone", "13812345678", "--name", "甲"}, "no organisation has this name or id; --kind makes a new one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := newTestApp()
			err := run(t.Context(), a, append(tt.args, "--data", filepath.Join(dir, "data")))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v", err)
			}
		})
	}
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"import", "sites", good, "--data", filepath.Join(dir, "data")}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`line 2, column 5: 没有这个类型；用登记里的类型，例 交投点、分类投放点、中转站 "碉堡" (wrong, kind.unknown: no kind of site)`,
		"未读的列 columns not read: 负责人\n", "2 rows, 1 created"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	if got, err := importFile(t, filepath.Join(dir, "data"), "sites", good); err != nil || len(got.Unread) != 1 || got.Unread[0] != "负责人" {
		t.Errorf("%v, %v", got.Unread, err)
	}
}

// A file that mostly lies outside is told as a whole, in words and as a code.
func TestImport_mostOutside(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(file, []byte("id,name,lon,lat\n1,a,114.1,22.3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	areas := filepath.Join(dir, "areas.geojson")
	if err := os.WriteFile(areas, []byte(fewAreas), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := importFile(t, dir, "areas", areas); err != nil {
		t.Fatal(err)
	}
	a, stdout := newTestApp()
	if err := run(t.Context(), a, []string{"import", "sites", file, "--data", dir, "--dry-run"}); err != nil || !strings.Contains(stdout.String(), "--datum 和经纬度两列 (position.most_outside)\n") {
		t.Errorf("%v: %s", err, stdout)
	}
	a, stdout = newTestApp()
	if err := run(t.Context(), a, []string{"import", "sites", file, "--data", dir, "--json"}); err != nil || !strings.Contains(stdout.String(), `"warnings":["position.most_outside"]`) {
		t.Errorf("%v: %s", err, stdout)
	}
}
