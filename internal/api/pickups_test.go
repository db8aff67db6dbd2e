package api_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

func TestPickups(t *testing.T) {
	good := pickupBody(testkit.Ours)
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	gated := gatedBody(testkit.Ours)
	void, papers, accept := "/void", "/papers", "/accept"
	tests := []struct {
		name, as, method, path, body string
		status                       int
		want                         string
	}{
		{"first", collector, "PUT", id(1), good, 201, `"day":"2026-11-23","state":"accepted","missing":[],"grams":12500`},
		{"again", collector, "PUT", id(1), good, 200, `"receivedAt":"2026-11-22T16:30:00.000Z"`},
		{"same instant, other zone", collector, "PUT", id(1), with("23T00:10:00+08:00", "22T16:10:00Z"), 200, `"occurredAt":"2026-11-22T16:10:00.000Z"`},
		{"other content", collector, "PUT", id(1), with("12500", "1"), 409, `"code":"pickup.conflict","stored":{"id":"` + id(1)},
		{"a colleague's id", mate, "PUT", id(1), good, 409, `"code":"pickup.id_taken"}`},
		{"read", operator, "GET", id(1), "", 200, `"collectorName":"`},
		{"an operator's own", operator, "PUT", id(2), good, 403, `"code":"pickup.only_corrects"`},
		{"unknown site", collector, "PUT", id(2), with(string(testkit.OurSite), id(99)), 422, `{"location":"body.siteId","code":"unknown"}`},
		{"far", collector, "PUT", id(2), with("116.6", "116.7"), 201, `"flags":[{"code":"far_from_site","amount":9084}]`},
		{"in another datum", collector, "PUT", id(3), with(`"accuracyM":8`, `"accuracyM":8,"datum":"GCJ02"`), 201, `"flags":[{"code":"far_from_site","amount":`},
		{"future", collector, "PUT", id(4), with("23T00:10", "23T00:36"), 201, `"flags":[{"code":"time_uncertain","amount":360000}]`},
		{"with a price", collector, "PUT", id(5), with(`"grams":12500`, `"grams":500,"unitPrice":9100,"priceUnit":"KG"`), 201, `"amount":46`},
		{"gated", collector, "PUT", id(6), gated, 201, `"state":"needs_fix","missing":[{"line":0,"category":"battery.lithium_power","code":"gate.papers_missing","needs":["battery_code","handover_proof"],` +
			`"who":["collector","taker"],"sendTo":["battery_service_point"],"override":{"code":"override.none","needs":[]}}]`},
		{"never bought", collector, "PUT", id(7), with("paper.occ", "banned.stolen"), 201, `"code":"gate.not_bought","needs":[],"who":[],"sendTo":["police"],"override":{"code":"override.none","needs":[]}`},
		{"a year ago", collector, "PUT", id(8), with("2026-11-23", "2025-11-23"), 201, `"missing":[{"line":-1,"code":"not_member","needs":[],"who":["company"],"sendTo":[],"override":{"code":"override.open","needs":["reason"]}}]`},
		{"no override", operator, "POST", id(6) + accept, reasonBody, 409, `"code":"pickup.no_override"`},
		{"override", operator, "POST", id(8) + accept, reasonBody, 200, `"state":"accepted","missing":[],"stateReason":"记错了"`},
		{"one paper", collector, "POST", id(6) + papers, paperBody, 200, `"needs":["handover_proof"]`},
		{"an ID number", collector, "POST", id(6) + papers, `{"kind":"handover_proof","number":"11010519491231002X"}`, 422, `"code":"idNumber"`},
		{"the other", operator, "POST", id(6) + papers, `{"kind":"handover_proof","number":"2"}`, 200, `"state":"accepted","missing":[]`},
		{"one too many", operator, "POST", id(6) + papers, `{"kind":"x","number":"2"}`, 409, `"code":"pickup.state"`},
		{"duplicate", operator, "POST", id(2) + "/duplicate", `{"of":"` + id(1) + `"}`, 200, `"state":"duplicate"`},
		{"not duplicate", operator, "POST", id(2) + "/not-duplicate", reasonBody, 200, `"state":"accepted"`},
		{"correction", collector, "PUT", id(9), with(`"note"`, `"replaces":"`+id(1)+`","note"`), 201, `"replaces":"` + id(1)},
		{"the old one", collector, "GET", id(1), "", 200, `"state":"superseded"`},
		{"corrected twice", collector, "PUT", id(10), with(`"note"`, `"replaces":"`+id(1)+`","note"`), 409, `"code":"pickup.state"`},
		{"void", collector, "POST", id(9) + void, reasonBody, 200, `"state":"voided"`},
		{"void again", collector, "POST", id(9) + void, reasonBody, 200, `"state":"voided"`},
		{"void without a word", collector, "POST", id(2) + void, `{"reason":""}`, 422, `"code":"minLength"`},
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				w.t = t
				a := w.send(request{as: tt.as, method: tt.method, path: "/pickups/" + tt.path, body: tt.body})
				if a.Code != tt.status || !strings.Contains(a.Body.String(), tt.want) {
					t.Errorf("%d %s, want %d %s", a.Code, a.Body, tt.status, tt.want)
				}
			})
		}
		w.t = t
		s.CheckRecords(t)
	})
}

