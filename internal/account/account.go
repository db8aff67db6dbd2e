// Package account lets people in and says for whom they act (账号).
//
//	account     账号    a person who may sign in, by phone and password; who joined by a code may have no password yet
//	member      任职    a role that a person holds in an organisation from one day to another; it comes with the sign-in
//	session     会话    a sign-in on one device, which acts for one organisation; the browser holds a token, the database its hash
//	device      设备    a browser or phone; its sessions are listed and revoked by it
//	invitation  邀请码  a one-time code by which an invited person joins without SMS
//	failure     登录失败 a wrong password or code; counted per account and per address, and nothing else is
package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	AppendAudit(ctx context.Context, e recycle.Entry) error
	Orgs
	People
	Members
	Sessions
	Devices
	Invitations
	APIKeys
	Limits
	Roster
}

// Orgs is the register of organisations.
type Orgs interface {
	Org(ctx context.Context, id recycle.OrgID) (recycle.Org, error)
	OrgsNamed(ctx context.Context, name string) ([]recycle.Org, error)
	OrgsByID(ctx context.Context, ids []recycle.OrgID) ([]recycle.Org, error)
	ZoneOrg(ctx context.Context) (recycle.Org, error)
	InsertOrg(ctx context.Context, o *recycle.Org) error
}

// People is the persons, and what they prove themselves with.
type People interface {
	Person(ctx context.Context, id recycle.PersonID) (recycle.Person, error)
	PersonByPhone(ctx context.Context, phone recycle.Phone) (recycle.Person, error)
	InsertPerson(ctx context.Context, p *recycle.Person) error
	UpdatePerson(ctx context.Context, p *recycle.Person) error
	Credential(ctx context.Context, id recycle.PersonID) (recycle.Credential, error)
	SetCredential(ctx context.Context, c recycle.Credential) error
}

// Members is who holds which role where.
type Members interface {
	Memberships(ctx context.Context, id recycle.PersonID) ([]recycle.Member, error)
	InsertMember(ctx context.Context, m recycle.Member) error
	EndMember(ctx context.Context, m recycle.Member, last recycle.Day) error
}

// Sessions is who is signed in where.
type Sessions interface {
	Session(ctx context.Context, tokenHash []byte) (recycle.Session, error)
	ReplaceSession(ctx context.Context, x *recycle.Session) error
	TouchSession(ctx context.Context, x *recycle.Session) error
	ActFor(ctx context.Context, id recycle.PersonID, device recycle.DeviceID, org recycle.OrgID) error
	EndSession(ctx context.Context, id recycle.PersonID, device recycle.DeviceID) error
	EndSessionsBut(ctx context.Context, id recycle.PersonID, device recycle.DeviceID) error
}

// Devices is what people signed in on.
type Devices interface {
	Device(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) (recycle.Device, error)
	DevicesOf(ctx context.Context, person recycle.PersonID) ([]recycle.Device, error)
	DevicesByID(ctx context.Context, id recycle.DeviceID) ([]recycle.Device, error)
	SeeDevice(ctx context.Context, d *recycle.Device) error
	RevokeDevice(ctx context.Context, person recycle.PersonID, id recycle.DeviceID, at recycle.Instant) error
}

// Invitations is the one-time codes.
type Invitations interface {
	Invitation(ctx context.Context, codeHash []byte) (recycle.Invitation, error)
	InsertInvitation(ctx context.Context, i *recycle.Invitation) error
	UseInvitation(ctx context.Context, codeHash []byte, at recycle.Instant) (bool, error)
}

// Limits is the counts of failed sign-ins.
type Limits interface {
	LoginFailures(ctx context.Context, keys []string) ([]recycle.LoginFailure, error)
	CountLoginFailure(ctx context.Context, key string, at, since recycle.Instant) error
	ForgetLoginFailures(ctx context.Context, key string) error
}

// Roster is everyone's accounts, and what a restore brought back of them.
type Roster interface {
	Restored(ctx context.Context) (recycle.Restored, error)
	Accounts(ctx context.Context, f recycle.RosterFilter) ([]recycle.Person, error)
	CountOpen(ctx context.Context, r recycle.Restored) (people, devices int64, err error)
	RolesOf(ctx context.Context, people []recycle.PersonID) ([]recycle.Member, error)
	AllDevicesOf(ctx context.Context, people []recycle.PersonID) ([]recycle.Device, error)
	SessionsOf(ctx context.Context, people []recycle.PersonID) ([]recycle.Session, error)
	SettledOf(ctx context.Context, epoch string, people []recycle.PersonID) ([]recycle.Settled, error)
	Settle(ctx context.Context, x *recycle.Settled) error
}

// Service signs people in and keeps their accounts. Make it with New.
type Service struct {
	store   Store
	now     func() time.Time
	machine func() time.Time
	random  io.Reader
	ttl     time.Duration
	hashing chan struct{} // a slot per hash that may be computed at a time
	cache   *cache
}

// Options are what a Service is made of.
type Options struct {
	Store   Store
	Now     func() time.Time // the product's clock, which a demo may hold still
	Machine func() time.Time // the machine's clock, by which cached sessions run out even then; nil: Now
	TTL     time.Duration    // how long a sign-in lasts without use
}

// New returns a service.
func New(o Options) *Service {
	if o.Machine == nil {
		o.Machine = o.Now
	}
	return &Service{
		store: o.Store, now: o.Now, machine: o.Machine, random: rand.Reader, ttl: o.TTL,
		hashing: make(chan struct{}, hashesAtATime), cache: newCache(),
	}
}

func (s *Service) instant() recycle.Instant { return recycle.At(s.now()) }

func (s *Service) today() recycle.Day { return s.instant().Day() }

// draw returns n random bytes.
func (s *Service) draw(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.random, b); err != nil {
		return nil, fmt.Errorf("account: random: %w", err)
	}
	return b, nil
}

// newID returns a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random ones.
func (s *Service) newID() (string, error) {
	b, err := s.draw(16)
	if err != nil {
		return "", err
	}
	ms := uint64(s.now().UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

// audit appends what the actor of ctx did to the chain of the organisation that it acts for. body has no personal data: people
// are named by their ids.
func (s *Service) audit(ctx context.Context, action, object string, body any) error {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("account: audit: %w", err)
	}
	sum := sha256.Sum256(data)
	return s.store.AppendAudit(ctx, recycle.Entry{
		OrgID: actor.OrgID, At: s.instant(), PersonID: actor.PersonID, Action: action, ObjectID: object, ObjectHash: sum[:], Body: data,
	})
}
