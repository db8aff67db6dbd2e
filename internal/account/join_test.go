package account_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
)

func (r *rig) invite(t *testing.T, org, phone string, role recycle.Role) string {
	t.Helper()
	code, _, err := r.Invite(t.Context(), account.Add{Org: org, Role: role, Phone: phone})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (r *rig) join(t *testing.T, in recycle.Join) (recycle.Signed, error) {
	if in.Device.ID == "" {
		in.Device = device(1)
	}
	in.Address = office
	return r.Join(t.Context(), in)
}

func TestService_Join(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		const phone = "13800000030"
		code := r.invite(t, "甲公司", phone, recycle.Collector)
		if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$`).MatchString(code) {
			t.Error("code", code)
		}
		for _, wrong := range []string{"", "0000-0000-0000", code + "0", "\x00", strings.Repeat("0", 1000), "\xff"} {
			if _, err := r.join(t, recycle.Join{Code: wrong}); fields(err) != "code unknown" {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if _, err := r.join(t, recycle.Join{Code: code, Password: "short"}); fields(err) != "password minLength" {
			t.Error("short password:", err)
		}
		s, err := r.join(t, recycle.Join{Code: " " + strings.ToLower(strings.ReplaceAll(code, "-", "")), Name: "新收运员"})
		if err != nil || s.Who.Person.Name != "新收运员" || s.Who.Acting.Org.Name != "甲公司" || !r.holds(t, s.Token, recycle.Collector) {
			t.Fatal(s.Who, err)
		}
		if _, err := r.join(t, recycle.Join{Code: code}); fields(err) != "code used" {
			t.Error("twice:", err)
		}
		if err := r.ChangePassword(r.as(t, s.Token), "", password); err != nil {
			t.Error("the first password:", err)
		}
		r.in(t, phone, 2)

		old := r.invite(t, "乙公司", phone, recycle.Collector)
		newer := r.invite(t, "乙公司", phone, recycle.Collector)
		if _, err := r.join(t, recycle.Join{Code: old, Password: password}); fields(err) != "code expired" {
			t.Error("a newer code ends the older:", err)
		}
		_, err = r.join(t, recycle.Join{Code: newer, Password: "guess guess"})
		wantCode(t, "a code is no password", err, "auth.failed")
		s, err = r.join(t, recycle.Join{Code: newer, Password: password})
		if err != nil || s.Who.Acting.Org.Name != "乙公司" || len(s.Who.Posts) != 2 || s.Who.Person.Name != "新收运员" {
			t.Error("joined a second company:", s.Who, err)
		}

		late := r.invite(t, "甲公司", "13800000031", recycle.Dispatcher)
		r.sleep(24 * time.Hour)
		if _, err := r.join(t, recycle.Join{Code: late}); fields(err) != "code expired" {
			t.Error("after a day:", err)
		}
		if _, _, err := r.Invite(t.Context(), account.Add{Org: "甲公司", Role: recycle.Planner, Phone: phone}); fields(err) != "role notInThisKind" {
			t.Error("a planner of a company:", err)
		}
		if _, _, err := r.Invite(t.Context(), account.Add{Org: "无此公司", Role: recycle.Collector, Phone: phone}); fields(err) != "org unknown" {
			t.Error("to nowhere:", err)
		}
	})
}

func (r *rig) holds(t *testing.T, token string, role recycle.Role) bool {
	a, err := r.Actor(t.Context(), token)
	return err == nil && a.Is(role)
}

func TestService_Join_signedIn(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		mine, theirs := r.in(t, "13800000010", 1), r.in(t, "13800000011", 2)
		code := r.invite(t, "乙公司", "13800000010", recycle.Dispatcher)
		in := recycle.Join{Code: code, Device: device(1), Address: office}
		_, err := r.Join(r.as(t, theirs.Token), in)
		wantCode(t, "as somebody else", err, "auth.failed")
		s, err := r.Join(r.as(t, mine.Token), in)
		if err != nil || s.Who.Acting.Org.Name != "乙公司" || s.Who.Person.ID != mine.Who.Person.ID {
			t.Error("as oneself:", s.Who, err)
		}
	})
}

// Of many who come with one code at once, one gets in.
func TestService_Join_once(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		code := r.invite(t, "甲公司", "13800000030", recycle.Collector)
		var mu sync.Mutex
		joined := 0
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				_, err := r.join(t, recycle.Join{Code: code, Device: device(i)})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					joined++
				} else if fields(err) != "code used" {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if joined != 1 { // ASVS 6.5.1
			t.Error(joined, "joined")
		}
	})
}

// Wrong codes are counted by address, and nothing else is.
func TestService_Join_limit(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		code := r.invite(t, "甲公司", "13800000030", recycle.Collector)
		for range 100 {
			if _, err := r.join(t, recycle.Join{Code: "0000-0000-0000"}); fields(err) != "code unknown" { // ASVS 6.6.3
				t.Fatal(err)
			}
		}
		_, err := r.join(t, recycle.Join{Code: code})
		wantCode(t, "right, but limited", err, "auth.limited")
		if _, err := r.Join(t.Context(), recycle.Join{Code: code, Device: device(1), Address: "198.51.100.1"}); err != nil {
			t.Error("from elsewhere:", err)
		}
	})
}

// A collector who moves to another company keeps what they did: the old membership ends and stays, the session goes on.
func TestService_Move(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		const phone = "13800000040"
		first := r.add(t, account.Add{Org: "甲公司", Role: recycle.Collector, Name: "个体收运员", Phone: phone, Password: password})
		token := r.in(t, phone, 1).Token
		r.sleep(10 * 24 * time.Hour)
		today := recycle.At(r.now()).Day()
		moved, err := r.Move(t.Context(), account.Add{Org: "乙公司", Role: recycle.Collector, Phone: phone}, today)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.db.Memberships(t.Context(), first.Person.ID)
		want := []recycle.Member{
			{PersonID: first.Person.ID, OrgID: first.Org.ID, Role: recycle.Collector, ValidFrom: today.Add(-10), ValidTo: today.Add(-1)},
			{PersonID: first.Person.ID, OrgID: moved.Org.ID, Role: recycle.Collector, ValidFrom: today, ValidTo: recycle.LastDay},
		}
		if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("memberships %+v, %v", got, err)
		}
		if a, err := r.Actor(t.Context(), token); err != nil || a.OrgID != moved.Org.ID {
			t.Errorf("the session acts for %+v, %v", a, err)
		}
		ours := recycle.WithActor(t.Context(), recycle.Actor{OrgID: first.Org.ID})
		if list, err := r.db.Colleagues(ours); err != nil || len(list) != 2 {
			t.Error("the old company no longer knows who collected for it:", list, err)
		}
		for _, org := range []string{"甲公司", "乙公司"} { // there and back on the same day
			if _, err := r.Move(t.Context(), account.Add{Org: org, Role: recycle.Collector, Phone: phone}, today); err != nil {
				t.Fatal(org, err)
			}
		}
		if a, err := r.Actor(t.Context(), token); err != nil || !a.Is(recycle.Collector) {
			t.Error(a, err)
		}
		r.sleep(24 * time.Hour)
		if a, err := r.Actor(t.Context(), token); err != nil || a.OrgID != moved.Org.ID {
			t.Errorf("on the next day it acts for %+v, %v", a, err)
		}
		_, err = r.Move(t.Context(), account.Add{Org: "乙公司", Role: recycle.Collector, Phone: "13800000049"}, today)
		wantCode(t, "nobody", err, "person.not_found")
	})
}
