package recycle

import (
	"context"
	"slices"
)

// Actor is who acts: a person, for an organisation, in the roles held there today. It is established once, at the border,
// and travels in the context; a body never says who sent it.
type Actor struct {
	PersonID PersonID
	OrgID    OrgID
	OrgKind  OrgKind
	Zone     bool // the organisation is the zone's own
	Roles    []Role
	DeviceID DeviceID // the device of the session; empty for the command line and jobs
	// EnrolledAt is when the person first signed in on that device; 0 if it is not known.
	EnrolledAt Instant
	Name       string   // of the person, where a session says it; shown to them alone, never logged
	Key        APIKeyID // of the program's key; empty for people
	Scopes     []Scope  // of the key
}

// Is reports whether a acts in one of roles.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

type actorKey struct{}

// WithActor returns a context that carries a.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns the actor of ctx, or Unauthenticated.
func ActorFrom(ctx context.Context) (Actor, error) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	if !ok {
		return Actor{}, &Error{Kind: Unauthenticated, Code: "auth.required"}
	}
	return a, nil
}
