package api_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"liangwang/internal/testkit"
)

// scrapOf is a pickup of production scrap, which a gate asks papers of.
func scrapOf(seller string, papers string) string {
	return strings.NewReplacer(`"paper.occ"`, `"metal.production"`, `"lines":`, `"sellerKind":"`+seller+`","papers":[`+papers+`],"lines":`).Replace(pickupBody(testkit.Ours))
}

const unitPapers = `{"kind":"unit_certificate","number":"1"},{"kind":"goods_register","number":"2"},{"kind":"buyer_entitlement","number":"3"}`

// The seller's ID number turns a record that needs it from needs_fix into accepted: with the record, added later, or as the ground on
// which the company lets it through. No answer shows the number but the reveal.
func TestSellers_gate(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		var logged bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
		defer slog.SetDefault(before)
		said := func(what string, a interface{ String() string }) {
			if strings.Contains(a.String(), idNumber) {
				t.Errorf("%s shows the number", what)
			}
		}
		a := w.put(collector, "/sellers/"+id(1), sellerBody)
		w.must(a, 201)
		said("put", a.Body)
		if m := body(t, a); m["idNumber"] != "110105********002X" || m["name"] != "欧***" || m["phone"] != "139****1234" || m["address"] != nil {
			t.Error(m)
		}
		known := w.put(collector, "/sellers/"+id(2), sellerBody)
		w.must(known, 409)
		if m := body(t, known); m["code"] != "seller.known" || m["stored"].(map[string]any)["id"] != id(1) {
			t.Error(m)
		}
		state := func(as, n, papers, seller string) string {
			t.Helper()
			a := w.put(as, "/pickups/"+n, scrapOf(seller, papers))
			w.must(a, 201)
			return body(t, a)["state"].(string)
		}
		if got := state(collector, id(11), unitPapers+`,{"kind":"agent_identity","sellerId":"`+id(1)+`"}`, "COMPANY"); got != "accepted" {
			t.Error("with the agent:", got)
		}
		if got := state(collector, id(12), unitPapers, "COMPANY"); got != "needs_fix" {
			t.Error("without the agent:", got)
		}
		if got := state(collector, id(13), unitPapers+`,{"kind":"agent_identity","number":"身份证"}`, "COMPANY"); got != "needs_fix" {
			t.Error("with a paper that is nobody:", got)
		}
		if got := state(collector, id(14), unitPapers+`,{"kind":"agent_identity","sellerId":"`+id(9)+`"}`, "COMPANY"); got != "needs_fix" {
			t.Error("with somebody who is not known:", got)
		}
		added := w.post(collector, "/pickups/"+id(12)+"/papers", `{"kind":"agent_identity","sellerId":"`+id(1)+`"}`)
		w.must(added, 200)
		if m := body(t, added); m["state"] != "accepted" {
			t.Error("added later:", m)
		}
		said("a record", added.Body)
		if got := state(collector, id(15), "", "NATURAL_PERSON"); got != "needs_fix" {
			t.Error("of a person:", got)
		}
		w.must(w.post(operator, "/pickups/"+id(15)+"/accept", reasonBody), 409)
		w.must(w.post(operator, "/pickups/"+id(15)+"/papers", `{"kind":"id_registration","sellerId":"`+id(1)+`"}`), 200)
		through := w.post(operator, "/pickups/"+id(15)+"/accept", reasonBody)
		w.must(through, 200)
		if m := body(t, through); m["state"] != "accepted" {
			t.Error("let through:", m)
		}
		w.must(w.put(collector, "/pickups/"+id(16), scrapOf("COMPANY", `{"kind":"unit_certificate","sellerId":"`+id(1)+`"}`)), 422)
		list := w.get(operator, "/sellers")
		w.must(list, 200)
		said("the list", list.Body)
		found := w.post(collector, "/sellers/find", `{"idType":"RESIDENT_ID","idNumber":"`+strings.ToLower(idNumber)+`"}`)
		w.must(found, 200)
		said("find", found.Body)
		shown := w.post(operator, "/sellers/"+id(1)+"/reveal", `{"reason":"POLICE_REQUEST"}`)
		w.must(shown, 200)
		if m := body(t, shown); m["idNumber"] != idNumber || m["name"] != "欧阳种子" {
			t.Error(m)
		}
		held := w.post(operator, "/sellers/"+id(1)+"/erase", "")
		w.must(held, 409)
		if text := held.Body.String(); !strings.Contains(text, "seller.held") || !strings.Contains(text, `"param":"2028-11-23"`) {
			t.Error(text)
		}
		bad := w.put(collector, "/sellers/"+id(3), strings.Replace(sellerBody, idNumber, "110105194912310021", 1))
		w.must(bad, 422)
		if text := bad.Body.String(); !strings.Contains(text, "id.check") || strings.Contains(text, "19491231") {
			t.Error(text)
		}
		said("the log", &logged)
	})
}
