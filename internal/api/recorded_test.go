package api_test

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// recorded are requests that nothing is wrong with, by operation, and what may be varied in them: every value that the schema of a
// free member allows is good. "%s" is a new id each time, also in the body, and "%d" the number of a new resident. What is not here has no
// body and no object of its own.
var recorded = map[string]struct {
	as, body string
	free     []string
	before   func(w *world, id string) // makes the object
	but      []string                  // codes that a good request may be refused with, by what is stored
}{
	"PUT /pickups/{pickupId}": {as: collector, body: good[0].body, free: []string{"note", "delivery", "trigger", "origin", "sellerKind", "seq", "occurredAt",
		"where.lon", "where.lat", "where.accuracyM", "where.datum", "lines[].grams", "lines[].pieces", "lines[].unit", "lines[].typed", "lines[].unitPrice", "lines[].priceUnit",
		"papers[].kind", "deviceId", "vehicle", "photos"}, but: []string{`"body.lines[0].grams","code":"required"`, `"body.lines[0].priceUnit"`}},
	"POST /pickups/{pickupId}/void":      {as: collector, body: reasonBody, free: []string{"reason"}, before: (*world).logOne},
	"POST /pickups/{pickupId}/accept":    {as: operator, body: reasonBody, free: []string{"reason"}, before: (*world).logGated, but: []string{"pickup.override"}},
	"POST /pickups/{pickupId}/papers":    {as: collector, body: `{"kind":"battery_code","number":"1","photo":"` + strings.Repeat("a", 64) + `"}`, free: []string{"kind"}, before: (*world).logGated},
	"POST /pickups/{pickupId}/duplicate": {as: operator, body: `{"of":"` + id(4) + `"}`, before: (*world).logOne},
	"POST /pickups/{pickupId}/not-duplicate": {as: operator, body: reasonBody, free: []string{"reason"}, before: func(w *world, one string) {
		w.logOne(one)
		w.must(w.post(operator, "/pickups/"+one+"/duplicate", `{"of":"`+id(4)+`"}`), 200)
	}},
	"PUT /tickets/{ticketId}": {as: weigher, body: strings.NewReplacer(`"kind"`, `"siteId":"`+string(testkit.OurSite)+`","pieces":1,"note":"湿","vehicle":{"orgId":"`+string(testkit.Ours)+`","id":"`+id(5)+`"},"kind"`,
		"示-1", "示-%s").Replace(ticketBody(testkit.Ours)), free: []string{"kind", "note", "pieces", "scaleNo", "plate", "weighedAt", "vehicle"}, but: []string{"ticket.doubtful"}},
	"POST /tickets/{ticketId}/void": {as: weigher, body: reasonBody, free: []string{"reason"}, before: func(w *world, one string) {
		w.must(w.put(weigher, "/tickets/"+one, strings.Replace(ticketBody(testkit.Ours), "示-1", one, 1)), 201)
	}},
	"PUT /vehicles/{vehicleId}": {as: operator, body: `{"number":"%s","plate":"鲁H12345","plateColour":"BLUE","type":"TRUCK_BOX","use":"OPERATING","energy":"DIESEL","emission":"CN6","grossKg":4495,` +
		`"payloadKg":1500,"tareKg":2900,"vin":"LSVAM4187C2184841","terminalId":"1","ownerName":"a","disabled":true}`,
		free: []string{"type", "use", "energy", "emission", "grossKg", "payloadKg", "tareKg", "terminalId", "ownerName", "disabled"}},
	"PUT /sites/{siteId}": {as: planner, body: goodSite, free: []string{"name", "localCategories", "address", "district", "hours", "note", "areaM2", "capacityKgDay", "reason", "evidence",
		"operatorName", "state", "position.lon", "position.lat", "position.datum"}},
	"POST /sites/{siteId}/state": {as: planner, body: `{"to":"surveyed","reason":"a","evidence":"b","position":{"lon":116.6,"lat":35.4,"datum":"WGS84"}}`,
		free: []string{"reason", "position.lon", "position.lat", "position.datum"}, before: func(w *world, one string) {
			w.must(w.put(planner, "/sites/"+one, siteBody), 201)
		}},
	"PUT /sellers/{sellerId}":            {as: collector, body: strings.Replace(sellerBody, idNumber, "%d", 1), free: []string{"name", "address"}, but: []string{`"location":"body.name","code":"text"`, `"location":"body.address","code":"text"`}},
	"POST /sellers/find":                 {as: collector, body: `{"idType":"RESIDENT_ID","idNumber":"` + idNumber + `"}`},
	"POST /sellers/{sellerId}/reveal":    {as: operator, body: `{"reason":"POLICE_REQUEST"}`, free: []string{"reason"}, before: (*world).sellOne},
	"POST /sellers/{sellerId}/erase":     {as: operator, before: (*world).sellOne},
	"PUT /keys/{keyId}":                  {as: operator, body: keyBody, free: []string{"name", "days"}, but: []string{`"location":"body.name","code":"text"`}},
	"DELETE /keys/{keyId}":               {as: operator, before: (*world).keyOne},
	"POST /invitations":                  {as: zoneAdmin, body: `{"orgId":"` + string(testkit.Ours) + `","role":"collector","phone":"13812345678","name":"a"}`, free: []string{"role", "name"}, but: []string{"notInThisKind"}},
	"PUT /imports/{importId}":            {as: planner, body: csvFile},
	"POST /imports/{importId}/check":     {as: planner, body: `{"source":"a","datum":"GCJ02","map":{"name":"名称"},"set":{"hours":"a"}}`, free: []string{"source", "datum"}, before: (*world).uploadOne},
	"POST /imports/{importId}/problems":  {as: planner, body: `{"source":"a","datum":"GCJ02","map":{"name":"名称"},"set":{"hours":"a"},"level":"wrong"}`, free: []string{"source", "datum", "level"}, before: (*world).uploadOne},
	"POST /imports/{importId}/commit":    {as: planner, body: `{"source":"a","datum":"GCJ02","map":{"name":"名称"},"set":{"hours":"a"},"digest":"d"}`, free: []string{"source", "datum", "digest"}, before: (*world).uploadOne},
	"POST /session":                      {body: `{"phone":"13812345678","password":"a","orgId":"` + id(1) + `","deviceId":"` + id(7) + `","deviceName":"a"}`, free: []string{"password", "deviceName", "phone"}},
	"POST /session/join":                 {body: `{"code":"ABCD","password":"abcdefgh","name":"a","deviceId":"` + id(7) + `","deviceName":"a"}`, free: []string{"code", "deviceName"}, but: []string{"join.invalid"}},
	"POST /session/demo":                 {body: `{"role":"collector","deviceId":"` + id(7) + `","deviceName":"a"}`, free: []string{"role", "deviceName", "story"}},
	"PUT /session/org":                   {as: collector, body: `{"orgId":"` + string(testkit.Ours) + `"}`},
	"PUT /session/password":              {as: collector, body: `{"old":"a","new":"a lot of cardboard"}`, free: []string{"old"}, but: []string{"password.invalid"}},
	"PUT /photos/{sha256}":               {as: collector},
	"HEAD /photos/{sha256}":              {as: collector},
	"DELETE /session/devices/{deviceId}": {as: dispatcher},
}

