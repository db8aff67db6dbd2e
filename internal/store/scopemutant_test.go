package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

var errUndone = errors.New("undone")

// said is what a probe says; a write is undone whatever it says.
func said(ctx context.Context, s testkit.Store, ask probe, write bool) string {
	if !write {
		v, err := ask(ctx, s)
		return fmt.Sprintf("%+v %v", v, err)
	}
	var text string
	err := s.InTx(ctx, func(ctx context.Context) error {
		v, err := ask(ctx, s)
		if text = fmt.Sprintf("%+v", v); err == nil {
			return errUndone
		}
		return err
	})
	if errors.Is(err, errUndone) {
		return "done " + text
	}
	return "refused"
}

// leaks are the probes that say something else than they would if Ours were alone, each with what it says.
func leaks(t testing.TB, s testkit.Store, want map[string]string) (found []string) {
	ctx := recycle.WithActor(t.Context(), testkit.Actor(testkit.Ours, recycle.CompanyOperator))
	for name, ask := range reads {
		if got := said(ctx, s, ask, false); want[name] != "" && got != want[name] {
			found = append(found, name+": "+got)
		} else if want[name] == "" {
			want[name] = got
		}
	}
	for name, ask := range writes {
		if got := said(ctx, s, ask, true); got != "refused" {
			found = append(found, name+": "+got)
		}
	}
	slices.Sort(found)
	return found
}

// mutant is a way in which a method of the package loses its scope.
type mutant struct {
	name   string // "function/line line …": the lines of its queries that lose it
	narrow bool   // it writes: what it loses is no condition of a query, and nothing for the guard
}

// again are the methods of which one query stands for the other: the check looks once more at what it doubts.
var again = []string{"Audit.photoPage", "Audit.some"}

// mutants finds them in the source: all queries of a method at once, and of several each one alone.
func mutants(t testing.TB) (all []mutant) {
	t.Helper()
	entries, err := os.ReadDir(".")
	must(t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") || e.Name() == "scope.go" {
			continue
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, e.Name(), nil, parser.SkipObjectResolution)
		must(t, err)
		lines, narrow := map[string][]string{}, map[string]bool{}
		eachCall(f, func(in string, call *ast.CallExpr, method string) {
			counterparty := method == "Where" && isText(call.Args[0], "delivered_org_id = ?")
			if method != "own" && method != "owned" && method != "mayWrite" && !counterparty {
				return
			}
			line := fmt.Sprint(set.Position(call.Fun.(*ast.SelectorExpr).Sel.Pos()).Line)
			if !slices.Contains(lines[in], line) {
				lines[in] = append(lines[in], line)
			}
			narrow[in] = narrow[in] || method != "own"
		})
		for in, at := range lines {
			all = append(all, mutant{in + "/" + strings.Join(at, " "), narrow[in]})
			if len(at) == 1 || narrow[in] && in != "Tickets.filtered" || slices.Contains(again, in) {
				continue
			}
			for _, line := range at {
				all = append(all, mutant{in + "/" + line, narrow[in]})
			}
		}
	}
	slices.SortFunc(all, func(a, b mutant) int { return strings.Compare(a.name, b.name) })
	return all
}

func isText(e ast.Expr, begins string) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && strings.HasPrefix(lit.Value, `"`+begins)
}

// mutantEnv names the variable with the mutant that a mutated build is; empty or absent: the program as it is.
const mutantEnv = "LW_SCOPE_MUTANT"

// The program as it is tells Ours nothing of Theirs and lets it change nothing. In a build that TestScope_mutants made, each mutant is
// caught by a probe in its turn, and with the guard on, every query that lost its scope is refused.
func TestScope_probes(t *testing.T) {
	want := map[string]string{}
	s := testkit.NewStore(t)
	stock(t, s, testkit.Ours)
	leaks(t, s, want)
	stock(t, s, testkit.Theirs, alone)
	if found := leaks(t, s, want); len(found) > 0 {
		t.Fatalf("beside Theirs: %s", found)
	}
	if os.Getenv(mutantEnv) == "" {
		return
	}
	all := mutants(t)
	for _, m := range all {
		t.Setenv(mutantEnv, m.name)
		found := leaks(t, s, want)
		t.Setenv(mutantEnv, "guarded "+m.name)
		guarded := leaks(t, s, want)
		t.Setenv(mutantEnv, "none")
		if len(found) == 0 {
			t.Errorf("%s is not caught", m.name)
		}
		for _, f := range guarded {
			if !m.narrow && (tells(f) || strings.Contains(f, ": done")) {
				t.Errorf("the guard lets %s through: %s", m.name, f)
			}
		}
	}
	t.Logf("scope mutants: %d, all caught; the guard alone stops those that only read", len(all))
}

// tells reports whether something of Theirs is in what a probe says, past the guard.
func tells(said string) bool {
	return !strings.Contains(said, store.ErrUnscoped.Error()) && slices.ContainsFunc([]string{string(testkit.Theirs), testkit.ID[string](alone), "theirs", "glass.bottle", "示b"},
		func(mark string) bool { return strings.Contains(said, mark) })
}

