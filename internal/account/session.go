package account

import (
	"context"
	"time"

	"liangwang/internal/recycle"
)

// touchEvery is how old the last trace of a session may be before it is written anew: a write per request would cost more than
// it says.
const touchEvery = time.Hour

// Actor returns who holds token, or auth.required. What it says is at most cacheFor old: within that time a revocation by
// another process is seen, one by this process at once.
func (s *Service) Actor(ctx context.Context, token string) (recycle.Actor, error) {
	key := [32]byte(tokenHash(token))
	now := s.machine()
	if a, ok := s.cache.get(key, now); ok {
		return a, nil
	}
	generation := s.cache.generation()
	a, err := s.resolve(ctx, key[:])
	if err != nil {
		return recycle.Actor{}, err
	}
	s.cache.put(key, a, now, generation)
	return a, nil
}

// resolve reads who holds the token with this hash. If the organisation that the session acts for has let the person go, it acts
// for the first of those that remain.
func (s *Service) resolve(ctx context.Context, hash []byte) (recycle.Actor, error) {
	x, err := s.store.Session(ctx, hash)
	if recycle.KindOf(err) == recycle.NotFound || err == nil && x.ExpiresAt <= s.instant() {
		return recycle.Actor{}, &recycle.Error{Kind: recycle.Unauthenticated, Code: "auth.required"}
	}
	if err != nil {
		return recycle.Actor{}, err
	}
	h, err := s.holder(ctx, x.PersonID)
	if recycle.CodeOf(err) == codeFailed {
		return recycle.Actor{}, &recycle.Error{Kind: recycle.Unauthenticated, Code: "auth.required"}
	}
	if err != nil {
		return recycle.Actor{}, err
	}
	acting, err := h.choose(x.ActingOrgID)
	if err != nil {
		acting, err = h.choose("")
	}
	if err != nil {
		return recycle.Actor{}, &recycle.Error{Kind: recycle.Unauthenticated, Code: "auth.required", Err: err}
	}
	who := h.who(acting, x.DeviceID)
	actor := who.Actor()
	device, err := s.store.Device(ctx, x.PersonID, x.DeviceID)
	if err != nil && recycle.KindOf(err) != recycle.NotFound {
		return recycle.Actor{}, err
	}
	if device.RevokedAt != 0 { // its sessions went with it; one that is left says nothing
		return recycle.Actor{}, &recycle.Error{Kind: recycle.Unauthenticated, Code: "auth.required"}
	}
	actor.EnrolledAt = device.CreatedAt
	return actor, s.touch(recycle.WithActor(ctx, actor), x)
}

// touch writes that a session is in use, at most once an hour. A full queue or disk does not end the session.
func (s *Service) touch(ctx context.Context, x recycle.Session) error {
	now := s.instant()
	if now.Sub(x.LastSeenAt) < touchEvery.Milliseconds() {
		return nil
	}
	x.LastSeenAt, x.ExpiresAt = now, now+recycle.Instant(s.ttl.Milliseconds())
	err := s.store.InTx(ctx, func(ctx context.Context) error { return s.store.TouchSession(ctx, &x) })
	if kind := recycle.KindOf(err); kind == recycle.Unavailable || kind == recycle.Full {
		return nil
	}
	return err
}

// Me returns who the actor of ctx is.
func (s *Service) Me(ctx context.Context) (recycle.Who, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.Who{}, err
	}
	h, err := s.holder(ctx, actor.PersonID)
	if err != nil {
		return recycle.Who{}, err
	}
	acting, err := h.choose(actor.OrgID)
	if err != nil {
		return recycle.Who{}, err
	}
	return h.who(acting, actor.DeviceID), nil
}

// SignOut ends the session of the actor on its device.
func (s *Service) SignOut(ctx context.Context) error {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return err
	}
	defer s.cache.clear()
	return s.store.InTx(ctx, func(ctx context.Context) error { return s.store.EndSession(ctx, actor.PersonID, actor.DeviceID) })
}

// ActFor makes the session of the actor act for another of their organisations, else auth.not_member.
func (s *Service) ActFor(ctx context.Context, org recycle.OrgID) (recycle.Who, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.Who{}, err
	}
	defer s.cache.clear()
	var who recycle.Who
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		h, err := s.holder(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		if org == "" {
			org = "?" // nobody's: an empty one would be the first
		}
		acting, err := h.choose(org)
		if err != nil {
			return err
		}
		who = h.who(acting, actor.DeviceID)
		return s.store.ActFor(ctx, actor.PersonID, actor.DeviceID, org)
	})
	return who, err
}
