package store_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"liangwang/internal/store"
)

// source returns the files of this package that are no tests, by name.
func source(t *testing.T) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	must(t, err)
	files := map[string]*ast.File{}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.SkipObjectResolution)
			must(t, err)
			files[e.Name()] = f
		}
	}
	if len(files) < 10 {
		t.Fatalf("%d files", len(files))
	}
	return files
}

// tenantTables are the tables that have an org_id.
func tenantTables(t *testing.T) []string {
	t.Helper()
	records, others := store.Tenant()
	var tables []string
	for _, m := range slices.Concat(records, others) {
		s, err := schema.Parse(m, &sync.Map{}, schema.NamingStrategy{})
		must(t, err)
		tables = append(tables, s.Table)
	}
	return tables
}

var (
	statement = regexp.MustCompile(`(?is)^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s`)
	boundTo   = regexp.MustCompile(`^([\w.]+\.)?org_id = (\?|@org)( |$|\))`)
	space     = regexp.MustCompile(`\s+`)
)

// unbound says what is wrong with a constant statement: it touches a table of the tenants, and does not say whose rows.
func unbound(sql string, tables []string) string {
	text := space.ReplaceAllString(strings.TrimSpace(sql), " ")
	touched := false
	for _, table := range tables {
		touched = touched || regexp.MustCompile(`(?i)\b(FROM|INTO|UPDATE|JOIN) `+table+`\b`).MatchString(text)
	}
	if !touched {
		return ""
	}
	if rest, insert := strings.CutPrefix(text, "INSERT INTO "); insert {
		_, rest, _ = strings.Cut(rest, "(")
		columns, _, _ := strings.Cut(rest, ")")
		if !slices.Contains(strings.Split(columns, ", "), "org_id") {
			return "the INSERT names no org_id"
		}
		return ""
	}
	_, where, found := strings.Cut(text, " WHERE ")
	conditions := strings.Split(where, " AND ")
	if !found || regexp.MustCompile(`(?i)\bor\b`).MatchString(where) || !slices.ContainsFunc(conditions, boundTo.MatchString) {
		return "the WHERE does not bind org_id"
	}
	return ""
}

// overAll are the constant statements that go over all organisations, each with its reason; they are run through across.
var overAll = map[string]string{
	"noKeys":         "a restored backup begins without any program's key",
	"nextLedgerDay":  "the recount of the ledger steps from one organisation to the next",
	"nextOwner":      "the records are held against the log one organisation after the other",
	"pageEndTickets": "a ticket is booked on who delivered: its org_id is who weighed",
	"pageOfTickets":  "the same",
	"dayAtOnce":      "the same, with the sums of that organisation",
	"countRows":      "a backup is held against the running data as a whole",
}

// The guard does not see what Exec runs. So every constant statement of the package is read here: it says whose rows it touches.
func TestStatements(t *testing.T) {
	tables, seen := tenantTables(t), 0
	for name, f := range source(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, isSpec := n.(*ast.ValueSpec)
			if isSpec && len(spec.Names) == 1 && overAll[spec.Names[0].Name] != "" {
				return false
			}
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			sql, err := strconv.Unquote(lit.Value)
			must(t, err)
			if !statement.MatchString(sql) || strings.HasPrefix(sql, "SELECT (SELECT max(seq)") { // of one organisation, in its parts
				return true
			}
			seen++
			if fault := unbound(sql, tables); fault != "" {
				t.Errorf("%s: %s: %s", name, fault, sql)
			}
			return true
		})
	}
	if seen < 8 {
		t.Errorf("only %d statements were read", seen)
	}
}

