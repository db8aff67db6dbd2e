package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"liangwang/internal/account"
	"liangwang/internal/api"
	"liangwang/internal/blob"
	"liangwang/internal/catalogue"
	"liangwang/internal/coverage"
	"liangwang/internal/fleet"
	"liangwang/internal/intake"
	"liangwang/internal/keys"
	"liangwang/internal/network"
	"liangwang/internal/photo"
	"liangwang/internal/pickup"
	"liangwang/internal/reconcile"
	"liangwang/internal/recycle"
	"liangwang/internal/seller"
	"liangwang/internal/sheet"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
	"liangwang/internal/weighing"
)

const prefix = "/api/v1"

// world is the API over the real features on a store of the test's own.
type world struct {
	t        *testing.T
	s        testkit.Store
	clock    *testkit.Clock
	accounts *account.Service
	blobs    *blob.Dir
	engine   *gin.Engine
	api      huma.API
	tokens   map[string]string
	document *document
	backups  *standing
}

// standing is how the backups stand.
type standing struct {
	body  api.BackupBody
	begun int
}

func (s *standing) State(context.Context) (api.BackupBody, error) { return s.body, nil }

func (s *standing) BeginDrill(context.Context) error {
	if s.begun++; s.begun > 1 {
		return &recycle.Error{Kind: recycle.Conflict, Code: "drill.running"}
	}
	return nil
}

// lookup is the register as pickups are held against it.
type lookup struct{ testkit.Lookup }

func (l lookup) SiteOn(ctx context.Context, id recycle.SiteID, day recycle.Day) (pickup.SiteFacts, error) {
	held, err := l.SitesHeld(ctx, []string{string(id)}, day)
	if a, _ := recycle.ActorFrom(ctx); err == nil && (len(held) == 0 || !held[0].SeenBy(a)) {
		err = &recycle.Error{Kind: recycle.NotFound, Code: "site.not_found"}
	}
	if err != nil {
		return pickup.SiteFacts{}, err
	}
	at, placed := held[0].Point()
	return pickup.SiteFacts{At: at, Placed: placed, OperatorOrgID: held[0].OperatorOrgID}, nil
}

// reads are the reads of the API that no feature adds anything to.
type (
	directory struct {
		store.Find
		store.Photos
	}
	records struct {
		store.Pickups
		store.Find
	}
	catalogueReads struct {
		*categories
		store.Orgs
	}
	categories = catalogue.Service
)

