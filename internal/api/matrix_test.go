package api_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// rowOf is a line of the matrix.
type rowOf struct {
	op, place string
	callers   []string // roles, "*", "nobody" or "somebody"
	want      [6]int   // by relation; 0: cannot be
	because   [6]string
}

// readMatrix reads the lines that are written by hand, by operation and place.
func readMatrix(t testing.TB) map[string][]rowOf {
	t.Helper()
	data, err := os.ReadFile("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]rowOf{}
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		at := slices.IndexFunc(f, func(s string) bool { return s == "-" || len(s) >= 3 && s[0] >= '1' && s[0] <= '9' })
		if at < 4 || len(f)-at != 6 && f[2] != "none" {
			t.Fatalf("no row of the matrix: %s", line)
		}
		r := rowOf{op: f[0] + " " + f[1], place: f[2], callers: f[3:at]}
		for i, cell := range f[at:] {
			status, because, _ := strings.Cut(cell, "!")
			if r.because[i] = because; status != "-" {
				if r.want[i], err = strconv.Atoi(status); err != nil {
					t.Fatal(line, err)
				}
			}
		}
		rows[r.op] = append(rows[r.op], r)
	}
	return rows
}

// rowFor returns the row of an operation, a place and a role, or nil.
func rowFor(rows []rowOf, place, caller string) *rowOf {
	for _, class := range []string{caller, "*"} {
		for i := range rows {
			if rows[i].place == place && slices.Contains(rows[i].callers, class) && (class != "*" || caller != "nobody") {
				return &rows[i]
			}
		}
	}
	return nil
}

// The operations and the places of ids in them are those of the matrix, no more and no fewer.
func TestMatrix_whole(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	rows, ops, roles := readMatrix(t), operations(w.api), recycle.Roles()
	for name, op := range ops {
		places := idPlaces(w.api, op)
		if len(places) == 0 {
			places = []string{"none"}
		}
		for _, place := range places {
			if !slices.ContainsFunc(rows[name], func(r rowOf) bool { return r.place == place }) {
				t.Errorf("%s has no row for %s", name, place)
			}
		}
		for _, r := range rows[name] {
			if !slices.Contains(places, r.place) {
				t.Errorf("%s has a row for %s, where no id stands", name, r.place)
			}
			for _, c := range r.callers {
				if c != "*" && c != "nobody" && c != "somebody" && !slices.Contains(roles, recycle.Role(c)) {
					t.Errorf("%s: no caller %s", name, c)
				}
			}
		}
	}
	for name := range rows {
		if ops[name] == nil {
			t.Errorf("%s has a row and is no operation", name)
		}
	}
}

// cells walks the matrix: an operation, a place in it and a caller at a time.
type cells struct {
	m     *maker
	rows  map[string][]rowOf
	rules map[string]string
	n     int
}

// Everybody on everything: what each operation answers to each caller, for each relation of what each id in it names.
func TestMatrix(t *testing.T) { // ASVS 6.3.4, 8.2.1, 8.3.1
	run := func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		m := &maker{w: w, photos: map[string]string{}}
		m.seed()
		x := &cells{m: m, rows: readMatrix(t), rules: matrix(t)}
		ops := operations(w.api)
		for _, name := range sortedKeys(ops) {
			places := idPlaces(w.api, ops[name])
			if len(places) == 0 {
				places = []string{"none"}
			}
			t.Run(name, func(t *testing.T) {
				w.t = t
				for _, place := range places {
					x.allowed(t, name, place)
					x.refused(t, name, place)
				}
			})
		}
		w.t = t
		s.CheckBooks(t)
		t.Logf("%d cells", x.n)
	}
	if !everyForm {
		run(t, testkit.NewStore(t))
		return
	}
	testkit.OnBoth(t, run)
}

// may says who may call an operation, from the hand-written list: the roles, and whether nobody may.
func (x *cells) may(op string) (roles []recycle.Role, public bool) {
	relation, list, _ := strings.Cut(x.rules[op], " ")
	for _, role := range recycle.Roles() {
		if list == "" || slices.Contains(strings.Fields(list), string(role)) {
			roles = append(roles, role)
		}
	}
	return roles, relation == "public"
}

