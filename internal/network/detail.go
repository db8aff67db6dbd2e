package network

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// Detail returns a site that the actor may see, or NotFound. Reasons and evidence are shown to those who manage it.
func (s *Service) Detail(ctx context.Context, id recycle.SiteID) (recycle.SiteDetail, error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.SiteDetail{}, err
	}
	if err := s.seen(ctx, id); err != nil {
		return recycle.SiteDetail{}, err
	}
	site, err := s.Store.Site(ctx, id)
	if err != nil {
		return recycle.SiteDetail{}, err
	}
	versions, err := s.Store.SiteVersions(ctx, id)
	if err != nil {
		return recycle.SiteDetail{}, err
	}
	if len(versions) == 0 {
		return recycle.SiteDetail{}, errNotFound
	}
	d := recycle.SiteDetail{Site: holding(versions, s.today()), Versions: versions, Edition: edition(versions), Events: []recycle.SiteEvent{}}
	if !d.Site.SeenBy(a) {
		return recycle.SiteDetail{}, errNotFound
	}
	if d.Site.Outside, err = s.doubt(ctx, &d.Site); err != nil {
		return recycle.SiteDetail{}, err
	}
	d.Moves = allowed(&d.Site.SiteFacts, a)
	if !manages(a, &d.Site.SiteFacts) {
		d.Versions = slices.DeleteFunc(versions, func(v recycle.SiteVersion) bool { return !v.SeenBy(a) })
		for i := range d.Versions {
			d.Versions[i].Reason, d.Versions[i].EvidenceNote, d.Versions[i].ChangedBy = "", "", ""
		}
		d.Site.Reason, d.Site.EvidenceNote, d.Site.ChangedBy = "", "", ""
		return d, nil
	}
	d.Token = site.Token
	d.Events, err = s.Store.SiteEvents(ctx, id)
	return d, err
}

// seen is NotFound for a site that the actor does not see, before anything of it is read.
func (s *Service) seen(ctx context.Context, id recycle.SiteID) error {
	seen, err := s.Store.SiteSeen(ctx, id)
	if err == nil && !seen {
		return errNotFound
	}
	return err
}

// edition names what all versions of a site say.
func edition(versions []recycle.SiteVersion) string {
	type said struct {
		From  recycle.Day
		Facts recycle.SiteFacts
	}
	all := make([]said, len(versions))
	for i, v := range versions {
		all[i] = said{v.ValidFrom, v.SiteFacts}
	}
	return recycle.EditionOf(all)
}

// holding returns of versions, newest first, the one in force on day, else the first.
func holding(versions []recycle.SiteVersion, day recycle.Day) recycle.SiteVersion {
	inOrder := slices.Clone(versions)
	slices.Reverse(inOrder)
	return nearest(inOrder, day)
}

// allowed returns the moves of the table that a may make.
func allowed(f *recycle.SiteFacts, a recycle.Actor) []recycle.SiteOption {
	list := []recycle.SiteOption{}
	for _, m := range recycle.SiteMoves() {
		if m.From != f.State {
			continue
		}
		if _, err := f.Move(recycle.SiteStep{To: m.To}, a); recycle.KindOf(err) == recycle.Forbidden && err != nil {
			continue
		}
		needs := m.Needs
		if needs == nil {
			needs = []string{}
		}
		list = append(list, recycle.SiteOption{To: m.To, Needs: needs})
	}
	return list
}
