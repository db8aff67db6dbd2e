package api_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// call is a request in its parts, good but for the one id that a cell of the matrix puts into it.
type call struct {
	method, path string
	params       map[string]string // of the path
	query        url.Values
	body         map[string]any
	raw          string // instead of body
	header       http.Header
}

func (c *call) request(as string) request {
	path := pathParam.ReplaceAllStringFunc(c.path, func(p string) string { return c.params[p[1:len(p)-1]] })
	if len(c.query) > 0 {
		path += "?" + c.query.Encode()
	}
	r := request{as: as, method: c.method, path: path, body: c.raw, header: c.header}
	if c.body != nil {
		data, err := json.Marshal(c.body)
		if err != nil {
			panic(err) // texts and numbers always encode
		}
		r.body = string(data)
	}
	return r
}

// put writes an id into a place of the call.
func (c *call) put(place, id string) {
	in, name, _ := strings.Cut(place, ".")
	switch in {
	case "path":
		c.params[name] = id
		return
	case "query":
		c.query.Set(name, id)
		return
	}
	switch name {
	case "photos[]":
		c.body["photos"] = []any{id}
	case "papers[].photo":
		c.body["papers"] = []any{map[string]any{"kind": "battery_code", "photo": id}}
	case "papers[].sellerId":
		c.body["papers"] = []any{map[string]any{"kind": "agent_identity", "sellerId": id}}
	case "vehicle.id", "vehicle.orgId":
		c.body["vehicle"].(map[string]any)[strings.TrimPrefix(name, "vehicle.")] = id
	default:
		c.body[name] = id
	}
}

func object(t fataler, text string) (m map[string]any) {
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(text, err)
	}
	return m
}

type fataler interface{ Fatal(args ...any) }

// the queries without which an operation is not called.
var needed = map[string]string{
	"GET /sites/near": "lon=116.6&lat=35.4", "GET /company/compare": "from=2026-11-01&to=2026-11-30", "GET /company/scales": "from=2026-11-01&to=2026-11-30",
	"GET /company/export/compare": "from=2026-11-01&to=2026-11-30", "GET /company/export/scales": "from=2026-11-01&to=2026-11-30",
	"GET /company/search": "q=T", "GET /plan/export": "what=sites", "PUT /imports/{importId}": "kind=sites&name=a.csv",
}

// bodies of operations that need no object.
var plainBodies = map[string]string{
	"POST /session/demo": `{"role":"collector","deviceId":"` + id(7) + `","deviceName":"a"}`, "PUT /session/password": `{"old":"","new":"correct horse"}`,
	"POST /pickups/{pickupId}/void": reasonBody, "POST /pickups/{pickupId}/accept": reasonBody, "POST /pickups/{pickupId}/not-duplicate": reasonBody,
	"POST /pickups/{pickupId}/papers": paperBody, "POST /tickets/{ticketId}/void": reasonBody, "PUT /sites/{siteId}": siteBody,
	"POST /sites/{siteId}/state": `{"to":"suspended","reason":"x"}`, "POST /imports/{importId}/check": `{"source":"a"}`,
	"POST /imports/{importId}/problems": `{"source":"a","level":"wrong"}`, "POST /imports/{importId}/commit": `{"source":"a","digest":"d"}`,
	"PUT /session/org": `{}`, "PUT /keys/{keyId}": keyBody, "POST /sellers/{sellerId}/reveal": `{"reason":"POLICE_REQUEST"}`, "POST /pickups/{pickupId}/duplicate": `{}`,
}

// call returns a good call of an operation by p, but for the place that the caller puts an id into.
func (m *maker) call(op, place string, p party) *call {
	c := &call{params: map[string]string{}, query: url.Values{}}
	c.method, c.path, _ = strings.Cut(op, " ")
	if q := needed[op]; q != "" {
		c.query, _ = url.ParseQuery(q)
	}
	if b := plainBodies[op]; b != "" {
		c.body = object(m.w.t, b)
	}
	for _, name := range pathParam.FindAllString(c.path, -1) {
		if name = name[1 : len(name)-1]; place != "path."+name {
			m.param(c, op, name, p)
		}
	}
	switch op {
	case "PUT /pickups/{pickupId}":
		c.body = object(m.w.t, pickupBody(p.org))
	case "PUT /tickets/{ticketId}":
		c.body = object(m.w.t, strings.Replace(ticketBody(p.org), "示-1", m.number(), 1))
	case "PUT /vehicles/{vehicleId}":
		c.body = object(m.w.t, strings.Replace(vehicleBody, "T-1", m.number(), 1))
	case "POST /pickups/{pickupId}/duplicate":
		if place != "body.of" {
			c.body["of"] = m.pickup(p, own, pickupBody)
		}
	case "PUT /sellers/{sellerId}":
		c.body = object(m.w.t, m.sellerBody())
	case "POST /sellers/find":
		m.seller(p, own)
		c.body = map[string]any{"idType": "RESIDENT_ID", "idNumber": m.resident}
	case "POST /invitations":
		c.body = map[string]any{"phone": m.phone(), "name": "某人"}
	case "POST /session", "POST /session/join":
		m.signIn(c, op)
	}
	if op == "POST /pickups/{pickupId}/papers" && place == "body.sellerId" {
		c.body = map[string]any{"kind": "agent_identity"}
	}
	if strings.HasPrefix(place, "body.vehicle.") {
		org, id := m.vehicle(p, own)
		c.body["vehicle"] = map[string]any{"orgId": org, "id": id}
	}
	if place == "query.cursor" {
		c.query.Set("limit", "1")
	}
	return c
}

