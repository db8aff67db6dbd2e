package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// statements are the methods that take SQL, of gorm, of database/sql and of the store's own, with the place of the text among their
// arguments behind a context. What stands there goes to the database as it is: a value of a request would be a statement of its sender.
var statements = map[string]int{
	"Order": 0, "Select": 0, "Group": 0, "Joins": 0, "InnerJoins": 0, "Table": 0, "Raw": 0, "Exec": 0, "Where": 0, "Or": 0, "Not": 0, "Having": 0, "Pluck": 0,
	"Distinct": 0, "Omit": 0, "Preload": 0, "MapColumns": 0, "Expr": 0, "NamedExpr": 0, "UpdateColumn": 0, "Update": 0,
	"First": 1, "Find": 1, "Take": 1, "Last": 1, "Delete": 1, "FirstOrInit": 1, "FirstOrCreate": 1, // inline conditions
	"ExecContext": 0, "QueryContext": 0, "QueryRowContext": 0, "PrepareContext": 0, "Prepare": 0, "Query": 0, "QueryRow": 0, "exec": 0, "row": 0,
}

// composed are the texts that are put together from constants in a way that cannot be seen in one expression, by file, with the reason.
var composed = map[string]string{
	"internal/store/recount.go Raw(src.end)":                                                           "of the table ledgerSources",
	"internal/store/recount.go Raw(src.page)":                                                          "of the table ledgerSources",
	"internal/store/register.go Where(t.key + \" = ? AND valid_from = ?\")":                            keyOf,
	"internal/store/register.go Order(t.key + \", valid_from\")":                                       keyOf,
	"internal/store/register.go Order(t.key)":                                                          keyOf,
	"internal/store/register.go Where(t.key + \" IN ?\")":                                              keyOf,
	"internal/store/register.go Select(t.key + \" AS id, valid_from, valid_to\")":                      keyOf,
	"internal/store/register.go Where(\"valid_from <= ? AND valid_to >= ? AND \" + t.key + \" > ?\")":  keyOf,
	"internal/store/register.go Where(\"valid_from <= ? AND valid_to >= ? AND \" + t.key + \" IN ?\")": keyOf,
	"internal/store/register.go Where(\"valid_to = ? AND \" + t.key + \" IN ?\")":                      keyOf,
	"internal/store/hotconn.go Prepare(query)":                                                         passed,
	"internal/store/hotconn.go QueryContext(s.args)":                                                   "the arguments of a prepared statement",
	"internal/store/registersum.go Order(strings.Join(keys, \", \"))":                                  keysOf,
	"internal/store/registersum.go Where(behind)":                                                      keysOf,
	"internal/store/readers.go QueryContext(query)":                                                    passed,
	"internal/store/readers.go ExecContext(query)":                                                     passed,
	"internal/store/statement.go exec(query)":                                                          passed,
	"internal/store/statement.go row(query)":                                                           passed,
	"internal/store/statement.go ExecContext(d.bind(query))":                                           passed,
	"internal/store/statement.go QueryRowContext(d.bind(query))":                                       passed,
}

const (
	keyOf  = "of the tables of versions at the head of the file"
	keysOf = "of the table registerTables at the head of the file"
	passed = "hands on what its callers give, and they are looked at"
)

// holdsSQL reports whether a file could send statements.
func holdsSQL(f *ast.File) bool {
	return slices.ContainsFunc(f.Imports, func(im *ast.ImportSpec) bool {
		p := strings.Trim(im.Path.Value, `"`)
		return among(p, []string{"gorm.io", "database/sql", "github.com/mattn/go-sqlite3", "github.com/jackc/pgx/v5"})
	})
}

// forTest reports whether only tests use a file.
func forTest(name string) bool {
	return slices.ContainsFunc(forTests, func(p string) bool { return strings.HasPrefix("liangwang/"+name, p+"/") })
}

// constants returns the names that files declare as constants, wherever they do.
func constants(files ...*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				for _, s := range d.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						names[name.Name] = true
					}
				}
			}
			return true
		})
	}
	return names
}

