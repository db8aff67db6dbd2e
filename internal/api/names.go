package api

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// Directory finds names for the ids in an answer. People are named to their own organisation only.
type Directory interface {
	SiteNames(ctx context.Context, ids []recycle.SiteID) (map[recycle.SiteID]string, error)
	PersonNames(ctx context.Context, ids []recycle.PersonID) (map[recycle.PersonID]string, error)
	OrgNames(ctx context.Context, ids []recycle.OrgID) (map[recycle.OrgID]string, error)
	// SentPhotos returns those of hashes that author has sent for the acting organisation.
	SentPhotos(ctx context.Context, author recycle.PersonID, hashes []recycle.PhotoHash) ([]recycle.PhotoHash, error)
}

// names is what one answer needs: a query per kind, whatever the number of rows.
type names struct {
	sites  map[recycle.SiteID]string
	people map[recycle.PersonID]string
	sent   map[sentPhoto]bool
}

// sentPhoto is a picture that somebody has sent: that somebody else has says nothing.
type sentPhoto struct {
	author recycle.PersonID
	hash   recycle.PhotoHash
}

func (n *names) site(id recycle.SiteID) string     { return n.sites[id] }
func (n *names) person(id recycle.PersonID) string { return n.people[id] }

// pending returns the photos of p that its author has not sent yet.
func (n *names) pending(p *recycle.Pickup) []recycle.PhotoHash {
	pending := []recycle.PhotoHash{}
	for _, h := range p.Photos {
		if !n.sent[sentPhoto{p.CollectorID, h}] {
			pending = append(pending, h)
		}
	}
	return pending
}

// namesOf looks up what an answer of pickups needs.
func namesOf(ctx context.Context, d Directory, pickups []recycle.Pickup) (*names, error) {
	var (
		sites  []recycle.SiteID
		people []recycle.PersonID
		photos map[recycle.PersonID][]recycle.PhotoHash
	)
	for i := range pickups {
		p := &pickups[i]
		if p.SiteID != "" && !slices.Contains(sites, p.SiteID) {
			sites = append(sites, p.SiteID)
		}
		if !slices.Contains(people, p.CollectorID) {
			people = append(people, p.CollectorID)
		}
		if len(p.Photos) > 0 {
			if photos == nil {
				photos = map[recycle.PersonID][]recycle.PhotoHash{}
			}
			photos[p.CollectorID] = append(photos[p.CollectorID], p.Photos...)
		}
	}
	n := &names{}
	var err error
	if n.sites, err = d.SiteNames(ctx, sites); err != nil {
		return nil, err
	}
	if n.people, err = peopleOf(ctx, d, people); err != nil {
		return nil, err
	}
	for author, hashes := range photos {
		sent, err := d.SentPhotos(ctx, author, hashes)
		if err != nil {
			return nil, err
		}
		if n.sent == nil {
			n.sent = map[sentPhoto]bool{}
		}
		for _, h := range sent {
			n.sent[sentPhoto{author, h}] = true
		}
	}
	return n, nil
}

// peopleOf names people. Nobody has to be looked up to tell an author about their own record.
func peopleOf(ctx context.Context, d Directory, people []recycle.PersonID) (map[recycle.PersonID]string, error) {
	if actor, err := recycle.ActorFrom(ctx); err == nil && actor.Name != "" && len(people) == 1 && people[0] == actor.PersonID {
		return map[recycle.PersonID]string{actor.PersonID: actor.Name}, nil
	}
	return d.PersonNames(ctx, people)
}
