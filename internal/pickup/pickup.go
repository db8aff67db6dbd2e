// Package pickup takes in what collectors record (回收记录), and what becomes of it until it is reconciled: the missing paper
// that is added, the correction that replaces it, the void.
//
//	Log        记一笔   store a pickup once, whatever its clock, place or gate says
//	Judge      判定     accepted, or needs_fix with what is missing and who can supply it
//	Supersede  更正     a new version replaces the old one; the old one stays readable and counts nothing
package pickup

import (
	"context"
	"time"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Store is what the service needs of the database. The records that it finds and keeps are those of the organisation of ctx's
// actor.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	PickupHash(ctx context.Context, org recycle.OrgID, id recycle.PickupID) (hash []byte, found bool, err error)
	Pickup(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error)
	InsertPickup(ctx context.Context, p *recycle.Pickup) error
	SetPickupStanding(ctx context.Context, p *recycle.Pickup, from recycle.PickupState) error
	// Copies returns how many pickups are marked as duplicates of one.
	Copies(ctx context.Context, id recycle.PickupID) (int64, error)
	InsertPaper(ctx context.Context, paper *recycle.Paper) error
	AddTotals(ctx context.Context, t recycle.Totals) error
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Register is what the service needs of the zone's register.
type Register interface {
	// SiteOn returns what a site is on day, or the nearest version to it if it has none for that day, or NotFound.
	SiteOn(ctx context.Context, id recycle.SiteID, day recycle.Day) (SiteFacts, error)
}

// SiteFacts is what a pickup is held against.
type SiteFacts struct {
	At            geo.Point
	Placed        bool
	OperatorOrgID recycle.OrgID
}

// Members knows who belonged where.
type Members interface {
	// Memberships returns every membership that a person has or had in an organisation; none is no error.
	Memberships(ctx context.Context, person recycle.PersonID, org recycle.OrgID) ([]recycle.Member, error)
}

// Rules knows the catalogue.
type Rules interface {
	Knows(ctx context.Context, category recycle.Category, day recycle.Day) (bool, error)
	Gates(ctx context.Context) ([]recycle.GateRow, error)
}

// Sellers knows the persons whom papers name.
type Sellers interface {
	// IdentifiedSellers returns which of ids the actor's organisation has registered and not erased.
	IdentifiedSellers(ctx context.Context, ids []recycle.SellerID) ([]recycle.SellerID, error)
}

// Service logs pickups and moves them through their states.
type Service struct {
	Store    Store
	Register Register
	Members  Members
	Sellers  Sellers
	Rules    Rules
	Now      func() time.Time
}

// Find returns a pickup of the actor's organisation, or NotFound. A collector finds only what they logged themselves.
func (s *Service) Find(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.Pickup{}, err
	}
	p, err := s.Store.Pickup(ctx, id)
	if err == nil && !sees(actor, &p) {
		return recycle.Pickup{}, &recycle.Error{Kind: recycle.NotFound, Code: "pickup.not_found"}
	}
	return p, err
}

// sees reports whether a may see p, which is of a's organisation.
func sees(a recycle.Actor, p *recycle.Pickup) bool {
	return a.Is(recycle.CompanyOperator, recycle.Dispatcher) || p.CollectorID == a.PersonID
}

func (s *Service) now() recycle.Instant { return recycle.At(s.Now()) }
