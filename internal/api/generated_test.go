package api_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"liangwang/internal/apifuzz"
	"liangwang/internal/testkit"
)

// fuzzEnv names the variable that asks for the full form: a thousand requests of each operation instead of a few.
const fuzzEnv = "LW_FUZZ"

// generator sends made requests and counts what came of them.
type generator struct {
	*world
	rng     *rand.Rand
	n       int            // requests so far, which numbers their objects
	counts  map[string]int // by what had to come of them
	version func() int64   // changes with every commit
}

// Requests that are made from the document and from good ones: none is answered by an error of the server, no good one is refused, no
// wrong one is taken, what is refused changes nothing, and every answer is as the document says.
func TestInput_generated(t *testing.T) { // ASVS 2.2.1, 2.2.2, 4.1.1
	each := 60
	if os.Getenv(fuzzEnv) == "full" {
		each = 1000
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		times := each
		if strings.HasSuffix(t.Name(), "postgres") {
			times /= 10
		}
		g := &generator{world: newWorld(t, s, nil), rng: rand.New(rand.NewPCG(1, 2)), n: 0, counts: map[string]int{}, version: commits(t, s)}
		g.objects()
		rules, ops := matrix(t), operations(g.api)
		for _, name := range slices.Sorted(maps.Keys(ops)) {
			t.Run(name, func(t *testing.T) {
				g.t = t
				g.operation(name, callerOf(rules, name), times)
			})
		}
		g.t = t
		t.Logf("%d operations, %d requests: %v", len(ops), g.n, g.counts)
		s.CheckRecords(t)
	})
}

// operation sends requests of one operation.
func (g *generator) operation(name, as string, times int) {
	method, path, _ := strings.Cut(name, " ")
	rec := recorded[name]
	for range times {
		g.n++
		one := fresh(g.n)
		made := apifuzz.Recorded{Op: g.document.find(method, prefix+pathOf(path, one)), Free: rec.free, Given: givenTo(name), Query: mustHave[name]}
		if headerOf(name) == nil {
			made.Body = strings.NewReplacer("%s", one, "%d", residentNumber(g.n)).Replace(rec.body)
		}
		c := made.Case(g.rng)
		if headerOf(name) != nil {
			c.Body, c.Header = rec.body, headerOf(name)
		}
		if name == "PUT /photos/{sha256}" {
			c.Body = string(picture(g.t, g.n%90+10))
			path = "/photos/" + digest(sha256.Sum256([]byte(c.Body)))
		}
		if rec.before != nil {
			rec.before(g.world, one)
		}
		if wrong := wrongIDs(one); strings.Contains(path, "{") && g.rng.IntN(10) == 0 {
			one = wrong[g.rng.IntN(len(wrong))]
			c.What, c.Want = fmt.Sprintf("id %q", one), apifuzz.Refused
		}
		to := pathOf(path, one)
		if c.Query != "" {
			to += "?" + c.Query
		}
		g.counts[c.Want.String()]++
		g.token(as) // signs in, which writes
		before := g.version()
		a := g.send(request{as: as, method: method, path: to, body: c.Body, header: c.Header})
		g.judge(c, rec.but, to, a)
		if form(a.Code) && g.version() != before && !strings.HasPrefix(path, "/session") { // a failed sign-in counts
			g.t.Errorf("%s: refused by %d, but something was written\n%s\n%.2000s", c.What, a.Code, to, c.Body)
		}
		if name == "DELETE /session" || a.Code == 401 {
			delete(g.tokens, as)
		}
	}
}

// form reports whether a status says that the request itself is wrong.
func form(status int) bool {
	return status == 400 || status == 413 || status == 415 || status == 422
}

func (g *generator) judge(c apifuzz.Case, but []string, to string, a *httptest.ResponseRecorder) {
	g.t.Helper()
	why := ""
	known := func(text string) bool {
		return strings.Contains(a.Body.String(), text) || a.Code == 422 && codeOf(a) == text
	}
	switch {
	case a.Code >= 500:
		why = "an error of the server"
	case a.Code == 404 && strings.Contains(a.Body.String(), "route."):
		if c.Want == apifuzz.Taken && !strings.Contains(to, "/session/demo") {
			why = "no such address"
		}
	case c.Want == apifuzz.Taken && form(a.Code) && !slices.ContainsFunc(but, known):
		why = "good, but refused"
	case c.Want == apifuzz.Refused && a.Code < 400:
		why = "wrong, but taken"
	}
	if why != "" {
		g.t.Errorf("%s: %s: %d %.600s\n%s\n%.2000s", c.What, why, a.Code, a.Body, to, c.Body)
	}
}

// commits returns what changes with every transaction that another connection of the database commits.
func commits(t *testing.T, s testkit.Store) func() int64 {
	t.Helper()
	query := "PRAGMA data_version"
	if strings.HasSuffix(t.Name(), "postgres") {
		query = "SELECT count(*) FROM audit_entries" // good enough: PostgreSQL counts its own work, too
	}
	conn, err := s.SQL.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return func() (v int64) {
		if err := conn.QueryRowContext(context.Background(), query).Scan(&v); err != nil && err != sql.ErrNoRows {
			t.Error(err)
		}
		return v
	}
}