// unscoped are the functions that reach a table of the tenants through a handle without a scope of their own, and why.
var unscoped = map[string]string{
	"Audit.appendInGroup": "AppendAudit has asked",
	"Audit.insertEntry":   "AppendAudit has asked",
	"Pickups.insertParts": "InsertPickup has asked",
	"Totals.AddTotals":    "booked asks for each row, but of what was received: that is booked on who delivered",
	"People.InsertMember": "who may appoint where is the account feature's rule: an admin appoints in every organisation",
	"People.EndMember":    "the same",
	"writer.run":          "the writer's own statements: BEGIN, COMMIT, savepoints",
	"writer.runAll":       "the same",
	"writer.trust":        "the heads that were acknowledged, held against those of the file after a failure of the disk",
}

// Whoever reaches a table of the tenants asks for a scope, goes over all by the list of TestAcross, or stands in the list above.
func TestScope_none(t *testing.T) {
	models := regexp.MustCompile(`^(Vehicle|Pickup|Line|Paper|Flag|Photo|Ticket|MethodTotal|SiteTotal|Totals|Entry|Ref|Member|Seller|Import|pickupPhoto|photoAuthor|AuditHead)$`)
	found := map[string]bool{}
	for _, f := range source(t) {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			model, handle, scope, in := false, false, false, ""
			eachCall(&ast.File{Decls: []ast.Decl{fn}}, func(name string, _ *ast.CallExpr, method string) {
				in = name
				handle = handle || slices.Contains([]string{"register", "conn", "exec", "row"}, method)
				scope = scope || slices.Contains([]string{"own", "owned", "mayWrite", "across"}, method)
			})
			ast.Inspect(fn, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				model = model || ok && models.MatchString(id.Name)
				return true
			})
			if model && handle && !scope {
				found[in] = true
			}
		}
	}
	for in := range found {
		if unscoped[in] == "" {
			t.Errorf("%s reaches a table of the tenants without a scope", in)
		}
	}
	for in := range unscoped {
		if !found[in] {
			t.Errorf("%s stands in the list and reaches none", in)
		}
	}
}

// TestScope_mutants builds this package's tests once more, with scopes that a switch takes away from one method at a time, and runs
// TestScope_probes in it.
func TestScope_mutants(t *testing.T) {
	if os.Getenv(mutantEnv) != "" {
		return
	}
	dir, err := os.Getwd()
	must(t, err)
	replace, tmp := map[string]string{}, t.TempDir()
	put := func(name, text string) {
		file := filepath.Join(tmp, name)
		must(t, os.WriteFile(file, []byte(text), 0o600))
		replace[filepath.Join(dir, name)] = file
	}
	edit := func(name string, pairs ...string) {
		data, err := os.ReadFile(name)
		must(t, err)
		text := string(data)
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(text, pairs[i]) {
				t.Fatalf("%s has no %q", name, pairs[i])
			}
			text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
		}
		put(name, text)
	}
	const own, mayWrite = "func (d *DB) own(ctx context.Context) *gorm.DB {", "func (d *DB) mayWrite(ctx context.Context, org recycle.OrgID) error {"
	edit("scope.go", own, own+" if is, guarded := lost(); guarded { return d.register(ctx) } else if is { return d.register(ctx).Set(acrossKey, reason(`lost`)) };",
		mayWrite, mayWrite+" if is, _ := lost(); is { return nil };")
	edit("tickets.go", `Where("delivered_org_id = ?`, `Where(loose()+"delivered_org_id = ?`)
	edit("ticketlist.go", `Where("delivered_org_id = ?`, `Where(loose()+"delivered_org_id = ?`)
	put("lost.go", lostSource)
	data, err := json.Marshal(map[string]any{"Replace": replace})
	must(t, err)
	overlay := filepath.Join(tmp, "overlay.json")
	must(t, os.WriteFile(overlay, data, 0o600))
	cmd := exec.CommandContext(t.Context(), "go", "test", "-tags", "nomsgpack", "-overlay", overlay, "-count=1", "-v", "-run", "^TestScope_probes$", ".")
	cmd.Env = append(os.Environ(), mutantEnv+"=none")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "scope mutants:") {
			t.Log(strings.TrimSpace(line))
			return
		}
	}
	t.Errorf("no mutant was tried:\n%s", out)
}

// lostSource is the switch: whether the method that asks for its scope is the one that has lost it.
const lostSource = `package store

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

var closure = regexp.MustCompile("(\\.func[0-9.]+|-range[0-9]+)+$")

func lost() (is, guarded bool) {
	m, guarded := strings.CutPrefix(os.Getenv("` + mutantEnv + `"), "guarded ")
	method, lines, found := strings.Cut(m, "/")
	if !found {
		return false, false
	}
	var pcs [20]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		name := closure.ReplaceAllString(strings.TrimPrefix(f.Function, "liangwang/internal/store."), "")
		switch name {
		case "lost", "loose", "(*DB).own", "(*DB).owned", "(*DB).mayWrite":
			if more {
				continue
			}
		}
		is = name == method && slices.Contains(strings.Fields(lines), fmt.Sprint(f.Line))
		return is, is && guarded
	}
}

// loose is put before a condition on the organisation, and takes its force.
func loose() string {
	if is, _ := lost(); is {
		return "1 = 1 OR "
	}
	return ""
}
`
