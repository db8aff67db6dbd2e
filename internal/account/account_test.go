package account_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

const (
	adminPhone = "13800000001"
	password   = "correct horse"
	office     = "192.0.2.1"
)

// rig is a service over a database of its own, with a clock that the test moves.
type rig struct {
	*account.Service
	db     accountStore
	mu     sync.Mutex
	at     time.Time
	reopen func() *account.Service // another process on the same database
}

type accountStore struct {
	*store.DB
	store.Orgs
	store.People
	store.Sessions
	store.Devices
	store.Invites
	store.Programs
	store.LoginLimits
	store.Roster
	store.Audit
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func (r *rig) sleep(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = r.at.Add(d)
}

// eachStore runs test on SQLite and on PostgreSQL.
func eachStore(t *testing.T, test func(t *testing.T, r *rig)) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			r := &rig{at: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
			o := store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: r.now}
			if dialect == "postgres" {
				o.DSN = testkit.Postgres(t)
			}
			open := func() accountStore {
				db, err := store.Open(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = db.Close() })
				return accountStore{db, store.Orgs{DB: db}, store.People{DB: db}, store.Sessions{DB: db}, store.Devices{DB: db},
					store.Invites{DB: db}, store.Programs{DB: db}, store.LoginLimits{DB: db}, store.Roster{DB: db}, store.Audit{DB: db}}
			}
			r.db = open()
			r.Service = account.New(account.Options{Store: r.db, Now: r.now, TTL: 720 * time.Hour})
			r.reopen = func() *account.Service {
				return account.New(account.Options{Store: open(), Now: r.now, TTL: 720 * time.Hour})
			}
			test(t, r)
			if _, err := r.db.VerifyAudit(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// zone makes the zone's own organisation with its admin, and two recycling companies.
func (r *rig) zone(t *testing.T) {
	t.Helper()
	r.add(t, account.Add{Org: "示范区", Role: recycle.Admin, Name: "管理员", Phone: adminPhone, Password: password})
	for i, name := range []string{"甲公司", "乙公司"} {
		r.add(t, account.Add{Org: name, Kind: recycle.RecyclingCompany, Role: recycle.CompanyOperator, Name: "经理", Phone: fmt.Sprintf("1380000001%d", i), Password: password})
	}
}

func (r *rig) add(t *testing.T, in account.Add) account.Added {
	t.Helper()
	out, err := r.Add(t.Context(), in)
	if err != nil {
		t.Fatalf("add %s: %v", in.Phone, err)
	}
	return out
}

// in signs phone in on its n-th device.
func (r *rig) in(t *testing.T, phone string, n int) recycle.Signed {
	t.Helper()
	s, err := r.SignIn(t.Context(), recycle.SignIn{Phone: phone, Password: password, Device: device(n), Address: office})
	if err != nil {
		t.Fatalf("sign in %s: %v", phone, err)
	}
	return s
}

func (r *rig) as(t *testing.T, token string) context.Context {
	t.Helper()
	a, err := r.Actor(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return recycle.WithActor(t.Context(), a)
}

func device(n int) recycle.SignInDevice {
	return recycle.SignInDevice{ID: recycle.DeviceID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n)), Name: fmt.Sprintf("手机 %d", n), App: "1"}
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if recycle.CodeOf(err) != code || (err == nil) != (code == "") {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

func TestService_Add(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		for _, tt := range []struct {
			name, org, phone, field string
			role                    recycle.Role
			kind                    recycle.OrgKind
		}{
			{"planner before the admin", "示范区", adminPhone, "role adminFirst", recycle.Planner, ""},
			{"no phone", "示范区", "", "phone phone.pattern", recycle.Admin, ""},
			{"office's phone", "示范区", "05370000000", "phone phone.mobile", recycle.Admin, ""},
		} {
			_, err := r.Add(t.Context(), account.Add{Org: tt.org, Role: tt.role, Kind: tt.kind, Name: "某人", Phone: tt.phone})
			if fields(err) != tt.field {
				t.Errorf("%s: %v %s", tt.name, err, fields(err))
			}
		}
		if _, err := r.db.ZoneOrg(t.Context()); recycle.KindOf(err) != recycle.NotFound {
			t.Error("a refused admin left a zone:", err)
		}
		r.zone(t)
		for _, tt := range []struct {
			name, org, field string
			role             recycle.Role
			kind             recycle.OrgKind
		}{
			{"planner in a company", "甲公司", "role notInThisKind", recycle.Planner, ""},
			{"admin in a company", "甲公司", "role notInThisKind", recycle.Admin, ""},
			{"admin of another office", "交警大队", "role notInThisKind", recycle.Admin, recycle.Government},
			{"no such organisation", "丙公司", "org unknown", recycle.Collector, ""},
			{"no such kind", "丙公司", "kind oneOf", recycle.Collector, "CIRCUS"},
			{"no such role", "甲公司", "role notInThisKind", "king", ""},
			{"id of none", "01900000-0000-7000-8000-000000000000", "org unknown", recycle.Collector, ""},
		} {
			_, err := r.Add(t.Context(), account.Add{Org: tt.org, Role: tt.role, Kind: tt.kind, Name: "某人", Phone: "13800000099"})
			if fields(err) != tt.field {
				t.Errorf("%s: %v %s", tt.name, err, fields(err))
			}
		}
		again := r.add(t, account.Add{Org: "示范区", Role: recycle.Admin, Name: "管理员", Phone: adminPhone})
		if m, err := r.db.Memberships(t.Context(), again.Person.ID); err != nil || len(m) != 1 {
			t.Error("added twice:", m, err)
		}
		r.add(t, account.Add{Org: string(again.Org.ID), Role: recycle.Planner, Name: "管理员", Phone: adminPhone})
		if who := r.in(t, adminPhone, 1).Who; !slices.Equal(who.Acting.Roles, []recycle.Role{recycle.Planner, recycle.Admin}) {
			t.Error("roles", who.Acting.Roles)
		}
		if z, err := r.EnsureZone(t.Context(), "另一个"); err != nil || z.ID != again.Org.ID {
			t.Error("a second zone", z, err)
		}
	})
}

