package reconcile

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"liangwang/internal/recycle"
)

// Finder looks things up for the search box: of the acting organisation, and the register's sites.
type Finder interface {
	FindAny(ctx context.Context, word string) (recycle.PickupAnyOf, error)
	SiteNames(ctx context.Context, ids []recycle.SiteID) (map[recycle.SiteID]string, error)
	PersonNames(ctx context.Context, ids []recycle.PersonID) (map[recycle.PersonID]string, error)
	VehicleNames(ctx context.Context, ids []recycle.VehicleID) (map[recycle.VehicleID]string, error)
	ListTickets(ctx context.Context, f recycle.TicketFilter) ([]recycle.Ticket, error)
	Members(ctx context.Context) ([]recycle.Member, error)
}

const maxHits = 8 // of a kind: more are found by more letters

var shortDay = regexp.MustCompile(`^(\d{1,2})[-月/](\d{1,2})日?$`)

// Search returns what word may mean: sites, people, vehicles, tickets that were weighed or delivered, and a day.
func (s *Service) Search(ctx context.Context, word string) ([]recycle.Found, error) {
	word = strings.TrimSpace(word)
	var hits []recycle.Found
	if day, ok := s.day(word); ok {
		hits = append(hits, recycle.Found{Kind: "day", ID: string(day), Label: string(day)})
	}
	found, err := s.Finder.FindAny(ctx, word)
	if err != nil {
		return nil, err
	}
	sites, err := s.Finder.SiteNames(ctx, found.SiteIDs)
	if err != nil {
		return nil, err
	}
	people, err := s.Finder.PersonNames(ctx, found.CollectorIDs)
	if err != nil {
		return nil, err
	}
	vehicles, err := s.Finder.VehicleNames(ctx, found.VehicleIDs)
	if err != nil {
		return nil, err
	}
	hits = slices.Concat(hits, named("site", sites), named("person", people), named("vehicle", vehicles))
	return s.tickets(ctx, word, hits)
}

func (s *Service) tickets(ctx context.Context, word string, hits []recycle.Found) ([]recycle.Found, error) {
	for _, delivered := range []bool{false, true} {
		list, err := s.Finder.ListTickets(ctx, recycle.TicketFilter{Query: word, Delivered: delivered, Limit: maxHits})
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			if !slices.ContainsFunc(hits, func(f recycle.Found) bool { return f.ID == string(t.ID) && f.OrgID == t.OrgID }) {
				hits = append(hits, recycle.Found{Kind: "ticket", ID: string(t.ID), OrgID: t.OrgID, Label: cmp.Or(t.Number, t.ScaleNo), Detail: strings.TrimSpace(string(t.Day) + " " + t.Plate)})
			}
		}
	}
	return hits, nil
}

// day reads a word as a day: 2026-11-23, 11-23 or 11月23日 (the last one that was).
func (s *Service) day(word string) (recycle.Day, bool) {
	if d, err := recycle.ParseDay(word); err == nil {
		return d, true
	}
	m := shortDay.FindStringSubmatch(word)
	if m == nil {
		return "", false
	}
	today := recycle.At(s.Now()).Day()
	for _, year := range []string{string(today[:4]), string(today.Add(-366)[:4])} {
		if d, err := recycle.ParseDay(year + "-" + pad(m[1]) + "-" + pad(m[2])); err == nil && d <= today {
			return d, true
		}
	}
	return "", false
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func named[ID ~string](kind string, names map[ID]string) []recycle.Found {
	var hits []recycle.Found
	for id, name := range names {
		hits = append(hits, recycle.Found{Kind: kind, ID: string(id), Label: name})
	}
	slices.SortFunc(hits, func(a, b recycle.Found) int { return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID)) })
	return hits[:min(maxHits, len(hits))]
}

// Colleagues returns who belongs or belonged to the acting organisation, by name, with the roles held today.
func (s *Service) Colleagues(ctx context.Context) ([]recycle.Colleague, error) {
	members, err := s.Finder.Members(ctx)
	if err != nil {
		return nil, err
	}
	today := recycle.At(s.Now()).Day()
	roles := map[recycle.PersonID][]recycle.Role{}
	for _, m := range members {
		held := roles[m.PersonID]
		if m.On(today) && !slices.Contains(held, m.Role) {
			held = append(held, m.Role)
		}
		roles[m.PersonID] = held
	}
	var ids []recycle.PersonID
	for id := range roles {
		ids = append(ids, id)
	}
	names, err := s.Finder.PersonNames(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []recycle.Colleague
	for id, name := range names {
		list = append(list, recycle.Colleague{ID: id, Name: name, Roles: roles[id]})
	}
	slices.SortFunc(list, func(a, b recycle.Colleague) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}