// The phone measures its skew anew at each try. That is no other content: the first answer stays.
func TestPickups_envelope(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	var first string
	for _, tt := range []struct {
		skew, at, app string
		status        int
	}{
		{"7200000", "2026-11-22T22:10:00+08:00", "1", 201}, {"-60000", "2026-11-22T22:20:00+08:00", "2", 200}, {"", "", "", 200},
		{"soon", "yesterday", strings.Repeat("x", 100), 200}, {"99999999999999999999", "2026-13-01T00:00:00Z", "\xff", 200},
	} {
		a := w.send(request{as: collector, method: "PUT", path: "/pickups/" + id(1), body: pickupBody(testkit.Ours),
			header: http.Header{"Lw-Skew-Ms": {tt.skew}, "Lw-Sent-At": {tt.at}, "Lw-App": {tt.app}}})
		if a.Code == 201 {
			first = a.Body.String()
		}
		if a.Code != tt.status || a.Body.String() != first {
			t.Errorf("skew %q: %d %s, first %s", tt.skew, a.Code, a.Body, first)
		}
	}
	for _, want := range []string{`"skewMs":7200000`, `"sentAt":"2026-11-22T14:10:00.000Z"`, `"clock_skew"`} {
		if !strings.Contains(first, want) {
			t.Errorf("%s is lost: %s", want, first)
		}
	}
	a := w.send(request{as: collector, method: "PUT", path: "/pickups/" + id(2), body: pickupBody(testkit.Ours), header: http.Header{"Lw-Skew-Ms": {"x"}, "Lw-Sent-At": {"\x00"}, "Lw-App": {"\xff"}}})
	if a.Code != 201 || !strings.Contains(a.Body.String(), `"skewMs":0`) {
		t.Errorf("a malformed envelope: %d %s", a.Code, a.Body)
	}
}

// A list goes on where its page ended, with the same sums on each.
func TestPickups_list(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		for n := range 23 {
			w.must(w.put([]string{collector, mate}[n%2], "/pickups/"+id(n), pickupBody(testkit.Ours)), 201)
		}
		w.must(w.post(collector, "/pickups/"+id(0)+"/void", reasonBody), 200)
		seen, next, pages := map[any]bool{}, "", 0
		for pages < 10 {
			page := body(t, w.must(w.get(operator, "/pickups?limit=10&from=2026-11-23&cursor="+next), 200))
			pages++
			for _, item := range page["items"].([]any) {
				seen[item.(map[string]any)["id"]] = true
			}
			totals := fmt.Sprint(page["totals"])
			if want := "map[amount:0 grams:275000 lines:22 otherGrams:12500 otherPickups:1 pickups:22 pieces:0]"; totals != want {
				t.Errorf("totals %s, want %s", totals, want)
			}
			var more bool
			if next, more = page["next"].(string); !more {
				break
			}
		}
		if len(seen) != 23 || pages != 3 {
			t.Errorf("%d pickups on %d pages", len(seen), pages)
		}
		mine := body(t, w.must(w.get(collector, "/my/day"), 200))
		if mine["pickups"] != 11.0 || mine["grams"] != 137_500.0 || len(mine["items"].([]any)) != 12 {
			t.Errorf("my day: %v pickups, %v g, %d listed", mine["pickups"], mine["grams"], len(mine["items"].([]any)))
		}
		if last := w.must(w.get(collector, "/my/last"), 200); strings.Count(last.Body.String(), `"category":"paper.occ"`) != 1 {
			t.Error(last.Body)
		}
	})
}

