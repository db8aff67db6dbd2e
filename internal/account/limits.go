package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"strings"
	"time"

	"liangwang/internal/recycle"
)

// How many sign-ins may fail in a window before the next ones are turned away unread until the window ends: of an account, from all the
// devices that it does not know; of each that it knows by itself. An address may be a whole office's.
const (
	limitWindow       = 15 * time.Minute
	maxAccountFailure = 10
	maxAddressFailure = 100
)

// The codes of a refused sign-in.
const (
	codeFailed  = "auth.failed"  // wrong phone, password or both, or a disabled account: which one is not said
	codeLimited = "auth.limited" // too many failures; Retry says when to come back
)

// Retry is the cause of an auth.limited error.
type Retry struct{ After time.Duration }

func (r *Retry) Error() string { return "too many failed sign-ins" }

// RetryAfter returns how long to wait.
func (r *Retry) RetryAfter() time.Duration { return r.After }

func accountKey(phone recycle.Phone) string { return "account:" + digest(string(phone)) }

func deviceKey(person recycle.PersonID, device recycle.DeviceID) string {
	return "device:" + digest(string(person)+" "+string(device))
}

// addressKey returns the key of an IP address; of IPv6 a household or office has a whole /64.
func addressKey(address string) string {
	if ip, err := netip.ParseAddr(address); err == nil {
		ip = ip.Unmap().WithZone("")
		if ip.Is6() {
			p, _ := ip.Prefix(64) // 64 is in range for every IPv6 address
			ip = p.Addr()
		}
		address = ip.String()
	}
	return "address:" + digest(address)
}

// digest keeps phones and addresses out of the table.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// limited returns auth.limited while one of keys has failed too often, else nil.
func (s *Service) limited(ctx context.Context, keys ...string) error {
	counts, err := s.store.LoginFailures(ctx, keys)
	if err != nil {
		return err
	}
	for _, c := range counts {
		most := int64(maxAccountFailure)
		if strings.HasPrefix(c.Key, "address:") {
			most = maxAddressFailure
		}
		left := time.Duration(c.Since.Sub(s.instant()))*time.Millisecond + limitWindow
		if c.N >= most && left > 0 {
			return &recycle.Error{Kind: recycle.Unauthenticated, Code: codeLimited, Err: &Retry{After: left}}
		}
	}
	return nil
}

// failed counts a failure on each of keys and returns cause, or why it could not be counted.
func (s *Service) failed(ctx context.Context, cause error, keys ...string) error {
	at := s.instant()
	since := at - recycle.Instant(limitWindow.Milliseconds())
	err := s.store.InTx(context.WithoutCancel(ctx), func(ctx context.Context) error {
		for _, key := range keys {
			if err := s.store.CountLoginFailure(ctx, key, at, since); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return cause
}
