package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// listed is a page of people.
type listed struct {
	Items []struct {
		ID, Name, Phone           string
		Disabled, Self, ToConfirm bool
		Orgs                      []struct{ ID string }
		Devices                   []struct {
			ID                    string
			Current, ToConfirm    bool
			SignedInAt, RevokedAt string
		}
	}
	Next, RestoredTo                  string
	PeopleToConfirm, DevicesToConfirm int
	byID                              map[string]int
}

func (w *world) people(query string) (l listed) {
	w.t.Helper()
	if err := json.Unmarshal(w.must(w.get(zoneAdmin, "/people"+query), 200).Body.Bytes(), &l); err != nil {
		w.t.Fatal(err)
	}
	l.byID = map[string]int{}
	for i, p := range l.Items {
		l.byID[p.ID] = i
		if !strings.Contains(p.Phone, "****") {
			w.t.Errorf("the phone of %s is in clear", p.Name)
		}
	}
	return l
}

func personOf(org recycle.OrgID, role recycle.Role) string {
	return string(testkit.Actor(org, role).PersonID)
}

// The administrator lists everyone, closes an account and a device, and opens them again; each is seen at once, and stands in the log
// under their name.
func TestPeople(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.must(w.get(collector, "/session"), 200)
		all := w.people("?limit=200")
		if all.Next != "" || all.RestoredTo != "" || all.PeopleToConfirm+all.DevicesToConfirm != 0 || len(all.Items) < 10 {
			t.Errorf("%d people, %+v", len(all.Items), all.Next)
		}
		seen := map[string]bool{}
		for next := "?limit=7"; next != ""; {
			page := w.people(next)
			for _, p := range page.Items {
				if seen[p.ID] {
					t.Error("twice:", p.Name)
				}
				seen[p.ID] = true
			}
			if next = ""; page.Next != "" {
				next = "?limit=7&cursor=" + page.Next
			}
		}
		if len(seen) != len(all.Items) {
			t.Errorf("%d in pages, %d at once", len(seen), len(all.Items))
		}
		for _, p := range w.people("?limit=200&orgId=" + string(testkit.Ours)).Items {
			if len(p.Orgs) == 0 || p.Orgs[0].ID != string(testkit.Ours) {
				t.Error("of another organisation:", p.Name, p.Orgs)
			}
		}
		one := personOf(testkit.Ours, recycle.Collector)
		p := all.Items[all.byID[one]]
		if len(p.Devices) != 1 || p.Devices[0].SignedInAt == "" || p.Devices[0].RevokedAt != "" || p.ToConfirm {
			t.Errorf("%+v", p)
		}
		if found := w.people("?q=" + p.Name); found.byID[one] == 0 && found.Items[0].ID != one {
			t.Error("not found by name")
		}

		w.must(w.post(zoneAdmin, "/people/"+one+"/disable", ""), 204)
		w.must(w.get(collector, "/session"), 401) // ASVS 7.4.2, 7.4.5
		if p := w.people("?limit=200"); !p.Items[p.byID[one]].Disabled {
			t.Error("not closed")
		}
		w.must(w.post(zoneAdmin, "/people/"+one+"/enable", ""), 204)
		w.must(w.get(collector, "/session"), 401) // they sign in anew
		delete(w.tokens, collector)
		w.must(w.get(collector, "/session"), 200)
		in := ""
		for _, d := range w.people("?limit=200").Items[all.byID[one]].Devices {
			if d.SignedInAt != "" {
				in = d.ID
			}
		}
		w.must(w.send(request{as: zoneAdmin, method: http.MethodDelete, path: "/people/" + one + "/devices/" + in}), 204)
		w.must(w.get(collector, "/session"), 401)

		admin := personOf(testkit.Zone, recycle.Admin)
		for path, code := range map[string]string{"/people/" + admin + "/disable": "person.self", "/people/" + id(99) + "/disable": "person.not_found",
			"/people/" + id(99) + "/enable": "person.not_found", "/people/" + id(99) + "/confirm": "person.not_found",
			"/people/" + one + "/devices/" + id(999) + "/confirm": "device.not_found"} {
			if a := w.must(w.post(zoneAdmin, path, ""), 404, 409); codeOf(a) != code {
				t.Errorf("%s: %s, want %s", path, a.Body, code)
			}
		}
		mine := ""
		for _, d := range w.people("?limit=200").Items[all.byID[admin]].Devices {
			if d.Current {
				mine = d.ID
			}
		}
		a := w.must(w.send(request{as: zoneAdmin, method: http.MethodDelete, path: "/people/" + admin + "/devices/" + mine}), 409)
		if codeOf(a) != "device.self" {
			t.Error(a.Body)
		}
		var by []string
		rows, err := s.SQL.Query("SELECT action || ' ' || person_id FROM audit_entries WHERE action IN ('user.disable', 'user.enable', 'device.revoke') ORDER BY seq")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			by = append(by, text)
		}
		if want := fmt.Sprintf("[user.disable %s user.enable %s device.revoke %s]", admin, admin, admin); fmt.Sprint(by) != want {
			t.Errorf("the log has %v, want %s", by, want)
		}
	})
}

