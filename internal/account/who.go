package account

import (
	"context"
	"slices"

	"liangwang/internal/recycle"
)

// held is a person with all that they hold today.
type held struct {
	person recycle.Person
	posts  []recycle.Post
}

// holder returns the person with what they hold today; a disabled person is auth.failed.
func (s *Service) holder(ctx context.Context, id recycle.PersonID) (held, error) {
	person, err := s.store.Person(ctx, id)
	if err != nil {
		return held{}, err
	}
	if person.Disabled {
		return held{}, &recycle.Error{Kind: recycle.Unauthenticated, Code: codeFailed}
	}
	members, err := s.store.Memberships(ctx, id)
	if err != nil {
		return held{}, err
	}
	today := s.today()
	members = slices.DeleteFunc(members, func(m recycle.Member) bool { return !m.On(today) })
	ids := orgIDs(members)
	orgs, err := s.store.OrgsByID(ctx, ids)
	if err != nil {
		return held{}, err
	}
	return held{person, posts(ids, orgs, members)}, nil
}

// posts groups members by organisation, in the order of ids, without disabled organisations.
func posts(ids []recycle.OrgID, orgs []recycle.Org, members []recycle.Member) []recycle.Post {
	var list []recycle.Post
	for _, id := range ids {
		i := slices.IndexFunc(orgs, func(o recycle.Org) bool { return o.ID == id })
		if i < 0 || orgs[i].Disabled {
			continue
		}
		p := recycle.Post{Org: orgs[i]}
		for _, role := range recycle.Roles() {
			if slices.ContainsFunc(members, func(m recycle.Member) bool { return m.OrgID == id && m.Role == role }) && recycle.MayHold(&p.Org, role) {
				p.Roles = append(p.Roles, role)
			}
		}
		if len(p.Roles) > 0 {
			list = append(list, p)
		}
	}
	return list
}

// choose returns the post in org, or the first one if org is empty.
func (h *held) choose(org recycle.OrgID) (recycle.Post, error) {
	if len(h.posts) == 0 {
		return recycle.Post{}, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.no_membership"}
	}
	if org == "" {
		return h.posts[0], nil
	}
	i := slices.IndexFunc(h.posts, func(p recycle.Post) bool { return p.Org.ID == org })
	if i < 0 {
		return recycle.Post{}, &recycle.Error{Kind: recycle.Forbidden, Code: "auth.not_member"}
	}
	return h.posts[i], nil
}

func (h *held) who(acting recycle.Post, device recycle.DeviceID) recycle.Who {
	return recycle.Who{Person: h.person, Acting: acting, Posts: h.posts, Device: device}
}

// ActorIn returns a as the one who acts in org: with the roles held there today, and as a collector if they ever were one there, for
// what a phone captured is sent when it can be. An organisation that they never belonged to is org.not_found.
func (s *Service) ActorIn(ctx context.Context, a recycle.Actor, org recycle.OrgID) (recycle.Actor, error) {
	members, err := s.store.Memberships(ctx, a.PersonID)
	if err != nil {
		return recycle.Actor{}, err
	}
	there, belonged, today := recycle.Actor{PersonID: a.PersonID, OrgID: org, DeviceID: a.DeviceID, EnrolledAt: a.EnrolledAt}, false, s.today()
	for _, m := range members {
		if m.OrgID != org {
			continue
		}
		belonged = true
		if (m.On(today) || m.Role == recycle.Collector) && !there.Is(m.Role) {
			there.Roles = append(there.Roles, m.Role)
		}
	}
	if !belonged {
		return recycle.Actor{}, &recycle.Error{Kind: recycle.NotFound, Code: "org.not_found"}
	}
	kinds, err := s.store.OrgsByID(ctx, []recycle.OrgID{org})
	if err != nil {
		return recycle.Actor{}, err
	}
	for _, o := range kinds {
		there.OrgKind, there.Zone = o.Kind, o.Zone
	}
	return there, nil
}
