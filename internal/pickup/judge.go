package pickup

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// The rule set by which pickups are flagged. Each flag keeps the version, so that a change of the limits does not change
// what an old flag meant.
const (
	flagRules  = "2026-01"
	farMetres  = 50            // beyond the accuracy that the phone claims
	maxSkewMS  = 5 * 60 * 1000 // either way
	clockSkew  = "clock_skew"
	farFrom    = "far_from_site"
	noPosition = "no_position"
	otherSite  = "other_operator"
	dearPrice  = "price_unlikely"
	noTime     = recycle.TimeUncertain
)

// NotMember is what is missing of a pickup that was made for an organisation on a day on which its author did not belong there.
const NotMember = "not_member"

// judge decides whether p is accepted or needs a fix, and what is unlikely about it. A category that the catalogue does not have
// and a site that the register does not have are Invalid: nobody could ever say what was collected, or where.
func (s *Service) judge(ctx context.Context, p *recycle.Pickup, a recycle.Actor, members []recycle.Member) error {
	var c recycle.Check
	for i, l := range p.Lines {
		known, err := s.Rules.Knows(ctx, l.Category, p.Day)
		if err != nil {
			return err
		}
		c.That(known, fmt.Sprintf("lines[%d].category", i), "oneOf")
	}
	site := SiteFacts{OperatorOrgID: p.OrgID}
	if p.SiteID != "" {
		var err error
		if site, err = s.Register.SiteOn(ctx, p.SiteID, p.Day); recycle.KindOf(err) == recycle.NotFound && err != nil {
			c.That(false, "siteId", "unknown")
		} else if err != nil {
			return err
		}
	}
	if err := c.Err("pickup.invalid"); err != nil {
		return err
	}
	p.Flags = flags(p, site)
	missing, err := s.missing(ctx, p)
	if err != nil {
		return err
	}
	covered, err := s.covered(ctx, p, a, members)
	if err != nil {
		return err
	}
	if !covered {
		missing = append(missing, recycle.Missing{Line: -1, Code: NotMember, Needs: []string{}, Who: []recycle.Supplier{recycle.ByCompany}, SendTo: []string{},
			Override: recycle.Override{Code: recycle.OverrideOpen, Needs: []string{recycle.NeedWords}}})
	}
	p.State, p.Fix = standing(missing)
	return nil
}

// missing returns what the category gates of p's day ask for.
func (s *Service) missing(ctx context.Context, p *recycle.Pickup) ([]recycle.Missing, error) {
	gates, err := s.Rules.Gates(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.identify(ctx, p); err != nil {
		return nil, err
	}
	return p.CheckGates(gates), nil
}

// identify finds out which of p's papers are registered persons. One that is not known is no reason to refuse a record: a phone may send
// it before the person, or after the data were brought back from a backup that does not have them.
func (s *Service) identify(ctx context.Context, p *recycle.Pickup) error {
	var ids []recycle.SellerID
	for _, paper := range p.Papers {
		if paper.SellerID != "" {
			ids = append(ids, paper.SellerID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	known, err := s.Sellers.IdentifiedSellers(ctx, ids)
	for i := range p.Papers {
		p.Papers[i].Known = slices.Contains(known, p.Papers[i].SellerID)
	}
	return err
}

// covered reports whether the membership by which p was made covered its day. The session's roles are those of today: a pickup of
// today for the acting organisation needs no look at the register of people. A correction keeps the collector of what it corrects.
func (s *Service) covered(ctx context.Context, p *recycle.Pickup, a recycle.Actor, members []recycle.Member) (bool, error) {
	collector := a.PersonID
	if p.Replaces != "" {
		old, err := s.Store.Pickup(ctx, p.Replaces)
		if err != nil && recycle.KindOf(err) == recycle.NotFound {
			return true, nil // keep refuses it
		}
		if err != nil {
			return false, err
		}
		collector, members = old.CollectorID, nil
	} else if members == nil && p.Day == p.ReceivedAt.Day() {
		return true, nil
	}
	if members == nil {
		var err error
		if members, err = s.Members.Memberships(ctx, collector, p.OrgID); err != nil {
			return false, err
		}
	}
	return slices.ContainsFunc(members, func(m recycle.Member) bool { return m.Role == recycle.Collector && m.On(p.Day) }), nil
}

// standing returns the state that missing leaves a pickup in, and missing as it is stored.
func standing(missing []recycle.Missing) (recycle.PickupState, string) {
	if len(missing) == 0 {
		return recycle.Accepted, ""
	}
	text, err := json.Marshal(missing)
	if err != nil {
		panic(err) // texts and integers always encode
	}
	return recycle.NeedsFix, string(text)
}

// flags returns what a person should look at, by code, as the store returns it. A pickup that arrives hours late is no
// finding: phones work without signal.
func flags(p *recycle.Pickup, site SiteFacts) []recycle.Flag {
	var found []recycle.Flag
	raise := func(code string, amount int64) {
		found = append(found, recycle.Flag{OrgID: p.OrgID, PickupID: p.ID, Code: code, Amount: amount, Rules: flagRules})
	}
	if p.SkewMS > maxSkewMS || p.SkewMS < -maxSkewMS {
		raise(clockSkew, p.SkewMS)
	}
	if at, ok := p.Where.Point(); !ok {
		raise(noPosition, 0)
	} else if site.Placed {
		if metres := geo.Metres(at, site.At); metres-p.Where.AccuracyM.V > farMetres {
			raise(farFrom, int64(math.Round(metres)))
		}
	}
	if p.SiteID != "" && site.OperatorOrgID != "" && site.OperatorOrgID != p.OrgID { // the material was collected all the same
		raise(otherSite, 0)
	}
	if i := slices.IndexFunc(p.Lines, func(l recycle.Line) bool { return l.PriceUnlikely() }); i >= 0 { // what was paid was paid: a person looks
		raise(dearPrice, int64(p.Lines[i].UnitPrice))
	}
	if !p.TimeCertain() {
		raise(noTime, p.Corrected().Sub(p.ReceivedAt))
	}
	return found
}
