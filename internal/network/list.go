package network

import (
	"cmp"
	"context"
	"encoding/base64"
	"math"
	"slices"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// List returns a page of the sites that the actor may see.
func (s *Service) List(ctx context.Context, f recycle.SiteFilter) (recycle.SitePage, error) {
	snap, a, err := s.snapshot(ctx, f.At)
	if err != nil {
		return recycle.SitePage{}, err
	}
	after, err := readCursor(f.Cursor)
	if err != nil {
		return recycle.SitePage{}, err
	}
	page := recycle.SitePage{At: snap.Day, Sites: []recycle.SiteVersion{}}
	for i := range snap.Sites {
		v := &snap.Sites[i]
		if !v.SeenBy(a) || !lets(&f, v) {
			continue
		}
		page.Total++
		if after.isBefore(v) {
			if len(page.Sites) == f.Limit {
				if last := &page.Sites[f.Limit-1]; page.Next == "" {
					page.Next = cursor{last.Name, last.SiteID}.String()
				}
				continue
			}
			page.Sites = append(page.Sites, *v)
		}
	}
	return page, nil
}

// snapshot returns the register on day, or of today, and the actor.
func (s *Service) snapshot(ctx context.Context, day recycle.Day) (*recycle.Snapshot, recycle.Actor, error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return nil, a, err
	}
	snap, err := s.Register.On(ctx, cmp.Or(day, s.today()))
	return snap, a, err
}

func lets(f *recycle.SiteFilter, v *recycle.SiteVersion) bool {
	if f.Kind != "" && v.Kind != f.Kind || f.State != "" && v.State != f.State || f.Operator != "" && v.OperatorOrgID != f.Operator {
		return false
	}
	if !inNetwork(&v.SiteFacts, f.Network) {
		return false
	}
	if p, ok := v.Point(); f.Box != nil && !(ok && f.Box.Contains(p)) {
		return false
	}
	return f.Query == "" || matches(v, strings.ToLower(f.Query))
}

func inNetwork(f *recycle.SiteFacts, network string) bool {
	switch network {
	case "A":
		return f.InA
	case "B":
		return f.InB
	case "AB":
		return f.InA && f.InB
	}
	return true
}

func matches(v *recycle.SiteVersion, lower string) bool {
	return strings.Contains(strings.ToLower(v.Name), lower) || strings.Contains(strings.ToLower(v.Address), lower) ||
		strings.Contains(strings.ToLower(v.OperatorName), lower)
}

// cursor is a place in a list by name and id.
type cursor struct {
	name string
	id   recycle.SiteID
}

func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(string(c.id) + " " + c.name))
}

func readCursor(text string) (cursor, error) {
	if text == "" {
		return cursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	id, name, found := strings.Cut(string(raw), " ")
	if err != nil || !found {
		return cursor{}, &recycle.Error{Kind: recycle.Invalid, Code: "request.invalid", Fields: []recycle.Field{{Path: "cursor", Code: "pattern"}}}
	}
	return cursor{name, recycle.SiteID(id)}, nil
}

func (c cursor) isBefore(v *recycle.SiteVersion) bool {
	return c.id == "" || cmp.Or(cmp.Compare(c.name, v.Name), cmp.Compare(c.id, v.SiteID)) < 0
}

// Near returns the open sites nearest to p (WGS-84), nearest first, at most limit; none whose position is doubtful. A p that is nowhere on Earth is Invalid.
func (s *Service) Near(ctx context.Context, p geo.Point, limit int) ([]recycle.NearSite, error) {
	if !geo.OnEarth(p) { // NaN passes a minimum and a maximum
		return nil, &recycle.Error{Kind: recycle.Invalid, Code: "request.invalid", Fields: []recycle.Field{{Path: "lon", Code: "range"}, {Path: "lat", Code: "range"}}}
	}
	snap, _, err := s.snapshot(ctx, "")
	if err != nil {
		return nil, err
	}
	list := []recycle.NearSite{}
	for i := range snap.Sites {
		if at, ok := snap.Sites[i].Point(); ok && snap.Sites[i].Outside == "" && snap.Sites[i].Open() {
			list = append(list, recycle.NearSite{SiteVersion: snap.Sites[i], Metres: geo.Metres(p, at)})
		}
	}
	slices.SortStableFunc(list, func(a, b recycle.NearSite) int {
		return cmp.Compare(math.Round(a.Metres*1000), math.Round(b.Metres*1000))
	})
	return list[:min(limit, len(list))], nil
}

// Phone returns every open site of today, for the list that a phone keeps: by name. One whose position is doubtful comes without it:
// it can be chosen by its name, and is never proposed as the nearest.
func (s *Service) Phone(ctx context.Context) ([]recycle.SiteVersion, error) {
	snap, _, err := s.snapshot(ctx, "")
	if err != nil {
		return nil, err
	}
	list := []recycle.SiteVersion{}
	for i := range snap.Sites {
		if !snap.Sites[i].Open() {
			continue
		}
		v := snap.Sites[i]
		if v.Outside != "" {
			v.Lon.Valid, v.Lat.Valid = false, false
		}
		list = append(list, v)
	}
	return list, nil
}

// Search returns sites of today that the actor may see and whose name, address or operator contains the words; at most limit.
func (s *Service) Search(ctx context.Context, words string, limit int) ([]recycle.SiteVersion, error) {
	page, err := s.List(ctx, recycle.SiteFilter{Query: strings.TrimSpace(words), Limit: limit})
	return page.Sites, err
}

// Names returns what the register calls each site today, the closed ones included.
func (s *Service) Names(ctx context.Context) (map[recycle.SiteID]string, error) {
	snap, _, err := s.snapshot(ctx, "")
	if err != nil {
		return nil, err
	}
	names := make(map[recycle.SiteID]string, len(snap.Sites))
	for i := range snap.Sites {
		names[snap.Sites[i].SiteID] = snap.Sites[i].Name
	}
	return names, nil
}
