// Package network keeps the register of places of the two networks (两网网点) as of a day: who may see, propose, change and move a
// site, and the snapshot of the register that every figure is computed from.
//
//	Snapshot   时点登记册   sites, areas, demand points and routes in force on one Day; shared by readers
//	Put        登记         a version of a site from a day on: a planner's, or a company's proposal
//	Move       状态变更     one row of the table of WORKFLOWS §3.4, with what must be attached
//	Published  已公布       a site that every signed-in person sees: neither proposed, surveyed nor rejected
package network

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database to change sites. Reads of many go through the Register.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// TakeRegister makes every other writer of the register wait until the transaction ends.
	TakeRegister(ctx context.Context) error
	Site(ctx context.Context, id recycle.SiteID) (recycle.Site, error)
	// SiteVersions returns every version of a site, the newest first.
	// SiteSeen reports whether the actor sees a version of a site; one that they do not see takes as long as one that there is not.
	SiteSeen(ctx context.Context, id recycle.SiteID) (bool, error)
	SiteVersions(ctx context.Context, id recycle.SiteID) ([]recycle.SiteVersion, error)
	SiteEvents(ctx context.Context, id recycle.SiteID) ([]recycle.SiteEvent, error)
	InsertSites(ctx context.Context, sites []recycle.Site) error
	PutSiteVersions(ctx context.Context, rows []recycle.SiteVersion) error
	AddSiteEvent(ctx context.Context, e *recycle.SiteEvent) error
	Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error)
	Org(ctx context.Context, id recycle.OrgID) (recycle.Org, error)
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Service finds and changes sites.
type Service struct {
	Store    Store
	Register *Register
	Now      func() time.Time
}

func (s *Service) now() recycle.Instant { return recycle.At(s.Now()) }

func (s *Service) today() recycle.Day { return s.now().Day() }

// manages reports whether a reads what is behind a published site: its history with reasons, and its token.
func manages(a recycle.Actor, f *recycle.SiteFacts) bool {
	return a.Is(recycle.Planner, recycle.Auditor) || a.Is(recycle.CompanyOperator) && f.RunBy(a.OrgID)
}

var errNotFound = &recycle.Error{Kind: recycle.NotFound, Code: "site.not_found"}

// newToken returns 128 random bits in hexadecimal: what a site's QR code says.
func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// entry is the audit entry of a change of a site. Its body holds no text that a person typed; the hash covers the whole version.
func entry(a recycle.Actor, at recycle.Instant, action string, v *recycle.SiteVersion, from recycle.SiteState) (recycle.Entry, error) {
	object, err := json.Marshal(v)
	if err != nil {
		return recycle.Entry{}, fmt.Errorf("network: audit: %w", err)
	}
	body, err := json.Marshal(struct {
		ValidFrom recycle.Day       `json:"validFrom"`
		From      recycle.SiteState `json:"from,omitempty"`
		State     recycle.SiteState `json:"state"`
		InA       bool              `json:"a"`
		InB       bool              `json:"b"`
	}{v.ValidFrom, from, v.State, v.InA, v.InB})
	if err != nil {
		return recycle.Entry{}, fmt.Errorf("network: audit: %w", err)
	}
	sum := sha256.Sum256(object)
	return recycle.Entry{OrgID: a.OrgID, At: at, PersonID: a.PersonID, Action: action, ObjectID: string(v.SiteID), ObjectHash: sum[:], Body: body}, nil
}