func fields(err error) string {
	var e *recycle.Error
	if ok := asError(err, &e); !ok || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Path + " " + e.Fields[0].Code
}

func TestService_SignIn(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		r.add(t, account.Add{Org: "甲公司", Role: recycle.Collector, Name: "收运员", Phone: "13800000020", Password: password})
		r.sleep(24 * time.Hour)
		r.add(t, account.Add{Org: "乙公司", Role: recycle.Collector, Name: "收运员", Phone: "13800000020"})
		r.add(t, account.Add{Org: "甲公司", Role: recycle.Collector, Name: "前员工", Phone: "13800000021", Password: password})
		if err := r.Disable(t.Context(), "13800000021"); err != nil {
			t.Fatal(err)
		}
		r.add(t, account.Add{Org: "甲公司", Role: recycle.Collector, Name: "无密码", Phone: "13800000022"})
		for _, tt := range []struct{ name, phone, password, code string }{
			{"right", "13800000020", password, ""},
			{"as people write it", "+86 138 0000 0020", password, ""},
			{"wrong password", "13800000020", "correct house", "auth.failed"},
			{"empty password", "13800000020", "", "auth.failed"},
			{"unknown account", "13800000029", password, "auth.failed"},
			{"disabled account", "13800000021", password, "auth.failed"},
			{"account without a password", "13800000022", "", "auth.failed"},
			{"no phone", "root", password, "auth.failed"},
			{"NUL and not UTF-8", "138\x00\xff", password, "auth.failed"},
		} {
			_, err := r.SignIn(t.Context(), recycle.SignIn{Phone: tt.phone, Password: tt.password, Device: device(1), Address: office})
			wantCode(t, tt.name, err, tt.code)
		}
		_, err := r.SignIn(t.Context(), recycle.SignIn{Phone: "13800000020", Password: password, Device: recycle.SignInDevice{ID: "x"}})
		wantCode(t, "no device", err, "session.invalid")

		s := r.in(t, "13800000020", 1)
		if s.Who.Acting.Org.Name != "甲公司" || len(s.Who.Posts) != 2 || !slices.Equal(s.Who.Acting.Roles, []recycle.Role{recycle.Collector}) {
			t.Errorf("acting %+v of %d", s.Who.Acting, len(s.Who.Posts))
		}
		other := s.Who.Posts[1].Org
		chosen, err := r.SignIn(t.Context(), recycle.SignIn{Phone: "13800000020", Password: password, OrgID: other.ID, Device: device(2)})
		if err != nil || chosen.Who.Acting.Org.ID != other.ID {
			t.Error("chosen", chosen.Who.Acting, err)
		}
		zone, _ := r.db.ZoneOrg(t.Context())
		_, err = r.SignIn(t.Context(), recycle.SignIn{Phone: "13800000020", Password: password, OrgID: zone.ID, Device: device(2)})
		wantCode(t, "not a member", err, "auth.not_member")

		who, err := r.ActFor(r.as(t, s.Token), other.ID)
		if err != nil || who.Acting.Org.ID != other.ID {
			t.Error("switch", err)
		}
		if a, err := r.Actor(t.Context(), s.Token); err != nil || a.OrgID != other.ID || a.DeviceID != device(1).ID || a.EnrolledAt == 0 || a.Zone {
			t.Errorf("acts for %+v, %v", a, err)
		}
		for _, org := range []recycle.OrgID{zone.ID, ""} {
			_, err = r.ActFor(r.as(t, s.Token), org)
			wantCode(t, "switch to others", err, "auth.not_member")
		}
		if me, err := r.Me(r.as(t, s.Token)); err != nil || me.Person.Name != "收运员" || me.Acting.Org.ID != other.ID {
			t.Error("me", me, err)
		}
	})
}

