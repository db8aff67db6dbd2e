package api_test

import (
	"fmt"
	"slices"
	"testing"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// endings are the ways in which somebody stops being who they were, by what happens to the database. The last one leaves the session.
var endings = map[string]string{
	"expired":         "UPDATE sessions SET expires_at = 1 WHERE person_id = '%s'",
	"signed out":      "DELETE FROM sessions WHERE person_id = '%s'",
	"revoked":         "UPDATE devices SET revoked_at = 1 WHERE person_id = '%s'",
	"disabled":        "UPDATE people SET disabled = true WHERE id = '%s'",
	"membership over": "UPDATE memberships SET valid_to = '2026-02-01' WHERE person_id = '%s'",
}

// ended signs somebody new in who holds role, ends that, and returns their name.
func (m *maker) ended(how string, role recycle.Role) string {
	name := how + ":" + string(role)
	if m.w.tokens[name] != "" {
		return name
	}
	out, err := m.w.accounts.Add(m.w.t.Context(), account.Add{Org: string(testkit.Home(role)), Role: role, Name: "某人", Phone: m.phone()})
	if err != nil {
		m.w.t.Fatal(err)
	}
	signed, err := m.w.accounts.SignInAs(m.w.t.Context(), out.Person.ID, testkit.Home(role), recycle.SignInDevice{ID: recycle.DeviceID(m.id()), Name: "c"})
	if err != nil {
		m.w.t.Fatal(err)
	}
	m.exec(fmt.Sprintf(endings[how], out.Person.ID))
	m.w.tokens[name] = signed.Token
	return name
}

// followsRecord are the operations that follow a record into the organisation that it was made for, by ?orgId=: the role of the session is
// of another one and says nothing there, so whoever never belonged there finds none, 404.
var followsRecord = []string{"GET /pickups/{pickupId}", "POST /pickups/{pickupId}/void", "POST /pickups/{pickupId}/papers", "PUT /photos/{sha256}",
	"HEAD /photos/{sha256}", "GET /pickups/{pickupId}/photos/{sha256}", "PUT /sellers/{sellerId}", "POST /sellers/find"}

// refused is for those who may not call, on the same objects: each gets one answer, whatever there is, before anything is read.
func (x *cells) refused(t *testing.T, op, place string) {
	roles, public := x.may(op)
	if public {
		return
	}
	callers := map[string]int{"": 401}
	for how := range endings {
		callers[x.m.ended(how, roles[0])] = 401
	}
	for _, role := range recycle.Roles() {
		if !slices.Contains(roles, role) {
			callers[who(testkit.Home(role), role)] = 403
		}
	}
	_, p := x.caller(string(roles[0]))
	first := map[string]string{}
	elsewhere := place == "query.orgId" && slices.Contains(followsRecord, op)
	for r := range relations {
		if row := rowFor(x.rows[op], place, string(roles[0])); row == nil || row.want[r] == 0 {
			continue
		}
		c := x.m.call(op, place, p)
		x.m.fill(c, op, place, p, relation(r))
		q := c.request("")
		for as, want := range callers {
			if elsewhere && want == 403 && c.query.Get("orgId") != string(partyOf(as).org) {
				want = 404
			}
			q.as = as
			a := x.m.w.send(q)
			x.n++
			answer, key := fmt.Sprint(a.Code, a.Header(), a.Body), fmt.Sprint(as, want)
			if first[key] == "" {
				first[key] = answer
			}
			if a.Code != want || answer != first[key] {
				t.Errorf("%s of %s for %q, %s: %s, want %d and %s", place, op, as, relations[r], answer, want, first[key])
			}
		}
	}
}
