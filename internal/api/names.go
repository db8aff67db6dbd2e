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
	// SentPhotos returns which of hashes which of authors have sent for the acting organisation.
	SentPhotos(ctx context.Context, authors []recycle.PersonID, hashes []recycle.PhotoHash) ([]recycle.SentPhoto, error)
}

// names is what one answer needs: a query per kind, whatever the number of rows.
type names struct {
	sites  map[recycle.SiteID]string
	people map[recycle.PersonID]string
	sent   map[recycle.SentPhoto]bool
}

func (n *names) site(id recycle.SiteID) string     { return n.sites[id] }
func (n *names) person(id recycle.PersonID) string { return n.people[id] }

// pending returns the photos of p that none of its authors has sent yet.
func (n *names) pending(p *recycle.Pickup) []recycle.PhotoHash {
	pending := []recycle.PhotoHash{}
	for _, h := range p.Photos {
		if !slices.ContainsFunc(p.PhotoAuthors(), func(a recycle.PersonID) bool { return n.sent[recycle.SentPhoto{PersonID: a, Hash: h}] }) {
			pending = append(pending, h)
		}
	}
	return pending
}

// namesOf looks up what an answer of pickups needs.
func namesOf(ctx context.Context, d Directory, pickups []recycle.Pickup) (*names, error) {
	var (
		sites   []recycle.SiteID
		people  []recycle.PersonID
		authors []recycle.PersonID
		photos  []recycle.PhotoHash
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
			photos = append(photos, p.Photos...)
			for _, a := range p.PhotoAuthors() {
				if !slices.Contains(authors, a) {
					authors = append(authors, a)
				}
			}
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
	if len(photos) == 0 {
		return n, nil
	}
	sent, err := d.SentPhotos(ctx, authors, photos)
	n.sent = map[recycle.SentPhoto]bool{}
	for _, p := range sent {
		n.sent[p] = true
	}
	return n, err
}

// peopleOf names people. Nobody has to be looked up to tell an author about their own record.
func peopleOf(ctx context.Context, d Directory, people []recycle.PersonID) (map[recycle.PersonID]string, error) {
	if actor, err := recycle.ActorFrom(ctx); err == nil && actor.Name != "" && len(people) == 1 && people[0] == actor.PersonID {
		return map[recycle.PersonID]string{actor.PersonID: actor.Name}, nil
	}
	return d.PersonNames(ctx, people)
}