func TestService_Actor(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		tokens := map[int]string{}
		for n := 1; n <= 3; n++ {
			tokens[n] = r.in(t, adminPhone, n).Token
		}
		_, err := r.Actor(t.Context(), "guess")
		wantCode(t, "no such token", err, "auth.required") // ASVS 7.2.1

		again := r.in(t, adminPhone, 1).Token
		_, err = r.Actor(t.Context(), tokens[1])
		wantCode(t, "the session before on the same device", err, "auth.required")
		tokens[1] = again

		ctx := r.as(t, tokens[1])
		list, err := r.Devices(ctx)
		if err != nil || len(list) != 3 {
			t.Fatal(list, err)
		}
		r.as(t, tokens[2]) // remembered
		if err := r.RevokeDevice(ctx, device(2).ID); err != nil {
			t.Fatal(err)
		}
		_, err = r.Actor(t.Context(), tokens[2])
		wantCode(t, "revoked in this process: at once", err, "auth.required")
		_, err = r.SignIn(t.Context(), recycle.SignIn{Phone: adminPhone, Password: password, Device: device(2)})
		wantCode(t, "sign in on a revoked device", err, "device.revoked")
		wantCode(t, "revoke no device", r.RevokeDevice(ctx, device(9).ID), "device.not_found")
		wantCode(t, "revoke another's device", r.RevokeDevice(r.as(t, r.in(t, "13800000010", 7).Token), device(3).ID), "device.not_found")

		r.as(t, tokens[3])
		if n, err := r.reopen().RevokeAnyDevice(t.Context(), device(3).ID); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		r.sleep(time.Second)
		_, err = r.Actor(t.Context(), tokens[3])
		wantCode(t, "revoked by another process: after a second", err, "auth.required")
		_, err = r.RevokeAnyDevice(t.Context(), device(9).ID)
		wantCode(t, "no such device", err, "device.not_found")

		if err := r.SignOut(ctx); err != nil {
			t.Fatal(err)
		}
		_, err = r.Actor(t.Context(), tokens[1])
		wantCode(t, "signed out", err, "auth.required")

		last := r.in(t, adminPhone, 4).Token
		for range 3 { // in use: it goes on
			r.sleep(719 * time.Hour)
			r.as(t, last)
		}
		r.sleep(720 * time.Hour)
		_, err = r.Actor(t.Context(), last)
		wantCode(t, "not used for its time", err, "auth.required") // ASVS 7.3.1
	})
}

func TestService_ChangePassword(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		here, there := r.in(t, adminPhone, 1).Token, r.in(t, adminPhone, 2).Token
		ctx := r.as(t, here)
		r.as(t, there)
		for _, tt := range []struct{ name, old, new, field string }{
			{"wrong", "wrong", "another horse", "old wrong"},  // ASVS 6.2.3, 7.5.1
			{"short", password, "1234567", "new minLength"},   // ASVS 6.2.1
			{"common", password, "12345678", "new tooCommon"}, // ASVS 6.2.4
			{"common, dressed up", password, "P@ssw0rd", "new tooCommon"},
			{"keys in a row", password, "1qaz2wsx3edc", "new tooCommon"},
			{"the product", password, "Liangwang2", "new tooCommon"}, // ASVS 6.2.11
			{"the phone", password, adminPhone, "new tooCommon"},
			{"the phone backwards", password, "00000000831", "new tooCommon"},
			{"long", password, strings.Repeat("长", 129), "new text"},
			{"NUL", password, "12345678\x00", "new text"},
		} {
			if err := r.ChangePassword(ctx, tt.old, tt.new); fields(err) != tt.field {
				t.Errorf("%s: %v %s", tt.name, err, fields(err))
			}
		}
		long := strings.Repeat("另一匹好马的密码", 8)                         // 64 characters, all letters
		if err := r.ChangePassword(ctx, password, long); err != nil { // ASVS 6.2.2, 6.2.5, 6.2.9
			t.Fatal(err)
		}
		r.as(t, here)
		_, err := r.Actor(t.Context(), there)
		wantCode(t, "other sessions end", err, "auth.required") // ASVS 7.4.3
		for pass, code := range map[string]string{password: "auth.failed", long: "", long + " ": "auth.failed", long[:60]: "auth.failed"} {
			_, err := r.SignIn(t.Context(), recycle.SignIn{Phone: adminPhone, Password: pass, Device: device(1)})
			wantCode(t, pass, err, code) // ASVS 6.2.8
		}
		if err := r.SetPassword(t.Context(), adminPhone, password); err != nil {
			t.Fatal(err)
		}
		_, err = r.Actor(t.Context(), here)
		wantCode(t, "a password set by the machine's owner ends all", err, "auth.required") // ASVS 6.4.3
		wantCode(t, "of nobody", r.SetPassword(t.Context(), "13800000098", password), "person.not_found")
	})
}