// A picture of a record is pending until the record's own author has sent it, whoever else has the same one; it is served by the
// record.
func TestPhotos(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		data := picture(t, 8)
		hash := digest(sha256.Sum256(data))
		withPhoto := func(org recycle.OrgID) string {
			return strings.Replace(pickupBody(org), `"lines"`, `"photos":["`+hash+`"],"lines"`, 1)
		}
		w.must(w.put(collector, "/pickups/"+id(1), withPhoto(testkit.Ours)), 201)
		w.must(w.put(mate, "/pickups/"+id(2), withPhoto(testkit.Ours)), 201)
		send := func(as string) {
			t.Helper()
			a := w.must(w.send(request{as: as, method: "PUT", path: "/photos/" + hash, body: string(data), header: octets}), 200)
			if !strings.Contains(a.Body.String(), `"width":8,"height":8`) {
				t.Error(a.Body)
			}
		}
		pending := func(what string, want1, want2 bool) {
			t.Helper()
			list := body(t, w.must(w.get(operator, "/pickups"), 200))["items"].([]any)
			for _, item := range list {
				p := item.(map[string]any)
				want := map[any]bool{id(1): want1, id(2): want2}[p["id"]]
				one := body(t, w.must(w.get(operator, "/pickups/"+p["id"].(string)), 200))
				status := w.get(operator, "/pickups/"+p["id"].(string)+"/photos/"+hash).Code
				if got := len(p["photosPending"].([]any)) == 1; got != want || (len(one["photosPending"].([]any)) == 1) != want || (status == 404) != want {
					t.Errorf("%s: %s is pending %v in the list, %v alone, the picture answers %d, want %v", what, p["id"], got, one["photosPending"], status, want)
				}
			}
		}
		pending("nobody has sent it", true, true)
		send(theirCollector)
		send(operator)
		pending("others have sent it", true, true)
		send(mate)
		pending("one author has sent it", true, false)
		for as, want := range map[string]int{collector: 404, mate: 200, operator: 200} {
			if a := w.send(request{as: as, method: "HEAD", path: "/photos/" + hash}); a.Code != want {
				t.Errorf("%s has it: %d, want %d", as, a.Code, want)
			}
		}
		send(collector)
		send(collector)
		pending("both authors have", false, false)
		a := w.get(collector, "/pickups/"+id(1)+"/photos/"+hash)
		if a.Header().Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(a.Header().Get("Cache-Control"), "private") || !strings.HasPrefix(a.Body.String(), "\xff\xd8") {
			t.Error(a.Header())
		}
		s.CheckRecords(t)
	})
}

// A picture that the operator adds in a correction is the operator's to send; the collector's that it keeps stays the collector's. Who
// corrects after that sends neither again.
func TestPhotos_correction(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		one, two := picture(t, 8), picture(t, 10)
		names := func(data ...[]byte) (list string) {
			for _, d := range data {
				list += `,"` + digest(sha256.Sum256(d)) + `"`
			}
			return `"photos":[` + list[1:] + `],"lines"`
		}
		with := func(replaces string, data ...[]byte) string {
			text := strings.Replace(pickupBody(testkit.Ours), `"lines"`, names(data...), 1)
			if replaces != "" {
				text = strings.Replace(text, `"orgId"`, `"replaces":"`+replaces+`","orgId"`, 1)
			}
			return text
		}
		send := func(as string, data []byte) {
			t.Helper()
			w.must(w.send(request{as: as, method: "PUT", path: "/photos/" + digest(sha256.Sum256(data)), body: string(data), header: octets}), 200)
		}
		check := func(what, record string, want ...bool) { // of one and of two: pending
			t.Helper()
			p := body(t, w.must(w.get(operator, "/pickups/"+record), 200))
			for i, data := range [][]byte{one, two} {
				hash := digest(sha256.Sum256(data))
				pending := slices.Contains(p["photosPending"].([]any), any(hash))
				status := w.get(operator, "/pickups/"+record+"/photos/"+hash).Code
				if pending != want[i] || (status == 404) != want[i] || !pending && status != 200 {
					t.Errorf("%s: picture %d of %s is pending %v and answers %d", what, i+1, record, pending, status)
				}
			}
		}
		w.must(w.put(collector, "/pickups/"+id(1), with("", one)), 201)
		send(collector, one)
		w.must(w.put(operator, "/pickups/"+id(2), with(id(1), one, two)), 201)
		check("entered", id(2), false, true)
		send(mate, two)
		check("sent by somebody else", id(2), false, true)
		send(operator, two)
		check("sent by who entered it", id(2), false, false)
		w.must(w.put(collector, "/pickups/"+id(3), with(id(2), one, two)), 201)
		check("corrected once more", id(3), false, false)
		s.CheckBooks(t)
	})
}

