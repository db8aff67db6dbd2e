package api_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"liangwang/internal/testkit"
)

// objects puts one object of each kind into Ours (id 1) and into Theirs (id 2), and a ticket that the yard weighed for Ours (id 3).
func (w *world) objects() {
	w.t.Helper()
	a, b := picture(w.t, 3), picture(w.t, 4)
	hashA, hashB := digest(sha256.Sum256(a)), digest(sha256.Sum256(b))
	withPhoto := func(body, hash string) string {
		return strings.Replace(body, `"lines"`, `"photos":["`+hash+`"],"lines"`, 1)
	}
	w.must(w.put(collector, "/pickups/"+id(1), withPhoto(gatedBody(testkit.Ours), hashA)), 201)
	w.must(w.put(theirCollector, "/pickups/"+id(2), withPhoto(gatedBody(testkit.Theirs), hashB)), 201)
	w.must(w.put(mate, "/pickups/"+id(4), pickupBody(testkit.Ours)), 201)
	w.must(w.put(weigher, "/tickets/"+id(1), ticketBody(testkit.Ours)), 201)
	w.must(w.put(theirWeigher, "/tickets/"+id(2), ticketBody(testkit.Theirs)), 201)
	w.must(w.put(yard, "/tickets/"+id(3), ticketBody(testkit.Ours)), 201)
	w.must(w.put(operator, "/vehicles/"+id(1), vehicleBody), 201)
	w.must(w.put(theirOperator, "/vehicles/"+id(2), vehicleBody), 201)
	w.must(w.put(collector, "/sellers/"+id(1), sellerBody), 201)
	w.must(w.put(theirOperator, "/sellers/"+id(2), strings.Replace(sellerBody, idNumber, "34052419800101001X", 1)), 201)
	for i, p := range []struct {
		as   string
		hash string
		data []byte
	}{{collector, hashA, a}, {theirCollector, hashB, b}} {
		w.must(w.send(request{as: p.as, method: "PUT", path: "/photos/" + p.hash, body: string(p.data), header: octets}), 200)
		as := []string{operator, theirOperator}[i]
		w.must(w.send(request{as: as, method: "PUT", path: "/imports/" + id(i+1) + "?kind=sites&name=a.csv", body: csvFile, header: octets}), 200)
	}
}

