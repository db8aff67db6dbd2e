package api_test

import (
	"fmt"
	"strings"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// ofSale begins the names of the fields of who sold: whole only in a reveal.
const ofSale = "person of a sale: "

// sold registers who sold, again, and under a second id; looks for them, and names them in the paper of a pickup, which is in every list and
// file of pickups. What is answered goes to said.
func (k *canaries) sold(m *maker) {
	b := object(k.w.t, m.sellerBody())
	phone := fmt.Sprintf("1391%d00880%d", k.digit, k.digit)
	b["phone"], b["name"], b["address"] = phone, k.text(ofSale+"name"), k.text(ofSale+"address")
	k.mark(ofSale+"phone", phone)
	k.mark(ofSale+"number", m.resident)
	id, as := m.id(), who(k.org, recycle.Collector)
	k.seller, k.resident = "/sellers/"+id, m.resident
	put := func(path string) request { return (&call{method: "PUT", path: path, body: b}).request(as) }
	find := request{as: as, method: "POST", path: "/sellers/find", body: k.finding()}
	paper := strings.Replace(scrapOf("COMPANY", unitPapers+`,{"kind":"agent_identity","sellerId":"`+id+`"}`), string(testkit.Ours), string(k.org), 1)
	sale := "/pickups/" + m.id()
	for _, step := range []struct {
		request
		status int
	}{{put(k.seller), 201}, {put(k.seller), 200}, {put("/sellers/" + m.id()), 409}, {find, 200}, {request{as: as, method: "PUT", path: sale, body: paper}, 201}} {
		a := k.w.must(k.w.send(step.request), step.status)
		k.said += fmt.Sprintln(a.Header(), a.Body)
	}
	k.paths = append(k.paths, k.seller, sale)
}

// finding is the body that looks for who sold by their number.
func (k *canaries) finding() string {
	return `{"idType":"RESIDENT_ID","idNumber":"` + k.resident + `"}`
}

// masked fails the test if what k's own people were told without a reason has a field of who sold whole, or if others can tell the number of
// k's seller from one that nobody has.
func (k *canaries) masked(said string, m *maker, other recycle.OrgID) {
	for _, mark := range in(k.said+said, k.marks) {
		if strings.HasPrefix(k.marks[mark], ofSale) {
			k.w.t.Errorf("%s (%s) is told whole in %s, without a reveal", mark, k.marks[mark], k.org)
		}
	}
	m.n++
	nobody := strings.Replace(k.finding(), k.resident, residentNumber(m.n), 1)
	for _, role := range []recycle.Role{recycle.Collector, recycle.CompanyOperator} {
		theirs, none := k.w.post(who(other, role), "/sellers/find", k.finding()), k.w.post(who(other, role), "/sellers/find", nobody)
		if theirs.Code != 404 || plainly(theirs) != plainly(none) {
			k.w.t.Errorf("%s of %s tells the seller of %s from nobody: %s, %s", role, other, k.org, plainly(theirs), plainly(none))
		}
	}
}