// param fills in a part of the path that is not what the cell is about: p's own object, or the id of a new one.
func (m *maker) param(c *call, op, name string, p party) {
	switch {
	case name == "sha256" && c.method == "PUT":
		c.raw, c.params[name] = m.picture(m.n)
		c.header = octets
	case name == "sha256":
		c.params[name] = m.photo(p.by(recycle.Collector), 0)
		if c.method == "HEAD" {
			c.params[name] = m.photo(p.as, 0)
		}
	case c.method == "PUT":
		c.params[name] = m.id()
	default:
		m.fill(c, op, "path."+name, p, own)
	}
}

func (m *maker) picture(n int) (data, hash string) {
	b, hash := dot(n)
	return string(b), hash
}

const secretWord = "correct horse"

// signIn makes the credentials of a call that signs somebody of Ours in: a colleague for whom nothing else stands.
func (m *maker) signIn(c *call, op string) {
	c.body = map[string]any{"deviceId": m.id(), "deviceName": "a"}
	phone := m.phone()
	add := account.Add{Org: string(testkit.Ours), Role: recycle.Dispatcher, Name: "某人", Phone: phone}
	if op == "POST /session" {
		add.Password = secretWord
		out, err := m.w.accounts.Add(m.w.t.Context(), add)
		if err != nil {
			m.w.t.Fatal(err)
		}
		m.newcomer = out.Person.ID
		c.body["phone"], c.body["password"] = phone, secretWord
		return
	}
	code, _, err := m.w.accounts.Invite(m.w.t.Context(), add)
	if err != nil {
		m.w.t.Fatal(err)
	}
	c.body["code"] = code
}

// bodyFor is the pickup that an operation on one needs.
func bodyFor(op string) func(recycle.OrgID) string {
	switch {
	case strings.HasSuffix(op, "/accept"): // of a day before anybody belonged there
		return func(org recycle.OrgID) string {
			return strings.Replace(pickupBody(org), "2026-11-23T00:10", "2025-12-30T08:00", 1)
		}
	case strings.HasSuffix(op, "/papers"):
		return gatedBody
	}
	return pickupBody
}

// fill puts an object of relation r to p into the place of c.
func (m *maker) fill(c *call, op, place string, p party, r relation) {
	name := place[strings.LastIndex(place, ".")+1:]
	switch {
	case place == "none":
	case place == "query.cursor":
		c.put(place, m.cursor(op, p, r))
	case name == "pickupId" || place == "body.of" || op == "PUT /pickups/{pickupId}" && name == "replaces":
		id := m.pickup(p, r, bodyFor(op))
		if strings.HasSuffix(op, "/not-duplicate") && r != unknown && r != closed {
			m.mark(id, p, r)
		}
		c.put(place, id)
	case name == "keyId":
		c.put(place, m.key(p, r))
	case name == "sellerId":
		c.put(place, m.seller(p, r))
	case name == "personId":
		id := m.account(p, r)
		c.put(place, id)
		if strings.Contains(op, "{deviceId}") {
			c.put("path.deviceId", m.deviceOf(id))
		}
	case strings.Contains(op, "{personId}"):
		c.put(place, m.deviceBeside(c.params["personId"], p, r))
	case name == "ticketId" || name == "replaces":
		c.put(place, m.ticket(p, r))
	case name == "vehicleId":
		_, id := m.vehicle(p, r)
		c.put(place, id)
	case place == "body.vehicle.id":
		org, id := m.vehicle(p, r)
		c.put("body.vehicle.orgId", string(org))
		c.put(place, id)
	case name == "siteId":
		proposed := ""
		if op == "PUT /sites/{siteId}" {
			proposed = "proposed"
		}
		c.put(place, m.site(p, r, proposed))
	case name == "importId":
		id, file := m.upload(p, r)
		c.put(place, id)
		switch {
		case c.method == "PUT":
			c.raw, c.header = file, octets
		case strings.HasSuffix(op, "/commit") && r != unknown && r != foreign:
			author, _ := m.author(p, r, p.role)
			c.body = object(m.w.t, m.commit(author, id))
		}
	case name == "deviceId":
		c.put(place, m.deviceFor(op, p, r))
	case name == "orgId" || name == "deliveredOrgId" || name == "operatorOrgId" || place == "query.org":
		c.put(place, m.org(p, r))
		if op == "POST /invitations" {
			c.body["role"] = map[bool]recycle.Role{true: recycle.Auditor, false: recycle.YardOperator}[r == own]
		}
	case name == "collectorId":
		c.put(place, m.person(p, r))
	case name == "sha256" || name == "photos[]" || name == "photo":
		m.fillPhoto(c, op, place, p, r)
	default:
		m.w.t.Fatal("nothing to put into", op, place)
	}
}