// A list runs by the time that it shows, whenever the records arrived, from page to page; how late one was is said, but not of a correction.
func TestListPickups_order(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		at := func(n int, when, more string) {
			text := strings.Replace(pickupBody(testkit.Ours), "2026-11-23T00:10:00+08:00", when, 1)
			w.must(w.put(collector, "/pickups/"+id(n), strings.Replace(text, `"orgId"`, more+`"orgId"`, 1)), 201)
		}
		at(1, "2026-11-22T15:00:00+08:00", "")
		at(2, "2026-11-21T09:00:00+08:00", "")
		at(3, "2026-11-22T17:30:00+08:00", "")
		at(4, "2026-11-21T08:00:00+08:00", `"replaces":"`+id(2)+`",`)
		at(5, "2026-11-22T16:00:00+08:00", "")
		read := func(query string) (got []string) {
			for next := ""; ; {
				page := body(t, w.must(w.get(operator, "/pickups?limit=2"+query+"&cursor="+next), 200))
				for _, item := range page["items"].([]any) {
					p := item.(map[string]any)
					late, _ := p["lateMs"].(float64)
					got = append(got, fmt.Sprintf("%s %.0f h", p["correctedAt"], late/3600_000))
				}
				if next, _ = page["next"].(string); next == "" {
					return got
				}
			}
		}
		now := w.clock.Now()
		hours := func(when string) float64 {
			then, err := time.Parse(time.RFC3339, when)
			if err != nil {
				t.Fatal(err)
			}
			return now.Sub(then).Hours()
		}
		want := []string{}
		for _, when := range []string{"2026-11-22T09:30:00Z", "2026-11-22T08:00:00Z", "2026-11-22T07:00:00Z", "2026-11-21T01:00:00Z"} {
			want = append(want, fmt.Sprintf("%s.000Z %.0f h", when[:19], hours(when)))
		}
		all := append(slices.Clone(want), "2026-11-21T00:00:00.000Z 0 h")
		if got := read(""); !slices.Equal(got, all) {
			t.Errorf("%q, want %q", got, all)
		}
		if got := read("&lateMinutes=1"); !slices.Equal(got, want) {
			t.Errorf("the late ones are %q, want %q", got, want)
		}
		if got := read(fmt.Sprintf("&lateMinutes=%.0f", hours("2026-11-21T08:00:00Z")*60)); !slices.Equal(got, want[3:]) {
			t.Errorf("the latest is %q, want %q", got, want[3:])
		}
	})
}

// down is a feature whose store cannot take anything now.
type down struct {
	api.Pickups
	err recycle.Error
}

func (d down) Log(context.Context, recycle.Pickup) (recycle.Pickup, bool, error) {
	return recycle.Pickup{}, false, &d.err
}

// broken is a feature with a bug.
type broken struct{ api.Pickups }

func (broken) Log(context.Context, recycle.Pickup) (recycle.Pickup, bool, error) {
	return recycle.Pickup{}, false, fmt.Errorf("store: disk of %s", secret)
}

func TestPickups_unavailable(t *testing.T) {
	s := testkit.NewStore(t)
	tests := []struct {
		name       string
		kind       recycle.Kind
		code, wait string
		want       int
	}{
		{"busy", recycle.Unavailable, "server.busy", "1", 503},
		{"disk failed", recycle.Unavailable, "storage.failed", "1", 503},
		{"disk full", recycle.Full, "storage.full", "30", 507},
	}
	for _, tt := range tests {
		w := newWorld(t, s, func(s *api.Services) {
			s.Pickups = down{s.Pickups, recycle.Error{Kind: tt.kind, Code: tt.code, Err: errors.New(secret)}}
		})
		a := w.put(collector, "/pickups/"+id(1), pickupBody(testkit.Ours))
		if a.Code != tt.want || a.Header().Get("Retry-After") != tt.wait || codeOf(a) != tt.code || strings.Contains(a.Body.String(), secret) {
			t.Error(tt.name, a.Code, a.Header(), a.Body)
		}
	}
	w := newWorld(t, s, func(s *api.Services) { s.Pickups = broken{s.Pickups} })
	a := w.put(collector, "/pickups/"+id(1), pickupBody(testkit.Ours))
	if a.Code != 500 || codeOf(a) != "server.internal" || strings.Contains(a.Body.String(), secret) {
		t.Error(a.Code, a.Body)
	}
}
