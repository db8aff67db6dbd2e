package api_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// relation is what an object is to a caller, in the order of the matrix's columns.
type relation int

const (
	own relation = iota
	mateOf
	counter
	foreign
	unknown
	closed
)

var relations = []string{"own", "mate", "counter", "foreign", "unknown", "closed"}

// party is somebody who calls, with the organisation that they act for.
type party struct {
	as   string
	org  recycle.OrgID
	role recycle.Role
}

func partyOf(as string) party {
	org, role, _ := strings.Cut(strings.TrimPrefix(as, "mate:"), "/")
	return party{as, recycle.OrgID(org), recycle.Role(role)}
}

// other is an organisation that has nothing to do with p's.
func (p party) other() party {
	org := testkit.Theirs
	if p.org == testkit.Theirs || p.org == testkit.Zone {
		org = testkit.Ours
	}
	return party{who(org, p.role), org, p.role}
}

// by is whoever in p's organisation holds role: p, if it is theirs.
func (p party) by(role recycle.Role) string {
	if p.role == role {
		return p.as
	}
	return who(p.org, role)
}

// maker makes objects in every relation to a party, through the API, each with an id of its own.
type maker struct {
	w      *world
	n      int
	photos map[string]string // hash of each picture that was sent, by author and number

	newcomer recycle.PersonID // whom the last call of signIn is about
	resident string           // the number of the last seller
}

func (m *maker) id() string { m.n++; return id(1<<20 + m.n) }

// number is what no other ticket or vehicle has.
func (m *maker) number() string { m.n++; return fmt.Sprintf("N-%06d", m.n) }

func (m *maker) phone() string { m.n++; return fmt.Sprintf("139%08d", m.n) }

// author is who makes an object in relation r to p, as role, and the party of their organisation.
func (m *maker) author(p party, r relation, role recycle.Role) (string, party) {
	if p.role != role && testkit.Actor(p.org, role).OrgKind != testkit.Actor(testkit.Home(role), role).OrgKind { // nobody there has the role
		p = partyOf(who(testkit.Home(role), role))
	}
	if r == foreign && testkit.Actor(p.other().org, role).OrgKind != testkit.Actor(testkit.Home(role), role).OrgKind {
		role = recycle.CompanyOperator
	}
	switch r {
	case mateOf:
		return "mate:" + who(p.org, role), p
	case foreign:
		o := p.other()
		return who(o.org, role), o
	}
	return p.by(role), p
}

// pickup logs a pickup with body, which has a picture that its author has sent.
func (m *maker) pickup(p party, r relation, body func(recycle.OrgID) string) string {
	if r == unknown {
		return m.id()
	}
	author, of := m.author(p, r, recycle.Collector)
	id, hash := m.id(), m.photo(author, 0)
	m.w.must(m.w.put(author, "/pickups/"+id, strings.Replace(body(of.org), `"lines"`, `"photos":["`+hash+`"],"lines"`, 1)), 201)
	if r == closed {
		m.w.must(m.w.post(author, "/pickups/"+id+"/void", reasonBody), 200)
	}
	return id
}

// photo sends the n-th picture as author and returns its hash.
func (m *maker) photo(author string, n int) string {
	key := fmt.Sprint(author, " ", n)
	if m.photos[key] == "" {
		data, hash := dot(n)
		m.w.must(m.w.send(request{as: author, method: "PUT", path: "/photos/" + hash, body: string(data), header: octets}), 200)
		m.photos[key] = hash
	}
	return m.photos[key]
}

// dot is the n-th picture of one size, with the hash of its bytes.
func dot(n int) (data []byte, hash string) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	img.Set(n%4, n/4%4, color.NRGBA{uint8(n), uint8(n >> 8), 1, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // a picture in memory always encodes
	}
	return b.Bytes(), digest(sha256.Sum256(b.Bytes()))
}

func (m *maker) ticket(p party, r relation) string {
	if r == unknown {
		return m.id()
	}
	author, of := m.author(p, r, recycle.YardOperator)
	delivered := of.org
	if r == counter {
		author = yard
	}
	id := m.id()
	m.w.must(m.w.put(author, "/tickets/"+id, strings.Replace(ticketBody(delivered), "示-1", m.number(), 1)), 201)
	if r == closed {
		m.w.must(m.w.post(author, "/tickets/"+id+"/void", reasonBody), 200)
	}
	return id
}

func (m *maker) vehicle(p party, r relation) (recycle.OrgID, string) {
	if r == unknown {
		return p.org, m.id()
	}
	author, of := m.author(p, r, recycle.CompanyOperator)
	id, body := m.id(), strings.Replace(vehicleBody, "T-1", m.number(), 1)
	if r == closed {
		body = strings.Replace(body, "{", `{"disabled":true,`, 1)
	}
	m.w.must(m.w.put(author, "/vehicles/"+id, body), 201)
	return of.org, id
}