// allowed is for those who may call: each cell on an object of its own.
func (x *cells) allowed(t *testing.T, op, place string) {
	roles, public := x.may(op)
	callers := []string{}
	for _, role := range roles {
		callers = append(callers, string(role))
	}
	if public {
		callers = []string{"nobody", "somebody"}
	}
	for _, caller := range callers {
		row := rowFor(x.rows[op], place, caller)
		if row == nil {
			t.Errorf("%s of %s has no row for %s", place, op, caller)
			continue
		}
		as, p := x.caller(caller)
		var answers [6]string
		for r, want := range row.want {
			if want == 0 {
				continue
			}
			c := x.m.call(op, place, p)
			x.m.fill(c, op, place, p, relation(r))
			q := c.request(as)
			a := x.m.w.send(q)
			if ends(op) {
				delete(x.m.w.tokens, as)
			}
			x.n++
			if answers[r] = plainly(a); a.Code != want {
				t.Errorf("%s of %s for %s, %s: %d %.300s, want %d", place, q.method+" "+q.path, caller, relations[r], a.Code, a.Body, want)
			}
			if a.Code == 404 && row.want[unknown] == 404 && answers[unknown] != "" && answers[r] != answers[unknown] || r == int(unknown) && want == 404 && slices.ContainsFunc(answers[:r],
				func(s string) bool { return strings.HasPrefix(s, "404") && s != answers[r] }) {
				t.Errorf("%s of %s for %s: a 404 tells %s from unknown: %q", place, op, caller, relations[r], answers)
			}
		}
		if row.want[foreign] != 0 && row.want[unknown] != 0 && (answers[foreign] == answers[unknown]) != (row.because[foreign] == "") {
			t.Errorf("%s of %s for %s, foreign and unknown: %s\n%s", place, op, caller, answers[foreign], answers[unknown])
		}
	}
}

// caller is the caller of a column by its name, and the party for whom objects are made.
func (x *cells) caller(name string) (as string, p party) {
	switch name {
	case "nobody":
		return "", partyOf(collector)
	case "somebody":
		return collector, partyOf(collector)
	}
	p = partyOf(who(testkit.Home(recycle.Role(name)), recycle.Role(name)))
	return p.as, p
}

// ends reports whether an operation may end a session of the caller's: the next call signs in again.
func ends(op string) bool { return op == "DELETE /session" || op == "PUT /session/password" }

var (
	madeID     = regexp.MustCompile(`01900000-0000-7000-9[0-9a-f]{3}-[0-9a-f]{12}|01[a-f][0-9a-f]{5}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	madeNumber = regexp.MustCompile(`N-[0-9]{6}|139\*{4}[0-9]{4}|139[0-9]{8}|370800\*{8}[0-9X]{4}`)
	madeRef    = regexp.MustCompile(`"vehicle":\{[^}]*\}`) // what was sent, sent back
	madeToken  = regexp.MustCompile(`lwk_[A-Z2-7]+`)
	made64     = regexp.MustCompile(`[0-9a-f]{64}`)
)

// plainly is all of an answer in a line, with what differs from one object to the next taken out of one that shows an object.
func plainly(a *httptest.ResponseRecorder) string {
	h := a.Header().Clone()
	text := a.Body.String()
	if a.Code != 404 {
		if h.Get("ETag") != "" {
			h.Set("ETag", "…")
		}
		if h.Get("Set-Cookie") != "" {
			h.Set("Set-Cookie", "…")
		}
		text = madeToken.ReplaceAllString(text, "token")
		text = madeID.ReplaceAllString(madeNumber.ReplaceAllString(madeRef.ReplaceAllString(made64.ReplaceAllString(text, "hash"), "vehicle"), "number"), "id")
	}
	return fmt.Sprintf("%d %v %s", a.Code, h, text)
}
