package account

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"liangwang/internal/recycle"
)

// maxKeys is how many keys of an organisation are good at a time.
const maxKeys = 50

// APIKeys is what programs act with.
type APIKeys interface {
	APIKeyByHash(ctx context.Context, tokenHash []byte) (recycle.APIKey, error)
	APIKey(ctx context.Context, id recycle.APIKeyID) (recycle.APIKey, error)
	APIKeys(ctx context.Context) ([]recycle.APIKey, error)
	InsertAPIKey(ctx context.Context, k *recycle.APIKey) error
	MarkAPIKey(ctx context.Context, k *recycle.APIKey) error
}

// Program returns for whom the program with an API key acts, or auth.required: as the person who made the key, for the key's
// organisation, with the roles that they hold there today. It is remembered as Actor's answer is.
func (s *Service) Program(ctx context.Context, token string) (recycle.Actor, error) {
	key := [32]byte(tokenHash("key " + token))
	now := s.machine()
	if a, ok := s.cache.get(key, now); ok {
		return a, nil
	}
	generation := s.cache.generation()
	a, err := s.program(ctx, tokenHash(token))
	if err != nil {
		return recycle.Actor{}, err
	}
	s.cache.put(key, a, now, generation)
	return a, nil
}

func (s *Service) program(ctx context.Context, hash []byte) (recycle.Actor, error) {
	required := &recycle.Error{Kind: recycle.Unauthenticated, Code: "auth.required"}
	k, err := s.store.APIKeyByHash(ctx, hash)
	if recycle.KindOf(err) == recycle.NotFound || err == nil && !good(k, s.instant()) {
		return recycle.Actor{}, required
	}
	if err != nil {
		return recycle.Actor{}, err
	}
	h, err := s.holder(ctx, k.PersonID)
	if recycle.CodeOf(err) == codeFailed {
		return recycle.Actor{}, required
	}
	if err != nil {
		return recycle.Actor{}, err
	}
	acting, err := h.choose(k.OrgID)
	if err != nil || k.OrgID == "" {
		return recycle.Actor{}, required
	}
	who := h.who(acting, "")
	actor := who.Actor()
	actor.Key, actor.Scopes = k.ID, k.ScopeList()
	return actor, s.used(recycle.WithActor(ctx, actor), k)
}

func good(k recycle.APIKey, now recycle.Instant) bool { return k.RevokedAt == 0 && k.ExpiresAt > now }

// used writes that a key is in use, at most once an hour. A full queue or disk does not keep the program out.
func (s *Service) used(ctx context.Context, k recycle.APIKey) error {
	now := s.instant()
	if now.Sub(k.LastUsedAt) < touchEvery.Milliseconds() {
		return nil
	}
	k.LastUsedAt = now
	err := s.store.InTx(ctx, func(ctx context.Context) error {
		kept, err := s.store.APIKey(ctx, k.ID)
		if err != nil {
			return err
		}
		kept.LastUsedAt = now
		return s.store.MarkAPIKey(ctx, &kept)
	})
	if kind := recycle.KindOf(err); kind == recycle.Unavailable || kind == recycle.Full {
		return nil
	}
	return err
}

// Keys returns the API keys of the acting organisation, the newest first.
func (s *Service) Keys(ctx context.Context) ([]recycle.APIKey, error) { return s.store.APIKeys(ctx) }

// NewKey makes an API key of the acting organisation that is good for days. Its token is returned this once and kept nowhere. The same
// again finds the key, without its token; another under its id is key.exists, with the stored one.
func (s *Service) NewKey(ctx context.Context, id recycle.APIKeyID, name string, scopes []recycle.Scope, days int) (k recycle.APIKey, token string, err error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return k, "", err
	}
	var c recycle.Check
	c.That(recycle.IsID(id), "keyId", "pattern")
	c.That(recycle.IsText(name, 60), "body.name", "text")
	if err := c.Err("key.invalid"); err != nil {
		return k, "", err
	}
	err = s.store.InTx(ctx, func(ctx context.Context) error {
		now := s.instant()
		life := recycle.Instant((time.Duration(days) * 24 * time.Hour).Milliseconds())
		k, err = s.store.APIKey(ctx, id)
		switch {
		case err == nil && k.Name == name && k.Scopes == recycle.JoinScopes(scopes) && k.PersonID == actor.PersonID && k.ExpiresAt-k.CreatedAt == life:
			token = ""
			return nil
		case err == nil:
			return &recycle.Error{Kind: recycle.Conflict, Code: "key.exists"}
		case recycle.KindOf(err) != recycle.NotFound:
			return err
		}
		all, err := s.store.APIKeys(ctx)
		if err != nil {
			return err
		}
		if len(slices.DeleteFunc(all, func(k recycle.APIKey) bool { return !good(k, now) })) >= maxKeys {
			return &recycle.Error{Kind: recycle.Conflict, Code: "key.too_many"}
		}
		token = "lwk_" + rand.Text() + rand.Text() // 256 bits and more
		k = recycle.APIKey{OrgID: actor.OrgID, ID: id, Name: name, Scopes: recycle.JoinScopes(scopes), TokenHash: tokenHash(token), PersonID: actor.PersonID,
			CreatedAt: now, ExpiresAt: now + life}
		if err := s.store.InsertAPIKey(ctx, &k); err != nil {
			return err
		}
		return s.audit(ctx, "key.create", string(id), map[string]string{"scopes": k.Scopes})
	})
	if err != nil && k.ID != id {
		k = recycle.APIKey{}
	}
	return k, token, err
}

// RevokeKey ends an API key of the acting organisation, at once. One that has ended already is left as it is.
func (s *Service) RevokeKey(ctx context.Context, id recycle.APIKeyID) error {
	defer s.cache.clear()
	return s.store.InTx(ctx, func(ctx context.Context) error {
		k, err := s.store.APIKey(ctx, id)
		if err != nil || k.RevokedAt != 0 {
			return err
		}
		k.RevokedAt = s.instant()
		if err := s.store.MarkAPIKey(ctx, &k); err != nil {
			return err
		}
		return s.audit(ctx, "key.revoke", string(id), map[string]recycle.PersonID{"of": k.PersonID})
	})
}