// site adds a site to the register: an open one, but a foreign one is proposed; so is one's own if proposed says so.
func (m *maker) site(p party, r relation, proposed string) string {
	if r == unknown {
		return m.id()
	}
	runs := map[relation]recycle.OrgID{own: p.org, closed: p.org, counter: p.other().org, foreign: p.other().org}[r]
	id, as, state := m.id(), planner, "active"
	if r == foreign || r == own && proposed != "" {
		as, state = who(runs, recycle.CompanyOperator), "proposed"
	}
	if runs == testkit.Zone {
		as = planner
	}
	body := strings.Replace(siteBody, "{", `{"operatorOrgId":"`+string(runs)+`","state":"`+state+`",`, 1)
	m.w.must(m.w.put(as, "/sites/"+id, body), 201)
	if r == closed {
		for _, step := range []string{`{"to":"closing","evidence":"x"}`, `{"to":"closed"}`} {
			m.w.must(m.w.post(planner, "/sites/"+id+"/state", step), 200)
		}
	}
	return id
}

// file is the upload of one row.
func (m *maker) file(n int) string {
	return strings.Replace(csvFile, "示范-1", fmt.Sprintf("示范%07d", n), 1)
}

func (m *maker) upload(p party, r relation) (id, file string) {
	id, file = m.id(), m.file(m.n)
	if r == unknown {
		return id, file
	}
	author, _ := m.author(p, r, p.role)
	m.w.must(m.w.send(request{as: author, method: "PUT", path: "/imports/" + id + "?kind=sites&name=a.csv", body: file, header: octets}), 200)
	if r == closed {
		m.w.must(m.w.post(author, "/imports/"+id+"/commit", m.commit(author, id)), 200)
	}
	return id, file
}

// commit is the body that commits an import, after its dry run.
func (m *maker) commit(as, id string) string {
	report := body(m.w.t, m.w.must(m.w.post(as, "/imports/"+id+"/check", `{"source":"a","newSource":true}`), 200))
	return fmt.Sprintf(`{"source":"a","newSource":true,"digest":"%s"}`, report["digest"])
}

// device signs a person in on a device, and returns it.
func (m *maker) device(p party, r relation) string {
	id := m.id()
	if r == unknown {
		return id
	}
	a := testkit.Actor(p.org, p.role)
	switch r {
	case mateOf:
		a = testkit.Mate(p.org, p.role)
	case foreign:
		a = testkit.Actor(p.other().org, recycle.CompanyOperator)
	}
	if _, err := m.w.accounts.SignInAs(m.w.t.Context(), a.PersonID, a.OrgID, recycle.SignInDevice{ID: recycle.DeviceID(id), Name: "b"}); err != nil {
		m.w.t.Fatal(err)
	}
	if r == closed {
		if _, err := m.w.accounts.RevokeAnyDevice(m.w.t.Context(), recycle.DeviceID(id)); err != nil {
			m.w.t.Fatal(err)
		}
	}
	return id
}

func (m *maker) org(p party, r relation) string {
	switch r {
	case own:
		return string(p.org)
	case counter:
		return string(testkit.Yard)
	case foreign:
		return string(p.other().org)
	case closed:
		id := m.id()
		m.exec("INSERT INTO orgs (id, kind, name, uscc, phone, zone, disabled, created_at) SELECT '" + id + "', kind, 'x', '', '', false, true, 0 FROM orgs WHERE id = '" + string(testkit.Theirs) + "'")
		return id
	}
	return m.id()
}

// person is somebody who has to do with the pickups of p's organisation, or not.
func (m *maker) person(p party, r relation) string {
	switch r {
	case own:
		return string(testkit.Actor(p.org, recycle.Collector).PersonID)
	case mateOf:
		return string(testkit.Mate(p.org, recycle.Collector).PersonID)
	case foreign:
		return string(testkit.Actor(p.other().org, recycle.Collector).PersonID)
	case closed:
		out, err := m.w.accounts.Add(m.w.t.Context(), account.Add{Org: string(p.org), Role: recycle.Collector, Name: "前员工", Phone: m.phone()})
		if err != nil {
			m.w.t.Fatal(err)
		}
		m.exec("UPDATE memberships SET valid_to = '2026-02-01' WHERE person_id = '" + string(out.Person.ID) + "'")
		return string(out.Person.ID)
	}
	return m.id()
}

// exec is for what no operation does.
func (m *maker) exec(sql string) {
	m.w.t.Helper()
	if _, err := m.w.s.SQL.Exec(sql); err != nil {
		m.w.t.Fatal(sql, err)
	}
}