// deviceFor is a device of whom the call signs in, or else of the caller.
func (m *maker) deviceFor(op string, p party, r relation) string {
	if op != "POST /session" || r != own && r != closed {
		return m.device(p, r)
	}
	id := recycle.DeviceID(m.id())
	_, err := m.w.accounts.SignInAs(m.w.t.Context(), m.newcomer, testkit.Ours, recycle.SignInDevice{ID: id, Name: "b"})
	if err == nil && r == closed {
		_, err = m.w.accounts.RevokeAnyDevice(m.w.t.Context(), id)
	}
	if err != nil {
		m.w.t.Fatal(err)
	}
	return string(id)
}

// fillPhoto puts the hash of a picture that somebody sent into c: in another relation than own always one that is in no pickup of p's.
func (m *maker) fillPhoto(c *call, op, place string, p party, r relation) {
	m.n++
	n := m.n
	data, hash := m.picture(n)
	role := recycle.Collector
	if op == "HEAD /photos/{sha256}" || op == "PUT /photos/{sha256}" {
		role = p.role
	}
	switch {
	case r == own && strings.HasPrefix(op, "GET"):
		hash = m.photo(p.by(recycle.Collector), 0)
	case r != unknown:
		author, _ := m.author(p, r, role)
		m.photo(author, n)
	}
	c.put(place, hash)
	if op == "PUT /photos/{sha256}" {
		c.raw, c.header = data, octets
	}
}

// mark makes a pickup the duplicate of another one.
func (m *maker) mark(id string, p party, r relation) {
	_, of := m.author(p, r, recycle.Collector)
	first := m.pickup(of, own, pickupBody)
	m.w.must(m.w.post(who(of.org, recycle.CompanyOperator), "/pickups/"+id+"/duplicate", `{"of":"`+first+`"}`), 200)
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// cursor is one that a list gave: to p itself, or to another organisation; unknown is that one, at an object that there is not.
func (m *maker) cursor(op string, p party, r relation) string {
	c := m.call(op, "query.cursor", p)
	reader := p
	if r != own && p.org != testkit.Zone {
		reader = p.other()
		if op == "GET /sites" {
			reader.as = theirOperator
		}
	}
	next, _ := body(m.w.t, m.w.must(m.w.send(c.request(reader.as)), 200))["next"].(string)
	if next == "" {
		m.w.t.Fatal("no next page of", op, reader.as)
	}
	if r != unknown {
		return next
	}
	raw, err := base64.RawURLEncoding.DecodeString(next)
	ids := anyID.FindAllString(string(raw), -1)
	if err != nil || len(ids) == 0 {
		m.w.t.Fatal("no id in", next)
	}
	last := ids[len(ids)-1] // the id behind it by one, which is nobody's in the list of p
	var n int
	if _, err := fmt.Sscanf(last[24:], "%x", &n); err != nil {
		m.w.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(raw), last, last[:24]+fmt.Sprintf("%012x", n^1), 1)))
}

// seed gives every list of both organisations a second page.
func (m *maker) seed() {
	for _, org := range []recycle.OrgID{testkit.Ours, testkit.Theirs} {
		for range 3 {
			p := partyOf(who(org, recycle.CompanyOperator))
			m.pickup(p, own, pickupBody)
			m.ticket(p, own)
			m.vehicle(p, own)
			m.seller(p, own)
			m.site(p, own, "")
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
