// Package archtest keeps the rules that hold for the repository as a whole: who may import whom, who reads the clock, what
// may stand in a file and how long it may be.
package archtest

import (
	"go/ast"
	"strings"
	"testing"
)

const (
	geo     = "liangwang/geo"
	recycle = "liangwang/internal/recycle"
	testkit = "liangwang/internal/testkit"
	huma    = "github.com/danielgtaylor/huma/v2"
	gin     = "github.com/gin-gonic/gin"
	koanf   = "github.com/knadh/koanf"
	xtext   = "golang.org/x/text"
	anyone  = "*" // whatever the module has, but what only tests may use
)

// row says what the files below prefix may import besides the standard library, each path with all below it.
type row struct {
	prefix  string
	imports []string
}

// table is the import table; the first row whose prefix a file's path has counts.
var table = []row{
	{"cmd/", []string{anyone}},
	{"geo/", []string{geo, "github.com/paulmach/orb"}},
	{"static/", nil},
	{"internal/recycle/", []string{geo}},
	{"internal/store/", []string{geo, recycle, "gorm.io", "github.com/pressly/goose/v3", "github.com/mattn/go-sqlite3", "github.com/jackc/pgx/v5"}},
	{"internal/sheet/", []string{geo, recycle, "github.com/xuri/excelize/v2", xtext}},
	{"internal/blob/", []string{recycle, "github.com/minio/minio-go/v7"}},
	{"internal/device/", []string{geo, recycle}},
	{"internal/config/", []string{koanf}},
	{"internal/api/api.go", []string{geo, recycle, "liangwang/internal/sheet", huma, gin}}, // the one file that knows the router
	{"internal/api/often.go", []string{huma, "github.com/go-json-experiment/json"}},        // what will be encoding/json/v2
	{"internal/api/", []string{geo, recycle, "liangwang/internal/sheet", huma}},
	{"internal/server/", []string{gin, "liangwang/static", "liangwang/internal/config", "github.com/prometheus/client_golang"}},
	{"internal/testkit/", []string{geo, recycle, "liangwang/internal/store", "github.com/jackc/pgx/v5"}},
	{"internal/apifuzz/", []string{"github.com/getkin/kin-openapi"}},
	{"internal/crashtest/", []string{anyone, testkit, "github.com/hanwen/go-fuse/v2"}},
	{"internal/benchtest/", []string{anyone, testkit}},
	{"internal/account/", []string{geo, recycle, "golang.org/x/crypto", "github.com/trustelem/zxcvbn"}}, // argon2id; the lists of common passwords
	{"internal/photo/", []string{geo, recycle, "golang.org/x/image"}},                                   // scaling
	{"internal/", []string{geo, recycle}},                                                               // the features: never each other
}

// forTests are the packages that only tests import.
var forTests = []string{testkit, "liangwang/internal/crashtest", "liangwang/internal/benchtest", "liangwang/internal/apifuzz", "pgregory.net/rapid",
	"github.com/getkin/kin-openapi", "github.com/google/go-cmp", "github.com/hanwen/go-fuse/v2", "go.uber.org/goleak"}

// allowed reports whether the file at path, relative to the root, may import imp.
func allowed(path, imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	if first != "liangwang" && !strings.Contains(first, ".") {
		return true // standard library
	}
	for _, r := range table {
		if strings.HasPrefix(path, r.prefix) {
			return among(imp, r.imports) || among(anyone, r.imports) && !among(imp, forTests)
		}
	}
	return false
}

// among reports whether imp is one of list or below one of it.
func among(imp string, list []string) bool {
	for _, a := range list {
		if imp == a || strings.HasPrefix(imp, a+"/") {
			return true
		}
	}
	return false
}

func TestAllowed(t *testing.T) {
	tests := []struct {
		name, path, imp string
		want            bool
	}{
		{"standard library", "internal/recycle/x.go", "encoding/json", true},
		{"noun uses geo", "internal/recycle/x.go", geo, true},
		{"noun uses gorm", "internal/recycle/x.go", "gorm.io/gorm", false},
		{"geo uses nouns", "geo/x.go", recycle, false},
		{"geo's sub-package", "internal/fleet/x.go", geo + "/gpx", true},
		{"like geo, but not", "internal/fleet/x.go", "liangwang/geodesy", false},
		{"feature uses feature", "internal/fleet/x.go", "liangwang/internal/pickup", false},
		{"feature uses huma", "internal/fleet/x.go", huma, false},
		{"feature uses a sheet", "internal/intake/x.go", "liangwang/internal/sheet", false},
		{"feature uses excelize", "internal/reconcile/x.go", "github.com/xuri/excelize/v2", false},
		{"passwords", "internal/account/x.go", "golang.org/x/crypto/argon2", true},
		{"store uses feature", "internal/store/x.go", "liangwang/internal/pickup", false},
		{"store knows SQLite's errors", "internal/store/x.go", "github.com/mattn/go-sqlite3", true},
		{"api uses store", "internal/api/x.go", "liangwang/internal/store", false},
		{"gin in api.go", "internal/api/api.go", gin, true},
		{"gin elsewhere in api", "internal/api/x.go", gin, false},
		{"server uses api", "internal/server/x.go", "liangwang/internal/api", false},
		{"config uses its library", "internal/config/x.go", koanf + "/v2", true},
		{"demo uses store", "internal/demo/x.go", "liangwang/internal/store", false},
		{"cmd uses everything", "cmd/liangwang/x.go", "liangwang/internal/store", true},
		{"cmd uses the test kit", "cmd/liangwang/x.go", testkit, false},
		{"cmd uses a test's library", "cmd/liangwang/x.go", "pgregory.net/rapid", false},
		{"no row", "tools/x.go", geo, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := allowed(tt.path, tt.imp); got != tt.want {
				t.Errorf("%s imports %s: allowed %v, want %v", tt.path, tt.imp, got, tt.want)
			}
		})
	}
}

func TestImports(t *testing.T) {
	goFiles(t, func(path string, f *ast.File) {
		for _, im := range f.Imports {
			if imp := strings.Trim(im.Path.Value, `"`); !allowed(path, imp) {
				t.Errorf("%s may not import %s", path, imp)
			}
		}
	})
}

// Only cmd reads the clock of the machine; everyone else is given one, so that tests, replays and the demo can set it.
func TestClock(t *testing.T) {
	goFiles(t, func(path string, f *ast.File) {
		if strings.HasPrefix(path, "cmd/") || strings.HasPrefix(path, "internal/crashtest/") || strings.HasPrefix(path, "internal/benchtest/") {
			return
		}
		for _, call := range clockCalls(f) {
			t.Errorf("%s calls time.%s", path, call)
		}
	})
}

// clockCalls returns the functions of package time by which f reads the clock.
func clockCalls(f *ast.File) []string {
	var calls []string
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && among(sel.Sel.Name, []string{"Now", "Since", "Until"}) {
			calls = append(calls, sel.Sel.Name)
		}
		return true
	})
	return calls
}

func TestClockCalls(t *testing.T) {
	f := parse(t, `package a
		import "time"
		var now = time.Now // as a value, too
		func a(b struct{ Now func() time.Time }) { b.Now(); time.Since(b.Now()); time.Sleep(1) }`)
	if got := strings.Join(clockCalls(f), " "); got != "Now Since" {
		t.Errorf("found %q, want \"Now Since\"", got)
	}
}
