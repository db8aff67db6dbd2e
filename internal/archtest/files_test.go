package archtest

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const maxLines = 500 // of a hand-written source file

// skipped are the folders that hold nothing written by hand.
var skipped = map[string]bool{
	".git": true, "bin": true, "data": true, "static/node_modules": true, "static/dist": true,
}

// repository calls visit for every file, with its path relative to the root.
func repository(t *testing.T, visit func(path, name string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path, err := filepath.Rel(root, name)
		path = filepath.ToSlash(path)
		if err != nil || d.IsDir() && skipped[path] {
			return fs.SkipDir
		}
		if d.Type().IsRegular() {
			visit(path, name)
			seen++
		}
		return nil
	})
	if err != nil || seen == 0 {
		t.Fatalf("%d files, %v", seen, err)
	}
}

// goFiles calls visit for every Go file of the repository that is not a test.
func goFiles(t *testing.T, visit func(path string, f *ast.File)) {
	t.Helper()
	repository(t, func(path, name string) {
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			return
		}
		visit(path, f)
	})
}

func parse(t *testing.T, src string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "a.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// forbidden are texts that belong to one machine, and the file that may have them all the same. They are put together here,
// so that this file does not have them.
var forbidden = []struct {
	name   string
	text   *regexp.Regexp
	except string
}{
	{"folder beside the checkout (use LW_SHARED)", regexp.MustCompile(`\.\./` + `shared`), ".ci/run"},
	{"host of a package registry", regexp.MustCompile(`proxy\.` + `golang|sum\.` + `golang|registry\.` + `npm|deb\.` + `debian|goproxy\.` + `(cn|io)|npm` + `mirror`), "go.sum"},
}

func faults(path string, content []byte) []string {
	var found []string
	for _, f := range forbidden {
		if path != f.except && f.text.Match(content) {
			found = append(found, f.name)
		}
	}
	if path == "static/package-lock.json" && bytes.Contains(content, []byte(`"resolved"`)) {
		found = append(found, "address of a package")
	}
	if handWritten(path) && bytes.Count(content, []byte("\n")) > maxLines {
		found = append(found, "too many lines")
	}
	return found
}

// handWritten reports whether path is a source file whose length somebody answers for.
func handWritten(path string) bool {
	switch filepath.Ext(path) {
	case ".go", ".ts", ".vue", ".mjs":
		return !strings.HasSuffix(path, "schema.d.ts") && !strings.Contains(path, ".gen.")
	}
	return false
}

func TestFiles(t *testing.T) {
	repository(t, func(path, name string) {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			return
		}
		for _, f := range faults(path, content) {
			t.Errorf("%s: %s", path, f)
		}
	})
}

func TestFaults(t *testing.T) {
	long := strings.Repeat("x\n", maxLines+1)
	beside := "cd ../" + "shared/data"
	tests := []struct {
		name, path, content string
		want                string
	}{
		{"nothing", "README.md", "make run", ""},
		{"shared folder", "scripts/a.sh", beside, "folder beside the checkout (use LW_SHARED)"},
		{"shared folder in the one place", ".ci/run", beside, ""},
		{"a folder above it", "static/src/a.ts", "import x from '../share/a'", ""},
		{"registry", "Dockerfile", "ENV GOPROXY=https://" + "proxy." + "golang.org", "host of a package registry"},
		{"lock with addresses", "static/package-lock.json", `"resolved": "https://a/b.tgz"`, "address of a package"},
		{"long file", "internal/a/a.go", long, "too many lines"},
		{"long test", "internal/a/a_test.go", long, "too many lines"},
		{"long table", "internal/a/testdata/a.csv", long, ""},
		{"long generated file", "static/src/api/schema.d.ts", long, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(faults(tt.path, []byte(tt.content)), ", "); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// gorm's SQLite driver asks for an older version, which a careless tidy would bring back.
func TestSQLiteVersion(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(mod, []byte("github.com/mattn/go-sqlite3 v1.14.53")) {
		t.Error("go.mod does not require github.com/mattn/go-sqlite3 v1.14.53")
	}
}

// The front end's dependencies are pinned exactly: a range would let two builds of the same commit differ.
func TestPinned(t *testing.T) {
	b, err := os.ReadFile("../../static/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var p struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	exact := regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	for _, deps := range []map[string]string{p.Dependencies, p.DevDependencies} {
		for name, version := range deps {
			if !exact.MatchString(version) {
				t.Errorf("%s is %q, not one version", name, version)
			}
		}
	}
}
