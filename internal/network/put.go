package network

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Put adds a site, or changes what is true of it from a day on, and reports whether it is new. A planner puts any site; its state
// is proposed unless the planner says that it works already. A company operator proposes sites that their own company will run, and
// changes them as long as they are proposed. The state of a site that is there changes by Move alone. The same facts again change
// nothing.
func (s *Service) Put(ctx context.Context, p recycle.SitePut) (d recycle.SiteDetail, created bool, err error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return d, false, err
	}
	p.From = cmp.Or(p.From, s.today())
	if err := s.check(ctx, &p, a); err != nil {
		return d, false, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) (err error) {
		if err := s.Store.TakeRegister(ctx); err != nil {
			return err
		}
		versions, err := s.Store.SiteVersions(ctx, p.ID)
		if err != nil {
			return err
		}
		created = len(versions) == 0
		if created {
			return s.add(ctx, p, a)
		}
		return s.change(ctx, p, a, versions)
	})
	if err != nil {
		return d, false, err
	}
	d, err = s.Detail(ctx, p.ID)
	return d, created, err
}

// check brings p into its one form and reports every field that cannot be true.
func (s *Service) check(ctx context.Context, p *recycle.SitePut, a recycle.Actor) error {
	if !a.Is(recycle.Planner, recycle.CompanyOperator) {
		return &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}
	}
	var c recycle.Check
	if !a.Is(recycle.Planner) { // what they may not decide is refused, not replaced
		c.That(p.Facts.OperatorOrgID == "" || p.Facts.OperatorOrgID == a.OrgID, "operatorOrgId", "oneOf")
		c.That(p.Facts.State == "" || p.Facts.State == recycle.SiteProposed, "state", "oneOf")
		p.Facts.OperatorOrgID = a.OrgID
	}
	c.That(recycle.IsID(p.ID), "id", "pattern")
	_, err := recycle.ParseDay(string(p.From))
	c.That(err == nil, "validFrom", "date")
	c.That(a.Is(recycle.Planner) || p.From <= s.today(), "validFrom", "future") // a later version would hold up every move of the planner's
	c.That(recycle.IsText(p.Reason, 2000), "reason", "text")
	c.That(recycle.IsText(p.Evidence, 2000), "evidence", "text")
	if err := s.checkCategories(ctx, p, &c); err != nil {
		return err
	}
	if p.Facts.OperatorOrgID != "" {
		org, err := s.Store.Org(ctx, p.Facts.OperatorOrgID)
		if err != nil && recycle.KindOf(err) != recycle.NotFound {
			return err
		}
		c.That(err == nil, "operatorOrgId", "unknown")
		p.Facts.OperatorName = org.Name
	}
	keepRaw(&p.Facts.Place)
	stated := p.Facts
	stated.State = cmp.Or(stated.State, recycle.SiteProposed)
	if err := c.Err("site.invalid"); err != nil {
		return err
	}
	return stated.Validate()
}

// checkCategories sorts the keys of p's categories and reports those that the catalogue of its day does not have.
func (s *Service) checkCategories(ctx context.Context, p *recycle.SitePut, c *recycle.Check) error {
	keys := p.Facts.CategoryKeys()
	if len(keys) == 0 {
		return nil
	}
	rows, err := s.Store.Categories(ctx, p.From)
	if err != nil {
		return err
	}
	texts := make([]string, len(keys))
	for i, k := range keys {
		known := slices.ContainsFunc(rows, func(r recycle.CategoryRow) bool { return r.Key == k })
		c.That(known, fmt.Sprintf("categories[%d]", i), "oneOf")
		texts[i] = string(k)
	}
	slices.Sort(texts)
	p.Facts.Categories = strings.Join(slices.Compact(texts), ",")
	return nil
}

// keepRaw writes a position that was entered by WGS-84 as its own raw value.
func keepRaw(p *recycle.Place) {
	at, ok := p.Point()
	if !ok {
		*p = recycle.Place{RawDatum: geo.WGS84}
		return
	}
	if p.RawLon == "" && p.RawLat == "" {
		p.RawLon, p.RawLat = strconv.FormatFloat(at.Lon(), 'f', -1, 64), strconv.FormatFloat(at.Lat(), 'f', -1, 64)
	}
	p.RawDatum = cmp.Or(p.RawDatum, geo.WGS84)
}

// add inserts a site that is not there yet.
func (s *Service) add(ctx context.Context, p recycle.SitePut, a recycle.Actor) error {
	p.Facts.State = cmp.Or(p.Facts.State, recycle.SiteProposed)
	if p.Facts.State != recycle.SiteProposed && !(p.Facts.State == recycle.SiteActive && a.Is(recycle.Planner)) {
		return &recycle.Error{Kind: recycle.Conflict, Code: "site.state"}
	}
	now := s.now()
	site := recycle.Site{ID: p.ID, CreatedAt: now, CreatedByOrg: a.OrgID, Token: newToken()}
	if err := s.Store.InsertSites(ctx, []recycle.Site{site}); err != nil {
		return err
	}
	return s.write(ctx, p, a, "", "site.add")
}

// change stores a version of a site that is there.
func (s *Service) change(ctx context.Context, p recycle.SitePut, a recycle.Actor, versions []recycle.SiteVersion) error {
	today := holding(versions, s.today())
	if !today.SeenBy(a) {
		return errNotFound
	}
	old := holding(versions, p.From)
	if p.Facts.State == "" {
		p.Facts.State = old.State
	}
	if p.Facts.State != old.State {
		return &recycle.Error{Kind: recycle.Conflict, Code: "site.state"}
	}
	if !a.Is(recycle.Planner) && !(today.ProposalOf(a.OrgID) && old.State == recycle.SiteProposed) {
		return &recycle.Error{Kind: recycle.Forbidden, Code: "site.not_proposed"}
	}
	if same(&p.Facts, &old.SiteFacts) && old.ValidFrom <= p.From {
		return nil
	}
	if err := recycle.CheckSeen(ctx, edition(versions)); err != nil {
		return err
	}
	return s.write(ctx, p, a, old.State, "site.change")
}

// same reports whether two facts say the same.
func same(a, b *recycle.SiteFacts) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// write stores the version of p with its event if the state is new, and its audit entry, which comes last.
func (s *Service) write(ctx context.Context, p recycle.SitePut, a recycle.Actor, from recycle.SiteState, action string) error {
	now := s.now()
	rows := []recycle.SiteVersion{{SiteID: p.ID, ValidFrom: p.From, SiteFacts: p.Facts, ChangedBy: a.PersonID, ChangedAt: now,
		Reason: p.Reason, EvidenceNote: p.Evidence}}
	if err := s.Store.PutSiteVersions(ctx, rows); err != nil {
		return err
	}
	if from != p.Facts.State {
		event := recycle.SiteEvent{SiteID: p.ID, At: now, PersonID: a.PersonID, FromState: from, ToState: p.Facts.State, ValidFrom: p.From,
			Reason: p.Reason, Evidence: p.Evidence}
		if err := s.Store.AddSiteEvent(ctx, &event); err != nil {
			return err
		}
	}
	e, err := entry(a, now, action, &rows[0], from)
	if err != nil {
		return err
	}
	return s.Store.AppendAudit(ctx, e)
}
