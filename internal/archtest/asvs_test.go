package archtest

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	asvsRow  = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|$`)
	asvsMark = regexp.MustCompile(`ASVS ((?:\d+\.\d+\.\d+)(?:, \d+\.\d+\.\d+)*)`)
	testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// marks returns which requirements each test function of a folder carries, by the name of the test.
func marks(t *testing.T, dir string) map[string]string {
	t.Helper()
	if strings.HasPrefix(dir, "static/") {
		return pageMarks(t, dir)
	}
	files, err := filepath.Glob(filepath.Join("..", "..", dir, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no tests, %v", dir, err)
	}
	found := map[string]string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		at := testFunc.FindAllSubmatchIndex(text, -1)
		for i, m := range at {
			end := len(text)
			if i+1 < len(at) {
				end = at[i+1][0]
			}
			of := ""
			for _, mark := range asvsMark.FindAllSubmatch(text[m[0]:end], -1) {
				of += string(mark[1]) + ", "
			}
			found[string(text[m[2]:m[3]])] = of
		}
	}
	return found
}

// pageMarks is marks of a folder of tests in a browser, by the name of the file.
func pageMarks(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", dir, "*.e2e.ts"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no tests, %v", dir, err)
	}
	found := map[string]string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		of := ""
		for _, mark := range asvsMark.FindAllSubmatch(text, -1) {
			of += string(mark[1]) + ", "
		}
		found[filepath.Base(name)] = of
	}
	return found
}

// Every requirement of level 1, and of level 2 in the chapters that the product answers for whole (validation, API, files, sign-in,
// sessions, access, data protection, logging), has a row: a test, a reason why it does not apply, or what is still open.
func TestASVS_whole(t *testing.T) {
	text, err := os.ReadFile("../server/asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	asked, err := os.ReadFile("testdata/asvs.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, m := range asvsRow.FindAllStringSubmatch(string(text), -1) {
		rows[m[1]]++
	}
	for _, id := range strings.Fields(string(asked)) {
		if rows[id] == 0 {
			t.Errorf("%s has no row", id)
		}
	}
	for id, n := range rows {
		if n > 1 {
			t.Errorf("%s has %d rows", id, n)
		}
	}
	if lines := strings.Count(string(text), "\n| "); lines != len(rows)+1 { // the heading
		t.Errorf("%d lines, %d of them rows that can be read", lines, len(rows)+1)
	}
}

// Every test that the table names is there and carries the number of its row, and every number that a test carries stands in the table.
func TestASVS(t *testing.T) {
	text, err := os.ReadFile("../server/asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, byDir := map[string]bool{}, map[string]map[string]string{}
	for _, m := range asvsRow.FindAllStringSubmatch(string(text), -1) {
		id, how := m[1], m[3]
		if strings.HasPrefix(how, "not applicable, because ") || strings.HasPrefix(how, "open, because ") {
			continue
		}
		dir, test, ok := strings.Cut(how, " ")
		if !ok {
			t.Errorf("%s: neither a test nor a reason: %q", id, how)
			continue
		}
		if byDir[dir] == nil {
			byDir[dir] = marks(t, dir)
		}
		if carried, there := byDir[dir][test]; !there || !strings.Contains(" "+carried, " "+id+",") {
			t.Errorf("%s: %s is there: %v, and carries %q", id, how, there, carried)
		}
		rows[fmt.Sprint(id, " ", how)] = true
	}
	if len(rows) < 10 {
		t.Errorf("only %d rows", len(rows))
	}
	for dir, tests := range byDir {
		for test, ids := range tests {
			for id := range strings.SplitSeq(strings.TrimSuffix(ids, ", "), ", ") {
				if id != "" && !rows[fmt.Sprint(id, " ", dir, " ", test)] {
					t.Errorf("%s %s carries %s, which the table does not have of it", dir, test, id)
				}
			}
		}
	}
}

// What the program has no part of it cannot be led astray by: no commands, no templates, no mail.
func TestASVS_imports(t *testing.T) {
	without := []string{"os/exec", "text/template", "html/template", "net/smtp", // ASVS 1.2.5, 1.3.7, 1.3.11
		"crypto/md5", "crypto/sha1", "crypto/des", "crypto/rc4", "crypto/rsa", "crypto/dsa"} // ASVS 11.4.1, 11.3.1
	goFiles(t, func(path string, f *ast.File) {
		for _, im := range f.Imports {
			if p := strings.Trim(im.Path.Value, `"`); among(p, without) && !forTest(path) {
				t.Errorf("%s imports %s", path, p)
			}
		}
	})
}
