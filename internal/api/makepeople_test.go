package api_test

import (
	"fmt"
	"strings"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// residentNumber is the n-th made-up number of a resident's card, with its check character (GB 11643-1999).
func residentNumber(n int) string {
	number := fmt.Sprintf("370800%04d0101%03d", 1900+n/1000, n%1000)
	sum := 0
	for i, c := range number {
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return number + string("10X98765432"[sum%11])
}

// sellerBody is a seller whom nobody has registered.
func (m *maker) sellerBody() string {
	m.n++
	m.resident = residentNumber(m.n)
	return strings.Replace(sellerBody, idNumber, m.resident, 1)
}

func (m *maker) seller(p party, r relation) string {
	if r == unknown {
		return m.id()
	}
	author, _ := m.author(p, r, recycle.CompanyOperator)
	id := m.id()
	m.w.must(m.w.put(author, "/sellers/"+id, m.sellerBody()), 201)
	if r == closed {
		m.w.must(m.w.post(author, "/sellers/"+id+"/erase", ""), 200)
	}
	return id
}

func (m *maker) key(p party, r relation) string {
	if r == unknown {
		return m.id()
	}
	author, _ := m.author(p, r, recycle.CompanyOperator)
	id := m.id()
	m.w.must(m.w.put(author, "/keys/"+id, keyBody), 201)
	if r == closed {
		m.w.must(m.w.send(request{as: author, method: "DELETE", path: "/keys/" + id}), 204)
	}
	return id
}

// account is somebody of whom an administrator has no other tie: of the zone, of a company, or of nobody.
func (m *maker) account(p party, r relation) string {
	if r == unknown {
		return m.id()
	}
	add := account.Add{Org: string(p.org), Role: recycle.Auditor, Name: "某人", Phone: m.phone()}
	if r == foreign {
		add.Org, add.Role = string(testkit.Ours), recycle.YardOperator
	}
	out, err := m.w.accounts.Add(m.w.t.Context(), add)
	if err != nil {
		m.w.t.Fatal(err)
	}
	if r == closed {
		m.w.must(m.w.post(zoneAdmin, "/people/"+string(out.Person.ID)+"/disable", ""), 204)
	}
	return string(out.Person.ID)
}

// deviceOf is a device on which somebody was signed in before the account was closed; of nobody, one that there is not.
func (m *maker) deviceOf(person string) string {
	id := m.id()
	m.exec("INSERT INTO devices (person_id, id, name, app, last_seq, created_at, last_contact_at, revoked_at) SELECT id, '" + id + "', 'b', '', 0, 0, 0, 0 FROM people WHERE id = '" + person + "'")
	return id
}

// deviceBeside is a device of a person, of somebody else, or of nobody.
func (m *maker) deviceBeside(person string, p party, r relation) string {
	switch r {
	case mateOf, foreign:
		return m.deviceOf(m.account(p, r))
	case unknown:
		return m.id()
	}
	id := m.deviceOf(person)
	if r == closed {
		m.w.must(m.w.send(request{as: zoneAdmin, method: "DELETE", path: "/people/" + person + "/devices/" + id}), 204)
	}
	return id
}