// What one may not see answers byte for byte as what there is not, to everybody who may call at all; nothing of it changes.
func TestForeign(t *testing.T) {
	hashA, hashB := digest(sha256.Sum256(picture(t, 3))), digest(sha256.Sum256(picture(t, 4)))
	none := strings.Repeat("c", 64)
	everywhere := []string{collector, mate, operator, dispatcher, weigher}
	tests := []struct {
		name, method, path, body string
		callers                  []string
		hidden                   [][2]string // path's object: another's, and one that there is not
	}{
		{"pickup", "GET", "/pickups/%s", "", []string{collector, operator, dispatcher}, [][2]string{{id(2), id(99)}}},
		{"a colleague's pickup", "GET", "/pickups/%s", "", []string{collector}, [][2]string{{id(4), id(99)}}},
		{"void", "POST", "/pickups/%s/void", reasonBody, []string{collector, operator}, [][2]string{{id(2), id(99)}}},
		{"void a colleague's", "POST", "/pickups/%s/void", reasonBody, []string{collector}, [][2]string{{id(4), id(99)}}},
		{"papers", "POST", "/pickups/%s/papers", paperBody, []string{collector, operator}, [][2]string{{id(2), id(99)}}},
		{"papers of a colleague's", "POST", "/pickups/%s/papers", paperBody, []string{collector}, [][2]string{{id(4), id(99)}}},
		{"accept", "POST", "/pickups/%s/accept", reasonBody, []string{operator}, [][2]string{{id(2), id(99)}}},
		{"duplicate", "POST", "/pickups/%s/duplicate", `{"of":"` + id(4) + `"}`, []string{operator}, [][2]string{{id(2), id(99)}}},
		{"not duplicate", "POST", "/pickups/%s/not-duplicate", reasonBody, []string{operator}, [][2]string{{id(2), id(99)}}},
		{"duplicate of theirs", "POST", "/pickups/" + id(4) + "/duplicate", `{"of":"%s"}`, []string{operator}, [][2]string{{id(2), id(99)}}},
		{"photo of a pickup", "GET", "/pickups/%s/photos/" + hashB, "", []string{collector, operator, dispatcher}, [][2]string{{id(2), id(99)}}},
		{"their photo in our pickup", "GET", "/pickups/" + id(1) + "/photos/%s", "", []string{collector, operator, dispatcher}, [][2]string{{hashB, none}}},
		{"a colleague's pickup's photo", "GET", "/pickups/%s/photos/" + hashA, "", []string{collector}, [][2]string{{id(4), id(99)}}},
		{"has their photo", "HEAD", "/photos/%s", "", []string{collector, operator}, [][2]string{{hashB, none}}},
		{"has a colleague's photo", "HEAD", "/photos/%s", "", []string{operator}, [][2]string{{hashA, none}}},
		{"ticket", "GET", "/tickets/%s", "", []string{operator, dispatcher, weigher, yard}, [][2]string{{id(2), id(99)}}},
		{"ticket by its weigher", "GET", "/tickets/%s?orgId=" + string(testkit.Theirs), "", []string{operator, dispatcher, weigher, yard}, [][2]string{{id(2), id(99)}}},
		{"ticket by the yard", "GET", "/tickets/%s?orgId=" + string(testkit.Yard), "", []string{theirOperator}, [][2]string{{id(3), id(99)}}},
		{"void a ticket", "POST", "/tickets/%s/void", reasonBody, []string{weigher, yard}, [][2]string{{id(2), id(99)}}},
		{"void what another weighed for us", "POST", "/tickets/%s/void", reasonBody, []string{weigher}, [][2]string{{id(3), id(99)}}},
		{"vehicle", "GET", "/vehicles/%s", "", everywhere, [][2]string{{id(2), id(99)}}},
		{"seller", "GET", "/sellers/%s", "", []string{operator}, [][2]string{{id(2), id(99)}}},
		{"reveal a seller", "POST", "/sellers/%s/reveal", `{"reason":"CHECK_DOCUMENT"}`, []string{operator}, [][2]string{{id(2), id(99)}}},
		{"erase a seller", "POST", "/sellers/%s/erase", "", []string{operator}, [][2]string{{id(2), id(99)}}},
		{"their seller by the number", "POST", "/sellers/find", `{"idType":"RESIDENT_ID","idNumber":"%s"}`, []string{collector, operator}, [][2]string{{"34052419800101001X", "370800190001010014"}}},
		{"a site that is proposed", "GET", "/sites/%s", "", append(everywhere, yard), [][2]string{{string(testkit.TheirPropose), id(99)}}},
		{"move a site that is proposed", "POST", "/sites/%s/state", `{"to":"rejected","reason":"x"}`, []string{operator}, [][2]string{{string(testkit.TheirPropose), id(99)}}},
		{"check an import", "POST", "/imports/%s/check", `{"source":"a"}`, []string{operator, planner}, [][2]string{{id(2), id(99)}}},
		{"the rows of an import", "POST", "/imports/%s/problems", `{"source":"a","level":"wrong"}`, []string{operator, planner}, [][2]string{{id(2), id(99)}}},
		{"commit an import", "POST", "/imports/%s/commit", `{"source":"a","digest":"d"}`, []string{operator, planner}, [][2]string{{id(2), id(99)}}},
		{"revoke a device", "DELETE", "/session/devices/%s", "", everywhere, [][2]string{{id(77), id(99)}}},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		before := count(t, s)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				for _, as := range tt.callers {
					for _, pair := range tt.hidden {
						answers := [2]string{}
						for i, object := range pair {
							q := request{as: as, method: tt.method, path: tt.path, body: tt.body}
							if strings.Contains(q.path, "%s") {
								q.path = fmt.Sprintf(q.path, object)
							} else {
								q.body = fmt.Sprintf(q.body, object)
							}
							a := w.send(q)
							answers[i] = fmt.Sprintf("%d %v %s", a.Code, a.Header(), a.Body)
							if a.Code != 404 && (a.Code != 422 || tt.name != "duplicate of theirs") {
								t.Errorf("%s for %s: %s", q.path, as, answers[i])
							}
						}
						if answers[0] != answers[1] { // ASVS 8.2.2
							t.Errorf("for %s, another's: %s\nnone: %s", as, answers[0], answers[1])
						}
					}
				}
			})
		}
		if after := count(t, s); after != before {
			t.Errorf("something was written: %s, before %s", after, before)
		}
		s.CheckRecords(t)
	})
}