// newWorld returns the API over s; edit changes the services before they are mounted.
func newWorld(t *testing.T, s testkit.Store, edit func(*api.Services)) *world {
	t.Helper()
	gin.SetMode(gin.TestMode)
	w := &world{t: t, s: s, clock: &testkit.Clock{}, tokens: map[string]string{}, backups: &standing{body: api.BackupBody{Kind: "NONE"}}}
	var err error
	if w.blobs, err = blob.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	now := w.clock.Now
	l, machine := lookup{testkit.Lookup{Store: s}}, time.Now
	w.accounts = account.New(account.Options{Store: s, Now: now, Machine: machine, TTL: 30 * 24 * time.Hour})
	items := &catalogue.Service{Store: s, Clock: machine}
	register := &network.Register{Store: s, Now: machine}
	ring, err := keys.Open(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	pickups := &pickup.Service{Store: s, Register: l, Members: l, Sellers: s, Rules: items, Now: now}
	find, n := store.Find{DB: s.DB}, &atomic.Int64{}
	services := api.Services{
		Env: api.Environment{SessionTTL: 30 * 24 * time.Hour, Now: now}, Sessions: w.accounts, Accounts: w.accounts,
		Directory: directory{find, store.Photos{DB: s.DB}}, Pickups: pickups, Records: records{store.Pickups{DB: s.DB}, find},
		Tickets:   &weighing.Service{Store: s, Reads: s, Register: l, Now: now},
		Company:   &reconcile.Service{Store: s, Finder: s, Now: now},
		Catalogue: catalogueReads{items, store.Orgs{DB: s.DB}}, Photos: photo.New(s, w.blobs, pickups, now),
		Sellers:  &seller.Service{Store: s, Keys: keys.Bound{Ring: ring, Marks: s}, Now: now},
		Vehicles: &fleet.Service{Store: s, Now: now}, Network: &network.Service{Store: s, Register: register, Now: now},
		People: w.accounts, APIKeys: w.accounts, Backups: w.backups,
		Basemap: register, ZoneRecords: store.ZoneRecords{DB: s.DB}, Coverage: &coverage.Service{Register: register, Now: now},
		Intake: intake.NewDesk(intake.DeskOptions{Store: s, Files: w.blobs, Parse: parse, Now: now, NewID: func() string {
			return testkit.ID[string](int(1<<40 + n.Add(1)))
		}}),
	}
	if edit != nil {
		edit(&services)
	}
	w.engine = gin.New()
	w.api = api.Mount(w.engine, services)
	w.document = readDocument(t, w.api)
	return w
}

func parse(data []byte) (*intake.Rows, error) {
	if !sheet.IsTable(data) {
		return intake.ReadJSON(data)
	}
	table, err := sheet.Read(data)
	if err != nil {
		return nil, &recycle.Error{Kind: recycle.Invalid, Code: "import.unreadable", Err: err}
	}
	return intake.FromTable(table, string(table.Format()), table.Encoding()), nil
}

// who names somebody who is signed in: "ours/collector"; "" is nobody.
func who(org recycle.OrgID, role recycle.Role) string { return string(org) + "/" + string(role) }

// The people of most tests.
var (
	collector      = who(testkit.Ours, recycle.Collector)
	operator       = who(testkit.Ours, recycle.CompanyOperator)
	dispatcher     = who(testkit.Ours, recycle.Dispatcher)
	weigher        = who(testkit.Ours, recycle.YardOperator)
	zoneAdmin      = who(testkit.Zone, recycle.Admin)
	planner        = who(testkit.Zone, recycle.Planner)
	yard           = who(testkit.Yard, recycle.YardOperator)
	theirCollector = who(testkit.Theirs, recycle.Collector)
	theirOperator  = who(testkit.Theirs, recycle.CompanyOperator)
	theirWeigher   = who(testkit.Theirs, recycle.YardOperator)
	mate           = "mate:" + who(testkit.Ours, recycle.Collector)
)

// token signs somebody in, by the way that has no password, and returns what the browser would hold.
func (w *world) token(name string) string {
	w.t.Helper()
	if name == "" {
		return ""
	}
	if token, known := w.tokens[name]; known {
		return token
	}
	person, second := strings.CutPrefix(name, "mate:")
	org, role, _ := strings.Cut(person, "/")
	a := testkit.Actor(recycle.OrgID(org), recycle.Role(role))
	if second {
		a = testkit.Mate(recycle.OrgID(org), recycle.Role(role))
	}
	signed, err := w.accounts.SignInAs(w.t.Context(), a.PersonID, a.OrgID, recycle.SignInDevice{ID: testkit.ID[recycle.DeviceID](len(w.tokens) + 1), Name: "test"})
	if err != nil {
		w.t.Fatal(name, err)
	}
	if _, err := w.s.SQL.Exec("UPDATE devices SET created_at = 0"); err != nil { // they are old: what they say of the time counts
		w.t.Fatal(err)
	}
	w.tokens[name] = signed.Token
	return signed.Token
}

// request is one call of the API.
type request struct {
	as, method, path string // path without the prefix
	body             string
	header           http.Header
}

// send calls the API, and fails the test if the answer is not what the document says.
func (w *world) send(r request) *httptest.ResponseRecorder {
	w.t.Helper()
	q := httptest.NewRequest(r.method, prefix+r.path, strings.NewReader(r.body))
	if r.body == "" {
		q.Body = http.NoBody
	}
	q.Header.Set("Content-Type", "application/json")
	for name, values := range r.header {
		q.Header[name] = values
	}
	if token := w.token(r.as); token != "" {
		q.AddCookie(&http.Cookie{Name: api.SessionCookie, Value: token})
	}
	a := httptest.NewRecorder()
	w.engine.ServeHTTP(a, q)
	w.document.check(w.t, r, a)
	return a
}

func (w *world) get(as, path string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(request{as: as, method: http.MethodGet, path: path})
}

func (w *world) put(as, path, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(request{as: as, method: http.MethodPut, path: path, body: body})
}

func (w *world) post(as, path, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(request{as: as, method: http.MethodPost, path: path, body: body})
}

// must fails the test unless an answer has one of the statuses.
func (w *world) must(a *httptest.ResponseRecorder, statuses ...int) *httptest.ResponseRecorder {
	w.t.Helper()
	if !slices.Contains(statuses, a.Code) {
		w.t.Fatalf("%d %s, want %v", a.Code, a.Body, statuses)
	}
	return a
}

// codeOf is the code of a problem.
func codeOf(a *httptest.ResponseRecorder) string {
	var p struct{ Code string }
	_ = json.Unmarshal(a.Body.Bytes(), &p)
	return p.Code
}

// id returns the n-th id of a test.
func id(n int) string { return testkit.ID[string](n) }

// The bodies that nothing is wrong with.
func pickupBody(org recycle.OrgID) string {
	return `{"orgId":"` + string(org) + `","siteId":"` + string(testkit.OurSite) + `","occurredAt":"2026-11-23T00:10:00+08:00","note":"门口","delivery":"SITE","trigger":"WALK_IN",` +
		`"origin":"RESIDENT","where":{"lon":116.6,"lat":35.4,"accuracyM":8},"lines":[{"category":"paper.occ","method":"SCALE","grams":12500}]}`
}

// gatedBody is a pickup that lacks papers.
func gatedBody(org recycle.OrgID) string {
	return strings.Replace(pickupBody(org), `"paper.occ","method":"SCALE"`, `"battery.lithium_power","method":"SCALE","pieces":1`, 1)
}

func ticketBody(delivered recycle.OrgID) string {
	return `{"deliveredOrgId":"` + string(delivered) + `","kind":"WEIGHBRIDGE","scaleNo":"1","number":"示-1","category":"paper.occ","gross":22400,"tare":10000,"net":12400,` +
		`"plate":"鲁H00001","weighedAt":"2026-11-23T00:20:00+08:00"}`
}

const (
	vehicleBody = `{"number":"T-1","type":"E_TRICYCLE","use":"NON_OPERATING","energy":"BEV","emission":"NONE"}`
	idNumber    = "11010519491231002X"
	sellerBody  = `{"name":"欧阳种子","phone":"13900001234","address":"示范路 77 号","idType":"RESIDENT_ID","idNumber":"` + idNumber + `"}`
	siteBody    = `{"name":"拟建","kind":"RC_POINT_STD","networks":["A"],"position":{"lon":116.6,"lat":35.4}}`
	reasonBody  = `{"reason":"记错了"}`
	paperBody   = `{"kind":"battery_code","number":"B-1"}`
	csvFile     = "名称,经度,纬度\n示范-1,116.6,35.4\n"
)

// octets is the header of a file.
var octets = http.Header{"Content-Type": {"application/octet-stream"}}

// picture returns a JPEG of n × n pixels.
func picture(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, n, n)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// body returns the whole answer as a map.
func body(t testing.TB, a *httptest.ResponseRecorder) (m map[string]any) {
	t.Helper()
	if err := json.Unmarshal(a.Body.Bytes(), &m); err != nil {
		t.Fatalf("%v: %s", err, a.Body)
	}
	return m
}

// digest is a hash as a path has it.
func digest(sum [32]byte) string { return fmt.Sprintf("%x", sum) }