const goodSite = `{"name":"拟建","kind":"RC_POINT_STD","networks":["A","B"],"operatorOrgId":"` + string(testkit.Ours) + `","operatorName":"a","categories":["paper.occ"],` +
	`"localCategories":"a","address":"a","district":"a","hours":"a","areaM2":20.5,"capacityKgDay":100,"note":"a","position":{"lon":116.6,"lat":35.4,"datum":"GCJ02"},` +
	`"state":"proposed","validFrom":"2026-11-23","reason":"a","evidence":"a"}`

// given are good values of parameters of which the schema says too little.
var given = map[string][]string{
	"from": {"2026-11-01", "2026-10-31"}, "to": {"2026-11-23", "2026-11-30"}, "day": {"2026-11-23", "2020-02-29"}, "at": {"2026-11-23", "1999-01-01"},
	"cursor": nil, "bbox": {"116,35,117,36", "-180,-90,180,90"}, "orgId": nil, "org": {string(testkit.Ours), id(99)}, "siteId": {string(testkit.OurSite), id(99)},
	"collectorId": {id(99)}, "category": {"paper.occ", "gold"}, "q": {"示范", "示-1", "11-22", "'", "%", "_", `\`},
}

// givenTo returns them for an operation.
func givenTo(name string) map[string][]string {
	if name != "GET /plan/route-coverage" {
		return given
	}
	m := maps.Clone(given)
	m["within"] = []string{"50", "50,100,300"}
	return m
}

// mustHave are parameters that an operation cannot do without.
var mustHave = map[string]map[string]string{
	"PUT /imports/{importId}": {"kind": "sites", "name": "a.csv"}, "GET /sites/near": {"lon": "116.6", "lat": "35.4"}, "GET /company/search": {"q": "示范"},
	"GET /company/compare": {"from": "2026-11-01", "to": "2026-11-23"}, "GET /company/scales": {"from": "2026-11-01", "to": "2026-11-23"},
	"GET /company/export/compare": {"from": "2026-11-01", "to": "2026-11-23"}, "GET /company/export/scales": {"from": "2026-11-01", "to": "2026-11-23"},
}

const keyBody = `{"name":"地磅","scopes":["tickets.read","tickets.write"],"days":30}`

func (w *world) keyOne(one string) { w.must(w.put(operator, "/keys/"+one, keyBody), 201) }

func (w *world) logOne(one string) {
	w.must(w.put(collector, "/pickups/"+one, pickupBody(testkit.Ours)), 201)
}
func (w *world) logGated(one string) {
	w.must(w.put(collector, "/pickups/"+one, gatedBody(testkit.Ours)), 201)
}
func (w *world) sellOne(one string) {
	n, err := strconv.ParseInt(one[28:], 16, 64)
	if err != nil {
		w.t.Fatal(err)
	}
	w.must(w.put(collector, "/sellers/"+one, strings.Replace(sellerBody, idNumber, residentNumber(int(n)), 1)), 201)
}
func (w *world) uploadOne(one string) {
	w.must(w.send(request{as: planner, method: "PUT", path: "/imports/" + one + "?kind=sites&name=a.csv", body: csvFile, header: octets}), 200)
}

// wrongIDs are forms of an id that are not the one form.
func wrongIDs(one string) []string {
	upper := strings.ToUpper(one[:35]) + "A"
	return []string{upper, "{" + one + "}", "urn:uuid:" + one, strings.ReplaceAll(one, "-", ""), one[:14] + "4" + one[15:], one[:14] + "1" + one[15:], one[:19] + "c" + one[20:],
		" " + one, one + "\n", one + "\x00", one[:35], one + "0", strings.Replace(one, "0", "０", 1), "'" + one[1:], one[:35] + "g", "%00"}
}

// pathOf returns the path of an operation with one as its object, or a hash made of it.
func pathOf(path, one string) string {
	return pathParam.ReplaceAllStringFunc(path, func(p string) string {
		if p == "{sha256}" && recycle.IsID(one) {
			return digest(sha256.Sum256([]byte(one)))
		}
		return url.PathEscape(one)
	})
}

// callers is who sends an operation's requests: the recorded one, else the first that may.
func callerOf(rules map[string]string, name string) string {
	if r, ok := recorded[name]; ok {
		return r.as
	}
	relation, roles, _ := strings.Cut(rules[name], " ")
	if role, _, _ := strings.Cut(roles, " "); role != "" {
		return who(testkit.Home(recycle.Role(role)), recycle.Role(role))
	}
	if relation == "public" {
		return ""
	}
	return collector
}

// headerOf is the header of an operation's good request.
func headerOf(name string) http.Header {
	if strings.HasPrefix(name, "PUT /photos/") || name == "PUT /imports/{importId}" {
		return octets
	}
	return nil
}

// fresh is the n-th id of the requests that are made: its time runs from 1970 to 10889, for it says nothing.
func fresh(n int) string {
	times := []string{"00000000-0000", "01900000-0000", "e677d21f-dbff", "ffffffff-ffff"}
	return fmt.Sprintf("%s-7000-9000-%012x", times[n%len(times)], 1<<32+n)
}
