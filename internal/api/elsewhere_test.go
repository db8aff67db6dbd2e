package api_test

import (
	"context"
	"crypto/sha256"
	"net/url"
	"strings"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// What follows a record that was made for another organisation names that one. It lets nobody in who never belonged there, tells
// nothing of it, and gives nobody the roles that they have elsewhere.
func TestElsewhere(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		void := "/pickups/" + id(2) + "/void" // of Theirs
		unknown := ""
		for _, org := range []string{id(98), string(testkit.Theirs), string(testkit.Zone)} {
			a := w.post(collector, void+"?orgId="+org, reasonBody)
			if a.Code != 404 || codeOf(a) != "org.not_found" || unknown != "" && a.Body.String() != unknown {
				t.Errorf("in %s: %d %s", org, a.Code, a.Body)
			}
			unknown = a.Body.String()
		}
		for _, org := range []string{"x", "\x00", "\xff", secret, strings.Repeat("a", 5000), "' OR 1=1", strings.ToUpper(id(0xabc))} {
			a := w.post(collector, void+"?orgId="+url.QueryEscape(org), reasonBody)
			if a.Code != 404 && a.Code != 422 || strings.Contains(a.Body.String(), secret) {
				t.Errorf("in %.20q: %d %s", org, a.Code, a.Body)
			}
		}
		join := recycle.Member{PersonID: testkit.Actor(testkit.Ours, recycle.CompanyOperator).PersonID, OrgID: testkit.Theirs, Role: recycle.Collector, ValidFrom: testkit.Since, ValidTo: recycle.LastDay}
		if err := s.InTx(testkit.As(t, testkit.Zone, recycle.Planner), func(ctx context.Context) error { return s.InsertMember(ctx, join) }); err != nil {
			t.Fatal(err)
		}
		in := "?orgId=" + string(testkit.Theirs)
		if a := w.post(operator, void+in, reasonBody); a.Code != 404 || codeOf(a) != "pickup.not_found" {
			t.Errorf("our operator collects there, and voids a colleague's: %d %s", a.Code, a.Body)
		}
		data := picture(t, 9)
		hash := digest(sha256.Sum256(data))
		w.must(w.put(operator, "/pickups/"+id(7), strings.Replace(gatedBody(testkit.Theirs), `"lines"`, `"photos":["`+hash+`"],"lines"`, 1)), 201)
		w.must(w.send(request{as: operator, method: "PUT", path: "/photos/" + hash + in, body: string(data), header: octets}), 200)
		w.must(w.get(theirOperator, "/pickups/"+id(7)+"/photos/"+hash), 200)
		w.must(w.post(operator, "/pickups/"+id(7)+"/papers"+in, paperBody), 200)
		w.must(w.post(operator, "/pickups/"+id(7)+"/void"+in, reasonBody), 200)
		w.must(w.get(operator, "/pickups/"+id(7)), 404)
		s.CheckRecords(t)
	})
}