func TestUnbound(t *testing.T) {
	tables := tenantTables(t)
	for sql, want := range map[string]string{
		"SELECT content_hash FROM pickups WHERE org_id = ? AND id = ?":                             "",
		"SELECT content_hash FROM pickups WHERE id = ? AND org_id = ?":                             "",
		"SELECT 1 FROM pickups p WHERE p.org_id = ?":                                               "",
		"SELECT value FROM meta WHERE key = ?":                                                     "",
		"SELECT content_hash FROM pickups WHERE id = ?":                                            "the WHERE does not bind org_id",
		"SELECT content_hash FROM pickups":                                                         "the WHERE does not bind org_id",
		"SELECT 1 FROM orgs JOIN pickups ON org_id = orgs.id":                                      "the WHERE does not bind org_id",
		"SELECT 1 FROM pickups WHERE org_id = ? OR id = ?":                                         "the WHERE does not bind org_id",
		"SELECT 1 FROM pickups WHERE vehicle_org_id = ?":                                           "the WHERE does not bind org_id",
		"SELECT 1 FROM tickets WHERE delivered_org_id = ? AND id = ?":                              "the WHERE does not bind org_id",
		"UPDATE audit_heads SET sum = ? WHERE org_id = ?":                                          "",
		"UPDATE audit_heads SET sum = ?, org_id = ?":                                               "the WHERE does not bind org_id",
		"DELETE FROM pickups\n\t\tWHERE state = ?":                                                 "the WHERE does not bind org_id",
		"INSERT INTO photos (org_id, hash) VALUES (?, ?)":                                          "",
		"INSERT INTO photos (hash, author_id) VALUES (?, ?)":                                       "the INSERT names no org_id",
		"INSERT INTO method_totals (day) VALUES (?) ON CONFLICT (org_id) DO UPDATE SET org_id = 1": "the INSERT names no org_id",
	} {
		if got := unbound(sql, tables); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

// What is run without gorm is a constant of the package: nothing from a request can become SQL.
func TestStatements_constant(t *testing.T) {
	files, constants, seen := source(t), map[string]bool{}, 0
	for _, f := range files {
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, spec := range gen.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					constants[name.Name] = true
				}
			}
		}
	}
	for name, f := range files {
		eachCall(f, func(in string, call *ast.CallExpr, method string) {
			at := 1
			switch method {
			case "exec", "row":
				if x, ok := call.Fun.(*ast.SelectorExpr).X.(*ast.SelectorExpr); ok && x.Sel.Name == "hot" { // the writer's connection itself
					at = 0
				}
			case "Raw", "Exec":
				at = 0
			default:
				return
			}
			if len(call.Args) <= at || slices.Contains([]string{"exec", "row"}, in) {
				return
			}
			seen++
			switch arg := call.Args[at].(type) {
			case *ast.BasicLit:
			case *ast.FuncLit: // of database/sql's Raw, which is no SQL
			case *ast.Ident:
				if !constants[arg.Name] {
					t.Errorf("%s: %s runs %s, which is no constant", name, in, arg.Name)
				}
			case *ast.SelectorExpr: // a row of a table of constants
				if in != "Ledger.recount" {
					t.Errorf("%s: %s runs a field", name, in)
				}
			default:
				t.Errorf("%s: %s runs what is put together", name, in)
			}
		})
	}
	if seen < 8 {
		t.Errorf("only %d calls were read", seen)
	}
}

// eachCall visits every call of a method, with the function that it stands in ("Type.method" or "function").
func eachCall(f *ast.File, visit func(in string, call *ast.CallExpr, method string)) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		in := fn.Name.Name
		if fn.Recv != nil {
			recv := fn.Recv.List[0].Type
			if star, ok := recv.(*ast.StarExpr); ok {
				recv = star.X
			}
			if id, ok := recv.(*ast.Ident); ok && id.Name != "DB" {
				in = id.Name + "." + in
			}
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
					visit(in, call, sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// over are the callers of across, and why: whoever goes over organisations stands here, and the conditions that keep the others out
// are theirs.
var over = `
Programs.APIKeyByHash: signIn
Audit.AuditHeads: verify
Audit.SumAt: verify
Audit.overhang: verify
Audit.readLogged: verify
Audit.verifyChain: verify
CheckFile: verify
Counts: verify
Demo.CountRecords: "demo: start page"
Devices.Device: signIn
Devices.DevicesByID: ownAccount
Devices.DevicesOf: ownAccount
Invites.Invitation: signIn
Ledger.VerifyLedger: verify
Ledger.kept: verify
Ledger.recount: verify
Ledger.recountAtOnce: verify
LoginLimits.CountLoginFailure: signIn
LoginLimits.ForgetLoginFailures: signIn
LoginLimits.LoginFailures: signIn
Orgs.Org: signIn
Orgs.OrgsByID: ownAccount
Orgs.OrgsNamed: signIn
Orgs.ZoneOrg: signIn
People.Credential: signIn
People.Memberships: ownAccount
People.Person: signIn
People.PersonByPhone: signIn
Roster.Accounts: roster
Roster.AllDevicesOf: roster
Roster.RolesOf: roster
Roster.SessionsOf: roster
Roster.SettledOf: roster
Roster.openDevices: roster
Roster.openPeople: roster
Roster.people: roster
SchemaVersion: verify
Audit.owner: verify
Audit.upto: verify
Register.add: verify
Scrub: keysAndPeople
Sellers.EachSeller: keysAndPeople
Sellers.ErasedSellers: keysAndPeople
Sessions.Session: signIn
Tickets.Ticket: "ticket: counterparty"
Tickets.filtered: "tickets: counterparty"
hasSellers: keysAndPeople
ZoneRecords.over: "zone: records without personal data"
`

func TestAcross(t *testing.T) {
	found := map[string]bool{}
	for _, f := range source(t) {
		eachCall(f, func(in string, call *ast.CallExpr, method string) {
			if method != "across" {
				return
			}
			why := "?"
			switch arg := call.Args[1].(type) {
			case *ast.Ident:
				why = arg.Name
			case *ast.BasicLit:
				why = arg.Value
			}
			found[fmt.Sprintf("%s: %s", in, why)] = true
		})
	}
	want := strings.Split(strings.TrimSpace(over), "\n")
	for caller := range found {
		if !slices.Contains(want, caller) {
			t.Errorf("%s goes over organisations and is not in the list", caller)
		}
	}
	for _, caller := range want {
		if !found[caller] {
			t.Errorf("%s stands in the list and goes over nothing", caller)
		}
	}
}