// After a restore everybody and everything that may sign in is to be confirmed or closed; whoever came later is not.
func TestPeople_restored(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		w := newWorld(t, s, nil)
		w.must(w.get(collector, "/session"), 200)
		one, other := personOf(testkit.Ours, recycle.Collector), personOf(testkit.Theirs, recycle.Collector)
		w.must(w.post(zoneAdmin, "/people/"+other+"/disable", ""), 204)
		if err := s.BeginAgain(t.Context(), w.clock.Now()); err != nil {
			t.Fatal(err)
		}
		w = newWorld(t, s, nil) // another process, which remembers nobody
		w.clock.Pass(time.Hour)
		w.must(w.get("", "/session"), 401)
		late := w.must(w.post(zoneAdmin, "/invitations", `{"orgId":"`+string(testkit.Ours)+`","role":"collector","phone":"13900000777","name":"后来的"}`), 200)
		newcomer := body(t, late)["personId"].(string)
		first := w.people("?limit=200")
		people := len(first.Items) - 2 // without the closed one and the newcomer
		if first.RestoredTo == "" || first.PeopleToConfirm != people || first.DevicesToConfirm < 1 {
			t.Fatalf("%d people, %d devices to confirm of %d", first.PeopleToConfirm, first.DevicesToConfirm, len(first.Items))
		}
		if p := first.Items[first.byID[one]]; !p.ToConfirm || len(p.Devices) != 1 || !p.Devices[0].ToConfirm {
			t.Errorf("%+v", p)
		}
		if first.Items[first.byID[newcomer]].ToConfirm || first.Items[first.byID[other]].ToConfirm {
			t.Error("a newcomer or a closed account is to be confirmed")
		}
		w.must(w.post(zoneAdmin, "/people/"+one+"/devices/"+first.Items[first.byID[one]].Devices[0].ID+"/confirm", ""), 204)
		if got := w.people("?limit=200&toConfirm=true"); got.DevicesToConfirm != first.DevicesToConfirm-1 || got.PeopleToConfirm != people || len(got.Items) != people {
			t.Errorf("after a device: %d people, %d devices, %d listed", got.PeopleToConfirm, got.DevicesToConfirm, len(got.Items))
		}
		for i, p := range first.Items {
			if p.ToConfirm {
				what := "confirm"
				if i%2 == 0 && !p.Self {
					what = "disable"
				}
				w.must(w.post(zoneAdmin, "/people/"+p.ID+"/"+what, ""), 204)
				w.must(w.post(zoneAdmin, "/people/"+p.ID+"/"+what, ""), 204) // again is nothing new
			}
		}
		if got := w.people("?limit=200&toConfirm=true"); got.DevicesToConfirm+got.PeopleToConfirm+len(got.Items) != 0 {
			t.Errorf("at the end: %d people, %d devices, %d listed", got.PeopleToConfirm, got.DevicesToConfirm, len(got.Items))
		}
		if err := s.BeginAgain(t.Context(), w.clock.Now()); err != nil { // another restore, and all begins anew
			t.Fatal(err)
		}
		w = newWorld(t, s, nil)
		if got := w.people("?limit=200"); got.PeopleToConfirm == 0 {
			t.Error("what an earlier restore brought back counts for the next one")
		}
	})
}

// An invitation of the page is one of the command line: for who may hold the role, with a link that no server reads.
func TestInvitations(t *testing.T) {
	s := testkit.NewStore(t)
	w := newWorld(t, s, func(s *api.Services) { s.Env.PublicURL = "https://zone.example" })
	invite := func(role, phone string) string {
		return `{"orgId":"` + string(testkit.Ours) + `","role":"` + role + `","phone":"` + phone + `"}`
	}
	got := body(t, w.must(w.post(zoneAdmin, "/invitations", invite("collector", "139 0000 0777")), 200))
	code := got["code"].(string)
	if got["link"] != "https://zone.example/collect/join#"+code || got["org"].(map[string]any)["id"] != string(testkit.Ours) {
		t.Error(got)
	}
	if link := body(t, w.must(w.post(zoneAdmin, "/invitations", invite("company_operator", "13900000778")), 200))["link"].(string); !strings.HasPrefix(link, "https://zone.example/signin#") {
		t.Error(link)
	}
	w.must(w.post("", "/session/join", `{"code":"`+code+`","name":"新人","deviceId":"`+id(70)+`","deviceName":"a"}`), 200)
	for name, b := range map[string]string{"a planner of a company": invite("planner", "13900000779"), "an admin of a company": invite("admin", "13900000779"),
		"no phone": invite("collector", "x"), "no organisation": strings.Replace(invite("collector", "13900000779"), string(testkit.Ours), id(99), 1)} {
		if a := w.post(zoneAdmin, "/invitations", b); a.Code != 422 || codeOf(a) != "user.invalid" {
			t.Errorf("%s: %d %s", name, a.Code, a.Body)
		}
	}
}

// The page of the backups asks the server; a drill that runs is not begun again.
func TestBackup(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.backups.body = api.BackupBody{Kind: "FOLDER", Dir: "/backup", Late: true, Drill: &api.DrillBody{Tables: []api.DrillTable{}, Faults: []api.DrillFault{}}}
	if got := body(t, w.must(w.get(zoneAdmin, "/backup"), 200)); got["kind"] != "FOLDER" || got["late"] != true {
		t.Error(got)
	}
	w.must(w.post(zoneAdmin, "/backup/drill", ""), 204)
	if a := w.must(w.post(zoneAdmin, "/backup/drill", ""), 409); codeOf(a) != "drill.running" {
		t.Error(a.Body)
	}
}