// Under an id that only another organisation uses, a record becomes one's own; in the register, which has one owner, the id is taken
// and answers as if there were nothing.
func TestForeign_put(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		for _, tt := range []struct {
			name, as, path, body string
			status               int
			code                 string
		}{
			{"their pickup's id", collector, "/pickups/" + id(2), pickupBody(testkit.Ours), 201, ""},
			{"a colleague's pickup's id", collector, "/pickups/" + id(4), pickupBody(testkit.Ours), 409, "pickup.id_taken"},
			{"for their organisation", collector, "/pickups/" + id(5), pickupBody(testkit.Theirs), 404, "org.not_found"},
			{"for an organisation that is none", collector, "/pickups/" + id(5), strings.Replace(pickupBody(testkit.Ours), string(testkit.Ours), id(98), 1), 404, "org.not_found"},
			{"their ticket's id", weigher, "/tickets/" + id(2), strings.Replace(ticketBody(testkit.Ours), "示-1", "示-2", 1), 201, ""},
			{"the id of what another weighed for us", weigher, "/tickets/" + id(3), strings.Replace(ticketBody(testkit.Ours), "示-1", "示-3", 1), 201, ""},
			{"their seller's id", operator, "/sellers/" + id(2), strings.Replace(sellerBody, idNumber, "370800190001010014", 1), 201, ""},
			{"their vehicle's id", operator, "/vehicles/" + id(2), strings.Replace(vehicleBody, "T-1", "T-2", 1), 201, ""},
			{"a site that they proposed", operator, "/sites/" + string(testkit.TheirPropose), siteBody, 404, "site.not_found"},
			{"a site that they run", operator, "/sites/" + string(testkit.TheirSite), siteBody, 403, "site.not_proposed"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				a := w.put(tt.as, tt.path, tt.body)
				if a.Code != tt.status || codeOf(a) != tt.code {
					t.Errorf("%d %s", a.Code, a.Body)
				}
			})
		}
		a := w.send(request{as: operator, method: "PUT", path: "/imports/" + id(2) + "?kind=sites&name=b.csv", body: csvFile, header: octets})
		if a.Code != 404 || codeOf(a) != "import.not_found" {
			t.Errorf("their import's id: %d %s", a.Code, a.Body)
		}
		for path, as := range map[string]string{"/pickups/" + id(2): theirOperator, "/tickets/" + id(2): theirOperator, "/vehicles/" + id(2): theirOperator, "/sellers/" + id(2): theirOperator} {
			if a := w.get(as, path); a.Code != 200 || strings.Contains(a.Body.String(), string(testkit.Ours)) {
				t.Errorf("theirs is no longer theirs: %d %s", a.Code, a.Body)
			}
		}
		s.CheckRecords(t)
	})
}

// The counterparty of a ticket reads it without the other side's people, in the list as well.
func TestForeign_counterparty(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.objects()
		person := string(testkit.Actor(testkit.Yard, "yard_operator").PersonID)
		if a := w.get(yard, "/tickets/"+id(3)); !strings.Contains(a.Body.String(), person) || !strings.Contains(a.Body.String(), `"operatorName"`) {
			t.Errorf("who weighed sees less: %s", a.Body)
		}
		for _, path := range []string{"/tickets/" + id(3), "/tickets?side=delivered", "/company/search?q=示-1"} {
			a := w.get(operator, path)
			own := string(testkit.Actor(testkit.Ours, "yard_operator").PersonID)
			if a.Code != 200 || strings.Contains(a.Body.String(), person) || strings.Contains(strings.ReplaceAll(a.Body.String(), own, ""), `"operatorId":"`+person) {
				t.Errorf("%s: %d %s", path, a.Code, a.Body)
			}
		}
		if a := w.get(operator, "/tickets/"+id(3)); !strings.Contains(a.Body.String(), "示例分拣中心") || strings.Contains(a.Body.String(), "operatorId") {
			t.Errorf("as counterparty: %s", a.Body)
		}
	})
}