// constant reports whether e is made of literals and constants alone.
func constant(e ast.Expr, names map[string]bool) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return names[e.Name]
	case *ast.ParenExpr:
		return constant(e.X, names)
	case *ast.BinaryExpr:
		return constant(e.X, names) && constant(e.Y, names)
	}
	return false
}

func isContext(expr string) bool { return expr == "ctx" || strings.HasPrefix(expr, "context.") }

// sent returns the texts of f that go to the database and are no constants.
func sent(f *ast.File, names map[string]bool) (found []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || types.ExprString(sel.X) == "cmp" {
			return true
		}
		at, ok := statements[sel.Sel.Name]
		if ok && len(call.Args) > 0 && isContext(types.ExprString(call.Args[0])) {
			at++
		}
		if !ok || len(call.Args) <= at {
			return true
		}
		if _, own := call.Args[at].(*ast.FuncLit); !own && !constant(call.Args[at], names) {
			found = append(found, sel.Sel.Name+"("+types.ExprString(call.Args[at])+")")
		}
		return true
	})
	return found
}

// No text of a request is ever part of a statement: what goes to the database as SQL is constant, and the rest is bound.
func TestSQL(t *testing.T) {
	packages := map[string]map[string]*ast.File{}
	goFiles(t, func(name string, f *ast.File) {
		dir := path.Dir(name)
		if packages[dir] == nil {
			packages[dir] = map[string]*ast.File{}
		}
		packages[dir][name] = f
	})
	used := map[string]bool{}
	for _, files := range packages {
		names := constants(slices.Collect(maps.Values(files))...)
		for name, f := range files {
			if forTest(name) || !holdsSQL(f) && !strings.HasPrefix(name, "internal/store/") {
				continue
			}
			for _, key := range keys(f) {
				if !constant(key, names) {
					t.Errorf("%s: the key %s is no constant", name, types.ExprString(key))
				}
			}
			for _, text := range sent(f, names) {
				key := name + " " + text
				if used[key] = true; composed[key] == "" { // ASVS 1.2.4
					t.Errorf("%s: is that a constant? If it is put together from constants alone, say so in composed", key)
				}
			}
		}
	}
	for key := range composed {
		if !used[key] {
			t.Errorf("%s is there no more", key)
		}
	}
}

// keys returns the names of columns that the tables of versions are made with.
func keys(f *ast.File) (found []ast.Expr) {
	ast.Inspect(f, func(n ast.Node) bool {
		made, ok := n.(*ast.CompositeLit)
		if !ok || made.Type == nil || !strings.HasPrefix(types.ExprString(made.Type), "versions[") {
			return true
		}
		for _, e := range made.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				e = kv.Value
			}
			found = append(found, e)
		}
		return true
	})
	return found
}

func TestSent(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"constant", `tx.Where("a = ?", x).Order("id DESC").Find(&l)`, ""},
		{"of constants", `tx.Raw(byDay + " LIMIT 1", x)`, ""},
		{"order", `tx.Order(f.Sort)`, "Order(f.Sort)"},
		{"a part", `tx.Where("name LIKE '%" + q + "%'")`, `Where("name LIKE '%" + q + "%'")`},
		{"formatted", `tx.Table(fmt.Sprintf("%s AS a", table))`, `Table(fmt.Sprintf("%s AS a", table))`},
		{"inline condition", `tx.First(&u, q)`, "First(q)"},
		{"inline condition that is constant", `tx.First(&u, "id = ?", q)`, ""},
		{"of a struct", `tx.Where(&u)`, "Where(&u)"},
		{"database/sql", `c.QueryContext(ctx, q, x)`, "QueryContext(q)"},
		{"variable of a constant's kind", `tx.Group(other)`, "Group(other)"},
		{"no statement", `l.Push(q)`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := parse(t, "package a\nconst byDay = \"SELECT 1\"\nvar other = byDay\nfunc f() { "+tt.body+" }")
			if got := strings.Join(sent(f, constants(f)), ", "); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}
