package account_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
)

func asError(err error, to **recycle.Error) bool { return errors.As(err, to) }

func (r *rig) try(t *testing.T, s *account.Service, phone, pass, address string) error {
	_, err := s.SignIn(t.Context(), recycle.SignIn{Phone: phone, Password: pass, Device: device(1), Address: address})
	return err
}

func TestService_SignIn_limits(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		for i := range 9 {
			wantCode(t, fmt.Sprint("failure ", i), r.try(t, r.Service, adminPhone, "wrong", office), "auth.failed")
		}
		for range 12 { // successes are not counted, and the account's failures are forgotten
			wantCode(t, "right", r.try(t, r.Service, adminPhone, password, office), "")
		}
		for range 9 {
			wantCode(t, "wrong again", r.try(t, r.Service, adminPhone, "wrong", office), "auth.failed")
		}
		restarted := r.reopen()
		wantCode(t, "the tenth, after a restart", r.try(t, restarted, adminPhone, "wrong", "198.51.100.1"), "auth.failed")
		err := r.try(t, restarted, adminPhone, password, "198.51.100.1")
		wantCode(t, "right, but limited, from anywhere", err, "auth.limited")
		var retry interface{ RetryAfter() time.Duration }
		if !errors.As(err, &retry) || retry.RetryAfter() != 15*time.Minute { // ASVS 6.3.1
			t.Errorf("come back: %v", retry)
		}
		wantCode(t, "limited here too", r.try(t, r.Service, adminPhone, password, office), "auth.limited")
		wantCode(t, "another account", r.try(t, r.Service, "13800000010", password, office), "")
		r.sleep(15*time.Minute - time.Millisecond)
		wantCode(t, "just before the end of the window", r.try(t, r.Service, adminPhone, password, office), "auth.limited")
		r.sleep(time.Millisecond)
		wantCode(t, "after it", r.try(t, r.Service, adminPhone, password, office), "")
		wantCode(t, "counted anew", r.try(t, r.Service, adminPhone, "wrong", office), "auth.failed")
	})
}

func TestService_SignIn_addressLimit(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		var wg sync.WaitGroup
		for i := range 100 { // ten accounts, known and unknown, from one household
			wg.Go(func() {
				err := r.try(t, r.Service, fmt.Sprintf("138000001%02d", i), "wrong", fmt.Sprintf("2001:db8:0:1::%x", i+1))
				wantCode(t, "failure", err, "auth.failed")
			})
		}
		wg.Wait()
		wantCode(t, "the same network", r.try(t, r.Service, adminPhone, password, "2001:db8:0:1:ffff::1"), "auth.limited")
		wantCode(t, "the next network", r.try(t, r.Service, adminPhone, password, "2001:db8:0:2::1"), "")
		wantCode(t, "IPv4", r.try(t, r.Service, adminPhone, password, office), "")
		wantCode(t, "IPv4 in IPv6", r.try(t, r.Service, adminPhone, password, "::ffff:"+office), "")
	})
}

// A thousand guesses at once are ten, and the two that were already being looked at.
func TestService_SignIn_parallel(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		var mu sync.Mutex
		codes := map[string]int{}
		var wg sync.WaitGroup
		for range 60 {
			wg.Go(func() {
				err := r.try(t, r.Service, adminPhone, "wrong", "")
				mu.Lock()
				defer mu.Unlock()
				codes[recycle.CodeOf(err)]++
			})
		}
		wg.Wait()
		if codes["auth.failed"] < 10 || codes["auth.failed"] > 11 || codes["auth.failed"]+codes["auth.limited"] != 60 {
			t.Error(codes)
		}
		wg = sync.WaitGroup{}
		for i := range 20 { // right ones at once are all let in
			wg.Go(func() {
				_, err := r.SignIn(t.Context(), recycle.SignIn{Phone: "13800000010", Password: password, Device: device(100 + i), Address: office})
				wantCode(t, "right", err, "")
			})
		}
		wg.Wait()
	})
}

// Known, unknown and password-less accounts are refused after the same work: one password is hashed, which takes its 19 MiB each time.
func TestService_SignIn_work(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		r.add(t, account.Add{Org: "甲公司", Role: recycle.Collector, Name: "无密码", Phone: "13800000022"})
		for name, phone := range map[string]string{"known": adminPhone, "unknown": "13800000099", "no password": "13800000022", "no phone": "root"} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			wantCode(t, name, r.try(t, r.Service, phone, "wrong", ""), "auth.failed")
			runtime.ReadMemStats(&after)
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took < 19 || took >= 2*19 {
				t.Errorf("%s takes %d MiB", name, took)
			}
		}
	})
}

// Whoever fails elsewhere locks the account for devices that it does not know, not for those that it does; those have their own limit.
func TestService_SignIn_knownDevice(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		from := func(n int, pass string) error {
			_, err := r.SignIn(t.Context(), recycle.SignIn{Phone: adminPhone, Password: pass, Device: device(n), Address: ""})
			return err
		}
		wantCode(t, "first time on the own phone", from(1, password), "")
		wantCode(t, "first time on a lost phone", from(2, password), "")
		if n, err := r.RevokeAnyDevice(t.Context(), device(2).ID); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		for i := range 10 { // every one from another device, and from the lost one
			wantCode(t, "somebody else", from(100+i%9, "wrong"), "auth.failed")
		}
		wantCode(t, "another new device", from(200, password), "auth.limited")
		wantCode(t, "the lost phone", from(2, "wrong"), "auth.limited")
		wantCode(t, "the known device", from(1, password), "")
		wantCode(t, "that lets no new one in", from(200, password), "auth.limited")
		ctx := r.as(t, r.in(t, adminPhone, 1).Token)
		for i := range 10 {
			if i%2 == 0 {
				wantCode(t, "wrong on the known one", from(1, "wrong"), "auth.failed")
			} else if err := r.ChangePassword(ctx, "wrong", "another horse"); fields(err) != "old wrong" {
				t.Error("wrong old password:", err)
			}
		}
		wantCode(t, "its own failures count", from(1, password), "auth.limited")
		wantCode(t, "for the old password too", r.ChangePassword(ctx, password, "another horse"), "auth.limited")
	})
}

// A code is 60 random bits, of which the database has the hash alone.
func TestService_code(t *testing.T) {
	eachStore(t, func(t *testing.T, r *rig) {
		r.zone(t)
		seen := map[string]bool{}
		for i := range 20 {
			code := r.invite(t, "甲公司", fmt.Sprintf("138000002%02d", i), recycle.Collector)
			letters := strings.ReplaceAll(code, "-", "")
			if seen[letters] || len(letters) != 12 || // ASVS 6.4.1, 6.5.3, 6.5.4
				strings.Trim(letters, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != "" {
				t.Errorf("%s", code)
			}
			seen[letters] = true
			inv, err := r.db.Invitation(t.Context(), []byte(letters))
			if recycle.KindOf(err) != recycle.NotFound || err == nil {
				t.Error("found by the code itself:", inv, err)
			}
			sum := sha256.Sum256([]byte(letters))
			if inv, err = r.db.Invitation(t.Context(), sum[:]); err != nil || inv.ExpiresAt.Sub(inv.CreatedAt) != 24*3600*1000 { // ASVS 6.5.5
				t.Error(inv, err)
			}
		}
	})
}
